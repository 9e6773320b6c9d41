/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long line reduced to what each pixel column shows of it: first, last, lowest and highest
 * sample. Runs at memory speed: one pass over y, a binary search a column in x. Knows nothing of
 * drawing. */
#include "config.h"

#include "charts/line/columns.h"

#include "charts/line/pyramid.h"

#include <math.h>

typedef struct
{
  const double *x;
  double from, to;
  unsigned n_columns;
} Axis;

static unsigned
get_column (const Axis *axis, double x)
{
  double span = axis->to / 2 - axis->from / 2;
  double part = span > 0 ? (x / 2 - axis->from / 2) / span : 0.5;
  double column = floor (part * axis->n_columns);

  return (unsigned)fmax (fmin (column, axis->n_columns - 1), 0);
}

/* The first sample at or after @start that lies beyond @column. Gallops from @guess before it
 * halves: samples are mostly even, and memory far away is slow to look at. */
static size_t
find_end (const Axis *axis, size_t start, size_t length, unsigned column, size_t guess)
{
  size_t low = start, high = length;

  if (guess < high && get_column (axis, axis->x[guess]) <= column)
    for (size_t step = 1; low < high; step *= 2)
      {
        low = guess + 1;
        guess = high - low > step ? low + step : high;
        if (guess == high || get_column (axis, axis->x[guess]) > column)
          {
            high = guess;
            break;
          }
      }
  else if (guess < high)
    for (size_t step = 1; low < high; step *= 2)
      {
        high = guess;
        guess = high - low > step ? high - step : low;
        if (guess == low || get_column (axis, axis->x[guess]) <= column)
          {
            low = guess;
            break;
          }
      }
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (get_column (axis, axis->x[middle]) <= column)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static ParlColumn
reduce_samples (const double *y, const ParlPyramid *pyramid, size_t start, size_t end)
{
  ParlColumn column = { PARL_COLUMN_EMPTY, PARL_COLUMN_EMPTY, NAN, NAN };

  if (pyramid != NULL)
    {
      start = parl_pyramid_find_first (pyramid, start, end);
      end = parl_pyramid_find_end (pyramid, start, end);
    }
  while (start < end && !isfinite (y[start]))
    start++;
  while (start < end && !isfinite (y[end - 1]))
    end--;
  if (start == end)
    return column;

  ParlExtremes extremes = pyramid != NULL ? parl_pyramid_get_extremes (pyramid, start, end)
                                          : parl_pyramid_scan (y, start, end);
  column.first = start;
  column.last = end - 1;
  column.min = extremes.min;
  column.max = extremes.max;
  return column;
}

/* @x: (array length=length): rising
 * Returns: the index of the first sample at or after @value, or @length */
size_t
parl_columns_find (size_t length, const double *x, double value)
{
  size_t low = 0, high = length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (x[middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* @start: the first sample to look at
 * @end: the one after the last sample to look at
 * @x: rising
 * @y: what is not finite is a gap
 * @pyramid: (nullable): of @y; without it @y is looked at from @start to @end
 * @from: the left edge of the first column, in units of @x
 * @to: the right edge of the last column
 * Samples outside @from .. @to count to the outermost columns.
 * Returns: (transfer full) (array length=n_columns): freed with g_free() */
ParlColumn *
parl_columns_new (size_t start, size_t end, const double *x, const double *y,
                  const ParlPyramid *pyramid, double from, double to, unsigned n_columns)
{
  g_return_val_if_fail (start >= end || (x != NULL && y != NULL), NULL);

  ParlColumn *columns = g_new (ParlColumn, n_columns);
  Axis axis = { x, from, to, n_columns };
  size_t count = (end - start) / MAX (n_columns, 1);

  for (unsigned i = 0; i < n_columns; i++)
    {
      size_t next = find_end (&axis, start, end, i, MIN (start + count, end));
      columns[i] = reduce_samples (y, pyramid, start, next);
      count = next - start;
      start = next;
    }
  return columns;
}
