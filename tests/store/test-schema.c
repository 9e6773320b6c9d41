/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way from an older file to the newest tables: step by step, wholly or not at all. */
#include "config.h"

#include "fixture.h"
#include "store/schema.h"

#include <glib/gstdio.h>
#include <string.h>

/* A small history of a table, as it would be over three versions. */
static const char *const steps[] = {
  "CREATE TABLE fruit (name TEXT); INSERT INTO fruit VALUES ('apple');",
  "ALTER TABLE fruit ADD COLUMN weight INTEGER; UPDATE fruit SET weight = 150;",
  "CREATE TABLE basket (id INTEGER); INSERT INTO basket SELECT weight FROM fruit;",
};

static ParlSql *
open_sql (const char *path)
{
  g_autoptr (GError) error = NULL;
  ParlSql *sql;

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_set_contents (path, "", 0, NULL));
  sql = parl_sql_open (path, &error);
  g_assert_no_error (error);
  return sql;
}

static void
migrate_to (const char *path, unsigned version)
{
  g_autoptr (ParlSql) sql = open_sql (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (parl_schema_migrate (sql, steps, version, &error));
  g_assert_no_error (error);
}

static void
test_step_by_step (Place *place, gconstpointer data)
{
  unsigned start = GPOINTER_TO_UINT (data);

  migrate_to (place->path, start);
  g_assert_cmpint (ask_sql (place->path, "PRAGMA user_version"), ==, start);
  if (start > 0)
    run_sql (place->path, "INSERT INTO fruit (name) VALUES ('pear')");
  migrate_to (place->path, 3);
  migrate_to (place->path, 3);
  migrate_to (place->path, 2); /* never back */

  g_assert_cmpint (ask_sql (place->path, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (ask_sql (place->path, "PRAGMA application_id"), ==, PARL_SCHEMA_APPLICATION_ID);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM fruit"), ==, start > 0 ? 2 : 1);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM basket WHERE id = 150"), ==,
                   start == 1 ? 2 : 1);
}

static void
test_failing_step (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const broken[] = {
    "CREATE TABLE fruit (name TEXT);",
    "DROP TABLE fruit; CREATE TABLE other (x);",
    "INSERT INTO nowhere VALUES (1);",
  };
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (ParlSql) sql = open_sql (place->path);
    g_assert_true (parl_schema_migrate (sql, broken, 1, &error));
    g_assert_no_error (error);
    g_assert_false (parl_schema_migrate (sql, broken, 3, &error));
    g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED);
    g_assert_nonnull (strstr (error->message, place->path));
  }
  g_assert_cmpint (ask_sql (place->path, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM fruit"), ==, 0);
}

static void
test_newest (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&(ParlStore *){ open_store (place->path) }, parl_store_close);
  g_assert_cmpint (ask_sql (place->path, "PRAGMA user_version"), ==, 9);
  g_assert_cmpint (ask_sql (place->path, "PRAGMA application_id"), ==, PARL_SCHEMA_APPLICATION_ID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned start = 0; start < 3; start++)
    {
      g_autofree char *name = g_strdup_printf ("/store/schema/from-version-%u", start);
      g_test_add (name, Place, GUINT_TO_POINTER (start), place_set_up, test_step_by_step,
                  place_tear_down);
    }
  g_test_add ("/store/schema/failing-step", Place, NULL, place_set_up, test_failing_step,
              place_tear_down);
  g_test_add ("/store/schema/newest", Place, NULL, place_set_up, test_newest, place_tear_down);
  return g_test_run ();
}
