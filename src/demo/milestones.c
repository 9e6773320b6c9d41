/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the simulated fleet's people have planned. Says only what the fleet bears out: its failures
 * did get better explained when v2.6 came (fleet-plan.c), and lost connections did not become
 * measurably rarer. */
#include "config.h"

#include "demo/demo.h"

#include <glib/gi18n-lib.h>

/* In days from today; NONE: never. */
#define NONE INT_MIN

typedef struct
{
  const char *id, *title, *outcome, *owner;
  int start, due, done;
  const char *blocked_by, *measure, *of;
} Entry;

static ParlTime
find_day (ParlTime today, int days)
{
  return days == NONE ? PARL_TIME_NONE : today + days * PARL_DAY;
}

static ParlMilestone *
create_milestone (const Entry *entry, ParlTime today)
{
  ParlMilestone *milestone = parl_milestone_new (entry->id, entry->title);

  milestone->outcome = g_strdup (entry->outcome);
  milestone->owner = g_strdup (entry->owner);
  milestone->start = find_day (today, entry->start);
  milestone->due = find_day (today, entry->due);
  milestone->done = find_day (today, entry->done);
  if (entry->blocked_by != NULL)
    {
      g_strfreev (milestone->blocked_by);
      milestone->blocked_by = g_strsplit (entry->blocked_by, ";", -1);
    }
  if (entry->measure != NULL)
    {
      milestone->measure = g_strdup (entry->measure);
      milestone->of = parl_labels_new_from_string (entry->of, NULL);
    }
  return milestone;
}

/* @now: that of the demo
 * Returns: (transfer full): milestones around @now, and a review a week before it */
ParlPlan *
parl_demo_create_plan (ParlTime now)
{
  const Entry entries[] = {
    { "failure-logs", _ ("Every failure sends its log"), _ ("Explained failures"),
      _ ("Platform team"), -38, -30, -28, NULL, "ota-traceable", "" },
    { "resume-downloads", _ ("Downloads resume"), _ ("Safer updates"), _ ("Platform team"), -33,
      -22, -21, NULL, "ota-cohort-cause-rate", "cause=network,cohort=v2.5" },
    { "space-check", _ ("Free-space check"), _ ("Safer updates"), _ ("Platform team"), -4, 6, NONE,
      NULL, "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3" },
    { "wave-3", _ ("Wave 3 begins"), _ ("Release v2.6"), _ ("Release team"), NONE, 9, NONE,
      "space-check", NULL, NULL },
  };
  ParlPlan *plan = parl_plan_new ();
  ParlTime today = now - now % PARL_DAY;

  for (unsigned i = 0; i < G_N_ELEMENTS (entries); i++)
    parl_plan_take (plan, create_milestone (&entries[i], today));
  plan->review = find_day (today, -7);
  return plan;
}
