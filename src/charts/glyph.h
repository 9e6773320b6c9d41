/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The small signs that say in shape what colour says too. */

#include "charts/scene.h"

bool parl_color_is_nearer (ParlColor fill, ParlColor a, ParlColor b);
void parl_glyph_paint (const ParlStyle *style, const ParlSceneMark *mark, cairo_t *cr);
