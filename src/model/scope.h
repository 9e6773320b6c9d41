/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What part of the fleet is spoken of, and over which time: the user's filters. A scope narrows the
 * snapshot before anything is counted, so every fact, board and row under it follows. */

#include "model/instant.h"

#include <stdbool.h>

#define PARL_SCOPE_DEFAULT_DAYS 28

/* Strings are NULL where all are meant. */
typedef struct
{
  unsigned days; /* of the window, whole weeks, so that weekdays are aligned; the comparison is
                    the as many days before */
  char *device_class;
  char *release; /* the cohort: what the devices were updated from */
  char *site;
} ParlScope;

ParlScope *parl_scope_new (void);
ParlScope *parl_scope_copy (const ParlScope *self);
void parl_scope_free (ParlScope *self);
bool parl_scope_equal (const ParlScope *a, const ParlScope *b);
/* Whether it names a part of the fleet, whatever its days. */
bool parl_scope_is_filtered (const ParlScope *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlScope, parl_scope_free)
