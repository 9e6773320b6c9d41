/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that lies in one answer of a list, for every kind that reads lists in pages: whichever
 * answer it is, what is missing then is said, and two healthy syncs later nothing is missing. And
 * one whose lists never end: the bounds of a sync hold. */
#include "config.h"

#include "sources/source.h"
#include "support/folder.h"
#include "support/script-server.h"

#include <stdlib.h>
#include <string.h>

#define NOW ((ParlTime)1795254000000)
#define N 1010 /* rows of each list: three pages of hawkBit and of Mender */
#define DEVICE "d%04u"

typedef enum
{
  HONEST,
  HALF_TOTAL,
  ZERO_TOTAL,
  DOUBLE_TOTAL,
  HALF_ROWS,  /* every other one is missing */
  FIRST_ROWS, /* the page ends in its middle */
  NOTHING,    /* no row, and none promised */
  N_LIES
} Lie;

static const char *const lies[] = { "honest",    "half-total", "zero-total", "double-total",
                                    "half-rows", "first-rows", "nothing" };

typedef struct
{
  Lie lie;
  unsigned turn; /* which answer of a list lies, from 0 */
  unsigned asked;
  bool is_endless;
  unsigned page; /* rows on a page of a mapping */
  GPtrArray *kept;
  GMutex mutex;
} Server;

static int64_t
read_number (const char *text, const char *name, int64_t otherwise)
{
  const char *place = text != NULL ? strstr (text, name) : NULL;

  return place != NULL ? g_ascii_strtoll (place + strlen (name), NULL, 10) : otherwise;
}

static void
add_hawkbit_target (GString *json, unsigned i)
{
  /* Heard of one after the other: a later sync asks for the last few only. */
  g_string_append_printf (json,
                          "{\"controllerId\":\"" DEVICE "\",\"createdAt\":%" G_GINT64_FORMAT
                          ",\"lastModifiedAt\":%" G_GINT64_FORMAT ",\"updateStatus\":\"in_sync\","
                          "\"lastControllerRequestAt\":%" G_GINT64_FORMAT
                          ",\"pollStatus\":{\"lastRequestAt\":1,\"nextExpectedRequestAt\":300001}}",
                          i, NOW - 90 * PARL_DAY, NOW - 80 * PARL_DAY, NOW - (i + 2) * PARL_MINUTE);
}

static void
add_hawkbit_action (GString *json, unsigned i)
{
  g_string_append_printf (
      json,
      "{\"id\":%u,\"createdAt\":%" G_GINT64_FORMAT ",\"lastModifiedAt\":%" G_GINT64_FORMAT
      ",\"status\":\"finished\",\"detailStatus\":\"finished\",\"active\":false,\"_links\":{"
      "\"target\":{\"href\":\"http://x/rest/v1/targets/" DEVICE "\",\"name\":\"" DEVICE "\"},"
      "\"distributionset\":{\"href\":\"http://x/rest/v1/distributionsets/1\","
      "\"name\":\"camera:2.0\"}}}",
      i + 1, NOW - 50 * PARL_DAY, NOW - 50 * PARL_DAY, i, i);
}

static void
add_mender_device (GString *json, unsigned i)
{
  g_autofree char *updated = parl_time_to_iso (NOW - (i + 2) * PARL_MINUTE);

  g_string_append_printf (json,
                          "{\"id\":\"" DEVICE "\",\"updated_ts\":\"%s\",\"attributes\":[{\"name\":"
                          "\"artifact_name\",\"value\":\"cam-2.0\",\"scope\":\"inventory\"}]}",
                          i, updated);
}

static void
add_mapped_device (GString *json, unsigned i)
{
  g_string_append_printf (json, "{\"id\":\"" DEVICE "\"}", i);
}

typedef void (*AddRow) (GString *json, unsigned index);

/* The rows of a page, and in *total how many there are, both as the server chooses to say it. */
static GString *
write_rows (Server *self, AddRow add, int64_t offset, int64_t limit, int64_t n, int64_t *total)
{
  bool is_lie = self->lie != HONEST && self->asked++ == self->turn;
  Lie lie = is_lie ? self->lie : HONEST;
  GString *json = g_string_new ("[");
  int64_t end = MIN (offset + limit, n);

  if (lie == FIRST_ROWS)
    end = MIN (end, offset + MAX (end - offset, 0) / 2);
  for (int64_t i = offset; i < end && lie != NOTHING; i++)
    if (lie != HALF_ROWS || i % 2 == 0)
      {
        if (json->len > 1)
          g_string_append_c (json, ',');
        add (json, (unsigned)i);
      }
  *total = lie == HALF_TOTAL                     ? n / 2
           : lie == ZERO_TOTAL || lie == NOTHING ? 0
           : lie == DOUBLE_TOTAL                 ? 2 * n
                                                 : n;
  g_string_append_c (json, ']');
  return json;
}

static const char *
keep (Server *self, char *text)
{
  g_ptr_array_add (self->kept, text);
  return text;
}

static ScriptAnswer
answer_hawkbit (Server *self, const char *target)
{
  bool is_targets = g_str_has_prefix (target, "/rest/v1/targets?");
  bool is_actions = g_str_has_prefix (target, "/rest/v1/actions?");
  int64_t n = is_targets || is_actions ? N : 0, first = 0, total;

  if (g_str_has_prefix (target, "/rest/v1/targets/"))
    {
      unsigned i = (unsigned)read_number (target, "/targets/d", 0);
      GString *one = g_string_new (NULL);
      add_hawkbit_action (one, i);
      return (ScriptAnswer){ .body = keep (self, g_string_free (one, FALSE)) };
    }
  if (is_targets && strstr (target, "lastcontrollerrequestat") != NULL)
    {
      int64_t seen = read_number (target, "lastcontrollerrequestat%3Dgt%3D", 0);
      n = CLAMP ((NOW - seen - 1) / PARL_MINUTE - 1, 0, N);
    }
  else if (is_targets && strstr (target, "q=") != NULL)
    n = 0;
  if (is_actions && strstr (target, "q=") != NULL)
    {
      int64_t from = read_number (target, "id%3Dge%3D", 0);
      first = from > 0 ? from - 1 : N;
    }
  if (self->is_endless && n > 0)
    n = 1000000000;

  int64_t offset = read_number (target, "offset=", 0);
  g_autoptr (GString) rows
      = write_rows (self, is_actions ? add_hawkbit_action : add_hawkbit_target, first + offset,
                    read_number (target, "limit=", 50), n, &total);
  total = MAX (0, total - first);
  return (ScriptAnswer){
    .body = keep (
        self, g_strdup_printf ("{\"content\":%s,\"total\":%" G_GINT64_FORMAT "}", rows->str, total))
  };
}

static ScriptAnswer
answer_mender (Server *self, const char *target, const char *body)
{
  bool is_search = strstr (target, "/filters/search") != NULL;
  const char *asked = is_search ? body : target;
  int64_t page = read_number (asked, is_search ? "\"page\":" : "?page=", 1);
  int64_t limit = read_number (asked, is_search ? "\"per_page\":" : "per_page=", 20);
  int64_t n = strstr (target, "/inventory/") == NULL ? 0 : self->is_endless ? 1000000000 : N;
  int64_t total;
  g_autoptr (GString) rows
      = write_rows (self, add_mender_device, (page - 1) * limit, limit, n, &total);

  return (ScriptAnswer){
    .headers = keep (self, g_strdup_printf ("X-Total-Count: %" G_GINT64_FORMAT "\r\n", total)),
    .body = keep (self, g_strdup (rows->str))
  };
}

static ScriptAnswer
answer_mapped (Server *self, const char *target)
{
  int64_t offset = read_number (target, "offset=", 0);
  int64_t n = self->is_endless ? 1000000000 : N, total;
  g_autoptr (GString) rows
      = write_rows (self, add_mapped_device, offset, read_number (target, "limit=", 50), n, &total);

  return (ScriptAnswer){ .body
                         = keep (self, g_strdup_printf ("{\"rows\":%s,\"n\":%" G_GINT64_FORMAT "}",
                                                        rows->str, total)) };
}

static ScriptAnswer
answer (const char *method G_GNUC_UNUSED, const char *target, const char *body, gpointer data)
{
  Server *self = data;

  g_mutex_lock (&self->mutex);
  ScriptAnswer said = g_str_has_prefix (target, "/rest/")  ? answer_hawkbit (self, target)
                      : g_str_has_prefix (target, "/api/") ? answer_mender (self, target, body)
                                                           : answer_mapped (self, target);
  g_mutex_unlock (&self->mutex);
  return said;
}

/* What history would hold. */
typedef struct
{
  Server server;
  ScriptServer *script;
  char *folder;
  ParlSourceConfig *config;
  ParlKnown *known;
  GHashTable *attempts;
} Run;

static const char *const kinds[] = { "hawkbit", "mender", "json" };

static Run *
run_new (const char *kind)
{
  Run *self = g_new0 (Run, 1);

  self->server.kept = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->server.mutex);
  self->script = script_server_new ();
  script_server_set_handler (self->script, answer, &self->server);
  self->folder = folder_new ();
  self->config = parl_source_config_new ("s", kind, script_server_get_url (self->script));
  g_assert_true (parl_source_config_set (self->config, "Rate", "10000", NULL));
  if (g_str_equal (kind, "json"))
    {
      g_autofree char *path = g_build_filename (self->folder, "m.mapping", NULL);
      g_assert_true (g_file_set_contents (
          path,
          "[Mapping]\nTitle=x\n[Devices d]\nPath=/d?offset={offset}&limit={limit}\nPaging=offset\n"
          "Limit=500\nRows=$.rows[*]\nTotal=$.n\nId=@.id\n",
          -1, NULL));
      g_assert_true (parl_source_config_set (self->config, "Mapping", path, NULL));
    }
  self->known = parl_known_new ();
  self->attempts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
run_free (Run *self)
{
  script_server_free (self->script);
  g_ptr_array_unref (self->server.kept);
  g_mutex_clear (&self->server.mutex);
  parl_source_config_unref (self->config);
  folder_remove (self->folder);
  parl_known_free (self->known);
  g_hash_table_unref (self->attempts);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* One sync, kept. Returns: how many sentences said that something is missing */
static unsigned
run_sync (Run *self, ParlTime now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSource) source = parl_source_new (
      self->config, &(ParlSourceOptions){ .data_dir = g_getenv ("PARLANCE_DATA_DIR") }, &error);
  g_assert_no_error (error);
  g_autoptr (ParlHarvest) harvest
      = parl_source_sync (source, self->known, now, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  for (unsigned i = 0; i < harvest->warnings->len; i++)
    g_test_message ("%s", (char *)harvest->warnings->pdata[i]);
  g_free (self->known->bookmark);
  self->known->bookmark = g_strdup (harvest->bookmark);
  for (unsigned i = 0; i < harvest->devices->len; i++)
    {
      ParlDevice *device = parl_device_copy (harvest->devices->pdata[i]);
      g_hash_table_replace (self->known->devices, device->id, device);
    }
  for (unsigned i = 0; i < harvest->gone_devices->len; i++)
    g_hash_table_remove (self->known->devices, harvest->gone_devices->pdata[i]);
  for (unsigned i = 0; i < harvest->attempts->len; i++)
    g_hash_table_add (self->attempts, g_strdup (((ParlAttempt *)harvest->attempts->pdata[i])->key));
  return harvest->warnings->len;
}

static bool
is_whole (Run *self, unsigned n_attempts)
{
  return g_hash_table_size (self->known->devices) == N
         && g_hash_table_size (self->attempts) == n_attempts;
}

/* Each answer lies in its turn, in a first sync and in a later one. */
static void
test_one_lie (gconstpointer data)
{
  unsigned which = GPOINTER_TO_UINT (data);
  const char *kind = kinds[which / N_LIES];
  unsigned n_attempts = g_str_equal (kind, "hawkbit") ? N : 0;
  unsigned asked = G_MAXUINT;

  for (unsigned later = 0; later < 2; later++, asked = G_MAXUINT)
    for (unsigned turn = 0; turn < MIN (asked, 20); turn++)
      {
        g_autoptr (Run) run = run_new (kind);
        ParlTime now = NOW;

        for (unsigned i = 0; i < later; i++, now += PARL_HOUR)
          run_sync (run, now);
        run->server.lie = which % N_LIES;
        run->server.turn = turn;
        g_test_message ("%s answer %u of sync %u", lies[run->server.lie], turn, later);
        unsigned said = run_sync (run, now);
        asked = run->server.asked;
        /* That there is nothing at all is no contradiction, until another answer is one. */
        g_assert_true (said > 0 || run->server.lie == NOTHING || is_whole (run, n_attempts));
        run->server.lie = HONEST;
        run_sync (run, now + PARL_HOUR);
        said = run_sync (run, now + 2 * PARL_HOUR);
        g_assert_cmpuint (g_hash_table_size (run->known->devices), ==, N);
        g_assert_cmpuint (g_hash_table_size (run->attempts), ==, n_attempts);
        g_assert_cmpuint (said, ==, 0);
      }
}

/* Lists without an end: the bounds of a sync hold, one sentence says so, and what came is kept. */
static void
test_bounds (gconstpointer data)
{
  static const struct
  {
    const char *key, *value, *says;
    unsigned most;
  } bounds[] = { { "SyncRows", "20000", "more than 20000 rows (setting SyncRows)", 20000 },
                 { "SyncMegabytes", "1", "more than 1.0", 65000 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      g_autoptr (Run) run = run_new (data);
      g_autoptr (GError) error = NULL;

      g_assert_true (parl_source_config_set (run->config, bounds[i].key, bounds[i].value, NULL));
      run->server.is_endless = true;
      g_autoptr (ParlSource) source = parl_source_new (
          run->config, &(ParlSourceOptions){ .data_dir = g_getenv ("PARLANCE_DATA_DIR") }, &error);
      g_assert_no_error (error);
      g_autoptr (ParlHarvest) harvest
          = parl_source_sync (source, run->known, NOW, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (harvest->warnings->len, ==, 1);
      g_assert_nonnull (strstr (harvest->warnings->pdata[0], bounds[i].says));
      g_assert_cmpuint (harvest->devices->len + harvest->attempts->len, >, 1000);
      g_assert_cmpuint (harvest->devices->len + harvest->attempts->len, <=, bounds[i].most);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < N_LIES * G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/sources/lists/%s/%s", kinds[i / N_LIES], lies[i % N_LIES]);
      if (i % N_LIES != HONEST)
        g_test_add_data_func (path, GUINT_TO_POINTER (i), test_one_lie);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/sources/lists/", kinds[i], "/bounds", NULL);
      g_test_add_data_func (path, kinds[i], test_bounds);
    }
  return g_test_run ();
}
