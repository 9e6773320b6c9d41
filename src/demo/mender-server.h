/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The parts of Mender's management API that Parlance asks, without the HTTP around them:
 * deployments (v1 and v2), their devices and logs, and the inventory with its search. */

#include "demo/answer.h"
#include "demo/fleet.h"

typedef struct _ParlMender ParlMender;

ParlMender *parl_mender_new (const ParlFleet *fleet, bool with_phases);
void parl_mender_free (ParlMender *self);
void parl_mender_answer (const ParlMender *self, const char *path, GHashTable *query,
                         const char *body, ParlDemoAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMender, parl_mender_free)
