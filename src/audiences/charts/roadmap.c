/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the roadmap: the rollout with its likely end, and the milestones of the plan below it, by
 * what they are for. Shows the days that somebody wrote down; what is late a reader sees at today's
 * line. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "model/name.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Solid as long as the rollout has been going, hatched to its likely end, a box around that. */
static ParlLane
make_rollout_lane (ParlWording *wording, const ParlCardTemplate *card, const ParlFact *finish,
                   ParlTime now)
{
  g_autoptr (ParlLine) words = parl_board_chart_say_part (wording, card, "lane", finish);
  ParlTime end = (ParlTime)finish->value;
  ParlLane lane = { .done = { finish->window.since, now }, .likely = { now, end } };

  if (!isnan (finish->low) && !isnan (finish->high))
    lane.range = (ParlSpan){ (ParlTime)finish->low, (ParlTime)finish->high };
  if (words == NULL)
    return lane;
  lane.name = g_strdup (words->text);
  lane.label = g_strdup (words->detail);
  return lane;
}

/* From the day on which work began, or that day alone. */
static ParlSpan
make_span (ParlTime start, ParlTime day)
{
  return (ParlSpan){ start != PARL_TIME_NONE ? start : day, day + PARL_DAY };
}

/* "done 28 Nov", or "due 1 Dec" */
static char *
say_when (const ParlMilestone *milestone, ParlTime now)
{
  bool is_done = parl_milestone_is_done (milestone, now);
  g_autofree char *day = parl_phrase_format_day (is_done ? milestone->done : milestone->due);

  return g_strdup_printf (is_done ? C_ ("roadmap", "done %s") : C_ ("roadmap", "due %s"), day);
}

/* What it still waits for: "waits for Free-space check, Field test". */
static char *
say_blockers (const ParlPlan *plan, const ParlMilestone *milestone, ParlTime now)
{
  g_autoptr (GString) titles = g_string_new (NULL);

  for (char **id = milestone->blocked_by; *id != NULL; id++)
    {
      const ParlMilestone *blocker = parl_plan_find (plan, *id);
      g_autofree char *marked = blocker != NULL ? parl_title_mark (blocker->title) : NULL;
      if (blocker != NULL && !parl_milestone_is_done (blocker, now))
        g_string_append_printf (titles, "%s%s", titles->len > 0 ? C_ ("list", ", ") : "", marked);
    }
  return titles->len > 0 ? g_strdup_printf (C_ ("roadmap", "waits for “%s”"), titles->str) : NULL;
}

/* An outline for what was planned, solid for what is done or has been worked on. */
static ParlLane
make_lane (const ParlPlan *plan, const ParlMilestone *milestone, ParlTime now)
{
  ParlTime start = milestone->start;
  g_autofree char *when = say_when (milestone, now);
  g_autofree char *blockers = say_blockers (plan, milestone, now);
  ParlLane lane = { .plan = make_span (start, milestone->due) };

  if (parl_milestone_is_done (milestone, now))
    lane.done = make_span (start, milestone->done);
  else if (start != PARL_TIME_NONE && start < now)
    lane.done = (ParlSpan){ start, now };

  g_autofree char *title = parl_title_mark (milestone->title);
  g_autofree char *owner = parl_title_mark (milestone->owner);
  const char *parts[] = { owner, blockers };
  g_autoptr (GString) more = g_string_new (when);
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (more, "%s%s", C_ ("list", ", "), parts[i]);
  if (milestone->outcome == NULL)
    {
      lane.name = g_steal_pointer (&title);
      lane.label = g_strdup (more->str);
      return lane;
    }
  lane.name = parl_title_mark (milestone->outcome);
  lane.label = g_strdup_printf (C_ ("roadmap", "%s, %s"), title, when);
  lane.tip = (ParlTip){ g_steal_pointer (&title), g_strdup (more->str) };
  return lane;
}

/* The lane of the milestone that it waits for longest; 0: of none, else one more than its index. */
static unsigned
find_blocker (const ParlPlan *plan, const ParlMilestone *milestone, GPtrArray *shown,
              unsigned first)
{
  ParlTime latest = PARL_TIME_NONE;
  unsigned found = 0;

  for (char **id = milestone->blocked_by; *id != NULL; id++)
    {
      const ParlMilestone *blocker = parl_plan_find (plan, *id);
      unsigned index;
      if (blocker == NULL || !g_ptr_array_find (shown, blocker, &index) || blocker->due <= latest)
        continue;
      latest = blocker->due;
      found = first + index + 1;
    }
  return found;
}

/* What was done before the days that the board speaks of is history. By outcome, each where the
 * plan names it first. Returns: (transfer container) (element-type ParlMilestone): */
static GPtrArray *
list_shown (const ParlFindings *findings)
{
  const ParlPlan *plan = findings->snapshot->plan;
  GPtrArray *shown = g_ptr_array_new ();

  for (unsigned i = 0; i < plan->milestones->len; i++)
    for (unsigned j = i; j < plan->milestones->len; j++)
      {
        const ParlMilestone *first = g_ptr_array_index (plan->milestones, i);
        ParlMilestone *other = g_ptr_array_index (plan->milestones, j);
        bool is_old = parl_milestone_is_done (other, findings->as_of)
                      && other->done < findings->before.since;
        bool is_next
            = i == j || (first->outcome != NULL && g_strcmp0 (first->outcome, other->outcome) == 0);
        if (is_next && !is_old && !g_ptr_array_find (shown, other, NULL))
          g_ptr_array_add (shown, other);
      }
  return shown;
}

static void
add_milestones (ParlChartSpec *spec, const ParlFindings *findings)
{
  GArray *lanes = spec->roadmap.lanes;
  const ParlPlan *plan = findings->snapshot->plan;
  g_autoptr (GPtrArray) shown = list_shown (findings);
  unsigned first = lanes->len;

  for (unsigned i = 0; i < shown->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (shown, i);
      ParlLane lane = make_lane (plan, milestone, findings->as_of);
      g_autoptr (ParlLabels) subject = parl_labels_new ("milestone", milestone->id, NULL);
      lane.waits_for = find_blocker (plan, milestone, shown, first);
      parl_board_chart_link (
          spec, lanes->len,
          parl_findings_find (findings, PARL_FACT_MILESTONE_EFFECT, subject, true));
      g_array_append_val (lanes, lane);
    }
}

static void
extend (ParlSpan *all, ParlSpan span)
{
  if (span.until <= span.since)
    return;
  all->since = MIN (all->since, span.since);
  all->until = MAX (all->until, span.until);
}

/* All days of the lanes, and a week for words after them. */
static ParlSpan
find_days (const GArray *lanes, ParlTime now)
{
  ParlSpan all = { now, now };

  for (unsigned i = 0; i < lanes->len; i++)
    {
      const ParlLane *lane = &g_array_index (lanes, ParlLane, i);
      extend (&all, lane->done);
      extend (&all, lane->plan);
      extend (&all, lane->likely);
      extend (&all, lane->range);
    }
  all.until += 7 * PARL_DAY;
  return all;
}

/* One lane of the rollout, where there is a forecast, and one a milestone, where there is a plan.
 */
static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  const ParlFindings *findings = wording->findings;
  const ParlPlan *plan = findings->snapshot->plan;
  const ParlFact *finish = parl_wording_find (wording, card->of, 0);
  ParlTime now = findings->as_of;
  bool has_finish = finish != NULL && !isnan (finish->value);
  if (!has_finish && (plan == NULL || plan->milestones->len == 0))
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_ROADMAP, message);
  ParlRoadmapChart *chart = &spec->roadmap;
  if (has_finish)
    {
      ParlLane lane = make_rollout_lane (wording, card, finish, now);
      parl_board_chart_link (spec, chart->lanes->len, finish);
      g_array_append_val (chart->lanes, lane);
      parl_wording_note (wording, finish);
    }
  if (plan != NULL)
    add_milestones (spec, findings);
  chart->today = (ParlTick){ (double)now, g_strdup (C_ ("roadmap", "today")) };

  ParlSpan days = find_days (chart->lanes, now);
  parl_board_chart_add_days (chart->x_ticks, days.since, days.until);
  return spec;
}

const ParlBoardChart parl_board_roadmap = {
  .name = "roadmap",
  .parts = "lane",
  .needs_of = true,
  .create = create,
};
