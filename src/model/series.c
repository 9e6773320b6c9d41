/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples over time, immutable. Says nothing about what they mean. */
#include "config.h"

#include "model/series.h"

/* @name: what is measured
 * @unit: of the values: "s", "ms", "frames"
 * @labels: (transfer full): label set
 * @length: samples
 * @times: (transfer full) (array length=length): strictly rising
 * @values: (transfer full) (array length=length): finite; leave a sample out rather than store NaN
 * Returns: (transfer full): the series */
ParlSeries *
parl_series_new_take (const char *name, const char *unit, ParlLabels *labels, size_t length,
                      ParlTime *times, double *values)
{
  g_return_val_if_fail (name != NULL && unit != NULL && labels != NULL, NULL);

  ParlSeries *self = g_atomic_rc_box_new0 (ParlSeries);

  self->name = g_strdup (name);
  self->unit = g_strdup (unit);
  self->labels = labels;
  self->length = length;
  self->times = times;
  self->values = values;
  return self;
}

ParlSeries *
parl_series_ref (const ParlSeries *self)
{
  return g_atomic_rc_box_acquire ((ParlSeries *)self);
}

static void
free_series (ParlSeries *self)
{
  g_free (self->name);
  g_free (self->unit);
  parl_labels_unref (self->labels);
  g_free (self->times);
  g_free (self->values);
}

void
parl_series_unref (ParlSeries *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_series);
}

/* Returns: the index of the first sample at or after @time; @self's length when there is none */
size_t
parl_series_find (const ParlSeries *self, ParlTime time)
{
  size_t low = 0;
  size_t high = self->length;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (self->times[middle] < time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* @self: a series of amounts by hour, each stamped with the end of its hour
 * @window: half open
 * Returns: the sum of the amounts that came together wholly inside @window: samples with
 *   since < t <= until whose hour began at or after since. 0 when there are none. */
double
parl_series_sum (const ParlSeries *self, ParlWindow window)
{
  double sum = 0;

  for (size_t i = parl_series_find (self, window.since + PARL_HOUR);
       i < self->length && self->times[i] <= window.until; i++)
    sum += self->values[i];
  return sum;
}
