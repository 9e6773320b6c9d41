/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the raw counts of the golden fleet and of 200 made-up ones, with the facts that were found
 * in them, and lets R find them again (facts.R). Skipped where there is no Rscript. */
#include "config.h"

#include "analysis/catalogue.h"
#include "golden.h"
#include "random-fleet.h"
#include "run-r.h"

#include <math.h>

static void
add_text (GString *text, const char *value)
{
  g_string_append_printf (text, "\t%s", value != NULL ? value : "-");
}

static void
add_number (GString *text, double value)
{
  if (isnan (value))
    g_string_append (text, "\tNA");
  else
    g_string_append_printf (text, "\t%.17g", value);
}

static void
add_time (GString *text, ParlTime time)
{
  add_number (text, time == PARL_TIME_NONE ? NAN : (double)time);
}

static void
export_cells (GString *text, const ParlOutcomes *outcomes)
{
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);

      g_string_append_printf (text, "cell\t%d\t%s\t%d", cell->age,
                              parl_outcome_to_string (cell->outcome), cell->retry);
      add_text (text, cell->from);
      add_text (text, cell->to);
      add_text (text, cell->device_class);
      add_text (text, cell->site);
      add_text (text, cell->cause);
      g_string_append_printf (text, "\t%d\t%" G_GINT64_FORMAT "\n", cell->traced, cell->count);
    }
}

static void
export_spells (GString *text, const char *rollout, const char *stage, const GArray *spells)
{
  for (unsigned i = 0; i < spells->len; i++)
    {
      const ParlSpell *spell = &g_array_index (spells, ParlSpell, i);

      g_string_append_printf (text, "spell\t%s", rollout);
      add_text (text, stage);
      add_text (text, parl_progress_to_string (spell->progress));
      add_time (text, spell->first);
      add_time (text, spell->last);
      g_string_append_c (text, '\n');
    }
}

static void
export_stage (GString *text, const ParlRollout *rollout, const ParlStage *stage)
{
  const int64_t counts[] = { stage->total,     stage->succeeded, stage->failed,
                             stage->cancelled, stage->running,   stage->waiting };

  g_string_append_printf (text, "stage\t%s\t%s", rollout->id, stage->id);
  for (unsigned i = 0; i < G_N_ELEMENTS (counts); i++)
    add_number (text, (double)counts[i]);
  add_time (text, stage->first_outcome);
  add_time (text, stage->last_outcome);
  g_string_append_c (text, '\n');
  export_spells (text, rollout->id, stage->id, stage->spells);
  for (unsigned i = 0; i < stage->hours->len; i++)
    {
      const ParlStageHour *hour = &g_array_index (stage->hours, ParlStageHour, i);
      g_string_append_printf (text, "hour\t%s\t%s", rollout->id, stage->id);
      add_time (text, hour->until);
      add_number (text, (double)hour->succeeded);
      add_number (text, (double)hour->failed);
      g_string_append_c (text, '\n');
    }
}

static void
export_fleet (GString *text, const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, i);

      g_string_append_printf (text, "rollout\t%s\t%s\t%s\n", rollout->id, rollout->release,
                              parl_progress_to_string (rollout->progress));
      export_spells (text, rollout->id, NULL, rollout->spells);
      for (unsigned j = 0; j < rollout->stages->len; j++)
        export_stage (text, rollout, g_ptr_array_index (rollout->stages, j));
    }
  for (unsigned i = 0; i < snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (snapshot->devices, i);

      g_string_append (text, "device");
      add_text (text, device->id);
      add_text (text, device->device_class);
      add_text (text, device->site);
      add_text (text, device->release);
      add_text (text, device->rollout);
      add_text (text, device->stage);
      add_time (text, device->last_seen);
      add_number (text, (double)device->heartbeat);
      g_string_append_printf (text, "\t%d\n", device->tested_rollback);
    }
  for (unsigned i = 0; i < snapshot->outages->len; i++)
    {
      const ParlOutage *outage = g_ptr_array_index (snapshot->outages, i);

      g_string_append (text, "outage");
      add_text (text, outage->device);
      add_text (text, outage->device_class);
      add_text (text, outage->site);
      add_text (text, outage->to);
      add_time (text, outage->failed);
      add_time (text, outage->succeeded);
      g_string_append_c (text, '\n');
    }
}

static void
export_series (GString *text, const ParlSnapshot *snapshot)
{
  static const char *const keys[] = { "class", "stage", "le" };

  for (unsigned i = 0; i < snapshot->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (snapshot->series, i);

      g_string_append_printf (text, "series\t%s", series->name);
      for (unsigned j = 0; j < G_N_ELEMENTS (keys); j++)
        add_text (text, parl_labels_get (series->labels, keys[j]));
      for (size_t j = 0; j < series->length; j++)
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT, j > 0 ? " " : "\t", series->times[j]);
      for (size_t j = 0; j < series->length; j++)
        g_string_append_printf (text, "%s%.17g", j > 0 ? " " : "\t", series->values[j]);
      g_string_append_c (text, '\n');
    }
}

static void
export_plan (GString *text, const ParlPlan *plan)
{
  g_string_append (text, "review");
  add_time (text, plan->review);
  g_string_append_c (text, '\n');
  for (unsigned i = 0; i < plan->milestones->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (plan->milestones, i);
      g_autofree char *of = milestone->of != NULL ? parl_labels_to_string (milestone->of) : NULL;

      g_string_append_printf (text, "milestone\t%s", milestone->id);
      add_time (text, milestone->done);
      add_text (text, milestone->measure);
      add_text (text, of != NULL && *of != '\0' ? of : NULL);
      g_string_append_c (text, '\n');
    }
}

static void
export_deliveries (GString *text, const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < snapshot->arrivals->len; i++)
    {
      const ParlArrival *arrival = snapshot->arrivals->pdata[i];
      g_string_append_printf (text, "arrival\t%s", arrival->release);
      add_time (text, arrival->first);
      add_time (text, arrival->half);
      g_string_append_printf (text, "\t%d\n", arrival->before);
    }
  for (unsigned i = 0; i < snapshot->changes->len; i++)
    {
      const ParlChange *change = snapshot->changes->pdata[i];
      g_string_append_printf (text, "change\t%s", parl_change_kind_to_string (change->kind));
      add_text (text, change->release);
      add_text (text, change->milestone);
      add_time (text, change->time);
      g_string_append_printf (text, "\t%d\n", change->moved);
    }
}

static void
export_builds (GString *text, const GPtrArray *builds)
{
  for (unsigned i = 0; i < builds->len; i++)
    {
      const ParlBuild *build = builds->pdata[i];
      g_string_append_printf (text, "build\t%s", parl_build_outcome_to_string (build->outcome));
      add_time (text, build->ended);
      add_time (text, build->duration);
      g_string_append_printf (text, "\t%d\n", build->again);
    }
}

static void
export_facts (GString *text, const ParlFindings *findings)
{
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      g_autofree char *subject = parl_labels_to_string (fact->subject);
      const double numbers[] = {
        fact->value,
        fact->low,
        fact->high,
        fact->count,
        fact->n,
        fact->comparison.value,
        fact->comparison.n,
        fact->comparison.low,
        fact->comparison.high,
        fact->comparison.change,
        fact->comparison.change_low,
        fact->comparison.change_high,
        fact->comparison.relative,
      };

      g_string_append_printf (text, "fact\t%s\t%s", fact->id, subject);
      for (unsigned j = 0; j < G_N_ELEMENTS (numbers); j++)
        add_number (text, numbers[j]);
      g_string_append_c (text, '\n');
    }
  for (unsigned i = 0; findings->burn_down != NULL && i < findings->burn_down->len; i++)
    {
      const ParlBurnDay *day = &g_array_index (findings->burn_down, ParlBurnDay, i);
      g_string_append (text, "burn");
      add_time (text, day->time);
      add_number (text, day->left);
      add_number (text, day->even);
      g_string_append_c (text, '\n');
    }
}

static void
export_all (GString *text, const char *name, const ParlSnapshot *snapshot,
            const ParlTargets *targets)
{
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  ParlTime fetched = PARL_TIME_NONE;

  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      const ParlSourceState *source = g_ptr_array_index (snapshot->sources, i);
      if (g_strcmp0 (source->kind, "hawkbit") == 0)
        fetched = source->fetched;
    }
  g_string_append_printf (text, "fleet\t%s", name);
  add_time (text, snapshot->as_of);
  add_number (text, targets->promise.success);
  add_number (text, targets->halt);
  add_number (text, targets->promise.fps);
  add_number (text, (double)targets->silent_limit);
  add_time (text, fetched);
  add_number (text, targets->cost_per_failure);
  add_number (text, targets->cost_per_hour);
  for (unsigned i = 0; targets->preventable[i] != NULL; i++)
    g_string_append_printf (text, "%s%s=%.17g", i > 0 ? " " : "\t", targets->preventable[i],
                            targets->efficacy[i]);
  add_time (text, targets->finish);
  g_string_append_c (text, '\n');
  if (snapshot->plan != NULL)
    export_plan (text, snapshot->plan);
  export_cells (text, snapshot->outcomes);
  export_fleet (text, snapshot);
  export_series (text, snapshot);
  export_deliveries (text, snapshot);
  export_builds (text, snapshot->builds);
  export_facts (text, findings);
  g_string_append (text, "end\n");
}

static void
add_fleets (GString *text)
{
  g_autoptr (ParlSnapshot) golden = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  for (size_t i = 0; i < parl_catalogue_size (); i++)
    g_string_append_printf (text, "catalogue\t%s\n", parl_catalogue_get (i)->id);
  export_all (text, "golden", golden, targets);
  targets->cost_per_failure = 35.5;
  targets->cost_per_hour = 0.25;
  targets->efficacy[0] = 0.5;
  targets->finish = GOLDEN_AS_OF + 12 * PARL_DAY;
  golden_add_plan (golden);
  export_all (text, "golden with prices", golden, targets);
  for (unsigned i = 0; i < N_RANDOM_FLEETS; i++)
    {
      g_autoptr (ParlSnapshot) snapshot = random_fleet_new (i);
      g_autoptr (ParlTargets) own = random_fleet_targets_new (i);
      g_autofree char *name = random_fleet_dup_name (i);

      if (i % 4 > 0)
        random_fleet_add_plan (snapshot, i);
      if (i % 3 == 0)
        random_fleet_add_deliveries (snapshot, i);
      if (i % 2 == 0)
        random_fleet_add_builds (snapshot, i);
      export_all (text, name, snapshot, own);
    }
}

static void
test_facts (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!has_r ())
    return;
  add_fleets (text);
  run_r ("facts.R", text->str);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/facts/against-r", test_facts);
  return g_test_run ();
}
