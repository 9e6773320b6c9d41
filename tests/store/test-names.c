/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What releases are called: which sets are one product, which product goes without saying, and that
 * snapshot and rows say the same. */
#include "config.h"

#include "fixture.h"

#include "model/release.h"

#define R(name, version) name PARL_RELEASE_MARK version

typedef struct
{
  const char *release; /* NULL: no more */
  const char *type;
  unsigned attempts;
  const char *shown;
} Row;

static const struct
{
  const char *name;
  Row rows[6];
} cases[] = {
  { "one-product",
    { { R ("camera", "2.5.0"), "os", 5, "2.5.0" }, { R ("camera", "2.6.0"), "os", 5, "2.6.0" } } },
  { "same-version",
    { { R ("camera-os", "1.0.0"), "os", 5, R ("camera-os", "1.0.0") },
      { R ("camera-os", "1.1.0"), "os", 0, R ("camera-os", "1.1.0") },
      { R ("detector", "1.0.0"), "app", 5, R ("detector", "1.0.0") } } },
  { "nearly-all",
    { { R ("camera-os", "2.5.0"), "os", 10, "2.5.0" },
      { R ("camera-os", "2.6.0"), "os", 85, "2.6.0" },
      { R ("detector", "2.6.0"), "app", 5, R ("detector", "2.6.0") } } },
  { "not-nearly-all",
    { { R ("camera-os", "2.5.0"), "os", 10, R ("camera-os", "2.5.0") },
      { R ("camera-os", "2.6.0"), "os", 84, R ("camera-os", "2.6.0") },
      { R ("detector", "2.6.0"), "app", 6, R ("detector", "2.6.0") } } },
  { "builds",
    { { R ("fw-2.5.0", "2.5.0"), "os", 5, "2.5.0" },
      { R ("fw-2.6.0", "2.6.0"), "os", 5, "2.6.0" } } },
  { "builds-of-one-version",
    { { R ("fw-1700", "1.0"), "os", 5, "fw-1700 1.0" },
      { R ("fw-1800", "1.0"), "os", 0, "fw-1800 1.0" } } },
  { "builds-of-two-types",
    { { R ("fw-1700", "1.0"), "os", 5, R ("os", "fw-1700 1.0") },
      { R ("fw-1800", "1.0"), "os", 5, R ("os", "fw-1800 1.0") },
      { R ("detector", "1.4"), "app", 5, R ("detector", "1.4") } } },
  { "builds-of-unknown-type",
    { { R ("camera-os", "1.0.0"), NULL, 5, "camera-os 1.0.0" },
      { R ("DS_17", "1.0.0"), NULL, 5, "DS_17 1.0.0" } } },
  { "nameless",
    { { "2.5.0", NULL, 20, "2.5.0" },
      { R ("camera", "2.5.0"), "os", 5, "2.5.0" },
      { R ("camera", "2.6.0"), "os", 5, "2.6.0" } } },
  { "colons",
    { { R ("Release", "0.0.1:A"), "os", 5, "0.0.1:A" },
      { R ("Release", "0.0.2:A"), "os", 5, "0.0.2:A" } } },
};

static void
check_rows (ParlStore *store, const char *key, const char *shown)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) attempts
      = parl_store_attempts (store, NULL, (ParlWindow){ 0, NOW }, NOW, &error);

  g_assert_no_error (error);
  for (unsigned i = 0; i < attempts->len; i++)
    if (g_strcmp0 (((ParlAttempt *)attempts->pdata[i])->key, key) == 0)
      g_assert_cmpstr (((ParlAttempt *)attempts->pdata[i])->to, ==, shown);
}

static void
check_device (const ParlSnapshot *snapshot, const char *id, const char *shown)
{
  for (unsigned i = 0; i < snapshot->devices->len; i++)
    if (g_strcmp0 (((ParlDevice *)snapshot->devices->pdata[i])->id, id) == 0)
      g_assert_cmpstr (((ParlDevice *)snapshot->devices->pdata[i])->release, ==, shown);
}

static bool
is_cell (const ParlOutcomeCount *cell, gpointer data)
{
  return g_strcmp0 (cell->to, data) == 0;
}

static void
test_case (gconstpointer data)
{
  const Row *rows = cases[GPOINTER_TO_UINT (data)].rows;
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  for (unsigned i = 0; rows[i].shown != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("cam-%u", i);
      ParlDevice *device = parl_device_new (id);

      device->release = g_strdup (rows[i].release);
      g_ptr_array_add (harvest->devices, device);
      g_hash_table_insert (harvest->releases, g_strdup (rows[i].release), g_strdup (rows[i].type));
      for (unsigned k = 0; k < rows[i].attempts; k++)
        {
          g_autofree char *key = g_strdup_printf ("%u/%u", i, k);
          ParlAttempt *attempt = harvest_attempt (harvest, key, key, PARL_OUTCOME_SUCCEEDED,
                                                  NOW - PARL_DAY, NOW - PARL_DAY + 1);
          g_free (attempt->from);
          g_free (attempt->to);
          attempt->from = NULL;
          attempt->to = g_strdup (rows[i].release);
        }
    }
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  for (unsigned i = 0; rows[i].shown != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("cam-%u", i);
      g_autofree char *key = g_strdup_printf ("%u/0", i);
      g_autoptr (ParlOutcomes) cells
          = parl_outcomes_select (snapshot->outcomes, is_cell, (gpointer)rows[i].shown);

      check_device (snapshot, id, rows[i].shown);
      g_assert_true (rows[i].attempts == 0 || parl_outcomes_size (cells) > 0);
      check_rows (store, key, rows[i].shown);
    }
}

/* An application tells nothing of which system a device ran before, and its own past does. */
static void
test_before (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  static const struct
  {
    const char *from, *to, *shown;
  } rows[] = {
    { NULL, R ("os", "2.4"), NULL },
    { R ("os", "2.4"), R ("os", "2.5"), R ("os", "2.4") },
    { R ("os", "2.5"), R ("app", "7.1"), NULL },
    { R ("app", "7.1"), R ("app", "7.2"), R ("app", "7.1") },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      ParlAttempt *attempt = harvest_attempt (harvest, key, "cam", PARL_OUTCOME_SUCCEEDED,
                                              NOW - PARL_DAY + i, NOW - PARL_HOUR + i);
      g_free (attempt->from);
      g_free (attempt->to);
      attempt->from = g_strdup (rows[i].from);
      attempt->to = g_strdup (rows[i].to);
    }
  add_harvest (store, "a", harvest);

  g_autoptr (GPtrArray) attempts
      = parl_store_attempts (store, NULL, (ParlWindow){ 0, NOW }, NOW, NULL);
  g_assert_cmpuint (attempts->len, ==, G_N_ELEMENTS (rows));
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpstr (((ParlAttempt *)attempts->pdata[i])->from, ==, rows[i].shown);
      g_assert_false (((ParlAttempt *)attempts->pdata[i])->retry);
    }
}

/* What was only downloaded before is installed for the first time. */
static void
test_after_download (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_attempt (harvest, "1", "cam", PARL_OUTCOME_DOWNLOADED, NOW - 9, NOW - 8);
  harvest_attempt (harvest, "2", "cam", PARL_OUTCOME_FAILED, NOW - 7, NOW - 6);
  harvest_attempt (harvest, "3", "cam", PARL_OUTCOME_SUCCEEDED, NOW - 5, NOW - 4);
  add_harvest (store, "a", harvest);

  g_autoptr (GPtrArray) attempts
      = parl_store_attempts (store, NULL, (ParlWindow){ 0, NOW }, NOW, NULL);
  g_assert_cmpuint (attempts->len, ==, 3);
  for (unsigned i = 0; i < 3; i++)
    g_assert_true (((ParlAttempt *)attempts->pdata[i])->retry == (i == 2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/store/names/", cases[i].name, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/store/names/before", test_before);
  g_test_add_func ("/store/names/after-download", test_after_download);
  return g_test_run ();
}
