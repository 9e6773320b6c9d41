/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fact as a plain value, and the names of its units, verdicts and states. Computes nothing: that
 * is the analysis' business. */
#include "config.h"

#include "model/fact.h"

#include <math.h>

static const char *const unit_names[] = {
  [PARL_UNIT_SHARE] = "share",     [PARL_UNIT_POINTS] = "points", [PARL_UNIT_RATIO] = "ratio",
  [PARL_UNIT_COUNT] = "count",     [PARL_UNIT_FPS] = "frames/s",  [PARL_UNIT_MILLISECONDS] = "ms",
  [PARL_UNIT_MINUTES] = "minutes", [PARL_UNIT_HOURS] = "hours",   [PARL_UNIT_DAYS] = "days",
  [PARL_UNIT_SCORE] = "score",     [PARL_UNIT_MONEY] = "money",   [PARL_UNIT_TIME] = "time",
};

static const char *const verdict_names[] = {
  [PARL_VERDICT_NONE] = "none",           [PARL_VERDICT_CONFIRMED] = "confirmed",
  [PARL_VERDICT_NO_CHANGE] = "no-change", [PARL_VERDICT_TOO_LITTLE] = "too-little",
  [PARL_VERDICT_STALE] = "stale",         [PARL_VERDICT_NO_DATA] = "no-data",
};

static const char *const target_state_names[] = {
  [PARL_TARGET_UNSET] = "unset",
  [PARL_TARGET_MET] = "met",
  [PARL_TARGET_MISSED] = "missed",
  [PARL_TARGET_UNCLEAR] = "unclear",
};

static const char *const rows_names[] = {
  [PARL_ROWS_ATTEMPTS] = "attempts",     [PARL_ROWS_DEVICES] = "devices",
  [PARL_ROWS_STAGES] = "stages",         [PARL_ROWS_SERIES] = "series",
  [PARL_ROWS_MILESTONES] = "milestones", [PARL_ROWS_CHANGES] = "changes",
  [PARL_ROWS_RELEASES] = "releases",     [PARL_ROWS_BUILDS] = "builds",
};

void
parl_fact_free (ParlFact *self)
{
  if (self == NULL)
    return;
  parl_labels_unref (self->subject);
  g_clear_pointer (&self->checks, g_array_unref);
  g_free (self->aspect);
  g_strfreev (self->caveats);
  g_free (self->source);
  parl_labels_unref (self->evidence.filter);
  g_free (self);
}

bool
parl_fact_has_comparison (const ParlFact *self)
{
  return !isnan (self->comparison.value);
}

/* Returns: whether a change is sure and below the minimum effect: it is none worth a word, and all
 *   the same not "no measurable change" */
bool
parl_fact_has_small_change (const ParlFact *self)
{
  bool is_points = self->unit == PARL_UNIT_POINTS;
  double low = is_points ? self->low : self->comparison.change_low;
  double high = is_points ? self->high : self->comparison.change_high;

  return self->verdict == PARL_VERDICT_NO_CHANGE && (low > 0 || high < 0);
}

/* @token: what a reader must know to read the number right: "times-seen", "partial"
 * For the maker of the fact only. */
void
parl_fact_add_caveat (ParlFact *self, const char *token)
{
  unsigned length = g_strv_length (self->caveats);

  if (g_strv_contains ((const char *const *)self->caveats, token))
    return;
  self->caveats = g_renew (char *, self->caveats, length + 2);
  self->caveats[length] = g_strdup (token);
  self->caveats[length + 1] = NULL;
}

const char *
parl_unit_to_string (ParlUnit unit)
{
  return unit_names[unit];
}

const char *
parl_verdict_to_string (ParlVerdict verdict)
{
  return verdict_names[verdict];
}

const char *
parl_target_state_to_string (ParlTargetState state)
{
  return target_state_names[state];
}

const char *
parl_rows_to_string (ParlRows rows)
{
  return rows_names[rows];
}
