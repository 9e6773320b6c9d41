/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histograms over days: added up from series of amounts by hour and bin. Knows neither frames nor
 * milliseconds. */
#include "config.h"

#include "analysis/statistics/histogram.h"

#include <math.h>
#include <string.h>

#define COARSE 0.1 /* of a value: a bin that is wider makes it a guess inside */

/* The upper end of the series' bin; NAN for a series that has none. */
static double
get_upper_end (const ParlSeries *series)
{
  const char *text = parl_labels_get (series->labels, "le");
  char *end;

  if (text == NULL)
    return NAN;
  double value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' ? value : NAN;
}

static const char *
get_class (const ParlSeries *series)
{
  return parl_labels_get (series->labels, "class");
}

/* A series that is a bin. */
typedef struct
{
  const ParlSeries *series;
  const char *device_class;
  double upper;
} Source;

static GArray *
list_sources (const ParlSnapshot *snapshot, const char *name)
{
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (Source));

  for (unsigned i = 0; i < snapshot->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (snapshot->series, i);
      Source source = { series, NULL, NAN };

      if (strcmp (series->name, name) != 0)
        continue;
      source.device_class = get_class (series);
      source.upper = get_upper_end (series);
      if (!isnan (source.upper))
        g_array_append_val (sources, source);
    }
  return sources;
}

static double
find_lower_end (const GArray *sources, const Source *source)
{
  double lower = MIN (source->upper, 0);

  for (unsigned i = 0; i < sources->len; i++)
    {
      const Source *other = &g_array_index (sources, Source, i);
      if (other->upper < source->upper && other->upper > lower
          && g_strcmp0 (other->device_class, source->device_class) == 0)
        lower = other->upper;
    }
  return lower;
}

/* @series: with a label `le`
 * Returns: where its bin begins: at the next lower `le` among the series of the same name and
 *   class, else at 0 */
double
parl_find_lower_end (const ParlSnapshot *snapshot, const ParlSeries *series)
{
  g_autoptr (GArray) sources = list_sources (snapshot, series->name);
  Source source = { series, get_class (series), get_upper_end (series) };

  return find_lower_end (sources, &source);
}

static ParlBin *
ensure_bin (ParlHistogram *self, double lower, double upper, double mark)
{
  ParlBin bin = { .lower = lower, .upper = upper, .mark = mark };
  unsigned i;

  for (i = 0; i < self->bins->len; i++)
    {
      const ParlBin *other = &g_array_index (self->bins, ParlBin, i);
      if (other->lower == lower && other->upper == upper
          && (other->mark == mark || (isnan (other->mark) && isnan (mark))))
        return &g_array_index (self->bins, ParlBin, i);
      if (other->lower > lower || (other->lower == lower && other->upper > upper))
        break;
    }
  g_array_insert_val (self->bins, i, bin);
  return &g_array_index (self->bins, ParlBin, i);
}

/* An hour belongs to the window that it lies in wholly (as in parl_series_sum()) and to the day
 * that it ends in. */
static void
add_samples (ParlBin *bin, const ParlSeries *series, ParlWindow window, ParlTime as_of)
{
  for (size_t i = parl_series_find (series, window.since + PARL_HOUR);
       i < series->length && series->times[i] <= window.until; i++)
    bin->days[(as_of - series->times[i]) / PARL_DAY] += series->values[i];
}

/* Only windows of one length are compared: where the source's past begins later than in the first
 * seventh of the window before, that window was not observed. */
static void
drop_partial_window (ParlHistogram *self)
{
  unsigned end = PARL_N_PERIODS * self->n_days;
  unsigned oldest = 0;

  for (unsigned i = 0; i < self->bins->len; i++)
    for (unsigned day = oldest; day < end; day++)
      if (g_array_index (self->bins, ParlBin, i).days[day] > 0)
        oldest = day;
  if (oldest >= end - self->n_days / 7)
    return;
  for (unsigned i = 0; i < self->bins->len; i++)
    for (unsigned day = self->n_days; day < end; day++)
      g_array_index (self->bins, ParlBin, i).days[day] = 0;
}

/* @name: of series of amounts by hour with a label `le`
 * @device_class: (nullable): of these devices alone; %NULL: of all
 * Returns: (transfer full): both windows, day by day; without bins when there is no such series,
 *   and nothing of the window before where the series begin within it. What is not above 0 is no
 *   measurement, and in no bin. */
ParlHistogram *
parl_histogram_new (const ParlContext *context, const char *name, const char *device_class)
{
  ParlHistogram *self = g_new0 (ParlHistogram, 1);
  const ParlSnapshot *snapshot = context->snapshot;
  g_autoptr (GArray) sources = list_sources (snapshot, name);

  self->bins = g_array_new (FALSE, TRUE, sizeof (ParlBin));
  self->n_days = context->scope->days;
  for (unsigned i = 0; i < sources->len; i++)
    {
      const Source *source = &g_array_index (sources, Source, i);

      if (device_class != NULL && g_strcmp0 (device_class, source->device_class) != 0)
        continue;
      if (source->upper <= 0)
        {
          self->n_left_out += parl_series_sum (source->series, context->speed_windows[PARL_NOW]);
          continue;
        }

      double mark = parl_targets_get_mark (context->targets, source->device_class);
      ParlBin *bin = ensure_bin (self, find_lower_end (sources, source), source->upper, mark);
      for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
        add_samples (bin, source->series, context->speed_windows[period], snapshot->as_of);
    }
  drop_partial_window (self);
  return self;
}

void
parl_histogram_free (ParlHistogram *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->bins);
  g_free (self);
}

/* Returns: (transfer full): the classes that series of @name are labelled with, in their order */
char **
parl_list_classes (const ParlContext *context, const char *name)
{
  g_autoptr (GPtrArray) classes = g_ptr_array_new ();

  for (unsigned i = 0; i < context->snapshot->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (context->snapshot->series, i);
      const char *device_class = get_class (series);

      if (device_class != NULL && strcmp (series->name, name) == 0
          && !g_ptr_array_find_with_equal_func (classes, device_class, g_str_equal, NULL))
        g_ptr_array_add (classes, g_strdup (device_class));
    }
  g_ptr_array_add (classes, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&classes), FALSE);
}

/*      lower      x      upper
 *        |########|........|        # / (# + .)
 * Returns: what part of a bin lies below @x, spread evenly; a bin without width or end lies at its
 *   lower end */
double
parl_bin_share_below (double lower, double upper, double x)
{
  if (x <= lower)
    return 0;
  if (x >= upper || isinf (upper))
    return 1;
  return (x - lower) / (upper - lower);
}

static double
sum_days (const ParlBin *bin, ParlPeriod period, unsigned n_days)
{
  double sum = 0;

  for (unsigned i = 0; i < n_days; i++)
    sum += bin->days[period * n_days + i];
  return sum;
}

/* @x: or %PARL_OWN_MARK
 * Returns: whether something lies in a bin up to and with @x of a source that can't tell @x itself
 *   from what is below: of a histogram, whose bins go on up to infinity */
bool
parl_histogram_hides (const ParlHistogram *self, double x)
{
  bool of_buckets = false, hides = false;

  for (unsigned i = 0; i < self->bins->len; i++)
    {
      const ParlBin *bin = &g_array_index (self->bins, ParlBin, i);
      double limit = isnan (x) ? bin->mark : x;
      of_buckets = of_buckets || isinf (bin->upper);
      hides = hides || (bin->upper == limit && sum_days (bin, PARL_NOW, self->n_days) > 0);
    }
  return of_buckets && hides;
}

double
parl_histogram_total (const ParlHistogram *self, ParlPeriod period)
{
  return parl_histogram_below (self, period, INFINITY);
}

/* Returns: the amount that has a mark. */
double
parl_histogram_total_marked (const ParlHistogram *self, ParlPeriod period)
{
  double sum = 0;

  for (unsigned i = 0; i < self->bins->len; i++)
    {
      const ParlBin *bin = &g_array_index (self->bins, ParlBin, i);
      if (!isnan (bin->mark))
        sum += sum_days (bin, period, self->n_days);
    }
  return sum;
}

/* Returns: NAN where @x is the bin's own mark and there is none */
static double
get_share_below (const ParlBin *bin, double x)
{
  double limit = isnan (x) ? bin->mark : x;

  return isnan (limit) ? NAN : parl_bin_share_below (bin->lower, bin->upper, limit);
}

/* @x: may be %PARL_OWN_MARK
 * Returns: the amount below @x */
double
parl_histogram_below (const ParlHistogram *self, ParlPeriod period, double x)
{
  double sum = 0;

  for (unsigned i = 0; i < self->bins->len; i++)
    {
      const ParlBin *bin = &g_array_index (self->bins, ParlBin, i);
      double share = get_share_below (bin, x);
      if (!isnan (share))
        sum += share * sum_days (bin, period, self->n_days);
    }
  return sum;
}

/* @x: may be %PARL_OWN_MARK
 * Returns: the share of the amount below @x, with the error that follows from the days' differences
 */
ParlEstimate
parl_histogram_estimate_below (const ParlHistogram *self, ParlPeriod period, double x)
{
  double below[PARL_SCOPE_MAX_DAYS] = { 0 };
  double all[PARL_SCOPE_MAX_DAYS] = { 0 };

  for (unsigned i = 0; i < self->bins->len; i++)
    {
      const ParlBin *bin = &g_array_index (self->bins, ParlBin, i);
      double share = get_share_below (bin, x);

      for (unsigned day = 0; !isnan (share) && day < self->n_days; day++)
        {
          below[day] += share * bin->days[period * self->n_days + day];
          all[day] += bin->days[period * self->n_days + day];
        }
    }
  return parl_cluster_ratio (below, all, self->n_days);
}

static GArray *
list_ends (const ParlHistogram *self)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (double));

  for (unsigned i = 0; i < self->bins->len; i++)
    {
      const ParlBin *bin = &g_array_index (self->bins, ParlBin, i);
      g_array_append_val (ends, bin->lower);
      if (!isinf (bin->upper))
        g_array_append_val (ends, bin->upper);
    }
  g_array_sort (ends, parl_compare_numbers);
  return ends;
}

/* Where the amount below reaches @p of all: linear between two ends of bins, a jump where a bin has
 * no width. What lies beyond the last end is there at least. No interval is set. */
static ParlPercentile
find_quantile (const ParlHistogram *self, ParlPeriod period, double p)
{
  g_autoptr (GArray) ends = list_ends (self);
  double wanted = p * parl_histogram_total (self, period);

  for (unsigned i = 1; i < ends->len; i++)
    {
      double lower = g_array_index (ends, double, i - 1);
      double upper = g_array_index (ends, double, i);
      /* A hair above the lower end, what sits on the end itself is below it too. */
      double from = parl_histogram_below (self, period, nextafter (lower, INFINITY));
      double to = parl_histogram_below (self, period, upper);

      if (to >= wanted && wanted <= from)
        return (ParlPercentile){ lower, NAN, NAN, NAN, NAN, false };
      if (to >= wanted)
        return (ParlPercentile){
          lower + (upper - lower) * (wanted - from) / (to - from), NAN, NAN, lower, upper, false
        };
    }
  return (ParlPercentile){
    ends->len > 0 ? g_array_index (ends, double, ends->len - 1) : NAN, NAN, NAN, NAN, NAN, true
  };
}

/* @p: 0..1
 * The interval is R. S. Woodruff's (JASA 47, 1952): that of the share below the percentile, read
 * back through the histogram.
 * Returns: NAN when nothing was observed; an interval of NAN with fewer than two days */
ParlPercentile
parl_histogram_percentile (const ParlHistogram *self, ParlPeriod period, double p)
{
  if (!(parl_histogram_total (self, period) > 0))
    return (ParlPercentile){ NAN, NAN, NAN, NAN, NAN, false };

  ParlPercentile result = find_quantile (self, period, p);
  ParlEstimate below = parl_histogram_estimate_below (self, period, result.value);
  ParlInterval interval = parl_estimate_interval ((ParlEstimate){ p, below.error, below.df });
  if (isnan (interval.low))
    return result;
  result.low = find_quantile (self, period, CLAMP (interval.low, 0, 1)).value;
  result.high = find_quantile (self, period, CLAMP (interval.high, 0, 1)).value;
  return result;
}

/* @p: which percentile
 * @unit: amounts that make one of the fact's n: 3600 for seconds told in hours
 * Value, interval and n in both windows. */
void
parl_fact_set_percentile (ParlFact *self, const ParlContext *context,
                          const ParlHistogram *histogram, double p, double unit)
{
  ParlPercentile now = parl_histogram_percentile (histogram, PARL_NOW, p);
  ParlPercentile then = parl_histogram_percentile (histogram, PARL_BEFORE, p);

  self->value = now.value;
  self->low = now.low;
  self->high = now.high;
  self->n = parl_histogram_total (histogram, PARL_NOW) / unit;
  parl_fact_judge_size (self, self->n, context->targets);
  if (now.at_least)
    parl_fact_add_caveat (self, "at-least");
  if (now.to - now.from > COARSE * now.value)
    {
      g_autofree char *token = g_strdup_printf (PARL_CAVEAT_WITHIN "%g:%g", now.from, now.to);
      parl_fact_add_caveat (self, token);
    }
  if (isnan (then.value))
    return;
  parl_fact_compare_value (self, then.value, parl_histogram_total (histogram, PARL_BEFORE) / unit,
                           context->speed_windows[PARL_BEFORE]);
  self->comparison.low = then.low;
  self->comparison.high = then.high;
}
