/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The bodies of the hawkBit Management API, field by field as the real servers of either generation
 * write them. @key is NULL for the root and for an element of a list. */

#include "demo/demo.h"
#include "demo/fleet-log.h"

typedef struct
{
  const ParlFleet *fleet;
  ParlDemoGeneration generation;
  const char *base; /* "http://127.0.0.1:8080/hawkbit": what links begin with */
} ParlHawkbitStyle;

typedef enum
{
  PARL_HAWKBIT_COMPACT, /* in a list */
  PARL_HAWKBIT_FULL,    /* in a list, representation=full */
  PARL_HAWKBIT_SINGLE   /* asked for by its id */
} ParlHawkbitDetail;

void parl_hawkbit_write_rollout (GString *json, const ParlHawkbitStyle *style, unsigned rollout,
                                 ParlHawkbitDetail detail);
void parl_hawkbit_write_group (GString *json, const ParlHawkbitStyle *style, unsigned rollout,
                               unsigned group, ParlHawkbitDetail detail);
void parl_hawkbit_write_action (GString *json, const ParlHawkbitStyle *style, unsigned action,
                                ParlHawkbitDetail detail);
ParlTime parl_hawkbit_find_touched (const ParlFleet *fleet, unsigned device);
void parl_hawkbit_write_target (GString *json, const ParlHawkbitStyle *style, unsigned device,
                                ParlHawkbitDetail detail);
void parl_hawkbit_write_attributes (GString *json, const ParlHawkbitStyle *style, unsigned device);
void parl_hawkbit_write_set (GString *json, const ParlHawkbitStyle *style, ParlFleetSet set);
void parl_hawkbit_write_entry (GString *json, const ParlHawkbitStyle *style,
                               const ParlLogEntry *entry, int64_t id);
void parl_hawkbit_write_config (GString *json, const ParlHawkbitStyle *style, const char *name,
                                const char *value);

/* How 0.10 spells an action's and either a target's state. */
const char *parl_hawkbit_spell_action (ParlFleetState state);
const char *parl_hawkbit_spell_target (ParlFleetState state);

/* The numbers of groups run on over all rollouts. */
unsigned parl_hawkbit_get_group_id (const ParlFleet *fleet, unsigned rollout, unsigned group);
