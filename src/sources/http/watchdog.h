/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Frees a main loop that libsoup does not return to: an endless run of "100 Continue" keeps it
 * reading, and no time limit that is kept in that loop ever acts. A thread of its own looks whether
 * the loop still turns, and shuts the connections down when it has not for too long, or for a
 * moment after a cancel. */

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _ParlWatchdog ParlWatchdog;

/* @limit: seconds that the loop may take for one turn */
ParlWatchdog *parl_watchdog_new (unsigned limit);
void parl_watchdog_free (ParlWatchdog *self);

/* From the thread with the loop. @cancellable: (nullable): of what is done in the loop from now on;
 * it must live until the pause. */
void parl_watchdog_start (ParlWatchdog *self, GCancellable *cancellable);
void parl_watchdog_turn (ParlWatchdog *self); /* the loop turns */
void parl_watchdog_pause (ParlWatchdog *self);
void parl_watchdog_add (ParlWatchdog *self, GSocket *socket); /* one of the connections */
