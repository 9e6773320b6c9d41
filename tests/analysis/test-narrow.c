/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scope: its facts are those of a fleet that has nothing else, its rows add up, and what cannot
 * be told of a part is not told. */
#include "config.h"

#include "analysis/evidence.h"
#include "analysis/fleet.h"
#include "golden.h"

#include <math.h>
#include <string.h>

static ParlScope *
create_scope (unsigned days, const char *device_class, const char *release, const char *site)
{
  ParlScope *scope = parl_scope_new ();

  scope->days = days;
  scope->device_class = g_strdup (device_class);
  scope->release = g_strdup (release);
  scope->site = g_strdup (site);
  return scope;
}

static ParlFindings *
analyse (const ParlSnapshot *snapshot, unsigned days, const char *device_class, const char *release,
         const char *site)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlScope) scope = create_scope (days, device_class, release, site);

  return parl_findings_new (snapshot, targets, scope);
}

/* The golden fleet with sites in its cells too, and devices that still run v2.3. */
static ParlSnapshot *
create_fleet (void)
{
  ParlSnapshot *snapshot = golden_snapshot_new ();
  ParlOutcomes *outcomes = parl_outcomes_new ();

  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    {
      ParlOutcomeCount cell = *parl_outcomes_get (snapshot->outcomes, i);
      cell.site = i % 3 == 0 ? "Site 01" : i % 3 == 1 ? "Site 02" : NULL;
      parl_outcomes_add (outcomes, &cell);
    }
  parl_outcomes_unref (snapshot->outcomes);
  snapshot->outcomes = outcomes;
  g_ptr_array_set_size (snapshot->outages, 0);
  golden_add_outages (snapshot);
  for (unsigned i = 0; i < snapshot->devices->len; i += 7)
    {
      ParlDevice *device = g_ptr_array_index (snapshot->devices, i);
      if (strcmp (device->release, "2.5.0") == 0)
        {
          g_free (device->release);
          device->release = g_strdup ("2.3.0");
        }
    }
  return snapshot;
}

static bool
is_wanted (const char *wanted, const char *value)
{
  return wanted == NULL || (value != NULL && strcmp (wanted, value) == 0);
}

/* What the server would say of a part: of wave 2's rest nobody knows how much failed. */
static ParlStage *
count_stage (const ParlSnapshot *part, const ParlStage *stage)
{
  ParlStage *own = parl_stage_new (stage->id, stage->name);

  for (unsigned i = 0; i < part->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (part->devices, i);
      own->total += strcmp (device->stage, stage->id) == 0;
      own->succeeded
          += strcmp (device->stage, stage->id) == 0 && strcmp (device->release, "2.6.0") == 0;
    }
  if (strcmp (stage->name, "Wave 3") == 0)
    own->waiting = own->total;
  else if (strcmp (stage->name, "Wave 2") != 0)
    own->failed = own->total - own->succeeded;
  else if (own->total > own->succeeded)
    {
      own->failed = own->running = PARL_COUNT_UNKNOWN;
      own->progress = PARL_PROGRESS_RUNNING;
    }
  return own;
}

/* A fleet that has only the rows of the scope: picked here by other means than in the analysis. */
static ParlSnapshot *
pick_rows (const ParlSnapshot *whole, const ParlScope *scope, const char *from)
{
  ParlSnapshot *part = parl_snapshot_new (whole->as_of);
  const ParlRollout *rollout = g_ptr_array_index (whole->rollouts, 0);

  golden_add_source (part, "Updates", "hawkbit", GOLDEN_AS_OF - 12 * PARL_MINUTE);
  golden_add_source (part, "Metrics", "prometheus", GOLDEN_AS_OF - 2 * PARL_MINUTE);
  for (size_t i = 0; i < parl_outcomes_size (whole->outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (whole->outcomes, i);
      if (is_wanted (scope->device_class, cell->device_class) && is_wanted (scope->site, cell->site)
          && is_wanted (from, cell->from))
        parl_outcomes_add (part->outcomes, cell);
    }
  golden_add_outages (part);
  for (unsigned i = 0; i < whole->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (whole->devices, i);
      if (is_wanted (scope->device_class, device->device_class)
          && is_wanted (scope->site, device->site) && is_wanted (from, device->release))
        g_ptr_array_add (part->devices, parl_device_copy (device));
    }
  for (unsigned i = 0; i < whole->series->len && scope->site == NULL && from == NULL; i++)
    {
      const ParlSeries *series = g_ptr_array_index (whole->series, i);
      if (is_wanted (scope->device_class, parl_labels_get (series->labels, "class")))
        g_ptr_array_add (part->series, parl_series_ref (series));
    }
  if (from != NULL)
    return part;

  ParlRollout *own = parl_rollout_new (rollout->id, rollout->name);
  own->release = g_strdup (rollout->release);
  own->progress = rollout->progress;
  g_ptr_array_add (part->rollouts, own);
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      ParlStage *stage = count_stage (part, g_ptr_array_index (rollout->stages, i));
      if (stage->total > 0)
        g_ptr_array_add (own->stages, stage);
      else
        parl_stage_free (stage);
    }
  return part;
}

static void
assert_same_number (const ParlFact *fact, const char *name, double a, double b)
{
  g_autofree char *subject = parl_labels_to_string (fact->subject);

  if (isnan (a) && isnan (b))
    return;
  if (!(fabs (a - b) <= 1e-12 * MAX (1, fabs (b))))
    g_error ("%s {%s}: %s is %.12g, not %.12g", fact->id, subject, name, a, b);
}

static void
assert_same_fact (const ParlFact *a, const ParlFact *b, bool with_aspect)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpint (parl_labels_compare (a->subject, b->subject), ==, 0);
  assert_same_number (a, "value", a->value, b->value);
  assert_same_number (a, "low", a->low, b->low);
  assert_same_number (a, "high", a->high, b->high);
  assert_same_number (a, "count", a->count, b->count);
  assert_same_number (a, "n", a->n, b->n);
  assert_same_number (a, "value before", a->comparison.value, b->comparison.value);
  assert_same_number (a, "n before", a->comparison.n, b->comparison.n);
  assert_same_number (a, "change", a->comparison.change, b->comparison.change);
  g_assert_cmpint (a->verdict, ==, b->verdict);
  g_assert_cmpint (a->target_state, ==, b->target_state);
  g_assert_true (g_strv_equal ((const char *const *)a->caveats, (const char *const *)b->caveats));
  g_assert_true (a->window.since == b->window.since && a->window.until == b->window.until);
  if (with_aspect)
    g_assert_cmpstr (a->aspect, ==, b->aspect);
}

/* Of one release it is not told what part each cohort has: see test_release(). */
static bool
is_of_cohorts (const ParlFact *fact)
{
  return strstr ("ota-failure-mix ota-failure-within ota-failure-standardised ota-cohort-share",
                 fact->id)
         != NULL;
}

static const struct
{
  unsigned days;
  const char *device_class, *release, *site, *from;
} scopes[] = {
  { 28, "Nano", NULL, NULL, NULL },      { 28, "Orin", NULL, NULL, NULL },
  { 28, NULL, NULL, "Site 01", NULL },   { 28, NULL, "v2.3", NULL, "2.3.0" },
  { 7, NULL, NULL, NULL, NULL },         { 56, NULL, NULL, NULL, NULL },
  { 7, "Nano", NULL, "Site 02", NULL },  { 56, "Orin", NULL, NULL, NULL },
  { 14, "Nano", "v2.3", NULL, "2.3.0" }, { 28, "Nano", "v2.3", "Site 01", "2.3.0" },
};

static void
test_same_as_part (void)
{
  g_autoptr (ParlSnapshot) whole = create_fleet ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  for (unsigned i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (ParlScope) scope = create_scope (scopes[i].days, scopes[i].device_class,
                                                  scopes[i].release, scopes[i].site);
      g_autoptr (ParlScope) days = create_scope (scopes[i].days, NULL, NULL, NULL);
      g_autoptr (ParlFindings) narrowed = parl_findings_new (whole, targets, scope);
      g_autoptr (ParlSnapshot) part = parl_scope_is_filtered (scope)
                                          ? pick_rows (whole, scope, scopes[i].from)
                                          : parl_snapshot_ref (whole);
      g_autoptr (ParlFindings) expected = parl_findings_new (part, targets, days);
      unsigned j = 0, n = 0;

      g_test_message ("scope %u", i);
      for (unsigned k = 0; k < expected->facts->len; k++)
        {
          const ParlFact *fact = g_ptr_array_index (expected->facts, k);
          if (scopes[i].release != NULL && is_of_cohorts (fact))
            continue;
          while (scopes[i].release != NULL && j < narrowed->facts->len
                 && is_of_cohorts (g_ptr_array_index (narrowed->facts, j)))
            j++;
          g_assert_cmpuint (j, <, narrowed->facts->len);
          assert_same_fact (g_ptr_array_index (narrowed->facts, j++), fact,
                            scopes[i].release == NULL);
          n++;
        }
      g_assert_cmpuint (j, ==, narrowed->facts->len);
      g_assert_cmpuint (n, >, 30);
    }
}

static void
test_evidence (void)
{
  g_autoptr (ParlSnapshot) whole = create_fleet ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (whole);

  for (unsigned i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (ParlFindings) findings = analyse (whole, scopes[i].days, scopes[i].device_class,
                                                   scopes[i].release, scopes[i].site);
      unsigned n = 0, n_attempts = 0;

      for (unsigned j = 0; j < findings->facts->len; j++)
        {
          const ParlFact *fact = g_ptr_array_index (findings->facts, j);
          g_autoptr (ParlEvidence) rows = parl_evidence_new (findings, fact, attempts, NULL);
          g_autoptr (ParlEvidence) cells = parl_evidence_new (findings, fact, NULL, NULL);

          g_assert_nonnull (rows);
          if (isnan (fact->count))
            continue;
          g_assert_cmpfloat_with_epsilon (rows->sum, fact->count, 1e-6);
          g_assert_cmpfloat_with_epsilon (cells->sum, fact->count, 1e-6);
          n_attempts += strcmp (rows->columns[0], "device") == 0
                        && fact->evidence.rows == PARL_ROWS_ATTEMPTS && fact->count > 0;
          n++;
        }
      g_test_message ("scope %u: %u facts, %u by attempts", i, n, n_attempts);
      g_assert_cmpuint (n, >, 25);
      g_assert_true (scopes[i].days > 28 || n_attempts > 10); /* attempts are made for 28 days */
    }
}

static void
test_days (void)
{
  static const struct
  {
    unsigned days;
    double n, n_before;
    bool limits;
  } cases[] = {
    { 7, 3100, 3100, false },
    { 14, 6200, 6200, true },
    { 28, 12400, 11800, true },
    { 56, 24200, 1000, false },
  };
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFindings) findings = analyse (snapshot, cases[i].days, NULL, NULL, NULL);
      const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
      ParlTime middle = GOLDEN_AS_OF - cases[i].days * PARL_DAY;

      g_assert_true (findings->window.since == middle && findings->before.until == middle);
      g_assert_true (findings->before.since == middle - cases[i].days * PARL_DAY);
      g_assert_cmpfloat_with_epsilon (rate->n, cases[i].n, 30); /* 28 days, spread evenly */
      g_assert_cmpfloat_with_epsilon (rate->comparison.n, cases[i].n_before, 30);
      g_assert_cmpuint (findings->control->days->len, ==, 2 * cases[i].days);
      g_assert_true (isnan (findings->control->mean) != cases[i].limits);
      ParlTime first = g_array_index (findings->control->days, ParlControlDay, 0).time;
      g_assert_true (first > findings->before.since && first <= findings->before.since + PARL_DAY);
    }
}

/* Two classes in one stage that runs, an update of each failed, and of one another is under way: of
 * a class the devices tell what failed, and what of the rest is running nobody does. */
static void
test_failed_of_a_class (void)
{
  static const struct
  {
    const char *class, *release;
    bool failed;
  } devices[] = { { "nano", "2.6.0", false },
                  { "nano", "2.5.0", true },
                  { "orin", "2.5.0", true },
                  { "orin", "2.5.0", false },
                  { "orin", "2.5.0", false } };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlRollout *rollout = parl_rollout_new ("r", "r");
  ParlStage *stage = parl_stage_new ("s", "s");

  rollout->release = g_strdup ("2.6.0");
  rollout->progress = PARL_PROGRESS_RUNNING;
  stage->total = 5;
  stage->succeeded = stage->running = stage->waiting = 1;
  stage->failed = 2;
  g_ptr_array_add (rollout->stages, stage);
  g_ptr_array_add (snapshot->rollouts, rollout);
  for (unsigned i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_autofree char *id = g_strdup_printf ("camera-%u", i);
      ParlDevice *device = parl_device_new (id);
      device->device_class = g_strdup (devices[i].class);
      device->release = g_strdup (devices[i].release);
      device->rollout = g_strdup ("r");
      device->stage = g_strdup ("s");
      g_ptr_array_add (snapshot->devices, device);
      if (!devices[i].failed)
        continue;
      ParlOutage *outage = parl_outage_new ();
      outage->device = g_strdup (id);
      outage->to = g_strdup ("2.6.0");
      outage->failed = GOLDEN_AS_OF - PARL_DAY;
      g_ptr_array_add (snapshot->outages, outage);
    }

  g_autoptr (ParlFindings) nano = analyse (snapshot, 28, "nano", NULL, NULL);
  g_autoptr (ParlFindings) orin = analyse (snapshot, 28, "orin", NULL, NULL);
  const ParlFact *rate = golden_get (nano, "rollout-stage-rate", "rollout=r,stage=s");
  const ParlRollout *part = g_ptr_array_index (orin->snapshot->rollouts, 0);
  const ParlStage *own = g_ptr_array_index (part->stages, 0);

  g_assert_cmpfloat (rate->count, ==, 1);
  g_assert_cmpfloat (rate->n, ==, 2);
  g_assert_cmpint (own->failed, ==, 1);
  g_assert_cmpint (own->running, ==, PARL_COUNT_UNKNOWN);

  /* The server counts another failure: whose it is nobody knows. */
  stage->failed = 3;
  g_autoptr (ParlFindings) odd = analyse (snapshot, 28, "nano", NULL, NULL);
  g_assert_true (isnan (golden_get (odd, "rollout-stage-rate", "rollout=r,stage=s")->value));
}

/* One release: what has no meaning is asked for in vain. */
static void
test_release (void)
{
  g_autoptr (ParlSnapshot) snapshot = create_fleet ();
  g_autoptr (ParlFindings) findings = analyse (snapshot, 28, NULL, "v2.3", NULL);
  const char *const unanswered[]
      = { "ota-failure-mix", "ota-failure-within", "ota-failure-standardised",
          "fps-compliance",  "frame-time-p95",     "rollout-progress" };

  g_assert_cmpfloat (golden_get (findings, "ota-failure-rate", "")->n, ==, 2600);
  g_assert_cmpfloat (golden_get (findings, "ota-failure-rate", "")->count, ==, 520);
  g_assert_cmpfloat (golden_get (findings, "ota-failure-rate", "cohort=v2.3")->n, ==, 2600);
  for (unsigned i = 0; i < G_N_ELEMENTS (unanswered); i++)
    {
      const ParlFact *fact = golden_get (findings, unanswered[i], "");
      g_assert_true (isnan (fact->value));
      g_assert_cmpint (fact->verdict, ==, PARL_VERDICT_NO_DATA);
    }
  g_assert_null (golden_find (findings, "ota-cohort-share", "cohort=v2.3"));
  g_assert_null (golden_find (findings, "ota-failure-mix", "cohort=v2.3"));
  g_assert_null (golden_get (findings, "ota-cause-share", "cause=disk-space")->aspect);
  g_assert_cmpfloat (golden_get (findings, "fleet-size", "")->value, <, 1200);
}

/* A series of the whole fleet is no class's; nor is one without a site any site's. */
static void
test_series_of_all (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlTime *times = g_new (ParlTime, 1);
  double *values = g_new (double, 1);

  times[0] = GOLDEN_AS_OF - PARL_DAY;
  values[0] = 7200;
  g_ptr_array_add (snapshot->series,
                   parl_series_new_take (PARL_SERIES_FPS_TIME, "s",
                                         parl_labels_new ("le", "60", NULL), 1, times, values));
  g_autoptr (ParlFindings) all = analyse (snapshot, 28, NULL, NULL, NULL);
  g_autoptr (ParlFindings) nano = analyse (snapshot, 28, "Nano", NULL, NULL);
  g_autoptr (ParlFindings) site = analyse (snapshot, 28, NULL, NULL, "Delft");
  g_autoptr (ParlFindings) release = analyse (snapshot, 28, NULL, "unknown", NULL);

  g_assert_cmpfloat (golden_get (all, "fps-compliance", "")->n, ==, 2);
  g_assert_cmpint (golden_get (nano, "fps-compliance", "")->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpint (golden_get (site, "fps-compliance", "")->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpint (golden_get (release, "fps-compliance", "")->verdict, ==, PARL_VERDICT_NO_DATA);
}

/* Stages are counted from devices only where the devices give the server's own counts. */
static void
test_inexact_stages (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  ParlStage *canary = g_ptr_array_index (rollout->stages, 0);
  g_autoptr (ParlFindings) exact = analyse (snapshot, 28, "Nano", NULL, NULL);
  ParlRollout *older = parl_rollout_new ("3", "v2.5 for all");

  g_assert_cmpfloat (golden_get (exact, "rollout-progress", "rollout=7,stage=1")->n, ==, 67);
  g_assert_true (isnan (golden_get (exact, "rollout-stage-rate", "rollout=7,stage=4")->value));
  g_assert_cmpstr (golden_get (exact, "rollout-stage-rate", "rollout=7,stage=4")->aspect, ==,
                   "running");
  g_assert_null (golden_find (exact, "rollout-soak", "rollout=7,stage=1"));

  older->progress = PARL_PROGRESS_FINISHED;
  g_ptr_array_add (snapshot->rollouts, older);
  canary->succeeded--;
  canary->failed++;
  g_autoptr (ParlFindings) inexact = analyse (snapshot, 28, "Nano", NULL, NULL);
  g_autoptr (ParlFindings) all = analyse (snapshot, 28, NULL, NULL, NULL);
  g_assert_cmpint (golden_get (inexact, "rollout-progress", "")->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpuint (inexact->snapshot->rollouts->len, ==, 0);
  g_assert_cmpfloat (golden_get (all, "rollout-progress", "rollout=7,stage=1")->count, ==, 191);
}

/* What there is nothing of has no data, and nothing falls over. */
static void
test_nothing (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlFindings) findings = analyse (snapshot, 7, "Xavier", "v9", "Atlantis");

  g_assert_null (findings->control);
  g_assert_cmpuint (findings->distributions->len, ==, 0);
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      if (strcmp (fact->id, "latency-budget") != 0) /* it is a promise */
        g_assert_true (isnan (fact->value));
    }
}

/* How many devices are in no class is said where a class is spoken of. */
static void
test_classless (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new ();

  for (unsigned i = 0; i < 9; i++)
    {
      g_autofree char *id = g_strdup_printf ("cam-%u", i);
      ParlDevice *device = parl_device_new (id);

      device->device_class = i < 5 ? g_strdup ("nano") : NULL;
      g_ptr_array_add (snapshot->devices, device);
    }
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *whole = golden_get (findings, "fleet-silent", "");
  const ParlFact *part = golden_get (findings, "fleet-silent", "class=nano");

  g_assert_false (g_strv_contains ((const char *const *)whole->caveats, "classless:4"));
  g_assert_true (g_strv_contains ((const char *const *)part->caveats, "classless:4"));
}

static const struct
{
  const char *name;
  unsigned days;
  int read; /* days back that all updates are read */
  bool now, before;
} unread[] = {
  { "all", 28, PARL_SNAPSHOT_DAYS, true, true },
  { "both-windows", 28, 56, true, true },
  { "not-all-of-the-one-before", 28, 55, true, false },
  { "this-one", 28, 28, true, false },
  { "not-all-of-this-one", 28, 27, false, false },
  { "a-week", 7, 10, true, false },
  { "nothing", 28, 0, false, false },
};

/* While the past is being read, no window counts that is not read to its beginning. */
static void
test_unread (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (ParlSnapshot) all = create_fleet ();
  g_autoptr (ParlFindings) whole = analyse (all, unread[i].days, NULL, NULL, NULL);
  g_autoptr (ParlFindings) whole_nano = analyse (all, unread[i].days, "Nano", NULL, NULL);
  g_autoptr (ParlSnapshot) some = create_fleet ();
  ParlSourceState *state = g_ptr_array_index (some->sources, 0);
  g_assert_cmpstr (state->kind, ==, "hawkbit");
  state->updates_since = some->as_of - unread[i].read * PARL_DAY;
  g_autoptr (ParlFindings) part = analyse (some, unread[i].days, NULL, NULL, NULL);
  g_autoptr (ParlFindings) part_nano = analyse (some, unread[i].days, "Nano", NULL, NULL);
  const ParlFindings *const pairs[][2] = { { whole, part }, { whole_nano, part_nano } };

  for (unsigned j = 0; j < G_N_ELEMENTS (pairs); j++)
    {
      const ParlFact *wanted = golden_get (pairs[j][0], "ota-failure-rate", "");
      const ParlFact *found = golden_get (pairs[j][1], "ota-failure-rate", "");

      g_assert_true (parl_fact_has_comparison (wanted));
      g_assert_cmpint (found->verdict == PARL_VERDICT_NO_DATA, ==, !unread[i].now);
      if (unread[i].now)
        g_assert_cmpfloat (found->count, ==, wanted->count);
      g_assert_cmpint (parl_fact_has_comparison (found), ==, unread[i].before);
      if (unread[i].before)
        g_assert_cmpfloat (found->comparison.value, ==, wanted->comparison.value);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/narrow/same-as-part", test_same_as_part);
  g_test_add_func ("/analysis/narrow/evidence", test_evidence);
  g_test_add_func ("/analysis/narrow/days", test_days);
  g_test_add_func ("/analysis/narrow/release", test_release);
  g_test_add_func ("/analysis/narrow/series-of-all", test_series_of_all);
  g_test_add_func ("/analysis/narrow/inexact-stages", test_inexact_stages);
  g_test_add_func ("/analysis/narrow/nothing", test_nothing);
  g_test_add_func ("/analysis/narrow/classless", test_classless);
  g_test_add_func ("/analysis/narrow/failed-of-a-class", test_failed_of_a_class);
  for (unsigned i = 0; i < G_N_ELEMENTS (unread); i++)
    {
      g_autofree char *path = g_strdup_printf ("/analysis/narrow/unread/%s", unread[i].name);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_unread);
    }
  return g_test_run ();
}
