/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The blocks of a page, laid out into a scene from the top down. Private to the room. */

#include "audiences/board.h"
#include "charts/scene.h"

#define PARL_PAGE_LEFT 64.0
#define PARL_PAGE_RIGHT 1856.0

typedef struct
{
  double x, y, width, height;
} ParlBox;

void parl_layout_header (ParlScene *scene, const ParlBoard *board);
void parl_layout_title (ParlScene *scene, const char *title, ParlBox box);
void parl_layout_bullets (ParlScene *scene, const GPtrArray *lines, ParlBox box);
double parl_layout_what_if (ParlScene *scene, const ParlBoard *board, ParlBox box, bool dry);
void parl_layout_lists (ParlScene *scene, const ParlBoard *board, ParlBox box);
void parl_layout_footer (ParlScene *scene, const ParlBoard *board, ParlBox box);
double parl_layout_paragraph (ParlScene *scene, ParlColorRole role, ParlFont font, double pitch,
                              const char *text, double x, double y, double width);
