/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Instants and spans. An instant is a count of milliseconds since 1970-01-01T00:00Z; there is no
 * clock here: "now" always comes in as a parameter. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef int64_t ParlTime;

#define PARL_TIME_NONE INT64_MIN
#define PARL_SECOND ((ParlTime)1000)
#define PARL_MINUTE (60 * PARL_SECOND)
#define PARL_HOUR (60 * PARL_MINUTE)
#define PARL_DAY (24 * PARL_HOUR)

/* Times outside 1970..2200 are taken for a server's mistake, never stored. */
#define PARL_TIME_MAX ((ParlTime)7258118400000)

/* Half open: since <= t < until. */
typedef struct
{
  ParlTime since;
  ParlTime until;
} ParlWindow;

ParlTime parl_time_now (void);
char *parl_time_to_iso (ParlTime time);
bool parl_time_from_iso (const char *text, ParlTime *time, GError **error);
bool parl_time_is_plausible (ParlTime time);
ParlTime parl_get_day_begin (ParlTime as_of, int age);
int64_t parl_get_calendar_day (ParlTime time, GTimeZone *zone);
ParlTime parl_get_calendar_day_begin (int64_t day, GTimeZone *zone);
