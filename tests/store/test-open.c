/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: a new file, a damaged one, a newer one, another program's, and one that may not be
 * written. */
#include "config.h"

#include "fixture.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ASIDE ".damaged-2026-11-21T09-40-00Z"

static void
fill_history (const char *path)
{
  g_autoptr (ParlStore) store = open_store (path);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_many (harvest, "a", 2000, 500);
  harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 5000, NOW - 5000, 1, 0);
  add_harvest (store, "a", harvest);
}

static int64_t
count_attempts (ParlStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows
      = parl_store_attempts (store, NULL, (ParlWindow){ 0, NOW }, NOW, &error);

  g_assert_no_error (error);
  return rows->len;
}

static unsigned
get_mode (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return info.st_mode & 0777;
}

static void
test_new_file (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *folder = g_build_filename (place->folder, "new", "folder", NULL);
  g_autofree char *path = g_build_filename (folder, "history.db", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  {
    g_autoptr (ParlStore) store = open_store (path);
    g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

    harvest_many (harvest, "a", 10, 10);
    add_harvest (store, "a", harvest);
    g_assert_cmpstr (parl_store_get_notice (store), ==, NULL);
    g_assert_cmpuint (get_mode (folder), ==, 0700);
    g_assert_cmpuint (get_mode (path), ==, 0600);
    g_assert_cmpuint (get_mode (log), ==, 0600);
  }
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));

  g_autoptr (ParlStore) again = open_store (path);
  g_assert_cmpint (count_attempts (again), ==, 10);
}

static void
test_memory (void)
{
  g_autoptr (ParlStore) one = open_store (NULL);
  g_autoptr (ParlStore) two = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_many (harvest, "a", 10, 10);
  add_harvest (one, "a", harvest);
  g_assert_cmpint (count_attempts (one), ==, 10);
  g_assert_cmpint (count_attempts (two), ==, 0);
}

/* How to damage a file: keep so many bytes of it, and write over so many of them from an offset. */
typedef struct
{
  const char *name;
  gint64 length; /* -1: all */
  gint64 offset;
  size_t count;
} Damage;

static const Damage damages[] = {
  { "no-database", 0, 0, 10 },
  { "long-no-database", 0, 0, 10000 },
  { "header", -1, 0, 16 },
  { "page-size", -1, 16, 2 },
  { "schema-page", -1, 100, 3000 },
  { "middle", -1, 40960, 40960 },
  { "cut-in-half", 60000, 0, 0 },
  { "cut-in-a-page", 4500, 0, 0 },
  { "cut-to-the-header", 100, 0, 0 },
  { "cut-to-a-byte", 1, 0, 0 },
};

static void
damage_file (const char *path, const Damage *damage)
{
  int file = g_open (path, O_WRONLY | O_CLOEXEC, 0);
  g_autofree char *noise = g_strnfill (damage->count, 'x');

  g_assert_cmpint (file, >=, 0);
  if (damage->length >= 0)
    g_assert_cmpint (ftruncate (file, damage->length), ==, 0);
  g_assert_cmpint (pwrite (file, noise, damage->count, damage->offset), ==, (gssize)damage->count);
  g_assert_true (g_close (file, NULL));
}

static void
assert_same_bytes (const char *path, const char *bytes, size_t length)
{
  g_autofree char *now = NULL;
  size_t now_length;

  g_assert_true (g_file_get_contents (path, &now, &now_length, NULL));
  g_assert_cmpmem (now, now_length, bytes, length);
}

static void
test_damaged (Place *place, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (place->path, ASIDE, NULL);
  g_autofree char *second_aside = g_strconcat (aside, "-2", NULL);
  g_autofree char *before = NULL;
  size_t length;

  fill_history (place->path);
  damage_file (place->path, data);
  g_assert_true (g_file_get_contents (place->path, &before, &length, NULL));
  {
    g_autoptr (ParlStore) store = open_store (place->path);

    g_assert_nonnull (parl_store_get_notice (store));
    g_assert_nonnull (strstr (parl_store_get_notice (store), place->path));
    g_assert_nonnull (strstr (parl_store_get_notice (store), ASIDE));
    g_assert_cmpint (count_attempts (store), ==, 0);
  }
  assert_same_bytes (aside, before, length);
  g_assert_cmpuint (get_mode (place->path), ==, 0600);

  /* Twice in the same second: the first one is not written over. */
  fill_history (place->path);
  damage_file (place->path, data);
  g_clear_pointer (&(ParlStore *){ open_store (place->path) }, parl_store_close);
  assert_same_bytes (aside, before, length);
  g_assert_true (g_file_test (second_aside, G_FILE_TEST_EXISTS));

  g_autoptr (ParlStore) sound = open_store (place->path);
  g_assert_cmpstr (parl_store_get_notice (sound), ==, NULL);
}

/* The log of a process that was killed goes along with the damaged file. */
static void
test_damaged_with_log (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *log = g_strconcat (place->path, "-wal", NULL);
  g_autofree char *aside_log = g_strconcat (place->path, ASIDE "-wal", NULL);

  g_assert_true (g_file_set_contents (place->path, "This is no database, but a letter.", -1, NULL));
  g_assert_true (g_file_set_contents (log, "And this is its log.", -1, NULL));
  g_autoptr (ParlStore) store = open_store (place->path);
  g_assert_nonnull (parl_store_get_notice (store));
  assert_same_bytes (aside_log, "And this is its log.", 20);
}

/* Files that are not to be touched. */
static const struct
{
  const char *name;
  const char *sql;
  ParlStoreError code;
} strangers[] = {
  { "newer", "PRAGMA user_version = 99", PARL_STORE_ERROR_NEWER },
  { "newer-than-its-tables", "DROP TABLE attempt; PRAGMA user_version = 8",
    PARL_STORE_ERROR_NEWER },
  { "another-program", "PRAGMA application_id = 7", PARL_STORE_ERROR_FAILED },
};

static void
test_stranger (Place *place, gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  size_t length;

  fill_history (place->path);
  run_sql (place->path, strangers[i].sql);
  g_assert_true (g_file_get_contents (place->path, &before, &length, NULL));

  g_assert_null (parl_store_open (place->path, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, (int)strangers[i].code);
  g_assert_nonnull (strstr (error->message, place->path));
  assert_same_bytes (place->path, before, length);

  g_autoptr (GDir) folder = g_dir_open (place->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (folder), ==, "history.db");
  g_assert_cmpstr (g_dir_read_name (folder), ==, NULL);
}

static void
assert_unwritable (const char *path)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parl_store_open (path, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_UNWRITABLE);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_unwritable_places (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *file = g_build_filename (place->folder, "file", NULL);
  g_autofree char *below_file = g_build_filename (file, "history.db", NULL);
  g_autofree char *deep_below_file = g_build_filename (file, "folder", "history.db", NULL);

  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  assert_unwritable (below_file);
  assert_unwritable (deep_below_file);
  assert_unwritable (place->folder);
  assert_unwritable ("/proc/parlance/history.db");
  assert_unwritable ("/proc/history.db");
}

/* In a child that is not root: a file that may only be read can be read, but not added to. */
static void
run_as_reader (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autofree char *aside = g_build_filename (path, "..", "new.db", NULL);

  if (getuid () == 0)
    g_assert_cmpint (setresuid (65534, 65534, 65534), ==, 0);
  g_autoptr (ParlStore) store = parl_store_open (path, NOW, &error);
  if (store == NULL)
    {
      g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_UNWRITABLE);
      g_clear_error (&error);
    }
  else
    {
      g_assert_cmpint (count_attempts (store), ==, 2000);
      g_assert_false (parl_store_add (store, "a", "hawkbit", harvest, NOW, &error));
      g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_UNWRITABLE);
    }
}

static void
test_unwritable_file (Place *place, gconstpointer data)
{
  unsigned folder_mode = GPOINTER_TO_UINT (data);
  int status;

  fill_history (place->path);
  g_assert_cmpint (g_chmod (place->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (place->folder, (int)folder_mode), ==, 0);

  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      run_as_reader (place->path);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_chmod (place->folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (place->path, 0600), ==, 0);
  g_assert_cmpint (status, ==, 0);

  g_autoptr (ParlStore) store = open_store (place->path);
  g_assert_cmpstr (parl_store_get_notice (store), ==, NULL);
  g_assert_cmpint (count_attempts (store), ==, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/open/new-file", Place, NULL, place_set_up, test_new_file, place_tear_down);
  g_test_add_func ("/store/open/memory", test_memory);
  for (unsigned i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *name = g_strconcat ("/store/open/damaged/", damages[i].name, NULL);
      g_test_add (name, Place, &damages[i], place_set_up, test_damaged, place_tear_down);
    }
  g_test_add ("/store/open/damaged-with-log", Place, NULL, place_set_up, test_damaged_with_log,
              place_tear_down);
  for (unsigned i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autofree char *name = g_strconcat ("/store/open/stranger/", strangers[i].name, NULL);
      g_test_add (name, Place, GUINT_TO_POINTER (i), place_set_up, test_stranger, place_tear_down);
    }
  g_test_add ("/store/open/unwritable-places", Place, NULL, place_set_up, test_unwritable_places,
              place_tear_down);
  g_test_add ("/store/open/unwritable-file", Place, GUINT_TO_POINTER (0777), place_set_up,
              test_unwritable_file, place_tear_down);
  g_test_add ("/store/open/unwritable-file-and-folder", Place, GUINT_TO_POINTER (0555),
              place_set_up, test_unwritable_file, place_tear_down);
  return g_test_run ();
}
