/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Beginning a test that needs a display, and waiting in it with the main loop running. */

#include <glib.h>
#include <stdbool.h>

/* Returns: false when there is no display. */
bool init_display (void);
/* g_test_init() for tests that need a display: where there is none they are skipped at once. */
void begin_with_display (int *argc, char ***argv);
/* Until @done says so; a test that waits for eight minutes has failed. */
void wait_until (bool (*done) (gpointer data), gpointer data);
/* For it: whether the object of a weak pointer, whose address is @data, is finalized. */
bool is_gone (gpointer data);
