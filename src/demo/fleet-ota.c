/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done to the devices: one provisioning each, the hotfixes of the window before, and v2.6.
 * Who, when and why comes by chance; how many of each kind comes from fleet-plan.c, exactly. */
#include "config.h"

#include "demo/fleet-parts.h"
#include "demo/fleet-plan.h"

#include <stdlib.h>

/* Outcomes of a day come between its 7th and its 17th hour, so that no window of whole days has
 * one near its ends. */
#define DAY_OPENS (7 * PARL_HOUR)
#define DAY_LENGTH (10 * PARL_HOUR)

#define HOTFIX_CANARY 20 /* one in so many */

/* Cards with causes, one deck a release line. */
typedef struct
{
  unsigned *cards[PARL_FLEET_LINES];
  size_t next[PARL_FLEET_LINES];
} Decks;

static void
init_decks (Decks *decks, ParlDice *dice, const unsigned table[PARL_FLEET_CAUSES][PARL_FLEET_LINES])
{
  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    {
      g_autoptr (GArray) cards = g_array_new (FALSE, FALSE, sizeof (unsigned));

      for (unsigned cause = 0; cause < PARL_FLEET_CAUSES; cause++)
        for (unsigned i = 0; i < table[cause][line]; i++)
          g_array_append_val (cards, cause);
      parl_dice_shuffle (dice, (unsigned *)(void *)cards->data, cards->len);
      decks->next[line] = 0;
      decks->cards[line] = (unsigned *)(void *)g_array_steal (cards, NULL);
    }
}

static void
clear_decks (Decks *decks)
{
  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    g_free (decks->cards[line]);
}

static ParlFleetCause
deal_cause (Decks *decks, unsigned line)
{
  return (ParlFleetCause)decks->cards[line][decks->next[line]++];
}

/* More towards the middle of the day. */
static ParlTime
pick_time (ParlDice *dice, ParlTime day)
{
  double middle = (parl_dice_unit (dice) + parl_dice_unit (dice)) / 2;

  return day + DAY_OPENS + (ParlTime)(middle * (double)DAY_LENGTH);
}

static void
end_actions (ParlFleet *self, ParlDice *dice, Decks *decks, GArray *actions, unsigned count,
             ParlTime day)
{
  g_assert (count <= actions->len);
  for (unsigned i = 0; i < count; i++)
    {
      unsigned index = g_array_index (actions, unsigned, actions->len - 1 - i);
      ParlFleetAction *action = &self->actions[index];

      action->ended = pick_time (dice, day);
      if (action->state == PARL_FLEET_FAILED)
        action->cause = deal_cause (decks, self->devices[action->device].line);
    }
  g_array_set_size (actions, actions->len - count);
}

/* Spreads the actions [first, last) that have an outcome over the days [from, until) of a plan. */
static void
spread_outcomes (ParlFleet *self, ParlDice *dice, Decks *decks, unsigned first, unsigned last,
                 const ParlPlanCount *days, unsigned from, unsigned until, ParlTime plan_start)
{
  g_autoptr (GArray) failed = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_autoptr (GArray) succeeded = g_array_new (FALSE, FALSE, sizeof (unsigned));

  for (unsigned i = first; i < last; i++)
    if (self->actions[i].state == PARL_FLEET_FAILED)
      g_array_append_val (failed, i);
    else if (self->actions[i].state == PARL_FLEET_SUCCEEDED)
      g_array_append_val (succeeded, i);
  parl_dice_shuffle (dice, (unsigned *)(void *)failed->data, failed->len);
  parl_dice_shuffle (dice, (unsigned *)(void *)succeeded->data, succeeded->len);

  for (unsigned day = from; day < until; day++)
    {
      ParlTime start = plan_start + day * PARL_DAY;
      end_actions (self, dice, decks, failed, days[day].failed, start);
      end_actions (self, dice, decks, succeeded, days[day].tried - days[day].failed, start);
    }
  g_assert (failed->len == 0 && succeeded->len == 0);
}

static ParlFleetAction *
add_action (ParlFleet *self, unsigned device, ParlFleetSet set, int rollout, int group)
{
  ParlFleetAction *action = &self->actions[self->n_actions++];

  *action = (ParlFleetAction){ .device = device,
                               .set = set,
                               .rollout = rollout,
                               .group = group,
                               .state = PARL_FLEET_SCHEDULED,
                               .cause = PARL_FLEET_UNKNOWN,
                               .started = PARL_TIME_NONE,
                               .ended = PARL_TIME_NONE };
  return action;
}

/* Which devices came with which release and stand in which stage; all stages' devices in a row in
 * @order, and within a stage by line: first those that fail, then those that succeed, then those
 * that are open. */
static void
deal_devices (ParlFleet *self, ParlDice *dice, unsigned *order)
{
  unsigned next = 0;

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    order[i] = i;
  parl_dice_shuffle (dice, order, PARL_FLEET_DEVICES);
  for (unsigned stage = 0; stage < PARL_FLEET_GROUPS; stage++)
    for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
      {
        unsigned count = parl_plan_stages[stage][line].tried + parl_plan_open[stage][line];
        for (unsigned i = 0; i < count; i++, next++)
          {
            self->devices[order[next]].stage = stage;
            self->devices[order[next]].line = line;
          }
      }
  g_assert (next == PARL_FLEET_DEVICES);
}

/* Every device was set up by hand once: v2.3 400 to 340 days ago, v2.4 330 to 270, v2.5 260 to
 * 200. */
static void
add_provisioning (ParlFleet *self, ParlDice *dice, const unsigned *order)
{
  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    {
      ParlTime at = self->now - (400 - 70 * line) * PARL_DAY;

      for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
        {
          ParlFleetDevice *device = &self->devices[order[i]];
          if (device->line != line)
            continue;

          device->actions[0] = (int)self->n_actions;
          ParlFleetAction *action = add_action (self, order[i], (ParlFleetSet)line, -1, -1);
          at += PARL_SECOND + parl_dice_below (dice, 9 * PARL_MINUTE);
          device->created = at - PARL_HOUR;
          action->created = action->started = at;
          action->ended = at + (10 + parl_dice_below (dice, 30)) * PARL_MINUTE;
          action->state = PARL_FLEET_SUCCEEDED;
        }
    }
}

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  ParlTime left = ((const ParlFleetAction *)a)->ended;
  ParlTime right = ((const ParlFleetAction *)b)->ended;

  return (left > right) - (left < right);
}

static void
start_rollout (ParlFleet *self, unsigned index, const char *name, ParlFleetSet set,
               ParlTime created)
{
  ParlFleetRollout *rollout = &self->rollouts[index];

  rollout->name = name;
  rollout->set = set;
  rollout->created = created;
  rollout->first_action = self->n_actions;
}

/* Counts a rollout's groups and says when each of them began. */
static void
finish_rollout (ParlFleet *self, ParlFleetRollout *rollout)
{
  rollout->total = self->n_actions - rollout->first_action;
  for (unsigned i = 0; i < rollout->total; i++)
    {
      ParlFleetAction *action = &self->actions[rollout->first_action + i];
      ParlFleetGroup *group = &rollout->groups[action->group];

      /* The server makes about forty actions a millisecond. */
      action->created = rollout->created + 3 * PARL_SECOND + i / 40;
      if (action->state != PARL_FLEET_SCHEDULED)
        action->started = group->started;
      self->devices[action->device].actions[action->set == PARL_FLEET_2_6_0 ? 2 : 1]
          = (int)(rollout->first_action + i);
      group->total++;
      group->counts[action->state]++;
      group->touched = MAX (group->touched, MAX (action->ended, action->started));
    }
}

static void
add_hotfixes_of_line (ParlFleet *self, ParlDice *dice, unsigned line)
{
  g_autoptr (GArray) devices = g_array_new (FALSE, FALSE, sizeof (unsigned));

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    if (self->devices[i].line == line)
      g_array_append_val (devices, i);
  parl_dice_shuffle (dice, (unsigned *)(void *)devices->data, devices->len);

  for (unsigned i = 0; i < parl_plan_hotfixes[line].tried; i++)
    {
      ParlFleetAction *action = add_action (self, g_array_index (devices, unsigned, i),
                                            (ParlFleetSet)(PARL_FLEET_2_3_1 + line), (int)line, 0);
      action->state
          = i < parl_plan_hotfixes[line].failed ? PARL_FLEET_FAILED : PARL_FLEET_SUCCEEDED;
    }
}

/* The first twentieth of a hotfix is its canary. */
static void
group_hotfixes (ParlFleet *self, ParlFleetRollout *rollout, unsigned count)
{
  ParlFleetAction *actions = &self->actions[rollout->first_action];
  unsigned canary = count / HOTFIX_CANARY;

  qsort (actions, count, sizeof (ParlFleetAction), compare_ends);
  for (unsigned i = 0; i < count; i++)
    actions[i].group = i < canary ? 0 : 1;
  rollout->n_groups = 2;
  rollout->groups[0].name = "canary";
  rollout->groups[0].started = rollout->created + PARL_HOUR;
  rollout->groups[1].name = "all others";
  rollout->groups[1].started = actions[canary].ended - PARL_HOUR;
}

static void
add_hotfixes (ParlFleet *self, ParlDice *dice)
{
  static const char *const names[PARL_FLEET_LINES] = { "v2.3.1", "v2.4.1", "v2.5.1" };
  ParlTime start = self->now - 2 * PARL_PLAN_DAYS * PARL_DAY;
  unsigned first = self->n_actions;
  Decks decks;

  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    {
      start_rollout (self, line, names[line], (ParlFleetSet)(PARL_FLEET_2_3_1 + line),
                     start + PARL_HOUR + line * 20 * PARL_MINUTE);
      add_hotfixes_of_line (self, dice, line);
    }

  init_decks (&decks, dice, parl_plan_causes_before);
  spread_outcomes (self, dice, &decks, first, self->n_actions, parl_plan_days_before, 0,
                   PARL_PLAN_DAYS, start);
  clear_decks (&decks);

  unsigned n_actions = self->n_actions;
  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    {
      self->n_actions
          = line + 1 < PARL_FLEET_LINES ? self->rollouts[line + 1].first_action : n_actions;
      group_hotfixes (self, &self->rollouts[line], parl_plan_hotfixes[line].tried);
      finish_rollout (self, &self->rollouts[line]);
    }
}

static void
add_stage (ParlFleet *self, unsigned stage, const unsigned *order)
{
  unsigned next = 0;

  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    {
      ParlPlanCount plan = parl_plan_stages[stage][line];
      for (unsigned i = 0; i < plan.tried + parl_plan_open[stage][line]; i++, next++)
        {
          ParlFleetAction *action
              = add_action (self, order[next], PARL_FLEET_2_6_0, PARL_FLEET_LINES, (int)stage);
          if (i < plan.failed)
            action->state = PARL_FLEET_FAILED;
          else if (i < plan.tried)
            action->state = PARL_FLEET_SUCCEEDED;
          else if (parl_plan_stages[stage][0].tried > 0)
            action->state = PARL_FLEET_RUNNING;
        }
    }
}

static void
add_release (ParlFleet *self, ParlDice *dice, const unsigned *order)
{
  static const char *const names[PARL_FLEET_GROUPS]
      = { "canary", "pilot", "wave 1", "wave 2", "wave 3" };
  ParlFleetRollout *rollout = &self->rollouts[PARL_FLEET_LINES];
  ParlTime start = self->now - PARL_PLAN_DAYS * PARL_DAY;
  Decks decks;

  /* After the last hotfix and before the window: so the time at which an action was followed by the
   * next tells to which window its end belongs. */
  start_rollout (self, PARL_FLEET_LINES, "v2.6", PARL_FLEET_2_6_0, start - PARL_HOUR);
  rollout->n_groups = PARL_FLEET_GROUPS;
  init_decks (&decks, dice, parl_plan_causes_now);
  for (unsigned stage = 0; stage < PARL_FLEET_GROUPS; stage++)
    {
      unsigned first = self->n_actions;
      unsigned day = parl_plan_first_day[stage];

      add_stage (self, stage, order + (first - rollout->first_action));
      spread_outcomes (self, dice, &decks, first, self->n_actions, parl_plan_days_now, day,
                       parl_plan_first_day[stage + 1], start);
      rollout->groups[stage].name = names[stage];
      rollout->groups[stage].started
          = day < PARL_PLAN_DAYS ? start + day * PARL_DAY + 5 * PARL_HOUR : PARL_TIME_NONE;
      rollout->groups[stage].touched = rollout->created + PARL_MINUTE;
    }
  clear_decks (&decks);
  finish_rollout (self, rollout);
}

/* What the devices run now, and what the server thinks of it, from their actions. */
static void
sum_up_devices (ParlFleet *self)
{
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      ParlFleetDevice *device = &self->devices[i];
      for (unsigned j = 0; j < G_N_ELEMENTS (device->actions); j++)
        {
          if (device->actions[j] < 0)
            continue;
          const ParlFleetAction *action = &self->actions[device->actions[j]];
          if (action->state == PARL_FLEET_SCHEDULED)
            continue;
          device->assigned = action->set;
          device->last_state = action->state;
          if (action->state == PARL_FLEET_SUCCEEDED)
            {
              device->installed = action->set;
              device->installed_at = action->ended;
            }
        }
    }
}

void
parl_fleet_add_updates (ParlFleet *self, ParlDice *dice)
{
  g_autofree unsigned *order = g_new (unsigned, PARL_FLEET_DEVICES);
  unsigned n_hotfixes = 0;

  for (unsigned line = 0; line < PARL_FLEET_LINES; line++)
    n_hotfixes += parl_plan_hotfixes[line].tried;
  self->actions = g_new0 (ParlFleetAction, 2 * PARL_FLEET_DEVICES + n_hotfixes);
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    self->devices[i].actions[0] = self->devices[i].actions[1] = self->devices[i].actions[2] = -1;

  deal_devices (self, dice, order);
  add_provisioning (self, dice, order);
  add_hotfixes (self, dice);
  add_release (self, dice, order);
  sum_up_devices (self);
}
