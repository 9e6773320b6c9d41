/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The palette (Okabe-Ito), theme by theme, and the type sizes. Knows no desktop setting: the theme
 * is a parameter, so that a picture is the same wherever it is drawn. */
#include "config.h"

#include "charts/style.h"

#include <glib.h>
#include <math.h>

static const unsigned palette[][PARL_N_COLORS] = {
  [PARL_THEME_LIGHT] = {
    [PARL_COLOR_CARD] = 0xFFFFFF,      [PARL_COLOR_TEXT_1] = 0x222222,
    [PARL_COLOR_TEXT_2] = 0x505050,    [PARL_COLOR_TEXT_3] = 0x666666,
    [PARL_COLOR_ACTUAL] = 0x2E3A46,    [PARL_COLOR_PREVIOUS] = 0xB8C0C7,
    [PARL_COLOR_GOOD] = 0x009E73,      [PARL_COLOR_GOOD_TEXT] = 0x00704F,
    [PARL_COLOR_WARN] = 0xE69F00,      [PARL_COLOR_WARN_TEXT] = 0x805400,
    [PARL_COLOR_BAD] = 0xD55E00,       [PARL_COLOR_BAD_TEXT] = 0xAD4500,
    [PARL_COLOR_BAND_1] = 0xDFE2E5,    [PARL_COLOR_BAND_2] = 0xEEF0F1,
    [PARL_COLOR_GRID] = 0xE4E4E4,      [PARL_COLOR_AXIS] = 0x8F8F8F,
    [PARL_COLOR_HEAT] = 0xBE5000,      [PARL_COLOR_INVERSE] = 0xFFFFFF,
    [PARL_COLOR_TODAY] = 0x1C71D8,     [PARL_COLOR_FOCUS] = 0x3584E4,
    [PARL_COLOR_FULL] = 0x000000,
  },
  [PARL_THEME_DARK] = {
    [PARL_COLOR_CARD] = 0x363636,      [PARL_COLOR_TEXT_1] = 0xFFFFFF,
    [PARL_COLOR_TEXT_2] = 0xD0D0D0,    [PARL_COLOR_TEXT_3] = 0xB0B0B0,
    [PARL_COLOR_ACTUAL] = 0xE4E8EC,    [PARL_COLOR_PREVIOUS] = 0x7C868F,
    [PARL_COLOR_GOOD] = 0x2FBF94,      [PARL_COLOR_GOOD_TEXT] = 0x5FDCB6,
    [PARL_COLOR_WARN] = 0xF0B232,      [PARL_COLOR_WARN_TEXT] = 0xF8CD72,
    [PARL_COLOR_BAD] = 0xF2843F,       [PARL_COLOR_BAD_TEXT] = 0xFFAB78,
    [PARL_COLOR_BAND_1] = 0x565656,    [PARL_COLOR_BAND_2] = 0x464646,
    [PARL_COLOR_GRID] = 0x4A4A4A,      [PARL_COLOR_AXIS] = 0x8C8C8C,
    [PARL_COLOR_HEAT] = 0xF2843F,      [PARL_COLOR_INVERSE] = 0x000000,
    [PARL_COLOR_TODAY] = 0x78AEED,     [PARL_COLOR_FOCUS] = 0x3584E4,
    [PARL_COLOR_FULL] = 0xFFFFFF,
  },
  [PARL_THEME_CONTRAST] = {
    [PARL_COLOR_CARD] = 0xFFFFFF,      [PARL_COLOR_TEXT_1] = 0x000000,
    [PARL_COLOR_TEXT_2] = 0x000000,    [PARL_COLOR_TEXT_3] = 0x000000,
    [PARL_COLOR_ACTUAL] = 0x000000,    [PARL_COLOR_PREVIOUS] = 0x949494,
    [PARL_COLOR_GOOD] = 0x00664A,      [PARL_COLOR_GOOD_TEXT] = 0x00664A,
    [PARL_COLOR_WARN] = 0x7A4F00,      [PARL_COLOR_WARN_TEXT] = 0x7A4F00,
    [PARL_COLOR_BAD] = 0x9A3400,       [PARL_COLOR_BAD_TEXT] = 0x9A3400,
    [PARL_COLOR_BAND_1] = 0xFFFFFF,    [PARL_COLOR_BAND_2] = 0xFFFFFF,
    [PARL_COLOR_GRID] = 0x767676,      [PARL_COLOR_AXIS] = 0x767676,
    [PARL_COLOR_HEAT] = 0x9A3400,      [PARL_COLOR_INVERSE] = 0xFFFFFF,
    [PARL_COLOR_TODAY] = 0x000000,     [PARL_COLOR_FOCUS] = 0x000000,
    [PARL_COLOR_FULL] = 0x000000,
  },
  [PARL_THEME_CONTRAST_DARK] = {
    [PARL_COLOR_CARD] = 0x1E1E1E,      [PARL_COLOR_TEXT_1] = 0xFFFFFF,
    [PARL_COLOR_TEXT_2] = 0xFFFFFF,    [PARL_COLOR_TEXT_3] = 0xFFFFFF,
    [PARL_COLOR_ACTUAL] = 0xFFFFFF,    [PARL_COLOR_PREVIOUS] = 0x8F8F8F,
    [PARL_COLOR_GOOD] = 0x5FF0C4,      [PARL_COLOR_GOOD_TEXT] = 0x5FF0C4,
    [PARL_COLOR_WARN] = 0xFFD76A,      [PARL_COLOR_WARN_TEXT] = 0xFFD76A,
    [PARL_COLOR_BAD] = 0xFFA070,       [PARL_COLOR_BAD_TEXT] = 0xFFA070,
    [PARL_COLOR_BAND_1] = 0x1E1E1E,    [PARL_COLOR_BAND_2] = 0x1E1E1E,
    [PARL_COLOR_GRID] = 0x8A8A8A,      [PARL_COLOR_AXIS] = 0x8A8A8A,
    [PARL_COLOR_HEAT] = 0xFFA070,      [PARL_COLOR_INVERSE] = 0x000000,
    [PARL_COLOR_TODAY] = 0xFFFFFF,     [PARL_COLOR_FOCUS] = 0xFFFFFF,
    [PARL_COLOR_FULL] = 0xFFFFFF,
  },
  [PARL_THEME_PRINT] = {
    [PARL_COLOR_CARD] = 0xFFFFFF,      [PARL_COLOR_TEXT_1] = 0x111111,
    [PARL_COLOR_TEXT_2] = 0x3D3D3D,    [PARL_COLOR_TEXT_3] = 0x555555,
    [PARL_COLOR_ACTUAL] = 0x26313B,    [PARL_COLOR_PREVIOUS] = 0xB8C0C7,
    [PARL_COLOR_GOOD] = 0x2FAE88,      [PARL_COLOR_GOOD_TEXT] = 0x00664A,
    [PARL_COLOR_WARN] = 0xE69F00,      [PARL_COLOR_WARN_TEXT] = 0x805400,
    [PARL_COLOR_BAD] = 0xC25200,       [PARL_COLOR_BAD_TEXT] = 0xA04000,
    [PARL_COLOR_BAND_1] = 0xDFE2E5,    [PARL_COLOR_BAND_2] = 0xEEF0F1,
    [PARL_COLOR_GRID] = 0xDCDCDC,      [PARL_COLOR_AXIS] = 0x777777,
    [PARL_COLOR_HEAT] = 0xBE5000,      [PARL_COLOR_INVERSE] = 0xFFFFFF,
    [PARL_COLOR_TODAY] = 0x111111,     [PARL_COLOR_FOCUS] = 0x111111,
    [PARL_COLOR_FULL] = 0x000000,
  },
};

/* Returns: the style of a widget: Cantarell, labels of 13 px, values of 16 px */
ParlStyle
parl_style_new (ParlTheme theme)
{
  return (ParlStyle){ theme, "Cantarell", 13, 16, false, false };
}

ParlColor
parl_style_get_color (const ParlStyle *style, ParlColorRole role)
{
  g_return_val_if_fail (style != NULL && role < PARL_N_COLORS, ((ParlColor){ 0, 0, 0, 1 }));
  g_return_val_if_fail (style->theme <= PARL_THEME_PRINT, ((ParlColor){ 0, 0, 0, 1 }));

  unsigned rgb = palette[style->theme][role];
  return (ParlColor){ (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, 1 };
}

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* Relative luminance, WCAG 2.1. */
static double
get_luminance (ParlColor color)
{
  return 0.2126 * linearize (color.red) + 0.7152 * linearize (color.green)
         + 0.0722 * linearize (color.blue);
}

/* Returns: the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1) */
double
parl_color_get_contrast (ParlColor a, ParlColor b)
{
  double one = get_luminance (a) + 0.05, two = get_luminance (b) + 0.05;

  return fmax (one, two) / fmin (one, two);
}

/* Returns: @above with the opacity @alpha on @below, opaque */
ParlColor
parl_color_blend (ParlColor below, ParlColor above, double alpha)
{
  return (ParlColor){ below.red + (above.red - below.red) * alpha,
                      below.green + (above.green - below.green) * alpha,
                      below.blue + (above.blue - below.blue) * alpha, 1 };
}

/* What every text has against its ground, at least. */
double
parl_style_get_least_contrast (const ParlStyle *style)
{
  bool high = style->theme == PARL_THEME_CONTRAST || style->theme == PARL_THEME_CONTRAST_DARK;

  return high ? 7 : 4.5;
}
