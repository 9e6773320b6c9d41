/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings made by hand, with the numbers of the golden fleet. What the story does not define
 * (sites, speeds, silence) is made up here and agrees with itself. */
#include "config.h"

#include "fixture.h"

#include "fixture-parts.h"

#include <math.h>
#include <string.h>

static void
add_golden_causes (ParlFindings *findings)
{
  const struct
  {
    const char *name, *aspect;
    double cohorts[3], before;
  } causes[] = {
    { "disk-space", "only:v2.3", { 442, 0, 0 }, 201 },
    { "battery", "spread", { 28, 62, 81 }, 195 },
    { "network", "spread", { 19, 38, 54 }, 127 },
    { "boot-rollback", "spread", { 14, 27, 33 }, 85 },
    { "verify", "spread", { 10, 22, 31 }, 60 },
    { "unknown", "spread", { 7, 15, 22 }, 38 },
  };
  const double n[] = { 2600, 4100, 5700 };

  for (unsigned i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autofree char *subject = g_strconcat ("cause=", causes[i].name, NULL);
      double sum = causes[i].cohorts[0] + causes[i].cohorts[1] + causes[i].cohorts[2];
      fixture_add_rate (findings, "ota-cause-share", subject, sum, 905, causes[i].before, 706)
          ->aspect
          = g_strdup (causes[i].aspect);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (causes); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (n); j++)
      {
        g_autofree char *subject = g_strdup_printf ("cause=%s,cohort=v2.%u", causes[i].name, 3 + j);
        fixture_add_share (findings, "ota-cohort-cause-rate", subject, causes[i].cohorts[j], n[j]);
      }
}

static void
add_golden_updates (ParlFindings *findings)
{
  fixture_add_failures (findings, "", 905, 12400, 706, 11800);
  fixture_add_failures (findings, "cohort=v2.3", 520, 2600, 236, 1180);
  fixture_add_failures (findings, "cohort=v2.4", 164, 4100, 200, 4443);
  fixture_add_failures (findings, "cohort=v2.5", 221, 5700, 270, 6177);
  fixture_add_failures (findings, "cohort-not=v2.3", 385, 9800, 470, 10620);
  fixture_add_change (findings, "", "mix");
  fixture_add_change (findings, "cohort=v2.3", NULL);
  fixture_add_change (findings, "cohort=v2.4", NULL);
  fixture_add_change (findings, "cohort=v2.5", NULL);
  fixture_add_change (findings, "cohort-not=v2.3", NULL);
  fixture_add (findings, "ota-failure-z", "", PARL_UNIT_RATIO, 4.0998);
  fixture_add (findings, "ota-failure-mix", "", PARL_UNIT_POINTS, 0.017374);

  double change = 905.0 / 12400 - 706.0 / 11800;
  ParlFact *within
      = fixture_add (findings, "ota-failure-within", "", PARL_UNIT_POINTS, change - 0.017374);
  fixture_set_interval (within, within->value - 0.0055, within->value + 0.0055);
  within->verdict = PARL_VERDICT_NO_CHANGE;
  fixture_add (findings, "ota-failure-mix", "cohort=v2.3", PARL_UNIT_POINTS, 0.021935);
  fixture_add (findings, "ota-failure-within", "cohort=v2.5", PARL_UNIT_POINTS, -0.002428);
  fixture_set_interval (
      fixture_add (findings, "ota-failure-standardised", "", PARL_UNIT_SHARE, 0.05540), 0.0511,
      0.0597);
  fixture_add_rate (findings, "ota-cohort-share", "cohort=v2.3", 2600, 12400, 1180, 11800)->aspect
      = g_strdup ("old");
  fixture_add_rate (findings, "ota-cohort-share", "cohort=v2.5", 5700, 12400, 6177, 11800)->aspect
      = g_strdup ("newest");
  fixture_add_rate (findings, "ota-cohort-share", "cohort=v2.4", 4100, 12400, 4443, 11800)->aspect
      = g_strdup ("old");
}

/* At 35 EUR for a failure, and 1 EUR for a degraded hour. */
static void
fixture_add_money (ParlFindings *findings)
{
  ParlFact *cost = fixture_add (findings, "cost-of-failures", "", PARL_UNIT_MONEY, 905 * 35 + 5849);
  ParlFact *hours = fixture_add (findings, "cost-of-impact", "", PARL_UNIT_MONEY, 5849);
  ParlFact *saved = fixture_add (findings, "cost-avoidable", "checks=battery+disk-space+network",
                                 PARL_UNIT_MONEY, 724 * 35);
  ParlFact *tenfold
      = fixture_add (findings, "scale-tenfold", "", PARL_UNIT_COUNT, 905.0 / 12400 * 180000);

  findings->targets->cost_per_failure = 35;
  findings->targets->cost_per_hour = 1;
  hours->count = 5849;
  hours->n = 72630;
  fixture_set_interval (hours, 5559, 6139);
  findings->targets->currency = g_strdup ("EUR");
  ParlFact *failures
      = fixture_add (findings, "cost-of-failures", "of=failures", PARL_UNIT_MONEY, 905 * 35);
  failures->count = 905;
  failures->n = 12400;
  fixture_set_interval (failures, 29734, 33735);
  cost->aspect = g_strdup ("both");
  cost->count = 905;
  cost->n = 12400;
  saved->count = 724;
  saved->n = 905;
  tenfold->count = 905;
  tenfold->n = 180000;
  fixture_set_interval (cost, 29734 + 5559, 33735 + 6139);
  fixture_set_interval (saved, 24476, 26104);
  fixture_set_interval (tenfold, 12333, 13985);
}

ParlFindings *
fixture_golden (void)
{
  const FixtureStage stages[] = {
    { "1", "Canary", 200, 192, 8, "finished", "unclear", 3 },
    { "2", "Pilot", 1000, 958, 42, "finished", "unclear", 2 },
    { "3", "Wave 1", 5000, 4710, 290, "finished", "over", 10 },
    { "4", "Wave 2", 7000, 5635, 565, "running", "hold", 13 },
    { "5", "Wave 3", 4800, 0, 0, "waiting", "not-started", 0 },
  };
  ParlFindings *findings = fixture_create_findings ();
  ParlTime spent;

  parl_time_from_iso ("2026-11-14", &spent, NULL);
  add_golden_updates (findings);
  add_golden_causes (findings);
  fixture_add_checks (findings, "battery+disk-space+network", 724, 905, 12400);
  fixture_add_checks (findings, "disk-space", 442, 905, 12400);
  fixture_add_checks (findings, "battery", 171, 905, 12400);
  fixture_add_checks (findings, "network", 111, 905, 12400);
  fixture_add_budget (findings, 905, 12400, (double)spent);
  fixture_add_traced (findings, 861, 905, 668, 706);
  fixture_add (findings, "ota-cancelled", "", PARL_UNIT_COUNT, 37)->count = 37;
  fixture_add (findings, "ota-open", "", PARL_UNIT_COUNT, 800)->count = 800;
  fixture_add_fps (findings);
  fixture_add_latency (findings);
  fixture_add_rollout (findings, stages, G_N_ELEMENTS (stages), "running");
  fixture_add_blast (findings, "now", "4", 1365, 41, 97);
  fixture_add_blast (findings, "next", "5", 4800, 96, 384);
  fixture_add_risk (findings, 34, "high", "raised:budget",
                    (const double[]){ 19.4, 2.8, 5.1, 2.4, 4.8, NAN });
  fixture_add_silent (findings, (const double[]){ 286, 174, 98, 54, 0 }, 18000);
  fixture_add (findings, "fleet-size", "", PARL_UNIT_COUNT, 18000)->count = 18000;
  fixture_add_forecast (findings);
  fixture_add_impact (findings, 4719, 290);
  fixture_add_burn_windows (findings, (const double[]){ 1.2, 1.61, 1.7, 1.46 });
  fixture_add_burn_down (findings, 1 - 905.0 / 620);
  fixture_add_share (findings, "tech-debt", "", 3684, 18000);
  fixture_add_money (findings);
  fixture_add_control (findings, 0.0598, 0.0860, 43);
  fixture_add_event (findings, "Canary", 28);
  fixture_add_event (findings, "Pilot", 31);
  fixture_add_event (findings, "Wave 1", 33);
  fixture_add_event (findings, "Wave 2", 43);
  fixture_add_source (findings->snapshot, "Prometheus", "prometheus", 2 * PARL_MINUTE);
  fixture_add_source (findings->snapshot, "hawkBit", "hawkbit", 12 * PARL_MINUTE);
  return findings;
}

ParlFindings *
fixture_healthy (void)
{
  const FixtureStage stages[] = {
    { "1", "Canary", 400, 391, 9, "finished", "passed", 4 },
    { "2", "Everyone", 3600, 3509, 91, "finished", "passed", 12 },
  };
  ParlFindings *findings = fixture_create_findings ();

  fixture_add_failures (findings, "", 100, 4000, 104, 4000);
  fixture_add_failures (findings, "cohort=v3.1", 60, 2500, 63, 2400);
  fixture_add_failures (findings, "cohort=v3.0", 40, 1500, 41, 1600);
  fixture_add_failures (findings, "cohort-not=v3.1", 40, 1500, 41, 1600);
  fixture_add_change (findings, "", NULL);
  fixture_add (findings, "ota-failure-z", "", PARL_UNIT_RATIO, -0.28);
  fixture_add (findings, "ota-failure-mix", "", PARL_UNIT_POINTS, 0.0001);
  ParlFact *within = fixture_add (findings, "ota-failure-within", "", PARL_UNIT_POINTS, -0.0011);
  fixture_set_interval (within, -0.008, 0.0058);
  within->verdict = PARL_VERDICT_NO_CHANGE;
  fixture_add_rate (findings, "ota-cohort-share", "cohort=v3.1", 2500, 4000, 2400, 4000)->aspect
      = g_strdup ("newest");
  fixture_add_rate (findings, "ota-cause-share", "cause=network", 70, 100, 70, 104)->aspect
      = g_strdup ("spread");
  fixture_add_rate (findings, "ota-cause-share", "cause=battery", 30, 100, 34, 104)->aspect
      = g_strdup ("spread");
  fixture_add_share (findings, "ota-cohort-cause-rate", "cause=network,cohort=v3.1", 42, 2500);
  fixture_add_share (findings, "ota-cohort-cause-rate", "cause=network,cohort=v3.0", 28, 1500);
  fixture_add_checks (findings, "battery+disk-space+network", 100, 100, 4000);
  fixture_add_checks (findings, "network", 70, 100, 4000);
  fixture_add_budget (findings, 100, 4000, NAN);
  fixture_add_traced (findings, 100, 100, 104, 104);
  fixture_add (findings, "ota-cancelled", "", PARL_UNIT_COUNT, 0)->count = 0;
  parl_fact_add_caveat (fixture_add_speed (findings, "", 0.972, 0.004, 0.971, 30000),
                        PARL_CAVEAT_OFFLINE "1344");
  fixture_add (findings, "fps-p5", "", PARL_UNIT_FPS, 30.4);
  fixture_add (findings, "fps-slow-hours", "", PARL_UNIT_HOURS, 840);
  fixture_add_distribution (findings, NULL, 33);
  fixture_add_rollout (findings, stages, G_N_ELEMENTS (stages), "finished");
  fixture_add_risk (findings, 4, "low", NULL, (const double[]){ 0, 0, 0, 0, 0, NAN });
  fixture_add_silent (findings, (const double[]){ 0, 0, 0, 0, 0 }, 4000);
  fixture_add_share (findings, "tech-debt", "", 0, 4000);
  fixture_add_burn_down (findings, 0.5);
  fixture_add (findings, "impact-down-hours", "", PARL_UNIT_HOURS, 0)->count = 0;
  fixture_add_control (findings, 0.0255, 0.0255, 99);
  fixture_add_source (findings->snapshot, "hawkBit", "hawkbit", 12 * PARL_MINUTE);
  return findings;
}

ParlFindings *
fixture_tiny (void)
{
  const FixtureStage stages[] = { { "1", "First", 60, 37, 3, "running", "running", 2 } };
  ParlFindings *findings = fixture_create_findings ();

  fixture_add_failures (findings, "", 3, 40, 0, 0);
  fixture_add_failures (findings, "cohort=v1.0", 3, 40, 0, 0);
  fixture_add_change (findings, "", NULL);
  fixture_add_rate (findings, "ota-cause-share", "cause=battery", 2, 3, 0, 0)->aspect
      = g_strdup ("only:v1.0");
  fixture_add_rate (findings, "ota-cause-share", "cause=unknown", 1, 3, 0, 0)->aspect
      = g_strdup ("only:v1.0");
  fixture_add_rate (findings, "ota-cohort-cause-rate", "cause=battery,cohort=v1.0", 2, 40, 0, 0);
  fixture_add_checks (findings, "battery+disk-space+network", 2, 3, 40);
  fixture_add_budget (findings, 3, 40, NAN);
  fixture_add_traced (findings, 2, 3, 0, 0);
  fixture_add_rollout (findings, stages, G_N_ELEMENTS (stages), "running");
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      ParlFact *fact = findings->facts->pdata[i];
      if (strcmp (fact->id, "rollout-stage-rate") == 0)
        fact->verdict = PARL_VERDICT_TOO_LITTLE;
    }
  fixture_add_silent (findings, (const double[]){ 1, 0, 0, 0, 0 }, 60);
  fixture_add_source (findings->snapshot, "hawkBit", "hawkbit", 3 * PARL_HOUR);
  return findings;
}

ParlFindings *
fixture_empty (void)
{
  ParlFindings *findings = fixture_create_findings ();
  ParlSourceState *source = parl_source_state_new ("hawkBit", "hawkbit");

  fixture_add (findings, "ota-failure-rate", "", PARL_UNIT_SHARE, NAN);
  fixture_add (findings, "ota-failure-change", "", PARL_UNIT_POINTS, NAN);
  fixture_add (findings, "fps-compliance", "", PARL_UNIT_SHARE, NAN);
  fixture_add (findings, "fleet-silent", "", PARL_UNIT_SHARE, NAN);
  source->feeds = PARL_FEEDS_ATTEMPTS;
  g_ptr_array_add (findings->snapshot->sources, source);
  return findings;
}

ParlFindings *
fixture_stale (void)
{
  ParlFindings *findings = fixture_golden ();

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      ParlFact *fact = findings->facts->pdata[i];
      fact->freshness -= 3 * PARL_DAY;
      if (!isnan (fact->value))
        fact->verdict = PARL_VERDICT_STALE;
    }
  for (unsigned i = 0; i < findings->snapshot->sources->len; i++)
    {
      ParlSourceState *source = findings->snapshot->sources->pdata[i];
      source->newest -= 3 * PARL_DAY;
    }
  return findings;
}

/* @due, @done: in days from the findings' instant; @done of 99: it is not done */
static ParlMilestone *
add_milestone (ParlFindings *findings, const char *id, const char *title, const char *outcome,
               int due, int done)
{
  ParlMilestone *milestone = parl_milestone_new (id, title);

  milestone->outcome = g_strdup (outcome);
  milestone->due = findings->as_of + due * PARL_DAY;
  if (done < 99)
    milestone->done = findings->as_of + done * PARL_DAY;
  parl_plan_take (findings->snapshot->plan, milestone);
  return milestone;
}

static void
set_measure (ParlMilestone *milestone, const char *id, const char *of)
{
  milestone->measure = g_strdup (id);
  milestone->of = parl_labels_new_from_string (of, NULL);
}

static ParlFact *
add_effect (ParlFindings *findings, const char *subject, double count, double n, double count_0,
            double n_0, const char *aspect)
{
  ParlFact *fact = fixture_add_rate (findings, "milestone-effect", subject, count, n, count_0, n_0);

  fact->aspect = g_strdup (aspect);
  parl_fact_add_caveat (fact, "before-after");
  fact->window.since = fact->evidence.window.since = findings->as_of - 21 * PARL_DAY;
  return fact;
}

ParlFindings *
fixture_planned (void)
{
  ParlFindings *findings = fixture_golden ();

  fixture_open_gates (findings);
  fixture_add_rate (findings, "ota-cohort-share", "class=Orin", 5000, 12400, 3000, 11800)->aspect
      = g_strdup ("kind");
  findings->snapshot->plan = parl_plan_new ();
  findings->snapshot->plan->review = findings->as_of - 7 * PARL_DAY;
  set_measure (add_milestone (findings, "logs", "Every failure sends its log", "Explained failures",
                              -30, -28),
               "ota-traceable", "");
  set_measure (add_milestone (findings, "resume", "Downloads resume", "Safer updates", -22, -21),
               "ota-cohort-cause-rate", "cause=network,cohort=v2.5");
  set_measure (add_milestone (findings, "notes", "Release notes", NULL, -3, -3), "ota-failure-rate",
               "");
  add_milestone (findings, "old", "Long ago", "Safer updates", -100, -99);
  ParlMilestone *check
      = add_milestone (findings, "check", "Free-space check", "Safer updates", 6, 99);
  check->start = findings->as_of - 4 * PARL_DAY;
  check->owner = g_strdup ("Platform team");
  ParlMilestone *wave = add_milestone (findings, "wave-3", "Wave 3 begins", "Release", 9, 99);
  g_strfreev (wave->blocked_by);
  wave->blocked_by = g_strsplit ("check", ";", -1);

  add_effect (findings, "milestone=logs", 757, 794, 486, 551, "better");
  add_effect (findings, "milestone=resume", 24, 2632, 33, 2783, "same");
  fixture_add (findings, "milestone-effect", "milestone=notes", PARL_UNIT_SHARE, NAN)->aspect
      = g_strdup ("early");
  fixture_add (findings, "milestone-effect", "milestone=old", PARL_UNIT_SHARE, NAN)->aspect
      = g_strdup ("plain");
  ParlFact *delivered = fixture_add (findings, "value-delivered", "", PARL_UNIT_COUNT, 2);
  delivered->count = 2;
  delivered->n = 4;
  fixture_add (findings, "schedule-derisked", "rollout=7", PARL_UNIT_DAYS, 2.2)->aspect
      = g_strdup ("safer");
  return findings;
}

/* The golden fleet, whose rollout was halted 9 to 12 hours after that was due. */
ParlFindings *
fixture_halted (void)
{
  ParlFindings *findings = fixture_golden ();

  for (unsigned i = findings->facts->len; i-- > 0;)
    {
      ParlFact *fact = findings->facts->pdata[i];
      bool is_halt = strcmp (fact->id, "rollout-halt") == 0;
      if (strcmp (fact->id, "rollout-unhalted") == 0)
        g_ptr_array_remove_index (findings->facts, i);
      if (!is_halt)
        continue;
      g_free (fact->aspect);
      fact->aspect = g_strdup ("halted");
      fact->verdict = PARL_VERDICT_NONE;
      fact->value = 12;
      fixture_set_interval (fact, 9, 12);
    }
  return findings;
}

static ParlFact *
add_days (ParlFindings *findings, const char *id, const char *subject, double value, double low,
          double high)
{
  ParlFact *fact = fixture_add (findings, id, subject, PARL_UNIT_DAYS, value);

  fact->evidence.rows = PARL_ROWS_CHANGES;
  fact->count = fact->n = 31;
  fixture_set_interval (fact, low, high);
  fact->comparison.value = value + 2;
  fact->comparison.n = 12;
  return fact;
}

static ParlFact *
add_build (ParlFindings *findings, const char *id, ParlUnit unit, double value, double low,
           double high)
{
  ParlFact *fact = fixture_add (findings, id, "", unit, value);

  fact->evidence.rows = PARL_ROWS_BUILDS;
  fact->count = fact->n = 58;
  fixture_set_interval (fact, low, high);
  return fact;
}

static void
compare (ParlFact *fact, double before, double n, double low, double high)
{
  fact->comparison.value = before;
  fact->comparison.n = n;
  fact->comparison.change = fact->value - before;
  fact->comparison.change_low = low;
  fact->comparison.change_high = high;
  fact->comparison.relative = fact->value / before - 1;
}

static void
add_builds (ParlFindings *findings)
{
  ParlFact *time = add_build (findings, "build-time", PARL_UNIT_MINUTES, 14.2, 13.1, 15.6);
  ParlFact *many = add_build (findings, "build-time-p90", PARL_UNIT_MINUTES, 22.8, 19.5, 31.4);
  ParlFact *success = add_build (findings, "build-success", PARL_UNIT_SHARE, 58 / 64., 0.79, 0.96);

  compare (time, 11.8, 49, 0.9, 4.1);
  time->verdict = PARL_VERDICT_CONFIRMED;
  parl_fact_add_caveat (time, "untimed:2");
  compare (many, 21.0, 49, -4.0, 9.2);
  many->aspect = g_strdup ("unsure");
  success->n = 64;
  parl_fact_add_caveat (success, "again:2");
  compare (success, 0.95, 52, -0.15, 0.04);
  success->verdict = PARL_VERDICT_TOO_LITTLE;
}

/* The healthy fleet with a tracker: 31 changes in four releases, and builds. */
ParlFindings *
fixture_delivered (void)
{
  ParlFindings *findings = fixture_healthy ();

  parl_fact_add_caveat (add_days (findings, "delivery-lead", "", 24.4, 20.1, 31.5), "unnamed:1");
  parl_fact_add_caveat (add_days (findings, "delivery-lead-p90", "", 39.7, NAN, NAN),
                        "few-releases");
  add_days (findings, "delivery-leg", "leg=merge-tag", 6.2, 4.1, 9.4);
  add_days (findings, "delivery-leg", "leg=tag-device", 3.1, 2.5, 3.9);
  add_days (findings, "delivery-leg", "leg=device-half", 14.6, 12.2, 17.8)->aspect
      = g_strdup ("longest");

  ParlFact *often = fixture_add (findings, "delivery-frequency", "", PARL_UNIT_COUNT, 5);
  often->evidence.rows = PARL_ROWS_RELEASES;
  often->count = often->n = 5;
  fixture_set_interval (often, 1.6235, 11.6683);
  often->comparison.value = often->comparison.n = 2;
  often->comparison.change = 3;
  often->comparison.change_low = -2.9;
  often->comparison.change_high = 6.5;
  often->comparison.relative = 1.5;
  often->aspect = g_strdup ("unsure");
  add_builds (findings);
  return findings;
}

ParlFindings *
fixture_get (const char *name)
{
  const struct
  {
    const char *name;
    ParlFindings *(*make) (void);
  } all[] = {
    { "golden", fixture_golden }, { "healthy", fixture_healthy },
    { "tiny", fixture_tiny },     { "empty", fixture_empty },
    { "stale", fixture_stale },   { "planned", fixture_planned },
    { "halted", fixture_halted }, { "delivered", fixture_delivered },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (strcmp (all[i].name, name) == 0)
      return all[i].make ();
  g_assert_not_reached ();
}

char *
fixture_get_audiences_dir (void)
{
  return g_build_filename (g_getenv ("PARLANCE_DATA_DIR"), "audiences", NULL);
}

ParlAudience *
fixture_load_audience (const char *id)
{
  g_autofree char *dir = fixture_get_audiences_dir ();
  g_autoptr (GError) error = NULL;
  ParlAudience *audience = parl_audience_find (id, NULL, dir, &error);

  g_assert_no_error (error);
  return audience;
}
