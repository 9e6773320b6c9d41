/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The golden fleet. Counts are spread evenly over 28 days, so that windows and days can be tested
 * while every sum stays exact. */
#include "config.h"

#include "golden.h"

#include <math.h>
#include <string.h>

static const struct
{
  const char *from;
  int succeeded, before_succeeded;
  int causes[6], before_causes[6];
} cohorts[] = {
  { "2.3.0", 2080, 944, { 442, 28, 19, 14, 10, 7 }, { 120, 60, 30, 10, 8, 8 } },
  { "2.4.0", 3936, 4243, { 0, 62, 38, 27, 22, 15 }, { 0, 80, 50, 30, 25, 15 } },
  { "2.5.0", 5479, 5907, { 0, 81, 54, 33, 31, 22 }, { 0, 110, 70, 40, 30, 20 } },
};
static const char *const causes[]
    = { "disk-space", "battery", "network", "boot-rollback", "verify", PARL_CAUSE_UNKNOWN };

static const struct
{
  const char *id, *name;
  int total, tried, failed, running, waiting;
  int first_day, last_day; /* days before the instant; -1: none */
} stages[] = {
  { "1", "Canary", 200, 200, 8, 0, 0, 28, 26 },
  { "2", "Pilot", 1000, 1000, 42, 0, 0, 25, 20 },
  { "3", "Wave 1", 5000, 5000, 290, 0, 0, 19, 10 },
  { "4", "Wave 2", 7000, 6200, 565, 800, 0, 9, 0 },
  { "5", "Wave 3", 4800, 0, 0, 0, 4800, -1, -1 },
};

void
golden_add_cell (ParlSnapshot *snapshot, int age, const char *from, ParlOutcome outcome,
                 const char *cause, int64_t count)
{
  ParlOutcomeCount cell = { .age = age,
                            .day = age,
                            .outcome = outcome,
                            .from = from,
                            .to = "2.6.0",
                            .device_class = age % 2 == 0 ? "Nano" : "Orin",
                            .site = "Delft",
                            .cause = cause,
                            .traced = cause != NULL && strcmp (cause, PARL_CAUSE_UNKNOWN) != 0,
                            .count = count };

  if (count > 0)
    parl_outcomes_add (snapshot->outcomes, &cell);
}

/* @first_age: 0 or 28: the newest day of a window */
void
golden_spread (ParlSnapshot *snapshot, int first_age, const char *from, ParlOutcome outcome,
               const char *cause, int64_t count)
{
  for (int day = 0; day < 28; day++)
    golden_add_cell (snapshot, first_age + day, from, outcome, cause,
                     count * (day + 1) / 28 - count * day / 28);
}

ParlSourceState *
golden_add_source (ParlSnapshot *snapshot, const char *name, const char *kind, ParlTime newest)
{
  ParlSourceState *source = parl_source_state_new (name, kind);

  source->state = PARL_SYNC_DONE;
  source->feeds = g_strcmp0 (kind, "prometheus") == 0 ? PARL_FEEDS_SPEED | PARL_FEEDS_COUNTS
                                                      : PARL_FEEDS_ATTEMPTS;
  source->newest = newest;
  source->fetched = snapshot->as_of;
  g_ptr_array_add (snapshot->sources, source);
  return source;
}

static void
add_outcomes (ParlSnapshot *snapshot)
{
  ParlOutcomeCount retry = { .age = 3,
                             .day = 3,
                             .outcome = PARL_OUTCOME_FAILED,
                             .retry = true,
                             .from = "2.3.0",
                             .cause = "disk-space",
                             .traced = true,
                             .count = 50 };

  for (unsigned i = 0; i < G_N_ELEMENTS (cohorts); i++)
    {
      golden_spread (snapshot, 0, cohorts[i].from, PARL_OUTCOME_SUCCEEDED, NULL,
                     cohorts[i].succeeded);
      golden_spread (snapshot, 28, cohorts[i].from, PARL_OUTCOME_SUCCEEDED, NULL,
                     cohorts[i].before_succeeded);
      for (unsigned j = 0; j < G_N_ELEMENTS (causes); j++)
        {
          golden_spread (snapshot, 0, cohorts[i].from, PARL_OUTCOME_FAILED, causes[j],
                         cohorts[i].causes[j]);
          golden_spread (snapshot, 28, cohorts[i].from, PARL_OUTCOME_FAILED, causes[j],
                         cohorts[i].before_causes[j]);
        }
    }

  /* What must not be counted in any rate. */
  parl_outcomes_add (snapshot->outcomes, &retry);
  retry.from = "1.9.0"; /* a cohort of retries alone */
  parl_outcomes_add (snapshot->outcomes, &retry);
  golden_add_cell (snapshot, 5, "2.4.0", PARL_OUTCOME_CANCELLED, NULL, 12);
  golden_add_cell (snapshot, 0, "2.5.0", PARL_OUTCOME_OPEN, NULL, 800);
  golden_add_cell (snapshot, 2, "2.6.0", PARL_OUTCOME_NONE, NULL, 77);
  golden_add_cell (snapshot, 56, "2.3.0", PARL_OUTCOME_FAILED, "disk-space", 1000);
}

/* An hour a day, from the first day of outcomes to the last. */
static void
add_hours (ParlStage *stage, int first_day, int last_day)
{
  int n = first_day - last_day;

  for (int i = 0; i < n; i++)
    {
      ParlStageHour hour = { GOLDEN_AS_OF - (first_day - i) * PARL_DAY + PARL_HOUR,
                             stage->succeeded * (i + 1) / n - stage->succeeded * i / n,
                             stage->failed * (i + 1) / n - stage->failed * i / n };
      g_array_append_val (stage->hours, hour);
    }
}

/* Which one depends on nothing but the cell, so that a part of the fleet has the same ones. */
static char *
golden_name_device (const ParlOutcomeCount *cell, int64_t nth)
{
  g_autofree char *words = g_strdup_printf (
      "%s %s %s %s", cell->from, cell->device_class != NULL ? cell->device_class : "",
      cell->site != NULL ? cell->site : "", cell->cause != NULL ? cell->cause : "");
  uint64_t index = g_str_hash (words) + (uint64_t)cell->age * 331 + (uint64_t)nth * 17;

  return g_strdup_printf ("cam-%05u", (unsigned)(index % 18000));
}

/* @done_days_ago: in whole days of the calendar, -1: not done */
ParlMilestone *
golden_add_milestone (ParlSnapshot *snapshot, const char *id, int done_days_ago,
                      const char *measure, const char *of)
{
  ParlMilestone *milestone = parl_milestone_new (id, id);
  ParlTime today = snapshot->as_of - snapshot->as_of % PARL_DAY;

  if (snapshot->plan == NULL)
    snapshot->plan = parl_plan_new ();
  milestone->due = today - 5 * PARL_DAY;
  if (done_days_ago >= 0)
    milestone->done = today - done_days_ago * PARL_DAY;
  if (measure != NULL)
    {
      milestone->measure = g_strdup (measure);
      milestone->of = parl_labels_new_from_string (of, NULL);
    }
  parl_plan_take (snapshot->plan, milestone);
  return milestone;
}

void
golden_add_plan (ParlSnapshot *snapshot)
{
  const char *cell = "ota-cohort-cause-rate";

  golden_add_milestone (snapshot, "rate", 28, "ota-failure-rate", "cohort=v2.4");
  golden_add_milestone (snapshot, "logs", 24, "ota-traceable", "");
  golden_add_milestone (snapshot, "space", 15, cell, "cause=disk-space,cohort=v2.3");
  golden_add_milestone (snapshot, "early", 3, "ota-failure-rate", "");
  golden_add_milestone (snapshot, "plain", 20, NULL, NULL);
  golden_add_milestone (snapshot, "open", -1, "ota-failure-rate", "");
  snapshot->plan->review = snapshot->as_of - 10 * PARL_DAY;
}

/* Every counted failure, at the time at which golden_attempts_new() has it; none is over. */
void
golden_add_outages (ParlSnapshot *snapshot)
{
  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, i);

      for (int64_t j = 0; j < cell->count && cell->outcome == PARL_OUTCOME_FAILED && !cell->retry;
           j++)
        {
          ParlOutage *outage = parl_outage_new ();

          outage->device = golden_name_device (cell, j);
          outage->device_class = g_strdup (cell->device_class);
          outage->site = g_strdup (cell->site);
          outage->from = g_strdup (cell->from);
          outage->to = g_strdup (cell->to);
          outage->failed = GOLDEN_AS_OF - (cell->age + 1) * PARL_DAY + PARL_HOUR;
          g_ptr_array_add (snapshot->outages, outage);
        }
    }
}

static void
add_rollout (ParlSnapshot *snapshot)
{
  ParlRollout *rollout = parl_rollout_new (GOLDEN_ROLLOUT, "v2.6 for all");
  ParlSpell running
      = { PARL_PROGRESS_RUNNING, GOLDEN_AS_OF - 28 * PARL_DAY, GOLDEN_AS_OF - 12 * PARL_MINUTE };

  rollout->release = g_strdup ("2.6.0");
  rollout->progress = PARL_PROGRESS_RUNNING;
  rollout->created = GOLDEN_AS_OF - 29 * PARL_DAY;
  g_array_append_val (rollout->spells, running);
  for (unsigned i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      ParlStage *stage = parl_stage_new (stages[i].id, stages[i].name);

      stage->total = stages[i].total;
      stage->succeeded = stages[i].tried - stages[i].failed;
      stage->failed = stages[i].failed;
      stage->running = stages[i].running;
      stage->waiting = stages[i].waiting;
      if (stages[i].first_day >= 0)
        {
          stage->first_outcome = GOLDEN_AS_OF - stages[i].first_day * PARL_DAY;
          stage->last_outcome = GOLDEN_AS_OF - stages[i].last_day * PARL_DAY;
          add_hours (stage, stages[i].first_day, stages[i].last_day);
        }
      g_ptr_array_add (rollout->stages, stage);
    }
  g_ptr_array_add (snapshot->rollouts, rollout);
}

/* 612 silent: 300, 150, 100, 50 by age, 12 never heard of. */
static ParlTime
get_last_seen (unsigned index)
{
  static const struct
  {
    unsigned until;
    double days;
  } ages[] = { { 300, 2 }, { 450, 5 }, { 550, 10 }, { 600, 40 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (ages); i++)
    if (index < ages[i].until)
      return GOLDEN_AS_OF - (ParlTime)(ages[i].days * PARL_DAY);
  return index < 612 ? PARL_TIME_NONE : GOLDEN_AS_OF - PARL_HOUR;
}

static void
add_devices (ParlSnapshot *snapshot)
{
  unsigned index = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (stages); i++)
    for (int j = 0; j < stages[i].total; j++, index++)
      {
        g_autofree char *id = g_strdup_printf ("cam-%05u", index);
        ParlDevice *device = parl_device_new (id);
        bool done = j < stages[i].tried - stages[i].failed;

        device->device_class = g_strdup (index % 3 == 0 ? "Nano" : "Orin");
        device->site = g_strdup_printf ("Site %02u", index % 40);
        device->release = g_strdup (done ? "2.6.0" : "2.5.0");
        device->rollout = g_strdup (GOLDEN_ROLLOUT);
        device->stage = g_strdup (stages[i].id);
        device->last_seen = get_last_seen (index);
        device->heartbeat = PARL_HOUR;
        device->tested_rollback = j % 4 == 0 ? PARL_NO : PARL_YES;
        g_ptr_array_add (snapshot->devices, device);
      }
}

/* A sample an hour over both windows. Amounts rise and fall by the day, each series at its own
 * time, so that days differ in their shares too. */
static void
add_series (ParlSnapshot *snapshot, const char *name, const char *unit, ParlLabels *labels,
            double now, double before)
{
  const size_t length = 56 * 24;
  ParlTime *times = g_new (ParlTime, length);
  double *values = g_new (double, length);
  const unsigned phase = snapshot->series->len;
  const ParlTime last_hour = GOLDEN_AS_OF - GOLDEN_AS_OF % PARL_HOUR;

  for (size_t i = 0; i < length; i++)
    {
      size_t hour = length - 1 - i;
      double wave = 1 + 0.1 * ((double)((hour / 24 + phase) % 5) - 2); /* 0.8 .. 1.2 by day */

      times[i] = last_hour - (ParlTime)hour * PARL_HOUR;
      values[i] = (hour < length / 2 ? now : before) * (unit[0] == 'm' ? 1 : wave);
    }
  g_ptr_array_add (snapshot->series,
                   parl_series_new_take (name, unit, labels, length, times, values));
}

static void
add_speed (ParlSnapshot *snapshot)
{
  static const struct
  {
    const char *class, *le;
    double now, before;
  } fps[] = {
    { "Nano", "10", 400, 300 },     { "Nano", "20", 800, 700 }, { "Nano", "30", 2400, 2000 },
    { "Nano", "40", 14000, 14600 }, { "Nano", "+Inf", 0, 0 },   { "Orin", "10", 100, 100 },
    { "Orin", "20", 200, 200 },     { "Orin", "30", 900, 800 }, { "Orin", "40", 29800, 29900 },
    { "Orin", "+Inf", 1000, 1000 },
  };
  static const struct
  {
    const char *class, *le;
    double frames;
  } frames[] = {
    { "Nano", "20", 1000 }, { "Nano", "30", 5000 },  { "Nano", "40", 3500 }, { "Nano", "50", 500 },
    { "Orin", "20", 9000 }, { "Orin", "30", 19000 }, { "Orin", "40", 1900 }, { "Orin", "50", 100 },
  };
  static const struct
  {
    const char *stage;
    double nano, orin;
  } times[] = { { "capture", 5, 4 },
                { "inference", 22, 14 },
                { "post-process", 4, 3 },
                { "pre-process", 6, 4 },
                { "publish", 2, 2 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (fps); i++)
    add_series (snapshot, PARL_SERIES_FPS_TIME, "s",
                parl_labels_new ("class", fps[i].class, "le", fps[i].le, NULL), fps[i].now,
                fps[i].before);
  for (unsigned i = 0; i < G_N_ELEMENTS (frames); i++)
    add_series (snapshot, PARL_SERIES_FRAME_TIME, "frames",
                parl_labels_new ("class", frames[i].class, "le", frames[i].le, NULL),
                frames[i].frames, frames[i].frames);
  for (unsigned i = 0; i < G_N_ELEMENTS (times); i++)
    {
      add_series (snapshot, PARL_SERIES_STAGE_TIME, "ms",
                  parl_labels_new ("class", "Nano", "stage", times[i].stage, NULL), times[i].nano,
                  times[i].nano);
      add_series (snapshot, PARL_SERIES_STAGE_TIME, "ms",
                  parl_labels_new ("class", "Orin", "stage", times[i].stage, NULL), times[i].orin,
                  times[i].orin);
    }
}

ParlSnapshot *
golden_snapshot_new (void)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  golden_add_source (snapshot, "Updates", "hawkbit", GOLDEN_AS_OF - 12 * PARL_MINUTE);
  golden_add_source (snapshot, "Metrics", "prometheus", GOLDEN_AS_OF - 2 * PARL_MINUTE);
  add_outcomes (snapshot);
  add_rollout (snapshot);
  golden_add_outages (snapshot);
  add_devices (snapshot);
  add_speed (snapshot);
  return snapshot;
}

/* Every counted attempt of the window as a row of its own, as the store would give them. */
GPtrArray *
golden_attempts_new (const ParlSnapshot *snapshot)
{
  GPtrArray *attempts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_attempt_free);

  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, i);

      for (int64_t j = 0; j < cell->count && cell->age < 28; j++)
        {
          ParlAttempt *attempt = parl_attempt_new ();

          attempt->key = g_strdup_printf ("%zu-%" G_GINT64_FORMAT, i, j);
          attempt->device = g_strdup_printf ("cam-%05u", attempts->len);
          attempt->from = g_strdup (cell->from);
          attempt->to = g_strdup (cell->to);
          attempt->outcome = cell->outcome;
          attempt->retry = cell->retry;
          attempt->cause = g_strdup (cell->cause);
          attempt->message = cell->traced ? g_strdup ("no space, \"/data\" is full") : NULL;
          attempt->device_class = g_strdup (cell->device_class);
          attempt->site = g_strdup (cell->site);
          attempt->started = GOLDEN_AS_OF - (cell->age + 1) * PARL_DAY;
          attempt->ended
              = cell->outcome == PARL_OUTCOME_OPEN ? PARL_TIME_NONE : attempt->started + PARL_HOUR;
          g_ptr_array_add (attempts, attempt);
        }
    }
  return attempts;
}

ParlFindings *
golden_findings_new (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

const ParlFact *
golden_find (const ParlFindings *findings, const char *id, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlLabels) labels = parl_labels_new_from_string (subject, &error);

  g_assert_no_error (error);
  return parl_findings_find (findings, id, labels, true);
}

const ParlFact *
golden_get (const ParlFindings *findings, const char *id, const char *subject)
{
  const ParlFact *fact = golden_find (findings, id, subject);

  if (fact == NULL)
    g_error ("there is no fact %s {%s}", id, subject);
  return fact;
}

void
golden_assert_printed (double value, int decimals, const char *expected)
{
  g_autofree char *text = g_strdup_printf ("%.*f", decimals, value);

  g_assert_cmpstr (text, ==, expected);
}
