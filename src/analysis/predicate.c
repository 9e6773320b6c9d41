/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one predicate of counting and evidence. Knows filters, not facts; looks at no time but a
 * device's last sign of life, against the end of the query's window. */
#include "config.h"

#include "analysis/predicate.h"

#include "analysis/fleet.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _ParlPredicate
{
  ParlQuery query; /* its own reference on the filter */
  const ParlTargets *targets;
  const ParlRollout *rollout; /* that `done` is measured by */

  /* Of the filter, taken apart once. */
  const char *cohort, *cohort_not, *device_class, *site, *cause, *rollout_id, *stage, *to;
  GStrv causes;
  bool tried, any_outcome;
  ParlOutcome outcome;
  ParlTristate retry, traced, silent, done, old, unheard, legs, timed;
  GHashTable *failures; /* of devices by id; NULL unless `unheard` is asked */
  GHashTable *lines;    /* of releases, by product; NULL unless `old` is asked */
  GHashTable *cohorts;  /* release -> its cohort: there are few releases and many rows */
};

static const char *const allowed_keys[] = {
  [PARL_ROWS_ATTEMPTS] = "outcome,cause,cohort,cohort-not,class,site,rollout,stage,traced,retry,"
                         "causes,to",
  [PARL_ROWS_DEVICES] = "class,site,release,rollout,stage,silent,silent-age,done,tested-rollback,"
                        "old,unheard",
  [PARL_ROWS_STAGES] = "rollout,stage",
  [PARL_ROWS_SERIES] = "name,class,stage,le",
  [PARL_ROWS_MILESTONES] = "milestone,done",
  [PARL_ROWS_CHANGES] = "legs",
  [PARL_ROWS_RELEASES] = "",
  [PARL_ROWS_BUILDS] = "outcome,timed",
};

static bool
refuse (const char *key, const char *value, GError **error)
{
  g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_QUERY,
               _ ("Rows cannot be picked by “%s=%s”"), key, value);
  return false;
}

static bool
check_keys (const ParlQuery *query, GError **error)
{
  g_auto (GStrv) allowed = g_strsplit (allowed_keys[query->rows], ",", -1);

  for (unsigned i = 0; i < parl_labels_size (query->filter); i++)
    {
      const char *key = parl_labels_get_key (query->filter, i);
      if (!g_strv_contains ((const char *const *)allowed, key))
        return refuse (key, parl_labels_get_value (query->filter, i), error);
    }
  return true;
}

/* PARL_UNKNOWN: the filter does not ask. */
static bool
read_switch (const ParlLabels *filter, const char *key, ParlTristate *state, GError **error)
{
  const char *value = parl_labels_get (filter, key);

  *state = PARL_UNKNOWN;
  if (value == NULL)
    return true;
  if (strcmp (value, "yes") != 0 && strcmp (value, "no") != 0)
    return refuse (key, value, error);
  *state = *value == 'y' ? PARL_YES : PARL_NO;
  return true;
}

static bool
read_outcome (ParlPredicate *self, GError **error)
{
  const char *value = parl_labels_get (self->query.filter, "outcome");

  self->any_outcome = value == NULL;
  self->tried = g_strcmp0 (value, "tried") == 0;
  if (self->any_outcome || self->tried || parl_outcome_from_string (value, &self->outcome))
    return true;
  return refuse ("outcome", value, error);
}

static bool
read_filter (ParlPredicate *self, GError **error)
{
  const ParlLabels *filter = self->query.filter;
  const char *causes = parl_labels_get (filter, "causes");

  self->cohort = parl_labels_get (filter, "cohort");
  self->cohort_not = parl_labels_get (filter, "cohort-not");
  self->device_class = parl_labels_get (filter, "class");
  self->site = parl_labels_get (filter, "site");
  self->cause = parl_labels_get (filter, "cause");
  self->rollout_id = parl_labels_get (filter, "rollout");
  self->stage = parl_labels_get (filter, "stage");
  self->to = parl_labels_get (filter, "to");
  self->causes = causes != NULL ? g_strsplit (causes, "+", -1) : NULL;
  return read_outcome (self, error) && read_switch (filter, "retry", &self->retry, error)
         && read_switch (filter, "traced", &self->traced, error)
         && read_switch (filter, "silent", &self->silent, error)
         && read_switch (filter, "done", &self->done, error)
         && read_switch (filter, "old", &self->old, error)
         && read_switch (filter, "unheard", &self->unheard, error)
         && read_switch (filter, "legs", &self->legs, error)
         && read_switch (filter, "timed", &self->timed, error);
}

/* @snapshot: outlives the predicate
 * @targets: outlives the predicate
 * Returns: (transfer full): the predicate, or %NULL with %PARL_ANALYSIS_ERROR_QUERY for a key or a
 *   value that rows of this kind cannot be picked by */
ParlPredicate *
parl_predicate_new (const ParlQuery *query, const ParlSnapshot *snapshot,
                    const ParlTargets *targets, GError **error)
{
  g_return_val_if_fail (query != NULL && snapshot != NULL && targets != NULL, NULL);

  if (!check_keys (query, error))
    return NULL;

  g_autoptr (ParlPredicate) self = g_new0 (ParlPredicate, 1);

  self->query = *query;
  self->query.filter = parl_labels_ref (query->filter);
  self->targets = targets;
  self->cohorts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_filter (self, error))
    return NULL;
  self->rollout = parl_find_rollout (snapshot, self->rollout_id);
  if (self->done != PARL_UNKNOWN && self->rollout == NULL && query->rows == PARL_ROWS_DEVICES)
    {
      refuse ("done", "yes or no, without a rollout", error);
      return NULL;
    }
  if (self->old != PARL_UNKNOWN)
    self->lines = parl_list_release_lines (snapshot);
  if (self->unheard != PARL_UNKNOWN)
    self->failures = parl_list_last_failures (snapshot, query->window);
  return g_steal_pointer (&self);
}

void
parl_predicate_free (ParlPredicate *self)
{
  if (self == NULL)
    return;
  parl_labels_unref (self->query.filter);
  g_strfreev (self->causes);
  g_hash_table_unref (self->cohorts);
  g_clear_pointer (&self->lines, g_hash_table_unref);
  g_clear_pointer (&self->failures, g_hash_table_unref);
  g_free (self);
}

static const char *
get_cohort (ParlPredicate *self, const char *release)
{
  const char *key = release != NULL ? release : "";
  const char *cohort = g_hash_table_lookup (self->cohorts, key);

  if (cohort == NULL)
    {
      char *made = parl_release_to_cohort (release);
      g_hash_table_insert (self->cohorts, g_strdup (key), made);
      cohort = made;
    }
  return cohort;
}

static bool
accepts_text (const char *wanted, const char *value)
{
  return wanted == NULL || g_strcmp0 (wanted, value) == 0;
}

static bool
accepts_switch (ParlTristate wanted, bool value)
{
  return wanted == PARL_UNKNOWN || (wanted == PARL_YES) == value;
}

static bool
accepts_outcome (const ParlPredicate *self, ParlOutcome outcome)
{
  if (self->any_outcome)
    return outcome != PARL_OUTCOME_NONE;
  if (self->tried)
    return parl_outcome_is_tried (outcome);
  return outcome == self->outcome;
}

static bool
accepts_cause (const ParlPredicate *self, const ParlOutcomeCount *cell)
{
  if (self->cause == NULL && self->causes == NULL && self->traced == PARL_UNKNOWN)
    return true;
  if (cell->outcome != PARL_OUTCOME_FAILED)
    return false;

  const char *cause = cell->cause != NULL ? cell->cause : PARL_CAUSE_UNKNOWN;
  return accepts_text (self->cause, cause) && accepts_switch (self->traced, cell->traced)
         && (self->causes == NULL || g_strv_contains ((const char *const *)self->causes, cause));
}

/* The cheap questions come first: most cells are out at the second one. */
static bool
accepts_outcome_row (ParlPredicate *self, const ParlOutcomeCount *cell)
{
  if (!accepts_outcome (self, cell->outcome) || !accepts_switch (self->retry, cell->retry)
      || !accepts_text (self->device_class, cell->device_class)
      || !accepts_text (self->site, cell->site) || !accepts_text (self->to, cell->to)
      || !accepts_cause (self, cell))
    return false;
  if (self->cohort == NULL && self->cohort_not == NULL)
    return true;

  const char *cohort = get_cohort (self, cell->from);
  return accepts_text (self->cohort, cohort)
         && (self->cohort_not == NULL || strcmp (self->cohort_not, cohort) != 0);
}

/* The cell's age is not looked at. Cells know no rollout: a query by one accepts none. */
bool
parl_predicate_accepts_cell (ParlPredicate *self, const ParlOutcomeCount *cell)
{
  return self->rollout_id == NULL && self->stage == NULL && accepts_outcome_row (self, cell);
}

/* A device whose line is not known is neither old nor not. */
static bool
accepts_age (const ParlPredicate *self, const ParlDevice *device)
{
  if (self->old == PARL_UNKNOWN)
    return true;

  int behind = parl_device_count_lines_behind (device, self->lines);
  return behind >= 0 && accepts_switch (self->old, behind >= PARL_OLD_LINES);
}

/* An attempt is the cell that it would be counted in. */
bool
parl_predicate_accepts_attempt (ParlPredicate *self, const ParlAttempt *attempt)
{
  bool known = attempt->cause != NULL && strcmp (attempt->cause, PARL_CAUSE_UNKNOWN) != 0;
  ParlOutcomeCount cell
      = { .outcome = attempt->outcome,
          .retry = attempt->retry,
          .from = attempt->from,
          .to = attempt->to,
          .device_class = attempt->device_class,
          .site = attempt->site,
          .cause = attempt->cause,
          .traced = known && attempt->message != NULL && *attempt->message != '\0',
          .count = 1 };

  return accepts_text (self->rollout_id, attempt->rollout)
         && accepts_text (self->stage, attempt->stage) && accepts_outcome_row (self, &cell);
}

static const char *
get_rollback_word (ParlTristate state)
{
  return state == PARL_YES ? "yes" : state == PARL_NO ? "no" : "unknown";
}

bool
parl_predicate_accepts_device (ParlPredicate *self, const ParlDevice *device)
{
  const ParlLabels *filter = self->query.filter;
  ParlTime at = self->query.window.until;

  return accepts_text (self->device_class, device->device_class)
         && accepts_text (self->site, device->site)
         && accepts_text (self->rollout_id, device->rollout)
         && accepts_text (self->stage, device->stage)
         && accepts_text (parl_labels_get (filter, "release"), device->release)
         && accepts_switch (self->silent, parl_device_is_silent (device, self->targets, at))
         && accepts_text (parl_labels_get (filter, "silent-age"),
                          parl_device_get_silent_age (device, at))
         && (self->done == PARL_UNKNOWN
             || accepts_switch (self->done, parl_device_is_done (device, self->rollout)))
         && accepts_text (parl_labels_get (filter, "tested-rollback"),
                          get_rollback_word (device->tested_rollback))
         && (self->failures == NULL
             || accepts_switch (self->unheard,
                                parl_device_get_lost (device, self->failures, self->targets, at)
                                    != PARL_TIME_NONE))
         && accepts_age (self, device);
}

bool
parl_predicate_accepts_stage (ParlPredicate *self, const ParlRollout *rollout,
                              const ParlStage *stage)
{
  return accepts_text (self->rollout_id, rollout->id) && accepts_text (self->stage, stage->id);
}

bool
parl_predicate_accepts_series (ParlPredicate *self, const ParlSeries *series)
{
  return accepts_text (parl_labels_get (self->query.filter, "name"), series->name)
         && accepts_text (self->device_class, parl_labels_get (series->labels, "class"))
         && accepts_text (self->stage, parl_labels_get (series->labels, "stage"))
         && accepts_text (parl_labels_get (self->query.filter, "le"),
                          parl_labels_get (series->labels, "le"));
}

bool
parl_predicate_accepts_milestone (ParlPredicate *self, const ParlMilestone *milestone)
{
  return accepts_text (parl_labels_get (self->query.filter, "milestone"), milestone->id)
         && accepts_switch (self->done,
                            parl_milestone_is_done (milestone, self->query.window.until));
}

/* @has_legs: whether the times of all its legs are known */
bool
parl_predicate_accepts_change (ParlPredicate *self, bool has_legs)
{
  return accepts_switch (self->legs, has_legs);
}

bool
parl_predicate_accepts_build (ParlPredicate *self, const ParlBuild *build)
{
  return accepts_switch (self->timed, parl_build_is_timed (build))
         && (self->any_outcome
             || strcmp (parl_build_outcome_to_string (build->outcome),
                        parl_outcome_to_string (self->outcome))
                    == 0);
}
