/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an update failed, from all that a device reported about it, in the shapes of common clients:
 * the reason may stand in any report, on any line of it, in pieces, or far down a long log. */
#include "config.h"

#include "fake.h"
#include "run.h"

#include <string.h>

#define ACTION "128"
#define PATH "/rest/v1/targets/cam-00002/actions/" ACTION "/status"
#define AT (HAWKBIT_NOW - 60000)

typedef struct
{
  const char *type;
  const char *lines; /* between them "|" */
} Report;

/* Syncs with these reports about one failed action. */
static HawkbitRun *
run_with (const Report *reports, HawkbitFake **fake)
{
  g_autoptr (GString) body = g_string_new ("{\"content\":[");
  unsigned n = 0;

  for (; reports[n].type != NULL; n++)
    {
      g_auto (GStrv) lines = g_strsplit (reports[n].lines, "|", -1);

      g_string_append_printf (body, "%s{\"id\":%u,\"type\":\"%s\",\"reportedAt\":%" G_GINT64_FORMAT,
                              n > 0 ? "," : "", n + 7, reports[n].type, AT + n);
      for (unsigned i = 0; lines[i] != NULL; i++)
        g_string_append_printf (body, "%s\"%s\"", i > 0 ? "," : ",\"messages\":[", lines[i]);
      g_string_append (body, lines[0] != NULL ? "]}" : "}");
    }
  g_string_append_printf (body, "],\"total\":%u}", n);

  *fake = hawkbit_fake_new (false);
  hawkbit_fake_override (*fake, PATH, 200, body->str);
  HawkbitRun *run = hawkbit_run_new (hawkbit_fake_get_url (*fake));
  g_autoptr (ParlHarvest) harvest = hawkbit_run (run);
  hawkbit_assert_silent (harvest);
  g_assert_cmpint (hawkbit_run_get (run, ACTION)->ended, ==, AT + n - 1);
  return run;
}

static void
check (const Report *reports, const char *cause, const char *message)
{
  g_autoptr (HawkbitFake) fake = NULL;
  g_autoptr (HawkbitRun) run = run_with (reports, &fake);
  const ParlAttempt *attempt = hawkbit_run_get (run, ACTION);

  g_assert_cmpstr (attempt->cause, ==, cause);
  g_assert_cmpstr (attempt->message, ==, message);
}

static const struct
{
  const char *name;
  Report reports[8];
  const char *cause, *message;
} cases[] = {
  { "last-word",
    { { "running", "Update Server: Target retrieved update action." },
      { "running", "File checksum OK." },
      { "running", "40% Verifying signature done." },
      { "running", "LastError: Failed updating slot rootfs.1: No space left on device" },
      { "running", "idle" },
      { "error", "Failed to install software bundle." } },
    "disk-space",
    "LastError: Failed updating slot rootfs.1: No space left on device" },
  { "most-specific",
    { { "running", "Download failed: Timeout was reached" },
      { "running", "signature verification failed" },
      { "running", "Download failed: Timeout was reached" },
      { "error", "Update failed" } },
    "verify",
    "signature verification failed" },
  { "latest-of-equals",
    { { "running", "write error: No space left on device: /data/1" },
      { "error", "write error: No space left on device: /data/2" } },
    "disk-space",
    "write error: No space left on device: /data/2" },
  { "line-by-line",
    { { "error", "File checksum OK|Installation failed" } },
    "unknown",
    "File checksum OK; Installation failed" },
  { "nothing-fits",
    { { "running", "first words" }, { "error", "last words" }, { "error", "" } },
    "unknown",
    "last words" },
  { "said-nothing", { { "running", "" }, { "error", "" } }, "unknown", NULL },
  { "on-the-way", { { "running", "Downloading 40 %" }, { "error", "" } }, "unknown", NULL },
};

static void
test_case (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);

  check (cases[i].reports, cases[i].cause, cases[i].message);
}

/* hawkBit cuts what is longer than 512 characters, wherever that falls. */
static void
test_pieces (void)
{
  g_autofree char *filler = g_strnfill (512 - strlen ("no space "), 'x');
  g_autofree char *pieces = g_strconcat (filler, "no space |left on device|Rebooting", NULL);
  g_autofree char *message = g_strconcat (filler, "no space left on device; Rebooting", NULL);

  check ((const Report[]){ { "error", pieces }, { NULL, NULL } }, "disk-space", message);
}

/* Ten kilobytes of a log: of the report, the line that decides is kept. */
static void
test_long_log (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (unsigned i = 0; i < 100; i++)
    g_string_append_printf (
        lines, "[INFO ] : step %02u of the installation was done as planned, the next one follows|",
        i);
  g_string_append (lines, "[ERROR] : write failed: No space left on device|[INFO ] : cleaning up");
  check ((const Report[]){ { "error", lines->str }, { NULL, NULL } }, "disk-space",
         "[ERROR] : write failed: No space left on device");
}

/* One line of that length is cut in the middle: its beginning and its end stay. */
static void
test_long_line (void)
{
  g_autoptr (GString) pieces = g_string_new ("begin");
  g_autoptr (HawkbitFake) fake = NULL;

  for (unsigned i = 0; i < 20; i++)
    {
      unsigned n = i == 0 ? 507 : 512;
      for (unsigned k = 0; k < n; k++)
        g_string_append (pieces, "ä");
      g_string_append_c (pieces, '|');
    }
  g_string_append (pieces, " no space left on device");

  g_autoptr (HawkbitRun) run
      = run_with ((const Report[]){ { "error", pieces->str }, { NULL, NULL } }, &fake);
  const ParlAttempt *attempt = hawkbit_run_get (run, ACTION);
  g_assert_cmpstr (attempt->cause, ==, "disk-space");
  g_assert_true (g_utf8_validate (attempt->message, -1, NULL));
  g_assert_cmpuint (strlen (attempt->message), <=, 4096);
  g_assert_cmpuint (strlen (attempt->message), >, 4090);
  g_assert_true (g_str_has_prefix (attempt->message, "beginä"));
  g_assert_nonnull (strstr (attempt->message, "ä … ä"));
  g_assert_true (g_str_has_suffix (attempt->message, "ä no space left on device"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sources/hawkbit/reports/", cases[i].name, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/sources/hawkbit/reports/pieces", test_pieces);
  g_test_add_func ("/sources/hawkbit/reports/long-log", test_long_log);
  g_test_add_func ("/sources/hawkbit/reports/long-line", test_long_line);
  return g_test_run ();
}
