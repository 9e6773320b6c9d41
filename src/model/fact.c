/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number with a meaning: a plain value. Computes nothing: that is the analysis' business. */
#include "config.h"

#include "model/fact.h"

#include <math.h>

static const char *const unit_names[] = {
  [PARL_UNIT_SHARE] = "share", [PARL_UNIT_POINTS] = "points", [PARL_UNIT_RATIO] = "ratio",
  [PARL_UNIT_COUNT] = "count", [PARL_UNIT_FPS] = "frames/s",  [PARL_UNIT_MILLISECONDS] = "ms",
  [PARL_UNIT_HOURS] = "hours", [PARL_UNIT_DAYS] = "days",     [PARL_UNIT_SCORE] = "score",
  [PARL_UNIT_MONEY] = "money", [PARL_UNIT_TIME] = "time",
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
  [PARL_ROWS_MILESTONES] = "milestones",
};

/**
 * parl_fact_new:
 * @id: from the catalogue in analysis/catalogue.h
 * @subject: (transfer full): what it speaks about
 * @unit: of value, interval, target and comparison
 *
 * Returns: (transfer full): a fact in which no number is set, to be filled in by its maker
 */
ParlFact *
parl_fact_new (const char *id, ParlLabels *subject, ParlUnit unit)
{
  g_return_val_if_fail (id != NULL && subject != NULL, NULL);

  ParlFact *self = g_new0 (ParlFact, 1);

  self->id = g_strdup (id);
  self->subject = subject;
  self->unit = unit;
  self->value = self->low = self->high = self->count = self->n = self->target = NAN;
  self->comparison.value = self->comparison.n = NAN;
  self->comparison.low = self->comparison.high = NAN;
  self->comparison.change = self->comparison.relative = NAN;
  self->comparison.change_low = self->comparison.change_high = NAN;
  self->caveats = g_new0 (char *, 1);
  self->window = (ParlWindow){ PARL_TIME_NONE, PARL_TIME_NONE };
  self->comparison.window = self->window;
  self->freshness = PARL_TIME_NONE;
  self->evidence.filter = parl_labels_new (NULL, NULL);
  return self;
}

void
parl_fact_free (ParlFact *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  parl_labels_unref (self->subject);
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

/**
 * parl_fact_add_caveat:
 * @token: what a reader must know to read the number right: "times-seen", "partial"
 *
 * For the maker of the fact only.
 */
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
