/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The hawkBit Management API of either generation, without the HTTP around it. */

#include "demo/answer.h"
#include "demo/hawkbit-json.h"

typedef struct _ParlHawkbit ParlHawkbit;

ParlHawkbit *parl_hawkbit_new (const ParlFleet *fleet, ParlDemoGeneration generation,
                               const char *base);
void parl_hawkbit_free (ParlHawkbit *self);
void parl_hawkbit_answer (const ParlHawkbit *self, const char *path, GHashTable *query,
                          ParlDemoAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHawkbit, parl_hawkbit_free)
