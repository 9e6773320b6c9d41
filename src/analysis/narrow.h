/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a scope leaves of a snapshot: done once, before anything is counted, so that no theme knows
 * of filters. Private to this room. */

#include "model/scope.h"
#include "model/snapshot.h"

ParlSnapshot *parl_snapshot_narrow (const ParlSnapshot *self, const ParlScope *scope);
