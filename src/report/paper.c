/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an empty sheet to a picture in a stream: pixels as PNG, or vectors as PDF or SVG. The same
 * drawing gives the same bytes: no time in any of them. Knows nothing of what is drawn. */
#include "config.h"

#include "report/paper.h"

#include "report/error.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

struct _ParlPaper
{
  ParlPictureFormat format;
  cairo_t *cr;
  GByteArray *bytes; /* of a PDF or an SVG */
};

static cairo_status_t
on_bytes (void *data, const unsigned char *bytes, unsigned length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Cairo would note the time of day. */
static cairo_surface_t *
create_pdf (GByteArray *bytes, double width, double height)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (on_bytes, bytes, width, height);

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL);
  return surface;
}

static cairo_surface_t *
create_surface (ParlPaper *self, const ParlPageSize *size, double *scale)
{
  double width = size->width * size->points, height = size->height * size->points;

  *scale = size->points;
  switch (self->format)
    {
    case PARL_PICTURE_PDF:
      return create_pdf (self->bytes, width, height);
    case PARL_PICTURE_SVG:
      return cairo_svg_surface_create_for_stream (on_bytes, self->bytes, width, height);
    case PARL_PICTURE_PNG:
    default:
      *scale = size->scale;
      return cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                         (int)lround (size->width * size->scale),
                                         (int)lround (size->height * size->scale));
    }
}

/* Returns: (transfer full): an empty page; to be given to parl_paper_finish() */
ParlPaper *
parl_paper_begin (const ParlPageSize *size, const ParlStyle *style, ParlPictureFormat format)
{
  ParlPaper *self = g_new0 (ParlPaper, 1);
  ParlColor paper = parl_style_get_color (style, PARL_COLOR_CARD);
  double scale;

  self->format = format;
  self->bytes = g_byte_array_new ();
  cairo_surface_t *surface = create_surface (self, size, &scale);
  self->cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  cairo_set_source_rgb (self->cr, paper.red, paper.green, paper.blue);
  cairo_paint (self->cr);
  cairo_scale (self->cr, scale, scale);
  return self;
}

/* Returns: (transfer none): what draws on it, in the page's units */
cairo_t *
parl_paper_get_cairo (ParlPaper *self)
{
  return self->cr;
}

/* Where the first @tag of @text ends, or its length. */
static size_t
find_tag_end (const GString *text, const char *tag)
{
  const char *start = strstr (text->str, tag);
  const char *end = start != NULL ? strchr (start, '>') : NULL;

  return end != NULL ? (size_t)(end - text->str) + 1 : text->len;
}

/* Cairo counts its surfaces, and names the page after the number that it has in this process; it
 * refers to it nowhere. */
static void
remove_number (GString *text)
{
  static const char group[] = "<g id=\"surface";
  const char *start = strstr (text->str, group);
  gssize at = start != NULL ? start - text->str + (gssize)strlen (group) : -1;

  while (at >= 0 && g_ascii_isdigit (text->str[at]))
    g_string_erase (text, at, 1);
}

/* The words come right after the first tag, as the standard has it; cairo has no way to say it. */
static GString *
finish_svg (const GByteArray *bytes, const ParlPngWords *words)
{
  GString *text = g_string_new_len ((const char *)bytes->data, (gssize)bytes->len);
  g_autoptr (GString) inside = g_string_new (NULL);

  remove_number (text);
  if (words != NULL && words->title != NULL)
    {
      g_autofree char *title = g_markup_escape_text (words->title, -1);
      g_string_append_printf (inside, "\n<title>%s</title>", title);
    }
  if (words != NULL && words->description != NULL)
    {
      g_autofree char *description = g_markup_escape_text (words->description, -1);
      g_string_append_printf (inside, "\n<desc>%s</desc>", description);
    }
  g_string_insert_len (text, (gssize)find_tag_end (text, "<svg "), inside->str,
                       (gssize)inside->len);
  return text;
}

static void
set_pdf_words (cairo_surface_t *surface, const ParlPngWords *words)
{
  if (words->title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, words->title);
  if (words->description != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, words->description);
}

static bool
write_surface (ParlPaper *self, cairo_surface_t *surface, const ParlPngWords *words,
               GOutputStream *stream, GError **error)
{
  if (self->format == PARL_PICTURE_PNG)
    return parl_png_write (surface, words, stream, NULL, error);
  if (self->format == PARL_PICTURE_PDF)
    return g_output_stream_write_all (stream, self->bytes->data, self->bytes->len, NULL, NULL,
                                      error);

  g_autoptr (GString) text = finish_svg (self->bytes, words);
  return g_output_stream_write_all (stream, text->str, text->len, NULL, NULL, error);
}

/* @self: (transfer full): what parl_paper_begin() gave
 * @words: (nullable): kept in the picture, for those who can't see it
 * @stream: stays open, and is not flushed
 * Returns: whether it was all written; %PARL_REPORT_ERROR_DRAWING when cairo could not draw, else
 *   the stream's error */
bool
parl_paper_finish (ParlPaper *self, const ParlPngWords *words, GOutputStream *stream,
                   GError **error)
{
  cairo_status_t status = cairo_status (self->cr);
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (self->cr));
  bool is_written = false;

  if (self->format == PARL_PICTURE_PDF && words != NULL)
    set_pdf_words (surface, words);
  cairo_destroy (self->cr);
  if (self->format == PARL_PICTURE_PNG)
    cairo_surface_flush (surface);
  else
    cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    is_written = write_surface (self, surface, words, stream, error);
  else
    g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_DRAWING,
                 _ ("The page could not be drawn: %s"), cairo_status_to_string (status));
  cairo_surface_destroy (surface);
  g_byte_array_unref (self->bytes);
  g_free (self);
  return is_written;
}
