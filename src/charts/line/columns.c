/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long line reduced to what each pixel column shows of it: first, last, lowest and highest
 * sample. Runs at memory speed: one pass over y, a binary search a column in x. Knows nothing of
 * drawing. */
#include "config.h"

#include "charts/line/columns.h"

#include <math.h>

/* Extremes of blocks of samples, of blocks of blocks, and so on: about 3.3 per cent of the samples'
 * own memory. Exact: what it says is what a scan would.
 *
 *   level 1   |  min, max of 16 blocks   |  ...
 *   level 0   | 64  | 64  | 64  | ...            samples a block
 *   values    ..............................
 */
#define BLOCK 64
#define FACTOR 16
#define MOST_LEVELS 16

struct _ParlPyramid
{
  const double *values;
  size_t length;
  unsigned n_levels;
  size_t lengths[MOST_LEVELS];
  ParlExtremes *levels[MOST_LEVELS];
};

static ParlExtremes
join_extremes (ParlExtremes a, ParlExtremes b)
{
  return (ParlExtremes){ b.min < a.min ? b.min : a.min, b.max > a.max ? b.max : a.max };
}

/* @values: may hold NAN and infinities
 * Runs at memory speed: NAN compares false and never becomes an extreme; only where an infinity did
 * are the values looked at one by one. */
ParlExtremes
parl_pyramid_scan (const double *values, size_t start, size_t end)
{
  ParlExtremes found = { INFINITY, -INFINITY };

  for (size_t i = start; i < end; i++)
    {
      found.min = values[i] < found.min ? values[i] : found.min;
      found.max = values[i] > found.max ? values[i] : found.max;
    }
  if (isfinite (found.min) && isfinite (found.max))
    return found;
  found = (ParlExtremes){ INFINITY, -INFINITY };
  for (size_t i = start; i < end; i++)
    if (isfinite (values[i]))
      found = join_extremes (found, (ParlExtremes){ values[i], values[i] });
  return found;
}

static void
fill_level (ParlPyramid *self, unsigned level)
{
  ParlExtremes *out = self->levels[level];

  for (size_t i = 0; i < self->lengths[level]; i++)
    if (level == 0)
      out[i] = parl_pyramid_scan (self->values, i * BLOCK, MIN ((i + 1) * BLOCK, self->length));
    else
      {
        out[i] = (ParlExtremes){ INFINITY, -INFINITY };
        for (size_t j = i * FACTOR; j < MIN ((i + 1) * FACTOR, self->lengths[level - 1]); j++)
          out[i] = join_extremes (out[i], self->levels[level - 1][j]);
      }
}

/* @values: (array length=length): borrowed, and not changed while the pyramid lives
 * Returns: (transfer full): the pyramid, after one pass over @values */
ParlPyramid *
parl_pyramid_new (size_t length, const double *values)
{
  g_return_val_if_fail (length == 0 || values != NULL, NULL);

  ParlPyramid *self = g_new0 (ParlPyramid, 1);
  size_t size = BLOCK;

  self->values = values;
  self->length = length;
  for (size_t blocks = length; blocks > 1 && self->n_levels < MOST_LEVELS; size = FACTOR)
    {
      blocks = (blocks + size - 1) / size;
      self->lengths[self->n_levels] = blocks;
      self->levels[self->n_levels] = g_new (ParlExtremes, blocks);
      fill_level (self, self->n_levels++);
    }
  return self;
}

void
parl_pyramid_free (ParlPyramid *self)
{
  for (unsigned level = 0; level < self->n_levels; level++)
    g_free (self->levels[level]);
  g_free (self);
}

static bool
holds (ParlExtremes outer, ParlExtremes inner)
{
  return inner.min >= outer.min && inner.max <= outer.max;
}

/* Of @start .. @end one level below @level: blocks, or values below level 0. */
static ParlExtremes
scan_below (const ParlPyramid *self, unsigned level, size_t start, size_t end)
{
  ParlExtremes found = { INFINITY, -INFINITY };

  if (level == 0)
    return parl_pyramid_scan (self->values, start, end);
  for (size_t i = start; i < end; i++)
    found = join_extremes (found, self->levels[level - 1][i]);
  return found;
}

/* Asks the whole blocks on @level first. What is left over at both ends is looked at only where the
 * block that it is a part of goes beyond what is found already: mostly it does not, and memory far
 * away is slow to look at. */
static ParlExtremes
find_extremes (const ParlPyramid *self, unsigned level, size_t start, size_t end)
{
  size_t size = level == 0 ? BLOCK : FACTOR;
  size_t first = (start + size - 1) / size, last = end / size;

  if (level >= self->n_levels || first > last)
    return scan_below (self, level, start, end);

  ParlExtremes found = { INFINITY, -INFINITY };
  if (first < last)
    found = find_extremes (self, level + 1, first, last);
  if (start < first * size && !holds (found, self->levels[level][first - 1]))
    found = join_extremes (found, scan_below (self, level, start, first * size));
  if (last * size < end && !holds (found, self->levels[level][last]))
    found = join_extremes (found, scan_below (self, level, last * size, end));
  return found;
}

ParlExtremes
parl_pyramid_get_extremes (const ParlPyramid *self, size_t start, size_t end)
{
  g_return_val_if_fail (self != NULL && end <= self->length, ((ParlExtremes){ NAN, NAN }));

  return find_extremes (self, 0, start, end);
}

static bool
is_empty (const ParlPyramid *self, size_t block)
{
  return self->levels[0][block].min > self->levels[0][block].max;
}

/* Steps over a gap block by block.
 * Returns: the first finite value's index, or @end */
size_t
parl_pyramid_find_first (const ParlPyramid *self, size_t start, size_t end)
{
  while (start < end && !isfinite (self->values[start]))
    if (self->n_levels > 0 && start % BLOCK == 0 && is_empty (self, start / BLOCK))
      start = MIN (start + BLOCK, end);
    else
      start++;
  return start;
}

/* Returns: the index after the last finite value, or @start */
size_t
parl_pyramid_find_end (const ParlPyramid *self, size_t start, size_t end)
{
  while (end > start && !isfinite (self->values[end - 1]))
    if (self->n_levels > 0 && end % BLOCK == 0 && is_empty (self, end / BLOCK - 1))
      end = end >= start + BLOCK ? end - BLOCK : start;
    else
      end--;
  return end;
}

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
