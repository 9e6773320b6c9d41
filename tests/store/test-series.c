/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the order in which samples come, the history holds each once, with its last value. */
#include "config.h"

#include "fixture.h"

static ParlSeries *
load_one (ParlStore *store, ParlTime as_of)
{
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, as_of);
  g_assert_cmpuint (snapshot->series->len, ==, 1);
  return parl_series_ref (g_ptr_array_index (snapshot->series, 0));
}

static void
add_range (ParlStore *store, size_t start, size_t length, double value)
{
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_series (harvest, "fps-time", parl_labels_new ("class", "dome", NULL), length,
                  NOW - 100 * PARL_DAY + (ParlTime)start * PARL_MINUTE, PARL_MINUTE, value);
  add_harvest (store, "a", harvest);
}

/* Ranges of minutes, added one after the other; the value tells minute and range. */
typedef struct
{
  const char *name;
  struct
  {
    size_t start, length;
  } ranges[6];
} Case;

static const Case cases[] = {
  { "head", { { 0, 10 } } },
  { "one-short-of-a-chunk", { { 0, 1023 } } },
  { "a-chunk", { { 0, 1024 } } },
  { "a-chunk-and-one", { { 0, 1025 } } },
  { "head-grows-full", { { 0, 1000 }, { 1000, 24 }, { 1024, 1 } } },
  { "head-replaced", { { 0, 100 }, { 50, 100 } } },
  { "head-before-head", { { 500, 100 }, { 0, 100 } } },
  { "chunk-replaced", { { 0, 3000 }, { 1000, 100 } } },
  { "chunks-and-head-replaced", { { 0, 3000 }, { 900, 2200 } } },
  { "before-the-first-chunk", { { 5000, 2000 }, { 0, 100 } } },
  { "long-before-the-first-chunk", { { 8000, 1024 }, { 0, 5000 } } },
  { "between-chunks", { { 0, 1024 }, { 4096, 1024 }, { 1024, 3072 } } },
  { "between-chunk-and-head", { { 0, 1024 }, { 3000, 10 }, { 1500, 10 }, { 1020, 3000 } } },
  { "everything-again", { { 0, 4096 }, { 0, 4096 }, { 0, 5000 } } },
};

static void
test_ranges (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (ParlStore) store = open_store (NULL);
  double expected[10000];

  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    expected[i] = -1;
  for (size_t i = 0; i < G_N_ELEMENTS (c->ranges) && c->ranges[i].length > 0; i++)
    {
      add_range (store, c->ranges[i].start, c->ranges[i].length, (double)(i * 100000));
      for (size_t j = 0; j < c->ranges[i].length; j++)
        expected[c->ranges[i].start + j] = (double)(i * 100000 + j);
    }

  g_autoptr (ParlSeries) series = load_one (store, NOW);
  size_t k = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    if (expected[i] >= 0)
      {
        g_assert_cmpuint (k, <, series->length);
        g_assert_cmpint (series->times[k], ==, NOW - 100 * PARL_DAY + (ParlTime)i * PARL_MINUTE);
        g_assert_cmpfloat (series->values[k], ==, expected[i]);
        k++;
      }
  g_assert_cmpuint (k, ==, series->length);
}

/* Two hundred random adds against a plain array; and the layout that is promised. */
static void
test_random (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree double *expected = g_new (double, 20000);

  for (size_t i = 0; i < 20000; i++)
    expected[i] = -1;
  {
    g_autoptr (ParlStore) store = open_store (place->path);

    for (unsigned i = 0; i < 200; i++)
      {
        size_t start = (size_t)g_rand_int_range (rand, 0, 15000);
        size_t length = (size_t)g_rand_int_range (rand, 1, i % 10 == 0 ? 4000 : 60);

        add_range (store, start, length, i * 100000.0);
        for (size_t j = 0; j < length; j++)
          expected[start + j] = i * 100000.0 + (double)j;
      }

    g_autoptr (ParlSeries) series = load_one (store, NOW);
    size_t k = 0;
    for (size_t i = 0; i < 20000; i++)
      if (expected[i] >= 0)
        g_assert_cmpfloat (series->values[k++], ==, expected[i]);
    g_assert_cmpuint (k, ==, series->length);
  }

  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM head"), <, 1024);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM head"
                                         " WHERE time <= (SELECT max (last) FROM chunk)"),
                   ==, 0);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM chunk AS a JOIN chunk AS b"
                                         " ON a.id <> b.id AND a.first <= b.last"
                                         " AND b.first <= a.last"),
                   ==, 0);
}

static void
test_window (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 200 * 24, NOW - 190 * PARL_DAY,
                  PARL_HOUR, 0);
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSeries) series = load_one (store, NOW);
  g_assert_cmpint (series->times[0], ==, NOW - 120 * PARL_DAY);
  g_assert_cmpint (series->times[series->length - 1], ==, NOW);
  g_assert_cmpuint (series->length, ==, 120 * 24 + 1);

  g_autoptr (ParlSeries) past = load_one (store, NOW - 100 * PARL_DAY - 1);
  g_assert_cmpint (past->times[past->length - 1], ==, NOW - 100 * PARL_DAY - PARL_HOUR);
  g_assert_cmpint (past->times[0], ==, NOW - 190 * PARL_DAY);
}

static void
test_labels (void)
{
  static const char *const values[] = { "", "a,b=c", "25", "Dome & “Bullet”", "100 %", "x=y&z=1" };
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (values); i++)
    harvest_series (harvest, "fps-time", parl_labels_new ("class", values[i], "le", "25", NULL), 1,
                    NOW - PARL_DAY, 1, i);
  harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 1, NOW - PARL_DAY, 1, 99);
  harvest_series (harvest, "empty", parl_labels_new (NULL, NULL), 0, NOW, 1, 0);
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpuint (snapshot->series->len, ==, G_N_ELEMENTS (values) + 1);
  for (unsigned i = 0; i < snapshot->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (snapshot->series, i);

      if (i > 0)
        g_assert_cmpint (parl_labels_compare (
                             ((ParlSeries *)g_ptr_array_index (snapshot->series, i - 1))->labels,
                             series->labels),
                         <, 0);
      if (series->values[0] < 99)
        g_assert_cmpstr (parl_labels_get (series->labels, "class"), ==,
                         values[(unsigned)series->values[0]]);
      else
        g_assert_cmpuint (parl_labels_size (series->labels), ==, 0);
    }
}

/* What must not be stored is left out; what is out of order is refused as a whole. */
static void
test_bad_samples (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 4, NOW - 4, 1, 0);
  ParlSeries *series = g_ptr_array_index (harvest->series, 0);
  series->times[0] = -5;
  series->values[1] = 1.0 / 0.0;
  add_harvest (store, "a", harvest);
  g_autoptr (ParlSeries) stored = load_one (store, NOW);
  g_assert_cmpuint (stored->length, ==, 2);
  g_assert_cmpint (stored->times[0], ==, NOW - 2);

  series->times[3] = series->times[2];
  g_assert_false (parl_store_add (store, "a", "prometheus", harvest, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "fps-time"));
}

static const char *const breakages[] = {
  "UPDATE chunk SET data = x'00'",
  "UPDATE chunk SET data = x''",
  "UPDATE chunk SET data = substr (data, 1, length (data) - 1)",
  "UPDATE chunk SET digest = digest + 1",
  "UPDATE chunk SET data = CAST (substr (data, 1, 20) || x'ff' || substr (data, 22) AS BLOB)",
};

static ParlSourceState *
get_state (const ParlSnapshot *snapshot)
{
  return g_ptr_array_index (snapshot->sources, 0);
}

/* A broken chunk takes nothing else with it: its source is partial for that time, and is asked for
 * it again, until the samples are back. */
static void
test_broken (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (ParlStore) store = open_store (place->path);
    add_range (store, 0, 2000, 0);
  }
  run_sql (place->path, data);

  g_autoptr (ParlStore) store = open_store (place->path);
  for (unsigned look = 0; look < 2; look++)
    {
      g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
      g_assert_cmpint (get_state (snapshot)->state, ==, PARL_SYNC_PARTIAL);
      g_assert_nonnull (strstr (get_state (snapshot)->message, "the history was damaged there"));
      g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM gap"), ==, 1);
    }

  g_autoptr (ParlKnown) known = parl_store_load_known (store, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpint (known->samples_lost, <=, NOW - 60 * PARL_DAY);
  add_range (store, 0, 2000, 0);
  g_autoptr (ParlSnapshot) healed = take_snapshot (store, NOW);
  g_assert_cmpint (get_state (healed)->state, ==, PARL_SYNC_DONE);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM gap"), ==, 0);
  g_autoptr (ParlKnown) after = parl_store_load_known (store, "a", &error);
  g_assert_cmpint (after->samples_lost, ==, PARL_TIME_NONE);
}

/* Late samples that belong into a broken chunk are kept, and the rest of a sync with them. */
static void
test_broken_write (Place *place, gconstpointer data)
{
  g_autoptr (ParlHarvest) late = parl_harvest_new ();

  {
    g_autoptr (ParlStore) store = open_store (place->path);
    add_range (store, 0, 2000, 0);
  }
  run_sql (place->path, data);

  g_autoptr (ParlStore) store = open_store (place->path);
  harvest_attempt (late, "1", "camera", PARL_OUTCOME_SUCCEEDED, NOW - 2, NOW - 1);
  harvest_series (late, "fps-time", parl_labels_new ("class", "dome", NULL), 1,
                  NOW - 100 * PARL_DAY, 1, 0);
  add_harvest (store, "a", late);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM attempt"), ==, 1);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM gap"), ==, 1);
}

/* What no answer brings back is said as long as it matters, but not asked for for ever. */
static void
test_lost_for_good (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (ParlStore) store = open_store (place->path);
    add_range (store, 0, 2000, 0);
  }
  run_sql (place->path, breakages[0]);

  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  for (unsigned sync = 0; sync < 5; sync++)
    {
      g_autoptr (ParlHarvest) nothing = parl_harvest_new ();
      g_autoptr (ParlKnown) known = parl_store_load_known (store, "a", &error);
      g_assert_true ((known->samples_lost != PARL_TIME_NONE) == (sync < 3));
      add_harvest (store, "a", nothing);
    }
  g_autoptr (ParlSnapshot) later = take_snapshot (store, NOW);
  g_assert_cmpint (get_state (later)->state, ==, PARL_SYNC_PARTIAL);
}

/* 800 days of samples up to NOW, an hour apart; how many days are left. */
static const struct
{
  unsigned days;
  ParlTime before, now; /* of the run before, and of this one */
  ParlTime kept;
} runs[] = {
  { 500, PARL_TIME_NONE, NOW, 500 },
  { 500, PARL_TIME_NONE, NOW + 365 * PARL_DAY, 500 }, /* a year ahead */
  { 500, PARL_TIME_NONE, NOW - 365 * PARL_DAY, 800 }, /* a year back */
  { 500, NOW - 200 * PARL_DAY, NOW - 199 * PARL_DAY, 699 },
  { 500, NOW - 200 * PARL_DAY, NOW + 365 * PARL_DAY, 500 },
  { 500, NOW + 365 * PARL_DAY, NOW, 500 },
  { 450, NOW, NOW, 450 }, /* another setting */
};

/* Whole chunks go, at most those that the clock and the samples agree to be old. */
/* Nothing to forget, and no day before it. */
static void
test_forget_nothing (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (GError) error = NULL;

  g_assert_true (parl_store_forget_samples (store, 500, NOW, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask_sql (place->path, "SELECT count(*) FROM retention"), ==, 0);
}

/* What a clock that ran ahead let go of, and is looked at, is asked for again. */
static void
test_forgotten_too_much (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (GError) error = NULL;
  g_autofree char *sql
      = g_strdup_printf ("DELETE FROM chunk; INSERT INTO retention VALUES (1, %" G_GINT64_FORMAT
                         ", 130, %" G_GINT64_FORMAT ")",
                         NOW + 40 * PARL_DAY, NOW - 90 * PARL_DAY);

  add_range (store, 0, 2000, 0);
  run_sql (place->path, sql);
  g_assert_true (parl_store_forget_samples (store, 130, NOW, &error));
  g_assert_no_error (error);

  g_autoptr (ParlKnown) known = parl_store_load_known (store, "a", &error);
  g_assert_cmpint (known->samples_lost, ==, NOW - PARL_STORE_DAYS * PARL_DAY);
  g_autoptr (ParlSnapshot) partial = take_snapshot (store, NOW);
  g_assert_cmpint (get_state (partial)->state, ==, PARL_SYNC_PARTIAL);
  g_assert_nonnull (strstr (get_state (partial)->message, "the clock was ahead when old ones"));
  g_assert_null (strstr (get_state (partial)->message, "damaged"));

  /* It is noted once. */
  g_assert_true (parl_store_forget_samples (store, 130, NOW + PARL_HOUR, &error));
  g_assert_cmpint (ask_sql (place->path, "SELECT count(*) FROM gap"), ==, 1);
}

static void
test_forget (Place *place, gconstpointer data)
{
  unsigned index = GPOINTER_TO_UINT (data);
  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;
  const ParlTime chunk = 1024 * PARL_HOUR;

  harvest_series (harvest, "fps-time", parl_labels_new ("class", "dome", NULL), 800 * 24 + 1,
                  NOW - 800 * PARL_DAY, PARL_HOUR, 1);
  add_harvest (store, "a", harvest);
  if (runs[index].before != PARL_TIME_NONE)
    g_assert_true (parl_store_forget_samples (store, 500, runs[index].before, &error));
  g_assert_true (parl_store_forget_samples (store, runs[index].days, runs[index].now, &error));
  g_assert_no_error (error);

  ParlTime oldest = NOW - ask_sql (place->path, "SELECT min (first) FROM chunk");
  g_assert_cmpint (oldest, >=, runs[index].kept * PARL_DAY);
  g_assert_cmpint (oldest, <, runs[index].kept * PARL_DAY + chunk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/store/series/ranges/", cases[i].name, NULL);
      g_test_add_data_func (name, &cases[i], test_ranges);
    }
  g_test_add ("/store/series/random", Place, NULL, place_set_up, test_random, place_tear_down);
  g_test_add_func ("/store/series/window", test_window);
  g_test_add_func ("/store/series/labels", test_labels);
  g_test_add_func ("/store/series/bad-samples", test_bad_samples);
  for (unsigned i = 0; i < G_N_ELEMENTS (breakages); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/series/broken/%u", i);
      g_test_add (name, Place, breakages[i], place_set_up, test_broken, place_tear_down);
      g_autofree char *write = g_strdup_printf ("/store/series/broken-write/%u", i);
      g_test_add (write, Place, breakages[i], place_set_up, test_broken_write, place_tear_down);
    }
  g_test_add ("/store/series/lost-for-good", Place, NULL, place_set_up, test_lost_for_good,
              place_tear_down);
  g_test_add ("/store/series/forgotten-too-much", Place, NULL, place_set_up,
              test_forgotten_too_much, place_tear_down);
  g_test_add ("/store/series/forget-nothing", Place, NULL, place_set_up, test_forget_nothing,
              place_tear_down);
  for (unsigned i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/series/forget/%u", i);
      g_test_add (name, Place, GUINT_TO_POINTER (i), place_set_up, test_forget, place_tear_down);
    }
  return g_test_run ();
}
