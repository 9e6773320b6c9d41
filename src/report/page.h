/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A board as one page, one card of it, or a chart alone, as a picture. The page is always laid out
 * 1920 units wide; a size says how tall it is, how many pixels a unit has and, in a picture made of
 * vectors, how many points. The same content gives the same bytes. */

#include "audiences/board.h"
#include "charts/spec.h"
#include "charts/style.h"

#include <gio/gio.h>

typedef enum
{
  PARL_PICTURE_PNG,
  PARL_PICTURE_PDF, /* its text can be searched and copied */
  PARL_PICTURE_SVG  /* its text is drawn; the words are its title and description */
} ParlPictureFormat;

typedef struct
{
  const char *name;     /* "1080p" */
  double width, height; /* units */
  double scale;         /* pixels a unit */
  double points;        /* 1/72 inch a unit */
} ParlPageSize;

typedef struct
{
  ParlTheme theme;
  const char *stamp; /* one word across the page: DRAFT, STALE, PARTIAL; NULL: none */
} ParlPageOptions;

const ParlPageSize *parl_page_size_find (const char *name);
bool parl_page_write (const ParlBoard *board, const ParlPageSize *size,
                      const ParlPageOptions *options, ParlPictureFormat format,
                      GOutputStream *stream, GError **error);
char *parl_page_dump (const ParlBoard *board, const ParlPageSize *size,
                      const ParlPageOptions *options);
bool parl_card_write (const ParlCard *card, const ParlPageSize *size, ParlTheme theme,
                      ParlPictureFormat format, GOutputStream *stream, GError **error);
bool parl_chart_write (const ParlChartSpec *spec, const ParlStyle *style, double width,
                       double height, double scale, ParlPictureFormat format, GOutputStream *stream,
                       GError **error);
