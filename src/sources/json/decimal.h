/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Decimal text to the nearest double, fast for what metrics look like. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

bool parl_decimal_parse (const char *text, size_t length, double *value);
bool parl_decimal_parse_plain (const char **at, double *value);
int64_t parl_decimal_parse_seconds (const char **at);
