/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Palette and type sizes: the same for widget and page. */

#include <stdbool.h>

typedef enum
{
  PARL_THEME_LIGHT,
  PARL_THEME_DARK,
  PARL_THEME_CONTRAST,
  PARL_THEME_CONTRAST_DARK,
  PARL_THEME_PRINT
} ParlTheme;

typedef struct
{
  double red, green, blue, alpha;
} ParlColor;

typedef enum
{
  PARL_COLOR_CARD,
  PARL_COLOR_TEXT_1,
  PARL_COLOR_TEXT_2,
  PARL_COLOR_TEXT_3,
  PARL_COLOR_ACTUAL,
  PARL_COLOR_PREVIOUS,
  PARL_COLOR_GOOD,
  PARL_COLOR_GOOD_TEXT,
  PARL_COLOR_WARN,
  PARL_COLOR_WARN_TEXT,
  PARL_COLOR_BAD,
  PARL_COLOR_BAD_TEXT,
  PARL_COLOR_BAND_1,
  PARL_COLOR_BAND_2,
  PARL_COLOR_GRID,
  PARL_COLOR_AXIS,
  PARL_COLOR_HEAT,
  PARL_COLOR_FULL,    /* text on a fill: black on light, white on dark */
  PARL_COLOR_INVERSE, /* its opposite */
  PARL_COLOR_TODAY,
  PARL_COLOR_FOCUS, /* the ring around the item that has it */
  PARL_N_COLORS
} ParlColorRole;

typedef struct
{
  ParlTheme theme;
  const char *font;  /* family: "Cantarell" */
  double label_size; /* px: axis, direct labels, tables */
  double value_size; /* px: numbers on the bars of a waterfall */
  bool whole_px; /* each letter begins at a px: on screens whose px are large, words part better */
  bool is_rtl;   /* tables and what stands beside charts begin at the right */
} ParlStyle;

/* What a widget uses: label 13, value 16 px. A page scales both. */
ParlStyle parl_style_new (ParlTheme theme);
ParlColor parl_style_get_color (const ParlStyle *style, ParlColorRole role);
double parl_style_get_least_contrast (const ParlStyle *style);
double parl_color_get_contrast (ParlColor a, ParlColor b);
ParlColor parl_color_blend (ParlColor below, ParlColor above, double alpha);
