/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the last reading of a source went: when, what is missing and what it would need, and what was
 * asked. */

#include "session/health.h"

#include <adwaita.h>

/* @health: (nullable): NULL: it was not read yet */
GtkWindow *parl_health_window_new (const char *source, const ParlHealth *health);
