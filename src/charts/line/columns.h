/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A long line reduced to what each pixel column shows of it. */

#include "charts/spec.h"

#include <stddef.h>
#include <stdint.h>

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
