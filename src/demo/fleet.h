/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The simulated fleet itself: devices, what was done to each of them, and how fast they run. Made
 * once for one `now`, then only read, from any thread. */

#include "model/instant.h"

#define PARL_FLEET_DEVICES 18000
#define PARL_FLEET_SITES 120
#define PARL_FLEET_ROLLOUTS 4
#define PARL_FLEET_GROUPS 5
#define PARL_FLEET_HEARTBEAT (5 * PARL_MINUTE)

typedef enum
{
  PARL_FLEET_NANO,
  PARL_FLEET_XAVIER,
  PARL_FLEET_ORIN,
  PARL_FLEET_CLASSES
} ParlFleetClass;

/* Release lines: v2.3, v2.4, v2.5. */
#define PARL_FLEET_LINES 3

/* Distribution sets, in the order in which they came to the server: id = value + 1. */
typedef enum
{
  PARL_FLEET_2_3_0,
  PARL_FLEET_2_4_0,
  PARL_FLEET_2_5_0,
  PARL_FLEET_2_3_1,
  PARL_FLEET_2_4_1,
  PARL_FLEET_2_5_1,
  PARL_FLEET_2_6_0,
  PARL_FLEET_SETS
} ParlFleetSet;

typedef enum
{
  PARL_FLEET_DISK_SPACE,
  PARL_FLEET_BATTERY,
  PARL_FLEET_NETWORK,
  PARL_FLEET_BOOT_ROLLBACK,
  PARL_FLEET_VERIFY,
  PARL_FLEET_UNKNOWN,
  PARL_FLEET_CAUSES
} ParlFleetCause;

typedef enum
{
  PARL_FLEET_SCHEDULED,
  PARL_FLEET_RUNNING,
  PARL_FLEET_SUCCEEDED,
  PARL_FLEET_FAILED,
  PARL_FLEET_STATES
} ParlFleetState;

typedef struct
{
  unsigned device; /* index */
  ParlFleetSet set;
  int rollout; /* index, -1: assigned by hand */
  int group;   /* index in its rollout, -1: none */
  ParlFleetState state;
  ParlFleetCause cause; /* only of a failure */
  ParlTime created;
  ParlTime started; /* PARL_TIME_NONE while scheduled */
  ParlTime ended;   /* PARL_TIME_NONE while open */
} ParlFleetAction;

typedef struct
{
  ParlFleetClass device_class;
  unsigned line;
  unsigned site;
  unsigned stage; /* index of its group in v2.6 */
  bool tested_rollback;
  ParlTime created;
  ParlTime last_seen;
  ParlTime installed_at;
  ParlFleetSet installed;
  ParlFleetSet assigned;
  ParlFleetState last_state; /* of the newest action that was begun */
  int actions[3];            /* indices: provisioning, hotfix, v2.6; -1: none */
} ParlFleetDevice;

typedef struct
{
  const char *name;
  unsigned total;
  unsigned counts[PARL_FLEET_STATES];
  ParlTime started; /* PARL_TIME_NONE while scheduled */
  ParlTime touched; /* when its status last changed */
} ParlFleetGroup;

typedef struct
{
  const char *name;
  ParlFleetSet set;
  unsigned n_groups;
  ParlFleetGroup groups[PARL_FLEET_GROUPS];
  unsigned first_action; /* index; a rollout's actions stand in a row, group by group */
  unsigned total;
  ParlTime created;
} ParlFleetRollout;

typedef struct
{
  ParlTime now;
  ParlFleetDevice *devices; /* cam-00001 has index 0 */
  ParlFleetAction *actions; /* id = index + 1 */
  unsigned n_actions;
  ParlFleetRollout rollouts[PARL_FLEET_ROLLOUTS]; /* id = index + 1 */
} ParlFleet;

ParlFleet *parl_fleet_new (ParlTime now);
void parl_fleet_free (ParlFleet *self);

void parl_fleet_name_device (unsigned device, char name[16]); /* "cam-00001" */
bool parl_fleet_find_device (const char *name, unsigned *device);
const char *parl_fleet_get_class_name (ParlFleetClass device_class);
const char *parl_fleet_get_site_name (unsigned site);
const char *parl_fleet_get_version (ParlFleetSet set); /* "2.3.1" */
const char *parl_fleet_get_cause_name (ParlFleetCause cause);
ParlFleetSet parl_fleet_get_origin (const ParlFleet *self, const ParlFleetAction *action);
ParlTime parl_fleet_get_set_created (const ParlFleet *self, ParlFleetSet set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFleet, parl_fleet_free)
