/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The golden numbers, counted from the fleet's own actions and devices. */
#include "config.h"

#include "demo/fleet.h"

#include <math.h>
#include <string.h>

#define NOW ((ParlTime)1795253980000) /* 2026-11-21T09:39:40Z */
#define DAYS 28

typedef struct
{
  ParlFleet *fleet;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->fleet = parl_fleet_new (NOW);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  parl_fleet_free (fixture->fleet);
}

/* Whole days before now, -1 for what has not ended. */
static int
get_age (const ParlFleet *fleet, const ParlFleetAction *action)
{
  if (action->ended == PARL_TIME_NONE)
    return -1;
  return (int)((fleet->now - 1 - action->ended) / PARL_DAY);
}

/* 0: the last 28 days, 1: the 28 before, -1: neither. */
static int
get_window (const ParlFleet *fleet, const ParlFleetAction *action)
{
  int age = get_age (fleet, action);

  return age < 0 || age >= 2 * DAYS ? -1 : age / DAYS;
}

/* The line that the origin's version belongs to, told by its text. */
static unsigned
get_line (const ParlFleet *fleet, const ParlFleetAction *action)
{
  const char *version = parl_fleet_get_version (parl_fleet_get_origin (fleet, action));

  g_assert_true (g_str_has_prefix (version, "2."));
  return (unsigned)(version[2] - '3');
}

static void
test_cohorts (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const unsigned tried[2][3] = { { 2600, 4100, 5700 }, { 1180, 4443, 6177 } };
  static const unsigned failed[2][3] = { { 520, 164, 221 }, { 236, 200, 270 } };
  unsigned counts[2][3][2] = { 0 };
  const ParlFleet *fleet = fixture->fleet;

  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      const ParlFleetAction *action = &fleet->actions[i];
      int window = get_window (fleet, action);
      if (window < 0)
        continue;
      g_assert_cmpint (action->rollout, >=, 0);
      counts[window][get_line (fleet, action)][action->state == PARL_FLEET_FAILED]++;
    }
  for (unsigned window = 0; window < 2; window++)
    for (unsigned line = 0; line < 3; line++)
      {
        g_assert_cmpuint (counts[window][line][0] + counts[window][line][1], ==,
                          tried[window][line]);
        g_assert_cmpuint (counts[window][line][1], ==, failed[window][line]);
      }
}

static void
test_causes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const struct
  {
    const char *cause;
    unsigned now[3];
    unsigned before[3];
  } cases[] = {
    { "disk-space", { 442, 0, 0 }, { 200, 0, 0 } },
    { "battery", { 28, 62, 81 }, { 13, 72, 93 } },
    { "network", { 19, 38, 54 }, { 9, 43, 61 } },
    { "boot-rollback", { 14, 27, 33 }, { 6, 30, 37 } },
    { "verify", { 10, 22, 31 }, { 3, 24, 33 } },
    { "unknown", { 7, 15, 22 }, { 5, 31, 46 } },
  };
  unsigned counts[2][PARL_FLEET_CAUSES][3] = { 0 };
  const ParlFleet *fleet = fixture->fleet;

  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      const ParlFleetAction *action = &fleet->actions[i];
      if (action->state == PARL_FLEET_FAILED)
        counts[get_window (fleet, action)][action->cause][get_line (fleet, action)]++;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (parl_fleet_get_cause_name ((ParlFleetCause)i), ==, cases[i].cause);
      g_assert_cmpmem (counts[0][i], sizeof counts[0][i], cases[i].now, sizeof cases[i].now);
      g_assert_cmpmem (counts[1][i], sizeof counts[1][i], cases[i].before, sizeof cases[i].before);
    }
}

static void
test_stages (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const struct
  {
    const char *name;
    unsigned total, tried, failed, running, scheduled;
    int first_age, last_age; /* days on which outcomes came */
  } cases[] = {
    { "canary", 200, 200, 8, 0, 0, 27, 25 },     { "pilot", 1000, 1000, 42, 0, 0, 24, 23 },
    { "wave 1", 5000, 5000, 290, 0, 0, 22, 13 }, { "wave 2", 7000, 6200, 565, 800, 0, 12, 0 },
    { "wave 3", 4800, 0, 0, 0, 4800, -1, -1 },
  };
  const ParlFleet *fleet = fixture->fleet;
  const ParlFleetRollout *rollout = &fleet->rollouts[3];

  g_assert_cmpstr (rollout->name, ==, "v2.6");
  g_assert_cmpuint (rollout->total, ==, 18000);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      unsigned counts[PARL_FLEET_STATES] = { 0 };
      int first = -1;
      int last = -1;
      for (unsigned j = 0; j < fleet->n_actions; j++)
        {
          const ParlFleetAction *action = &fleet->actions[j];
          if (action->rollout != 3 || action->group != (int)i)
            continue;
          int age = get_age (fleet, action);
          counts[action->state]++;
          first = MAX (first, age);
          last = last < 0 || (age >= 0 && age < last) ? age : last;
        }
      g_assert_cmpstr (rollout->groups[i].name, ==, cases[i].name);
      g_assert_cmpuint (rollout->groups[i].total, ==, cases[i].total);
      g_assert_cmpmem (counts, sizeof counts, rollout->groups[i].counts, sizeof counts);
      g_assert_cmpuint (counts[PARL_FLEET_SUCCEEDED], ==, cases[i].tried - cases[i].failed);
      g_assert_cmpuint (counts[PARL_FLEET_FAILED], ==, cases[i].failed);
      g_assert_cmpuint (counts[PARL_FLEET_RUNNING], ==, cases[i].running);
      g_assert_cmpuint (counts[PARL_FLEET_SCHEDULED], ==, cases[i].scheduled);
      g_assert_cmpint (first, ==, cases[i].first_age);
      g_assert_cmpint (last, ==, cases[i].last_age);
    }
}

static void
test_quiet_borders (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const ParlFleet *fleet = fixture->fleet;
  bool seen[2][PARL_FLEET_DEVICES] = { 0 };

  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      const ParlFleetAction *action = &fleet->actions[i];
      int window = get_window (fleet, action);
      if (window < 0)
        continue;

      ParlTime since_border = (fleet->now - action->ended) % PARL_DAY;
      g_assert_cmpint (since_border, >=, 6 * PARL_HOUR);
      g_assert_cmpint (PARL_DAY - since_border, >=, 6 * PARL_HOUR);
      g_assert_false (seen[window][action->device]);
      seen[window][action->device] = true;
      g_assert_cmpint (action->created, <=, action->started);
      g_assert_cmpint (action->started, <, action->ended);
      g_assert_cmpint (action->ended, <=, fleet->devices[action->device].last_seen);
      if (i > 0)
        g_assert_cmpint (action->created, >=, fleet->actions[i - 1].created - PARL_HOUR);
    }
}

/* Devices whose hotfix succeeded went on from x.y.1, all others from x.y.0. */
static void
test_origins (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const ParlFleet *fleet = fixture->fleet;
  unsigned n_hotfixed = 0;

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      const ParlFleetDevice *device = &fleet->devices[i];
      const ParlFleetAction *release = &fleet->actions[device->actions[2]];
      bool hotfixed = device->actions[1] >= 0
                      && fleet->actions[device->actions[1]].state == PARL_FLEET_SUCCEEDED;
      const char *origin = parl_fleet_get_version (parl_fleet_get_origin (fleet, release));

      n_hotfixed += hotfixed;
      if (device->actions[1] >= 0)
        g_assert_cmpint (parl_fleet_get_origin (fleet, &fleet->actions[device->actions[1]]), ==,
                         (int)device->line);
      g_assert_cmpint (origin[2], ==, (char)('3' + device->line));
      g_assert_cmpstr (origin + 3, ==, hotfixed ? ".1" : ".0");
      g_assert_cmpstr (parl_fleet_get_version (device->installed), ==,
                       release->state == PARL_FLEET_SUCCEEDED ? "2.6.0" : origin);
    }
  g_assert_cmpuint (n_hotfixed, ==, 11800 - 706);
}

/* What a source can tell of a success whose own time is gone. */
static void
test_next_action_tells_window (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const ParlFleet *fleet = fixture->fleet;

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      const int *actions = fleet->devices[i].actions;
      g_assert_cmpint (fleet->actions[actions[2]].created, <, NOW - DAYS * PARL_DAY);
      if (actions[1] < 0)
        continue;
      g_assert_cmpint (actions[0], <, actions[1]);
      g_assert_cmpint (actions[1], <, actions[2]);
      g_assert_cmpint (fleet->actions[actions[1]].created, >, NOW - 2 * DAYS * PARL_DAY);
      g_assert_cmpint (fleet->actions[actions[1]].ended, <, fleet->actions[actions[2]].created);
    }
}

static void
test_days_in_control (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const ParlFleet *fleet = fixture->fleet;
  double counts[2 * DAYS][2] = { 0 };
  double rates[2 * DAYS]; /* the oldest first */
  double mean = 0;
  double moved = 0;

  for (unsigned i = 0; i < fleet->n_actions; i++)
    if (get_window (fleet, &fleet->actions[i]) >= 0)
      counts[2 * DAYS - 1 - get_age (fleet, &fleet->actions[i])]
            [fleet->actions[i].state == PARL_FLEET_FAILED]++;
  for (unsigned day = 0; day < 2 * DAYS; day++)
    rates[day] = 100 * counts[day][1] / (counts[day][0] + counts[day][1]);
  for (unsigned day = 0; day < DAYS; day++)
    {
      mean += rates[day] / DAYS;
      moved += day > 0 ? fabs (rates[day] - rates[day - 1]) / (DAYS - 1) : 0;
    }

  double lower = mean - 2.66 * moved;
  double upper = mean + 2.66 * moved;
  g_assert_cmpfloat_with_epsilon (mean, 5.98, 0.01);
  g_assert_cmpfloat_with_epsilon (lower, 3.0, 0.05);
  g_assert_cmpfloat_with_epsilon (upper, 8.9, 0.05);

  unsigned run = 0;
  for (unsigned day = 0; day < 43; day++)
    {
      g_assert_cmpfloat (rates[day], >, lower);
      g_assert_cmpfloat (rates[day], <, upper);
      run = day > 0 && (rates[day] > mean) == (rates[day - 1] > mean) ? run + 1 : 1;
      g_assert_cmpuint (run, <, 8);
    }
  g_assert_cmpfloat (rates[43], >, upper);
  for (unsigned day = 43; day < 2 * DAYS; day++)
    g_assert_cmpfloat (rates[day], >, 8);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  ParlTime left = *(const ParlTime *)a;
  ParlTime right = *(const ParlTime *)b;

  return (left > right) - (left < right);
}

static void
test_budget_spent (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const ParlFleet *fleet = fixture->fleet;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (ParlTime));

  for (unsigned i = 0; i < fleet->n_actions; i++)
    if (get_window (fleet, &fleet->actions[i]) == 0 && fleet->actions[i].state == PARL_FLEET_FAILED)
      g_array_append_val (times, fleet->actions[i].ended);
  g_array_sort (times, compare_times);
  g_assert_cmpuint (times->len, ==, 905);

  g_autofree char *spent = parl_time_to_iso (g_array_index (times, ParlTime, 620));
  g_assert_true (g_str_has_prefix (spent, "2026-11-14T"));
}

static void
test_silence (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const unsigned expected[] = { 286, 174, 98, 54 };
  static const unsigned named[] = { 88, 71, 52 };
  unsigned ages[4] = { 0 };
  unsigned sites[PARL_FLEET_SITES] = { 0 };

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      const ParlFleetDevice *device = &fixture->fleet->devices[i];
      ParlTime age = NOW - device->last_seen;
      g_assert_cmpint (age, >, 0);
      if (age <= PARL_DAY)
        {
          g_assert_cmpint (age, <, PARL_FLEET_HEARTBEAT);
          continue;
        }
      ages[age < 3 * PARL_DAY ? 0 : age < 7 * PARL_DAY ? 1 : age < 28 * PARL_DAY ? 2 : 3]++;
      sites[device->site]++;
    }
  g_assert_cmpmem (ages, sizeof ages, expected, sizeof expected);
  g_assert_cmpmem (sites, sizeof named, named, sizeof named);
  g_assert_cmpstr (parl_fleet_get_site_name (0), ==, "harbour-north");
  g_assert_cmpstr (parl_fleet_get_site_name (1), ==, "depot-4");
  g_assert_cmpstr (parl_fleet_get_site_name (2), ==, "line-7");
  for (unsigned site = 3; site < PARL_FLEET_SITES; site++)
    g_assert_cmpuint (sites[site], <, 52);
}

static void
test_blast_radius (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  unsigned counts[PARL_FLEET_GROUPS] = { 0 };
  unsigned sites[PARL_FLEET_GROUPS] = { 0 };
  bool seen[PARL_FLEET_GROUPS][PARL_FLEET_SITES] = { 0 };
  unsigned untested = 0;
  unsigned classes[PARL_FLEET_CLASSES] = { 0 };
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      const ParlFleetDevice *device = &fixture->fleet->devices[i];
      classes[device->device_class]++;
      g_hash_table_add (names, (char *)parl_fleet_get_site_name (device->site));
      if (device->installed == PARL_FLEET_2_6_0)
        continue;
      counts[device->stage]++;
      sites[device->stage] += !seen[device->stage][device->site];
      seen[device->stage][device->site] = true;
      untested += device->stage == 4 && !device->tested_rollback;
    }
  g_assert_cmpuint (counts[3], ==, 1365);
  g_assert_cmpuint (sites[3], ==, 41);
  g_assert_cmpuint (counts[4], ==, 4800);
  g_assert_cmpuint (sites[4], ==, 96);
  g_assert_cmpuint (untested, ==, 384);
  g_assert_cmpuint (counts[0] + counts[1] + counts[2] + counts[3] + counts[4], ==, 6505);
  g_assert_cmpuint (g_hash_table_size (names), ==, PARL_FLEET_SITES);
  g_assert_cmpuint (classes[0] + classes[1] + classes[2], ==, PARL_FLEET_DEVICES);
}

/* Another now moves every time by the difference and changes nothing else. */
static void
test_shift (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const ParlTime shift = 37 * PARL_HOUR + 12345;
  g_autoptr (ParlFleet) same = parl_fleet_new (NOW);
  g_autoptr (ParlFleet) moved = parl_fleet_new (NOW + shift);
  const ParlFleet *fleet = fixture->fleet;

  g_assert_cmpmem (fleet->actions, fleet->n_actions * sizeof (ParlFleetAction), same->actions,
                   same->n_actions * sizeof (ParlFleetAction));
  g_assert_cmpuint (moved->n_actions, ==, fleet->n_actions);
  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      ParlFleetAction action = moved->actions[i];
      action.created -= shift;
      action.started -= action.started != PARL_TIME_NONE ? shift : 0;
      action.ended -= action.ended != PARL_TIME_NONE ? shift : 0;
      g_assert_cmpint (action.ended, ==, fleet->actions[i].ended);
      g_assert_cmpint (action.started, ==, fleet->actions[i].started);
      g_assert_cmpint (action.created, ==, fleet->actions[i].created);
      g_assert_cmpuint (action.device, ==, fleet->actions[i].device);
      g_assert_cmpint (action.state, ==, fleet->actions[i].state);
      g_assert_cmpint (action.cause, ==, fleet->actions[i].cause);
    }
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      g_assert_cmpint (same->devices[i].last_seen, ==, fleet->devices[i].last_seen);
      g_assert_cmpint (moved->devices[i].last_seen - shift, ==, fleet->devices[i].last_seen);
      g_assert_cmpuint (moved->devices[i].site, ==, fleet->devices[i].site);
    }
}

static void
test_names (G_GNUC_UNUSED Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const char *const bad[]
      = { "", "cam-00000", "cam-18001", "cam-0001", "cam-000001", "dev-00001", "cam-0000x" };
  char name[16];
  unsigned device;

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i += 1111)
    {
      parl_fleet_name_device (i, name);
      g_assert_true (parl_fleet_find_device (name, &device));
      g_assert_cmpuint (device, ==, i);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (parl_fleet_find_device (bad[i], &device));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/demo/fleet/cohorts", test_cohorts },
    { "/demo/fleet/causes", test_causes },
    { "/demo/fleet/stages", test_stages },
    { "/demo/fleet/quiet-borders", test_quiet_borders },
    { "/demo/fleet/origins", test_origins },
    { "/demo/fleet/next-action-tells-window", test_next_action_tells_window },
    { "/demo/fleet/days-in-control", test_days_in_control },
    { "/demo/fleet/budget-spent", test_budget_spent },
    { "/demo/fleet/silence", test_silence },
    { "/demo/fleet/blast-radius", test_blast_radius },
    { "/demo/fleet/shift", test_shift },
    { "/demo/fleet/names", test_names },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
