/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/page.h"

#include "analysis/what-if.h"
#include "audiences/fixture.h"
#include "model/name.h"
#include "report/error.h"

#include <cairo.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const audiences[] = { "exec", "ops", "engineer", "designer" };
static const char *const size_names[] = { "1080p", "2x", "a4" };
static const char *const fleets[] = { "golden", "healthy", "tiny", "stale" };

static ParlBoard *
create_board (const char *fleet, const char *audience)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = fixture_get_audiences_dir ();
  g_autofree char *name = g_strdup_printf ("%s/%s.audience", folder, audience);
  g_autoptr (ParlAudience) words = parl_audience_load (name, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) findings = fixture_get (fleet);
  return parl_board_new (words, findings);
}

typedef struct
{
  double x, y, width, height;
} Area;

/* The boxes of the texts in a dump: "text role x y width height ...". */
static GArray *
list_texts (const char *dump)
{
  GArray *areas = g_array_new (FALSE, FALSE, sizeof (Area));
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);

  for (unsigned i = 0; lines[i] != NULL && strcmp (lines[i], "chart") != 0; i++)
    {
      Area area;
      if (sscanf (lines[i], "text %*s %lf %lf %lf %lf", &area.x, &area.y, &area.width, &area.height)
          == 4)
        g_array_append_val (areas, area);
    }
  return areas;
}

static bool
overlap (const Area *a, const Area *b)
{
  const double touch = 0.5;

  return a->x + touch < b->x + b->width && b->x + touch < a->x + a->width
         && a->y + touch < b->y + b->height && b->y + touch < a->y + a->height;
}

static void
check_layout (const char *dump, const ParlPageSize *size)
{
  g_autoptr (GArray) areas = list_texts (dump);

  g_assert_cmpuint (areas->len, >, 8);
  for (unsigned i = 0; i < areas->len; i++)
    {
      const Area *area = &g_array_index (areas, Area, i);
      g_assert_cmpfloat (area->x, >=, 63);
      g_assert_cmpfloat (area->y, >=, 0);
      g_assert_cmpfloat (area->x + area->width, <=, 1857);
      g_assert_cmpfloat (area->y + area->height, <=, size->height);
      for (unsigned j = 0; j < i; j++)
        if (overlap (area, &g_array_index (areas, Area, j)))
          g_error ("texts overlap at %g,%g in:\n%s", area->x, area->y, dump);
    }
}

/* Nothing clipped, nothing over something else: every fleet, audience and size. */
static void
test_layout (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };

  for (unsigned f = 0; f < G_N_ELEMENTS (fleets); f++)
    for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
      for (unsigned s = 0; s < G_N_ELEMENTS (size_names); s++)
        {
          g_autoptr (ParlBoard) board = create_board (fleets[f], audiences[a]);
          const ParlPageSize *size = parl_page_size_find (size_names[s]);
          g_autofree char *dump = parl_page_dump (board, size, &options);

          g_test_message ("%s, %s, %s", fleets[f], audiences[a], size_names[s]);
          check_layout (dump, size);
        }
}

static ParlBoard *
create_what_if (const char *fleet, const char *audience, unsigned n_checks, double efficacy)
{
  static const char *const causes[] = { "disk-space", "battery", "network" };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = fixture_get_audiences_dir ();
  g_autofree char *name = g_strdup_printf ("%s/%s.audience", folder, audience);
  g_autoptr (ParlAudience) words = parl_audience_load (name, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) findings = fixture_get (fleet);
  g_autoptr (GArray) checks = parl_checks_new ();

  for (unsigned i = 0; i < n_checks; i++)
    parl_checks_add (checks, causes[i], efficacy);
  g_autoptr (ParlFindings) imagined = parl_findings_imagine (findings, checks);
  return parl_board_new (words, imagined);
}

/* The lowest text of the chart and the highest of what is marked "What if", on the page. */
static void
check_below_chart (const char *dump)
{
  const char *chart = strstr (dump, "\nchart\n");
  const char *head = strstr (dump, "“What if”");
  double lowest = 0, top;
  Area area;

  g_assert_nonnull (head);
  g_assert_true (head < chart);
  while (head > dump && head[-1] != '\n')
    head--;
  g_assert_cmpint (sscanf (head, "text %*s %*f %lf", &top), ==, 1);

  g_auto (GStrv) lines = g_strsplit (chart, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    if (sscanf (lines[i], "text %*s %lf %lf %lf %lf", &area.x, &area.y, &area.width, &area.height)
        == 4)
      lowest = MAX (lowest, 216 + area.y + area.height);
  g_assert_cmpfloat (lowest, <=, top);
}

/* Marked, below the chart, and nothing else has to go. */
static void
test_what_if (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };

  for (unsigned f = 0; f < G_N_ELEMENTS (fleets); f++)
    for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
      for (unsigned s = 0; s < G_N_ELEMENTS (size_names); s += 2) /* 2x is laid out as 1080p */
        for (unsigned n_checks = 1; n_checks <= 3; n_checks += 2)
          {
            g_autoptr (ParlBoard) board
                = create_what_if (fleets[f], audiences[a], n_checks, n_checks == 1 ? 1 : 0.875);
            const ParlPageSize *size = parl_page_size_find (size_names[s]);
            g_autofree char *dump = parl_page_dump (board, size, &options);

            g_test_message ("%s, %s, %s, %u", fleets[f], audiences[a], size_names[s], n_checks);
            check_layout (dump, size);
            check_below_chart (dump);
          }
}

static char *
find_snapshot (const char *dump)
{
  const char *words = strstr (dump, "Snapshot ");

  g_assert_nonnull (words);
  return g_strndup (words, strlen ("Snapshot abcd 0123"));
}

/* The footer names the same snapshot, and apart from the others the facts that are imagined. */
static void
test_what_if_footer (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };
  const ParlPageSize *size = parl_page_size_find ("1080p");
  g_autoptr (ParlBoard) plain = create_board ("golden", "exec");
  g_autoptr (ParlBoard) board = create_what_if ("golden", "exec", 1, 1);
  g_autofree char *plain_dump = parl_page_dump (plain, size, &options);
  g_autofree char *dump = parl_page_dump (board, size, &options);
  g_autofree char *plain_snapshot = find_snapshot (plain_dump);
  g_autofree char *snapshot = find_snapshot (dump);

  g_assert_cmpuint (plain->what_if->len, ==, 0);
  g_assert_null (strstr (plain_dump, "hat if"));
  g_assert_cmpstr (snapshot, ==, plain_snapshot);
  g_assert_nonnull (strstr (dump, "; what if: ota-avoidable, ota-rate-without, ota-budget-without, "
                                  "cost-avoidable"));
}

static ParlLine *
create_line (const char *text)
{
  ParlLine *line = g_new0 (ParlLine, 1);

  line->text = g_strdup (text);
  line->detail = g_strdup (text);
  return line;
}

/* More lines, and longer ones, than any page can hold: the last go, and their number is said. */
static void
test_too_much (void)
{
  static const char *const text
      = "An unreasonably long line about a release whose name nobody has ever made short enough";
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };
  const ParlPageSize *size = parl_page_size_find ("1080p");
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");

  for (unsigned i = 0; i < 12; i++)
    {
      g_ptr_array_add (board->changes, create_line (text));
      g_ptr_array_add (board->risks, create_line (text));
      g_ptr_array_add (board->actions, create_line (text));
    }
  for (unsigned i = 0; i < board->bullets->len; i++)
    {
      ParlLine *bullet = g_ptr_array_index (board->bullets, i);
      g_clear_pointer (&bullet->short_text, g_free);
      g_free (bullet->text);
      g_free (bullet->detail);
      bullet->text = g_strdup ("A title of two lines about a release of long ago");
      bullet->detail = g_strdup (text);
    }
  g_free (board->headline->text);
  board->headline->text = g_strdup_printf ("%s, %s, %s and %s", text, text, text, text);

  g_autofree char *dump = parl_page_dump (board, size, &options);
  check_layout (dump, size);
  g_assert_nonnull (strstr (dump, " more"));
}

#define LONG_NAME                                                                                  \
  PARL_NAME_BEGIN                                                                                  \
  "camera-firmware-jetson-orin-nano-devkit-nvme-release-2026.05.12-g1a2b3c4d5e" PARL_NAME_END

/* Names that no bullet has room for are shortened, until they stand in no other one. */
static void
test_long_names (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };
  const ParlPageSize *size = parl_page_size_find ("1080p");
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");

  for (unsigned i = 0; i < board->bullets->len; i++)
    {
      ParlLine *bullet = g_ptr_array_index (board->bullets, i);
      g_clear_pointer (&bullet->short_text, g_free);
      g_free (bullet->text);
      bullet->text = g_strdup ("17.0 % of " LONG_NAME " on " LONG_NAME ": not enough space");
    }
  g_ptr_array_add (board->actions, create_line ("Hold the devices on " LONG_NAME));
  g_free (board->headline->text);
  board->headline->text = g_strdup ("Hold the devices on " LONG_NAME ": 19.0 % fail");

  g_autofree char *dump = parl_page_dump (board, size, &options);
  check_layout (dump, size);
  g_assert_nonnull (strstr (dump, "\u2026"));
  g_assert_null (strstr (dump, "jetson"));
}

static GBytes *
take_bytes (GOutputStream *stream)
{
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static GBytes *
write_page (const ParlBoard *board, const char *size_name, ParlPictureFormat format,
            const char *stamp)
{
  ParlPageOptions options = { PARL_THEME_PRINT, stamp };
  const ParlPageSize *size = parl_page_size_find (size_name);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (parl_page_write (board, size, &options, format, stream, &error));
  g_assert_no_error (error);
  return take_bytes (stream);
}

/* Also a second later: no time of day is noted anywhere. */
static void
test_same_bytes (void)
{
  g_autoptr (ParlBoard) board = create_board ("golden", "ops");

  for (int format = PARL_PICTURE_PNG; format <= PARL_PICTURE_SVG; format++)
    {
      g_autoptr (GBytes) first = write_page (board, "1080p", format, NULL);
      for (time_t second_of_first = time (NULL); time (NULL) == second_of_first;)
        g_usleep (1000);
      g_autoptr (GBytes) second = write_page (board, "1080p", format, NULL);
      g_autoptr (GBytes) stamped = write_page (board, "1080p", format, "DRAFT");
      g_assert_true (g_bytes_equal (first, second));
      g_assert_false (g_bytes_equal (first, stamped));
    }
}

typedef struct
{
  const guint8 *data;
  size_t left;
} Reader;

static cairo_status_t
on_read (void *data, unsigned char *out, unsigned length)
{
  Reader *reader = data;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (out, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
check_png (GBytes *bytes, int width, int height)
{
  Reader reader;
  reader.data = g_bytes_get_data (bytes, &reader.left);
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (on_read, &reader);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height);
  cairo_surface_destroy (surface);
}

static bool
has_words (GBytes *bytes, const char *words)
{
  size_t length;
  const char *data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, words, strlen (words)) != NULL;
}

/* A PDF with what is packed in it, for has_words(): newer cairos pack nearly everything. */
static GBytes *
unpack_pdf (GBytes *pdf)
{
  g_autoptr (GString) text
      = g_string_new_len (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf));
  gsize length = text->len;
  unsigned n_packed = 0;

  for (gsize at = 0; at < length; at++)
    {
      static const char start[] = "\nstream\n";
      static char unpacked[1 << 20];
      gsize n_read, n_written;
      const char *packed = memmem (text->str + at, length - at, start, strlen (start));
      if (packed == NULL)
        break;
      packed += strlen (start);
      at = (gsize)(packed - text->str);
      g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
      if (g_converter_convert (G_CONVERTER (zlib), packed, length - at, unpacked, sizeof unpacked,
                               G_CONVERTER_NO_FLAGS, &n_read, &n_written, NULL)
          == G_CONVERTER_ERROR)
        continue;
      g_string_append_len (text, unpacked, (gssize)n_written);
      n_packed++;
    }
  g_assert_cmpuint (n_packed, >, 0);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
test_sizes (void)
{
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");
  g_autoptr (GBytes) screen = write_page (board, "1080p", PARL_PICTURE_PNG, NULL);
  g_autoptr (GBytes) twice = write_page (board, "2x", PARL_PICTURE_PNG, NULL);
  g_autoptr (GBytes) svg = write_page (board, "1080p", PARL_PICTURE_SVG, NULL);
  g_autoptr (GBytes) packed = write_page (board, "a4", PARL_PICTURE_PDF, NULL);
  g_autoptr (GBytes) pdf = unpack_pdf (packed);

  check_png (screen, 1920, 1080);
  check_png (twice, 3840, 2160);
  g_assert_true (has_words (svg, "viewBox=\"0 0 1440 810\""));
  g_assert_true (has_words (pdf, "841.8"));
}

/* A page of vectors holds no picture of pixels, and what it says. */
static void
test_vectors (void)
{
  for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
    {
      g_autoptr (ParlBoard) board = create_board ("golden", audiences[a]);
      g_autoptr (GBytes) svg = write_page (board, "1080p", PARL_PICTURE_SVG, NULL);
      g_autoptr (GBytes) packed = write_page (board, "1080p", PARL_PICTURE_PDF, NULL);
      g_autoptr (GBytes) pdf = unpack_pdf (packed);
      g_autofree char *title = g_markup_printf_escaped ("<title>%s</title>", board->headline->text);

      g_assert_true (has_words (svg, title));
      g_assert_true (has_words (svg, "<desc>"));
      g_assert_false (has_words (svg, "<image"));
      g_assert_false (has_words (pdf, "/Subtype /Image"));
      g_assert_true (has_words (pdf, "%PDF-1."));
    }
}

static void
test_never_blank (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };

  for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
      g_autoptr (ParlBoard) board = create_board ("empty", audiences[a]);
      g_assert_false (parl_page_write (board, parl_page_size_find ("1080p"), &options,
                                       PARL_PICTURE_PNG, stream, &error));
      g_assert_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_NO_DATA);
      g_autoptr (GBytes) bytes = take_bytes (stream);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
    }
}

static void
test_cards (void)
{
  for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
    {
      g_autoptr (ParlBoard) board = create_board ("golden", audiences[a]);
      for (unsigned i = 0; i < board->cards->len; i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
          const ParlCard *card = g_ptr_array_index (board->cards, i);
          ParlPictureFormat format = i % 3;
          g_assert_true (parl_card_write (card, parl_page_size_find ("1080p"), PARL_THEME_DARK,
                                          format, stream, &error));
          g_assert_no_error (error);
          g_autoptr (GBytes) bytes = take_bytes (stream);
          if (format == PARL_PICTURE_PNG)
            check_png (bytes, 1920, 1080);
        }
    }
}

/* As a widget copies it: its own size, twice the pixels, its words inside; and a full disk. */
static void
test_chart (void)
{
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");
  const ParlChartSpec *spec = board->main_card->chart;
  ParlStyle style = parl_style_new (PARL_THEME_DARK);
  g_autoptr (GOutputStream) png = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) svg = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) full = g_memory_output_stream_new (g_malloc (64), 64, NULL, g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (parl_chart_write (spec, &style, 700, 240, 2, PARL_PICTURE_PNG, png, &error));
  g_assert_true (parl_chart_write (spec, &style, 700, 240, 2, PARL_PICTURE_SVG, svg, &error));
  g_assert_no_error (error);
  g_autoptr (GBytes) pixels = take_bytes (png), vectors = take_bytes (svg);
  check_png (pixels, 1400, 480);
  g_autofree char *title = g_markup_printf_escaped ("<title>%s</title>", spec->message);
  g_assert_true (has_words (vectors, title));
  g_assert_true (has_words (vectors, "viewBox=\"0 0 525 180\""));
  g_assert_false (parl_chart_write (spec, &style, 700, 240, 2, PARL_PICTURE_SVG, full, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/page/layout", test_layout);
  g_test_add_func ("/report/page/what-if", test_what_if);
  g_test_add_func ("/report/page/what-if-footer", test_what_if_footer);
  g_test_add_func ("/report/page/too-much", test_too_much);
  g_test_add_func ("/report/page/long-names", test_long_names);
  g_test_add_func ("/report/page/same-bytes", test_same_bytes);
  g_test_add_func ("/report/page/sizes", test_sizes);
  g_test_add_func ("/report/page/vectors", test_vectors);
  g_test_add_func ("/report/page/chart", test_chart);
  g_test_add_func ("/report/page/never-blank", test_never_blank);
  g_test_add_func ("/report/page/cards", test_cards);
  return g_test_run ();
}
