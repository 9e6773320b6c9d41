/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Words: measured, wrapped and made into Pango layouts, in px whatever the screen says. Digits are
 * tabular, nothing is hinted: a text is as wide on every machine that has the font. */

#include <pango/pango.h>

typedef struct
{
  double size; /* px */
  int weight;  /* 400, 700 or 800 */
} ParlFont;

/* Width of the line; top and bottom of its ink, from the baseline, downwards positive. */
typedef struct
{
  double width, top, bottom;
} ParlTextSize;

PangoContext *parl_text_create_context (const char *family);
PangoLayout *parl_text_create_layout (PangoContext *context, ParlFont font, const char *text);
ParlTextSize parl_text_measure (PangoContext *context, ParlFont font, const char *text);
char **parl_text_wrap (PangoContext *context, ParlFont font, const char *text, double width);
