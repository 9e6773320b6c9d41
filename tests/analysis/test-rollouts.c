/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rollouts, blast radius, silence and risk where the golden fleet does not reach. */
#include "config.h"

#include "analysis/evidence.h"
#include "golden.h"
#include "model/release.h"

#include <math.h>

static ParlFindings *
analyse (ParlSnapshot *snapshot)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

typedef struct
{
  int total, succeeded, failed, running, waiting;
} Counts;

static ParlRollout *
add_rollout (ParlSnapshot *snapshot, const char *id, ParlProgress progress, const Counts *counts,
             unsigned n)
{
  ParlRollout *rollout = parl_rollout_new (id, id);

  rollout->progress = progress;
  rollout->release = g_strdup ("2.6.0");
  for (unsigned i = 0; i < n; i++)
    {
      g_autofree char *stage_id = g_strdup_printf ("s%u", i + 1);
      ParlStage *stage = parl_stage_new (stage_id, stage_id);

      stage->total = counts[i].total;
      stage->succeeded = counts[i].succeeded;
      stage->failed = counts[i].failed;
      stage->running = counts[i].running;
      stage->waiting = counts[i].waiting;
      g_ptr_array_add (rollout->stages, stage);
    }
  g_ptr_array_add (snapshot->rollouts, rollout);
  return rollout;
}

static const struct
{
  Counts counts;
  ParlProgress rollout;
  const char *progress, *aspect;
} stages[] = {
  { { 100, 0, 0, 0, 100 }, PARL_PROGRESS_WAITING, "waiting", "not-started" },
  { { 100, 0, 0, 10, 90 }, PARL_PROGRESS_RUNNING, "running", "running" },
  { { 1000, 490, 10, 500, 0 }, PARL_PROGRESS_RUNNING, "running", "running" },
  { { 1000, 490, 10, 500, 0 }, PARL_PROGRESS_PAUSED, "paused", "running" },
  { { 1000, 450, 50, 500, 0 }, PARL_PROGRESS_RUNNING, "running", "hold" },
  { { 1000, 400, 100, 500, 0 }, PARL_PROGRESS_RUNNING, "running", "stop" },
  { { 1000, 50, 100, 850, 0 }, PARL_PROGRESS_RUNNING, "running", "running" }, /* n below 200 */
  { { 1000, 980, 20, 0, 0 }, PARL_PROGRESS_RUNNING, "finished", "passed" },
  { { 1000, 950, 50, 0, 0 }, PARL_PROGRESS_RUNNING, "finished", "unclear" }, /* 5 %, of 5 */
  { { 100, 99, 1, 0, 0 }, PARL_PROGRESS_RUNNING, "finished", "unclear" },    /* n below 200 */
  { { 1000, 910, 90, 0, 0 }, PARL_PROGRESS_RUNNING, "finished", "over" },
  { { 1000, 800, 200, 0, 0 }, PARL_PROGRESS_RUNNING, "finished", "stop" },
  { { 1000, 940, 20, 0, 0 }, PARL_PROGRESS_RUNNING, "finished", "passed" }, /* 40 unaccounted for */
  { { 1000, 980, 20, 5, 0 }, PARL_PROGRESS_RUNNING, "finished", "passed" }, /* told again */
  { { 1000, 300, 30, 670, 0 }, PARL_PROGRESS_STOPPED, "stopped", "hold" },
  { { 1000, 0, 0, 0, 1000 }, PARL_PROGRESS_STOPPED, "stopped", "not-started" },
};

static void
test_stages (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      add_rollout (snapshot, "r", stages[i].rollout, &stages[i].counts, 1);
      g_autoptr (ParlFindings) findings = analyse (snapshot);

      g_test_message ("case %u", i);
      g_assert_cmpstr (golden_get (findings, "rollout-progress", "rollout=r,stage=s1")->aspect, ==,
                       stages[i].progress);
      g_assert_cmpstr (golden_get (findings, "rollout-stage-rate", "rollout=r,stage=s1")->aspect,
                       ==, stages[i].aspect);
    }
}

static void
test_current (void)
{
  static const Counts counts = { 100, 100, 0, 0, 0 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_rollout (snapshot, "newest", PARL_PROGRESS_FINISHED, &counts, 1);
  ParlRollout *older = add_rollout (snapshot, "older", PARL_PROGRESS_PAUSED, &counts, 1);
  g_autoptr (ParlFindings) active = analyse (snapshot);
  older->progress = PARL_PROGRESS_FINISHED;
  g_autoptr (ParlFindings) finished = analyse (snapshot);

  g_assert_nonnull (golden_find (active, "rollout-progress", "rollout=older"));
  g_assert_null (golden_find (active, "rollout-progress", "rollout=newest"));
  g_assert_nonnull (golden_find (finished, "rollout-progress", "rollout=newest"));
  g_assert_null (golden_find (finished, "rollout-soak", "rollout=newest,stage=s1"));
}

/* Without devices the stage's counts tell the radius, and nobody knows the sites. */
static void
test_blast_without_devices (void)
{
  static const Counts counts[] = { { 100, 60, 5, 35, 0 }, { 400, 0, 0, 0, 400 } };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_rollout (snapshot, "r", PARL_PROGRESS_RUNNING, counts, 2);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *now = golden_get (findings, "blast-radius", "of=devices,stage=s1,when=now");
  const ParlFact *next = golden_get (findings, "blast-radius", "of=devices,stage=s2,when=next");
  g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, now, NULL, NULL);

  g_assert_cmpfloat (now->value, ==, 40);
  g_assert_cmpfloat (next->value, ==, 400);
  g_assert_cmpfloat (evidence->sum, ==, 40);
  g_assert_cmpint (golden_get (findings, "blast-radius", "of=sites,stage=s2,when=next")->verdict,
                   ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpfloat (golden_get (findings, "rollout-risk", "part=next-stage")->value, ==,
                     20 * 400.0 / 500);
}

static ParlDevice *
add_device (ParlSnapshot *snapshot, ParlTime last_seen, ParlTime heartbeat)
{
  g_autofree char *id = g_strdup_printf ("cam-%u", snapshot->devices->len);
  ParlDevice *device = parl_device_new (id);

  device->last_seen = last_seen;
  device->heartbeat = heartbeat;
  g_ptr_array_add (snapshot->devices, device);
  return device;
}

/* Two devices of a stage of a hundred are known: they must not pass for all of it. */
static void
test_blast_partial (void)
{
  static const Counts counts = { 100, 60, 5, 35, 0 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_rollout (snapshot, "r", PARL_PROGRESS_RUNNING, &counts, 1);
  for (unsigned i = 0; i < 2; i++)
    {
      ParlDevice *device = add_device (snapshot, GOLDEN_AS_OF, PARL_HOUR);
      device->rollout = g_strdup ("r");
      device->stage = g_strdup ("s1");
      device->site = g_strdup ("Delft");
    }
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *sites = golden_get (findings, "blast-radius", "of=sites,stage=s1,when=now");
  const ParlFact *untested
      = golden_get (findings, "blast-radius", "of=untested-rollback,stage=s1,when=now");

  g_assert_cmpfloat (golden_get (findings, "blast-radius", "of=devices,stage=s1,when=now")->value,
                     ==, 40);
  g_assert_cmpfloat (sites->value, ==, 1);
  g_assert_true (g_strv_contains ((const char *const *)sites->caveats, "partial"));
  g_assert_cmpint (untested->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_true (g_strv_contains ((const char *const *)untested->caveats, "unknown:rollback"));
}

#define CAMERA(version) "camera" PARL_RELEASE_MARK version
#define BIG(version) "big" PARL_RELEASE_MARK version

static void
add_devices (ParlSnapshot *snapshot, unsigned n, const char *release, const char *also,
             const char *stage)
{
  for (unsigned i = 0; i < n; i++)
    {
      ParlDevice *device = add_device (snapshot, GOLDEN_AS_OF, PARL_HOUR);

      if (also != NULL)
        parl_device_install (device, also);
      parl_device_install (device, release);
      device->rollout = g_strdup (stage != NULL ? "r" : NULL);
      device->stage = g_strdup (stage);
    }
}

/* Each product has its own release lines: a higher number of the other makes nobody old. A device
 * that runs two is old where one of them is. */
static void
test_two_products (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_devices (snapshot, 10, CAMERA ("2.4.0"), NULL, NULL);
  add_devices (snapshot, 5, CAMERA ("2.3.0"), BIG ("7.1"), NULL);
  add_devices (snapshot, 2, CAMERA ("2.2.0"), NULL, NULL);
  add_devices (snapshot, 10, BIG ("7.1"), NULL, NULL);
  add_devices (snapshot, 3, CAMERA ("2.4.0"), BIG ("5.0"), NULL);
  add_devices (snapshot, 1, BIG ("6.0"), NULL, NULL);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *debt = golden_get (findings, "tech-debt", "");
  g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, debt, NULL, NULL);

  g_assert_cmpfloat (debt->count, ==, 5);
  g_assert_cmpfloat (debt->n, ==, 31);
  g_assert_cmpfloat (evidence->sum, ==, 5);
}

/* Still to be reached is who runs neither the release nor a newer one of the same product. */
static void
test_still_to_reach (void)
{
  static const Counts counts = { 14, 4, 0, 10, 0 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlRollout *rollout = add_rollout (snapshot, "r", PARL_PROGRESS_RUNNING, &counts, 1);
  g_free (rollout->release);
  rollout->release = g_strdup (CAMERA ("2.4.0"));
  add_devices (snapshot, 4, CAMERA ("2.4.0"), NULL, "s1");
  add_devices (snapshot, 3, CAMERA ("2.5.0"), NULL, "s1");
  add_devices (snapshot, 2, BIG ("7.1"), CAMERA ("2.4.0"), "s1");
  add_devices (snapshot, 4, BIG ("7.1"), NULL, "s1");
  add_devices (snapshot, 1, CAMERA ("2.4.0-rc1"), NULL, "s1");
  g_autoptr (ParlFindings) findings = analyse (snapshot);

  g_assert_cmpfloat (golden_get (findings, "blast-radius", "of=devices,stage=s1,when=now")->value,
                     ==, 5);
}

/* Downloads are in the rate, and not done. */
static void
test_download (void)
{
  static const Counts counts = { 300, 0, 10, 0, 0 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlRollout *rollout = add_rollout (snapshot, "r", PARL_PROGRESS_RUNNING, &counts, 1);
  ((ParlStage *)rollout->stages->pdata[0])->downloaded = 290;
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_FAILED, NULL, 10);
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_DOWNLOADED, NULL, 290);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *rate = golden_get (findings, "rollout-stage-rate", "rollout=r,stage=s1");
  const ParlFact *done = golden_get (findings, "rollout-progress", "rollout=r,stage=s1");

  g_assert_cmpfloat (rate->count, ==, 10);
  g_assert_cmpfloat (rate->n, ==, 300);
  g_assert_cmpfloat (done->value, ==, 0);
  g_assert_cmpstr (done->aspect, ==, "finished");
  g_assert_cmpfloat (golden_get (findings, "ota-failure-rate", "")->n, ==, 300);
  g_assert_null (golden_find (findings, "rollout-finish", "rollout=r"));
}

/* A rollout that was called off, or deleted, is over, and does not hide an older one that still
 * runs. */
static void
test_called_off (void)
{
  static const Counts counts = { 100, 10, 0, 90, 0 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_rollout (snapshot, "newest", PARL_PROGRESS_STOPPED, &counts, 1);
  add_rollout (snapshot, "deleted", PARL_PROGRESS_RUNNING, &counts, 1)->gone = true;
  add_rollout (snapshot, "older", PARL_PROGRESS_RUNNING, &counts, 1);
  g_autoptr (ParlFindings) findings = analyse (snapshot);

  golden_get (findings, "rollout-progress", "rollout=older");
}

/* max (3 x heartbeat, 24 h), and only beyond it; never heard of is silent too, once it had as much
 * time. */
static void
test_silence (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_device (snapshot, GOLDEN_AS_OF - PARL_DAY, PARL_HOUR);
  add_device (snapshot, GOLDEN_AS_OF - PARL_DAY - 1, PARL_HOUR);
  add_device (snapshot, GOLDEN_AS_OF - 2 * PARL_DAY, PARL_DAY);
  add_device (snapshot, GOLDEN_AS_OF - 4 * PARL_DAY, PARL_DAY);
  add_device (snapshot, PARL_TIME_NONE, 0);
  add_device (snapshot, PARL_TIME_NONE, PARL_HOUR)->registered = GOLDEN_AS_OF - 20 * PARL_MINUTE;
  add_device (snapshot, PARL_TIME_NONE, PARL_HOUR)->registered = GOLDEN_AS_OF - PARL_DAY - 1;
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *silent = golden_get (findings, "fleet-silent", "");

  g_assert_cmpfloat (silent->count, ==, 4);
  g_assert_cmpfloat (silent->n, ==, 7);
  g_assert_cmpint (silent->verdict, ==, PARL_VERDICT_NONE);
  g_assert_cmpfloat (golden_get (findings, "fleet-silent", "age=1-3 d")->count, ==, 1);
  g_assert_cmpfloat (golden_get (findings, "fleet-silent", "age=3-7 d")->count, ==, 1);
  g_assert_cmpfloat (golden_get (findings, "fleet-silent", "age=never")->count, ==, 2);
}

/* What was heard of since tells nothing of who was silent then. */
static void
test_silence_of_then (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_device (snapshot, GOLDEN_AS_OF + PARL_DAY, PARL_HOUR);
  snapshot->seen_later = true;
  g_autoptr (ParlFindings) findings = analyse (snapshot);

  g_assert_cmpint (golden_get (findings, "fleet-silent", "")->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpfloat (golden_get (findings, "fleet-size", "")->value, ==, 1);
}

/* Nobody asked for two days: that is no silence of the devices. */
static void
test_silence_of_the_source (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlSourceState *source
      = golden_add_source (snapshot, "Updates", "hawkbit", GOLDEN_AS_OF - 2 * PARL_DAY);
  source->fetched = GOLDEN_AS_OF - 2 * PARL_DAY;
  add_device (snapshot, GOLDEN_AS_OF - 2 * PARL_DAY - PARL_HOUR, PARL_HOUR);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *silent = golden_get (findings, "fleet-silent", "");

  g_assert_cmpfloat (silent->count, ==, 0);
  g_assert_cmpint (silent->window.until, ==, GOLDEN_AS_OF - 2 * PARL_DAY);
}

/* Ten failures in a hundred and more: past every limit. The rule of the whole speaks. */
static void
test_risk_stop (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_FAILED, NULL, 300);
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, 700);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *risk = golden_get (findings, "rollout-risk", "");

  g_assert_cmpfloat (golden_get (findings, "rollout-risk", "part=failure")->value, ==, 35);
  g_assert_cmpfloat (golden_get (findings, "rollout-risk", "part=untraced")->value, ==, 10);
  g_assert_true (isnan (risk->value)); /* 45 of 100 points are known: too few for a score */
  g_assert_cmpint (risk->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpstr (risk->aspect, ==, "stop");
  g_assert_true (g_strv_contains ((const char *const *)risk->caveats, "unknown:silent"));
  g_assert_true (g_strv_contains ((const char *const *)risk->caveats, "unknown:fps-drop"));
  g_assert_true (g_strv_contains ((const char *const *)risk->caveats, "unknown:next-stage"));
}

/* @n: updates, @failed of them; @n_devices: of which one is silent */
static ParlFindings *
make_fleet (unsigned n, unsigned failed, unsigned n_devices)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_FAILED, "verify", failed);
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, n - failed);
  for (unsigned i = 0; i < n_devices; i++)
    {
      g_autofree char *id = g_strdup_printf ("camera-%u", i);
      ParlDevice *device = parl_device_new (id);
      device->last_seen = i == 0 ? PARL_TIME_NONE : GOLDEN_AS_OF - PARL_HOUR;
      g_ptr_array_add (snapshot->devices, device);
    }
  return analyse (snapshot);
}

/* Failures, silence and traces are 60 of the 100 points. */
static void
test_risk_low (void)
{
  g_autoptr (ParlFindings) findings = make_fleet (100000, 300, 400);
  const ParlFact *risk = golden_get (findings, "rollout-risk", "");

  g_assert_cmpfloat (golden_get (findings, "rollout-risk", "part=failure")->value, ==, 0);
  g_assert_cmpstr (risk->aspect, ==, "low");
  g_assert_false (g_strv_contains ((const char *const *)risk->caveats, "raised:budget"));
}

/* 7 of 91 is more than the 5 % that may fail, and could be 3 %: it spends no budget. */
static void
test_risk_of_too_few (void)
{
  g_autoptr (ParlFindings) findings = make_fleet (91, 7, 400);
  const ParlFact *risk = golden_get (findings, "rollout-risk", "");

  g_assert_true (isnan (golden_get (findings, "rollout-risk", "part=failure")->value));
  g_assert_true (isnan (golden_get (findings, "rollout-risk", "part=untraced")->value));
  g_assert_true (isnan (risk->value));
  g_assert_null (risk->aspect);
  g_assert_false (g_strv_contains ((const char *const *)risk->caveats, "raised:budget"));
}

/* A budget that is surely spent is said to be, whether there is a score or not. */
static void
test_risk_spent (void)
{
  g_autoptr (ParlFindings) findings = make_fleet (1000, 70, 0);
  const ParlFact *risk = golden_get (findings, "rollout-risk", "");

  g_assert_true (isnan (risk->value));
  g_assert_cmpstr (risk->aspect, ==, "spent");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/rollouts/stages", test_stages);
  g_test_add_func ("/analysis/rollouts/current", test_current);
  g_test_add_func ("/analysis/blast/without-devices", test_blast_without_devices);
  g_test_add_func ("/analysis/blast/partial", test_blast_partial);
  g_test_add_func ("/analysis/rollouts/two-products", test_two_products);
  g_test_add_func ("/analysis/rollouts/still-to-reach", test_still_to_reach);
  g_test_add_func ("/analysis/rollouts/called-off", test_called_off);
  g_test_add_func ("/analysis/rollouts/download", test_download);
  g_test_add_func ("/analysis/silent/rule", test_silence);
  g_test_add_func ("/analysis/silent/of-then", test_silence_of_then);
  g_test_add_func ("/analysis/silent/of-the-source", test_silence_of_the_source);
  g_test_add_func ("/analysis/risk/stop", test_risk_stop);
  g_test_add_func ("/analysis/risk/low", test_risk_low);
  g_test_add_func ("/analysis/risk/of-too-few", test_risk_of_too_few);
  g_test_add_func ("/analysis/risk/spent", test_risk_spent);
  return g_test_run ();
}
