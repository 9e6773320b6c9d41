/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The lowest and highest of any stretch of a long array, in a time that hardly grows with it. */

#include "charts/spec.h"

#include <stdbool.h>
#include <stddef.h>

/* INFINITY .. -INFINITY: none is finite. */
typedef struct
{
  double min, max;
} ParlExtremes;

ParlPyramid *parl_pyramid_new (size_t length, const double *values);
void parl_pyramid_free (ParlPyramid *self);

/* All take stretches start <= i < end; what is not finite counts as not there. */
ParlExtremes parl_pyramid_scan (const double *values, size_t start, size_t end);
ParlExtremes parl_pyramid_get_extremes (const ParlPyramid *self, size_t start, size_t end);
size_t parl_pyramid_find_first (const ParlPyramid *self, size_t start, size_t end);
size_t parl_pyramid_find_end (const ParlPyramid *self, size_t start, size_t end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlPyramid, parl_pyramid_free)
