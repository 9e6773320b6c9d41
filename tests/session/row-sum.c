/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds rows up by their cells: outcomes and counts, stages' columns, hours of bins. Knows the names
 * of columns and what a fact's subject means for them; asks no predicate and no weight. */
#include "config.h"

#include "row-sum.h"

#include "analysis/fleet.h"
#include "model/release.h"

#include <math.h>
#include <string.h>

/* -1: the evidence has none. */
static int
find_column (const ParlEvidence *evidence, const char *name)
{
  for (int i = 0; evidence->columns[i] != NULL; i++)
    if (strcmp (evidence->columns[i], name) == 0)
      return i;
  return -1;
}

/* "" where there is none. */
static const char *
get_cell (const ParlEvidence *evidence, unsigned row, int column)
{
  char **cells = g_ptr_array_index (evidence->rows, row);

  return column >= 0 ? cells[column] : "";
}

static double
get_number (const ParlEvidence *evidence, unsigned row, const char *column)
{
  return g_ascii_strtod (get_cell (evidence, row, find_column (evidence, column)), NULL);
}

static ParlTime
read_time (const char *text)
{
  ParlTime time = PARL_TIME_NONE;

  if (*text != '\0' && !parl_time_from_iso (text, &time, NULL))
    g_error ("“%s” is no time", text);
  return time;
}

/* Where the bin begins that ends at @le: at the next lower end of the same class, else at 0. */
static double
find_bin_begin (const ParlSnapshot *snapshot, const char *device_class, double le)
{
  double begin = 0;

  for (unsigned i = 0; i < snapshot->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (snapshot->series, i);
      const char *own = parl_labels_get (series->labels, "class");
      const char *end = parl_labels_get (series->labels, "le");

      if (strcmp (series->name, PARL_SERIES_FPS_TIME) == 0 && end != NULL
          && strcmp (own != NULL ? own : "", device_class) == 0 && g_ascii_strtod (end, NULL) < le)
        begin = MAX (begin, g_ascii_strtod (end, NULL));
    }
  return begin;
}

/* Time is spread evenly in a bin; all that is open above is fast. */
static double
get_slow_share (double begin, double end, double fps)
{
  if (fps <= begin)
    return 0;
  return fps >= end || isinf (end) ? 1 : (fps - begin) / (end - begin);
}

static double
sum_bins (const ParlFindings *findings, const ParlEvidence *evidence, bool slow)
{
  int class_column = find_column (evidence, "class"), le_column = find_column (evidence, "le");
  int value_column = find_column (evidence, "value");
  const char *device_class = NULL, *le = NULL;
  double share = NAN, sum = 0;

  for (unsigned i = 0; i < evidence->rows->len; i++)
    {
      const char *own_class = get_cell (evidence, i, class_column);
      const char *own_le = get_cell (evidence, i, le_column);

      if (g_strcmp0 (device_class, own_class) != 0 || g_strcmp0 (le, own_le) != 0)
        {
          double end = g_ascii_strtod (own_le, NULL);
          double begin = find_bin_begin (findings->snapshot, own_class, end);

          share = get_slow_share (begin, end, findings->targets->promise.fps);
          device_class = own_class;
          le = own_le;
        }
      sum += g_ascii_strtod (get_cell (evidence, i, value_column), NULL) / 3600
             * (slow ? share : 1 - share);
    }
  return sum;
}

/* Of the failures of @cause, what the checks that the fact is about would prevent. */
static double
get_prevented (const ParlFindings *findings, const ParlFact *fact, const char *cause)
{
  const char *checks = parl_labels_get (fact->subject, "checks");
  g_auto (GStrv) names = g_strsplit (checks != NULL ? checks : "", "+", -1);

  return g_strv_contains ((const char *const *)names, cause)
             ? parl_targets_get_efficacy (findings->targets, cause)
             : 0;
}

static double
sum_prevented (const ParlFindings *findings, const ParlFact *fact, const ParlEvidence *evidence,
               bool prevented)
{
  int cause = find_column (evidence, "cause"), count = find_column (evidence, "count");
  double sum = 0;

  for (unsigned i = 0; i < evidence->rows->len; i++)
    {
      double share = get_prevented (findings, fact, get_cell (evidence, i, cause));
      double n = count >= 0 ? g_ascii_strtod (get_cell (evidence, i, count), NULL) : 1;

      sum += n * (prevented ? share : 1 - share);
    }
  return sum;
}

static double
count_sites (const ParlEvidence *evidence)
{
  g_autoptr (GHashTable) sites = g_hash_table_new (g_str_hash, g_str_equal);
  int column = find_column (evidence, "site");

  for (unsigned i = 0; i < evidence->rows->len; i++)
    if (*get_cell (evidence, i, column) != '\0')
      g_hash_table_add (sites, (void *)get_cell (evidence, i, column));
  return g_hash_table_size (sites);
}

static double
sum_column (const ParlEvidence *evidence, const char *name)
{
  double sum = 0;

  for (unsigned i = 0; i < evidence->rows->len; i++)
    sum += get_number (evidence, i, name);
  return sum;
}

static double
count_filled (const ParlEvidence *evidence, const char *name)
{
  int column = find_column (evidence, name);
  double count = 0;

  for (unsigned i = 0; i < evidence->rows->len; i++)
    count += *get_cell (evidence, i, column) != '\0';
  return count;
}

static double
sum_left (const ParlEvidence *evidence)
{
  double sum = 0;

  for (unsigned i = 0; i < evidence->rows->len; i++)
    sum += MAX (get_number (evidence, i, "total") - get_number (evidence, i, "succeeded"), 0);
  return sum;
}

double
sum_rows (const ParlFindings *findings, const ParlFact *fact, const ParlEvidence *evidence,
          RowAmount amount)
{
  switch (amount)
    {
    case ROW_ONE:
      return find_column (evidence, "count") >= 0 ? sum_column (evidence, "count")
                                                  : evidence->rows->len;
    case ROW_AVOIDED:
    case ROW_REMAINING:
      return sum_prevented (findings, fact, evidence, amount == ROW_AVOIDED);
    case ROW_NEW_SITE:
      return count_sites (evidence);
    case ROW_SUCCEEDED:
      return sum_column (evidence, "succeeded");
    case ROW_FAILED:
      return sum_column (evidence, "failed");
    case ROW_LEFT:
      return sum_left (evidence);
    case ROW_TARGET_HOURS:
    case ROW_SLOW_HOURS:
      return sum_bins (findings, evidence, amount == ROW_SLOW_HOURS);
    case ROW_HOURS:
      return sum_column (evidence, "hours");
    case ROW_MEASURED:
      return count_filled (evidence, "now");
    case ROW_NOTHING:
    default:
      return NAN;
    }
}

/* --- whether each row is one that was asked for --- */

typedef struct
{
  const ParlFindings *findings;
  const ParlFact *fact;
  const ParlEvidence *evidence;
  GPtrArray *problems;
} Check;

static void G_GNUC_PRINTF (3, 4) complain (Check *self, unsigned row, const char *format, ...)
{
  g_autofree char *cells = g_strjoinv (", ", g_ptr_array_index (self->evidence->rows, row));
  va_list args;

  va_start (args, format);
  g_autofree char *problem = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->problems, g_strdup_printf ("%s: %s", problem, cells));
}

/* Of a class or site that the fact or the scope names. */
static void
check_text (Check *self, const char *column, const char *wanted)
{
  int index = find_column (self->evidence, column);

  for (unsigned i = 0; wanted != NULL && index >= 0 && i < self->evidence->rows->len; i++)
    if (strcmp (get_cell (self->evidence, i, index), wanted) != 0)
      complain (self, i, "a row of another %s than %s", column, wanted);
}

static void
check_cohort (Check *self, const char *column, const char *wanted, bool other)
{
  int index = find_column (self->evidence, column);

  for (unsigned i = 0; wanted != NULL && index >= 0 && i < self->evidence->rows->len; i++)
    {
      const char *release = get_cell (self->evidence, i, index);
      g_autofree char *cohort = parl_release_to_cohort (*release != '\0' ? release : NULL);

      if ((strcmp (cohort, wanted) == 0) == other)
        complain (self, i, "a row %s %s", other ? "of" : "of another cohort than", wanted);
    }
}

static bool
is_failure_fact (const char *id)
{
  static const char *const others[]
      = { "ota-cohort-share", "ota-cancelled",       "ota-open",          "rollout-pace",
          "rollout-finish",   "rollout-finish-date", "scale-tenfold-days" };

  for (unsigned i = 0; i < G_N_ELEMENTS (others); i++)
    if (strcmp (others[i], id) == 0)
      return false;
  return true;
}

/* What ended how. The risk of being late is that of its forecast. */
static bool
has_outcome (const ParlFact *fact, const char *outcome)
{
  bool is_late = g_strcmp0 (parl_labels_get (fact->subject, "part"), "late") == 0;
  const char *id = is_late ? "rollout-finish" : fact->id;

  if (is_failure_fact (id))
    return strcmp (outcome, "failed") == 0;
  if (strcmp (id, "ota-cohort-share") == 0)
    return strcmp (outcome, "failed") == 0 || strcmp (outcome, "succeeded") == 0;
  if (strcmp (id, "ota-cancelled") == 0)
    return strcmp (outcome, "cancelled") == 0;
  if (strcmp (id, "ota-open") == 0)
    return strcmp (outcome, "open") == 0;
  return strcmp (outcome, "succeeded") == 0;
}

/* The days of the fact's window; of what is open, all that are looked at. Updates that are known by
 * calendar day alone end with the day of as-of. */
static bool
is_of_days (const ParlFindings *findings, const ParlFact *fact, int64_t age)
{
  ParlTime end = findings->window.until;
  ParlTime since
      = fact->window.since != PARL_TIME_NONE ? fact->window.since : findings->before.since;

  return age >= (end - fact->window.until) / PARL_DAY && age < (end - since) / PARL_DAY;
}

/* The end of an attempt, the beginning of 24 hours that were counted, or a calendar day. */
static bool
is_in_window (const Check *self, const char *when, bool is_day)
{
  ParlWindow window = self->fact->window;
  bool is_calendar_day = strlen (when) == strlen ("2026-11-21");
  ParlTime time = read_time (when);

  if (is_calendar_day)
    return is_of_days (self->findings, self->fact,
                       (self->findings->as_of - 1) / PARL_DAY - time / PARL_DAY);
  return (window.since == PARL_TIME_NONE || time >= window.since)
         && (is_day ? time + PARL_DAY <= window.until : time < window.until);
}

static void
check_attempts (Check *self)
{
  const ParlEvidence *evidence = self->evidence;
  int outcome = find_column (evidence, "outcome"), cause = find_column (evidence, "cause");
  int ended = find_column (evidence, "ended"), device = find_column (evidence, "device");
  int started = find_column (evidence, "started"), to = find_column (evidence, "to");
  bool is_day = ended < 0;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  check_text (self, "cause", parl_labels_get (self->fact->subject, "cause"));
  check_cohort (self, "from", parl_labels_get (self->fact->subject, "cohort"), false);
  check_cohort (self, "from", parl_labels_get (self->fact->subject, "cohort-not"), true);
  check_cohort (self, "from", self->findings->scope->release, false);
  for (unsigned i = 0; i < evidence->rows->len; i++)
    {
      const char *when = get_cell (evidence, i, is_day ? 0 : ended);
      bool has_cause = *get_cell (evidence, i, cause) != '\0';
      bool failed = strcmp (get_cell (evidence, i, outcome), "failed") == 0;

      if (!has_outcome (self->fact, get_cell (evidence, i, outcome)))
        complain (self, i, "a row that ended otherwise");
      if (has_cause != failed)
        complain (self, i, "a cause without a failure, or the other way round");
      if (!is_in_window (self, when, is_day))
        complain (self, i, "a row of another time");
      if (!is_day
          && !g_hash_table_add (seen, g_strjoin (" ", get_cell (evidence, i, device),
                                                 get_cell (evidence, i, to),
                                                 get_cell (evidence, i, started), NULL)))
        complain (self, i, "a row that is there twice");
    }
}

static void
check_devices (Check *self)
{
  const ParlEvidence *evidence = self->evidence;
  int device = find_column (evidence, "device"), seen_column = find_column (evidence, "last_seen");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  bool silent = strcmp (self->fact->id, "fleet-silent") == 0;
  const char *of = parl_labels_get (self->fact->subject, "of");
  const ParlLabels *filter = self->fact->evidence.filter;

  check_text (self, "stage",
              parl_get_stage_name (self->findings->snapshot, parl_labels_get (filter, "rollout"),
                                   parl_labels_get (self->fact->subject, "stage")));
  check_cohort (self, "release", self->findings->scope->release, false);
  if (g_strcmp0 (of, "untested-rollback") == 0)
    check_text (self, "tested_rollback", "no");
  for (unsigned i = 0; i < evidence->rows->len; i++)
    {
      ParlTime last = read_time (get_cell (evidence, i, seen_column));

      if (*get_cell (evidence, i, device) != '\0'
          && !g_hash_table_add (seen, (void *)get_cell (evidence, i, device)))
        complain (self, i, "a device that is there twice");
      if (silent && last != PARL_TIME_NONE
          && self->fact->window.until - last <= self->findings->targets->silent_limit)
        complain (self, i, "a device that was heard of");
    }
}

static void
check_series (Check *self)
{
  int time = find_column (self->evidence, "time");

  check_text (self, "stage", parl_labels_get (self->fact->subject, "stage"));
  for (unsigned i = 0; i < self->evidence->rows->len; i++)
    {
      ParlTime end = read_time (get_cell (self->evidence, i, time));

      if (end - PARL_HOUR < self->fact->window.since || end > self->fact->window.until)
        complain (self, i, "an hour of another time");
    }
}

void
check_rows (const ParlFindings *findings, const ParlFact *fact, const ParlEvidence *evidence,
            GPtrArray *problems)
{
  Check self = { findings, fact, evidence, problems };

  check_text (&self, "class", parl_labels_get (fact->subject, "class"));
  check_text (&self, "class", findings->scope->device_class);
  check_text (&self, "site", parl_labels_get (fact->subject, "site"));
  check_text (&self, "site", findings->scope->site);
  switch (fact->evidence.rows)
    {
    case PARL_ROWS_ATTEMPTS:
      check_attempts (&self);
      break;
    case PARL_ROWS_DEVICES:
      check_devices (&self);
      break;
    case PARL_ROWS_SERIES:
      check_series (&self);
      break;
    case PARL_ROWS_STAGES:
    case PARL_ROWS_MILESTONES:
    case PARL_ROWS_CHANGES:
    case PARL_ROWS_RELEASES:
    case PARL_ROWS_BUILDS:
    default:
      break;
    }
}

/* --- what all rows together must be --- */

static bool
is_wanted_text (const char *wanted, const char *value)
{
  return wanted == NULL || g_strcmp0 (wanted, value) == 0;
}

static bool
is_wanted (const ParlFindings *findings, const ParlFact *fact, const ParlOutcomeCount *cell)
{
  const ParlScope *scope = findings->scope;
  const char *cohort = parl_labels_get (fact->subject, "cohort");
  const char *cohort_not = parl_labels_get (fact->subject, "cohort-not");
  g_autofree char *own = parl_release_to_cohort (cell->from);
  bool counts_retries = strcmp (fact->id, "ota-cancelled") == 0
                        || strcmp (fact->id, "ota-open") == 0
                        || strcmp (fact->id, "rollout-pace") == 0;

  if (!has_outcome (fact, parl_outcome_to_string (cell->outcome))
      || (cell->retry && !counts_retries))
    return false;
  if (strcmp (fact->id, "ota-traceable") == 0 && !cell->traced)
    return false;
  if (strcmp (fact->id, "ota-untraced") == 0 && cell->traced)
    return false;
  return is_wanted_text (cohort, own) && is_wanted_text (scope->release, own)
         && (cohort_not == NULL || strcmp (cohort_not, own) != 0)
         && is_wanted_text (parl_labels_get (fact->subject, "cause"), cell->cause)
         && is_wanted_text (parl_labels_get (fact->subject, "class"), cell->device_class)
         && is_wanted_text (parl_labels_get (fact->subject, "site"), cell->site)
         && is_wanted_text (scope->device_class, cell->device_class)
         && is_wanted_text (scope->site, cell->site);
}

/* Of the pace alone: what brought devices to the release of its rollout. */
static const char *
find_release (const ParlSnapshot *whole, const ParlFact *fact)
{
  const char *id = parl_labels_get (fact->subject, "rollout");

  for (unsigned i = 0; id != NULL && i < whole->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (whole->rollouts, i);
      if (strcmp (rollout->id, id) == 0)
        return rollout->release;
    }
  return NULL;
}

/* @whole: not narrowed
 * Returns: what the rows of a fact about attempts must add up to, counted once more from all cells
 */
double
count_attempts (const ParlFindings *findings, const ParlSnapshot *whole, const ParlFact *fact,
                RowAmount amount)
{
  const char *release = find_release (whole, fact);
  double sum = 0;

  for (size_t i = 0; i < parl_outcomes_size (whole->outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (whole->outcomes, i);
      double share = 1;

      if (!is_of_days (findings, fact, cell->age) || !is_wanted (findings, fact, cell)
          || (release != NULL && g_strcmp0 (release, cell->to) != 0))
        continue;
      if (amount == ROW_AVOIDED)
        share = get_prevented (findings, fact, cell->cause);
      if (amount == ROW_REMAINING)
        share = 1 - get_prevented (findings, fact, cell->cause);
      sum += share * (double)cell->count;
    }
  return sum;
}
