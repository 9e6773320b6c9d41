/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the time of a slow frame goes, and what is left of what a frame may take. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/statistics/histogram.h"

#include <math.h>
#include <string.h>

/* The order of a camera's pipeline; stages by other names come after these, by size. */
static const char *const pipeline[]
    = { "capture", "pre-process", "inference", "post-process", "publish" };

typedef struct
{
  char *name;
  double sum, weight; /* of levels, over classes */
  unsigned place;
} Stage;

static void
free_stage (Stage *stage)
{
  g_free (stage->name);
  g_free (stage);
}

static double
get_time (const Stage *stage)
{
  return stage->sum / stage->weight;
}

/* What one frame may take, in ms; NAN: no speed is promised, or of the whole several are. */
static double
get_limit (const ParlContext *context, const char *device_class)
{
  ParlPromise promise = parl_targets_get_promise (context->targets, device_class);

  return device_class == NULL && !parl_targets_has_one_speed (context->targets)
             ? NAN
             : 1000 / promise.fps;
}

static ParlFact *
add_frame_time (ParlContext *context, const char *device_class)
{
  g_autoptr (ParlHistogram) histogram
      = parl_histogram_new (context, PARL_SERIES_FRAME_TIME, device_class);
  ParlFact *fact
      = parl_context_add (context, "frame-time-p95", parl_labels_new ("class", device_class, NULL));

  parl_fact_take_filter (
      fact, parl_labels_new ("name", PARL_SERIES_FRAME_TIME, "class", device_class, NULL));
  parl_fact_set_percentile (fact, context, histogram, 0.95, 1);
  parl_fact_aim_below (fact, get_limit (context, device_class));
  return fact;
}

/* Headroom falls where the frame time rises: the interval's ends change places.
 * @pooled: it is of several classes, each of which has a frame time of its own */
static void
add_headroom (ParlContext *context, const ParlFact *frame_time, bool pooled)
{
  double budget = get_limit (context, NULL);
  ParlFact *fact = parl_context_add (context, "latency-headroom", parl_labels_new (NULL, NULL));

  parl_fact_take_filter (fact, parl_labels_ref (frame_time->evidence.filter));
  fact->value = budget - frame_time->value;
  fact->low = budget - frame_time->high;
  fact->high = budget - frame_time->low;
  fact->n = frame_time->n;
  fact->verdict = frame_time->verdict;
  parl_fact_aim_above (fact, 0);
  if (pooled)
    fact->aspect = g_strdup ("pooled");
  if (!parl_fact_has_comparison (frame_time))
    return;
  parl_fact_compare_value (fact, budget - frame_time->comparison.value, frame_time->comparison.n,
                           frame_time->comparison.window);
  fact->comparison.low = budget - frame_time->comparison.high;
  fact->comparison.high = budget - frame_time->comparison.low;
}

static unsigned
find_place (const char *name)
{
  unsigned i = 0;

  while (i < G_N_ELEMENTS (pipeline) && strcmp (pipeline[i], name) != 0)
    i++;
  return i;
}

/* By the pipeline; what is not of it by size. */
static int
compare_stages (gconstpointer a, gconstpointer b)
{
  const Stage *x = *(const Stage *const *)a;
  const Stage *y = *(const Stage *const *)b;

  if (x->place != y->place)
    return x->place < y->place ? -1 : 1;
  if (get_time (x) != get_time (y))
    return get_time (x) > get_time (y) ? -1 : 1;
  return strcmp (x->name, y->name);
}

static Stage *
ensure_stage (GPtrArray *stages, const char *name)
{
  for (unsigned i = 0; i < stages->len; i++)
    {
      Stage *stage = g_ptr_array_index (stages, i);
      if (strcmp (stage->name, name) == 0)
        return stage;
    }

  Stage *stage = g_new0 (Stage, 1);
  stage->name = g_strdup (name);
  stage->place = find_place (name);
  g_ptr_array_add (stages, stage);
  return stage;
}

/* Mean of a level over the window, each sample as long as the others; the window's first hour is
 * left out as it is for amounts, so that evidence has one rule for all series. */
static double
get_mean (const ParlSeries *series, ParlWindow window)
{
  double sum = 0;
  size_t n = 0;

  for (size_t i = parl_series_find (series, window.since + PARL_HOUR);
       i < series->length && series->times[i] <= window.until; i++, n++)
    sum += series->values[i];
  return n > 0 ? sum / n : NAN;
}

static bool
is_stage_time (const ParlSeries *series)
{
  return strcmp (series->name, PARL_SERIES_STAGE_TIME) == 0
         && parl_labels_get (series->labels, "stage") != NULL;
}

static double
count_frames (const ParlContext *context, const char *device_class)
{
  g_autoptr (ParlHistogram) histogram
      = parl_histogram_new (context, PARL_SERIES_FRAME_TIME, device_class);

  return parl_histogram_total (histogram, PARL_NOW);
}

/* Classes count by their frames in the window, which is how often each one's times occurred; by
 * equal weights where no source counts frames. Returns: (element-type utf8 double) */
static GHashTable *
weigh_classes (const ParlContext *context)
{
  GHashTable *weights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) classes = parl_list_classes (context, PARL_SERIES_STAGE_TIME);
  double all = count_frames (context, NULL);

  for (unsigned i = 0; classes[i] != NULL; i++)
    {
      double weight = all > 0 ? count_frames (context, classes[i]) / all : 1;
      g_hash_table_insert (weights, g_strdup (classes[i]), g_memdup2 (&weight, sizeof weight));
    }
  return weights;
}

/* A series without a class is of the whole and stands alone. */
static double
get_weight (GHashTable *weights, const char *device_class, bool has_whole)
{
  if (has_whole || device_class == NULL)
    return has_whole && device_class == NULL ? 1 : 0;
  return *(const double *)g_hash_table_lookup (weights, device_class);
}

static GPtrArray *
list_stages (const ParlContext *context)
{
  GPtrArray *stages = g_ptr_array_new_with_free_func ((GDestroyNotify)free_stage);
  GPtrArray *all = context->snapshot->series;
  g_autoptr (GHashTable) weights = weigh_classes (context);
  bool has_whole = false;

  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);
      has_whole |= is_stage_time (series) && parl_labels_get (series->labels, "class") == NULL;
    }
  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);
      double level = get_mean (series, context->speed_windows[PARL_NOW]);

      if (!is_stage_time (series) || isnan (level))
        continue;
      double weight = get_weight (weights, parl_labels_get (series->labels, "class"), has_whole);
      if (weight > 0)
        {
          Stage *stage = ensure_stage (stages, parl_labels_get (series->labels, "stage"));
          stage->sum += weight * level;
          stage->weight += weight;
        }
    }
  g_ptr_array_sort (stages, compare_stages);
  return stages;
}

static void
add_stage (ParlContext *context, const Stage *stage, double total, bool largest)
{
  g_autoptr (ParlLabels) filter
      = parl_labels_new ("name", PARL_SERIES_STAGE_TIME, "stage", stage->name, NULL);
  ParlFact *time = parl_context_add (context, "latency-stage-time",
                                     parl_labels_new ("stage", stage->name, NULL));
  ParlFact *share = parl_context_add (context, "latency-stage-share",
                                      parl_labels_new ("stage", stage->name, NULL));

  time->value = get_time (stage);
  share->value = total > 0 ? time->value / total : NAN;
  parl_fact_take_filter (time, parl_labels_ref (filter));
  parl_fact_take_filter (share, parl_labels_ref (filter));
  if (largest)
    {
      time->aspect = g_strdup ("largest");
      share->aspect = g_strdup ("largest");
    }
}

/* From the one that is furthest over what its frames may take, or nearest to it; where that cannot
 * be told, from the slowest. */
static int
compare_frame_times (gconstpointer a, gconstpointer b)
{
  const ParlFact *x = *(const ParlFact *const *)a;
  const ParlFact *y = *(const ParlFact *const *)b;
  double over_x = isnan (x->target) ? x->value : x->value - x->target;
  double over_y = isnan (y->target) ? y->value : y->value - y->target;

  if (isnan (x->value) != isnan (y->value))
    return isnan (x->value) ? 1 : -1;
  if (isnan (x->target) != isnan (y->target))
    return isnan (x->target) ? 1 : -1;
  return (over_x < over_y) - (over_x > over_y);
}

static void
add_classes (ParlContext *context, char **classes)
{
  unsigned first = context->facts->len;

  for (unsigned i = 0; classes[i] != NULL; i++)
    add_frame_time (context, classes[i]);
  qsort (context->facts->pdata + first, context->facts->len - first, sizeof (gpointer),
         compare_frame_times);
}

void
parl_add_latency_facts (ParlContext *context)
{
  g_auto (GStrv) classes = parl_list_classes (context, PARL_SERIES_FRAME_TIME);
  g_autoptr (GPtrArray) stages = list_stages (context);
  double total = 0;
  const Stage *largest = NULL;
  const ParlFact *whole = add_frame_time (context, NULL);

  if (!isnan (get_limit (context, NULL)))
    {
      ParlFact *budget = parl_context_add (context, "latency-budget", parl_labels_new (NULL, NULL));
      budget->value = get_limit (context, NULL);
      budget->freshness = PARL_TIME_NONE; /* a promise does not age */
      add_headroom (context, whole, classes[0] != NULL);
    }
  add_classes (context, classes);

  for (unsigned i = 0; i < stages->len; i++)
    {
      const Stage *stage = g_ptr_array_index (stages, i);
      total += get_time (stage);
      if (largest == NULL || get_time (stage) > get_time (largest))
        largest = stage;
    }
  for (unsigned i = 0; i < stages->len; i++)
    add_stage (context, g_ptr_array_index (stages, i), total,
               g_ptr_array_index (stages, i) == largest);
}
