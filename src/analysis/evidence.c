/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows behind a number. Rows are picked by the predicate that counted them and weighed by the
 * measure that the catalogue gives for the fact, so that they add up to it. */
#include "config.h"

#include "analysis/evidence.h"

#include "analysis/catalogue.h"
#include "analysis/fleet.h"
#include "analysis/statistics/histogram.h"
#include "analysis/themes/milestones.h"
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
static const char *const hours_columns[]
    = { "device", "class", "site", "le", "since", "until", "hours", NULL };
static const char *const milestone_columns[]
    = { "milestone", "title",   "outcome", "owner", "start",   "due",
        "done",      "measure", "before",  "now",   "verdict", NULL };

/* What a listing needs to know of its fact. */
typedef struct
{
  ParlEvidence *evidence;
  const ParlFindings *findings;
  const ParlFact *fact;
  ParlMeasure measure;
  ParlPredicate *predicate;
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
  if (strcmp (fact->id, "milestone-effect") == 0 && fact->evidence.rows == PARL_ROWS_MILESTONES)
    return PARL_MEASURE_NONE; /* not measured */
  return fact->entry->measure;
}

static bool
adds_up (ParlMeasure measure)
{
  return measure != PARL_MEASURE_NONE && measure != PARL_MEASURE_SETTING;
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
  const GArray *checks = self->fact->checks;

  for (unsigned i = 0; checks != NULL && i < checks->len; i++)
    if (strcmp (g_array_index (checks, ParlCheck, i).cause, cause) == 0)
      return g_array_index (checks, ParlCheck, i).efficacy;
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
               parl_get_rollout_name (self->findings->snapshot, attempt->rollout),
               parl_get_stage_name (self->findings->snapshot, attempt->rollout, attempt->stage),
               attempt->link);
    }
}

/* Days of age, counted back from the end of updates. A window that ends at as-of where updates end
 * with its day ends within the same day of age. */
static bool
is_cell_wanted (const Listing *self, const ParlOutcomeCount *cell)
{
  ParlWindow window = self->fact->evidence.window;
  ParlTime end = self->findings->window.until;
  ParlTime since = window.since != PARL_TIME_NONE ? window.since : self->findings->before.since;

  return cell->age >= (end - window.until) / PARL_DAY && cell->age < (end - since) / PARL_DAY
         && cell->count != 0 && weigh_attempt (self, cell->cause) != 0
         && parl_predicate_accepts_cell (self->predicate, cell);
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

  self->evidence->columns = cell_columns;
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);

      if (!is_cell_wanted (self, cell))
        continue;

      ParlTime day = cell->by_day ? parl_get_day_begin (self->findings->as_of, cell->age)
                                  : self->findings->as_of - (cell->age + 1) * PARL_DAY;
      g_autofree char *date = format_day (cell, day);
      g_autofree char *count = format_number (cell->count);
      add_row (self->evidence, weigh_attempt (self, cell->cause) * cell->count, date, cell->from,
               cell->to, cell->device_class, cell->site, parl_outcome_to_string (cell->outcome),
               cell->cause, count);
    }
}

/* What the rows must add up to: the fact's count; of a fact that has none, all that was counted. */
static double
count_wanted (const Listing *self)
{
  ParlOutcomes *outcomes = self->findings->snapshot->outcomes;
  double count = 0;

  if (!isnan (self->fact->count))
    return self->fact->count;
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (is_cell_wanted (self, cell))
        count += weigh_attempt (self, cell->cause) * cell->count;
    }
  return count;
}

static void
drop_rows (ParlEvidence *evidence)
{
  g_ptr_array_set_size (evidence->rows, 0);
  g_array_set_size (evidence->weights, 0);
  evidence->sum = 0;
}

/* Attempts where they add up to the number; else, or where there are none, the cells. */
static void
list_attempts_or_cells (Listing *self, GPtrArray *attempts)
{
  double wanted = count_wanted (self);

  if (attempts != NULL)
    list_attempts (self, attempts);
  if (attempts != NULL && fabs (self->evidence->sum - wanted) <= 1e-6 * MAX (wanted, 1))
    return;
  drop_rows (self->evidence);
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
               device->device_class, device->site, device->release, last_seen,
               parl_get_stage_name (self->findings->snapshot, device->rollout, device->stage),
               rollback_words[device->tested_rollback + 1]);
    }
}

/* Every device that is down, for how long. @by_hour: whether a row weighs its hours, or is one. */
static void
list_down (Listing *self, bool by_hour)
{
  const ParlFindings *findings = self->findings;
  ParlWindow window = self->fact->evidence.window;
  g_autoptr (GHashTable) failures = parl_list_last_failures (findings->snapshot, window);
  g_autofree char *until = format_time (window.until);

  self->evidence->columns = hours_columns;
  for (unsigned i = 0; i < findings->snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (findings->snapshot->devices, i);
      ParlTime failed = parl_device_get_lost (device, failures, findings->targets, window.until);

      if (!parl_predicate_accepts_device (self->predicate, device))
        continue;

      double hours = (double)(window.until - failed) / PARL_HOUR;
      g_autofree char *since = format_time (failed);
      g_autofree char *text = format_number (hours);
      add_row (self->evidence, by_hour ? hours : 1, device->id, device->device_class, device->site,
               NULL, since, until, text);
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

  if (!adds_up (self->measure) || le == NULL)
    return 0;

  double below = parl_bin_share_below (parl_find_lower_end (self->findings->snapshot, series),
                                       g_ascii_strtod (le, NULL), fps);
  return (self->measure == PARL_MEASURE_SLOW_TIME ? below : 1 - below) / 3600;
}

static void
add_sample (Listing *self, const ParlSeries *series, size_t index, double weight)
{
  double hours = weight * series->values[index];
  bool as_hours = self->evidence->columns == hours_columns;
  g_autofree char *since = format_time (series->times[index] - PARL_HOUR);
  g_autofree char *time = format_time (series->times[index]);
  g_autofree char *value = format_number (as_hours ? hours : series->values[index]);
  const char *device_class = parl_labels_get (series->labels, "class");
  const char *le = parl_labels_get (series->labels, "le");

  if (as_hours)
    add_row (self->evidence, hours, NULL, device_class, NULL, le, since, time, value);
  else
    add_row (self->evidence, hours, series->name, device_class,
             parl_labels_get (series->labels, "stage"), le, time, value, series->unit);
}

static void
list_series (Listing *self)
{
  GPtrArray *all = self->findings->snapshot->series;
  ParlWindow window = self->fact->evidence.window;

  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);
      double weight = weigh_series (self, series);

      if (!parl_predicate_accepts_series (self->predicate, series)
          || (adds_up (self->measure) && weight == 0))
        continue;
      for (size_t j = parl_series_find (series, window.since + PARL_HOUR);
           j < series->length && series->times[j] <= window.until; j++)
        add_sample (self, series, j, weight);
    }
}

/* Both parts of the impact: devices that are down, and hours of those that were slow. */
static bool
list_impact (Listing *self, GError **error)
{
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  const ParlFact *slow = parl_findings_find (self->findings, "fps-slow-hours", everything, true);

  list_down (self, true);
  if (slow == NULL)
    return true;

  g_autoptr (ParlPredicate) predicate = parl_predicate_new (
      &slow->evidence, self->findings->snapshot, self->findings->targets, error);
  if (predicate == NULL)
    return false;

  Listing part = *self;
  part.fact = slow;
  part.measure = PARL_MEASURE_SLOW_TIME;
  part.predicate = predicate;
  list_series (&part);
  return true;
}

static char *
format_measure (const ParlMilestone *milestone)
{
  g_autofree char *of
      = milestone->of != NULL ? parl_labels_to_string (milestone->of) : g_strdup ("");

  return g_strconcat (milestone->measure != NULL ? milestone->measure : "", *of != '\0' ? "?" : "",
                      of, NULL);
}

static void
list_milestone (Listing *self, const ParlMilestone *milestone)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("milestone", milestone->id, NULL);
  const ParlFact *effect = parl_findings_find (self->findings, "milestone-effect", subject, true);
  bool is_measured = effect != NULL && parl_milestone_is_measured (effect);
  g_autofree char *start = format_time (milestone->start);
  g_autofree char *due = format_time (milestone->due);
  g_autofree char *done = format_time (milestone->done);
  g_autofree char *measure = format_measure (milestone);
  g_autofree char *before = is_measured ? format_number (effect->comparison.value) : NULL;
  g_autofree char *now = is_measured ? format_number (effect->value) : NULL;

  add_row (self->evidence, self->measure == PARL_MEASURE_EFFECT && is_measured, milestone->id,
           milestone->title, milestone->outcome, milestone->owner, start, due, done, measure,
           before, now, is_measured ? parl_verdict_to_string (effect->verdict) : NULL);
}

static void
list_milestones (Listing *self)
{
  const ParlPlan *plan = self->findings->snapshot->plan;

  self->evidence->columns = milestone_columns;
  for (unsigned i = 0; plan != NULL && i < plan->milestones->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (plan->milestones, i);
      if (parl_predicate_accepts_milestone (self->predicate, milestone))
        list_milestone (self, milestone);
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
  if (!adds_up (measure))
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

/* A setting has no rows; and of what nobody knows, some rows would pass for all. A milestone says
 * itself that it is not measured. */
static bool
has_rows (const Listing *self)
{
  if (self->measure == PARL_MEASURE_SETTING)
    return false;
  return self->fact->evidence.rows == PARL_ROWS_MILESTONES || !isnan (self->fact->value)
         || !isnan (self->fact->count);
}

static bool
list_rows (Listing *self, GPtrArray *attempts, GError **error)
{
  switch (self->fact->evidence.rows)
    {
    case PARL_ROWS_ATTEMPTS:
      list_attempts_or_cells (self, attempts);
      break;
    case PARL_ROWS_DEVICES:
      if (self->measure == PARL_MEASURE_HOURS)
        return list_impact (self, error);
      if (strcmp (self->fact->id, "impact-down-hours") == 0)
        list_down (self, false);
      else
        list_devices (self);
      break;
    case PARL_ROWS_STAGES:
      list_stages (self);
      break;
    case PARL_ROWS_SERIES:
      self->evidence->columns = series_columns;
      list_series (self);
      break;
    case PARL_ROWS_MILESTONES:
      list_milestones (self);
      break;
    }
  return true;
}

/**
 * parl_evidence_new:
 * @attempts: (element-type ParlAttempt) (nullable): see the header. Where they don't add up to the
 *   fact's count, because a source keeps counters only, the counted cells are the rows.
 *
 * A fact without value and count has no rows, and neither has a setting.
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

  g_autoptr (ParlEvidence) self = g_new0 (ParlEvidence, 1);
  Listing listing = { self, findings, fact, get_measure (fact), predicate };

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->weights = g_array_new (FALSE, FALSE, sizeof (double));
  if (!list_rows (&listing, attempts, error))
    return NULL;
  if (!has_rows (&listing))
    drop_rows (self);
  self->adds_up = adds_up (listing.measure);
  self->statement = make_statement (self, fact, listing.measure);
  return g_steal_pointer (&self);
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
