/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: every theme is asked once, in an order in which each finds the facts that it rests on.
 * Computes nothing itself. */
#include "config.h"

#include "analysis/findings.h"

#include "analysis/catalogue.h"
#include "analysis/narrow.h"
#include "analysis/themes/themes.h"

static void (*const themes[]) (ParlContext *) = {
  parl_add_ota_facts,   parl_add_mix_facts,    parl_add_cause_facts,     parl_add_budget_facts,
  parl_add_check_facts, parl_add_speed_facts,  parl_add_latency_facts,   parl_add_rollout_facts,
  parl_add_blast_facts, parl_add_silent_facts, parl_add_finish_facts,    parl_add_detect_facts,
  parl_add_halt_facts,  parl_add_impact_facts, parl_add_debt_facts,      parl_add_tenfold_facts,
  parl_add_cost_facts,  parl_add_risk_facts,   parl_add_milestone_facts,
};

/* @snapshot: all that the sources said; a reference is held
 * @targets: copied
 * @scope: (nullable): copied, with days that are allowed; %NULL: the whole fleet, the last 28 days
 * Everything is relative to the snapshot's instant. Takes as long as the table of outcomes is long,
 * some hundred times: not for the main thread.
 * Returns: (transfer full): the findings; of an empty snapshot, or of a scope that nothing belongs
 *   to, facts without data */
ParlFindings *
parl_findings_new (const ParlSnapshot *snapshot, const ParlTargets *targets, const ParlScope *scope)
{
  g_return_val_if_fail (snapshot != NULL && targets != NULL, NULL);
  g_return_val_if_fail (scope == NULL || parl_scope_allows_days (scope->days), NULL);

  ParlFindings *self = g_atomic_rc_box_new0 (ParlFindings);
  self->targets = parl_targets_copy (targets);
  self->scope = scope != NULL ? parl_scope_copy (scope) : parl_scope_new ();
  self->snapshot = parl_snapshot_narrow (snapshot, self->scope);

  g_autoptr (ParlContext) context = parl_context_new (self->snapshot, self->targets, self->scope);
  for (unsigned i = 0; i < G_N_ELEMENTS (themes); i++)
    themes[i](context);
  parl_context_finish (context);

  self->as_of = snapshot->as_of;
  self->window = context->windows[PARL_NOW];
  self->before = context->windows[PARL_BEFORE];
  self->facts = g_ptr_array_ref (context->facts);
  self->control = parl_make_control (context);
  self->burn_down = parl_make_burn_down (context);
  self->distributions = parl_make_distributions (context);
  self->events = parl_make_events (context);
  return self;
}

ParlFindings *
parl_findings_ref (const ParlFindings *self)
{
  return g_atomic_rc_box_acquire ((ParlFindings *)self);
}

static void
free_findings (ParlFindings *self)
{
  parl_targets_free (self->targets);
  parl_scope_free (self->scope);
  parl_snapshot_unref (self->snapshot);
  g_ptr_array_unref (self->facts);
  if (self->control != NULL)
    g_array_unref (self->control->days);
  g_free (self->control);
  g_clear_pointer (&self->burn_down, g_array_unref);
  g_ptr_array_unref (self->distributions);
  g_ptr_array_unref (self->events);
  parl_what_if_free (self->what_if);
  g_clear_pointer (&self->base, parl_findings_unref);
}

void
parl_findings_unref (ParlFindings *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_findings);
}

static bool
matches (const ParlLabels *subject, const ParlLabels *wanted, bool exact)
{
  if (wanted == NULL)
    return parl_labels_size (subject) == 0;
  return exact ? parl_labels_compare (subject, wanted) == 0 : parl_labels_contain (subject, wanted);
}

const ParlFact *
parl_findings_find (const ParlFindings *self, const char *id, const ParlLabels *subject, bool exact)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (unsigned i = 0; i < self->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (self->facts, i);
      if (parl_fact_is (fact, id) && matches (fact->subject, subject, exact))
        return fact;
    }
  return NULL;
}
