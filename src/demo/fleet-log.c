/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes up the log of an action when somebody asks for it: the same one every time, from the
 * action's own number. Knows nothing of how a server spells it. */
#include "config.h"

#include "demo/fleet-log.h"

#include "demo/dice.h"

#define SEED 0x6c6f67

/* Half of the devices that fail for no known reason give a bare number, the others nothing. */
#define CODE_UNKNOWN 1
#define CODE_NETWORK 28

/* Returns: the status code that the device gave for a failed action, -1 for none */
int
parl_log_get_code (const ParlFleet *fleet, unsigned action)
{
  const ParlFleetAction *self = &fleet->actions[action];

  if (self->state != PARL_FLEET_FAILED)
    return -1;
  if (self->cause == PARL_FLEET_NETWORK)
    return CODE_NETWORK;
  if (self->cause == PARL_FLEET_UNKNOWN && parl_dice_hash (SEED, action) % 2 == 0)
    return CODE_UNKNOWN;
  return -1;
}

static char *
describe_failure (ParlFleetCause cause, ParlDice *dice)
{
  char slot = parl_dice_below (dice, 2) == 0 ? 'A' : 'B';
  char other = slot == 'A' ? 'B' : 'A';

  switch (cause)
    {
    case PARL_FLEET_DISK_SPACE:
      return g_strdup_printf ("slot %c: %u MB free, 480 MB needed", slot,
                              96 + parl_dice_below (dice, 370));
    case PARL_FLEET_BATTERY:
      return g_strdup_printf ("charge %u %%, minimum 30 %%", 4 + parl_dice_below (dice, 25));
    case PARL_FLEET_NETWORK:
      return g_strdup ("Download failed: curl error 28 (timeout was reached)");
    case PARL_FLEET_BOOT_ROLLBACK:
      return g_strdup_printf ("boot check failed, rolled back to slot %c", other);
    case PARL_FLEET_VERIFY:
      return g_strdup_printf ("signature verification failed: sha256 mismatch in chunk %u",
                              parl_dice_below (dice, 240));
    case PARL_FLEET_UNKNOWN:
    case PARL_FLEET_CAUSES:
    default:
      return NULL;
    }
}

static ParlLogEntry *
add_entry (ParlLog *self, ParlLogKind kind, ParlTime at, char *message)
{
  ParlLogEntry *entry = &self->entries[self->length++];

  entry->kind = kind;
  entry->at = at;
  entry->code = -1;
  if (message != NULL)
    entry->messages[entry->n_messages++] = message;
  return entry;
}

static void
add_end (ParlLog *self, const ParlFleet *fleet, unsigned index, ParlDice *dice)
{
  const ParlFleetAction *action = &fleet->actions[index];

  if (action->state == PARL_FLEET_SUCCEEDED)
    {
      add_entry (self, PARL_LOG_FINISHED, action->ended, g_strdup ("Installation finished"));
      return;
    }

  char *reason = describe_failure (action->cause, dice);
  ParlLogEntry *entry = add_entry (self, PARL_LOG_ERROR, action->ended,
                                   reason != NULL ? g_strdup ("Started installation") : NULL);
  entry->code = parl_log_get_code (fleet, index);
  if (reason != NULL)
    entry->messages[entry->n_messages++] = reason;
  if (entry->code >= 0)
    entry->messages[entry->n_messages++]
        = g_strdup_printf ("Device reported status code: %d", entry->code);
}

/* @action: its index
 * Returns: (transfer full): the entries in the order of time; none for what is only scheduled */
ParlLog *
parl_log_new (const ParlFleet *fleet, unsigned action)
{
  g_return_val_if_fail (action < fleet->n_actions, NULL);

  const ParlFleetAction *what = &fleet->actions[action];
  const ParlFleetDevice *device = &fleet->devices[what->device];
  ParlDice dice = { parl_dice_hash (SEED, action) };
  ParlLog *self = g_new0 (ParlLog, 1);

  if (what->state == PARL_FLEET_SCHEDULED)
    return self;

  const ParlFleetRollout *rollout = what->rollout >= 0 ? &fleet->rollouts[what->rollout] : NULL;
  add_entry (self, PARL_LOG_INITIATED, what->started,
             rollout != NULL ? g_strdup_printf ("Initiated by Rollout Group '%s' [Rollout %s:%d]",
                                                rollout->groups[what->group].name, rollout->name,
                                                what->rollout + 1)
                             : g_strdup ("Assignment initiated by user 'admin'"));

  /* An open action that was never fetched belongs to a camera that was not heard of since. */
  ParlTime minutes = 2 + parl_dice_below (&dice, 20);
  ParlTime fetched = what->state == PARL_FLEET_RUNNING ? what->started + minutes * PARL_MINUTE
                                                       : what->ended - minutes * PARL_MINUTE / 3;
  if (fetched + 2 * PARL_SECOND > device->last_seen)
    return self;
  add_entry (
      self, PARL_LOG_RETRIEVED, fetched,
      g_strdup (
          "Update Server: Target retrieved update action and should start now the download."));
  add_entry (self, PARL_LOG_RUNNING, fetched + 2 * PARL_SECOND,
             g_strdup_printf ("Downloading %u %%", 10 * (1 + parl_dice_below (&dice, 9))));
  if (what->state != PARL_FLEET_RUNNING)
    add_end (self, fleet, action, &dice);
  return self;
}

void
parl_log_free (ParlLog *self)
{
  for (unsigned i = 0; i < self->length; i++)
    for (unsigned j = 0; j < self->entries[i].n_messages; j++)
      g_free (self->entries[i].messages[j]);
  g_free (self);
}
