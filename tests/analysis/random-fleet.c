/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fleets from a seed: counts by the day, rollouts, devices, speed and outages, as a snapshot. They
 * need not agree with each other as those of a real fleet do: what is computed from them must be
 * right all the same. */
#include "config.h"

#include "random-fleet.h"

#include "golden.h"

#include <math.h>

#define HOURS_APART 6 /* samples of a made-up series */

static const char *const kind_names[]
    = { "ordinary", "empty",          "tiny",       "all failed", "one cohort", "missing days",
        "huge",     "nothing before", "speed only", "constant",   "none failed" };

static const char *const releases[] = { "2.3.0", "2.4.1", "2.5.0", "2.10.2", "nightly", NULL };
static const char *const causes[] = { "disk-space", "battery", "verify", PARL_CAUSE_UNKNOWN };
static const char *const classes[] = { "Nano", "Orin", NULL };
static const char *const sites[] = { "Delft", "Gent", "Lille", NULL };

static const char *
pick (GRand *random, const char *const *names, unsigned n)
{
  return names[g_rand_int_range (random, 0, (int)n)];
}

static bool
is_without_updates (FleetKind kind)
{
  return kind == FLEET_EMPTY || kind == FLEET_SPEED_ONLY;
}

static void
make_cells (ParlSnapshot *snapshot, GRand *random, FleetKind kind)
{
  int n = is_without_updates (kind) ? 0
          : kind == FLEET_TINY      ? g_rand_int_range (random, 1, 5)
                                    : 250;
  int most = kind == FLEET_HUGE_COUNTS ? 2000000 : kind == FLEET_TINY ? 3 : 90;
  int oldest = kind == FLEET_NOTHING_BEFORE ? 28 : 60;

  if (kind == FLEET_CONSTANT)
    {
      for (int age = 0; age < 56; age++)
        {
          golden_add_cell (snapshot, age, "2.4.1", PARL_OUTCOME_FAILED, "battery", 1);
          golden_add_cell (snapshot, age, "2.4.1", PARL_OUTCOME_SUCCEEDED, NULL, 19);
        }
      return;
    }
  for (int i = 0; i < n; i++)
    {
      int age = g_rand_int_range (random, 0, oldest);
      bool failed = kind == FLEET_ALL_FAILED
                    || (g_rand_int_range (random, 0, 6) == 0 && kind != FLEET_NONE_FAILED);
      bool odd = kind != FLEET_ALL_FAILED && g_rand_int_range (random, 0, 15) == 0;
      ParlOutcomeCount cell = {
        .age = kind == FLEET_MISSING_DAYS ? age - age % 5 : age,
        .outcome = odd      ? (ParlOutcome)g_rand_int_range (random, 0, 5)
                   : failed ? PARL_OUTCOME_FAILED
                            : PARL_OUTCOME_SUCCEEDED,
        .retry = g_rand_int_range (random, 0, 10) == 0,
        .from
        = kind == FLEET_ONE_COHORT ? "2.4.1" : pick (random, releases, G_N_ELEMENTS (releases)),
        .to = g_rand_boolean (random) ? "2.11.0" : "2.10.2",
        .device_class = pick (random, classes, G_N_ELEMENTS (classes)),
        .site = pick (random, sites, G_N_ELEMENTS (sites)),
        .count = g_rand_int_range (random, 1, most + 1),
      };
      cell.day = cell.age;
      if (cell.outcome == PARL_OUTCOME_FAILED)
        {
          cell.cause = pick (random, causes, G_N_ELEMENTS (causes));
          cell.traced = !g_str_equal (cell.cause, PARL_CAUSE_UNKNOWN) && g_rand_boolean (random);
          if (kind != FLEET_HUGE_COUNTS)
            cell.count = MAX (cell.count / 4, 1);
        }
      parl_outcomes_add (snapshot->outcomes, &cell);
    }
}

/* So many looks at whatever it may have been, none to five spells. */
static void
make_spells (GArray *spells, GRand *random)
{
  ParlTime time = GOLDEN_AS_OF - 40 * PARL_HOUR;
  int n = g_rand_int_range (random, 0, 6);

  for (int i = 0; i < n; i++)
    {
      ParlSpell spell = { .progress = (ParlProgress)g_rand_int_range (random, 1, 5),
                          .first = time + g_rand_int_range (random, 1, 8000000) };
      spell.last = spell.first + (ParlTime)g_rand_int_range (random, 0, 20000) * 1000;
      time = spell.last;
      g_array_append_val (spells, spell);
    }
}

/* Of the rollout and of every other stage. Dice of their own: the rest of the fleet is the same
 * with and without them. */
static void
make_looks (ParlRollout *rollout, const GRand *random)
{
  g_autoptr (GRand) own = g_rand_copy ((GRand *)random);

  make_spells (rollout->spells, own);
  for (unsigned i = 1; i < rollout->stages->len; i += 2)
    make_spells (((ParlStage *)g_ptr_array_index (rollout->stages, i))->spells, own);
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
          if (hour.until > stage->first_outcome)
            g_array_append_val (stage->hours, hour);
        }
      g_ptr_array_add (rollout->stages, stage);
    }
  make_looks (rollout, random);
  g_ptr_array_add (snapshot->rollouts, rollout);
}

/* Returns: (transfer full): in a stage of rollout "1" */
ParlDevice *
random_device_new (GRand *random, unsigned index)
{
  static const char *const installed[]
      = { "2.11.0", "2.11.0", "2.10.2", "2.9.0", "2.4.1", "nightly", NULL };
  g_autofree char *id = g_strdup_printf ("cam-%u", index);
  ParlDevice *device = parl_device_new (id);

  device->rollout = g_strdup ("1");
  device->stage = g_strdup_printf ("1-%d", g_rand_int_range (random, 0, 4));
  device->device_class = g_strdup (pick (random, classes, G_N_ELEMENTS (classes)));
  device->site = g_strdup (pick (random, sites, G_N_ELEMENTS (sites)));
  device->release = g_strdup (pick (random, installed, G_N_ELEMENTS (installed)));
  if (g_rand_int_range (random, 0, 10) > 0)
    device->last_seen = GOLDEN_AS_OF
                        - (ParlTime)g_rand_int_range (random, 0, 50) * PARL_HOUR
                              * g_rand_int_range (random, 0, 20);
  device->heartbeat = g_rand_int_range (random, 0, 20) * PARL_HOUR;
  device->tested_rollback = (ParlTristate)g_rand_int_range (random, -1, 2);
  return device;
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

/* Of a class whose speeds are observed now: narrow bins with their lower edges, none without end,
 * exactly at the promise and offline among them. Dice of their own keep the rest as it is. */
static void
make_gauges (ParlSnapshot *snapshot, unsigned seed)
{
  static const char *const ends[] = { "0", "28", "29", "30", "31", "44", "45" };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++)
    make_series (snapshot, random, PARL_SERIES_FPS_TIME, "gauged", "le", ends[i],
                 i == 1 || i == 5 ? 0 : 2000);
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

FleetKind
random_fleet_get_kind (unsigned i)
{
  return (FleetKind)(i % N_FLEET_KINDS);
}

/* Returns: (transfer full): for messages: which fleet it was */
char *
random_fleet_dup_name (unsigned i)
{
  return g_strdup_printf ("%u, %s", i, kind_names[random_fleet_get_kind (i)]);
}

/* Returns: (transfer full): fleet number @i as of GOLDEN_AS_OF */
ParlSnapshot *
random_fleet_new (unsigned i)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (i);
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  FleetKind kind = random_fleet_get_kind (i);

  make_cells (snapshot, random, kind);
  if (kind != FLEET_HUGE_COUNTS && i % 3 > 0)
    make_outages (snapshot, random);
  if (!is_without_updates (kind) && i % 5 > 0)
    make_rollout (snapshot, random, "1");
  if (!is_without_updates (kind) && i % 7 == 0)
    make_rollout (snapshot, random, "2");
  unsigned n_devices = is_without_updates (kind) ? 0 : kind == FLEET_TINY ? 2 : 150;
  for (unsigned j = 0; j < n_devices; j++)
    g_ptr_array_add (snapshot->devices, random_device_new (random, j));
  if ((i % 9 == 0 && kind != FLEET_EMPTY) || kind == FLEET_SPEED_ONLY)
    make_speed (snapshot, random);
  if (i % 18 == 0 && kind != FLEET_EMPTY)
    make_gauges (snapshot, i);
  if (i % 6 == 0)
    golden_add_source (snapshot, "Updates", "hawkbit", GOLDEN_AS_OF - 3 * PARL_DAY)->fetched
        = GOLDEN_AS_OF - g_rand_int_range (random, 0, 100) * PARL_HOUR;
  return snapshot;
}

/* Returns: (transfer full): the settings of fleet number @i: prices and limits vary, too */
ParlTargets *
random_fleet_targets_new (unsigned i)
{
  ParlTargets *targets = parl_targets_new_usual ();

  targets->cost_per_failure = i % 3 == 0 ? NAN : 12.5;
  targets->cost_per_hour = i % 2 == 0 ? NAN : 0.75;
  targets->efficacy[0] = 0.5;
  targets->halt = i % 9 == 0 ? 0.05 : 0.1;
  targets->finish = i % 2 == 0 ? PARL_TIME_NONE : GOLDEN_AS_OF + i * PARL_DAY / 3;
  return targets;
}

/* Milestones of every measure, done on any day or not at all, and a review, for fleet number @i. */
void
random_fleet_add_plan (ParlSnapshot *snapshot, unsigned i)
{
  static const char *const measures[][2]
      = { { "ota-failure-rate", "" },
          { "ota-failure-rate", "cohort=v2.4" },
          { "ota-failure-rate", "cohort-not=v2.4" },
          { "ota-failure-rate", "class=Nano" },
          { "ota-cohort-cause-rate", "cause=verify,cohort=v2.3" },
          { "ota-traceable", "" },
          { NULL, NULL } };
  g_autoptr (GRand) random = g_rand_new_with_seed (1000 + i);

  for (unsigned j = 0; j < G_N_ELEMENTS (measures); j++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", j);
      golden_add_milestone (snapshot, id, g_rand_int_range (random, -1, 60), measures[j][0],
                            measures[j][1]);
    }
  if (g_rand_boolean (random))
    snapshot->plan->review = GOLDEN_AS_OF - g_rand_int_range (random, -2, 80) * PARL_DAY;
}

static ParlTime
draw_days (GRand *random, int from, int to)
{
  return (ParlTime)g_rand_double_range (random, from * (double)PARL_DAY, to * (double)PARL_DAY);
}

static void
add_tag (ParlSnapshot *snapshot, GRand *random, unsigned k, ParlTime time)
{
  g_autofree char *id = g_strdup_printf ("%u", snapshot->changes->len);
  ParlChange *tag = parl_change_new (PARL_CHANGE_RELEASE, id, time);

  tag->source = g_strdup ("tracker");
  tag->release = g_strdup_printf ("%s9.%u.0", g_rand_boolean (random) ? "v" : "", k);
  tag->milestone = g_rand_boolean (random) ? g_strdup_printf ("M%u", k) : NULL;
  tag->moved = g_rand_int_range (random, 0, 9) == 0;
  g_ptr_array_add (snapshot->changes, tag);
}

/* Releases that arrived, and what a tracker tells of them: not of all, some twice, some at times
 * that cannot be. */
void
random_fleet_add_deliveries (ParlSnapshot *snapshot, unsigned i)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1000 + i);
  unsigned n = g_rand_int_range (random, 1, 9);

  for (unsigned k = 0; k < n; k++)
    {
      g_autofree char *release = g_strdup_printf ("9.%u.0", k);
      ParlArrival *arrival = parl_arrival_new (release);
      arrival->first = snapshot->as_of - draw_days (random, 0, 70);
      arrival->half = arrival->first + draw_days (random, 0, 20);
      if (arrival->half >= snapshot->as_of)
        arrival->half = PARL_TIME_NONE;
      arrival->before = g_rand_int_range (random, 0, 6) == 0;
      arrival->n_devices = 100;
      g_ptr_array_add (snapshot->arrivals, arrival);

      ParlTime tagged = arrival->first - draw_days (random, -2, 20);
      for (int j = g_rand_int_range (random, 0, 5); j >= 2; j -= 2)
        add_tag (snapshot, random, k, tagged + (j == 4 ? PARL_HOUR : 0));
      for (int j = g_rand_int_range (random, 0, 13); j > 0; j--)
        {
          g_autofree char *id = g_strdup_printf ("%u", snapshot->changes->len);
          ParlChange *merge
              = parl_change_new (PARL_CHANGE_MERGE, id, tagged - draw_days (random, -2, 40));
          merge->source = g_strdup ("tracker");
          merge->milestone = g_strdup_printf (g_rand_boolean (random) ? "9.%u.0" : "M%u", k);
          g_ptr_array_add (snapshot->changes, merge);
        }
    }
}

/* Builds of up to 70 days, by their end: a day of failures is followed by others, and some last
 * longer from a day on. */
void
random_fleet_add_builds (ParlSnapshot *snapshot, unsigned i)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (2000 + i);
  int most = g_rand_int_range (random, 1, 8), slower = g_rand_int_range (random, 0, 70);
  bool is_broken = false;

  for (int day = g_rand_int_range (random, 1, 70); day >= 0; day--)
    {
      is_broken = g_rand_int_range (random, 0, 8) == 0 || (is_broken && g_rand_boolean (random));
      for (int n = g_rand_int_range (random, 0, most), j = n; j > 0; j--)
        {
          g_autofree char *id = g_strdup_printf ("%u", snapshot->builds->len);
          bool fails = g_rand_int_range (random, 0, is_broken ? 2 : 12) == 0;
          ParlBuildOutcome outcome = g_rand_int_range (random, 0, 10) == 0 ? PARL_BUILD_NEITHER
                                     : fails                               ? PARL_BUILD_FAILED
                                                                           : PARL_BUILD_SUCCEEDED;
          ParlBuild *build
              = parl_build_new (id, outcome, snapshot->as_of - day * PARL_DAY - j * PARL_HOUR);
          build->again = g_rand_int_range (random, 0, 12) == 0;
          if (g_rand_int_range (random, 0, 12) > 0)
            build->duration
                = (ParlTime)g_rand_double_range (random, 5, day < slower ? 40 : 20) * PARL_MINUTE;
          g_ptr_array_add (snapshot->builds, build);
        }
    }
}
