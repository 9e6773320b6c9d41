/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The demo fleet as what a session reads: for the mains, which alone know that there is one. */

#include "demo/demo.h"
#include "session/origin.h"

/* Which hawkBit it can speak, %NULL-terminated; the first where nobody chooses. */
extern const char *const parl_demo_generations[];
/* Which update server it can be; the first where nobody chooses. */
extern const char *const parl_demo_servers[];

ParlDemo *parl_demo_start (const char *generation, ParlTime now, unsigned port, GError **error);
const char *parl_demo_get_server (const char *generation);

ParlOrigin *parl_demo_open_origin (gconstpointer generation, ParlTime now, GError **error);
