/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The series that the simulated Prometheus has, and their values at an instant. Knows nothing of
 * HTTP or JSON. */
#include "config.h"

#include "demo/metrics.h"

#include "demo/fleet-speed.h"

#include <string.h>

#define RETENTION (PARL_SPEED_HOURS * PARL_HOUR)

/* One stored series: a counter by the hour, a counter of events, or a gauge by the hour. */
typedef struct
{
  ParlLabels *labels;
  double *totals; /* PARL_SPEED_HOURS + 1 of them, the oldest first; or NULL */
  double *levels; /* PARL_SPEED_HOURS of them, the newest first; or NULL */
  GArray *events; /* (element-type ParlTime), sorted; or NULL */
} Series;

struct _ParlMetrics
{
  ParlTime now;
  GHashTable *metrics; /* name -> GPtrArray of Series */
};

static void
free_series (Series *series)
{
  parl_labels_unref (series->labels);
  g_free (series->totals);
  g_free (series->levels);
  g_clear_pointer (&series->events, g_array_unref);
  g_free (series);
}

static void
free_line (ParlMetricLine *line)
{
  parl_labels_unref (line->labels);
  g_ptr_array_unref (line->members);
  g_free (line);
}

static Series *
add_series (ParlMetrics *self, const char *metric, ParlLabels *labels)
{
  GPtrArray *all = g_hash_table_lookup (self->metrics, metric);
  Series *series = g_new0 (Series, 1);

  if (all == NULL)
    {
      all = g_ptr_array_new_with_free_func ((GDestroyNotify)free_series);
      g_hash_table_insert (self->metrics, (char *)metric, all);
    }
  series->labels = labels;
  g_ptr_array_add (all, series);
  return series;
}

typedef double (*GetAmount) (const ParlSpeed *speed, ParlFleetClass device_class, unsigned edge,
                             unsigned hour);

static void
add_histogram (ParlMetrics *self, const ParlSpeed *speed, const char *metric, unsigned last_edge,
               GetAmount get)
{
  for (unsigned i = 0; i < PARL_FLEET_CLASSES; i++)
    for (unsigned edge = 1; edge <= last_edge + 1; edge++)
      {
        char le[16] = "+Inf";
        if (edge <= last_edge)
          g_snprintf (le, sizeof le, "%u", edge);

        Series *series
            = add_series (self, metric,
                          parl_labels_new ("class", parl_fleet_get_class_name ((ParlFleetClass)i),
                                           "le", le, NULL));
        series->totals = g_new (double, PARL_SPEED_HOURS + 1);
        series->totals[0] = 0;
        for (unsigned hour = 0; hour < PARL_SPEED_HOURS; hour++)
          series->totals[hour + 1]
              = series->totals[hour]
                + get (speed, (ParlFleetClass)i, edge, PARL_SPEED_HOURS - 1 - hour);
      }
}

static void
add_gauges (ParlMetrics *self)
{
  for (unsigned i = 0; i < PARL_FLEET_CLASSES; i++)
    for (unsigned stage = 0; stage < PARL_SPEED_STAGES; stage++)
      {
        Series *series
            = add_series (self, "camera_slow_frame_stage_ms",
                          parl_labels_new ("class", parl_fleet_get_class_name ((ParlFleetClass)i),
                                           "stage", parl_speed_get_stage_name (stage), NULL));
        series->levels = g_new (double, PARL_SPEED_HOURS);
        for (unsigned hour = 0; hour < PARL_SPEED_HOURS; hour++)
          series->levels[hour] = parl_speed_get_stage_ms ((ParlFleetClass)i, stage, hour);
      }

  Series *up
      = add_series (self, "up", parl_labels_new ("instance", "fleet:9400", "job", "cameras", NULL));
  up->levels = g_new (double, PARL_SPEED_HOURS);
  for (unsigned hour = 0; hour < PARL_SPEED_HOURS; hour++)
    up->levels[hour] = 1;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  ParlTime left = *(const ParlTime *)a;
  ParlTime right = *(const ParlTime *)b;

  return (left > right) - (left < right);
}

/* What was set up by hand, hundreds of days ago, is long past the retention. */
static void
add_outcomes (ParlMetrics *self, const ParlFleet *fleet)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      const ParlFleetAction *action = &fleet->actions[i];
      const ParlFleetDevice *device = &fleet->devices[action->device];
      bool failed = action->state == PARL_FLEET_FAILED;
      if (action->rollout < 0 || action->ended == PARL_TIME_NONE)
        continue;

      ParlLabels *labels
          = parl_labels_new ("outcome", failed ? "failed" : "succeeded", "cause",
                             failed ? parl_fleet_get_cause_name (action->cause) : NULL, "from",
                             parl_fleet_get_version (parl_fleet_get_origin (fleet, action)), "to",
                             parl_fleet_get_version (action->set), "class",
                             parl_fleet_get_class_name (device->device_class), "site",
                             parl_fleet_get_site_name (device->site), NULL);
      char *key = parl_labels_to_string (labels);
      Series *series = g_hash_table_lookup (found, key);
      if (series == NULL)
        {
          series = add_series (self, "ota_updates_total", parl_labels_ref (labels));
          series->events = g_array_new (FALSE, FALSE, sizeof (ParlTime));
          g_hash_table_insert (found, g_strdup (key), series);
        }
      g_array_append_val (series->events, action->ended);
      parl_labels_unref (labels);
      g_free (key);
    }

  GHashTableIter iter;
  gpointer series;
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, &series))
    g_array_sort (((Series *)series)->events, compare_times);
}

/* Returns: (transfer full): all series; keeps nothing of @fleet, never changes, may be asked from
 *   any thread */
ParlMetrics *
parl_metrics_new (const ParlFleet *fleet)
{
  g_autoptr (ParlSpeed) speed = parl_speed_new (fleet);
  ParlMetrics *self = g_new0 (ParlMetrics, 1);

  self->now = fleet->now;
  self->metrics
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  add_histogram (self, speed, "camera_fps_seconds_bucket", PARL_SPEED_FPS_BINS,
                 parl_speed_get_fps_seconds);
  add_histogram (self, speed, "camera_frame_ms_bucket", PARL_SPEED_MS_BINS, parl_speed_get_frames);
  add_gauges (self);
  add_outcomes (self, fleet);
  return self;
}

void
parl_metrics_free (ParlMetrics *self)
{
  g_hash_table_unref (self->metrics);
  g_free (self);
}

ParlTime
parl_metrics_get_now (const ParlMetrics *self)
{
  return self->now;
}

static bool
matches (const Series *series, const ParlPromql *promql)
{
  for (unsigned i = 0; i < promql->matchers->len; i++)
    {
      const ParlPromqlMatcher *matcher = g_ptr_array_index (promql->matchers, i);
      const char *value = parl_labels_get (series->labels, matcher->label);
      if (g_str_equal (value != NULL ? value : "", matcher->value) == matcher->negated)
        return false;
    }
  return true;
}

/* The labels that are left of a series: with its name only where nothing was computed. */
static ParlLabels *
reduce_labels (const Series *series, const ParlPromql *promql)
{
  if (promql->aggregate == PARL_PROMQL_PLAIN)
    return promql->function == PARL_PROMQL_LEVEL
               ? parl_labels_with (series->labels, "__name__", promql->metric)
               : parl_labels_ref (series->labels);

  ParlLabels *labels = parl_labels_new (NULL, NULL);
  for (unsigned i = 0; i < promql->by->len; i++)
    {
      const char *label = g_ptr_array_index (promql->by, i);
      const char *value = parl_labels_get (series->labels, label);
      if (value == NULL)
        continue;

      ParlLabels *more = parl_labels_with (labels, label, value);
      parl_labels_unref (labels);
      labels = more;
    }
  return labels;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const ParlMetricLine *left = *(ParlMetricLine *const *)a;
  const ParlMetricLine *right = *(ParlMetricLine *const *)b;

  return parl_labels_compare (left->labels, right->labels);
}

/* Returns: (transfer full) (element-type ParlMetricLine): the lines of the answer; none for a
 *   metric that is not there, as with Prometheus. They live no longer than @self. */
GPtrArray *
parl_metrics_select (const ParlMetrics *self, const ParlPromql *promql)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify)free_line);
  const GPtrArray *all = g_hash_table_lookup (self->metrics, promql->metric);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; all != NULL && i < all->len; i++)
    {
      Series *series = g_ptr_array_index (all, i);
      if (!matches (series, promql))
        continue;

      g_autoptr (ParlLabels) labels = reduce_labels (series, promql);
      g_autofree char *key = parl_labels_to_string (labels);
      ParlMetricLine *line = g_hash_table_lookup (found, key);
      if (line == NULL)
        {
          line = g_new0 (ParlMetricLine, 1);
          line->labels = g_steal_pointer (&labels);
          line->members = g_ptr_array_new ();
          g_ptr_array_add (lines, line);
          g_hash_table_insert (found, g_steal_pointer (&key), line);
        }
      g_ptr_array_add (line->members, series);
    }
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

/* How many events came up to and including @time. */
static double
count_events (const GArray *events, ParlTime time)
{
  unsigned low = 0;
  unsigned high = events->len;

  while (low < high)
    {
      unsigned middle = low + (high - low) / 2;
      if (g_array_index (events, ParlTime, middle) <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* A counter runs evenly through each hour. */
static double
read_counter (const ParlMetrics *self, const Series *series, ParlTime time)
{
  if (series->events != NULL)
    return count_events (series->events, time);

  ParlTime since = CLAMP (time - (self->now - RETENTION), 0, RETENTION);
  size_t hour = (size_t)(since / PARL_HOUR);
  double part = (double)(since % PARL_HOUR) / (double)PARL_HOUR;
  if (part == 0)
    return series->totals[hour];
  return series->totals[hour] + part * (series->totals[hour + 1] - series->totals[hour]);
}

static double
read_level (const ParlMetrics *self, const Series *series, ParlTime time)
{
  if (series->levels == NULL)
    return read_counter (self, series, time);
  return series->levels[MIN ((self->now - time) / PARL_HOUR, PARL_SPEED_HOURS - 1)];
}

static double
read_mean (const ParlMetrics *self, const Series *series, ParlTime time, ParlTime range)
{
  int64_t n = MAX (range / PARL_HOUR, 1);
  double sum = 0;

  for (int64_t i = 0; i < n; i++)
    sum += read_level (self, series, time - i * PARL_HOUR);
  return sum / (double)n;
}

static double
read_increase (const ParlMetrics *self, const Series *series, ParlTime time, ParlTime range)
{
  if (series->levels != NULL)
    return 0;
  return read_counter (self, series, time) - read_counter (self, series, time - range);
}

static double
read_series (const ParlMetrics *self, const Series *series, const ParlPromql *promql, ParlTime time)
{
  switch (promql->function)
    {
    case PARL_PROMQL_INCREASE:
      return read_increase (self, series, time, promql->range);
    case PARL_PROMQL_RATE:
      return read_increase (self, series, time, promql->range) * (double)PARL_SECOND
             / (double)promql->range;
    case PARL_PROMQL_MEAN:
      return read_mean (self, series, time, promql->range);
    case PARL_PROMQL_LEVEL:
    default:
      return read_level (self, series, time);
    }
}

/* @value: (out): the value of @line at @time
 * Returns: whether there is one: not after `now`, nor before the retention */
bool
parl_metrics_evaluate (const ParlMetrics *self, const ParlMetricLine *line,
                       const ParlPromql *promql, ParlTime time, double *value)
{
  if (time > self->now || time <= self->now - RETENTION)
    return false;

  *value = 0;
  for (unsigned i = 0; i < line->members->len; i++)
    *value += read_series (self, g_ptr_array_index (line->members, i), promql, time);
  if (promql->aggregate == PARL_PROMQL_AVG)
    *value /= line->members->len;
  return true;
}
