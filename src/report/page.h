/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A board as one page, and one card of it as a picture. The page is always laid out 1920 units
 * wide; a size says how tall it is and how many pixels a unit has. */

#include "audiences/board.h"
#include "charts/style.h"

#include <cairo.h>

typedef struct
{
  const char *name;     /* "1080p" */
  double width, height; /* units */
  double scale;         /* pixels a unit */
} ParlPageSize;

typedef struct
{
  ParlTheme theme;
  const char *stamp; /* one word across the page: DRAFT, STALE, PARTIAL; NULL: none */
} ParlPageOptions;

const ParlPageSize *parl_page_size_find (const char *name);
cairo_surface_t *parl_page_draw (const ParlBoard *board, const ParlPageSize *size,
                                 const ParlPageOptions *options, GError **error);
char *parl_page_dump (const ParlBoard *board, const ParlPageSize *size,
                      const ParlPageOptions *options);
cairo_surface_t *parl_card_draw (const ParlCard *card, const ParlPageSize *size, ParlTheme theme,
                                 GError **error);
