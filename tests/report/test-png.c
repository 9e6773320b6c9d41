/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PNG writer against cairo's own reader: the pixels come back; failures say so. */
#include "config.h"

#include "report/png.h"

#include <string.h>

static cairo_surface_t *
create_picture (cairo_format_t format, bool opaque)
{
  cairo_surface_t *surface = cairo_image_surface_create (format, 61, 43);
  cairo_t *cr = cairo_create (surface);

  if (opaque)
    {
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
    }
  cairo_set_source_rgba (cr, 0.8, 0.3, 0.1, 0.6);
  cairo_arc (cr, 30, 20, 17.3, 0, 5);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0.4, 0.9);
  cairo_move_to (cr, 2, 41);
  cairo_line_to (cr, 60, 3);
  cairo_stroke (cr);
  cairo_destroy (cr);
  return surface;
}

static GBytes *
write_to_bytes (cairo_surface_t *surface, const ParlPngWords *words)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (parl_png_write (surface, words, stream, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

typedef struct
{
  const unsigned char *data;
  size_t left;
} Reader;

static cairo_status_t
on_read (void *closure, unsigned char *data, unsigned length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
read_bytes (GBytes *bytes)
{
  size_t size;
  const unsigned char *data = g_bytes_get_data (bytes, &size);
  Reader reader = { data, size };
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (on_read, &reader);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

typedef struct
{
  const char *name;
  cairo_format_t format;
  bool opaque;
  unsigned char color_type; /* of PNG: 2 RGB, 6 RGBA */
} Case;

static const Case cases[] = {
  { "/report/png/rgb24", CAIRO_FORMAT_RGB24, true, 2 },
  { "/report/png/argb32-opaque", CAIRO_FORMAT_ARGB32, true, 2 },
  { "/report/png/argb32", CAIRO_FORMAT_ARGB32, false, 6 },
};

/* Through 8 bits and back, premultiplied again, a channel may be off by one. */
static void
test_round_trip (const void *data)
{
  const Case *test = data;
  cairo_surface_t *surface = create_picture (test->format, test->opaque);
  g_autoptr (GBytes) bytes = write_to_bytes (surface, NULL);
  g_autoptr (GBytes) again = write_to_bytes (surface, NULL);
  cairo_surface_t *copy = read_bytes (bytes);

  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpint (((const unsigned char *)g_bytes_get_data (bytes, NULL))[25], ==,
                   test->color_type);
  g_assert_cmpint (cairo_image_surface_get_width (copy), ==, 61);
  g_assert_cmpint (cairo_image_surface_get_height (copy), ==, 43);
  for (int y = 0; y < 43; y++)
    for (int x = 0; x < 61; x++)
      for (int shift = 0; shift < (test->color_type == 2 ? 24 : 32); shift += 8)
        {
          size_t at = (size_t)y * cairo_image_surface_get_stride (surface) + 4 * (size_t)x;
          guint32 one, two;
          memcpy (&one, cairo_image_surface_get_data (surface) + at, 4);
          memcpy (&two, cairo_image_surface_get_data (copy) + at, 4);
          g_assert_cmpint (ABS ((int)(one >> shift & 255) - (int)(two >> shift & 255)), <=, 1);
        }
  cairo_surface_destroy (copy);
  cairo_surface_destroy (surface);
}

static void
test_words (void)
{
  const ParlPngWords words = { "1 in 14 updates failed", "Last 28 days: 7.30 % – “first try”" };
  cairo_surface_t *surface = create_picture (CAIRO_FORMAT_RGB24, true);
  g_autoptr (GBytes) bytes = write_to_bytes (surface, &words);
  size_t size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_nonnull (memmem (data, size, "iTXtTitle", 9));
  g_assert_nonnull (memmem (data, size, words.title, strlen (words.title)));
  g_assert_nonnull (memmem (data, size, words.description, strlen (words.description)));
  g_assert_null (memmem (data, size, "tIME", 4));
  cairo_surface_destroy (read_bytes (bytes));
  cairo_surface_destroy (surface);
}

/* A stream that is full after any number of bytes ends in one error, without a leak. */
static void
test_full_stream (void)
{
  cairo_surface_t *surface = create_picture (CAIRO_FORMAT_ARGB32, false);
  g_autoptr (GBytes) whole = write_to_bytes (surface, NULL);
  static char buffer[1 << 16];

  for (size_t room = 0; room < g_bytes_get_size (whole); room += 7)
    {
      g_autoptr (GOutputStream) stream = g_memory_output_stream_new (buffer, room, NULL, NULL);
      g_autoptr (GError) error = NULL;
      g_assert_false (parl_png_write (surface, NULL, stream, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
      g_assert_true (g_str_has_prefix (error->message, "The picture can’t be written as PNG: "));
      g_assert_null (strchr (error->message, '\n'));
    }
  cairo_surface_destroy (surface);
}

static void
test_cancelled (void)
{
  cairo_surface_t *surface = create_picture (CAIRO_FORMAT_RGB24, true);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (parl_png_write (surface, NULL, stream, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  cairo_surface_destroy (surface);
}

static void
test_unusable (void)
{
  cairo_surface_t *surfaces[] = { cairo_image_surface_create (CAIRO_FORMAT_A8, 5, 5),
                                  cairo_image_surface_create (CAIRO_FORMAT_RGB24, 0, 5),
                                  cairo_image_surface_create (CAIRO_FORMAT_RGB24, -1, 5),
                                  cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL) };

  for (unsigned i = 0; i < G_N_ELEMENTS (surfaces); i++)
    {
      g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
      g_autoptr (GError) error = NULL;
      g_assert_false (parl_png_write (surfaces[i], NULL, stream, NULL, &error));
      g_assert_cmpint (error->domain, ==, G_IO_ERROR);
      g_assert_cmpuint (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)), ==,
                        0);
      cairo_surface_destroy (surfaces[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, &cases[i], test_round_trip);
  g_test_add_func ("/report/png/words", test_words);
  g_test_add_func ("/report/png/full-stream", test_full_stream);
  g_test_add_func ("/report/png/cancelled", test_cancelled);
  g_test_add_func ("/report/png/unusable", test_unusable);
  return g_test_run ();
}
