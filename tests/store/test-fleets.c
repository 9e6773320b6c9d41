/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The made-up fleets, put into a history as attempts, as counters, or as both: the snapshot that
 * comes out holds the same counts, and the rows behind them are as many. */
#include "config.h"

#include "golden.h"
#include "random-fleet.h"
#include "random-harvest.h"
#include "fixture.h"

static char *
name_cell (const ParlOutcomeCount *cell)
{
  return g_strdup_printf ("%d days ago, %s%s, %s to %s, %s at %s, %s%s", cell->age,
                          parl_outcome_to_string (cell->outcome), cell->retry ? " again" : "",
                          cell->from, cell->to, cell->device_class, cell->site, cell->cause,
                          cell->traced ? ", traced" : "");
}

/* Cells of the same kind are one. */
static GHashTable *
sum_up (const ParlOutcomes *outcomes)
{
  GHashTable *sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      char *name = name_cell (cell);
      int64_t sum = GPOINTER_TO_SIZE (g_hash_table_lookup (sums, name)) + cell->count;

      g_hash_table_replace (sums, name, GSIZE_TO_POINTER (sum));
    }
  return sums;
}

static void
assert_same_counts (const ParlOutcomes *stored, const ParlOutcomes *expected)
{
  g_autoptr (GHashTable) counts = sum_up (stored);
  g_autoptr (GHashTable) wanted = sum_up (expected);
  GHashTableIter iter;
  gpointer name, count;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &name, &count))
    if (g_hash_table_lookup (counts, name) != count)
      g_error ("%s: %zu stored, %zu expected", (char *)name,
               GPOINTER_TO_SIZE (g_hash_table_lookup (counts, name)), GPOINTER_TO_SIZE (count));
  g_assert_cmpuint (g_hash_table_size (counts), ==, g_hash_table_size (wanted));
}

static int64_t
count_attempts (const ParlHarvest *updates, ParlWindow window)
{
  int64_t count = 0;

  for (unsigned i = 0; i < updates->attempts->len; i++)
    {
      const ParlAttempt *attempt = g_ptr_array_index (updates->attempts, i);
      count += attempt->ended >= window.since && attempt->ended < window.until;
    }
  return count;
}

/* First attempts that failed; of what counters say, no device is known to be out. */
static int64_t
count_failures (const RandomHarvest *harvest, KnownWay way)
{
  int64_t count = 0;

  for (size_t i = 0; i < parl_outcomes_size (harvest->counted); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (harvest->counted, i);
      bool is_counter = way == KNOWN_BY_COUNTERS || (way == KNOWN_BOTH_WAYS && i % 2 == 0);

      if (cell->outcome == PARL_OUTCOME_FAILED && !cell->retry && !is_counter)
        count += cell->count;
    }
  return count;
}

static void
assert_same_series (const GPtrArray *stored, const GPtrArray *expected)
{
  g_assert_cmpuint (stored->len, ==, expected->len);
  for (unsigned i = 0; i < expected->len; i++)
    {
      const ParlSeries *wanted = g_ptr_array_index (expected, i);
      const ParlSeries *found = NULL;

      for (unsigned j = 0; j < stored->len && found == NULL; j++)
        {
          const ParlSeries *other = g_ptr_array_index (stored, j);
          if (g_str_equal (other->name, wanted->name)
              && parl_labels_compare (other->labels, wanted->labels) == 0)
            found = other;
        }
      g_assert_nonnull (found);
      g_assert_cmpmem (found->times, found->length * sizeof (ParlTime), wanted->times,
                       wanted->length * sizeof (ParlTime));
      g_assert_cmpmem (found->values, found->length * sizeof (double), wanted->values,
                       wanted->length * sizeof (double));
    }
}

static void
check_fleet (unsigned i)
{
  static const struct
  {
    int64_t first, last; /* days ago */
  } windows[] = { { 1, 0 }, { 28, 0 }, { 56, 28 }, { 40, 3 } };
  KnownWay way = random_harvest_get_way (i);
  g_autoptr (ParlSnapshot) fleet = random_fleet_new (i);
  g_autoptr (RandomHarvest) harvest = random_harvest_new (fleet, i);
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;

  add_harvest (store, "updates", harvest->updates);
  add_harvest (store, "metrics", harvest->metrics);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, GOLDEN_AS_OF);
  assert_same_counts (snapshot->outcomes, harvest->counted);
  assert_same_series (snapshot->series, fleet->series);
  g_assert_cmpuint (snapshot->devices->len, ==, harvest->updates->devices->len);
  g_assert_cmpuint (snapshot->rollouts->len, ==, harvest->updates->rollouts->len);
  g_assert_cmpint (snapshot->outages->len, ==, count_failures (harvest, way));
  for (unsigned j = 0; j < G_N_ELEMENTS (windows); j++)
    {
      ParlWindow window = { GOLDEN_AS_OF - windows[j].first * PARL_DAY,
                            GOLDEN_AS_OF - windows[j].last * PARL_DAY };
      g_autoptr (GPtrArray) rows = parl_store_attempts (store, NULL, window, GOLDEN_AS_OF, &error);

      g_assert_no_error (error);
      g_assert_cmpint (rows->len, ==, count_attempts (harvest->updates, window));
    }
}

static void
test_fleets (void)
{
  for (unsigned i = 0; i < N_RANDOM_FLEETS; i++)
    {
      g_autofree char *name = random_fleet_dup_name (i);

      g_test_message ("fleet %s", name);
      check_fleet (i);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/fleets", test_fleets);
  return g_test_run ();
}
