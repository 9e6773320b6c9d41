/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How long to wait before the next try. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

int64_t parl_http_draw_backoff (unsigned backoff, unsigned tries);
bool parl_http_read_retry_after (const char *retry_after, const char *date, int64_t now,
                                 int64_t *seconds);
