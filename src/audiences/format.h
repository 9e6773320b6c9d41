/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Numbers, spans and dates as people of the current locale read them. Number and unit never part
 * (U+00A0), nor do the two ends of an interval (U+2060); the minus is U+2212. Times are in the
 * reader's time zone. */

#include "model/fact.h"

#define PARL_NBSP "\u00a0"
#define PARL_MINUS "\u2212"

typedef enum
{
  PARL_DATE_SHORT, /* "20 Nov" */
  PARL_DATE_LONG,  /* "20 November" */
  PARL_DATE_YEAR,  /* "20 Nov 2026" */
  PARL_DATE_TIME,  /* "20 Nov 09:28" */
  PARL_DATE_STAMP, /* "20 Nov 2026, 09:28" */
  PARL_DATE_MOMENT /* "20 November 2026, 09:28" */
} ParlDateStyle;

char *parl_format_number (double value, int digits);
char *parl_format_signed (double value, int digits);
char *parl_format_share (double share, int digits);
char *parl_format_round (double value, ParlUnit unit);
char *parl_format_bare (double value, ParlUnit unit, int digits);
char *parl_format_value (double value, ParlUnit unit, int digits);
char *parl_format_interval (double low, double high, ParlUnit unit, int digits);
char *parl_format_date (ParlTime time, ParlDateStyle style);
char *parl_format_clock (ParlTime time, ParlTime now);
char *parl_format_zone (GTimeZone *zone, ParlTime time);
char *parl_format_period (ParlWindow window, bool with_year);
char *parl_format_age (ParlTime span);
char *parl_format_days (unsigned days);
char *parl_format_plain (const char *text);

/* Hours that a device has of each of its days. */
typedef enum
{
  PARL_A_DAY_BARE,  /* "1.6" */
  PARL_A_DAY_SHORT, /* "1.6 h" */
  PARL_A_DAY_WHOLE  /* "1.6 hours a camera a day" */
} ParlADayStyle;
char *parl_format_a_day (double hours, double scale, double error, ParlADayStyle style);
