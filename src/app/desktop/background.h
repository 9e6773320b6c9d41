/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Asks the desktop whether Parlance may go on while it has no window. */

#include <gio/gio.h>
#include <stdbool.h>

/* @connection: (nullable): the session's bus
 * @answered: called once, perhaps at once. Where no portal is there to say no, nobody forbids it:
 *   allowed. */
void parl_background_ask (GDBusConnection *connection, const char *reason,
                          void (*answered) (bool allowed, gpointer data), gpointer data);
