/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long line reduced to what each pixel column shows of it: first, last, lowest and highest
 * sample. Runs at memory speed: one pass over y, a binary search a column in x. Knows nothing of
 * drawing. */
#include "config.h"

#include "charts/columns.h"

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

/* The first sample at or after @start that lies beyond @column. */
static size_t
find_end (const Axis *axis, size_t start, size_t length, unsigned column)
{
  size_t low = start, high = length;

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

/* NAN compares false: it never becomes a minimum or maximum. */
static void
find_extremes (ParlColumn *column, const double *y, size_t start, size_t end)
{
  double min = INFINITY, max = -INFINITY;

  for (size_t i = start; i < end; i++)
    {
      min = y[i] < min ? y[i] : min;
      max = y[i] > max ? y[i] : max;
    }
  if (start < end && (isinf (min) || isinf (max)))
    {
      min = INFINITY;
      max = -INFINITY;
      for (size_t i = start; i < end; i++)
        if (isfinite (y[i]))
          {
            min = fmin (min, y[i]);
            max = fmax (max, y[i]);
          }
    }
  column->min = min;
  column->max = max;
}

static ParlColumn
reduce_samples (const double *y, size_t start, size_t end)
{
  ParlColumn column = { PARL_COLUMN_EMPTY, PARL_COLUMN_EMPTY, NAN, NAN };

  while (start < end && !isfinite (y[start]))
    start++;
  while (start < end && !isfinite (y[end - 1]))
    end--;
  if (start == end)
    return column;
  column.first = start;
  column.last = end - 1;
  find_extremes (&column, y, start, end);
  return column;
}

/**
 * parl_columns_new:
 * @x: (array length=length): rising
 * @y: (array length=length): what is not finite is a gap
 * @from: the left edge of the first column, in units of @x
 * @to: the right edge of the last column
 *
 * Samples outside @from .. @to count to the outermost columns.
 *
 * Returns: (transfer full) (array length=n_columns): freed with g_free()
 */
ParlColumn *
parl_columns_new (size_t length, const double *x, const double *y, double from, double to,
                  unsigned n_columns)
{
  g_return_val_if_fail (length == 0 || (x != NULL && y != NULL), NULL);

  ParlColumn *columns = g_new (ParlColumn, n_columns);
  Axis axis = { x, from, to, n_columns };
  size_t start = 0;

  for (unsigned i = 0; i < n_columns; i++)
    {
      size_t end = find_end (&axis, start, length, i);
      columns[i] = reduce_samples (y, start, end);
      start = end;
    }
  return columns;
}
