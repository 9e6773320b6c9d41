/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The waiting times between tries: exponential backoff with full jitter, so that many clients
 * that failed together do not come back together, and a server's Retry-After. */
#include "config.h"

#include "sources/http/retry.h"

#include <libsoup/soup.h>

#define MAX_BACKOFF (30 * G_USEC_PER_SEC)

/* @backoff: ms: the longest first wait
 * @tries: how many tries there were, at least 1
 * Returns: µs, evenly drawn from 0 to backoff * 2^(tries - 1), at most 30 s */
int64_t
parl_http_draw_backoff (unsigned backoff, unsigned tries)
{
  double longest = backoff * 1000.0 * (double)(1u << MIN (tries - 1, 16u));

  return (int64_t)(g_random_double () * MIN (longest, (double)MAX_BACKOFF));
}

/* @retry_after: (nullable): the header's value: seconds, or an HTTP date
 * @date: (nullable): the server's own Date header, which is what its date counts from
 * @now: our seconds since 1970, for a server without a clock
 * @seconds: (out): how long to wait, not negative
 * Returns: false when there is no such header, or none that makes sense */
bool
parl_http_read_retry_after (const char *retry_after, const char *date, int64_t now,
                            int64_t *seconds)
{
  guint64 number;

  if (retry_after == NULL)
    return false;
  if (g_ascii_string_to_unsigned (retry_after, 10, 0, G_MAXINT32, &number, NULL))
    {
      *seconds = (int64_t)number;
      return true;
    }

  g_autoptr (GDateTime) then = soup_date_time_new_from_http_string (retry_after);
  g_autoptr (GDateTime) server_now
      = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  if (then == NULL)
    return false;
  *seconds = g_date_time_to_unix (then) - (server_now ? g_date_time_to_unix (server_now) : now);
  *seconds = MAX (*seconds, 0);
  return true;
}

/* Returns: monotonic µs: when the caller may send one request. Slots lie 1/rate seconds apart. */
int64_t
parl_pace_take_slot (ParlPace *self)
{
  int64_t slot = MAX (g_get_monotonic_time (), self->next_slot);

  if (self->rate > 0)
    self->next_slot = slot + (int64_t)(G_USEC_PER_SEC / self->rate);
  return slot;
}
