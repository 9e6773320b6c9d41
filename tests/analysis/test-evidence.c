/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence: the rows of every fact add up to its count, whichever rows there are. */
#include "config.h"

#include "analysis/catalogue.h"
#include "analysis/evidence.h"
#include "analysis/predicate.h"
#include "golden.h"

#include <math.h>
#include <string.h>

/* @min_facts: so that the loop cannot pass by finding nothing to test */
static void
assert_all_add_up (const ParlFindings *findings, GPtrArray *attempts, unsigned min_facts)
{
  unsigned n = 0;

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      g_autofree char *subject = parl_labels_to_string (fact->subject);
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, fact, attempts, &error);

      g_assert_no_error (error);
      if (isnan (fact->count))
        continue;
      g_test_message ("%s {%s}: %u rows", fact->id, subject, evidence->rows->len);
      g_assert_cmpfloat_with_epsilon (evidence->sum, fact->count, 1e-6);
      n++;
    }
  g_assert_cmpuint (n, >=, min_facts);
}

static void
test_attempts (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (findings->snapshot);

  assert_all_add_up (findings, attempts, 80);
}

static void
test_cells (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  assert_all_add_up (findings, NULL, 80);
}

/* Checks that prevent half of what they see: rows count by halves. */
static void
test_efficacy (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  targets->efficacy[0] = 0.5; /* disk-space */
  targets->cost_per_failure = 35;
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  g_autoptr (GPtrArray) attempts = golden_attempts_new (snapshot);

  g_assert_cmpfloat (golden_get (findings, "ota-avoidable", "checks=disk-space")->count, ==, 221);
  g_assert_cmpfloat (
      golden_get (findings, "ota-rate-without", "checks=battery+disk-space+network")->count, ==,
      905 - 221 - 171 - 111);
  assert_all_add_up (findings, attempts, 80);
}

static void
test_rows (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (findings->snapshot);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
  g_autoptr (ParlEvidence) rows = parl_evidence_new (findings, rate, attempts, NULL);
  g_autoptr (ParlEvidence) cells = parl_evidence_new (findings, rate, NULL, NULL);
  g_autoptr (ParlEvidence) silent = parl_evidence_new (
      findings, golden_get (findings, "fleet-silent", "age=never"), attempts, NULL);
  const char *const *first = g_ptr_array_index (rows->rows, 0);

  g_assert_cmpuint (rows->rows->len, ==, 905);
  g_assert_cmpfloat (rows->sum, ==, 905);
  g_assert_cmpfloat (rate->n, ==, 12400);
  g_assert_cmpuint (rows->weights->len, ==, 905);
  g_assert_cmpuint (cells->weights->len, ==, cells->rows->len);
  g_assert_true (rows->adds_up);
  g_assert_cmpstr (rows->columns[0], ==, "device");
  g_assert_cmpstr (rows->columns[12], ==, "link");
  g_assert_cmpstr (first[7], ==, "failed");
  g_assert_cmpstr (cells->columns[7], ==, "count");
  g_assert_cmpfloat (cells->sum, ==, 905);
  g_assert_cmpuint (cells->rows->len, <, 905);
  g_assert_cmpuint (silent->rows->len, ==, 12);
  g_assert_cmpfloat (silent->sum, ==, 12);
}

static const char *
get_cell (const ParlEvidence *evidence, unsigned row, const char *column)
{
  for (unsigned i = 0; evidence->columns[i] != NULL; i++)
    if (strcmp (evidence->columns[i], column) == 0)
      return ((char **)g_ptr_array_index (evidence->rows, row))[i];
  g_assert_not_reached ();
}

/* The row names every key of a subject and every aspect that occur. */
static void
check_words (const ParlFact *fact)
{
  g_auto (GStrv) keys = g_strsplit (fact->entry->subjects, " ", -1);
  g_auto (GStrv) aspects = g_strsplit (fact->entry->aspects, " ", -1);
  const char *aspect = fact->aspect != NULL ? fact->aspect : "";
  g_autofree char *token = g_strndup (aspect, strcspn (aspect, ":"));

  for (unsigned i = 0; i < parl_labels_size (fact->subject); i++)
    if (!g_strv_contains ((const char *const *)keys, parl_labels_get_key (fact->subject, i)))
      g_error ("%s: no subject “%s”", fact->id, parl_labels_get_key (fact->subject, i));
  if (*token != '\0' && !g_strv_contains ((const char *const *)aspects, token))
    g_error ("%s: no aspect “%s”", fact->id, token);
}

/* A rollout and its stage go by their names, in a scope, too; what nobody has named by its number.
 */
static void
test_names (gconstpointer data)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlScope) scope = parl_scope_new ();
  const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  const ParlStage *stage = g_ptr_array_index (rollout->stages, 2);
  g_autoptr (GPtrArray) attempts = golden_attempts_new (snapshot);
  const struct
  {
    const char *rollout, *stage, *rollout_words, *stage_words;
  } cases[] = { { rollout->id, stage->id, "v2.6 for all", stage->name },
                { rollout->id, "no-such", "v2.6 for all", "no-such" },
                { rollout->id, NULL, "v2.6 for all", "" },
                { "99", "98", "99", "98" },
                { NULL, NULL, "", "" } };

  scope->release = g_strdup (data);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, scope);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (unsigned j = 0; j < attempts->len; j++)
        {
          ParlAttempt *attempt = g_ptr_array_index (attempts, j);
          g_free (attempt->rollout);
          g_free (attempt->stage);
          attempt->rollout = g_strdup (cases[i].rollout);
          attempt->stage = g_strdup (cases[i].stage);
        }
      g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, rate, attempts, NULL);
      g_assert_cmpstr (get_cell (evidence, 0, "rollout"), ==, cases[i].rollout_words);
      g_assert_cmpstr (get_cell (evidence, 0, "stage"), ==, cases[i].stage_words);
    }
}

/* The store may be short of attempts, because another source keeps counters only. */
static void
test_too_few_attempts (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (findings->snapshot);
  g_ptr_array_remove_range (attempts, 0, attempts->len / 2);
  g_autoptr (ParlEvidence) evidence
      = parl_evidence_new (findings, golden_get (findings, "ota-failure-rate", ""), attempts, NULL);

  g_assert_cmpstr (evidence->columns[0], ==, "day");
  g_assert_cmpfloat (evidence->sum, ==, 905);
}

/* Cells are the business of model/cells.c. */
static void
test_csv (void)
{
  static const char *const columns[] = { "device", "message", NULL };
  ParlEvidence evidence = { .columns = columns };
  evidence.rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  g_ptr_array_add (evidence.rows, g_strsplit ("cam-1;no space, =1+1", ";", -1));

  g_autofree char *csv = parl_evidence_to_csv (&evidence);
  g_assert_cmpstr (csv, ==, "device,message\r\ncam-1,\"no space,' =1+1\"\r\n");
  g_ptr_array_unref (evidence.rows);
}

static const struct
{
  ParlRows rows;
  const char *filter;
} refused[] = {
  { PARL_ROWS_ATTEMPTS, "colour=red" },  { PARL_ROWS_ATTEMPTS, "outcome=exploded" },
  { PARL_ROWS_ATTEMPTS, "retry=maybe" }, { PARL_ROWS_DEVICES, "cohort=v2.3" },
  { PARL_ROWS_DEVICES, "done=no" },      { PARL_ROWS_STAGES, "class=Nano" },
  { PARL_ROWS_SERIES, "site=Delft" },    { PARL_ROWS_DEVICES, "old=2" },
  { PARL_ROWS_ATTEMPTS, "old=yes" },     { PARL_ROWS_DEVICES, "to=2.6.0" },
  { PARL_ROWS_MILESTONES, "cause=x" },   { PARL_ROWS_MILESTONES, "done=maybe" },
};

static void
test_refused (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlLabels) filter = parl_labels_new_from_string (refused[i].filter, NULL);
      ParlQuery query = { refused[i].rows, filter, { PARL_TIME_NONE, GOLDEN_AS_OF } };

      g_assert_null (parl_predicate_new (&query, snapshot, targets, &error));
      g_assert_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_QUERY);
    }
}

/* Every fact is of the catalogue, in its order and unit; every entry says what it is. */
static void
test_catalogue (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  targets->cost_per_failure = 35; /* without a price nothing is said of costs */
  targets->cost_per_hour = 1;
  golden_add_plan (snapshot);         /* without a plan nothing of milestones */
  g_ptr_array_add (snapshot->changes, /* without a tracker nothing of deliveries */
                   parl_change_new (PARL_CHANGE_MERGE, "1", GOLDEN_AS_OF - PARL_DAY));
  g_ptr_array_add (snapshot->builds, /* nor of builds */
                   parl_build_new ("1", PARL_BUILD_FAILED, GOLDEN_AS_OF - PARL_DAY));
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const ParlCatalogueEntry *last = parl_catalogue_get (0);

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      const ParlCatalogueEntry *entry = parl_catalogue_find (fact->id);

      g_assert_true (fact->entry == entry);
      check_words (fact);
      g_assert_true (entry >= last);
      g_assert_cmpint (entry->unit, ==, fact->unit);
      g_hash_table_add (seen, (char *)fact->id);
      last = entry;
    }
  for (size_t i = 0; i < parl_catalogue_size (); i++)
    {
      const ParlCatalogueEntry *entry = parl_catalogue_get (i);

      g_assert_true (parl_catalogue_find (entry->id) == entry);
      g_assert_cmpuint (strlen (entry->meaning), >, 10);
      g_assert_cmpuint (strlen (entry->formula), >, 5);
      g_assert_nonnull (entry->subjects);
      g_assert_nonnull (entry->aspects);
      g_assert_nonnull (entry->method);
      g_assert_nonnull (entry->fill);
      g_assert_nonnull (entry->list);
      g_assert_cmpint (entry->n, !=, PARL_N_MISSING);
      g_assert_cmpint (entry->good, !=, PARL_GOOD_MISSING);
      g_assert_cmpint (entry->effect, !=, PARL_EFFECT_MISSING);
      g_assert_true (g_hash_table_contains (seen, entry->id));
    }
  g_assert_null (parl_catalogue_find ("no-such-fact"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/evidence/attempts", test_attempts);
  g_test_add_func ("/analysis/evidence/cells", test_cells);
  g_test_add_func ("/analysis/evidence/efficacy", test_efficacy);
  g_test_add_func ("/analysis/evidence/rows", test_rows);
  g_test_add_data_func ("/analysis/evidence/names", NULL, test_names);
  g_test_add_data_func ("/analysis/evidence/names-in-a-scope", "v2.3", test_names);
  g_test_add_func ("/analysis/evidence/too-few-attempts", test_too_few_attempts);
  g_test_add_func ("/analysis/evidence/csv", test_csv);
  g_test_add_func ("/analysis/predicate/refused", test_refused);
  g_test_add_func ("/analysis/catalogue", test_catalogue);
  return g_test_run ();
}
