/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns what a query gave into series and day counts: renames labels, takes the differences of
 * running totals, counts. All arithmetic here is of one time and one label set. Asks nobody. */
#include "config.h"

#include "sources/prometheus/mapping.h"

#include "sources/json/decimal.h"
#include "sources/http/reason.h"

#include <math.h>
#include <string.h>

/* increase() extrapolates each bucket on its own, so a total may fall short of the one before it
 * by a little. */
#define TOLERANCE 0.001

/* A server's series, with its bound where it has one. */
typedef struct
{
  const ParlSeries *series;
  ParlLabels *labels; /* ours, without le */
  double bound;
} Source;

static void
clear_source (Source *source)
{
  g_clear_pointer (&source->labels, parl_labels_unref);
}

static void G_GNUC_PRINTF (2, 3) warn (ParlHarvest *harvest, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (harvest->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Only the labels of the role, under our names and without control characters; what the server
 * leaves empty is not there. */
static ParlLabels *
map_labels (const ParlRoleInfo *info, const ParlSourceConfig *config, const ParlLabels *theirs)
{
  static const char *const no_secrets[] = { NULL };
  ParlLabels *ours = parl_labels_new (NULL, NULL);

  for (unsigned i = 0; info->labels[i] != NULL; i++)
    {
      if (g_str_equal (info->labels[i], "le"))
        continue;
      const char *value = parl_labels_get (theirs, parl_role_get_label (config, info->labels[i]));
      g_autofree char *clean
          = value != NULL ? parl_http_clean_text (value, strlen (value), no_secrets) : NULL;
      if (clean == NULL || *clean == '\0')
        continue;
      ParlLabels *with = parl_labels_with (ours, info->labels[i], clean);
      parl_labels_unref (ours);
      ours = with;
    }
  return ours;
}

static bool
read_bound (const char *text, double *bound)
{
  if (g_strcmp0 (text, "+Inf") == 0 || g_strcmp0 (text, "Inf") == 0)
    {
      *bound = INFINITY;
      return true;
    }
  return text != NULL && parl_decimal_parse (text, strlen (text), bound) && *bound >= 0;
}

/* One spelling for one bound: "30" and "30.0" are the same. */
static char *
format_bound (double bound)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isinf (bound))
    return g_strdup ("+Inf");
  return g_strdup (g_ascii_formatd (text, sizeof text, "%.15g", bound));
}

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  const Source *first = a;
  const Source *second = b;
  int order = parl_labels_compare (first->labels, second->labels);

  return order != 0 ? order : (first->bound > second->bound) - (first->bound < second->bound);
}

/* Labels that are not the role's are not kept; a query that does not sum over them gives several
 * series for one of ours, and there is no telling which is meant. */
static void
drop_twins (const char *place, GArray *sources, ParlHarvest *harvest)
{
  unsigned n_twins = 0;

  for (unsigned i = sources->len; i > 1; i--)
    if (compare_sources (&g_array_index (sources, Source, i - 2),
                         &g_array_index (sources, Source, i - 1))
        == 0)
      {
        g_array_remove_index (sources, i - 1);
        n_twins++;
      }
  if (n_twins > 0)
    warn (harvest, "%s: %u series have the same labels as another one and are left out", place,
          n_twins);
}

/* (element-type Source): sorted by labels, then bound. */
static GArray *
collect_sources (const ParlRoleInfo *info, const ParlSourceConfig *config, const GPtrArray *series,
                 const char *place, ParlHarvest *harvest)
{
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (Source));
  bool bounded = info->shape == PARL_SHAPE_BUCKETS || info->shape == PARL_SHAPE_BINS;
  unsigned n_unbound = 0;

  g_array_set_clear_func (sources, (GDestroyNotify)clear_source);
  for (unsigned i = 0; i < series->len; i++)
    {
      Source source = { .series = series->pdata[i] };
      const char *le = parl_labels_get (
          source.series->labels,
          info->shape == PARL_SHAPE_BINS ? "le" : parl_role_get_label (config, "le"));
      if (bounded && !read_bound (le, &source.bound))
        {
          n_unbound++;
          continue;
        }
      source.labels = map_labels (info, config, source.series->labels);
      g_array_append_val (sources, source);
    }
  if (n_unbound > 0)
    warn (harvest, "%s: %u series have no upper bound in their label “le” and are left out", place,
          n_unbound);
  g_array_sort (sources, compare_sources);
  drop_twins (place, sources, harvest);
  return sources;
}

static void
add_series (const ParlRoleInfo *info, const Source *source, const ParlTime *times,
            const double *values, size_t length, ParlHarvest *harvest)
{
  if (length == 0)
    return;

  bool bounded = info->shape != PARL_SHAPE_LEVELS;
  g_autofree char *le = bounded ? format_bound (source->bound) : NULL;
  ParlLabels *labels
      = bounded ? parl_labels_with (source->labels, "le", le) : parl_labels_ref (source->labels);

  g_ptr_array_add (harvest->series,
                   parl_series_new_take (info->series, info->unit, labels, length,
                                         g_memdup2 (times, length * sizeof (ParlTime)),
                                         g_memdup2 (values, length * sizeof (double))));
  harvest->newest = MAX (harvest->newest, times[length - 1]);
}

/* The running totals so far, at each time of one label set. */
typedef struct
{
  GHashTable *totals; /* ParlTime -> double */
  unsigned n_falling;
} Running;

/* A bin is what the total up to its bound has more than the total up to the bound below that was
 * seen at the same time. */
static void
take_difference (Running *running, const ParlSeries *series, double *bins)
{
  for (size_t i = 0; i < series->length; i++)
    {
      const double *found = g_hash_table_lookup (running->totals, &series->times[i]);
      double below = found != NULL ? *found : 0;
      double total = MAX (series->values[i], below);
      running->n_falling += below - series->values[i] > TOLERANCE * MAX (1, below);
      bins[i] = total - below;
      g_hash_table_replace (running->totals, g_memdup2 (&series->times[i], sizeof (ParlTime)),
                            g_memdup2 (&total, sizeof total));
    }
}

static void
map_buckets (const ParlRoleInfo *info, const GArray *sources, const char *place,
             ParlHarvest *harvest)
{
  g_autoptr (GHashTable) totals
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Running running = { .totals = totals };

  for (unsigned i = 0; i < sources->len; i++)
    {
      const Source *source = &g_array_index (sources, Source, i);
      const Source *before = i > 0 ? source - 1 : NULL;
      if (before == NULL || parl_labels_compare (before->labels, source->labels) != 0)
        g_hash_table_remove_all (totals);
      g_autofree double *bins = g_new (double, source->series->length);
      take_difference (&running, source->series, bins);
      add_series (info, source, source->series->times, bins, source->series->length, harvest);
    }
  if (running.n_falling > 0)
    warn (harvest,
          "%s: at %u places a bucket counts less than the one below it; they are taken for empty",
          place, running.n_falling);
}

/* Devices that are in a bin now stand for an hour each. */
static void
map_bins (const ParlRoleInfo *info, const GArray *sources, ParlHarvest *harvest)
{
  for (unsigned i = 0; i < sources->len; i++)
    {
      const Source *source = &g_array_index (sources, Source, i);
      size_t length = source->series->length;
      g_autofree double *seconds = g_new (double, length);
      for (size_t k = 0; k < length; k++)
        seconds[k] = source->series->values[k] * (double)(PARL_HOUR / PARL_SECOND);
      add_series (info, source, source->series->times, seconds, length, harvest);
    }
}

static void
map_levels (const ParlRoleInfo *info, const GArray *sources, ParlHarvest *harvest)
{
  for (unsigned i = 0; i < sources->len; i++)
    {
      const Source *source = &g_array_index (sources, Source, i);
      add_series (info, source, source->series->times, source->series->values,
                  source->series->length, harvest);
    }
}

/* @role: any but PARL_ROLE_OTA_ATTEMPTS
 * @series: (element-type ParlSeries): the server's, each sample at the end of its hour
 * @place: source, endpoint and role, for messages
 * @harvest: gets our series, and warnings about what does not fit */
void
parl_prometheus_map_series (ParlRole role, const ParlSourceConfig *config, const GPtrArray *series,
                            const char *place, ParlHarvest *harvest)
{
  const ParlRoleInfo *info = parl_role_get_info (role);
  g_autoptr (GArray) sources = collect_sources (info, config, series, place, harvest);

  switch (info->shape)
    {
    case PARL_SHAPE_BUCKETS:
      map_buckets (info, sources, place, harvest);
      break;
    case PARL_SHAPE_BINS:
      map_bins (info, sources, harvest);
      break;
    case PARL_SHAPE_LEVELS:
      map_levels (info, sources, harvest);
      break;
    case PARL_SHAPE_DAYS:
    default:
      g_return_if_reached ();
    }
}

static bool
read_outcome (const char *text, ParlOutcome *outcome)
{
  static const struct
  {
    const char *text;
    ParlOutcome outcome;
  } words[] = {
    { "success", PARL_OUTCOME_SUCCEEDED },   { "finished", PARL_OUTCOME_SUCCEEDED },
    { "failure", PARL_OUTCOME_FAILED },      { "error", PARL_OUTCOME_FAILED },
    { "aborted", PARL_OUTCOME_CANCELLED },   { "canceled", PARL_OUTCOME_CANCELLED },
    { "noartifact", PARL_OUTCOME_NONE },     { "already-installed", PARL_OUTCOME_NONE },
    { "decommissioned", PARL_OUTCOME_NONE },
  };

  if (text == NULL)
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].text, text))
      {
        *outcome = words[i].outcome;
        return true;
      }
  return parl_outcome_from_string (text, outcome);
}

static void
add_day (const ParlLabels *labels, ParlOutcome outcome, int64_t day, int64_t count,
         ParlHarvest *harvest)
{
  ParlDayCount *cell = g_new0 (ParlDayCount, 1);
  const char *cause = parl_labels_get (labels, "cause");

  cell->day = day;
  cell->outcome = outcome;
  cell->from = g_strdup (parl_labels_get (labels, "from"));
  cell->to = g_strdup (parl_labels_get (labels, "to"));
  cell->device_class = g_strdup (parl_labels_get (labels, "class"));
  cell->site = g_strdup (parl_labels_get (labels, "site"));
  if (outcome == PARL_OUTCOME_FAILED)
    cell->cause = g_strdup (cause != NULL ? cause : PARL_CAUSE_UNKNOWN);
  cell->count = count;
  g_ptr_array_add (harvest->days, cell);
}

/* @series: (element-type ParlSeries): increases of a counter of updates, each sample at the end of
 *   its day
 * @is_today: the sample is of the day that it lies in, which is not over; its time is that of the
 *   question and says nothing about how fresh it is
 * @place: source, endpoint and role, for messages
 * increase() extrapolates to fractions: counts are rounded, and what rounds to none is left out. */
void
parl_prometheus_map_days (const ParlSourceConfig *config, const GPtrArray *series, bool is_today,
                          const char *place, ParlHarvest *harvest)
{
  const ParlRoleInfo *info = parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS);
  unsigned n_unknown = 0;

  for (unsigned i = 0; i < series->len; i++)
    {
      const ParlSeries *one = series->pdata[i];
      g_autoptr (ParlLabels) labels = map_labels (info, config, one->labels);
      ParlOutcome outcome;
      if (!read_outcome (parl_labels_get (labels, "outcome"), &outcome))
        {
          n_unknown++;
          continue;
        }
      for (size_t k = 0; k < one->length; k++)
        {
          int64_t count = one->values[k] < 1e15 ? llround (one->values[k]) : 0;
          int64_t day = one->times[k] / PARL_DAY - (is_today ? 0 : 1);
          if (count > 0)
            add_day (labels, outcome, day, count, harvest);
          if (!is_today)
            harvest->newest = MAX (harvest->newest, one->times[k]);
        }
    }
  if (n_unknown > 0)
    warn (harvest, "%s: %u series have no label that says how an update ended, and are left out",
          place, n_unknown);
}
