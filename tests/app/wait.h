/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Beginning a test that needs a display, and waiting in it with the main loop running. */

#include <glib.h>
#include <stdbool.h>

/* Returns: false when there is no display; the test is then to be skipped. */
bool init_display (void);
/* Until @done says so; a test that waits for eight minutes has failed. */
void wait_until (bool (*done) (gpointer data), gpointer data);
/* For it: whether the object of a weak pointer, whose address is @data, is finalized. */
bool is_gone (gpointer data);
