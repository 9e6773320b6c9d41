/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Did cameras keep their speed: device-time at or above the promised frames per second, each class
 * held against its own promise. A device that reports nothing is silent, not slow: it is in no
 * number here; nor is one of which no speed is promised, while one is of others. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/listing.h"
#include "analysis/predicate.h"
#include "analysis/statistics/histogram.h"

#include <math.h>

#define SECONDS_PER_HOUR 3600.0
#define MOST_BINS 240

/* Rounding of a quotient must not show as a bin of its own. */
#define NEARLY 1e-9

static ParlEstimate
get_compliance (const ParlHistogram *histogram, ParlPeriod period)
{
  ParlEstimate below = parl_histogram_estimate_below (histogram, period, PARL_OWN_MARK);

  return (ParlEstimate){ 1 - below.value, below.error, below.df };
}

static ParlInterval
clamp_share (ParlInterval interval)
{
  if (isnan (interval.low))
    return interval;
  return (ParlInterval){ MAX (interval.low, 0), MIN (interval.high, 1) };
}

static ParlFact *
add_fact (ParlContext *context, const char *id, const char *device_class)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new ("class", device_class, NULL));

  parl_fact_take_filter (
      fact, parl_labels_new ("name", PARL_SERIES_FPS_TIME, "class", device_class, NULL));
  return fact;
}

static void
compare_compliance (const ParlContext *context, ParlFact *fact, const ParlHistogram *histogram,
                    ParlEstimate now)
{
  ParlEstimate then = get_compliance (histogram, PARL_BEFORE);
  double hours = parl_histogram_total_marked (histogram, PARL_BEFORE) / SECONDS_PER_HOUR;
  ParlInterval change = parl_estimate_interval (parl_estimate_subtract (now, then));
  ParlInterval before = clamp_share (parl_estimate_interval (then));

  fact->verdict
      = parl_judge_change (fact, now.value - then.value, change, fact->n, hours, context->targets);
  if (!(hours > 0))
    return;
  parl_fact_compare_value (fact, then.value, hours, context->speed_windows[PARL_BEFORE]);
  fact->comparison.low = before.low;
  fact->comparison.high = before.high;
  fact->comparison.change_low = change.low;
  fact->comparison.change_high = change.high;
}

/* Who is offline has no speed; and a histogram does not know who runs at the promise itself. */
static void
add_caveats (ParlFact *fact, const ParlHistogram *histogram)
{
  double offline = histogram->n_left_out / SECONDS_PER_HOUR;

  if (offline > 0)
    {
      g_autofree char *token = g_strdup_printf (PARL_CAVEAT_OFFLINE "%.0f", ceil (offline));
      parl_fact_add_caveat (fact, token);
    }
  if (parl_histogram_hides (histogram, PARL_OWN_MARK))
    parl_fact_add_caveat (fact, "bucket");
}

/* The same time from the other side, and of a class what part it has in all such time. @kept: the
 * share at speed */
static void
add_slow (ParlContext *context, const char *device_class, const ParlFact *kept, double hours)
{
  const ParlFact *whole = parl_context_find (context, PARL_FACT_SLOW, NULL);
  ParlFact *fact = add_fact (context, PARL_FACT_SLOW, device_class);

  fact->n = kept->n;
  fact->count = hours;
  fact->value = 1 - kept->value;
  fact->low = 1 - kept->high;
  fact->high = 1 - kept->low;
  parl_fact_judge_size (fact, fact->n, context->targets);
  parl_fact_aim_below (fact, 1 - kept->target);
  if (parl_fact_has_comparison (kept))
    {
      parl_fact_compare_value (fact, 1 - kept->comparison.value, kept->comparison.n,
                               kept->comparison.window);
      fact->comparison.low = 1 - kept->comparison.high;
      fact->comparison.high = 1 - kept->comparison.low;
    }
  if (device_class == NULL || whole == NULL || !(whole->count > 0))
    return;

  ParlFact *share = add_fact (context, PARL_FACT_SLOW_SHARE, device_class);
  share->count = hours;
  share->n = whole->count;
  share->value = share->count / share->n;
  parl_fact_judge_size (share, share->n, context->targets);
}

/* Whether what is observed has a mark; of nothing that is observed, the fleet. */
static bool
is_marked (const ParlContext *context, const ParlHistogram *histogram)
{
  for (unsigned i = 0; i < histogram->bins->len; i++)
    if (!isnan (g_array_index (histogram->bins, ParlBin, i).mark))
      return true;
  return histogram->bins->len == 0 && !isnan (parl_targets_get_mark (context->targets, NULL));
}

/* Time at the usual speed is worth a number where none is promised, but no word of good or bad. */
static void
leave_unjudged (ParlContext *context, ParlFact *fact)
{
  fact->aspect = g_strdup ("unpromised");
  parl_fact_judge_size (fact, fact->n, context->targets);
}

static void
add_compliance (ParlContext *context, const char *device_class, const ParlHistogram *histogram)
{
  ParlPromise promise = parl_targets_get_promise (context->targets, device_class);
  ParlEstimate now = get_compliance (histogram, PARL_NOW);
  ParlInterval interval = clamp_share (parl_estimate_interval (now));
  double hours = parl_histogram_total_marked (histogram, PARL_NOW) / SECONDS_PER_HOUR;
  double slow = parl_histogram_below (histogram, PARL_NOW, PARL_OWN_MARK) / SECONDS_PER_HOUR;
  ParlFact *fact = add_fact (context, "fps-compliance", device_class);

  fact->n = hours;
  fact->count = hours - slow;
  fact->value = now.value;
  fact->low = interval.low;
  fact->high = interval.high;
  compare_compliance (context, fact, histogram, now);
  add_caveats (fact, histogram);
  if (!parl_targets_promises_speed (context->targets))
    {
      leave_unjudged (context, fact);
      return;
    }
  parl_fact_aim_above (fact, promise.fps_share);
  add_slow (context, device_class, fact, slow);

  if (device_class != NULL || !(hours > 0))
    return;
  ParlFact *slow_fact = add_fact (context, "fps-slow-hours", NULL);
  slow_fact->value = slow_fact->count = slow;
  add_caveats (slow_fact, histogram);
  slow_fact->n = hours;
  parl_fact_judge_size (slow_fact, hours, context->targets);
  slow_fact->low = (1 - interval.high) * hours;
  slow_fact->high = (1 - interval.low) * hours;
  if (parl_fact_has_comparison (fact))
    parl_fact_compare_value (slow_fact, (1 - fact->comparison.value) * fact->comparison.n,
                             fact->comparison.n, fact->comparison.window);
}

/* One class with its histogram, to be put in order. */
typedef struct
{
  char *device_class; /* NULL: the whole fleet */
  ParlHistogram *histogram;
  double compliance;
} Group;

static void
free_group (Group *group)
{
  g_free (group->device_class);
  parl_histogram_free (group->histogram);
  g_free (group);
}

static Group *
create_group (const ParlContext *context, const char *device_class)
{
  Group *group = g_new0 (Group, 1);

  group->device_class = g_strdup (device_class);
  group->histogram = parl_histogram_new (context, PARL_SERIES_FPS_TIME, device_class);
  group->compliance = get_compliance (group->histogram, PARL_NOW).value;
  return group;
}

/* The whole first, then classes from the slowest; unobserved ones last. */
static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *x = *(const Group *const *)a;
  const Group *y = *(const Group *const *)b;

  if ((x->device_class == NULL) != (y->device_class == NULL))
    return x->device_class == NULL ? -1 : 1;
  if (isnan (x->compliance) != isnan (y->compliance))
    return isnan (x->compliance) ? 1 : -1;
  if (x->compliance != y->compliance && !isnan (x->compliance))
    return x->compliance < y->compliance ? -1 : 1;
  return g_strcmp0 (x->device_class, y->device_class);
}

static GPtrArray *
list_groups (const ParlContext *context)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)free_group);
  g_auto (GStrv) classes = parl_list_classes (context, PARL_SERIES_FPS_TIME);

  g_ptr_array_add (groups, create_group (context, NULL));
  for (unsigned i = 0; classes[i] != NULL; i++)
    g_ptr_array_add (groups, create_group (context, classes[i]));
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

void
parl_add_speed_facts (ParlContext *context)
{
  g_autoptr (GPtrArray) groups = list_groups (context);

  for (unsigned i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);
      if (is_marked (context, group->histogram))
        add_compliance (context, group->device_class, group->histogram);
      parl_fact_set_percentile (add_fact (context, "fps-p5", group->device_class), context,
                                group->histogram, 0.05, SECONDS_PER_HOUR);
    }
}

/* Equal bins for all rows: as wide as the narrowest of the source's, 1 at least, from 0 to its last
 * end and one more for what lies beyond. */
static void
choose_bins (const ParlHistogram *whole, ParlDistribution *bins)
{
  double width = INFINITY, end = 0;

  for (unsigned i = 0; i < whole->bins->len; i++)
    {
      const ParlBin *bin = &g_array_index (whole->bins, ParlBin, i);

      end = MAX (end, isinf (bin->upper) ? bin->lower : bin->upper);
      if (!isinf (bin->upper) && bin->upper > bin->lower)
        width = MIN (width, bin->upper - bin->lower);
    }
  width = isinf (width) ? 1 : MAX (MAX (width, 1), ceil (end / MOST_BINS));
  bins->width = width;
  bins->n_bins = (unsigned)ceil (end / width - NEARLY) + 1;
}

static ParlDistribution *
create_distribution (const Group *group, const ParlHistogram *whole)
{
  ParlDistribution *self = g_new0 (ParlDistribution, 1);
  double all = parl_histogram_total (group->histogram, PARL_NOW);
  double below = 0;

  choose_bins (whole, self);
  self->device_class = g_strdup (group->device_class);
  self->hours = all / SECONDS_PER_HOUR;
  self->shares = g_new0 (double, self->n_bins);
  for (unsigned i = 0; i < self->n_bins; i++)
    {
      double end = i + 1 == self->n_bins ? INFINITY : self->start + (i + 1) * self->width;
      double next = parl_histogram_below (group->histogram, PARL_NOW, end);

      self->shares[i] = (next - below) / all;
      below = next;
    }
  return self;
}

static void
free_distribution (ParlDistribution *self)
{
  g_free (self->device_class);
  g_free (self->shares);
  g_free (self);
}

/* Returns: (transfer full) (element-type ParlDistribution): what was observed in the window */
GPtrArray *
parl_make_distributions (const ParlContext *context)
{
  GPtrArray *distributions = g_ptr_array_new_with_free_func ((GDestroyNotify)free_distribution);
  g_autoptr (GPtrArray) groups = list_groups (context);
  const Group *whole = g_ptr_array_index (groups, 0);

  for (unsigned i = 0; i < groups->len; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);
      if (parl_histogram_total (group->histogram, PARL_NOW) > 0)
        g_ptr_array_add (distributions, create_distribution (group, whole->histogram));
    }
  return distributions;
}

static const char *const series_columns[]
    = { "name", "class", "stage", "le", "time", "value", "unit", NULL };
const char *const parl_hours_columns[]
    = { "device", "class", "site", "le", "since", "until", "hours", NULL };

/* Hours in one second of the series' bin. */
static double
weigh_series (const ParlListing *self, const ParlSeries *series)
{
  double mark
      = parl_targets_get_mark (self->findings->targets, parl_labels_get (series->labels, "class"));
  const char *le = parl_labels_get (series->labels, "le");

  if (!parl_measure_adds_up (self->measure) || le == NULL || isnan (mark))
    return 0;

  double below = parl_bin_share_below (parl_find_lower_end (self->findings->snapshot, series),
                                       g_ascii_strtod (le, NULL), mark);
  return (self->measure == PARL_MEASURE_SLOW_TIME ? below : 1 - below) / 3600;
}

static void
add_sample (ParlListing *self, const ParlSeries *series, size_t index, double weight)
{
  double hours = weight * series->values[index];
  bool as_hours = self->evidence->columns == parl_hours_columns;
  g_autofree char *since = parl_listing_format_time (series->times[index] - PARL_HOUR);
  g_autofree char *time = parl_listing_format_time (series->times[index]);
  g_autofree char *value = parl_listing_format_number (as_hours ? hours : series->values[index]);
  const char *device_class = parl_labels_get (series->labels, "class");
  const char *le = parl_labels_get (series->labels, "le");

  if (as_hours)
    parl_listing_add (self, hours, NULL, device_class, NULL, le, since, time, value);
  else
    parl_listing_add (self, hours, series->name, device_class,
                      parl_labels_get (series->labels, "stage"), le, time, value, series->unit);
}

/* As hours where the rows are such already, else as samples. */
void
parl_list_series (ParlListing *self)
{
  GPtrArray *all = self->findings->snapshot->series;
  ParlWindow window = self->fact->evidence.window;

  if (self->evidence->columns == NULL)
    self->evidence->columns = series_columns;
  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);
      double weight = weigh_series (self, series);
      const char *le = parl_labels_get (series->labels, "le");
      bool offline = le != NULL && g_ascii_strtod (le, NULL) <= 0;

      if (offline || !parl_predicate_accepts_series (self->predicate, series)
          || (parl_measure_adds_up (self->measure) && weight == 0))
        continue;
      for (size_t j = parl_series_find (series, window.since + PARL_HOUR);
           j < series->length && series->times[j] <= window.until; j++)
        add_sample (self, series, j, weight);
    }
}
