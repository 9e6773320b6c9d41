/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A long line reduced to what each pixel column shows of it, and the lowest and highest of any
 * stretch of it in a time that hardly grows with it. */

#include "charts/spec.h"

#include <stddef.h>
#include <stdint.h>

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

#define PARL_COLUMN_EMPTY SIZE_MAX

/* The samples of one pixel column that are finite. */
typedef struct
{
  size_t first, last; /* their indices; both PARL_COLUMN_EMPTY: there are none */
  double min, max;
} ParlColumn;

size_t parl_columns_find (size_t length, const double *x, double value);
ParlColumn *parl_columns_new (size_t start, size_t end, const double *x, const double *y,
                              const ParlPyramid *pyramid, double from, double to,
                              unsigned n_columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlPyramid, parl_pyramid_free)
