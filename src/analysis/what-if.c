/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many failures would not have happened, and what the rate and the budget would be, with checks
 * against some causes. From the facts of rate and causes alone: it counts no attempts again. */
#include "config.h"

#include "analysis/what-if.h"

#include "analysis/catalogue.h"
#include "analysis/themes/themes.h"

#include <math.h>
#include <string.h>

static ParlFact *
create_fact (const char *id, const ParlFact *rate, ParlLabels *subject, const GArray *checks)
{
  ParlFact *fact = parl_fact_new (id, parl_labels_ref (subject));

  fact->checks = checks->len > 0 ? g_array_ref ((GArray *)checks) : NULL;
  if (checks->len > 0 && !isnan (rate->value))
    fact->aspect = g_strdup (parl_checks_work_always (checks) ? "always" : "sometimes");
  fact->window = rate->window;
  fact->source = g_strdup (rate->source);
  fact->freshness = rate->freshness;
  for (char **caveat = rate->caveats; *caveat != NULL; caveat++)
    parl_fact_add_caveat (fact, *caveat);
  fact->evidence.rows = rate->evidence.rows;
  fact->evidence.window = rate->evidence.window;
  parl_fact_take_filter (fact, parl_labels_ref (rate->evidence.filter));
  return fact;
}

/* Without the hours: no cause is known of them. */
static ParlFact *
create_cost (const ParlFact *avoidable, const ParlFact *rate, double price)
{
  ParlFact *fact = create_fact ("cost-avoidable", rate, avoidable->subject, avoidable->checks);

  parl_fact_take_filter (fact, parl_labels_ref (avoidable->evidence.filter));
  fact->count = avoidable->count;
  fact->n = avoidable->n;
  fact->value = avoidable->count * price;
  fact->low = avoidable->low * avoidable->n * price;
  fact->high = avoidable->high * avoidable->n * price;
  fact->verdict = avoidable->verdict;
  return fact;
}

/* "checks=a+b", and where they are @imagined "efficacy=0.5+1,what-if=yes". */
static ParlLabels *
create_subject (const GArray *checks, bool imagined)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) efficacies = g_string_new (NULL);

  for (unsigned i = 0; i < checks->len; i++)
    {
      const ParlCheck *check = &g_array_index (checks, ParlCheck, i);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      const char *plus = i > 0 ? "+" : "";

      g_string_append_printf (names, "%s%s", plus, check->cause);
      g_string_append_printf (efficacies, "%s%s", plus,
                              g_ascii_formatd (buffer, sizeof buffer, "%.15g", check->efficacy));
    }
  if (checks->len == 0)
    return parl_labels_new (NULL, NULL);
  return imagined ? parl_labels_new ("checks", names->str, "efficacy", efficacies->str, "what-if",
                                     "yes", NULL)
                  : parl_labels_new ("checks", names->str, NULL);
}

/**
 * parl_make_what_if:
 * @rate: the failure rate of the fleet, with at least one attempt
 * @checks: (element-type ParlCheck): complete, may be empty
 * @imagined: chosen by somebody, not named by the targets
 * @avoided: how many failures fewer there would be
 *
 * Returns: (transfer full): the facts
 */
ParlWhatIf *
parl_make_what_if (const ParlFact *rate, const GArray *checks, bool imagined, double avoided,
                   const ParlTargets *targets)
{
  ParlWhatIf *self = g_new0 (ParlWhatIf, 1);
  g_autoptr (ParlLabels) subject = create_subject (checks, imagined);
  double remaining = rate->count - avoided;
  double slo = parl_targets_get_slo (targets);
  double allowed = parl_targets_get_allowed (targets, rate->n);

  self->checks = g_array_ref ((GArray *)checks);
  self->avoidable = create_fact ("ota-avoidable", rate, subject, checks);
  if (isnan (rate->value)) /* without an attempt nothing can be said of checks */
    {
      self->rate = create_fact ("ota-rate-without", rate, subject, checks);
      self->budget = create_fact ("ota-budget-without", rate, subject, checks);
      return self;
    }
  parl_fact_set_rate (self->avoidable, (ParlProportion){ avoided, rate->count });
  parl_fact_judge_size (self->avoidable, rate->count, targets);
  if (checks->len > 0)
    parl_fact_take_filter (self->avoidable, parl_labels_with (rate->evidence.filter, "causes",
                                                              parl_labels_get (subject, "checks")));
  else /* nothing is checked, so nothing is avoided: no estimate, no interval */
    self->avoidable->low = self->avoidable->high = NAN;

  self->rate = create_fact ("ota-rate-without", rate, subject, checks);
  parl_fact_set_rate (self->rate, (ParlProportion){ remaining, rate->n });
  parl_fact_aim_below (self->rate, slo);
  parl_fact_judge_size (self->rate, rate->n, targets);

  self->budget = create_fact ("ota-budget-without", rate, subject, checks);
  self->budget->count = remaining;
  self->budget->n = allowed;
  self->budget->value = remaining / allowed;
  self->budget->low = self->rate->low / slo;
  self->budget->high = self->rate->high / slo;
  parl_fact_aim_below (self->budget, 1);
  parl_fact_judge_size (self->budget, rate->n, targets);

  if (!isnan (targets->cost_per_failure) && !isnan (self->avoidable->value))
    self->cost = create_cost (self->avoidable, rate, targets->cost_per_failure);
  return self;
}

void
parl_what_if_free (ParlWhatIf *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->checks, g_array_unref);
  parl_fact_free (self->avoidable);
  parl_fact_free (self->rate);
  parl_fact_free (self->budget);
  g_clear_pointer (&self->cost, parl_fact_free);
  g_free (self);
}

static const ParlFact *
find_cause (const ParlFindings *findings, const char *cause)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("cause", cause, NULL);

  return parl_findings_find (findings, "ota-cause-share", subject, true);
}

static double
count_failures (const ParlFindings *findings, const char *cause)
{
  const ParlFact *share = find_cause (findings, cause);

  return share != NULL && !isnan (share->count) ? share->count : 0;
}

static void
judge_age (ParlFact *fact, const ParlFact *rate)
{
  if (isnan (fact->value))
    fact->verdict = PARL_VERDICT_NO_DATA;
  else if (rate->verdict == PARL_VERDICT_STALE)
    fact->verdict = PARL_VERDICT_STALE;
}

/**
 * parl_what_if_new:
 * @checks: (element-type ParlCheck): complete; a cause that was never seen avoids nothing
 *
 * Returns: (transfer full): what would be; without a check nothing is avoided
 */
ParlWhatIf *
parl_what_if_new (const ParlFindings *findings, const GArray *checks)
{
  g_return_val_if_fail (findings != NULL && checks != NULL, NULL);

  g_autoptr (ParlLabels) whole = parl_labels_new (NULL, NULL);
  const ParlFact *rate = parl_findings_find (findings, "ota-failure-rate", whole, true);
  g_return_val_if_fail (rate != NULL, NULL);

  double avoided = 0;

  for (unsigned i = 0; i < checks->len; i++)
    {
      const ParlCheck *check = &g_array_index (checks, ParlCheck, i);
      avoided += count_failures (findings, check->cause) * check->efficacy;
    }

  ParlWhatIf *self = parl_make_what_if (rate, checks, true, avoided, findings->targets);
  judge_age (self->avoidable, rate);
  judge_age (self->rate, rate);
  judge_age (self->budget, rate);
  if (self->cost != NULL)
    judge_age (self->cost, rate);
  return self;
}

/* After the facts of its id and before those that the catalogue names later. */
static void
insert_fact (GPtrArray *facts, ParlFact *fact)
{
  unsigned i = 0;

  while (i < facts->len && ((const ParlFact *)g_ptr_array_index (facts, i))->entry <= fact->entry)
    i++;
  g_ptr_array_insert (facts, (int)i, fact);
}

/**
 * parl_findings_imagine:
 * @findings: without a what-if
 * @checks: (element-type ParlCheck): complete; not to be changed any more
 *
 * Returns: (transfer full): the same findings, with the facts of the what-if among the others, so
 *   that a board, a page and the JSON of them all hold it; without a check as they are
 */
ParlFindings *
parl_findings_imagine (const ParlFindings *findings, const GArray *checks)
{
  g_return_val_if_fail (findings != NULL && findings->what_if == NULL && checks != NULL, NULL);

  if (checks->len == 0)
    return parl_findings_ref (findings);

  ParlFindings *self = g_atomic_rc_box_new0 (ParlFindings);
  *self = *findings;
  self->base = parl_findings_ref (findings);
  self->targets = parl_targets_copy (findings->targets);
  self->scope = parl_scope_copy (findings->scope);
  self->snapshot = parl_snapshot_ref (findings->snapshot);
  self->control = g_memdup2 (findings->control, sizeof *findings->control);
  if (self->control != NULL)
    g_array_ref (self->control->days);
  if (self->burn_down != NULL)
    g_array_ref (self->burn_down);
  g_ptr_array_ref (self->distributions);
  g_ptr_array_ref (self->events);

  self->what_if = parl_what_if_new (findings, checks);
  self->facts = g_ptr_array_new (); /* the base keeps its own, the what-if these */
  for (unsigned i = 0; i < findings->facts->len; i++)
    g_ptr_array_add (self->facts, g_ptr_array_index (findings->facts, i));
  ParlFact *facts[] = { self->what_if->avoidable, self->what_if->rate, self->what_if->budget,
                        self->what_if->cost };
  for (unsigned i = 0; i < G_N_ELEMENTS (facts); i++)
    if (facts[i] != NULL)
      insert_fact (self->facts, facts[i]);
  return self;
}
