/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the raw counts of the golden fleet and of 200 made-up ones, with the facts that were found
 * in them, and lets R find them again (facts.R). Skipped where there is no Rscript. */
#include "config.h"

#include "analysis/catalogue.h"
#include "golden.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>

#define N_FLEETS 200
#define HOURS_APART 6 /* samples of a made-up series */

/* What is special about a made-up fleet. */
typedef enum
{
  ORDINARY,
  EMPTY,
  TINY,
  ALL_FAILED,
  ONE_COHORT,
  MISSING_DAYS,
  HUGE_COUNTS,
  NOTHING_BEFORE,
  N_KINDS
} Kind;

static const char *const kind_names[] = { "ordinary",   "empty",        "tiny", "all failed",
                                          "one cohort", "missing days", "huge", "nothing before" };

static const char *const releases[] = { "2.3.0", "2.4.1", "2.5.0", "2.10.2", "nightly", NULL };
static const char *const causes[] = { "disk-space", "battery", "verify", PARL_CAUSE_UNKNOWN };
static const char *const classes[] = { "Nano", "Orin", NULL };
static const char *const sites[] = { "Delft", "Gent", "Lille", NULL };

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
  add_number (text, targets->success);
  add_number (text, targets->halt);
  add_number (text, targets->fps);
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
  export_facts (text, findings);
  g_string_append (text, "end\n");
}

static const char *
pick (GRand *random, const char *const *names, unsigned n)
{
  return names[g_rand_int_range (random, 0, (int)n)];
}

static void
make_cells (ParlSnapshot *snapshot, GRand *random, Kind kind)
{
  int n = kind == EMPTY ? 0 : kind == TINY ? g_rand_int_range (random, 1, 5) : 250;
  int most = kind == HUGE_COUNTS ? 2000000 : kind == TINY ? 3 : 90;
  int oldest = kind == NOTHING_BEFORE ? 28 : 60;

  for (int i = 0; i < n; i++)
    {
      int age = g_rand_int_range (random, 0, oldest);
      bool failed = kind == ALL_FAILED || g_rand_int_range (random, 0, 6) == 0;
      bool odd = kind != ALL_FAILED && g_rand_int_range (random, 0, 15) == 0;
      ParlOutcomeCount cell = {
        .age = kind == MISSING_DAYS ? age - age % 5 : age,
        .outcome = odd      ? (ParlOutcome)g_rand_int_range (random, 0, 5)
                   : failed ? PARL_OUTCOME_FAILED
                            : PARL_OUTCOME_SUCCEEDED,
        .retry = g_rand_int_range (random, 0, 10) == 0,
        .from = kind == ONE_COHORT ? "2.4.1" : pick (random, releases, G_N_ELEMENTS (releases)),
        .to = g_rand_boolean (random) ? "2.11.0" : "2.10.2",
        .device_class = pick (random, classes, G_N_ELEMENTS (classes)),
        .site = pick (random, sites, G_N_ELEMENTS (sites)),
        .count = g_rand_int_range (random, 1, most + 1),
      };
      if (cell.outcome == PARL_OUTCOME_FAILED)
        {
          cell.cause = pick (random, causes, G_N_ELEMENTS (causes));
          cell.traced = !g_str_equal (cell.cause, PARL_CAUSE_UNKNOWN) && g_rand_boolean (random);
          if (kind != HUGE_COUNTS)
            cell.count = MAX (cell.count / 4, 1);
        }
      parl_outcomes_add (snapshot->outcomes, &cell);
    }
}

static void
make_rollout (ParlSnapshot *snapshot, GRand *random, const char *id)
{
  ParlRollout *rollout = parl_rollout_new (id, id);
  int n = g_rand_int_range (random, 1, 5);

  rollout->release = g_strdup ("2.11.0");
  rollout->progress = (ParlProgress)g_rand_int_range (random, 0, 5);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *stage_id = g_strdup_printf ("%s-%d", id, i);
      ParlStage *stage = parl_stage_new (stage_id, stage_id);
      bool begun = i < 2 || g_rand_boolean (random);

      stage->total = g_rand_int_range (random, 1, 5000);
      if (begun)
        {
          stage->succeeded = g_rand_int_range (random, 0, (int)stage->total + 1);
          stage->failed = g_rand_int_range (random, 0, (int)(stage->total - stage->succeeded) + 1);
          stage->first_outcome = GOLDEN_AS_OF - g_rand_int_range (random, 1000000, 1000000000);
          stage->last_outcome = stage->first_outcome + g_rand_int_range (random, 0, 1000000);
        }
      stage->waiting = stage->total - stage->succeeded - stage->failed;
      for (int j = 0; begun && j < 30; j++)
        {
          ParlStageHour hour
              = { GOLDEN_AS_OF - (30 - j) * PARL_HOUR, g_rand_int_range (random, 0, 60),
                  g_rand_int_range (random, 0, 8) };
          g_array_append_val (stage->hours, hour);
        }
      g_ptr_array_add (rollout->stages, stage);
    }
  g_ptr_array_add (snapshot->rollouts, rollout);
}

static void
make_devices (ParlSnapshot *snapshot, GRand *random, unsigned n)
{
  static const char *const installed[]
      = { "2.11.0", "2.11.0", "2.10.2", "2.9.0", "2.4.1", "nightly", NULL };

  for (unsigned i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("cam-%u", i);
      g_autofree char *stage = g_strdup_printf ("1-%d", g_rand_int_range (random, 0, 4));
      ParlDevice *device = parl_device_new (id);

      device->device_class = g_strdup (pick (random, classes, G_N_ELEMENTS (classes)));
      device->site = g_strdup (pick (random, sites, G_N_ELEMENTS (sites)));
      device->release = g_strdup (pick (random, installed, G_N_ELEMENTS (installed)));
      device->rollout = g_strdup ("1");
      device->stage = g_steal_pointer (&stage);
      if (g_rand_int_range (random, 0, 10) > 0)
        device->last_seen = GOLDEN_AS_OF
                            - (ParlTime)g_rand_int_range (random, 0, 50) * PARL_HOUR
                                  * g_rand_int_range (random, 0, 20);
      device->heartbeat = g_rand_int_range (random, 0, 20) * PARL_HOUR;
      device->tested_rollback = (ParlTristate)g_rand_int_range (random, -1, 2);
      g_ptr_array_add (snapshot->devices, device);
    }
}

static void
make_series (ParlSnapshot *snapshot, GRand *random, const char *name, const char *class_name,
             const char *key, const char *value, double size)
{
  const size_t length = 57 * 24 / HOURS_APART;
  ParlTime *times = g_new (ParlTime, length);
  double *values = g_new (double, length);
  size_t n = 0;

  for (size_t i = 0; i < length; i++)
    {
      if (g_rand_int_range (random, 0, 8) == 0)
        continue;
      times[n] = GOLDEN_AS_OF - (ParlTime)(length - i) * HOURS_APART * PARL_HOUR + PARL_HOUR;
      values[n++] = size * g_rand_double (random);
    }
  g_ptr_array_add (snapshot->series,
                   parl_series_new_take (name, "",
                                         parl_labels_new ("class", class_name, key, value, NULL), n,
                                         times, values));
}

static void
make_speed (ParlSnapshot *snapshot, GRand *random)
{
  static const char *const ends[] = { "10", "25", "31.5", "60", "+Inf" };
  static const char *const times[] = { "15", "30", "45.5", "+Inf" };
  static const char *const stages[] = { "inference", "capture", "homemade" };

  for (unsigned i = 0; i < 2; i++)
    {
      for (unsigned j = 0; j < G_N_ELEMENTS (ends); j++)
        if (j != i) /* classes may have different bins */
          make_series (snapshot, random, PARL_SERIES_FPS_TIME, classes[i], "le", ends[j],
                       j == 3 ? 90000 : 4000);
      for (unsigned j = 0; j < G_N_ELEMENTS (times); j++)
        make_series (snapshot, random, PARL_SERIES_FRAME_TIME, classes[i], "le", times[j],
                     j < 2 ? 20000 : 300);
      for (unsigned j = 0; j < G_N_ELEMENTS (stages); j++)
        make_series (snapshot, random, PARL_SERIES_STAGE_TIME, classes[i], "stage", stages[j], 20);
    }
}

/* Golden outages, of which every other one is over some time. */
static void
make_outages (ParlSnapshot *snapshot, GRand *random)
{
  golden_add_outages (snapshot);
  for (unsigned i = 0; i < snapshot->outages->len; i++)
    {
      ParlOutage *outage = g_ptr_array_index (snapshot->outages, i);
      g_free (outage->device);
      outage->device = g_strdup_printf ("cam-%d", g_rand_int_range (random, 0, 170));
      if (g_rand_boolean (random))
        outage->succeeded
            = MIN (outage->failed + (ParlTime)g_rand_int_range (random, 0, 900) * PARL_HOUR / 3,
                   GOLDEN_AS_OF - 1);
    }
}

static void
make_plan (ParlSnapshot *snapshot, GRand *random)
{
  static const char *const measures[][2]
      = { { "ota-failure-rate", "" },
          { "ota-failure-rate", "cohort=v2.4" },
          { "ota-failure-rate", "cohort-not=v2.4" },
          { "ota-failure-rate", "class=Nano" },
          { "ota-cohort-cause-rate", "cause=verify,cohort=v2.3" },
          { "ota-traceable", "" },
          { NULL, NULL } };

  for (unsigned i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);
      golden_add_milestone (snapshot, id, g_rand_int_range (random, -1, 60), measures[i][0],
                            measures[i][1]);
    }
  if (g_rand_boolean (random))
    snapshot->plan->review = GOLDEN_AS_OF - g_rand_int_range (random, -2, 80) * PARL_DAY;
}

static ParlSnapshot *
make_snapshot (GRand *random, unsigned i)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  Kind kind = (Kind)(i % N_KINDS);

  make_cells (snapshot, random, kind);
  if (kind != HUGE_COUNTS && i % 3 > 0)
    make_outages (snapshot, random);
  if (kind != EMPTY && i % 5 > 0)
    make_rollout (snapshot, random, "1");
  if (kind != EMPTY && i % 7 == 0)
    make_rollout (snapshot, random, "2");
  make_devices (snapshot, random, kind == EMPTY ? 0 : kind == TINY ? 2 : 150);
  if (i % 9 == 0 && kind != EMPTY)
    make_speed (snapshot, random);
  if (i % 6 == 0)
    golden_add_source (snapshot, "Updates", "hawkbit", GOLDEN_AS_OF - 3 * PARL_DAY)->fetched
        = GOLDEN_AS_OF - g_rand_int_range (random, 0, 100) * PARL_HOUR;
  if (i % 4 > 0)
    make_plan (snapshot, random);
  return snapshot;
}

static void
add_fleets (GString *text)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (ParlSnapshot) golden = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new ();

  for (size_t i = 0; i < parl_catalogue_size (); i++)
    g_string_append_printf (text, "catalogue\t%s\n", parl_catalogue_get (i)->id);
  export_all (text, "golden", golden, targets);
  targets->cost_per_failure = 35.5;
  targets->cost_per_hour = 0.25;
  targets->efficacy[0] = 0.5;
  targets->finish = GOLDEN_AS_OF + 12 * PARL_DAY;
  golden_add_plan (golden);
  export_all (text, "golden with prices", golden, targets);
  for (unsigned i = 0; i < N_FLEETS; i++)
    {
      g_autoptr (ParlSnapshot) snapshot = make_snapshot (random, i);
      g_autofree char *name = g_strdup_printf ("%u, %s", i, kind_names[i % N_KINDS]);

      targets->cost_per_failure = i % 3 == 0 ? NAN : 12.5;
      targets->cost_per_hour = i % 2 == 0 ? NAN : 0.75;
      targets->halt = i % 9 == 0 ? 0.05 : 0.1;
      targets->finish = i % 2 == 0 ? PARL_TIME_NONE : GOLDEN_AS_OF + i * PARL_DAY / 3;
      export_all (text, name, snapshot, targets);
    }
}

static void
test_facts (void)
{
  g_autofree char *rscript = g_find_program_in_path ("Rscript");
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "analysis", "facts.R", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (rscript == NULL)
    {
      g_test_skip ("Rscript is not installed");
      return;
    }
  add_fleets (text);

  int file = g_file_open_tmp ("parlance-fleets-XXXXXX", &path, &error);
  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, text->str, (gssize)text->len, &error);
  g_assert_no_error (error);

  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error,
                          rscript, "--vanilla", script, path, NULL);
  g_assert_no_error (error);
  g_autofree char *output = NULL;
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_getenv ("PARLANCE_KEEP_FLEETS") == NULL)
    g_unlink (path);
  else
    g_test_message ("kept %s", path);
  g_test_message ("%s", output);
  g_assert_true (g_subprocess_get_successful (process));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/facts/against-r", test_facts);
  return g_test_run ();
}
