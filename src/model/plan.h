/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What somebody has planned: milestones, when each is due and when it was done, and which number
 * each should change. */

#include "model/instant.h"
#include "model/labels.h"

/* Days are the beginning of a day in UTC; PARL_TIME_NONE: not said. */
typedef struct
{
  char *id;
  char *title;        /* what is then so, in the reader's language */
  char *outcome;      /* what it is for: its lane of the roadmap; or NULL */
  char *owner;        /* or NULL */
  ParlTime start;     /* when work on it began or begins */
  ParlTime due, done; /* `due` is always said */
  char **blocked_by;  /* ids of the milestones that it waits for; NULL-terminated, never NULL */
  char *measure;      /* id of the fact that it should change; NULL: none is set */
  ParlLabels *of;     /* subject of that fact; NULL without one */
} ParlMilestone;

/* Made by its reader, then only read. */
typedef struct
{
  GPtrArray *milestones; /* (element-type ParlMilestone), in the order in which they were written */
  GHashTable *by_id;     /* id (borrowed) -> ParlMilestone (borrowed), the first of each id */
  ParlTime review;       /* day of the last review; PARL_TIME_NONE: none is known */
} ParlPlan;

ParlMilestone *parl_milestone_new (const char *id, const char *title);
void parl_milestone_free (ParlMilestone *self);
bool parl_milestone_is_done (const ParlMilestone *self, ParlTime as_of);

ParlPlan *parl_plan_new (void);
ParlPlan *parl_plan_ref (const ParlPlan *self);
void parl_plan_unref (ParlPlan *self);
void parl_plan_take (ParlPlan *self, ParlMilestone *milestone);
ParlMilestone *parl_milestone_copy (const ParlMilestone *self);
ParlPlan *parl_plan_merge (const ParlPlan *own, const GPtrArray *milestones);
const ParlMilestone *parl_plan_find (const ParlPlan *self, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMilestone, parl_milestone_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlPlan, parl_plan_unref)
