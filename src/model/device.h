/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One device of the fleet, as last heard of. */

#include "model/instant.h"

typedef enum
{
  PARL_UNKNOWN = -1,
  PARL_NO = 0,
  PARL_YES = 1
} ParlTristate;

/* Strings are NULL where nothing is known. Made once, then only read. */
typedef struct
{
  char *id;
  char *device_class;
  char *site;
  char *release; /* what was installed last */
  char **also;   /* what it runs of other products; NULL: nothing */
  char *rollout; /* the newest rollout that it belongs to, and its stage there */
  char *stage;
  ParlTime registered; /* when its server first knew it; PARL_TIME_NONE: not known */
  ParlTime last_seen;  /* PARL_TIME_NONE: never */
  ParlTime heartbeat;  /* how often it should be heard of, in ms; 0: not known */
  ParlTristate tested_rollback;
} ParlDevice;

ParlDevice *parl_device_new (const char *id);
ParlDevice *parl_device_copy (const ParlDevice *self);
void parl_device_free (ParlDevice *self);

/* For its maker: @release was installed, and takes the place of what it ran of that product. */
void parl_device_install (ParlDevice *self, const char *release);
/* (nullable): what @release takes the place of: what runs of that product, else what came last. */
const char *parl_device_get_before (const ParlDevice *self, const char *release);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlDevice, parl_device_free)
