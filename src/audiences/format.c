/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers, spans and dates in the words of the current locale: separators and month names are the C
 * library's, the order of the parts is a translator's. In the locale "C" the signs are English.
 * Rounds for the eye and does nothing else with a number; knows no facts. */
#include "config.h"

#include "audiences/format.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define DASH "\u2060\u2013\u2060"
#define MAX_DIGITS 4

typedef struct
{
  const char *point;
  const char *comma;
  const char *grouping;
} Separators;

static Separators
get_separators (void)
{
  const struct lconv *conv = localeconv ();
  const char *name = setlocale (LC_NUMERIC, NULL);

  if (g_str_equal (name, "C") || g_str_has_prefix (name, "C.") || g_str_equal (name, "POSIX"))
    return (Separators){ ".", ",", "\3" };
  return (Separators){ conv->decimal_point, conv->thousands_sep, conv->grouping };
}

/* Puts the locale's commas into a row of digits: "12400" -> "12,400". The last size of `grouping`
 * is repeated, CHAR_MAX ends the grouping. */
static char *
group_digits (const char *digits, Separators separators)
{
  g_autoptr (GString) text = g_string_new (digits);
  const char *group = separators.grouping;
  gssize at = (gssize)text->len;

  while (*group > 0 && *group != G_MAXINT8 && at > *group)
    {
      at -= *group;
      g_string_insert (text, at, separators.comma);
      if (group[1] != '\0')
        group++;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
format_magnitude (double value, int digits)
{
  Separators separators = get_separators ();
  char pattern[8];
  char buffer[G_ASCII_DTOSTR_BUF_SIZE + 320];

  g_snprintf (pattern, sizeof pattern, "%%.%df", CLAMP (digits, 0, 9));
  g_ascii_formatd (buffer, sizeof buffer, pattern, fabs (value));
  char *dot = strchr (buffer, '.');
  if (dot != NULL)
    *dot = '\0';

  g_autofree char *whole = group_digits (buffer, separators);
  return dot == NULL ? g_steal_pointer (&whole)
                     : g_strconcat (whole, separators.point, dot + 1, NULL);
}

static bool
rounds_to_zero (double value, int digits)
{
  return fabs (value) * pow (10, digits) < 0.5;
}

/* @value: a finite number
 * @digits: after the point
 * Returns: (transfer full): "12,400", "−3.5"; what rounds to nothing has no sign */
char *
parl_format_number (double value, int digits)
{
  g_autofree char *magnitude = format_magnitude (value, digits);
  bool negative = value < 0 && !rounds_to_zero (value, digits);

  return g_strconcat (negative ? PARL_MINUS : "", magnitude, NULL);
}

/* Returns: (transfer full): a change: "+1.74", "−0.42", "0.0" */
char *
parl_format_signed (double value, int digits)
{
  g_autofree char *number = parl_format_number (value, digits);

  return g_strconcat (value > 0 && !rounds_to_zero (value, digits) ? "+" : "", number, NULL);
}

/* Digits at which something is not shown as nothing, nor nearly all as all. */
static int
widen_digits (double percent, int digits)
{
  while (digits < MAX_DIGITS
         && ((percent != 0 && rounds_to_zero (percent, digits))
             || (percent < 100 && percent > 99 && rounds_to_zero (100 - percent, digits))))
    digits++;
  return digits;
}

/* A sum of shares may miss 1 by what doubles miss it by. */
static bool
is_all (double share)
{
  return fabs (share - 1) < 1e-12;
}

/* @share: a fraction: 0.073
 * Returns: (transfer full): "7.3 %" */
char *
parl_format_share (double share, int digits)
{
  return parl_format_value (share, PARL_UNIT_SHARE, digits);
}

/* @value: a promise or another number that somebody chose
 * Returns: (transfer full): with no more digits than it has, at most two: "5 %", "99.5 %", "33.3
 * ms" */
char *
parl_format_round (double value, ParlUnit unit)
{
  double shown = unit == PARL_UNIT_SHARE || unit == PARL_UNIT_POINTS ? value * 100 : value;
  int digits = 0;

  while (digits < 2 && fabs (shown * pow (10, digits) - round (shown * pow (10, digits))) > 1e-6)
    digits++;
  if (unit == PARL_UNIT_MILLISECONDS)
    digits = MIN (digits, 1);
  return parl_format_value (value, unit, digits);
}

/* Returns: (transfer full): the number without its unit: "7.3", "+1.74" for points; a time is a
 * date */
char *
parl_format_bare (double value, ParlUnit unit, int digits)
{
  switch (unit)
    {
    case PARL_UNIT_SHARE:
      return value == 0 || is_all (value)
                 ? parl_format_number (value * 100, 0)
                 : parl_format_number (value * 100, widen_digits (value * 100, digits));
    case PARL_UNIT_POINTS:
      return parl_format_signed (value * 100, digits);
    case PARL_UNIT_TIME:
      return parl_format_date ((ParlTime)value, PARL_DATE_SHORT);
    case PARL_UNIT_RATIO:
    case PARL_UNIT_COUNT:
    case PARL_UNIT_FPS:
    case PARL_UNIT_MILLISECONDS:
    case PARL_UNIT_MINUTES:
    case PARL_UNIT_HOURS:
    case PARL_UNIT_DAYS:
    case PARL_UNIT_SCORE:
    case PARL_UNIT_MONEY:
    default:
      return parl_format_number (value, digits);
    }
}

/* @value: in @unit; shares and points are fractions
 * Returns: (transfer full): number and unit: "7.3 %", "+1.32 points", "36.8 ms", "24.1 FPS", "26 h"
 */
char *
parl_format_value (double value, ParlUnit unit, int digits)
{
  g_autofree char *number = parl_format_bare (value, unit, digits);

  switch (unit)
    {
    case PARL_UNIT_SHARE:
      return g_strdup_printf (C_ ("number", "%s\u00a0%%"), number);
    case PARL_UNIT_POINTS:
      return g_strdup_printf (C_ ("number", "%s\u00a0points"), number);
    case PARL_UNIT_FPS:
      return g_strdup_printf (C_ ("number", "%s\u00a0FPS"), number);
    case PARL_UNIT_MILLISECONDS:
      return g_strdup_printf (C_ ("number", "%s\u00a0ms"), number);
    case PARL_UNIT_MINUTES:
      return g_strdup_printf (C_ ("number", "%s\u00a0min"), number);
    case PARL_UNIT_HOURS:
      return g_strdup_printf (C_ ("number", "%s\u00a0h"), number);
    case PARL_UNIT_DAYS:
      return g_strdup_printf (C_ ("number", "%s\u00a0d"), number);
    case PARL_UNIT_RATIO:
    case PARL_UNIT_COUNT:
    case PARL_UNIT_SCORE:
    case PARL_UNIT_MONEY:
    case PARL_UNIT_TIME:
    default:
      return g_steal_pointer (&number);
    }
}

/* Returns: (transfer full): without unit: "6.85–7.77"; with a sign in it "−1.05 to +0.05" */
char *
parl_format_interval (double low, double high, ParlUnit unit, int digits)
{
  g_autofree char *from = parl_format_bare (low, unit, digits);
  g_autofree char *to = parl_format_bare (high, unit, digits);

  if (unit == PARL_UNIT_POINTS || low < 0)
    return g_strdup_printf (C_ ("interval", "%s to %s"), from, to);
  return g_strconcat (from, DASH, to, NULL);
}

/* Whether the clock shows the same once more, as in the hour that ends daylight-saving time. */
static bool
is_shown_twice (GDateTime *date)
{
  GTimeSpan offset = g_date_time_get_utc_offset (date);

  for (int hours = -3; hours <= 3; hours += 6)
    {
      g_autoptr (GDateTime) other = g_date_time_add_hours (date, hours);
      GTimeSpan shift = offset - g_date_time_get_utc_offset (other);
      g_autoptr (GDateTime) twin = shift != 0 ? g_date_time_add (date, shift) : NULL;
      if (twin != NULL && g_date_time_get_utc_offset (twin) == offset - shift)
        return true;
    }
  return false;
}

/* With the zone's name only where the time alone does not say which of two it is. */
static char *
format_time (GDateTime *date, const char *pattern)
{
  g_autofree char *text = g_date_time_format (date, pattern);

  if (!is_shown_twice (date))
    return g_steal_pointer (&text);
  return g_strconcat (text, "\u00a0", g_date_time_get_timezone_abbreviation (date), NULL);
}

/* Returns: (transfer full): @time in the reader's time zone */
char *
parl_format_date (ParlTime time, ParlDateStyle style)
{
  bool is_day = style <= PARL_DATE_YEAR && time % PARL_DAY == 0;
  g_autoptr (GDateTime) date = is_day ? g_date_time_new_from_unix_utc (time / 1000)
                                      : g_date_time_new_from_unix_local (time / 1000);
  const char *patterns[] = {
    [PARL_DATE_SHORT] = C_ ("date", "%-d\u00a0%b"),
    [PARL_DATE_LONG] = C_ ("date", "%-d\u00a0%B"),
    [PARL_DATE_YEAR] = C_ ("date", "%-d\u00a0%b\u00a0%Y"),
    [PARL_DATE_TIME] = C_ ("date", "%-d\u00a0%b\u00a0%H:%M"),
    [PARL_DATE_STAMP] = C_ ("date", "%-d\u00a0%b\u00a0%Y, %H:%M"),
    [PARL_DATE_MOMENT] = C_ ("date", "%-d\u00a0%B\u00a0%Y, %H:%M"),
  };

  g_return_val_if_fail (date != NULL, NULL);
  return style < PARL_DATE_TIME ? g_date_time_format (date, patterns[style])
                                : format_time (date, patterns[style]);
}

/* @zone: (nullable): %NULL for UTC
 * Returns: (transfer full): "Europe/Berlin", or what the clock there is called at @time: "CET" */
char *
parl_format_zone (GTimeZone *zone, ParlTime time)
{
  const char *name = zone != NULL ? g_time_zone_get_identifier (zone) : "UTC";

  bool is_place = strchr (name, '/') != NULL && *name != '/' && !g_str_has_prefix (name, "Etc/");
  if (zone == NULL || is_place)
    return g_strdup (name);
  return g_strdup (g_time_zone_get_abbreviation (
      zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time / PARL_SECOND)));
}

/* @window: half open and whole days long; its last day is the one that ends at `until`. A day is
 *   named by the date on which it begins
 * Returns: (transfer full): "24 Oct – 20 Nov 2026" */
char *
parl_format_period (ParlWindow window, bool with_year)
{
  g_autofree char *since = parl_format_date (window.since, PARL_DATE_SHORT);
  g_autofree char *until
      = parl_format_date (window.until - PARL_DAY, with_year ? PARL_DATE_YEAR : PARL_DATE_SHORT);

  return g_strdup_printf (C_ ("period", "%s – %s"), since, until);
}

/* @span: milliseconds
 * Returns: (transfer full): "12 min", "26 h", "3 d": whole units that have passed */
char *
parl_format_age (ParlTime span)
{
  /* Translators: in the place of an age: "under a minute old" */
  if (span < PARL_MINUTE)
    return g_strdup (C_ ("age", "under a minute"));
  if (span < 2 * PARL_HOUR && span != PARL_HOUR)
    return g_strdup_printf (C_ ("age", "%d\u00a0min"), (int)(span / PARL_MINUTE));
  if (span < 2 * PARL_DAY)
    return g_strdup_printf (C_ ("age", "%d\u00a0h"), (int)(span / PARL_HOUR));
  return g_strdup_printf (C_ ("age", "%d\u00a0d"), (int)(span / PARL_DAY));
}

/* Returns: (transfer full): "28 days" */
char *
parl_format_days (unsigned days)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day", "%u days", days), days);
}

/* Returns: (transfer full): "07:12" on the day of @now, "20 Nov 07:12" on any other, in the
 * reader's time zone */
char *
parl_format_clock (ParlTime time, ParlTime now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);

  if (then != NULL && today != NULL && g_date_time_get_year (then) == g_date_time_get_year (today)
      && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today))
    return format_time (then, "%H:%M");
  return parl_format_date (time, PARL_DATE_TIME);
}

/* @hours: of a device's day
 * @scale: the number beside which it stands; from an hour on both are told in hours, else in
 * minutes
 * @error: half of the interval of @scale; NAN: it is exact
 * Returns: (transfer full) (nullable): to as many digits as are known, one at most: "1.6 hours a
 *   camera a day"; %NULL where rounding leaves nothing of it to show */
char *
parl_format_a_day (double hours, double scale, double error, ParlADayStyle style)
{
  bool in_hours = scale >= 1;
  int digits = in_hours && !(error >= 0.5) ? 1 : 0;
  double unit = in_hours ? 1 : error >= 1.0 / 12 ? 6 : 60; /* whole tens of minutes, or minutes */
  double factor = unit == 6 ? 10 : 1;
  double shown = round (hours * unit * pow (10, digits)) / pow (10, digits) * factor;
  gulong plural = shown == 1 && digits == 0 ? 1 : 2;

  if (shown == 0 && hours > 0)
    return style == PARL_A_DAY_WHOLE ? g_strdup (_ ("less than a minute a camera a day")) : NULL;

  g_autofree char *number
      = parl_format_number (shown, shown == round (shown) && !in_hours ? 0 : digits);
  switch (style)
    {
    case PARL_A_DAY_WHOLE:
      return g_strdup_printf (in_hours
                                  ? g_dngettext (GETTEXT_PACKAGE, "%s\u00a0hour a camera a day",
                                                 "%s\u00a0hours a camera a day", plural)
                                  : g_dngettext (GETTEXT_PACKAGE, "%s\u00a0minute a camera a day",
                                                 "%s\u00a0minutes a camera a day", plural),
                              number);
    case PARL_A_DAY_SHORT:
      return g_strdup_printf (in_hours ? C_ ("number", "%s\u00a0h") : C_ ("number", "%s\u00a0min"),
                              number);
    case PARL_A_DAY_BARE:
    default:
      return g_steal_pointer (&number);
    }
}

/* U+200C and U+200D, which Persian and Hindi names are spelled with. */
static bool
is_of_spelling (gunichar c)
{
  return c == 0x200c || c == 0x200d;
}

/* Returns: (transfer full): @text without what only a screen needs: a space that does not break is
 * a space, joiners of words and marks of direction are gone */
char *
parl_format_plain (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (c == 0xa0 || c == 0x202f)
        g_string_append_c (plain, ' ');
      else if (g_unichar_type (c) != G_UNICODE_FORMAT || is_of_spelling (c))
        g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}
