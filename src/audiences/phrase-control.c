/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the daily control chart says in words: on which day of the window it gave its first signal,
 * and what coincides with that. Picks days; computes no limits. */
#include "config.h"

#include "audiences/phrase.h"

#include "audiences/format.h"

#include <math.h>

static ParlTime
find_signal (const ParlFindings *findings, bool beyond)
{
  GArray *days = findings->control->days;

  for (unsigned i = 0; i < days->len; i++)
    {
      const ParlControlDay *day = &g_array_index (days, ParlControlDay, i);
      if (day->time >= findings->window.since && (beyond ? day->beyond : day->run))
        return day->time;
    }
  return PARL_TIME_NONE;
}

/* What happened on the day of the signal or on the day before it. */
static char *
find_event (const ParlFindings *findings, ParlTime signal)
{
  const ParlEvent *found = NULL;

  for (unsigned i = 0; findings->events != NULL && i < findings->events->len; i++)
    {
      const ParlEvent *event = findings->events->pdata[i];
      if (event->time >= signal - PARL_DAY && event->time < signal + PARL_DAY)
        found = event;
    }
  return found != NULL ? g_strdup (found->stage) : NULL;
}

/* @name: "signal-day", "signal-event", "run-day", "control-limits" or "control-window"
 * Returns: (transfer full) (nullable): its words; %NULL where there is no such thing */
char *
parl_phrase_make_control (const ParlFindings *findings, const char *name)
{
  const ParlControl *control = findings->control;

  if (control == NULL || isnan (control->upper))
    return NULL;
  if (g_str_equal (name, "control-limits"))
    return parl_format_interval (control->lower, control->upper, PARL_UNIT_SHARE, 1);

  if (g_str_equal (name, "control-window"))
    return parl_format_days (findings->scope->days);

  ParlTime signal = find_signal (findings, !g_str_equal (name, "run-day"));
  if (signal == PARL_TIME_NONE)
    return NULL;
  return g_str_equal (name, "signal-event") ? find_event (findings, signal)
                                            : parl_format_date (signal, PARL_DATE_SHORT);
}
