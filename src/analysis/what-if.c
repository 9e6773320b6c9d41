/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What if some causes were checked for before an update: which can be chosen, and how many failures
 * fewer there would be, with what rate and budget. From the facts of rate and causes alone: it
 * counts no attempts again. */
#include "config.h"

#include "analysis/what-if.h"

#include "analysis/catalogue.h"
#include "analysis/themes/themes.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
clear_check (ParlCheck *check)
{
  g_free (check->cause);
}

/* Returns: (transfer full) (element-type ParlCheck): a choice, to be added to */
GArray *
parl_checks_new (void)
{
  GArray *checks = g_array_new (FALSE, FALSE, sizeof (ParlCheck));

  g_array_set_clear_func (checks, (GDestroyNotify)clear_check);
  return checks;
}

/* @efficacy: the share of the cause's failures that its check prevents, 0 to 1; %NAN: see
 *   parl_checks_complete()
 * Adds a check, in the order of the causes' names; there is one for each cause, the last that was
 * added. */
void
parl_checks_add (GArray *checks, const char *cause, double efficacy)
{
  g_return_if_fail (checks != NULL && cause != NULL);

  unsigned i = 0;
  double share = isnan (efficacy) ? NAN : CLAMP (efficacy, 0, 1);

  while (i < checks->len && strcmp (g_array_index (checks, ParlCheck, i).cause, cause) < 0)
    i++;
  if (i < checks->len && strcmp (g_array_index (checks, ParlCheck, i).cause, cause) == 0)
    {
      g_array_index (checks, ParlCheck, i).efficacy = share;
      return;
    }
  ParlCheck check = { g_strdup (cause), share };
  g_array_insert_val (checks, i, check);
}

/* Returns: whether each check is taken to prevent all failures of its cause */
bool
parl_checks_work_always (const GArray *checks)
{
  bool always = true;

  for (unsigned i = 0; i < checks->len; i++)
    always = always && g_array_index (checks, ParlCheck, i).efficacy == 1;
  return always;
}

static void
free_cause (ParlWhatIfCause *self)
{
  g_free (self->cause);
  g_free (self);
}

static void
add_cause (GPtrArray *causes, const ParlFact *share, const ParlTargets *targets, bool preventable)
{
  const char *name = parl_labels_get (share->subject, "cause");

  if (g_strcmp0 (name, PARL_CAUSE_UNKNOWN) == 0 || isnan (share->count)
      || g_strv_contains ((const char *const *)targets->preventable, name) != preventable)
    return;

  ParlWhatIfCause *cause = g_new0 (ParlWhatIfCause, 1);
  cause->cause = g_strdup (name);
  cause->failures = share->count;
  cause->preventable = preventable;
  cause->efficacy = preventable ? parl_targets_get_efficacy (targets, name) : 1;
  cause->avoidable = cause->failures * cause->efficacy;
  g_ptr_array_add (causes, cause);
}

/* Returns: (transfer full) (element-type ParlWhatIfCause): the causes that were seen in the window,
 *   those that a check of the device's state can prevent first, each kind by its failures; what has
 *   no known cause cannot be checked for */
GPtrArray *
parl_what_if_list_causes (const ParlFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);

  GPtrArray *causes = g_ptr_array_new_with_free_func ((GDestroyNotify)free_cause);

  for (int preventable = 1; preventable >= 0; preventable--)
    for (unsigned i = 0; i < findings->facts->len; i++)
      {
        const ParlFact *fact = g_ptr_array_index (findings->facts, i);
        if (parl_fact_is (fact, PARL_FACT_CAUSE_SHARE))
          add_cause (causes, fact, findings->targets, preventable);
      }
  return causes;
}

static bool
find_efficacy (const GPtrArray *causes, const ParlTargets *targets, ParlCheck *check)
{
  double efficacy = NAN;

  for (unsigned i = 0; i < causes->len; i++)
    {
      const ParlWhatIfCause *cause = g_ptr_array_index (causes, i);
      if (strcmp (cause->cause, check->cause) == 0)
        efficacy = cause->efficacy;
    }
  if (isnan (efficacy) && g_strv_contains ((const char *const *)targets->preventable, check->cause))
    efficacy = parl_targets_get_efficacy (targets, check->cause);
  if (isnan (check->efficacy))
    check->efficacy = efficacy;
  return !isnan (efficacy);
}

/* What was seen, and what the targets name though it was not. */
static char *
name_causes (const GPtrArray *causes, const ParlTargets *targets)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (unsigned i = 0; i < causes->len; i++)
    g_ptr_array_add (names, ((const ParlWhatIfCause *)g_ptr_array_index (causes, i))->cause);
  for (char **name = targets->preventable; *name != NULL; name++)
    if (!g_ptr_array_find_with_equal_func (names, *name, g_str_equal, NULL))
      g_ptr_array_add (names, *name);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

/* @checks: (element-type ParlCheck): those of %NAN get the efficacy of the targets, else 1
 * Returns: whether all causes are known, seen in the window or named by the targets; else false
 *   with %PARL_ANALYSIS_ERROR_SCOPE, which names what there is */
bool
parl_checks_complete (GArray *checks, const ParlFindings *findings, GError **error)
{
  g_return_val_if_fail (checks != NULL && findings != NULL, false);

  g_autoptr (GPtrArray) causes = parl_what_if_list_causes (findings);

  for (unsigned i = 0; i < checks->len; i++)
    {
      ParlCheck *check = &g_array_index (checks, ParlCheck, i);
      if (find_efficacy (causes, findings->targets, check))
        continue;

      g_autofree char *all = name_causes (causes, findings->targets);
      if (*all != '\0')
        g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_SCOPE,
                     _ ("There is no cause “%s” to check for; there are: %s"), check->cause, all);
      else
        g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_SCOPE,
                     _ ("There is no cause “%s” to check for; none is known yet"), check->cause);
      return false;
    }
  return true;
}

/* @checks: (nullable): none */
static ParlFact *
create_fact (const char *id, const ParlFact *rate, ParlLabels *subject, const GArray *checks)
{
  ParlFact *fact = parl_fact_new (id, parl_labels_ref (subject));

  if (checks != NULL && checks->len > 0)
    {
      fact->checks = g_array_ref ((GArray *)checks);
      if (!isnan (rate->value))
        fact->aspect = g_strdup (parl_checks_work_always (checks) ? "always" : "sometimes");
    }
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

static ParlFact *
create_budget (const ParlFact *without, const ParlFact *rate, const ParlTargets *targets)
{
  ParlFact *fact = create_fact ("ota-budget-without", rate, without->subject, without->checks);

  fact->count = without->count;
  fact->n = parl_targets_get_allowed (targets, rate->n);
  fact->value = fact->count / fact->n;
  fact->low = without->low / rate->target;
  fact->high = without->high / rate->target;
  parl_fact_aim_below (fact, 1);
  parl_fact_judge_size (fact, rate->n, targets);
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

/* @rate: the failure rate of the fleet, with at least one attempt
 * @checks: (element-type ParlCheck): complete, may be empty
 * @imagined: chosen by somebody, not named by the targets
 * @avoided: how many failures fewer there would be
 * Returns: (transfer full): the facts */
ParlWhatIf *
parl_make_what_if (const ParlFact *rate, const GArray *checks, bool imagined, double avoided,
                   const ParlTargets *targets)
{
  ParlWhatIf *self = g_new0 (ParlWhatIf, 1);
  g_autoptr (ParlLabels) subject = create_subject (checks, imagined);
  double remaining = rate->count - avoided;

  self->checks = g_array_ref ((GArray *)checks);
  self->avoidable = create_fact ("ota-avoidable", rate, subject, checks);
  if (isnan (rate->value)) /* without an attempt nothing can be said of checks */
    {
      self->rate = create_fact ("ota-rate-without", rate, subject, checks);
      if (!isnan (rate->target))
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
  parl_fact_aim_below (self->rate, rate->target);
  parl_fact_judge_size (self->rate, rate->n, targets);
  if (!isnan (rate->target))
    self->budget = create_budget (self->rate, rate, targets);

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
  g_clear_pointer (&self->budget, parl_fact_free);
  g_clear_pointer (&self->cost, parl_fact_free);
  g_free (self);
}

static const ParlFact *
find_cause (const ParlFindings *findings, const char *cause)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("cause", cause, NULL);

  return parl_findings_find (findings, PARL_FACT_CAUSE_SHARE, subject, true);
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

/* @checks: (element-type ParlCheck): complete; a cause that was never seen avoids nothing
 * Returns: (transfer full): what would be; without a check nothing is avoided */
ParlWhatIf *
parl_what_if_new (const ParlFindings *findings, const GArray *checks)
{
  g_return_val_if_fail (findings != NULL && checks != NULL, NULL);

  const ParlFact *rate = parl_findings_find (findings, PARL_FACT_FAILURE_RATE, NULL, true);
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
  if (self->budget != NULL)
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

/* @findings: without a what-if
 * @checks: (element-type ParlCheck): complete; not to be changed any more
 * Returns: (transfer full): the same findings, with the facts of the what-if among the others, so
 *   that a board, a page and the JSON of them all hold it; without a check as they are */
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
  if (self->news != NULL)
    g_ptr_array_ref (self->news);

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
