/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instants as text and back. parl_time_now() is for main() and tests alone: every other function
 * takes the instant it speaks about as a parameter. */
#include "config.h"

#include "model/instant.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* Returns: the wall clock, in milliseconds since the epoch. Called in main() and in tests only. */
ParlTime
parl_time_now (void)
{
  return g_get_real_time () / 1000;
}

bool
parl_time_is_plausible (ParlTime time)
{
  return time >= 0 && time < PARL_TIME_MAX;
}

/* @time: a plausible instant
 * Returns: (transfer full): RFC 3339 in UTC, with milliseconds only when there are any:
 *   "2026-11-21T09:40:00Z"; %NULL for an instant out of range */
char *
parl_time_to_iso (ParlTime time)
{
  if (!parl_time_is_plausible (time))
    return NULL;

  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / 1000);
  g_autofree char *seconds = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");

  if (time % 1000 == 0)
    return g_strconcat (seconds, "Z", NULL);
  return g_strdup_printf ("%s.%03dZ", seconds, (int)(time % 1000));
}

/* @text: RFC 3339 with a zone, or a date alone (midnight UTC)
 * @time: (out): the instant
 * Returns: false with %G_IO_ERROR_INVALID_ARGUMENT when @text is not such a time */
bool
parl_time_from_iso (const char *text, ParlTime *time, GError **error)
{
  g_return_val_if_fail (text != NULL, false);

  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = strlen (text) == 10 ? g_strconcat (text, "T00:00:00Z", NULL) : NULL;
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (midnight ? midnight : text, utc);

  if (date != NULL)
    /* GLib counts fractions in floating point: “.21” may come as 209,999 µs. */
    *time = g_date_time_to_unix (date) * 1000 + (g_date_time_get_microsecond (date) + 1) / 1000;
  if (date == NULL || !parl_time_is_plausible (*time))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is not a time like 2026-11-21T09:40:00Z"), text);
      return false;
    }
  return true;
}

/* @age: 0 for the calendar day (UTC) of the last instant before @as_of, 1 for the one before it
 * Returns: that day's midnight; at midnight, of the day that is over */
ParlTime
parl_get_day_begin (ParlTime as_of, int age)
{
  return ((as_of - 1) / PARL_DAY - age) * PARL_DAY;
}

/* @zone: (nullable): %NULL for UTC
 * Returns: the calendar day in which @time lies there, counted from 1970-01-01 */
int64_t
parl_get_calendar_day (ParlTime time, GTimeZone *zone)
{
  ParlTime offset = 0;

  if (zone != NULL)
    {
      int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time / PARL_SECOND);
      offset = g_time_zone_get_offset (zone, interval) * PARL_SECOND;
    }
  return (time + offset) / PARL_DAY;
}

/* @day: as parl_get_calendar_day() counts it
 * Returns: its midnight there; where the clock leaves midnight out, the first instant after */
ParlTime
parl_get_calendar_day_begin (int64_t day, GTimeZone *zone)
{
  ParlTime begin = day * PARL_DAY;

  if (zone == NULL)
    return begin;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (begin / PARL_SECOND);
  g_autoptr (GDateTime) midnight
      = g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                         g_date_time_get_day_of_month (date), 0, 0, 0);
  return g_date_time_to_unix (midnight) * PARL_SECOND;
}
