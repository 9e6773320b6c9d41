/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Waiting in a test, with the main loop running. */

#include <glib.h>
#include <stdbool.h>

/* Until @done says so; a test that waits for eight minutes has failed. */
void wait_until (bool (*done) (gpointer data), gpointer data);
/* For it: whether the object of a weak pointer, whose address is @data, is finalized. */
bool is_gone (gpointer data);
