/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart's scene as render nodes: the same picture as parl_scene_paint() gives, in GTK's own way.
 */

#include "charts/scene.h"

#include <gtk/gtk.h>

GskRenderNode *parl_chart_painter_create_node (const ParlScene *scene);
