/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs a test program again where there is no session bus, or on a bus of its own with a real
 * keyring daemon. */

/* @program: its path; it is called with "--inside-no-bus" and has to end with 0. */
void keyring_run_without_bus (const char *program);
/* The same with "--inside-keyring"; skips the test where there is no daemon. */
void keyring_run_with_daemon (const char *program);
