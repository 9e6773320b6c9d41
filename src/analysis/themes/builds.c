/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long builds take, and how many succeed. Builds of one day resemble each other (what broke one
 * breaks the next), so days are the clusters that intervals are made of. What has not ended, or was
 * cancelled, counts for nothing; of one that was run again nobody knows how long it took. Knows
 * nothing of parts of the fleet. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/listing.h"
#include "analysis/statistics/rare.h"

#include <math.h>

#define LEAST_BUILDS 10 /* of fewer the 90th percentile is but the last */

/* One window's builds. */
typedef struct
{
  double *minutes; /* of those that succeeded and are timed */
  unsigned *days;  /* of these: clusters, from 0 */
  unsigned n_timed, n_untimed, n_again;
  double succeeded[PARL_MAX_DAYS], tried[PARL_MAX_DAYS]; /* by day */
  double n_succeeded, n_tried;
} Builds;

static void
free_builds (Builds *self)
{
  g_free (self->minutes);
  g_free (self->days);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Builds, free_builds)

static bool
is_within (const ParlBuild *build, ParlWindow window)
{
  return build->ended >= window.since && build->ended < window.until;
}

static Builds *
count_builds (const GPtrArray *all, ParlWindow window)
{
  Builds *self = g_new0 (Builds, 1);

  self->minutes = g_new (double, all->len + 1);
  self->days = g_new (unsigned, all->len + 1);
  for (unsigned i = 0, n_days = 0, last = G_MAXUINT; i < all->len; i++)
    {
      const ParlBuild *build = all->pdata[i];
      if (!is_within (build, window) || build->outcome == PARL_BUILD_NEITHER)
        continue;
      unsigned day = (unsigned)((build->ended - window.since) / PARL_DAY);
      bool has_succeeded = build->outcome == PARL_BUILD_SUCCEEDED;
      self->tried[day]++;
      self->succeeded[day] += has_succeeded;
      self->n_tried++;
      self->n_succeeded += has_succeeded;
      self->n_again += build->again;
      self->n_untimed += has_succeeded && !parl_build_is_timed (build);
      if (!has_succeeded || !parl_build_is_timed (build))
        continue;
      n_days += day != last;
      last = day;
      self->days[self->n_timed] = n_days - 1;
      self->minutes[self->n_timed++] = (double)build->duration / PARL_MINUTE;
    }
  return self;
}

/* A window before that was not looked at from its beginning is none to compare with. */
static bool
is_observed (const ParlContext *context, ParlWindow window)
{
  const GPtrArray *builds = context->snapshot->builds;

  return ((const ParlBuild *)builds->pdata[0])->ended < window.since + 7 * PARL_DAY;
}

typedef struct
{
  double value, n;
  ParlInterval interval;
} Summary;

/* Value, interval and what they were before. */
static void
fill (const ParlContext *context, ParlFact *fact, Summary now, Summary then)
{
  fact->value = now.value;
  fact->low = now.interval.low;
  fact->high = now.interval.high;
  if (!(then.n > 0) || !is_observed (context, context->windows[PARL_BEFORE]))
    return;
  ParlInterval change = parl_interval_subtract (now.value, now.interval, then.value, then.interval);
  parl_fact_compare_value (fact, then.value, then.n, context->windows[PARL_BEFORE]);
  fact->comparison.low = then.interval.low;
  fact->comparison.high = then.interval.high;
  fact->comparison.change_low = change.low;
  fact->comparison.change_high = change.high;
}

static ParlFact *
add_fact (ParlContext *context, const char *id, const char *timed, const char *caveat, unsigned n)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new (NULL, NULL));
  g_autofree char *token = g_strdup_printf ("%s%u", caveat, n);

  fact->window = fact->evidence.window = context->windows[PARL_NOW];
  parl_fact_take_filter (fact, parl_labels_new ("outcome", "succeeded", "timed", timed, NULL));
  if (n > 0)
    parl_fact_add_caveat (fact, token);
  return fact;
}

static Summary
summarise_time (const Builds *builds, double p)
{
  return (Summary){ parl_quantile (builds->minutes, builds->n_timed, p), builds->n_timed,
                    parl_quantile_interval (builds->minutes, builds->days, builds->n_timed, p) };
}

static void
add_time (ParlContext *context, const char *id, Builds *const builds[], double p)
{
  const Builds *now = builds[PARL_NOW], *then = builds[PARL_BEFORE];
  ParlFact *fact = add_fact (context, id, "yes", PARL_CAVEAT_UNTIMED, now->n_untimed);
  unsigned least = p > 0.5 ? LEAST_BUILDS : 1;

  fact->n = now->n_timed;
  if (now->n_timed < least)
    {
      fact->aspect = g_strdup (now->n_timed > 0 ? "few" : "untimed");
      return;
    }
  fact->count = now->n_timed;
  fill (context, fact, summarise_time (now, p),
        then->n_timed < least ? (Summary){ NAN, 0, { NAN, NAN } } : summarise_time (then, p));
  if (fact->comparison.change_low > 0 || fact->comparison.change_high < 0)
    fact->verdict = PARL_VERDICT_CONFIRMED;
  else if (!isnan (fact->comparison.change_low))
    fact->aspect = g_strdup ("unsure");
}

static Summary
summarise_success (const Builds *builds)
{
  return (Summary){ builds->n_succeeded / builds->n_tried, builds->n_tried,
                    parl_cluster_wilson (builds->succeeded, builds->tried, PARL_MAX_DAYS) };
}

static void
add_success (ParlContext *context, Builds *const builds[])
{
  const Builds *now = builds[PARL_NOW];
  ParlFact *fact
      = add_fact (context, PARL_FACT_BUILD_SUCCESS, NULL, PARL_CAVEAT_AGAIN, now->n_again);

  fact->n = now->n_tried;
  if (now->n_tried > 0)
    {
      fact->count = now->n_succeeded;
      fill (context, fact, summarise_success (now), summarise_success (builds[PARL_BEFORE]));
      ParlInterval change = { fact->comparison.change_low, fact->comparison.change_high };
      fact->verdict = parl_judge_change (fact, fact->comparison.change, change, fact->n,
                                         fact->comparison.n, context->targets);
    }
}

/* Without builds of a tracker nothing is said. */
void
parl_add_build_facts (ParlContext *context)
{
  const GPtrArray *all = context->snapshot->builds;

  if (all->len == 0)
    return;
  g_autoptr (Builds) now = count_builds (all, context->windows[PARL_NOW]);
  g_autoptr (Builds) before = count_builds (all, context->windows[PARL_BEFORE]);
  Builds *const builds[] = { [PARL_NOW] = now, [PARL_BEFORE] = before };

  add_time (context, PARL_FACT_BUILD_TIME, builds, 0.5);
  add_time (context, PARL_FACT_BUILD_TIME_LONG, builds, 0.9);
  add_success (context, builds);
}

/* Rows. */

static const char *const columns[] = { "build", "outcome", "ended", "minutes", "link", NULL };

void
parl_list_builds (ParlListing *self)
{
  const GPtrArray *all = self->findings->snapshot->builds;

  self->evidence->columns = columns;
  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlBuild *build = all->pdata[i];
      if (!is_within (build, self->fact->evidence.window)
          || !parl_predicate_accepts_build (self->predicate, build))
        continue;
      g_autofree char *ended = parl_listing_format_time (build->ended);
      g_autofree char *minutes
          = parl_build_is_timed (build)
                ? parl_listing_format_number ((double)build->duration / PARL_MINUTE)
                : NULL;
      parl_listing_add (self, 1, build->id, parl_build_outcome_to_string (build->outcome), ended,
                        minutes, build->link);
    }
}
