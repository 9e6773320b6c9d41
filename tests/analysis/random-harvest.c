/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns cells into what they are counted from: attempts of devices one by one, or counters by the
 * day. Class and site stand with the device, and whether an attempt is a retry follows from the
 * attempts before it, so devices are found or made to fit. */
#include "config.h"

#include "random-harvest.h"

#include "random-fleet.h"

#include <string.h>

typedef struct
{
  RandomHarvest *harvest;
  const ParlSnapshot *fleet;
  GRand *random;
  GHashTable *next; /* class, site, release -> the first device that was not looked at for them */
  unsigned n_attempts;
} Making;

static bool
fits (const ParlDevice *device, const ParlOutcomeCount *cell)
{
  return g_strcmp0 (device->device_class, cell->device_class) == 0
         && g_strcmp0 (device->site, cell->site) == 0;
}

/* Of the cell's class and site, and not tried at its release yet. */
static const ParlDevice *
find_device (Making *self, const ParlOutcomeCount *cell)
{
  GPtrArray *devices = self->harvest->updates->devices;
  char *key = g_strdup_printf ("%s %s %s", cell->device_class, cell->site, cell->to);
  unsigned i = GPOINTER_TO_UINT (g_hash_table_lookup (self->next, key));

  while (i < devices->len && !fits (g_ptr_array_index (devices, i), cell))
    i++;
  if (i == devices->len)
    {
      ParlDevice *device = random_device_new (self->random, i);
      g_free (device->device_class);
      g_free (device->site);
      device->device_class = g_strdup (cell->device_class);
      device->site = g_strdup (cell->site);
      g_ptr_array_add (devices, device);
    }
  bool is_free = cell->outcome == PARL_OUTCOME_NONE; /* still: it was no attempt */
  g_hash_table_insert (self->next, key, GUINT_TO_POINTER (is_free ? i : i + 1));
  return g_ptr_array_index (devices, i);
}

static ParlAttempt *
add_attempt (Making *self, const ParlDevice *device, const ParlOutcomeCount *cell)
{
  ParlAttempt *attempt = parl_attempt_new ();

  attempt->key = g_strdup_printf ("%06u", self->n_attempts++);
  attempt->device = g_strdup (device->id);
  attempt->from = g_strdup (cell->from);
  attempt->to = g_strdup (cell->to);
  attempt->outcome = cell->outcome;
  g_ptr_array_add (self->harvest->updates->attempts, attempt);
  return attempt;
}

/* Any moment of the cell's day, its ends above all: there days meet. */
static ParlTime
choose_end (Making *self, const ParlOutcomeCount *cell)
{
  ParlTime last = self->fleet->as_of - cell->age * PARL_DAY - 1;
  int choice = g_rand_int_range (self->random, 0, 20);

  if (choice < 2)
    return choice == 0 ? last : last + 1 - PARL_DAY;
  return last - g_rand_int_range (self->random, 0, (int)PARL_DAY);
}

static void
set_rollout (Making *self, ParlAttempt *attempt)
{
  GPtrArray *rollouts = self->fleet->rollouts;

  if (rollouts->len == 0 || g_rand_int_range (self->random, 0, 5) == 0)
    return;

  const ParlRollout *rollout
      = g_ptr_array_index (rollouts, g_rand_int_range (self->random, 0, (int)rollouts->len));
  const ParlStage *stage = g_ptr_array_index (
      rollout->stages, g_rand_int_range (self->random, 0, (int)rollout->stages->len));
  if (strcmp (attempt->to, rollout->release) != 0)
    return;
  attempt->rollout = g_strdup (rollout->id);
  attempt->stage = g_strdup (stage->id);
}

/* A retry follows an attempt that is too old for any window. */
static void
add_one (Making *self, const ParlOutcomeCount *cell)
{
  const ParlDevice *device = find_device (self, cell);
  ParlTime ended = choose_end (self, cell);

  if (cell->retry)
    {
      ParlAttempt *first = add_attempt (self, device, cell);
      first->outcome = PARL_OUTCOME_SUCCEEDED;
      first->ended = self->fleet->as_of - 200 * PARL_DAY;
      first->started = first->ended - PARL_HOUR;
    }

  ParlAttempt *attempt = add_attempt (self, device, cell);
  attempt->started = ended - g_rand_int_range (self->random, 0, (int)PARL_DAY);
  attempt->ended = cell->outcome == PARL_OUTCOME_OPEN ? PARL_TIME_NONE : ended;
  attempt->cause = g_strdup (cell->cause);
  if (cell->traced)
    attempt->message = g_strdup ("it said, \"no\"");
  set_rollout (self, attempt);
}

/* Nobody knows since when an attempt is open, and what was no attempt is no retry either. */
static void
add_attempts (Making *self, const ParlOutcomeCount *wanted)
{
  ParlOutcomeCount cell = *wanted;

  cell.count = MIN (cell.count, RANDOM_HARVEST_MOST);
  cell.retry = cell.retry && cell.outcome != PARL_OUTCOME_NONE;
  for (int64_t i = 0; i < cell.count; i++)
    add_one (self, &cell);
  if (cell.outcome == PARL_OUTCOME_OPEN)
    cell.age = 0;
  parl_outcomes_add (self->harvest->counted, &cell);
}

/* Counters know neither retries nor logs. */
static void
add_day (Making *self, const ParlOutcomeCount *wanted)
{
  ParlDayCount *day = g_new0 (ParlDayCount, 1);
  ParlOutcomeCount cell = *wanted;

  day->day = self->fleet->as_of / PARL_DAY - cell.age;
  day->outcome = cell.outcome;
  day->from = g_strdup (cell.from);
  day->to = g_strdup (cell.to);
  day->device_class = g_strdup (cell.device_class);
  day->site = g_strdup (cell.site);
  day->cause = g_strdup (cell.cause);
  day->count = cell.count;
  g_ptr_array_add (self->harvest->metrics->days, day);
  cell.retry = cell.traced = false;
  parl_outcomes_add (self->harvest->counted, &cell);
}

static ParlRollout *
copy_rollout (const ParlRollout *rollout)
{
  ParlRollout *copy = parl_rollout_new (rollout->id, rollout->name);

  copy->release = g_strdup (rollout->release);
  copy->progress = rollout->progress;
  copy->created = rollout->created;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      ParlStage *mine = parl_stage_new (stage->id, stage->name);

      mine->progress = stage->progress;
      mine->total = stage->total;
      mine->succeeded = stage->succeeded;
      mine->failed = stage->failed;
      mine->cancelled = stage->cancelled;
      mine->running = stage->running;
      mine->waiting = stage->waiting;
      g_ptr_array_add (copy->stages, mine);
    }
  return copy;
}

static void
add_devices_and_rollouts (ParlHarvest *updates, const ParlSnapshot *fleet)
{
  for (unsigned i = 0; i < fleet->devices->len; i++)
    g_ptr_array_add (updates->devices, parl_device_copy (g_ptr_array_index (fleet->devices, i)));
  for (unsigned i = 0; i < fleet->rollouts->len; i++)
    g_ptr_array_add (updates->rollouts, copy_rollout (g_ptr_array_index (fleet->rollouts, i)));
}

/* Stages whose counts are those of their devices, so that parts of them can be counted. */
static void
count_members (const ParlHarvest *updates)
{
  for (unsigned i = 0; i < updates->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (updates->rollouts, i);

      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          ParlStage *stage = g_ptr_array_index (rollout->stages, j);

          stage->total = stage->succeeded = stage->failed = stage->running = 0;
          for (unsigned k = 0; k < updates->devices->len; k++)
            {
              const ParlDevice *device = g_ptr_array_index (updates->devices, k);
              bool is_member = g_strcmp0 (device->stage, stage->id) == 0;

              stage->total += is_member;
              stage->succeeded += is_member && g_strcmp0 (device->release, rollout->release) == 0;
            }
          stage->waiting = stage->total - stage->succeeded;
        }
    }
}

KnownWay
random_harvest_get_way (unsigned i)
{
  return (KnownWay)(i / N_FLEET_KINDS % N_KNOWN_WAYS);
}

/* @i: the fleet's number; it decides what the cells leave open: who tried when, in which stage
 * A fleet that is known by counters alone has no devices and no rollouts.
 * Returns: (transfer full): @fleet as two sources would bring it */
RandomHarvest *
random_harvest_new (const ParlSnapshot *fleet, unsigned i)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (i);
  g_autoptr (GHashTable) next = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KnownWay way = random_harvest_get_way (i);
  RandomHarvest *self = g_new0 (RandomHarvest, 1);
  Making making = { self, fleet, random, next, 0 };

  self->updates = parl_harvest_new ();
  self->metrics = parl_harvest_new ();
  self->counted = parl_outcomes_new ();
  self->metrics->newest = fleet->as_of - PARL_HOUR;
  if (way != KNOWN_BY_COUNTERS)
    {
      self->updates->newest = fleet->as_of - PARL_HOUR;
      add_devices_and_rollouts (self->updates, fleet);
    }
  for (unsigned j = 0; j < fleet->series->len; j++)
    g_ptr_array_add (self->metrics->series, parl_series_ref (g_ptr_array_index (fleet->series, j)));
  for (size_t j = 0; j < parl_outcomes_size (fleet->outcomes); j++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (fleet->outcomes, j);

      if (way == KNOWN_BY_COUNTERS || (way == KNOWN_BOTH_WAYS && j % 2 == 0))
        add_day (&making, cell);
      else
        add_attempts (&making, cell);
    }
  if (i % 2 == 1)
    count_members (self->updates);
  return self;
}

void
random_harvest_free (RandomHarvest *self)
{
  if (self == NULL)
    return;
  parl_harvest_free (self->updates);
  parl_harvest_free (self->metrics);
  parl_outcomes_unref (self->counted);
  g_free (self);
}
