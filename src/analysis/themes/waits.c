/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which devices of the current rollout can be updated as it goes on, and what the others wait for:
 * a new try after a failure, a stage before theirs, the end of a recommended hold. A device waits
 * for one thing alone. Where the failures of a stage can't be told from its held devices, nothing
 * is said of any. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"
#include "model/release.h"

#include <math.h>

typedef struct
{
  double failed;    /* its last update failed, and no newer one is under way */
  double cancelled; /* the same of one that was called off */
  double gate;      /* in a stage behind one that should not go on */
  double held;      /* on a release that the halt rule stops */
  double nothing;   /* can be updated */
} Waits;

static bool
has_aspect (const ParlFact *fact, const char *aspect)
{
  return fact != NULL && g_strcmp0 (fact->aspect, aspect) == 0;
}

static bool
is_held_stage (const ParlContext *context, const ParlRollout *rollout, const ParlStage *stage)
{
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("rollout", rollout->id, "stage", stage->id, NULL);
  const ParlFact *rate = parl_context_find (context, PARL_FACT_STAGE_RATE, subject);

  return has_aspect (rate, "hold") || has_aspect (rate, "stop");
}

/* Returns: (transfer full) (element-type utf8): the cohorts that the halt rule stops */
static GHashTable *
list_stopped (const ParlContext *context)
{
  GHashTable *stopped = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < context->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (context->facts, i);
      const char *cohort = parl_labels_get (fact->subject, "cohort");
      if (parl_fact_is (fact, PARL_FACT_FAILURE_RATE) && cohort != NULL
          && has_aspect (fact, "stop"))
        g_hash_table_add (stopped, (gpointer)cohort);
    }
  return stopped;
}

/* Of the devices of a stage that are not done. */
typedef struct
{
  int64_t members, open;
  int64_t failed;
  int64_t stopped; /* on a release that the halt rule stops */
  int64_t held;    /* those of them that have not failed */
} Open;

static Open
count_open (const ParlContext *context, const ParlRollout *rollout, const ParlStage *stage,
            GHashTable *stopped, GHashTable *failures)
{
  Open open = { 0 };

  for (unsigned i = 0; i < context->snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (context->snapshot->devices, i);
      if (g_strcmp0 (device->rollout, rollout->id) != 0
          || g_strcmp0 (device->stage, stage->id) != 0)
        continue;
      open.members++;
      if (parl_device_is_done (device, rollout))
        continue;
      open.open++;

      g_autofree char *cohort = parl_release_to_cohort (device->release);
      bool has_failed = parl_device_has_failed (device, rollout, failures);
      bool is_stopped = g_hash_table_contains (stopped, cohort);
      open.failed += has_failed;
      open.stopped += is_stopped;
      open.held += is_stopped && !has_failed;
    }
  return open;
}

/* Returns: whether it can be told */
static bool
add_stage (const ParlContext *context, const ParlRollout *rollout, const ParlStage *stage,
           GHashTable *stopped, GHashTable *failures, Waits *waits)
{
  int64_t left = parl_stage_count_left (stage);
  int64_t cancelled = MAX (stage->cancelled, 0);
  int64_t failed = stage->failed, held = 0;

  if (left == 0)
    return true;
  if (failed == PARL_COUNT_UNKNOWN || g_hash_table_size (stopped) > 0)
    {
      Open open = count_open (context, rollout, stage, stopped, failures);
      bool is_known = open.members == stage->total && open.open == left;
      bool is_same = failed == PARL_COUNT_UNKNOWN || failed == open.failed;
      if (!is_known || (!is_same && open.stopped > 0))
        return false;
      failed = failed != PARL_COUNT_UNKNOWN ? failed : open.failed;
      held = open.held;
    }
  waits->failed += (double)failed;
  waits->cancelled += (double)cancelled;
  waits->held += (double)held;
  waits->nothing += (double)MAX (left - failed - cancelled - held, 0);
  return true;
}

static bool
count_waits (const ParlContext *context, const ParlRollout *rollout, Waits *waits)
{
  ParlWindow always = { 0, context->snapshot->as_of + 1 };
  g_autoptr (GHashTable) stopped = list_stopped (context);
  g_autoptr (GHashTable) failures = parl_list_last_failures (context->snapshot, always);
  bool is_gated = false;

  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);

      if (is_gated && parl_stage_get_progress (stage, rollout) == PARL_PROGRESS_WAITING)
        waits->gate += (double)parl_stage_count_left (stage);
      else if (!add_stage (context, rollout, stage, stopped, failures, waits))
        return false;
      is_gated |= is_held_stage (context, rollout, stage);
    }
  return true;
}

static ParlFact *
add_fact (ParlContext *context, const ParlRollout *rollout, const char *what, double value,
          double left)
{
  ParlFact *fact = parl_context_add (context, PARL_FACT_WAITS,
                                     parl_labels_new ("rollout", rollout->id, "waits", what, NULL));

  parl_fact_take_filter (fact, parl_labels_new ("rollout", rollout->id, NULL));
  fact->value = value;
  fact->n = left;
  return fact;
}

void
parl_add_wait_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  Waits waits = { 0 };
  double left = 0;

  for (unsigned i = 0; rollout != NULL && i < rollout->stages->len; i++)
    left += (double)parl_stage_count_left (g_ptr_array_index (rollout->stages, i));
  if (!(left > 0)
      || (rollout->progress != PARL_PROGRESS_RUNNING && rollout->progress != PARL_PROGRESS_PAUSED)
      || !count_waits (context, rollout, &waits))
    return;

  const struct
  {
    const char *what;
    double value;
  } groups[] = { { "failed", waits.failed },
                 { "cancelled", waits.cancelled },
                 { "gate", waits.gate },
                 { "held", waits.held } };
  for (unsigned i = 0; i < G_N_ELEMENTS (groups); i++)
    if (groups[i].value > 0)
      add_fact (context, rollout, groups[i].what, groups[i].value, left);
  ParlFact *able = add_fact (context, rollout, PARL_WAITS_NOTHING, waits.nothing, left);
  able->aspect = g_strdup (waits.nothing < left ? "part" : "all");
}
