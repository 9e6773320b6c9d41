/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blast radius: what a bad release could hit, in the stages that run now and in the next one.
 * From devices, where it is known which stage they belong to; else from the stage's counts. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/listing.h"
#include "analysis/fleet.h"

#include <math.h>

/* Devices of one stage that do not run the release yet. */
typedef struct
{
  double members;           /* of the stage, done or not */
  double left;              /* not done */
  double sites;             /* different sites of those */
  double untested;          /* of those: known to have no tested rollback */
  double no_rollback_state; /* of those: nothing known of a rollback */
} Radius;

static Radius
measure_radius (const ParlContext *context, const ParlRollout *rollout, const ParlStage *stage)
{
  Radius radius = { 0 };
  g_autoptr (GHashTable) sites = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < context->snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (context->snapshot->devices, i);

      if (g_strcmp0 (device->rollout, rollout->id) != 0
          || g_strcmp0 (device->stage, stage->id) != 0)
        continue;
      radius.members++;
      if (parl_device_is_done (device, rollout))
        continue;
      radius.left++;
      radius.untested += device->tested_rollback == PARL_NO;
      radius.no_rollback_state += device->tested_rollback == PARL_UNKNOWN;
      if (device->site != NULL)
        g_hash_table_add (sites, device->site);
    }
  radius.sites = g_hash_table_size (sites);
  return radius;
}

static ParlFact *
add_fact (ParlContext *context, const char *of, const char *when, const ParlRollout *rollout,
          const ParlStage *stage)
{
  ParlFact *fact = parl_context_add (
      context, "blast-radius", parl_labels_new ("of", of, "when", when, "stage", stage->id, NULL));

  parl_fact_take_filter (
      fact, parl_labels_new ("rollout", rollout->id, "stage", stage->id, "done", "no", NULL));
  return fact;
}

static void
add_devices (ParlContext *context, const char *when, const ParlRollout *rollout,
             const ParlStage *stage, const Radius *radius)
{
  ParlFact *fact = add_fact (context, "devices", when, rollout, stage);

  fact->n = stage->total;
  if (radius->members >= stage->total)
    {
      fact->value = fact->count = radius->left;
      return;
    }
  /* Not all members are known: the devices would understate it, the stage's counts do not. */
  fact->value = fact->count = parl_stage_count_left (stage);
  fact->evidence.rows = PARL_ROWS_STAGES;
  parl_fact_take_filter (fact, parl_labels_new ("rollout", rollout->id, "stage", stage->id, NULL));
}

static void
add_sites_and_rollback (ParlContext *context, const char *when, const ParlRollout *rollout,
                        const ParlStage *stage, const Radius *radius)
{
  ParlFact *sites = add_fact (context, "sites", when, rollout, stage);
  ParlFact *untested = add_fact (context, "untested-rollback", when, rollout, stage);

  parl_fact_take_filter (untested,
                         parl_labels_with (untested->evidence.filter, "tested-rollback", "no"));
  if (radius->members == 0)
    return;
  if (radius->members < stage->total)
    {
      parl_fact_add_caveat (sites, "partial");
      parl_fact_add_caveat (untested, "partial");
    }
  if (radius->sites > 0 || radius->left == 0)
    sites->value = sites->count = radius->sites;
  untested->n = radius->left;
  if (radius->no_rollback_state < radius->left || radius->left == 0)
    untested->value = untested->count = radius->untested;
  if (radius->no_rollback_state > 0)
    parl_fact_add_caveat (untested, "unknown:rollback");
}

static void
add_stage (ParlContext *context, const char *when, const ParlRollout *rollout,
           const ParlStage *stage)
{
  Radius radius = measure_radius (context, rollout, stage);

  add_devices (context, when, rollout, stage, &radius);
  add_sites_and_rollback (context, when, rollout, stage, &radius);
}

/* All stages that run (or are paused half-way) are now; the first that waits is next. */
void
parl_add_blast_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  const ParlStage *next = NULL;

  for (unsigned i = 0; rollout != NULL && i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      ParlProgress progress = parl_stage_get_progress (stage, rollout);

      if (progress == PARL_PROGRESS_RUNNING || progress == PARL_PROGRESS_PAUSED)
        add_stage (context, "now", rollout, stage);
      if (progress == PARL_PROGRESS_WAITING && next == NULL)
        next = stage;
    }
  if (next != NULL)
    add_stage (context, "next", rollout, next);
}

void
parl_list_blast (ParlListing *self)
{
  if (self->fact->evidence.rows == PARL_ROWS_STAGES)
    self->measure = PARL_MEASURE_LEFT;
  else if (g_strcmp0 (parl_labels_get (self->fact->subject, "of"), "sites") == 0)
    self->measure = PARL_MEASURE_SITE;
  parl_list_any (self);
}
