/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an empty sheet to an image. Knows nothing of what is drawn on it. */
#include "config.h"

#include "report/paper.h"

#include "report/error.h"

#include <math.h>

/**
 * parl_paper_begin:
 *
 * Returns: (transfer full): a context on an empty page, in the page's units
 */
cairo_t *
parl_paper_begin (const ParlPageSize *size, const ParlStyle *style)
{
  int width = (int)lround (size->width * size->scale);
  int height = (int)lround (size->height * size->scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  ParlColor paper = parl_style_get_color (style, PARL_COLOR_CARD);

  cairo_surface_destroy (surface);
  cairo_set_source_rgb (cr, paper.red, paper.green, paper.blue);
  cairo_paint (cr);
  cairo_scale (cr, size->scale, size->scale);
  return cr;
}

/**
 * parl_paper_finish:
 * @cr: (transfer full): what parl_paper_begin() gave
 *
 * Returns: (transfer full): the finished image; %NULL with %PARL_REPORT_ERROR_DRAWING when cairo
 *   could not draw
 */
cairo_surface_t *
parl_paper_finish (cairo_t *cr, GError **error)
{
  cairo_status_t status = cairo_status (cr);
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));

  cairo_destroy (cr);
  cairo_surface_flush (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return surface;
  cairo_surface_destroy (surface);
  g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_DRAWING,
               "The page could not be drawn: %s", cairo_status_to_string (status));
  return NULL;
}
