/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which causes a what-if can choose, and what was chosen of them. Knows no rate: what a choice
 * comes to is told in what-if.c. */
#include "config.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
clear_check (ParlCheck *check)
{
  g_free (check->cause);
}

/**
 * parl_checks_new:
 *
 * Returns: (transfer full) (element-type ParlCheck): a choice, to be added to
 */
GArray *
parl_checks_new (void)
{
  GArray *checks = g_array_new (FALSE, FALSE, sizeof (ParlCheck));

  g_array_set_clear_func (checks, (GDestroyNotify)clear_check);
  return checks;
}

/**
 * parl_checks_add:
 * @efficacy: the share of the cause's failures that its check prevents, 0 to 1; %NAN: see
 *   parl_checks_complete()
 *
 * Adds a check, in the order of the causes' names; there is one for each cause, the last that was
 * added.
 */
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

/**
 * parl_checks_work_always:
 *
 * Returns: whether each check is taken to prevent all failures of its cause
 */
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

/**
 * parl_checks_complete:
 * @checks: (element-type ParlCheck): those of %NAN get the efficacy of the targets, else 1
 *
 * Returns: whether all causes are known, seen in the window or named by the targets; else false
 *   with %PARL_ANALYSIS_ERROR_SCOPE, which names what there is
 */
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
