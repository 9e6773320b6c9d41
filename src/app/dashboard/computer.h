/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Computes facts and boards on a worker thread, one computation at a time, and keeps the newest.
 * Whatever changes during a computation makes one more after it. Belongs to the main thread. */

#include "session/compute.h"

#include <gio/gio.h>

#define PARL_TYPE_COMPUTER (parl_computer_get_type ())
G_DECLARE_FINAL_TYPE (ParlComputer, parl_computer, PARL, COMPUTER, GObject)

/* Property: "busy" (boolean, read only): a computation is under way. Signals: "computed": there are
 * new results; "problem" (sentence): there are none, and why. */
ParlComputer *parl_computer_new (void);
void parl_computer_open (ParlComputer *self, ParlSession *session); /* borrowed until it closes */
void parl_computer_close (ParlComputer *self); /* emits nothing any more; may be busy still */
bool parl_computer_get_busy (ParlComputer *self);

/* The newest results. Before there are any they hold the audiences alone, and before it is opened
 * nothing. */
const ParlComputed *parl_computer_get_computed (ParlComputer *self);
void parl_computer_take (ParlComputer *self, ParlComputed *computed);

/* What is computed. A change takes effect with parl_computer_run(). */
const ParlScope *parl_computer_get_scope (ParlComputer *self);
const ParlTargets *parl_computer_get_targets (ParlComputer *self);
void parl_computer_set_scope (ParlComputer *self, const ParlScope *scope);
void parl_computer_set_targets (ParlComputer *self, const ParlTargets *targets);
void parl_computer_expect_data (ParlComputer *self);      /* the history may hold new data */
void parl_computer_expect_audiences (ParlComputer *self); /* audience files may have changed */
void parl_computer_run (ParlComputer *self);
