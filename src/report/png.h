/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A fast PNG writer: about a third of the time of cairo's own, at 1.02 to 1.06 x the bytes. */

#include <cairo.h>
#include <gio/gio.h>
#include <stdbool.h>

/* Says in the file itself what the picture shows. UTF-8; NULL: left out. */
typedef struct
{
  const char *title;
  const char *description;
} ParlPngWords;

bool parl_png_write (cairo_surface_t *surface, const ParlPngWords *words, GOutputStream *stream,
                     GCancellable *cancellable, GError **error);
