/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence adds up to its number, always: of every fact on every board of the golden fleet and of
 * 200 made-up ones that went through a history, under every kind of scope, the rows are added up by
 * what their cells say. */
#include "config.h"

#include "analysis/choices.h"
#include "audiences/panel/evidence-words.h"
#include "audiences/format.h"
#include "fact-rules.h"
#include "golden.h"
#include "random-fleet.h"
#include "random-harvest.h"
#include "session/compute.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_PROBLEMS 40

static const char *const audience_ids[] = { "engineer", "ops", "exec", "designer" };
static ParlAudience *audiences[G_N_ELEMENTS (audience_ids)];

/* One fleet, seen in one scope. */
typedef struct
{
  const char *name;
  const ParlSnapshot *snapshot;
  ParlStore *store;    /* NULL: `attempts` are all there are */
  GPtrArray *attempts; /* of `window` */
  bool one_by_one;     /* every closed attempt is known, and so must be a row */
  ParlWindow window;
  const ParlFindings *findings;
  char *scope;
} Fleet;

/* Of all fleets. */
static struct
{
  GHashTable *problems; /* "fact: what" -> where it was first seen */
  GHashTable *ids;      /* facts that had rows */
  unsigned n_facts, n_rows, n_boards;
} seen;

static void G_GNUC_PRINTF (3, 4)
    complain (const Fleet *fleet, const ParlFact *fact, const char *format, ...)
{
  g_autofree char *subject = parl_labels_to_string (fact->subject);
  va_list args;

  va_start (args, format);
  g_autofree char *problem = g_strdup_vprintf (format, args);
  va_end (args);

  g_autofree char *kind = g_strdup_printf ("%s: %s", fact->id, format);
  if (!g_hash_table_contains (seen.problems, kind))
    g_hash_table_insert (seen.problems, g_steal_pointer (&kind),
                         g_strdup_printf ("fleet %s; %s; %s {%s}: %s", fleet->name, fleet->scope,
                                          fact->id, subject, problem));
}

static bool
is_same (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) && isnan (b);
  return fabs (a - b) <= 1e-9 * MAX (1, fabs (b));
}

/* "905 rows that add up to 890.5 = 7.30 % of 12,400": every number of it. */
static void
check_statement (const Fleet *fleet, const ParlFact *fact, const ParlEvidence *evidence, double sum)
{
  g_autofree char *statement = parl_evidence_say (evidence, fact);
  g_autoptr (GString) text = g_string_new (statement);
  double share = NAN, of = NAN;

  g_string_replace (text, ",", "", 0);
  g_string_replace (text, PARL_NBSP, " ", 0);
  const char *plain = text->str;
  const char *adds = strstr (plain, " that add up to "), *equals = strstr (plain, " = ");

  if (strtoul (plain, NULL, 10) != evidence->rows->len)
    complain (fleet, fact, "another number of rows in “%s”", statement);
  if (isnan (sum))
    {
      if (adds != NULL || equals != NULL)
        complain (fleet, fact, "a sum in “%s”", statement);
      return;
    }
  double said = adds != NULL ? g_ascii_strtod (adds + strlen (" that add up to "), NULL)
                             : evidence->rows->len;
  if (fabs (said - sum) > 0.05 + 1e-9 * fabs (sum))
    complain (fleet, fact, "%.10g in “%s”", sum, statement);
  if ((equals != NULL) != (fact->unit == PARL_UNIT_SHARE && fact->n > 0))
    complain (fleet, fact, "a share or none in “%s”", statement);
  if (equals == NULL)
    return;
  if (sscanf (equals, " = %lf %% of %lf", &share, &of) != 2
      || fabs (share - 100 * sum / fact->n) > 0.005 + 1e-9 || fabs (of - fact->n) > 0.05 + 1e-9)
    complain (fleet, fact, "%.10g %% of %.10g in “%s”", 100 * sum / fact->n, fact->n, statement);
}

static void
check_sum (const Fleet *fleet, const ParlFact *fact, const ParlEvidence *evidence,
           const FactRule *rule)
{
  RowAmount amount = get_amount (rule, fact);
  double sum = sum_rows (fleet->findings, fact, evidence, amount);
  double hours = sum_rows (fleet->findings, fact, evidence, ROW_HOURS);
  double value = follow_rule (rule, fleet->findings, fact, sum, hours);

  check_statement (fleet, fact, evidence, sum);
  if (evidence->adds_up != (amount != ROW_NOTHING))
    complain (fleet, fact, "it is said that rows %s",
              evidence->adds_up ? "add up" : "don't add up");
  if (isnan (fact->value) && isnan (fact->count))
    {
      if (evidence->rows->len > 0 && fact->evidence.rows != PARL_ROWS_MILESTONES)
        complain (fleet, fact, "%u rows of no data", evidence->rows->len);
      return;
    }
  bool needs_rows = amount == ROW_NOTHING ? rule->value == VALUE_OTHER : sum != 0;
  if (!isnan (fact->value) && evidence->rows->len == 0 && needs_rows)
    complain (fleet, fact, "no rows of %.10g", fact->value);
  if (amount == ROW_NOTHING)
    return;
  if (!is_same (sum, fact->count) || !is_same (evidence->sum, sum))
    complain (fleet, fact, "rows add up to %.10g, said %.10g, counted %.10g", sum, evidence->sum,
              fact->count);
  if (rule->value < VALUE_SETTING && !isnan (fact->value) && !is_same (value, fact->value))
    complain (fleet, fact, "by its rows %.10g, not %.10g", value, fact->value);
  if (fact->evidence.rows == PARL_ROWS_ATTEMPTS)
    {
      double counted = count_attempts (fleet->findings, fleet->snapshot, fact, amount);
      if (!is_same (counted, sum))
        complain (fleet, fact, "rows add up to %.10g of %.10g", sum, counted);
    }
}

static void
audit_fact (Fleet *fleet, const ParlFact *fact)
{
  const FactRule *rule = find_rule (fact->id);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  bool is_attempts = fact->evidence.rows == PARL_ROWS_ATTEMPTS;
  ParlWindow window = fact->evidence.window;

  if (rule == NULL)
    g_error ("%s: nobody has said how its rows add up", fact->id);
  if (is_attempts && fleet->store != NULL
      && (fleet->attempts == NULL || fleet->window.since != window.since
          || fleet->window.until != window.until))
    {
      g_clear_pointer (&fleet->attempts, g_ptr_array_unref);
      fleet->attempts
          = parl_store_attempts (fleet->store, NULL, window, fleet->findings->as_of, &error);
      fleet->window = window;
      g_assert_no_error (error);
    }

  g_autoptr (ParlEvidence) evidence
      = parl_evidence_new (fleet->findings, fact, is_attempts ? fleet->attempts : NULL, &error);
  g_assert_no_error (error);
  check_sum (fleet, fact, evidence, rule);
  if (is_attempts && fleet->one_by_one && evidence->rows->len > 0
      && strcmp (fact->id, "ota-open") != 0 && strcmp (evidence->columns[0], "device") != 0)
    complain (fleet, fact, "counts, where attempts are known");
  check_rows (fleet->findings, fact, evidence, problems);
  if (problems->len > 0)
    complain (fleet, fact, "%s", (char *)g_ptr_array_index (problems, 0));
  seen.n_facts++;
  seen.n_rows += evidence->rows->len;
  if (evidence->rows->len > 0)
    g_hash_table_add (seen.ids, (void *)rule->id);
}

/* --- boards speak of facts of the findings alone --- */

static void
check_line (const Fleet *fleet, const ParlBoard *board, const ParlLine *line)
{
  if (line != NULL && line->fact != NULL && !g_ptr_array_find (board->facts, line->fact, NULL))
    complain (fleet, line->fact, "a line of %s speaks of it, the board doesn't", board->audience);
}

static void
check_lines (const Fleet *fleet, const ParlBoard *board, GPtrArray *lines)
{
  for (unsigned i = 0; i < lines->len; i++)
    check_line (fleet, board, g_ptr_array_index (lines, i));
}

static void
audit_board (const Fleet *fleet, const ParlAudience *audience)
{
  g_autoptr (ParlBoard) board = parl_board_new (audience, fleet->findings);

  check_line (fleet, board, board->headline);
  check_lines (fleet, board, board->bullets);
  check_lines (fleet, board, board->changes);
  check_lines (fleet, board, board->risks);
  check_lines (fleet, board, board->actions);
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      check_line (fleet, board, card->title);
      check_lines (fleet, board, card->lines);
    }
  for (unsigned i = 0; i < board->facts->len; i++)
    if (!g_ptr_array_find (fleet->findings->facts, g_ptr_array_index (board->facts, i), NULL))
      complain (fleet, g_ptr_array_index (board->facts, i), "%s made it up", board->audience);
  seen.n_boards++;
}

/* --- fleets and scopes --- */

static void
audit_scope (Fleet *fleet, const ParlTargets *targets, const ParlScope *scope)
{
  g_autoptr (ParlFindings) findings = parl_findings_new (fleet->snapshot, targets, scope);
  g_autofree char *words = g_strdup_printf ("%u days, %s, %s, %s", scope->days, scope->device_class,
                                            scope->site, scope->release);

  fleet->findings = findings;
  fleet->scope = words;
  for (unsigned i = 0; i < findings->facts->len; i++)
    audit_fact (fleet, g_ptr_array_index (findings->facts, i));
  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    audit_board (fleet, audiences[i]);
}

/* Number @i of six; of parts that are there. */
static ParlScope *
make_scope (const ParlSnapshot *snapshot, unsigned i)
{
  g_autoptr (ParlChoices) choices = parl_choices_new (snapshot);
  ParlScope *scope = parl_scope_new ();
  unsigned kind = i % 6;

  if (kind == 1 || kind == 2)
    scope->days = kind == 1 ? 7 : 56;
  if (kind == 3 || kind == 5)
    scope->device_class = g_strdup (choices->classes[0]);
  if (kind == 4 || kind == 5)
    scope->release = g_strdup (choices->releases[0]);
  if (kind == 4)
    scope->days = 14;
  if (kind == 5)
    scope->site = g_strdup (choices->sites[0]);
  return scope;
}

static void
add_harvest (ParlStore *store, const char *source, const char *kind, const ParlHarvest *harvest,
             ParlTime now)
{
  g_autoptr (GError) error = NULL;

  parl_store_add (store, source, kind, harvest, now, &error);
  g_assert_no_error (error);
}

/* When the fleet's own source was last asked. */
static ParlTime
get_fetched (const ParlSnapshot *fleet)
{
  return fleet->sources->len > 0
             ? ((const ParlSourceState *)g_ptr_array_index (fleet->sources, 0))->fetched
             : fleet->as_of;
}

/* Three changes for each release that somebody got, the second after its tag, and builds. */
static ParlHarvest *
make_tracker (const ParlHarvest *updates)
{
  ParlHarvest *harvest = parl_harvest_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < updates->attempts->len; i++)
    {
      const ParlAttempt *attempt = updates->attempts->pdata[i];
      if (attempt->to == NULL || attempt->ended == PARL_TIME_NONE
          || !g_hash_table_add (known, attempt->to))
        continue;
      ParlTime tagged = attempt->ended - 20 * PARL_DAY;
      ParlChange *tag = parl_change_new (PARL_CHANGE_RELEASE, attempt->to, tagged);
      tag->release = g_strdup (attempt->to);
      g_ptr_array_add (harvest->changes, tag);
      for (int j = 0; j < 3; j++)
        {
          g_autofree char *id = g_strdup_printf ("%s %d", attempt->to, j);
          ParlTime merged = tagged + (j == 1 ? 1 : -j) * PARL_DAY;
          ParlChange *merge = parl_change_new (PARL_CHANGE_MERGE, id, merged);
          merge->milestone = g_strdup (attempt->to);
          g_ptr_array_add (harvest->changes, merge);
        }
    }
  for (unsigned j = 0; j < 60; j++)
    {
      g_autofree char *id = g_strdup_printf ("%u", j);
      ParlBuild *build
          = parl_build_new (id, (ParlBuildOutcome)(j % 3), GOLDEN_AS_OF - j * PARL_DAY);
      build->duration = j % 5 == 0 ? PARL_TIME_NONE : (10 + j % 7) * PARL_MINUTE;
      g_ptr_array_add (harvest->builds, build);
    }
  return harvest;
}

/* Of which one is long done, one has just been done, and one is measured by nothing. */
static void
add_plan (ParlSnapshot *snapshot)
{
  golden_add_milestone (snapshot, "old", 40, "ota-failure-rate", "");
  golden_add_milestone (snapshot, "middle", 20, "ota-failure-rate", "");
  golden_add_milestone (snapshot, "new", 1, "ota-failure-rate", "");
  golden_add_milestone (snapshot, "unmeasured", 20, NULL, NULL);
}

static void
audit_random_fleet (unsigned i)
{
  g_autoptr (ParlSnapshot) made = random_fleet_new (i);
  g_autoptr (RandomHarvest) harvest = random_harvest_new (made, i);
  g_autoptr (ParlTargets) targets = random_fleet_targets_new (i);
  g_autofree char *name = random_fleet_dup_name (i);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlStore) store = parl_store_open (NULL, GOLDEN_AS_OF, &error);

  g_assert_no_error (error);
  if (random_harvest_get_way (i) != KNOWN_BY_COUNTERS)
    add_harvest (store, "updates", "hawkbit", harvest->updates, get_fetched (made));
  add_harvest (store, "metrics", "prometheus", harvest->metrics, GOLDEN_AS_OF);
  g_autoptr (ParlHarvest) tracker = make_tracker (harvest->updates);
  if (i % 4 == 1)
    add_harvest (store, "tracker", "json", tracker, GOLDEN_AS_OF);
  g_autoptr (ParlSnapshot) snapshot = parl_store_snapshot (store, NULL, GOLDEN_AS_OF, NULL, &error);
  g_assert_no_error (error);

  if (i % 4 == 0)
    add_plan (snapshot);

  Fleet fleet = { .name = name,
                  .snapshot = snapshot,
                  .store = store,
                  .one_by_one = random_harvest_get_way (i) == KNOWN_ONE_BY_ONE };
  for (unsigned j = 0; j < 2; j++)
    {
      g_autoptr (ParlScope) scope = make_scope (snapshot, j == 0 ? 0 : 1 + i % 5);
      audit_scope (&fleet, targets, scope);
    }
  g_clear_pointer (&fleet.attempts, g_ptr_array_unref);
}

static void
report_problems (void)
{
  GHashTableIter iter;
  gpointer where;
  unsigned n = 0;

  g_test_message ("%u facts, %u rows, %u boards", seen.n_facts, seen.n_rows, seen.n_boards);
  g_hash_table_iter_init (&iter, seen.problems);
  while (g_hash_table_iter_next (&iter, NULL, &where) && n++ < MOST_PROBLEMS)
    g_test_message ("%s", (char *)where);
  g_assert_cmpuint (g_hash_table_size (seen.problems), ==, 0);
}

static void
test_golden (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (snapshot);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  Fleet fleet = { .name = "golden", .snapshot = snapshot, .attempts = attempts };

  targets->cost_per_failure = 35;
  targets->efficacy[0] = 0.5;
  add_plan (snapshot);
  for (unsigned i = 0; i < 6; i++)
    {
      g_autoptr (ParlScope) scope = make_scope (snapshot, i);
      audit_scope (&fleet, targets, scope);
    }
  report_problems ();
}

static void
test_random (void)
{
  for (unsigned i = 0; i < N_RANDOM_FLEETS; i++)
    audit_random_fleet (i);
  report_problems ();
}

static void
load_audiences (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("PARLANCE_DATA_DIR"), "audiences", NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (audience_ids); i++)
    {
      g_autoptr (GError) error = NULL;
      audiences[i] = parl_audience_find (audience_ids[i], folder, folder, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  load_audiences ();
  seen.problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  seen.ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_test_add_func ("/session/evidence/golden", test_golden);
  g_test_add_func ("/session/evidence/random", test_random);
  int status = g_test_run ();
  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    parl_audience_unref (audiences[i]);
  g_hash_table_unref (seen.problems);
  g_hash_table_unref (seen.ids);
  return status;
}
