/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and dates as text, in the C locale and in those that are installed. */
#include "config.h"

#include "audiences/format.h"
#include "audiences/charts/board-chart.h"

#include <locale.h>
#include <math.h>

#define NB "\u00a0"
#define WJ "\u2060"

static void
test_values (void)
{
  const struct
  {
    double value;
    ParlUnit unit;
    int digits;
    const char *text;
  } cases[] = {
    { 0.07298, PARL_UNIT_SHARE, 1, "7.3" NB "%" },
    { 0.07298, PARL_UNIT_SHARE, 2, "7.30" NB "%" },
    { 0, PARL_UNIT_SHARE, 2, "0" NB "%" },
    { 1, PARL_UNIT_SHARE, 2, "100" NB "%" },
    { 0.0003, PARL_UNIT_SHARE, 1, "0.03" NB "%" },
    { 0.9999, PARL_UNIT_SHARE, 1, "99.99" NB "%" },
    { 0.9984, PARL_UNIT_SHARE, 0, "99.8" NB "%" },
    { 0.01316, PARL_UNIT_POINTS, 2, "+1.32" NB "points" },
    { -0.0042, PARL_UNIT_POINTS, 1, "−0.4" NB "points" },
    { 0.00001, PARL_UNIT_POINTS, 1, "0.0" NB "points" },
    { -0.00001, PARL_UNIT_POINTS, 1, "0.0" NB "points" },
    { 12400, PARL_UNIT_COUNT, 0, "12,400" },
    { 999, PARL_UNIT_COUNT, 0, "999" },
    { 1234567, PARL_UNIT_COUNT, 0, "1,234,567" },
    { -1000, PARL_UNIT_COUNT, 0, "−1,000" },
    { 1.4597, PARL_UNIT_RATIO, 2, "1.46" },
    { 24.1, PARL_UNIT_FPS, 1, "24.1" NB "FPS" },
    { -3.467, PARL_UNIT_MILLISECONDS, 1, "−3.5" NB "ms" },
    { 4719, PARL_UNIT_HOURS, 0, "4,719" NB "h" },
    { 2.6, PARL_UNIT_DAYS, 0, "3" NB "d" },
    { 33.7, PARL_UNIT_SCORE, 0, "34" },
    { 1794614400000.0, PARL_UNIT_TIME, 0, "14" NB "Nov" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = parl_format_value (cases[i].value, cases[i].unit, cases[i].digits);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_rounds (void)
{
  const struct
  {
    double value;
    ParlUnit unit;
    const char *text;
  } cases[] = {
    { 0.05, PARL_UNIT_SHARE, "5" NB "%" },
    { 0.995, PARL_UNIT_SHARE, "99.5" NB "%" },
    { 1 - 0.95, PARL_UNIT_SHARE, "5" NB "%" },
    { 1000.0 / 30, PARL_UNIT_MILLISECONDS, "33.3" NB "ms" },
    { 30, PARL_UNIT_FPS, "30" NB "FPS" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = parl_format_round (cases[i].value, cases[i].unit);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Hours of a device's day: both numbers of a sentence in one unit, and no more digits than known.
 */
static void
test_a_day (void)
{
  static const struct
  {
    double hours, scale, error;
    ParlADayStyle style;
    const char *text;
  } cases[] = {
    { 1.58, 1.58, 0.06, PARL_A_DAY_WHOLE, "1.6\u00a0hours a camera a day" },
    { 1.20, 1.58, 0.06, PARL_A_DAY_BARE, "1.2" },
    { 1.04, 1.04, NAN, PARL_A_DAY_WHOLE, "1.0\u00a0hours a camera a day" },
    { 8.42, 8.42, 0.7, PARL_A_DAY_WHOLE, "8\u00a0hours a camera a day" },
    { 0.42, 0.42, 0.01, PARL_A_DAY_WHOLE, "25\u00a0minutes a camera a day" },
    { 0.42, 0.42, 0.2, PARL_A_DAY_WHOLE, "30\u00a0minutes a camera a day" },
    { 1.0 / 60, 0.02, NAN, PARL_A_DAY_WHOLE, "1\u00a0minute a camera a day" },
    { 0.001, 0.001, NAN, PARL_A_DAY_WHOLE, "less than a minute a camera a day" },
    { 0.001, 0.42, NAN, PARL_A_DAY_BARE, NULL },
    { 1.58, 1.58, 0.06, PARL_A_DAY_SHORT, "1.6\u00a0h" },
    { 0.42, 0.42, NAN, PARL_A_DAY_SHORT, "25\u00a0min" },
    { 0, 0, NAN, PARL_A_DAY_WHOLE, "0\u00a0minutes a camera a day" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text
          = parl_format_a_day (cases[i].hours, cases[i].scale, cases[i].error, cases[i].style);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_intervals (void)
{
  g_autofree char *share = parl_format_interval (0.06853, 0.0777, PARL_UNIT_SHARE, 2);
  g_autofree char *points = parl_format_interval (-0.0105, 0.0005, PARL_UNIT_POINTS, 2);
  g_autofree char *negative = parl_format_interval (-3.9, -3.2, PARL_UNIT_MILLISECONDS, 1);

  g_assert_cmpstr (share, ==, "6.85" WJ "–" WJ "7.77");
  g_assert_cmpstr (points, ==, "−1.05 to +0.05");
  g_assert_cmpstr (negative, ==, "−3.9 to −3.2");
}

static ParlTime
get_time (const char *text)
{
  ParlTime time = 0;

  g_assert_true (parl_time_from_iso (text, &time, NULL));
  return time;
}

static void
test_dates (void)
{
  const struct
  {
    ParlDateStyle style;
    const char *text;
  } cases[] = {
    { PARL_DATE_SHORT, "4" NB "Nov" },
    { PARL_DATE_LONG, "4" NB "November" },
    { PARL_DATE_YEAR, "4" NB "Nov" NB "2026" },
    { PARL_DATE_TIME, "4" NB "Nov" NB "09:08" },
  };
  ParlTime until = get_time ("2026-11-21");

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = parl_format_date (get_time ("2026-11-04T09:08:07Z"), cases[i].style);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_autofree char *period = parl_format_period ((ParlWindow){ until - 28 * PARL_DAY, until }, true);
  g_assert_cmpstr (period, ==, "24" NB "Oct – 20" NB "Nov" NB "2026");
}

/* The hour that ends daylight-saving time is there twice: the zone says which one it is. */
static void
test_ambiguous_hours (void)
{
  const struct
  {
    const char *zone, *time, *text;
  } cases[] = {
    { "Europe/Berlin", "2026-10-24T23:59:00Z", "25" NB "Oct" NB "01:59" },
    { "Europe/Berlin", "2026-10-25T00:30:00Z", "25" NB "Oct" NB "02:30" NB "CEST" },
    { "Europe/Berlin", "2026-10-25T01:30:00Z", "25" NB "Oct" NB "02:30" NB "CET" },
    { "Europe/Berlin", "2026-10-25T02:00:00Z", "25" NB "Oct" NB "03:00" },
    { "Europe/Berlin", "2026-03-29T01:30:00Z", "29" NB "Mar" NB "03:30" },
    { "Australia/Lord_Howe", "2026-04-04T14:45:00Z", "5" NB "Apr" NB "01:45" NB "+11" },
    { "UTC", "2026-10-25T01:30:00Z", "25" NB "Oct" NB "01:30" },
  };
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ParlTime time = get_time (cases[i].time);
      g_setenv ("TZ", cases[i].zone, true);
      g_autofree char *text = parl_format_date (time, PARL_DATE_TIME);
      g_autofree char *clock = parl_format_clock (time, time + PARL_MINUTE);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (g_str_has_suffix (text, clock));
    }
  g_setenv ("TZ", zone != NULL ? zone : "UTC", true);
}

static void
test_ages (void)
{
  const struct
  {
    ParlTime span;
    const char *text;
  } cases[] = {
    { 0, "under a minute" },
    { -5, "under a minute" },
    { 12 * PARL_MINUTE, "12" NB "min" },
    { 119 * PARL_MINUTE, "119" NB "min" },
    { 2 * PARL_HOUR, "2" NB "h" },
    { 26 * PARL_HOUR, "26" NB "h" },
    { 3 * PARL_DAY, "3" NB "d" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = parl_format_age (cases[i].span);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

typedef struct
{
  const char *locale, *count, *share, *date;
} LocaleCase;

static const LocaleCase locales[] = {
  { "de_DE.UTF-8", "1.234.567", "7,30" NB "%", "4" NB "Dez" },
  { "en_US.UTF-8", "1,234,567", "7.30" NB "%", "4" NB "Dec" },
  { "en_IN.UTF-8", "12,34,567", "7.30" NB "%", "4" NB "Dec" },
};

static void
test_locale (gconstpointer data)
{
  const LocaleCase *test = data;

  if (setlocale (LC_ALL, test->locale) == NULL)
    {
      g_test_skip ("this locale is not installed");
      return;
    }
  g_autofree char *count = parl_format_number (1234567, 0);
  g_autofree char *share = parl_format_share (0.073, 2);
  g_autofree char *date = parl_format_date (get_time ("2026-12-04"), PARL_DATE_SHORT);
  setlocale (LC_ALL, "C.UTF-8");

  g_assert_cmpstr (count, ==, test->count);
  g_assert_cmpstr (share, ==, test->share);
  g_assert_cmpstr (date, ==, test->date);
}

static void
test_scale (void)
{
  const struct
  {
    double top;
    unsigned ticks;
    double step, end;
  } cases[] = {
    { 9.9, 3, 5, 10 },    { 10, 2, 5, 10 }, { 0.0999, 3, 0.05, 0.1 }, { 0.216, 12, 0.02, 0.22 },
    { 612, 4, 200, 800 }, { 22, 6, 5, 25 }, { 1, 1, 1, 1 },           { NAN, 3, 1, NAN },
    { 0, 3, 1, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double step = parl_scale_get_step (cases[i].top, cases[i].ticks);
      g_assert_cmpfloat_with_epsilon (step, cases[i].step, 1e-12);
      if (!isnan (cases[i].end))
        g_assert_cmpfloat_with_epsilon (parl_scale_round_up (cases[i].top, step), cases[i].end,
                                        1e-9);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/values", test_values);
  g_test_add_func ("/format/rounds", test_rounds);
  g_test_add_func ("/format/intervals", test_intervals);
  g_test_add_func ("/format/a-day", test_a_day);
  g_test_add_func ("/format/dates", test_dates);
  g_test_add_func ("/format/ambiguous-hours", test_ambiguous_hours);
  g_test_add_func ("/format/ages", test_ages);
  for (unsigned i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *path = g_strconcat ("/format/locale/", locales[i].locale, NULL);
      g_test_add_data_func (path, &locales[i], test_locale);
    }
  g_test_add_func ("/format/scale", test_scale);
  return g_test_run ();
}
