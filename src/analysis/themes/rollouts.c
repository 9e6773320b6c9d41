/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The current rollout, stage by stage: how far, how well, watched how long. From the server's own
 * counts of devices, or what a scope left of them; a device counts once, with its last outcome. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/listing.h"
#include "analysis/predicate.h"
#include "analysis/fleet.h"
#include "model/release.h"

#include <math.h>

static ParlLabels *
get_subject (const ParlRollout *rollout, const ParlStage *stage)
{
  return parl_labels_new ("rollout", rollout->id, "stage", stage != NULL ? stage->id : NULL, NULL);
}

static ParlFact *
add_fact (ParlContext *context, const char *id, const ParlRollout *rollout, const ParlStage *stage)
{
  ParlFact *fact = parl_context_add (context, id, get_subject (rollout, stage));

  parl_fact_take_filter (fact, get_subject (rollout, stage));
  return fact;
}

static void
add_progress (ParlContext *context, const ParlRollout *rollout, const ParlStage *stage,
              ParlProportion done, ParlProgress progress)
{
  ParlFact *fact = add_fact (context, "rollout-progress", rollout, stage);

  fact->count = done.count;
  fact->n = done.n;
  fact->value = done.n > 0 ? done.count / done.n : NAN;
  fact->aspect = g_strdup (parl_progress_to_string (progress));
}

/* What is to be done about a stage. "hold": it runs and is certainly over what the promise leaves
 * room for; a finished one can only be told to have been, where its counts are known. */
static const char *
get_stage_aspect (const ParlFact *rate, ParlProgress progress, const ParlTargets *targets)
{
  const char *halt = parl_get_halt_aspect (rate, targets);
  bool is_finished = progress == PARL_PROGRESS_FINISHED;

  if (halt == NULL && is_finished)
    return NULL;
  if (isnan (rate->value))
    return progress == PARL_PROGRESS_WAITING || progress == PARL_PROGRESS_STOPPED ? "not-started"
                                                                                  : "running";
  if (halt == NULL)
    return "running";
  if (g_str_equal (halt, "stop"))
    return "stop";
  if (g_str_equal (halt, "over"))
    return is_finished ? "over" : "hold";
  if (is_finished)
    return g_str_equal (halt, "within") ? "passed" : "unclear";
  return "running";
}

/* What a stage that is to be held can still come down to: a rate that no update to come can reach
 * is no gate. */
static void
add_best (ParlContext *context, const ParlRollout *rollout, const ParlStage *stage)
{
  int64_t ending = stage->total - MAX (stage->cancelled, 0);
  ParlFact *fact = add_fact (context, PARL_FACT_STAGE_BEST, rollout, stage);
  double slo = parl_targets_get_slo (context->targets);

  fact->count = (double)stage->failed;
  fact->n = (double)ending;
  fact->value = ending > 0 ? fact->count / fact->n : NAN;
  parl_fact_aim_below (fact, slo);
  fact->aspect = g_strdup (fact->value <= slo ? "reachable" : "unreachable");
}

static void
add_stage_rate (ParlContext *context, const ParlRollout *rollout, const ParlStage *stage)
{
  ParlFact *fact = add_fact (context, "rollout-stage-rate", rollout, stage);

  if (stage->failed != PARL_COUNT_UNKNOWN && stage->downloaded != PARL_COUNT_UNKNOWN)
    parl_fact_set_rate (fact, (ParlProportion){ stage->failed, stage->succeeded + stage->downloaded
                                                                   + stage->failed });
  parl_fact_aim_below (fact, parl_targets_get_slo (context->targets));
  parl_fact_judge_size (fact, fact->n, context->targets);
  fact->aspect = g_strdup (
      get_stage_aspect (fact, parl_stage_get_progress (stage, rollout), context->targets));
  if (g_strcmp0 (fact->aspect, "hold") == 0 || g_strcmp0 (fact->aspect, "stop") == 0)
    add_best (context, rollout, stage);
}

static void
add_soak (ParlContext *context, const ParlRollout *rollout, const ParlStage *stage)
{
  ParlProgress progress = parl_stage_get_progress (stage, rollout);
  ParlTime end
      = progress == PARL_PROGRESS_FINISHED ? stage->last_outcome : context->snapshot->as_of;

  if (stage->first_outcome == PARL_TIME_NONE || end == PARL_TIME_NONE)
    return;
  add_fact (context, "rollout-soak", rollout, stage)->value
      = (double)(end - stage->first_outcome) / PARL_DAY;
}

void
parl_add_rollout_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  ParlProportion done = { 0, 0 };
  double left = 0;

  if (rollout == NULL)
    {
      parl_context_add (context, "rollout-progress", parl_labels_new (NULL, NULL));
      return;
    }
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      done.count += stage->succeeded;
      done.n += stage->total;
      left += parl_stage_count_left (stage);
    }

  add_progress (context, rollout, NULL, done, rollout->progress);
  ParlFact *left_fact = add_fact (context, "rollout-left", rollout, NULL);
  left_fact->value = left_fact->count = left;
  left_fact->n = done.n;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      add_progress (context, rollout, stage, (ParlProportion){ stage->succeeded, stage->total },
                    parl_stage_get_progress (stage, rollout));
      add_stage_rate (context, rollout, stage);
      add_soak (context, rollout, stage);
    }
}

static void
free_event (ParlEvent *event)
{
  g_free (event->release);
  g_free (event->stage);
  parl_labels_unref (event->subject);
  g_free (event);
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  ParlTime x = (*(const ParlEvent *const *)a)->time;
  ParlTime y = (*(const ParlEvent *const *)b)->time;

  return (x > y) - (x < y);
}

/* Returns: (transfer full) (element-type ParlEvent): the first outcome of every stage of every
 *   rollout, in both windows, by time */
GPtrArray *
parl_make_events (const ParlContext *context)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify)free_event);

  for (unsigned i = 0; i < context->snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (context->snapshot->rollouts, i);
      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          const ParlStage *stage = g_ptr_array_index (rollout->stages, j);
          if (stage->first_outcome < context->windows[PARL_BEFORE].since
              || stage->first_outcome >= context->windows[PARL_NOW].until)
            continue;
          ParlEvent *event = g_new0 (ParlEvent, 1);
          event->time = stage->first_outcome;
          event->release = parl_release_to_cohort (rollout->release);
          event->stage = g_strdup (stage->name);
          event->subject = parl_labels_new ("rollout", rollout->id, "stage", stage->id, NULL);
          g_ptr_array_add (events, event);
        }
    }
  g_ptr_array_sort (events, compare_events);
  return events;
}

static const char *const stage_columns[] = { "rollout",   "stage",   "total",
                                             "succeeded", "failed",  "cancelled",
                                             "running",   "waiting", NULL };

static double
weigh_stage (ParlMeasure measure, const ParlStage *stage)
{
  if (measure == PARL_MEASURE_DONE)
    return stage->succeeded;
  if (measure == PARL_MEASURE_FAILED)
    return MAX (stage->failed, 0); /* unknown counts for nothing: such a fact has no count */
  return measure == PARL_MEASURE_LEFT ? parl_stage_count_left (stage) : 0;
}

void
parl_list_stages (ParlListing *self)
{
  GPtrArray *rollouts = self->findings->snapshot->rollouts;

  self->evidence->columns = stage_columns;
  for (unsigned i = 0; i < rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (rollouts, i);

      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          const ParlStage *stage = g_ptr_array_index (rollout->stages, j);
          if (!parl_predicate_accepts_stage (self->predicate, rollout, stage))
            continue;

          g_autofree char *total = parl_listing_format_number (stage->total);
          g_autofree char *succeeded = parl_listing_format_number (stage->succeeded);
          g_autofree char *failed = parl_listing_format_count (stage->failed);
          g_autofree char *cancelled = parl_listing_format_count (stage->cancelled);
          g_autofree char *running = parl_listing_format_count (stage->running);
          g_autofree char *waiting = parl_listing_format_count (stage->waiting);
          parl_listing_add (self, weigh_stage (self->measure, stage), rollout->name, stage->name,
                            total, succeeded, failed, cancelled, running, waiting);
        }
    }
}
