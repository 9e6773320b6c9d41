/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns what a query gave into series and day counts: renames labels, joins what is one series,
 * takes the differences of running totals, counts. All arithmetic here is of one time and one label
 * set. Asks nobody. */
#include "config.h"

#include "sources/prometheus/mapping.h"

#include "sources/json/decimal.h"
#include "sources/http/reason.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* increase() extrapolates each bucket on its own, so a total may fall short of the one before it
 * by a little. */
#define TOLERANCE 0.001

/* A server's series, with its bound where it has one. */
typedef struct
{
  ParlSeries *series;
  ParlLabels *labels; /* ours, without le */
  double bound;
  const char *spelling; /* of the bound; NULL: it has none */
} Source;

static void
clear_source (Source *source)
{
  g_clear_pointer (&source->series, parl_series_unref);
  g_clear_pointer (&source->labels, parl_labels_unref);
}

static void G_GNUC_PRINTF (2, 3) warn (ParlHarvest *harvest, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (harvest->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Returns: (transfer full): only the labels of the role, under our names and without control
 *   characters; what the server leaves empty is not there */
ParlLabels *
parl_prometheus_map_labels (const ParlRoleInfo *info, const ParlSourceConfig *config,
                            const ParlLabels *theirs)
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

/* In bins, what has no speed lies in the one up to 0: a camera that is offline, or a quotient of
 * nothing. */
static bool
read_bound (ParlShape shape, const char *text, double *bound)
{
  bool endless = g_strcmp0 (text, "+Inf") == 0 || g_strcmp0 (text, "Inf") == 0;
  bool known = text != NULL && parl_decimal_parse (text, strlen (text), bound);

  if (shape == PARL_SHAPE_BINS && text != NULL)
    {
      *bound = known && *bound > 0 ? *bound : 0;
      return known || endless || g_str_equal (text, "NaN") || g_str_equal (text, "-Inf");
    }
  if (endless)
    *bound = INFINITY;
  return endless || (known && *bound >= 0);
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

static GArray *
create_sources (void)
{
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (Source));

  g_array_set_clear_func (sources, (GDestroyNotify)clear_source);
  return sources;
}

static int
compare_sources (gconstpointer a, gconstpointer b)
{
  const Source *first = a;
  const Source *second = b;
  int order = parl_labels_compare (first->labels, second->labels);

  return order != 0 ? order : (first->bound > second->bound) - (first->bound < second->bound);
}

typedef struct
{
  ParlTime time;
  double value;
  const char *spelling; /* of its series' bound */
} Sample;

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const Sample *x = a;
  const Sample *y = b;

  return x->time != y->time ? (x->time > y->time) - (x->time < y->time)
                            : g_strcmp0 (x->spelling, y->spelling);
}

/* @samples: sorted
 * @side_by_side: (out): whether more than one hour has several of one spelling
 * Returns: (transfer full): one at each time: of amounts the sum, of levels the mean */
static ParlSeries *
reduce_samples (const ParlSeries *like, const GArray *samples, bool adds_up, bool *side_by_side)
{
  ParlTime *times = g_new (ParlTime, samples->len);
  double *values = g_new (double, samples->len);
  unsigned n_common = 0;
  size_t length = 0;

  for (unsigned i = 0, end; i < samples->len; i = end, length++)
    {
      const Sample *first = &g_array_index (samples, Sample, i);
      double sum = 0;
      bool common = false;

      for (end = i; end < samples->len && first[end - i].time == first->time; end++)
        {
          sum += first[end - i].value;
          common
              = common || (end > i && compare_samples (&first[end - i - 1], &first[end - i]) == 0);
        }
      times[length] = first->time;
      values[length] = adds_up ? sum : sum / (end - i);
      n_common += common;
    }
  *side_by_side = n_common > 1;
  return parl_series_new_take (like->name, like->unit, parl_labels_ref (like->labels), length,
                               times, values);
}

/* @sources: (array length=n): of the same labels and bound */
static ParlSeries *
join_series (const Source *sources, unsigned n, bool adds_up, bool *side_by_side)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (Sample));

  for (unsigned i = 0; i < n; i++)
    for (size_t k = 0; k < sources[i].series->length; k++)
      {
        Sample sample
            = { sources[i].series->times[k], sources[i].series->values[k], sources[i].spelling };
        g_array_append_val (samples, sample);
      }
  g_array_sort (samples, compare_samples);
  return reduce_samples (sources[0].series, samples, adds_up, side_by_side);
}

/* Several of the server's series may be one of ours. An answer comes in chunks; after an upgrade
 * a bound is spelled anew ("30" and "30.0"), or a label that is not the role's changes: such
 * series overlap in the hour of the upgrade at most. Where they go on side by side, the query does
 * not sum over a label.
 * Returns: (transfer full): no two alike */
static GArray *
join_twins (const ParlRoleInfo *info, const char *place, const GArray *sources,
            ParlHarvest *harvest)
{
  GArray *joined = create_sources ();
  unsigned n_twins = 0;

  for (unsigned i = 0, end; i < sources->len; i = end)
    {
      const Source *first = &g_array_index (sources, Source, i);
      bool side_by_side;

      for (end = i + 1; end < sources->len && compare_sources (first, first + (end - i)) == 0;
           end++)
        ;
      Source source
          = { .labels = parl_labels_ref (first->labels), .bound = first->bound, .spelling = NULL };
      source.series = join_series (first, end - i, info->shape != PARL_SHAPE_LEVELS, &side_by_side);
      g_array_append_val (joined, source);
      n_twins += side_by_side;
    }
  if (n_twins > 0)
    warn (harvest, _ ("%s: %u series have the same labels as another one and are joined with it"),
          place, n_twins);
  return joined;
}

/* A bin of what is observed now is one wide, whichever others occur: where it begins, there is one
 * of which nothing is known but that nothing more is in it. */
static void
add_lower_edge (const Source *source, GArray *sources)
{
  size_t length = source->series->length;
  Source edge = { .bound = source->bound - 1, .spelling = "" };

  if (edge.bound <= 0)
    return;
  edge.labels = parl_labels_ref (source->labels);
  edge.series = parl_series_new_take (
      source->series->name, source->series->unit, parl_labels_ref (source->series->labels), length,
      g_memdup2 (source->series->times, length * sizeof (ParlTime)), g_new0 (double, length));
  g_array_append_val (sources, edge);
}

/* (element-type Source): sorted by labels, then bound; no two alike. */
static GArray *
collect_sources (const ParlRoleInfo *info, const ParlSourceConfig *config, const GPtrArray *series,
                 const char *place, ParlHarvest *harvest)
{
  g_autoptr (GArray) sources = create_sources ();
  bool bounded = info->shape == PARL_SHAPE_BUCKETS || info->shape == PARL_SHAPE_BINS;
  unsigned n_unbound = 0;

  for (unsigned i = 0; i < series->len; i++)
    {
      const ParlSeries *theirs = series->pdata[i];
      Source source = { .bound = 0 };

      if (bounded)
        source.spelling = parl_labels_get (
            theirs->labels,
            info->shape == PARL_SHAPE_BINS ? "le" : parl_role_get_label (config, "le"));
      if (bounded && !read_bound (info->shape, source.spelling, &source.bound))
        {
          n_unbound++;
          continue;
        }
      source.series = parl_series_ref (theirs);
      source.labels = parl_prometheus_map_labels (info, config, theirs->labels);
      g_array_append_val (sources, source);
      if (info->shape == PARL_SHAPE_BINS)
        add_lower_edge (&source, sources);
    }
  if (n_unbound > 0)
    warn (harvest, "%s: %u series have no upper bound in their label “le” and are left out", place,
          n_unbound);
  g_array_sort (sources, compare_sources);
  return join_twins (info, place, sources, harvest);
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

/* @role: one of series
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
    case PARL_SHAPE_ROLLOUTS:
    default:
      g_return_if_reached ();
    }
}
