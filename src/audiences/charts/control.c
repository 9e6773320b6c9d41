/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the control chart: the daily failure share with its limits, and what happened meanwhile. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "model/name.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DAYS_BETWEEN_LABELS 7
#define MAX_STEPS 3

static void
add_point (GArray *points, const ParlControlDay *day)
{
  ParlControlPoint point = { day->time,
                             day->value,
                             day->lower,
                             day->upper,
                             day->is_partial,
                             day->beyond ? PARL_SIGNAL_BEYOND
                             : day->run  ? PARL_SIGNAL_RUN
                                         : PARL_SIGNAL_NONE,
                             { parl_format_date (day->time, PARL_DATE_SHORT), NULL } };

  if (isnan (day->value))
    point.tip.what = g_strdup (C_ ("control", "no updates"));
  else
    {
      g_autofree char *share = parl_format_share (day->value, 2);
      g_autofree char *interval = parl_format_interval (day->low, day->high, PARL_UNIT_SHARE, 1);
      g_autofree char *count = parl_format_number (day->count, 0);
      g_autofree char *n = parl_format_number (day->n, 0);
      g_autofree char *what
          = g_strdup_printf (C_ ("control", "%s (%s), %s of %s"), share, interval, count, n);
      g_autofree char *limits
          = isnan (day->upper) ? NULL
                               : parl_format_interval (day->lower, day->upper, PARL_UNIT_SHARE, 1);
      point.tip.what = limits != NULL
                           ? g_strdup_printf (C_ ("control", "%s; limits %s"), what, limits)
                           : g_steal_pointer (&what);
    }
  g_array_append_val (points, point);
}

/* Every day: the chart leaves out those that have no room in what is shown. */
static void
add_x_ticks (GArray *ticks, GArray *days)
{
  for (unsigned i = 0; i < days->len; i++)
    {
      ParlTime time = g_array_index (days, ParlControlDay, i).time;
      parl_board_chart_add_tick (ticks, (double)time, parl_format_date (time, PARL_DATE_SHORT));
    }
}

static void
add_y_ticks (GArray *ticks, double top)
{
  double step = parl_scale_get_step (top, MAX_STEPS);
  double end = parl_scale_round_up (top, step);

  for (double value = 0; value < end + step / 2; value += step)
    {
      bool is_last = value > end - step / 2;
      parl_board_chart_add_tick (ticks, value,
                                 is_last ? parl_format_round (value, PARL_UNIT_SHARE)
                                         : parl_format_number (value * 100, step < 0.01 ? 1 : 0));
    }
}

/* (nullable): its failure rate, or how far it has got where nothing has been counted yet */
static const ParlFact *
find_stage_fact (const ParlFindings *findings, const ParlEvent *event)
{
  const ParlFact *rate = parl_findings_find (findings, PARL_FACT_STAGE_RATE, event->subject, true);

  return rate != NULL ? rate
                      : parl_findings_find (findings, PARL_FACT_PROGRESS, event->subject, true);
}

/* A mark, and the fact that it leads to. */
typedef struct
{
  ParlMark mark;
  const ParlFact *fact; /* NULL: none */
} Note;

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  const Note *x = a, *y = b;

  return (x->mark.time > y->mark.time) - (x->mark.time < y->mark.time);
}

/* "2.6.0 tagged, 12 Oct", "“Check the free space” merged, 12 Oct" or "3 merges, 12 Oct". */
static char *
say_news (const ParlNews *news)
{
  g_autofree char *date = parl_format_date (news->time, PARL_DATE_SHORT);
  g_autofree char *number = parl_format_number (news->n_merges, 0);
  g_autofree char *release = parl_name_mark (news->release);
  g_autofree char *title = parl_title_mark (news->title);

  if (release != NULL)
    return g_strdup_printf (C_ ("control", "%s tagged, %s"), release, date);
  if (title != NULL)
    return g_strdup_printf (C_ ("control", "“%s” merged, %s"), title, date);
  return g_strdup_printf (ngettext ("%s merge, %s", "%s merges, %s", news->n_merges), number, date);
}

static ParlTime
get_day_of (const ParlFindings *findings, ParlTime time)
{
  GTimeZone *zone = findings->snapshot->zone;

  return parl_get_calendar_day_begin (parl_get_calendar_day (time, zone), zone);
}

/* Of a tracker: tags are marks like stages, merges small ones. */
static void
add_news (GArray *notes, const ParlFindings *findings)
{
  const ParlFact *lead = parl_findings_find (findings, PARL_FACT_DELIVERY_LEAD, NULL, true);

  for (unsigned i = 0; findings->news != NULL && i < findings->news->len; i++)
    {
      const ParlNews *news = findings->news->pdata[i];
      Note note
          = { { get_day_of (findings, news->time), say_news (news), news->release == NULL }, lead };
      g_array_append_val (notes, note);
    }
}

/* A mark stands at its day, as the day's share does: never after what it may have caused. One that
 * would stand too close to the one before it is left out. */
static void
add_stages (GArray *notes, const ParlFindings *findings)
{
  ParlTime last = PARL_TIME_NONE;
  const char *release = NULL;

  for (unsigned i = 0; findings->events != NULL && i < findings->events->len; i++)
    {
      const ParlEvent *event = findings->events->pdata[i];
      if (event->time < findings->before.since || event->time >= findings->window.until
          || (last != PARL_TIME_NONE && event->time - last < DAYS_BETWEEN_LABELS * PARL_DAY))
        continue;

      bool is_new = event->release != NULL && g_strcmp0 (release, event->release) != 0;
      g_autofree char *date = parl_format_date (event->time, PARL_DATE_SHORT);
      Note note = { { get_day_of (findings, event->time),
                      g_strdup_printf (C_ ("control", "%s%s%s, %s"), is_new ? event->release : "",
                                       is_new ? " " : "", event->stage, date),
                      false },
                    find_stage_fact (findings, event) };
      g_array_append_val (notes, note);
      last = event->time;
      release = event->release;
    }
}

static void
add_marks (ParlChartSpec *spec, const ParlFindings *findings)
{
  ParlControlChart *chart = &spec->control;
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (Note));

  add_stages (notes, findings);
  add_news (notes, findings);
  g_array_sort (notes, compare_notes);
  for (unsigned i = 0; i < notes->len; i++)
    {
      const Note *note = &g_array_index (notes, Note, i);
      parl_board_chart_link (spec, chart->points->len + i, note->fact);
      g_array_append_val (chart->marks, note->mark);
    }
}

static ParlChartSpec *
create (ParlWording *wording, G_GNUC_UNUSED const ParlCardTemplate *card, const char *message)
{
  const ParlControl *control = wording->findings->control;
  const ParlFact *rate = parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, NULL, NULL);

  if (control == NULL || control->days->len == 0 || rate == NULL)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_CONTROL, message);
  ParlControlChart *chart = &spec->control;
  double top = rate->target;

  for (unsigned i = 0; i < control->days->len; i++)
    {
      const ParlControlDay *day = &g_array_index (control->days, ParlControlDay, i);
      add_point (chart->points, day);
      top = fmax (top, day->value);
    }
  if (!isnan (control->mean))
    {
      g_autofree char *mean = parl_format_number (control->mean * 100, 2);
      chart->mean
          = (ParlTick){ control->mean, g_strconcat (C_ ("control", "mean"), " ", mean, NULL) };
      chart->limit = g_strdup (C_ ("control", "limit"));
    }
  if (!isnan (rate->target))
    {
      g_autofree char *budget = parl_format_round (rate->target, PARL_UNIT_SHARE);
      chart->budget
          = (ParlTick){ rate->target, g_strdup_printf (C_ ("control", "budget %s"), budget) };
    }
  add_marks (spec, wording->findings);
  add_x_ticks (chart->x_ticks, control->days);
  add_y_ticks (chart->y_ticks, top);
  return spec;
}

const ParlBoardChart parl_board_control = {
  .name = "control",
  .parts = "",
  .create = create,
};
