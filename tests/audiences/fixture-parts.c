/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings made by hand, with the numbers of the golden fleet. What the story does not define
 * (sites, speeds, silence) is made up here and agrees with itself. */
#include "config.h"

#include "fixture-parts.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"

#include <math.h>
#include <string.h>

#define Z 1.959963984540054

static void
get_wilson (double count, double n, double *low, double *high)
{
  double p = count / n;
  double middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
  double half = Z / (1 + Z * Z / n) * sqrt (p * (1 - p) / n + Z * Z / (4 * n * n));

  *low = count <= 0 ? 0 : middle - half;
  *high = count >= n ? 1 : middle + half;
}

/* As the subject spells them. */
static void
set_checks (ParlFact *fact, const ParlTargets *targets)
{
  const char *checks = parl_labels_get (fact->subject, "checks");
  const char *own = parl_labels_get (fact->subject, "efficacy");
  g_auto (GStrv) causes = checks != NULL ? g_strsplit (checks, "+", -1) : NULL;
  g_auto (GStrv) efficacies = own != NULL ? g_strsplit (own, "+", -1) : NULL;

  if (causes == NULL)
    return;
  fact->checks = parl_checks_new ();
  for (unsigned i = 0; causes[i] != NULL; i++)
    parl_checks_add (fact->checks, causes[i],
                     efficacies != NULL ? g_ascii_strtod (efficacies[i], NULL)
                                        : parl_targets_get_efficacy (targets, causes[i]));
}

ParlFact *
fixture_add (ParlFindings *findings, const char *id, const char *subject, ParlUnit unit,
             double value)
{
  ParlLabels *labels = parl_labels_new_from_string (subject, NULL);
  ParlFact *fact = parl_fact_new (id, labels);

  g_assert_cmpint (fact->unit, ==, unit);
  set_checks (fact, findings->targets);
  fact->value = value;
  fact->window = fact->evidence.window = findings->window;
  fact->comparison.window = findings->before;
  fact->freshness = findings->as_of - 12 * PARL_MINUTE;
  if (isnan (value))
    fact->verdict = PARL_VERDICT_NO_DATA;
  g_ptr_array_add (findings->facts, fact);
  return fact;
}

void
fixture_set_interval (ParlFact *fact, double low, double high)
{
  fact->low = low;
  fact->high = high;
}

ParlFact *
fixture_add_share (ParlFindings *findings, const char *id, const char *subject, double count,
                   double n)
{
  ParlFact *fact = fixture_add (findings, id, subject, PARL_UNIT_SHARE, count / n);

  fact->count = count;
  fact->n = n;
  get_wilson (count, n, &fact->low, &fact->high);
  return fact;
}

static void
aim (ParlFact *fact, double target, bool below)
{
  double sure = below ? fact->high : fact->low;
  double other = below ? fact->low : fact->high;

  fact->target = target;
  fact->target_state = (below ? sure <= target : sure >= target)   ? PARL_TARGET_MET
                       : (below ? other > target : other < target) ? PARL_TARGET_MISSED
                                                                   : PARL_TARGET_UNCLEAR;
}

ParlFact *
fixture_add_rate (ParlFindings *findings, const char *id, const char *subject, double count,
                  double n, double count_0, double n_0)
{
  ParlFact *fact = fixture_add_share (findings, id, subject, count, n);

  fact->verdict = n < 200 ? PARL_VERDICT_TOO_LITTLE : PARL_VERDICT_NONE;
  if (n_0 > 0)
    {
      double *low = &fact->comparison.low, *high = &fact->comparison.high;
      fact->comparison.value = count_0 / n_0;
      fact->comparison.n = n_0;
      get_wilson (count_0, n_0, low, high);
      fact->comparison.change = fact->value - fact->comparison.value;
      fact->comparison.relative = fact->value / fact->comparison.value - 1;
      fact->comparison.change_low
          = fact->comparison.change
            - hypot (fact->value - fact->low, *high - fact->comparison.value);
      fact->comparison.change_high
          = fact->comparison.change
            + hypot (fact->high - fact->value, fact->comparison.value - *low);
      if (fact->verdict == PARL_VERDICT_NONE)
        fact->verdict = (fact->comparison.change_low > 0 || fact->comparison.change_high < 0)
                                && fabs (fact->comparison.change) >= 0.005
                            ? PARL_VERDICT_CONFIRMED
                            : PARL_VERDICT_NO_CHANGE;
    }
  return fact;
}

ParlFact *
fixture_add_failures (ParlFindings *findings, const char *subject, double count, double n,
                      double count_0, double n_0)
{
  ParlFact *fact = fixture_add_rate (findings, "ota-failure-rate", subject, count, n, count_0, n_0);

  aim (fact, 0.05, true);
  fact->aspect = g_strdup (fact->low > 0.10 && n >= 200               ? "stop"
                           : fact->target_state == PARL_TARGET_MISSED ? "over"
                           : fact->target_state == PARL_TARGET_MET    ? "within"
                                                                      : "unclear");
  return fact;
}

ParlFact *
fixture_add_change (ParlFindings *findings, const char *subject, const char *aspect)
{
  g_autoptr (ParlLabels) labels = parl_labels_new_from_string (subject, NULL);
  const ParlFact *rate = parl_findings_find (findings, "ota-failure-rate", labels, true);
  ParlFact *fact = fixture_add (findings, "ota-failure-change", subject, PARL_UNIT_POINTS,
                                rate->comparison.change);

  fact->count = rate->count;
  fact->n = rate->n;
  fixture_set_interval (fact, rate->comparison.change_low, rate->comparison.change_high);
  fact->comparison.value = rate->comparison.value;
  fact->comparison.n = rate->comparison.n;
  fact->comparison.relative = rate->comparison.relative;
  fact->verdict = isnan (fact->value) ? PARL_VERDICT_NO_DATA : rate->verdict;
  fact->aspect = g_strdup (aspect);
  return fact;
}

void
fixture_add_checks (ParlFindings *findings, const char *checks, double avoided, double failed,
                    double n)
{
  g_autofree char *subject = g_strconcat ("checks=", checks, NULL);
  ParlFact *avoidable = fixture_add_share (findings, "ota-avoidable", subject, avoided, failed);
  ParlFact *without
      = fixture_add_share (findings, "ota-rate-without", subject, failed - avoided, n);
  ParlFact *budget = fixture_add (findings, "ota-budget-without", subject, PARL_UNIT_RATIO,
                                  (failed - avoided) / (n * 0.05));

  if (failed < 200)
    avoidable->verdict = PARL_VERDICT_TOO_LITTLE;
  aim (without, 0.05, true);
  budget->count = failed - avoided;
  budget->n = n * 0.05;
  fixture_set_interval (budget, without->low / 0.05, without->high / 0.05);
  aim (budget, 1, true);
}

void
fixture_add_budget (ParlFindings *findings, double failed, double n, double spent)
{
  double allowed = n * 0.05, low, high;
  ParlFact *left
      = fixture_add (findings, "ota-budget-left", "", PARL_UNIT_SHARE, 1 - failed / allowed);
  ParlFact *burn = fixture_add (findings, "ota-burn", "", PARL_UNIT_RATIO, failed / allowed);
  ParlFact *over = fixture_add (findings, "ota-budget-over", "", PARL_UNIT_COUNT, failed - allowed);

  get_wilson (failed, n, &low, &high);
  left->count = burn->count = over->count = failed;
  left->n = burn->n = over->n = allowed;
  fixture_set_interval (left, 1 - high / 0.05, 1 - low / 0.05);
  fixture_set_interval (burn, low / 0.05, high / 0.05);
  aim (left, 0, false);
  aim (burn, 1, true);
  fixture_add (findings, "ota-budget-spent", "", PARL_UNIT_TIME, spent)->n = allowed;
}

void
fixture_add_traced (ParlFindings *findings, double traced, double failed, double traced_0,
                    double failed_0)
{
  fixture_add_rate (findings, "ota-traceable", "", traced, failed, traced_0, failed_0);
  ParlFact *untraced = fixture_add (findings, "ota-untraced", "", PARL_UNIT_COUNT, failed - traced);

  untraced->count = failed - traced;
  untraced->n = failed;
}

/* Device-time is counted by the hour, with days as clusters: its interval is given. */
ParlFact *
fixture_add_speed (ParlFindings *findings, const char *subject, double value, double half,
                   double before, double hours)
{
  ParlFact *fact = fixture_add (findings, "fps-compliance", subject, PARL_UNIT_SHARE, value);

  fact->count = value * hours;
  fact->n = hours;
  fixture_set_interval (fact, value - half, value + half);
  aim (fact, 0.95, false);
  if (!isnan (before))
    {
      fact->comparison.value = before;
      fact->comparison.n = hours;
      fact->comparison.change = value - before;
      fact->comparison.relative = value / before - 1;
      fact->comparison.low = before - half;
      fact->comparison.high = before + half;
      fact->comparison.change_low = value - before - 1.4 * half;
      fact->comparison.change_high = value - before + 1.4 * half;
      fact->verdict
          = fabs (value - before) > 1.4 * half ? PARL_VERDICT_CONFIRMED : PARL_VERDICT_NO_CHANGE;
    }

  ParlFact *slow = fixture_add (findings, "fps-slow", subject, PARL_UNIT_SHARE, 1 - value);
  slow->count = (1 - value) * hours;
  slow->n = hours;
  fixture_set_interval (slow, 1 - value - half, 1 - value + half);
  aim (slow, 0.05, true);
  slow->comparison.value = 1 - before;
  slow->comparison.n = hours;
  return fact;
}

void
fixture_add_latency (ParlFindings *findings)
{
  const char *const stages[] = { "capture", "pre-process", "inference", "post-process", "publish" };
  const double times[] = { 4.2, 5.1, 21.3, 3.8, 2.4 };
  ParlFact *p95 = fixture_add (findings, "frame-time-p95", "", PARL_UNIT_MILLISECONDS, 36.8);
  ParlFact *headroom
      = fixture_add (findings, "latency-headroom", "", PARL_UNIT_MILLISECONDS, 1000.0 / 30 - 36.8);

  fixture_set_interval (p95, 36.5, 37.2);
  aim (p95, 1000.0 / 30, true);
  fixture_set_interval (headroom, 1000.0 / 30 - 37.2, 1000.0 / 30 - 36.5);
  aim (headroom, 0, false);
  headroom->aspect = g_strdup ("pooled");
  ParlFact *nano
      = fixture_add (findings, "frame-time-p95", "class=Nano", PARL_UNIT_MILLISECONDS, 42.6);
  fixture_set_interval (nano, 42.1, 43.2);
  aim (nano, 1000.0 / 30, true);
  fixture_add (findings, "latency-budget", "", PARL_UNIT_MILLISECONDS, 1000.0 / 30);
  for (unsigned i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_autofree char *subject = g_strconcat ("stage=", stages[i], NULL);
      ParlFact *time
          = fixture_add (findings, "latency-stage-time", subject, PARL_UNIT_MILLISECONDS, times[i]);
      time->aspect = i == 2 ? g_strdup ("largest") : NULL;
      fixture_add (findings, "latency-stage-share", subject, PARL_UNIT_SHARE, times[i] / 36.8);
    }
}

void
fixture_add_distribution (ParlFindings *findings, const char *device_class, double middle)
{
  ParlDistribution *row = g_new0 (ParlDistribution, 1);
  double sum = 0;

  row->device_class = g_strdup (device_class);
  row->start = 10;
  row->width = 1;
  row->n_bins = 35;
  row->shares = g_new0 (double, row->n_bins);
  row->hours = 50000;
  for (unsigned i = 0; i < row->n_bins; i++)
    sum += row->shares[i] = exp (-pow (10.5 + i - middle, 2) / 4);
  for (unsigned i = 0; i < row->n_bins; i++)
    row->shares[i] /= sum;
  g_ptr_array_add (findings->distributions, row);
}

void
fixture_add_fps (ParlFindings *findings)
{
  fixture_add_speed (findings, "", 0.934, 0.004, 0.950, 71500);
  fixture_add_speed (findings, "class=Nano", 0.821, 0.008, NAN, 25000);
  fixture_add_speed (findings, "class=Xavier", 0.979, 0.004, NAN, 21500);
  fixture_add_speed (findings, "class=Orin", 0.996, 0.001, NAN, 25000);
  fixture_add (findings, "fps-p5", "", PARL_UNIT_FPS, 24.1)->n = 71500;
  fixture_add (findings, "fps-p5", "class=Nano", PARL_UNIT_FPS, 21.8);
  fixture_add (findings, "fps-p5", "class=Xavier", PARL_UNIT_FPS, 30.2);
  fixture_add (findings, "fps-p5", "class=Orin", PARL_UNIT_FPS, 31.4);
  ParlFact *hours = fixture_add (findings, "fps-slow-hours", "", PARL_UNIT_HOURS, 4719);
  hours->count = 4719;
  hours->n = hours->comparison.n = 71500;
  hours->comparison.value = 3575;
  ParlFact *share
      = fixture_add (findings, "fps-slow-share", "class=Nano", PARL_UNIT_SHARE, 4475.0 / 4719);
  share->count = 4475;
  share->n = 4719;
  fixture_add_distribution (findings, NULL, 31);
  fixture_add_distribution (findings, "Nano", 29);
  fixture_add_distribution (findings, "Xavier", 32);
  fixture_add_distribution (findings, "Orin", 33);
}

static void
add_stage (ParlFindings *findings, const FixtureStage *stage)
{
  g_autofree char *subject = g_strconcat ("rollout=7,stage=", stage->id, NULL);
  ParlFact *progress
      = fixture_add_share (findings, "rollout-progress", subject, stage->done, stage->total);
  double tried = stage->done + stage->failed;
  ParlFact *rate
      = tried > 0
            ? fixture_add_share (findings, "rollout-stage-rate", subject, stage->failed, tried)
            : fixture_add (findings, "rollout-stage-rate", subject, PARL_UNIT_SHARE, NAN);

  progress->aspect = g_strdup (stage->progress);
  rate->aspect = g_strdup (stage->aspect);
  rate->n = tried;
  if (tried > 0)
    aim (rate, 0.05, true);
  else
    rate->target = 0.05;
  if (stage->soak > 0)
    fixture_add (findings, "rollout-soak", subject, PARL_UNIT_DAYS, stage->soak);
  if (g_str_equal (stage->aspect, "hold"))
    {
      ParlFact *best = fixture_add_share (findings, "rollout-stage-best", subject, stage->failed,
                                          stage->total);
      best->low = best->high = NAN;
      best->target = 0.05;
      best->target_state = best->value <= 0.05 ? PARL_TARGET_MET : PARL_TARGET_MISSED;
      best->aspect = g_strdup (best->value <= 0.05 ? "reachable" : "unreachable");
    }
}

static void
add_waits (ParlFindings *findings, const char *what, double value)
{
  g_autofree char *subject = g_strconcat ("rollout=7,waits=", what, NULL);
  ParlFact *fact = fixture_add (findings, "rollout-waits", subject, PARL_UNIT_COUNT, value);

  fact->n = 6505;
  if (g_str_equal (what, "nothing"))
    fact->aspect = g_strdup (value < 6505 ? "part" : "all");
}

void
fixture_add_rollout (ParlFindings *findings, const FixtureStage *stages, unsigned n_stages,
                     const char *state)
{
  ParlRollout *rollout = parl_rollout_new ("7", "v2.6 for all");
  double done = 0, total = 0;

  rollout->release = g_strdup ("2.6.0");
  for (unsigned i = 0; i < n_stages; i++)
    {
      g_ptr_array_add (rollout->stages, parl_stage_new (stages[i].id, stages[i].name));
      done += stages[i].done;
      total += stages[i].total;
    }
  g_ptr_array_add (findings->snapshot->rollouts, rollout);

  fixture_add_share (findings, "rollout-progress", "rollout=7", done, total)->aspect
      = g_strdup (state);
  for (unsigned i = 0; i < n_stages; i++)
    add_stage (findings, &stages[i]);
  ParlFact *left
      = fixture_add (findings, "rollout-left", "rollout=7", PARL_UNIT_COUNT, total - done);
  left->count = total - done;
  left->n = total;
}

void
fixture_add_blast (ParlFindings *findings, const char *when, const char *stage, double devices,
                   double sites, double untested)
{
  const char *const of[] = { "devices", "sites", "untested-rollback" };
  const double counts[] = { devices, sites, untested };

  for (unsigned i = 0; i < G_N_ELEMENTS (of); i++)
    {
      g_autofree char *subject = g_strdup_printf ("of=%s,when=%s,stage=%s", of[i], when, stage);
      fixture_add (findings, "blast-radius", subject, PARL_UNIT_COUNT, counts[i])->count
          = counts[i];
    }
}

void
fixture_add_risk (ParlFindings *findings, double score, const char *aspect, const char *caveat,
                  const double parts[6])
{
  const char *const names[] = { "failure", "next-stage", "silent", "untraced", "fps-drop", "late" };
  const double weights[] = { 35, 20, 15, 10, 15, 5 };
  ParlFact *risk = fixture_add (findings, "rollout-risk", "", PARL_UNIT_SCORE, score);

  risk->aspect = g_strdup (aspect);
  parl_fact_add_caveat (risk, "unknown:late");
  if (caveat != NULL)
    parl_fact_add_caveat (risk, caveat);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *subject = g_strconcat ("part=", names[i], NULL);
      fixture_add (findings, "rollout-risk", subject, PARL_UNIT_SCORE, parts[i])->n = weights[i];
    }
}

void
fixture_add_silent (ParlFindings *findings, const double ages[5], double n)
{
  const char *const names[] = { "1-3 d", "3-7 d", "7-28 d", "28 d+", "never" };
  double sum = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    sum += ages[i];
  fixture_add_share (findings, "fleet-silent", "", sum, n);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *subject = g_strconcat ("age=", names[i], NULL);
      fixture_add_share (findings, "fleet-silent", subject, ages[i], n);
    }
  if (sum > 0)
    {
      fixture_add_share (findings, "fleet-silent", "site=Harbour North", sum * 0.15, 900);
      fixture_add_share (findings, "fleet-silent", "site=Depot 4", sum * 0.12, 400);
    }
}

void
fixture_add_control (ParlFindings *findings, double before, double now, unsigned from)
{
  ParlControl *control = g_new0 (ParlControl, 1);

  control->days = g_array_new (FALSE, FALSE, sizeof (ParlControlDay));
  control->mean = before;
  for (unsigned i = 0; i < 56; i++)
    {
      double n = 440, noise = ((int)(i * 7 % 5) - 2) * 0.1 * before;
      double count = round (((i >= from ? now : before) + noise) * n);
      ParlControlDay day = { .time = findings->before.since + i * PARL_DAY,
                             .value = count / n,
                             .lower = before / 2,
                             .upper = before * 1.5,
                             .count = count,
                             .n = n,
                             .is_before = i < 28 };
      get_wilson (count, n, &day.low, &day.high);
      day.beyond = day.value > day.upper || day.value < day.lower;
      day.run = i >= from;
      g_array_append_val (control->days, day);
    }
  findings->control = control;
}

/* 365 a day, 6,505 left, set to 16 days; wave 2 was surely too bad after 31 hours. */
void
fixture_add_forecast (ParlFindings *findings)
{
  ParlTime now = findings->as_of;
  ParlWindow history = { now - 28 * PARL_DAY, now };
  ParlFact *pace = fixture_add (findings, "rollout-pace", "rollout=7", PARL_UNIT_COUNT, 365);
  ParlFact *days = fixture_add (findings, "rollout-finish", "rollout=7", PARL_UNIT_DAYS, 18.2);
  ParlFact *date = fixture_add (findings, "rollout-finish-date", "rollout=7", PARL_UNIT_TIME,
                                (double)now + 18.2 * PARL_DAY);
  ParlFact *whole = fixture_add (findings, "rollout-detect", "rollout=7", PARL_UNIT_HOURS, 390);
  ParlFact *stage
      = fixture_add (findings, "rollout-detect", "rollout=7,stage=4", PARL_UNIT_HOURS, 31);

  pace->count = 28 * 365;
  pace->n = days->n = date->n = 28;
  pace->window = days->window = date->window = history;
  fixture_set_interval (days, 17.4, 20.1);
  fixture_set_interval (date, (double)now + 17.4 * PARL_DAY, (double)now + 20.1 * PARL_DAY);
  parl_fact_add_caveat (days, "p15-p85");
  parl_fact_add_caveat (date, "p15-p85");
  aim (days, 16, true);
  aim (date, (double)now + 16 * PARL_DAY, true);
  whole->n = 9800;
  stage->n = 1200;
  fixture_add (findings, "rollout-halt", "rollout=7", PARL_UNIT_HOURS, NAN)->aspect
      = g_strdup ("not-halted");
  fixture_add (findings, "rollout-halt", "rollout=7,stage=4", PARL_UNIT_HOURS, NAN)->aspect
      = g_strdup ("not-halted");
  fixture_add (findings, "rollout-unhalted", "rollout=7", PARL_UNIT_HOURS, 282);
  fixture_add (findings, "rollout-unhalted", "rollout=7,stage=4", PARL_UNIT_HOURS, 287);
  add_waits (findings, "failed", 905);
  add_waits (findings, "gate", 4800);
  add_waits (findings, "nothing", 800);
  fixture_add (findings, "scale-tenfold-days", "", PARL_UNIT_DAYS, 180000.0 / 365)->n = 180000;
}

/* Nothing waits: all 6,505 can be updated. */
void
fixture_open_gates (ParlFindings *findings)
{
  for (unsigned i = findings->facts->len; i > 0; i--)
    {
      ParlFact *fact = findings->facts->pdata[i - 1];
      const char *waits = parl_labels_get (fact->subject, "waits");
      if (waits == NULL)
        continue;
      if (!g_str_equal (waits, "nothing"))
        {
          g_ptr_array_remove_index (findings->facts, i - 1);
          continue;
        }
      fact->value = 6505;
      g_free (fact->aspect);
      fact->aspect = g_strdup ("all");
    }
}

/* @slow: hours below the speed; the others are 47 devices that were not heard of since. */
void
fixture_add_impact (ParlFindings *findings, double slow, double half)
{
  const double down = 1130;
  ParlFact *hours = fixture_add (findings, "impact-down-hours", "", PARL_UNIT_HOURS, down);
  ParlFact *site
      = fixture_add (findings, "impact-down-hours", "site=Depot 4", PARL_UNIT_HOURS, 410);
  ParlFact *nano = fixture_add (findings, "impact-down-hours", "class=Nano", PARL_UNIT_HOURS, 700);
  ParlFact *impact = fixture_add (findings, "customer-impact", "", PARL_UNIT_HOURS, slow + down);

  hours->count = 47;
  site->count = 17;
  nano->count = 29;
  parl_fact_add_caveat (hours, "not-heard-of");
  impact->n = 71500 + down;
  fixture_set_interval (impact, slow + down - half, slow + down + half);
  aim (impact, 5000, true);
}

void
fixture_add_burn_windows (ParlFindings *findings, const double ratios[4])
{
  static const unsigned days[] = { 1, 3, 7, 28 };

  for (unsigned i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *subject = g_strdup_printf ("window=%ud", days[i]);
      ParlFact *fact = fixture_add (findings, "ota-burn", subject, PARL_UNIT_RATIO, ratios[i]);
      fact->n = round (620.0 * days[i] / 28);
      fact->count = round (ratios[i] * fact->n);
      fixture_set_interval (fact, ratios[i] * 0.8, ratios[i] * 1.2);
      aim (fact, 1, true);
    }
}

/* All of the budget is there on the first day, and @left of it on the last. */
void
fixture_add_burn_down (ParlFindings *findings, double left)
{
  findings->burn_down = g_array_new (FALSE, FALSE, sizeof (ParlBurnDay));
  for (int i = 0; i <= 28; i++)
    {
      ParlBurnDay day
          = { findings->window.since + i * PARL_DAY, 1 + (left - 1) * i / 28, 1 - i / 28.0 };
      g_array_append_val (findings->burn_down, day);
    }
}

void
fixture_add_event (ParlFindings *findings, const char *stage, unsigned day)
{
  ParlEvent *event = g_new0 (ParlEvent, 1);

  event->time = findings->before.since + day * PARL_DAY + 9 * PARL_HOUR;
  event->release = g_strdup ("v2.6");
  event->stage = g_strdup (stage);
  g_ptr_array_add (findings->events, event);
}

void
fixture_add_source (ParlSnapshot *snapshot, const char *name, const char *kind, ParlTime age)
{
  ParlSourceState *source = parl_source_state_new (name, kind);

  source->feeds = g_strcmp0 (kind, "prometheus") == 0 ? PARL_FEEDS_SPEED | PARL_FEEDS_COUNTS
                                                      : PARL_FEEDS_ATTEMPTS;
  source->state = PARL_SYNC_DONE;
  source->newest = source->fetched = snapshot->as_of - age;
  g_ptr_array_add (snapshot->sources, source);
}

static void
free_event (ParlEvent *event)
{
  g_free (event->release);
  g_free (event->stage);
  g_free (event);
}

static void
free_distribution (ParlDistribution *row)
{
  g_free (row->device_class);
  g_free (row->shares);
  g_free (row);
}

/* Findings without any facts, so that only those of the fixture are in it. */
ParlFindings *
fixture_create_findings (void)
{
  ParlTime as_of;
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  parl_time_from_iso ("2026-11-21", &as_of, NULL);
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (as_of);
  ParlFindings *findings = parl_findings_new (snapshot, targets, NULL);

  g_ptr_array_unref (findings->facts);
  findings->facts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_fact_free);
  if (findings->events != NULL)
    g_ptr_array_unref (findings->events);
  findings->events = g_ptr_array_new_with_free_func ((GDestroyNotify)free_event);
  if (findings->distributions != NULL)
    g_ptr_array_unref (findings->distributions);
  findings->distributions = g_ptr_array_new_with_free_func ((GDestroyNotify)free_distribution);
  return findings;
}
