/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How long to wait before the next request, and before the next try. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Zero but for the rate to start with. */
typedef struct
{
  double rate;       /* requests a second at most; 0: no limit */
  int64_t next_slot; /* monotonic µs: the earliest start of the next request */
} ParlPace;

int64_t parl_pace_take_slot (ParlPace *self);
int64_t parl_http_draw_backoff (unsigned backoff, unsigned tries);
bool parl_http_read_retry_after (const char *retry_after, const char *date, int64_t now,
                                 int64_t *seconds);
