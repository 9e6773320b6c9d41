/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What part of the fleet is spoken of, and over which time: the user's filters. A scope narrows the
 * snapshot before anything is counted, so every fact, board and row under it follows. */

#include "model/instant.h"

#include <stdbool.h>

#define PARL_SCOPE_DEFAULT_DAYS 28
#define PARL_SCOPE_MAX_DAYS 56

/* Strings are NULL where all are meant. */
typedef struct
{
  unsigned days; /* of the window: 7 to 56, whole weeks, so that weekdays are aligned; as many
                    days before it are what it is compared with */
  char *device_class;
  char *release; /* the cohort: what the devices were updated from */
  char *site;
} ParlScope;

ParlScope *parl_scope_new (void);
ParlScope *parl_scope_copy (const ParlScope *self);
void parl_scope_free (ParlScope *self);
bool parl_scope_equal (const ParlScope *a, const ParlScope *b);
/* Whether a window may be so long. */
bool parl_scope_allows_days (unsigned days);
/* Whether it names a part of the fleet, whatever its days. */
bool parl_scope_is_filtered (const ParlScope *self);
bool parl_scope_accepts (const ParlScope *self, const char *release, const char *device_class,
                         const char *site);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlScope, parl_scope_free)
