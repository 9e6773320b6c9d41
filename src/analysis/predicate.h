/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whether a row belongs to a query: asked of cells when facts are counted, and of rows when their
 * evidence is listed. One answer for both, so a number and its rows cannot part.
 *
 * The filter's keys are those of ParlRows in model/fact.h. Of `outcome` there is one value more
 * than outcomes: "tried", succeeded or failed. */

#include "analysis/targets.h"
#include "model/fact.h"
#include "model/snapshot.h"

typedef struct _ParlPredicate ParlPredicate;

ParlPredicate *parl_predicate_new (const ParlQuery *query, const ParlSnapshot *snapshot,
                                   const ParlTargets *targets, GError **error);
void parl_predicate_free (ParlPredicate *self);

bool parl_predicate_accepts_cell (ParlPredicate *self, const ParlOutcomeCount *cell);
bool parl_predicate_accepts_attempt (ParlPredicate *self, const ParlAttempt *attempt);
bool parl_predicate_accepts_device (ParlPredicate *self, const ParlDevice *device);
bool parl_predicate_accepts_stage (ParlPredicate *self, const ParlRollout *rollout,
                                   const ParlStage *stage);
bool parl_predicate_accepts_series (ParlPredicate *self, const ParlSeries *series);
bool parl_predicate_accepts_milestone (ParlPredicate *self, const ParlMilestone *milestone);
bool parl_predicate_accepts_change (ParlPredicate *self, bool has_legs);
bool parl_predicate_accepts_build (ParlPredicate *self, const ParlBuild *build);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlPredicate, parl_predicate_free)
