/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Decimal text, strictly, to the nearest double. */

#include <glib.h>
#include <stdbool.h>

bool parl_decimal_parse (const char *text, size_t length, double *value);
