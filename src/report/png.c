/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes an image surface as PNG: level 1, Up filter, RLE strategy. The same pixels and words give
 * the same bytes: no time, no software's name. Knows no file: whoever owns the stream closes it. */
#include "config.h"

#include "report/png.h"

#include <glib/gi18n-lib.h>
#include <png.h>
#include <zlib.h>

/* What libpng's callbacks need. All that must be freed lives here or in parl_png_write(), never in
 * the frame that setjmp() returns to twice. */
typedef struct
{
  GOutputStream *stream;
  GCancellable *cancellable;
  GError *error; /* the first one, of the stream or of libpng */
  const unsigned char *pixels;
  int width, height, stride;
  bool is_opaque;
  unsigned char *row;
} Writer;

static void
on_png_error (png_structp png, png_const_charp message)
{
  Writer *self = png_get_error_ptr (png);

  if (self->error == NULL)
    self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, message);
  png_longjmp (png, 1);
}

/* libpng's warnings concern what is read, not what is written. */
static void
on_png_warning (G_GNUC_UNUSED png_structp png, G_GNUC_UNUSED png_const_charp message)
{
}

static void
on_png_write (png_structp png, png_bytep data, size_t length)
{
  Writer *self = png_get_io_ptr (png);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error)
      || !g_output_stream_write_all (self->stream, data, length, NULL, self->cancellable,
                                     &self->error))
    png_error (png, "the stream failed");
}

static void
on_png_flush (G_GNUC_UNUSED png_structp png)
{
}

static bool
find_opacity (const Writer *self)
{
  for (int y = 0; y < self->height; y++)
    {
      const guint32 *pixels = (const void *)(self->pixels + (size_t)y * self->stride);
      guint32 all = 0xFF000000;
      for (int x = 0; x < self->width; x++)
        all &= pixels[x];
      if (all != 0xFF000000)
        return false;
    }
  return true;
}

static unsigned char
unmultiply (guint32 channel, guint32 alpha)
{
  return (unsigned char)MIN ((channel * 255 + alpha / 2) / alpha, 255);
}

/* From cairo's native-endian 32 bits to bytes in PNG's order. */
static void
convert_opaque_row (const Writer *self, int y)
{
  const guint32 *pixels = (const void *)(self->pixels + (size_t)y * self->stride);
  unsigned char *out = self->row;

  for (int x = 0; x < self->width; x++, out += 3)
    {
      out[0] = (unsigned char)(pixels[x] >> 16);
      out[1] = (unsigned char)(pixels[x] >> 8);
      out[2] = (unsigned char)pixels[x];
    }
}

/* PNG's colours are not multiplied by alpha, cairo's are. */
static void
convert_row (const Writer *self, int y)
{
  const guint32 *pixels = (const void *)(self->pixels + (size_t)y * self->stride);
  unsigned char *out = self->row;

  for (int x = 0; x < self->width; x++, out += 4)
    {
      guint32 pixel = pixels[x], alpha = pixel >> 24;

      out[0] = alpha == 0 ? 0 : unmultiply (pixel >> 16 & 255, alpha);
      out[1] = alpha == 0 ? 0 : unmultiply (pixel >> 8 & 255, alpha);
      out[2] = alpha == 0 ? 0 : unmultiply (pixel & 255, alpha);
      out[3] = (unsigned char)alpha;
    }
}

static void
set_words (png_structp png, png_infop info, const ParlPngWords *words)
{
  png_text texts[2] = { { 0 } };
  int n_texts = 0;

  if (words == NULL)
    return;
  if (words->title != NULL)
    texts[n_texts++] = (png_text){ .compression = PNG_ITXT_COMPRESSION_NONE,
                                   .key = (char *)"Title",
                                   .text = (char *)words->title };
  if (words->description != NULL)
    texts[n_texts++] = (png_text){ .compression = PNG_ITXT_COMPRESSION_NONE,
                                   .key = (char *)"Description",
                                   .text = (char *)words->description };
  png_set_text (png, info, texts, n_texts);
}

/* Nothing here is changed between setjmp() and a longjmp() and read afterwards. */
static bool
write_image (Writer *self, png_structp png, png_infop info, const ParlPngWords *words)
{
  if (setjmp (png_jmpbuf (png)) != 0)
    return false;

  png_set_write_fn (png, self, on_png_write, on_png_flush);
  png_set_compression_level (png, 1);
  png_set_compression_strategy (png, Z_RLE);
  png_set_compression_buffer_size (png, 1 << 16);
  png_set_filter (png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
  png_set_IHDR (png, info, (png_uint_32)self->width, (png_uint_32)self->height, 8,
                self->is_opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  set_words (png, info, words);
  png_write_info (png, info);
  for (int y = 0; y < self->height; y++)
    {
      if (self->is_opaque)
        convert_opaque_row (self, y);
      else
        convert_row (self, y);
      png_write_row (png, self->row);
    }
  png_write_end (png, NULL);
  return true;
}

static bool
init_writer (Writer *self, cairo_surface_t *surface, GError **error)
{
  cairo_surface_flush (surface);

  cairo_status_t status = cairo_surface_status (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The picture can’t be written as PNG, since drawing it failed: %s"),
                   cairo_status_to_string (status));
      return false;
    }
  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("The picture can’t be written as PNG, since it has no pixels"));
      return false;
    }

  cairo_format_t format = cairo_image_surface_get_format (surface);
  if (format != CAIRO_FORMAT_ARGB32 && format != CAIRO_FORMAT_RGB24)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
          _ ("The picture can’t be written as PNG, since its pixels have cairo’s format %d"),
          format);
      return false;
    }
  self->pixels = cairo_image_surface_get_data (surface);
  self->width = cairo_image_surface_get_width (surface);
  self->height = cairo_image_surface_get_height (surface);
  self->stride = cairo_image_surface_get_stride (surface);
  if (self->pixels == NULL || self->width <= 0 || self->height <= 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("The picture can’t be written as PNG, since it is empty"));
      return false;
    }
  self->is_opaque = format == CAIRO_FORMAT_RGB24 || find_opacity (self);
  return true;
}

/* @surface: an image surface, ARGB32 or RGB24; one without transparent pixels is written as RGB
 * @words: (nullable): kept in the file as international text (iTXt)
 * @stream: stays open, and is not flushed
 * Returns: whether all bytes were written; %G_IO_ERROR otherwise: the stream's own code, and a
 *   sentence. What was written until then is no picture and should be thrown away. */
bool
parl_png_write (cairo_surface_t *surface, const ParlPngWords *words, GOutputStream *stream,
                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (surface != NULL && G_IS_OUTPUT_STREAM (stream), false);

  Writer writer = { .stream = stream, .cancellable = cancellable };

  if (!init_writer (&writer, surface, error))
    return false;

  png_structp png
      = png_create_write_struct (PNG_LIBPNG_VER_STRING, &writer, on_png_error, on_png_warning);
  png_infop info = png == NULL ? NULL : png_create_info_struct (png);
  g_autofree unsigned char *row = g_malloc_n (writer.width, 4);
  writer.row = row;

  bool is_written = info != NULL && write_image (&writer, png, info, words);
  if (png != NULL)
    png_destroy_write_struct (&png, &info);
  if (is_written)
    return true;
  if (writer.error == NULL)
    writer.error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("libpng did not start"));
  g_propagate_prefixed_error (error, writer.error, _ ("The picture can’t be written as PNG: "));
  return false;
}
