/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: the snapshot is narrowed to the rows of the scope, then every theme is asked once, in
 * an order in which each finds the facts that it rests on. Counts nothing itself. */
#include "config.h"

#include "analysis/findings.h"

#include "analysis/catalogue.h"
#include "analysis/fleet.h"
#include "analysis/themes/themes.h"

/* Devices of one stage. */
typedef struct
{
  int64_t n, done;
  int64_t failed; /* their last update to the rollout's release failed */
} Members;

static bool
accepts_cell (const ParlOutcomeCount *cell, gpointer data)
{
  return parl_scope_accepts (data, cell->from, cell->device_class, cell->site);
}

/* Of a release: by any that it runs. */
static bool
accepts_device (const ParlScope *scope, const ParlDevice *device)
{
  bool accepts = parl_scope_accepts (scope, device->release, device->device_class, device->site);

  for (unsigned i = 0; !accepts && device->also != NULL && device->also[i] != NULL; i++)
    accepts = parl_scope_accepts (scope, device->also[i], device->device_class, device->site);
  return accepts;
}

static void
narrow_devices (const ParlSnapshot *whole, const ParlScope *scope, ParlSnapshot *part)
{
  g_ptr_array_set_free_func (part->devices, NULL); /* they are the whole's */
  for (unsigned i = 0; i < whole->devices->len; i++)
    {
      ParlDevice *device = g_ptr_array_index (whole->devices, i);
      if (accepts_device (scope, device))
        g_ptr_array_add (part->devices, device);
    }
}

static void
narrow_outages (const ParlSnapshot *whole, const ParlScope *scope, ParlSnapshot *part)
{
  g_ptr_array_set_free_func (part->outages, NULL); /* they are the whole's */
  for (unsigned i = 0; i < whole->outages->len; i++)
    {
      ParlOutage *outage = g_ptr_array_index (whole->outages, i);
      if (parl_scope_accepts (scope, outage->from, outage->device_class, outage->site))
        g_ptr_array_add (part->outages, outage);
    }
}

static void
narrow_series (const ParlSnapshot *whole, const ParlScope *scope, ParlSnapshot *part)
{
  for (unsigned i = 0; i < whole->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (whole->series, i);
      const ParlLabels *labels = series->labels;
      const char *release = parl_labels_get (labels, "release");

      /* Nothing said is not the same as a release that nobody knows. */
      if ((release != NULL || scope->release == NULL)
          && parl_scope_accepts (scope, release, parl_labels_get (labels, "class"),
                                 parl_labels_get (labels, "site")))
        g_ptr_array_add (part->series, parl_series_ref (series));
    }
}

/* @failures: as parl_list_last_failures() gives them */
static Members
count_members (const GPtrArray *devices, const ParlRollout *rollout, const ParlStage *stage,
               GHashTable *failures)
{
  Members members = { 0, 0, 0 };

  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      if (g_strcmp0 (device->stage, stage->id) == 0
          && g_strcmp0 (device->rollout, rollout->id) == 0)
        {
          bool is_done = parl_device_is_done (device, rollout);
          members.n++;
          members.done += is_done;
          members.failed += !is_done && parl_device_has_failed (device, rollout, failures);
        }
    }
  return members;
}

/* What has become of those that are not done: of which the update failed is known where the devices
 * tell the same of the whole stage as the server; the rest where the server says that nothing
 * happened to any, or the same to all of them. */
static void
share_rest (ParlStage *part, const ParlStage *stage, Members all, Members own)
{
  bool is_known = all.failed == stage->failed;
  int64_t rest = own.n - own.done, all_rest = stage->total - stage->succeeded;
  const int64_t whole[]
      = { stage->failed, stage->cancelled, stage->running, stage->waiting, stage->downloaded };
  int64_t *const parts[]
      = { &part->failed, &part->cancelled, &part->running, &part->waiting, &part->downloaded };

  for (unsigned i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      if (rest == 0 || whole[i] == 0)
        *parts[i] = 0;
      else if (whole[i] == all_rest)
        *parts[i] = rest;
      else
        *parts[i] = i == 0 && is_known ? own.failed : PARL_COUNT_UNKNOWN;
      if (i == 0 && is_known)
        {
          rest -= own.failed;
          all_rest -= stage->failed;
        }
    }
}

/* When its first outcome came is known of the stage only. */
static ParlStage *
narrow_stage (const ParlStage *stage, const ParlRollout *rollout, Members all, Members own)
{
  ParlStage *part = parl_stage_new (stage->id, stage->name);

  part->progress = parl_stage_get_progress (stage, rollout);
  part->total = own.n;
  part->succeeded = own.done;
  part->success_threshold = stage->success_threshold;
  part->error_threshold = stage->error_threshold;
  share_rest (part, stage, all, own);
  return part;
}

/* From its devices, where these are all there are and give the server's own counts. A stage without
 * a device of the scope is none of its stages. Returns: (transfer full) (nullable) */
static ParlRollout *
narrow_rollout (const ParlSnapshot *whole, const ParlRollout *rollout, const GPtrArray *devices)
{
  g_autoptr (ParlRollout) part = parl_rollout_new (rollout->id, rollout->name);
  ParlWindow always = { 0, whole->as_of + 1 };
  g_autoptr (GHashTable) failures = parl_list_last_failures (whole, always);

  part->source = g_strdup (rollout->source);
  part->release = g_strdup (rollout->release);
  part->progress = rollout->progress;
  part->created = rollout->created;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      Members all = count_members (whole->devices, rollout, stage, failures);
      Members own = count_members (devices, rollout, stage, failures);

      if (all.n != stage->total || all.done != stage->succeeded)
        return NULL;
      if (own.n > 0)
        g_ptr_array_add (part->stages, narrow_stage (stage, rollout, all, own));
    }
  return part->stages->len > 0 ? g_steal_pointer (&part) : NULL;
}

/* Only the current one, so that no older one can pass for it. A device tells what it runs, not what
 * it was updated from: there are no stages of one release. */
static void
narrow_rollouts (const ParlSnapshot *whole, const ParlScope *scope, ParlSnapshot *part)
{
  const ParlRollout *current = parl_find_current_rollout (whole);
  ParlRollout *rollout = current != NULL && scope->release == NULL
                             ? narrow_rollout (whole, current, part->devices)
                             : NULL;

  if (rollout != NULL)
    g_ptr_array_add (part->rollouts, rollout);
}

/* Returns: (transfer full): what of @self belongs to @scope, whatever its days; @self where it
 *   filters nothing */
static ParlSnapshot *
narrow_snapshot (const ParlSnapshot *self, const ParlScope *scope)
{
  if (!parl_scope_is_filtered (scope))
    return parl_snapshot_ref (self);

  ParlSnapshot *part = parl_snapshot_new (self->as_of);

  part->whole = parl_snapshot_ref (self);
  part->zone = self->zone != NULL ? g_time_zone_ref (self->zone) : NULL;
  if (self->plan != NULL)
    part->plan = parl_plan_ref (self->plan);
  g_ptr_array_unref (part->sources);
  part->sources = g_ptr_array_ref (self->sources);
  part->seen_later = self->seen_later;
  parl_outcomes_unref (part->outcomes);
  part->outcomes = parl_outcomes_select (self->outcomes, accepts_cell, (gpointer)scope);
  narrow_devices (self, scope, part);
  narrow_outages (self, scope, part);
  narrow_series (self, scope, part);
  narrow_rollouts (self, scope, part);
  return part;
}

/* How many whole days back all updates are read. */
static int
count_read_days (const ParlSnapshot *snapshot)
{
  ParlTime since = PARL_TIME_NONE;

  for (unsigned i = 0; i < snapshot->sources->len; i++)
    since = MAX (
        since, ((const ParlSourceState *)g_ptr_array_index (snapshot->sources, i))->updates_since);
  if (since == PARL_TIME_NONE)
    return INT_MAX;
  return (int)(MAX (snapshot->as_of - since, 0) / PARL_DAY);
}

static bool
is_read (const ParlOutcomeCount *cell, gpointer data)
{
  return cell->age < *(const int *)data;
}

/* @days: of a window
 * While the past is still being read, history begins with the window, or with the one before it,
 * that is read to its beginning: what is known of earlier days would count too few. When releases
 * reached the fleet is not told until all is read.
 * Returns: (transfer full): @self where all is read */
static ParlSnapshot *
hide_unread (const ParlSnapshot *self, int days)
{
  int read = count_read_days (self);

  if (read >= PARL_SNAPSHOT_DAYS)
    return parl_snapshot_ref (self);
  if (read < PARL_N_PERIODS * days)
    read = read < days ? 0 : days;

  ParlSnapshot *part = parl_snapshot_new (self->as_of);
  GPtrArray **const arrays[]
      = { &part->sources, &part->rollouts, &part->devices, &part->series, &part->builds };
  GPtrArray *const all[]
      = { self->sources, self->rollouts, self->devices, self->series, self->builds };

  for (unsigned i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      g_ptr_array_unref (*arrays[i]);
      *arrays[i] = g_ptr_array_ref (all[i]);
    }
  part->whole = parl_snapshot_ref (self);
  part->zone = self->zone != NULL ? g_time_zone_ref (self->zone) : NULL;
  part->plan = self->plan != NULL ? parl_plan_ref (self->plan) : NULL;
  part->seen_later = self->seen_later;
  parl_outcomes_unref (part->outcomes);
  part->outcomes = parl_outcomes_select (self->outcomes, is_read, &read);
  g_ptr_array_set_free_func (part->outages, NULL); /* they are the whole's */
  for (unsigned i = 0; i < self->outages->len; i++)
    {
      ParlOutage *outage = g_ptr_array_index (self->outages, i);
      if (outage->failed >= self->as_of - read * PARL_DAY)
        g_ptr_array_add (part->outages, outage);
    }
  return part;
}

static void (*const themes[]) (ParlContext *) = {
  parl_add_ota_facts,      parl_add_mix_facts,    parl_add_cause_facts,   parl_add_budget_facts,
  parl_add_check_facts,    parl_add_speed_facts,  parl_add_latency_facts, parl_add_rollout_facts,
  parl_add_blast_facts,    parl_add_silent_facts, parl_add_wait_facts,    parl_add_finish_facts,
  parl_add_detect_facts,   parl_add_halt_facts,   parl_add_impact_facts,  parl_add_debt_facts,
  parl_add_tenfold_facts,  parl_add_cost_facts,   parl_add_risk_facts,    parl_add_milestone_facts,
  parl_add_delivery_facts, parl_add_build_facts,
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
  parl_targets_narrow (self->targets, self->scope->device_class);
  g_autoptr (ParlSnapshot) known = hide_unread (snapshot, (int)self->scope->days);
  self->snapshot = narrow_snapshot (known, self->scope);

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
  self->news = parl_make_news (context);
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
  g_clear_pointer (&self->news, g_ptr_array_unref);
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
