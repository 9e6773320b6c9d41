/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows behind a number. Rows are picked by the predicate that counted them and weighed by the
 * measure that the catalogue gives for the fact, so that they add up to it. */
#include "config.h"

#include "analysis/evidence.h"

#include "analysis/catalogue.h"
#include "analysis/fleet.h"
#include "analysis/histogram.h"
#include "analysis/predicate.h"

#include <math.h>
#include <string.h>

static const char *const attempt_columns[]
    = { "device",  "class", "site",    "started", "ended", "from", "to",
        "outcome", "cause", "message", "rollout", "stage", "link", NULL };
static const char *const cell_columns[]
    = { "day", "from", "to", "class", "site", "outcome", "cause", "count", NULL };
static const char *const device_columns[]
    = { "device", "class", "site", "release", "last_seen", "stage", "tested_rollback", NULL };
static const char *const stage_columns[] = { "rollout",   "stage",   "total",
                                             "succeeded", "failed",  "cancelled",
                                             "running",   "waiting", NULL };
static const char *const series_columns[]
    = { "name", "class", "stage", "le", "time", "value", "unit", NULL };

/* What a listing needs to know of its fact. */
typedef struct
{
  ParlEvidence *evidence;
  const ParlFindings *findings;
  const ParlFact *fact;
  ParlMeasure measure;
  ParlPredicate *predicate;
  GStrv checks;     /* of a what-if; else NULL */
  GStrv efficacies; /* of those, where they are not the targets'; else NULL */
} Listing;

static ParlMeasure
get_measure (const ParlFact *fact)
{
  if (strcmp (fact->id, "blast-radius") == 0)
    {
      if (fact->evidence.rows == PARL_ROWS_STAGES)
        return PARL_MEASURE_LEFT;
      if (g_strcmp0 (parl_labels_get (fact->subject, "of"), "sites") == 0)
        return PARL_MEASURE_SITE;
    }
  return parl_catalogue_find (fact->id)->measure;
}

/* Takes as many strings as there are columns; NULL becomes "". @weight: what it adds to the sum. */
static void
add_row (ParlEvidence *evidence, double weight, const char *first, ...)
{
  unsigned n = g_strv_length ((char **)evidence->columns);
  char **row = g_new0 (char *, n + 1);
  const char *cell = first;
  va_list args;

  va_start (args, first);
  for (unsigned i = 0; i < n; i++)
    {
      row[i] = g_strdup (cell != NULL ? cell : "");
      if (i + 1 < n)
        cell = va_arg (args, const char *);
    }
  va_end (args);
  g_ptr_array_add (evidence->rows, row);
  g_array_append_val (evidence->weights, weight);
  evidence->sum += weight;
}

static char *
format_number (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == floor (value) && fabs (value) < 1e15)
    return g_strdup_printf ("%.0f", value);
  return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value));
}

/* Of devices of a stage. */
static char *
format_count_known (int64_t count)
{
  return count != PARL_COUNT_UNKNOWN ? format_number (count) : NULL;
}

static char *
format_time (ParlTime time)
{
  return time != PARL_TIME_NONE ? parl_time_to_iso (time) : NULL;
}

/* What the checks would prevent of the failures of @cause. */
static double
get_efficacy (const Listing *self, const char *cause)
{
  for (unsigned i = 0; self->checks != NULL && self->checks[i] != NULL; i++)
    if (strcmp (self->checks[i], cause) == 0)
      return self->efficacies != NULL && i < g_strv_length (self->efficacies)
                 ? g_ascii_strtod (self->efficacies[i], NULL)
                 : parl_targets_get_efficacy (self->findings->targets, cause);
  return 0;
}

/* What one failure of @cause adds. */
static double
weigh_attempt (const Listing *self, const char *cause)
{
  const char *name = cause != NULL ? cause : PARL_CAUSE_UNKNOWN;
  double efficacy = get_efficacy (self, name);

  if (self->measure == PARL_MEASURE_AVOIDED)
    return efficacy;
  return self->measure == PARL_MEASURE_REMAINING ? 1 - efficacy : 1;
}

static bool
is_in_window (ParlWindow window, ParlTime time)
{
  if (window.since == PARL_TIME_NONE)
    return time == PARL_TIME_NONE || time < window.until;
  return time >= window.since && time < window.until;
}

static void
list_attempts (Listing *self, GPtrArray *attempts)
{
  self->evidence->columns = attempt_columns;
  for (unsigned i = 0; i < attempts->len; i++)
    {
      const ParlAttempt *attempt = g_ptr_array_index (attempts, i);
      double weight = weigh_attempt (self, attempt->cause);

      if (weight == 0 || !is_in_window (self->fact->evidence.window, attempt->ended)
          || !parl_scope_accepts (self->findings->scope, attempt->from, attempt->device_class,
                                  attempt->site)
          || !parl_predicate_accepts_attempt (self->predicate, attempt))
        continue;

      g_autofree char *started = format_time (attempt->started);
      g_autofree char *ended = format_time (attempt->ended);
      add_row (self->evidence, weight, attempt->device, attempt->device_class, attempt->site,
               started, ended, attempt->from, attempt->to,
               parl_outcome_to_string (attempt->outcome), attempt->cause, attempt->message,
               attempt->rollout, attempt->stage, attempt->link);
    }
}

/* A calendar day is told as such: "2026-11-13". */
static char *
format_day (const ParlOutcomeCount *cell, ParlTime begin)
{
  g_autofree char *time = format_time (begin);

  return cell->by_day ? g_strndup (time, strlen ("2026-11-13")) : g_steal_pointer (&time);
}

/* The cells that were counted: what there is to show of a source that keeps counters. A cell's day
 * begins (age + 1) days before the snapshot's instant, unless it is a calendar day. */
static void
list_cells (Listing *self)
{
  ParlOutcomes *outcomes = self->findings->snapshot->outcomes;
  ParlTime oldest = self->findings->before.since;
  ParlTime since = MAX (self->fact->evidence.window.since, oldest);

  self->evidence->columns = cell_columns;
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      ParlTime day = cell->by_day ? parl_get_day_begin (self->findings->as_of, cell->age)
                                  : self->findings->as_of - (cell->age + 1) * PARL_DAY;
      double weight = weigh_attempt (self, cell->cause);

      if (cell->age < 0 || day < since || weight == 0 || cell->count == 0
          || !parl_predicate_accepts_cell (self->predicate, cell))
        continue;

      g_autofree char *date = format_day (cell, day);
      g_autofree char *count = format_number (cell->count);
      add_row (self->evidence, weight * cell->count, date, cell->from, cell->to, cell->device_class,
               cell->site, parl_outcome_to_string (cell->outcome), cell->cause, count);
    }
}

static bool
is_short_of_count (const Listing *self)
{
  double count = self->fact->count;

  return !isnan (count) && fabs (self->evidence->sum - count) > 1e-6 * MAX (count, 1);
}

/* Attempts where they add up to the number; else, or where there are none, the cells. */
static void
list_attempts_or_cells (Listing *self, GPtrArray *attempts)
{
  if (attempts != NULL)
    list_attempts (self, attempts);
  if (attempts != NULL && !is_short_of_count (self))
    return;
  g_ptr_array_set_size (self->evidence->rows, 0);
  g_array_set_size (self->evidence->weights, 0);
  self->evidence->sum = 0;
  list_cells (self);
}

static void
list_devices (Listing *self)
{
  static const char *const rollback_words[] = { "unknown", "no", "yes" };
  GPtrArray *devices = self->findings->snapshot->devices;
  g_autoptr (GHashTable) sites = g_hash_table_new (g_str_hash, g_str_equal);

  self->evidence->columns = device_columns;
  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      bool is_new_site;

      if (!parl_predicate_accepts_device (self->predicate, device))
        continue;

      g_autofree char *last_seen = format_time (device->last_seen);
      is_new_site = device->site != NULL && g_hash_table_add (sites, device->site);
      add_row (self->evidence, self->measure != PARL_MEASURE_SITE || is_new_site, device->id,
               device->device_class, device->site, device->release, last_seen, device->stage,
               rollback_words[device->tested_rollback + 1]);
    }
}

static double
weigh_stage (ParlMeasure measure, const ParlStage *stage)
{
  if (measure == PARL_MEASURE_DONE)
    return stage->succeeded;
  if (measure == PARL_MEASURE_FAILED)
    return MAX (stage->failed, 0); /* unknown counts for nothing: such a fact has no count */
  return measure == PARL_MEASURE_LEFT ? parl_stage_count_left (stage) : 0;
}

static void
list_stages (Listing *self)
{
  GPtrArray *rollouts = self->findings->snapshot->rollouts;

  self->evidence->columns = stage_columns;
  for (unsigned i = 0; i < rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (rollouts, i);

      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          const ParlStage *stage = g_ptr_array_index (rollout->stages, j);
          if (!parl_predicate_accepts_stage (self->predicate, rollout, stage))
            continue;

          g_autofree char *total = format_number (stage->total);
          g_autofree char *succeeded = format_number (stage->succeeded);
          g_autofree char *failed = format_count_known (stage->failed);
          g_autofree char *cancelled = format_count_known (stage->cancelled);
          g_autofree char *running = format_count_known (stage->running);
          g_autofree char *waiting = format_count_known (stage->waiting);
          add_row (self->evidence, weigh_stage (self->measure, stage), rollout->name, stage->name,
                   total, succeeded, failed, cancelled, running, waiting);
        }
    }
}

/* Hours in one second of the series' bin. */
static double
weigh_series (const Listing *self, const ParlSeries *series)
{
  double fps = self->findings->targets->fps;
  const char *le = parl_labels_get (series->labels, "le");

  if (self->measure == PARL_MEASURE_NONE || le == NULL)
    return 0;

  double below = parl_bin_share_below (parl_find_lower_end (self->findings->snapshot, series),
                                       g_ascii_strtod (le, NULL), fps);
  return (self->measure == PARL_MEASURE_SLOW_TIME ? below : 1 - below) / 3600;
}

static void
list_series (Listing *self)
{
  GPtrArray *all = self->findings->snapshot->series;
  ParlWindow window = self->fact->evidence.window;

  self->evidence->columns = series_columns;
  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);
      double weight = weigh_series (self, series);

      if (!parl_predicate_accepts_series (self->predicate, series)
          || (self->measure != PARL_MEASURE_NONE && weight == 0))
        continue;
      for (size_t j = parl_series_find (series, window.since + PARL_HOUR);
           j < series->length && series->times[j] <= window.until; j++)
        {
          g_autofree char *time = format_time (series->times[j]);
          g_autofree char *value = format_number (series->values[j]);
          add_row (self->evidence, weight * series->values[j], series->name,
                   parl_labels_get (series->labels, "class"),
                   parl_labels_get (series->labels, "stage"),
                   parl_labels_get (series->labels, "le"), time, value, series->unit);
        }
    }
}

/* Thousands apart, a decimal only where there is one: "12,400", "2,890.5". */
static char *
format_count (double value)
{
  double rounded = round (value * 10) / 10;
  g_autofree char *plain = rounded == floor (rounded) ? g_strdup_printf ("%.0f", rounded)
                                                      : g_strdup_printf ("%.1f", rounded);
  size_t digits = strcspn (plain, ".");
  GString *text = g_string_new (NULL);

  for (size_t i = 0; plain[i] != '\0'; i++)
    {
      if (i > 0 && i < digits && (digits - i) % 3 == 0 && plain[i - 1] != '-')
        g_string_append_c (text, ',');
      g_string_append_c (text, plain[i]);
    }
  return g_string_free (text, FALSE);
}

static char *
make_statement (const ParlEvidence *evidence, const ParlFact *fact, ParlMeasure measure)
{
  g_autofree char *rows = format_count (evidence->rows->len);
  g_autofree char *sum = format_count (evidence->sum);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", rows, evidence->rows->len == 1 ? "row" : "rows");
  if (measure == PARL_MEASURE_NONE)
    return g_string_free (text, FALSE);
  if (evidence->sum != evidence->rows->len)
    g_string_append_printf (text, " that add up to %s", sum);
  if (fact->unit == PARL_UNIT_SHARE && fact->n > 0)
    {
      g_autofree char *n = format_count (fact->n);
      g_string_append_printf (text, " = %.2f %% of %s", 100 * evidence->sum / fact->n, n);
    }
  return g_string_free (text, FALSE);
}

/**
 * parl_evidence_new:
 * @attempts: (element-type ParlAttempt) (nullable): see the header. Where they don't add up to the
 *   fact's count, because a source keeps counters only, the counted cells are the rows.
 *
 * Returns: (transfer full): the rows, or %NULL with %PARL_ANALYSIS_ERROR_QUERY
 */
ParlEvidence *
parl_evidence_new (const ParlFindings *findings, const ParlFact *fact, GPtrArray *attempts,
                   GError **error)
{
  g_return_val_if_fail (findings != NULL && fact != NULL, NULL);

  g_autoptr (ParlPredicate) predicate
      = parl_predicate_new (&fact->evidence, findings->snapshot, findings->targets, error);
  if (predicate == NULL)
    return NULL;

  const char *checks = parl_labels_get (fact->subject, "checks");
  const char *efficacy = parl_labels_get (fact->subject, "efficacy");
  g_auto (GStrv) check_names = checks != NULL ? g_strsplit (checks, "+", -1) : NULL;
  g_auto (GStrv) efficacies = efficacy != NULL ? g_strsplit (efficacy, "+", -1) : NULL;
  ParlEvidence *self = g_new0 (ParlEvidence, 1);
  Listing listing
      = { self, findings, fact, get_measure (fact), predicate, check_names, efficacies };

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->weights = g_array_new (FALSE, FALSE, sizeof (double));
  switch (fact->evidence.rows)
    {
    case PARL_ROWS_ATTEMPTS:
      list_attempts_or_cells (&listing, attempts);
      break;
    case PARL_ROWS_DEVICES:
      list_devices (&listing);
      break;
    case PARL_ROWS_STAGES:
      list_stages (&listing);
      break;
    case PARL_ROWS_SERIES:
      list_series (&listing);
      break;
    }
  self->adds_up = listing.measure != PARL_MEASURE_NONE;
  self->statement = make_statement (self, fact, listing.measure);
  return self;
}

void
parl_evidence_free (ParlEvidence *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_array_unref (self->weights);
  g_free (self->statement);
  g_free (self);
}
