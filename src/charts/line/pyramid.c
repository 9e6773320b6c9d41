/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extremes of blocks of samples, of blocks of blocks, and so on: about 3.3 per cent of the samples'
 * own memory. Exact: what it says is what a scan would. Knows nothing of time or pixels.
 *
 *   level 1   |  min, max of 16 blocks   |  ...
 *   level 0   | 64  | 64  | 64  | ...            samples a block
 *   values    ..............................
 */
#include "config.h"

#include "charts/line/pyramid.h"

#include <math.h>

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
