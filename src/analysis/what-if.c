/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many failures would not have happened, and what the rate and the budget would be, with checks
 * against some causes. From the facts of rate and causes alone: it counts no attempts again. */
#include "config.h"

#include "analysis/what-if.h"

#include "analysis/catalogue.h"
#include "analysis/themes.h"

#include <math.h>
#include <string.h>

static ParlFact *
create_fact (const char *id, const ParlFact *rate, ParlLabels *subject)
{
  ParlFact *fact = parl_fact_new (id, parl_labels_ref (subject), parl_catalogue_find (id)->unit);

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

/**
 * parl_make_what_if:
 * @rate: the failure rate of the fleet, with at least one attempt
 * @subject: its key "checks" names the causes: "battery+disk-space"; without it there is no check
 * @avoided: how many failures fewer there would be
 *
 * Returns: (transfer full): the three facts
 */
ParlWhatIf *
parl_make_what_if (const ParlFact *rate, ParlLabels *subject, double avoided,
                   const ParlTargets *targets)
{
  ParlWhatIf *self = g_new0 (ParlWhatIf, 1);
  const char *checks = parl_labels_get (subject, "checks");
  double remaining = rate->count - avoided;
  double slo = parl_targets_get_slo (targets);
  double allowed = parl_targets_get_allowed (targets, rate->n);

  self->avoidable = create_fact ("ota-avoidable", rate, subject);
  parl_fact_set_rate (self->avoidable, (ParlProportion){ avoided, rate->count });
  parl_fact_judge_size (self->avoidable, rate->count, targets);
  if (checks != NULL)
    parl_fact_take_filter (self->avoidable,
                           parl_labels_with (rate->evidence.filter, "causes", checks));
  else /* nothing is checked, so nothing is avoided: no estimate, no interval */
    self->avoidable->low = self->avoidable->high = NAN;

  self->rate = create_fact ("ota-rate-without", rate, subject);
  parl_fact_set_rate (self->rate, (ParlProportion){ remaining, rate->n });
  parl_fact_aim_below (self->rate, slo);
  parl_fact_judge_size (self->rate, rate->n, targets);

  self->budget = create_fact ("ota-budget-without", rate, subject);
  self->budget->count = remaining;
  self->budget->n = allowed;
  self->budget->value = remaining / allowed;
  self->budget->low = self->rate->low / slo;
  self->budget->high = self->rate->high / slo;
  parl_fact_aim_below (self->budget, 1);
  parl_fact_judge_size (self->budget, rate->n, targets);
  return self;
}

void
parl_what_if_free (ParlWhatIf *self)
{
  if (self == NULL)
    return;
  parl_fact_free (self->avoidable);
  parl_fact_free (self->rate);
  parl_fact_free (self->budget);
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

/* One of the user's checks. */
typedef struct
{
  const char *cause;
  double efficacy;
} Check;

static int
compare_checks (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Check *)a)->cause, ((const Check *)b)->cause);
}

/* By name; a cause that is named twice is checked for once. */
static GArray *
sort_checks (const char *const *causes, const double *efficacies)
{
  GArray *checks = g_array_new (FALSE, FALSE, sizeof (Check));

  for (unsigned i = 0; causes != NULL && causes[i] != NULL; i++)
    {
      Check check = { causes[i], CLAMP (efficacies != NULL ? efficacies[i] : 1, 0, 1) };
      g_array_append_val (checks, check);
    }
  g_array_sort (checks, compare_checks);
  for (unsigned i = checks->len; i > 1; i--)
    if (strcmp (g_array_index (checks, Check, i - 1).cause,
                g_array_index (checks, Check, i - 2).cause)
        == 0)
      g_array_remove_index (checks, i - 1);
  return checks;
}

/* "checks=a+b", and, where the checks work otherwise than the targets say, "efficacy=0.5+1". */
static ParlLabels *
create_subject (GArray *checks, const ParlTargets *targets)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) efficacies = g_string_new (NULL);
  bool own = false;

  if (checks->len == 0)
    return parl_labels_new (NULL, NULL);
  for (unsigned i = 0; i < checks->len; i++)
    {
      const Check *check = &g_array_index (checks, Check, i);
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      const char *plus = i > 0 ? "+" : "";

      g_string_append_printf (names, "%s%s", plus, check->cause);
      g_string_append_printf (efficacies, "%s%s", plus,
                              g_ascii_dtostr (buffer, sizeof buffer, check->efficacy));
      own = own || check->efficacy != parl_targets_get_efficacy (targets, check->cause);
    }
  return parl_labels_new ("checks", names->str, own ? "efficacy" : NULL, efficacies->str, NULL);
}

static void
judge_age (ParlFact *fact, const ParlFact *rate)
{
  if (isnan (fact->value))
    fact->verdict = PARL_VERDICT_NO_DATA;
  else if (rate->verdict == PARL_VERDICT_STALE)
    fact->verdict = PARL_VERDICT_STALE;
}

/* Without an attempt nothing can be said of checks. */
static ParlWhatIf *
create_empty (const ParlFact *rate, ParlLabels *subject)
{
  ParlWhatIf *self = g_new0 (ParlWhatIf, 1);

  self->avoidable = create_fact ("ota-avoidable", rate, subject);
  self->rate = create_fact ("ota-rate-without", rate, subject);
  self->budget = create_fact ("ota-budget-without", rate, subject);
  return self;
}

/**
 * parl_what_if_new:
 * @causes: (nullable): NULL-terminated; those that were never seen avoid nothing
 * @efficacies: (nullable): as many numbers from 0 to 1: the share of each cause's failures that its
 *   check prevents; %NULL: all of them
 *
 * Returns: (transfer full): what would be; without a cause nothing is avoided
 */
ParlWhatIf *
parl_what_if_new (const ParlFindings *findings, const char *const *causes, const double *efficacies)
{
  g_return_val_if_fail (findings != NULL, NULL);

  g_autoptr (ParlLabels) whole = parl_labels_new (NULL, NULL);
  const ParlFact *rate = parl_findings_find (findings, "ota-failure-rate", whole, true);
  g_return_val_if_fail (rate != NULL, NULL);

  g_autoptr (GArray) checks = sort_checks (causes, efficacies);
  g_autoptr (ParlLabels) subject = create_subject (checks, findings->targets);
  double avoided = 0;

  for (unsigned i = 0; i < checks->len; i++)
    {
      const Check *check = &g_array_index (checks, Check, i);
      avoided += count_failures (findings, check->cause) * check->efficacy;
    }

  ParlWhatIf *self = isnan (rate->value)
                         ? create_empty (rate, subject)
                         : parl_make_what_if (rate, subject, avoided, findings->targets);
  judge_age (self->avoidable, rate);
  judge_age (self->rate, rate);
  judge_age (self->budget, rate);
  return self;
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

/**
 * parl_what_if_list_causes:
 *
 * Returns: (transfer full) (element-type ParlWhatIfCause): the causes that were seen in the window,
 *   those that a check of the device's state can prevent first, each kind by its failures; what has
 *   no known cause cannot be checked for
 */
GPtrArray *
parl_what_if_list_causes (const ParlFindings *findings)
{
  g_return_val_if_fail (findings != NULL, NULL);

  GPtrArray *causes = g_ptr_array_new_with_free_func ((GDestroyNotify)free_cause);

  for (int preventable = 1; preventable >= 0; preventable--)
    for (unsigned i = 0; i < findings->facts->len; i++)
      {
        const ParlFact *fact = g_ptr_array_index (findings->facts, i);
        if (strcmp (fact->id, "ota-cause-share") == 0)
          add_cause (causes, fact, findings->targets, preventable);
      }
  return causes;
}
