/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The demo fleet as what a session reads: for the mains, which alone know that there is one. */

#include "session/origin.h"

/* Which hawkBit it can speak, %NULL-terminated; the first where nobody chooses. */
extern const char *const parl_demo_generations[];

ParlOrigin *parl_demo_open_origin (gconstpointer generation, ParlTime now, GError **error);
