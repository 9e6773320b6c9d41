/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The golden fleet of 18,000 cameras, written down by hand: the numbers of the story, no
 * simulation. And the few steps that all tests of the analysis share. */

#include "analysis/findings.h"

#define GOLDEN_AS_OF ((ParlTime)1795254000000) /* 2026-11-21T09:40:00Z */
#define GOLDEN_ROLLOUT "7"

ParlSnapshot *golden_snapshot_new (void);
GPtrArray *golden_attempts_new (const ParlSnapshot *snapshot);
ParlFindings *golden_findings_new (void);

void golden_add_outages (ParlSnapshot *snapshot);

/* Milestones of every kind, and a review ten days ago. */
void golden_add_plan (ParlSnapshot *snapshot);
ParlMilestone *golden_add_milestone (ParlSnapshot *snapshot, const char *id, int done_days_ago,
                                     const char *measure, const char *of);

/* For fleets that are smaller than the golden one. */
void golden_add_cell (ParlSnapshot *snapshot, int age, const char *from, ParlOutcome outcome,
                      const char *cause, int64_t count);
void golden_spread (ParlSnapshot *snapshot, int first_age, const char *from, ParlOutcome outcome,
                    const char *cause, int64_t count);
ParlSourceState *golden_add_source (ParlSnapshot *snapshot, const char *name, const char *kind,
                                    ParlTime newest);

/* @subject as parl_labels_to_string() writes it; fails the test when there is no such fact. */
const ParlFact *golden_get (const ParlFindings *findings, const char *id, const char *subject);
const ParlFact *golden_find (const ParlFindings *findings, const char *id, const char *subject);
void golden_assert_printed (double value, int decimals, const char *expected);
