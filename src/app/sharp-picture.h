/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A picture that is shown smaller than it is without losing thin lines and small letters: each
 * pixel of the screen is the mean of those that it covers, where GTK looks at four of them. */

#include <gtk/gtk.h>

#define PARL_TYPE_SHARP_PICTURE (parl_sharp_picture_get_type ())
G_DECLARE_FINAL_TYPE (ParlSharpPicture, parl_sharp_picture, PARL, SHARP_PICTURE, GObject)

GdkPaintable *parl_sharp_picture_new (GdkTexture *texture); /* holds a copy of its pixels */
