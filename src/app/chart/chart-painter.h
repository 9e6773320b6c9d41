/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart's scene as render nodes: the same picture as parl_scene_paint() gives, in GTK's own way.
 */

#include "charts/scene.h"

#include <gtk/gtk.h>

GskRenderNode *parl_chart_painter_create_node (const ParlScene *scene);

/* What stands above a chart while someone reads it, in the colours and type of charts. */
typedef struct
{
  double cursor;               /* the time at which pointer or keyboard stands; NAN: none */
  double span_start, span_end; /* what is being chosen, in px; NAN: nothing */
  int item;                    /* that has the focus; -1: none */
  double item_time;            /* NAN: it has none */
  const char *words;           /* of the item */
} ParlChartOverlay;

/* Where words of @width and @height go that tell of what @ring surrounds, which they do not cover:
 * @x is their middle, @y their top. Returns: whether there is room in the chart. */
bool parl_chart_overlay_place_words (const ParlScene *scene, const graphene_rect_t *ring,
                                     double width, double height, double *x, double *y);
void parl_chart_overlay_snapshot (const ParlChartOverlay *self, const ParlScene *scene,
                                  GtkSnapshot *snapshot);
