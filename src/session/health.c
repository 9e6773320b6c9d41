/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps and words how the last reading of a source went. Asks nobody. */
#include "config.h"

#include "session/health.h"

#include "audiences/format.h"
#include "settings/schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SYNC "Sync"
#define REQUEST_PREFIX "Request "

#define COUNT(key_) PARL_SETTING_RANGE (key_, PARL_SETTING_NUMBER, NULL, 0, 9e15, NULL)

static const ParlSetting sync_keys[] = {
  COUNT ("At"),
  COUNT ("Took"),
  PARL_SETTING ("Server", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("Error", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("Warning.*", PARL_SETTING_RAW, NULL, NULL),
};

static const ParlSetting request_keys[] = {
  PARL_SETTING ("What", PARL_SETTING_RAW, NULL, NULL),
  COUNT ("Count"),
  COUNT ("Failed"),
  COUNT ("Denied"),
  COUNT ("Bytes"),
  COUNT ("Took"),
  COUNT ("Slowest"),
  PARL_SETTING ("Problem", PARL_SETTING_RAW, NULL, NULL),
};

static const ParlSettingsGroup groups[]
    = { { SYNC, sync_keys, G_N_ELEMENTS (sync_keys), NULL },
        { REQUEST_PREFIX "*", request_keys, G_N_ELEMENTS (request_keys), NULL } };

static char *
dup_path (const char *state_dir, const char *source)
{
  g_autofree char *stem = g_uri_escape_string (source, " ", TRUE);
  g_autofree char *name = g_strconcat (stem, ".conf", NULL);

  return g_build_filename (state_dir, "health", name, NULL);
}

static void
set_number (ParlSettingsFile *file, const char *group, const char *key, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  parl_settings_file_set (file, group, key, g_ascii_formatd (text, sizeof text, "%.0f", number));
}

/* Makes one line of any text. */
static void
set_text (ParlSettingsFile *file, const char *group, const char *key, const char *text)
{
  g_autofree char *line = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  for (char *at = line; at != NULL && *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  parl_settings_file_set (file, group, key, line);
}

/* Returns: false with a %PARL_SETTINGS_ERROR */
bool
parl_health_save (const ParlHealth *self, const char *state_dir, const char *source, GError **error)
{
  g_autofree char *path = dup_path (state_dir, source);
  g_autoptr (ParlSettingsFile) file = parl_settings_file_new (path);

  set_number (file, SYNC, "At", (double)self->at);
  set_number (file, SYNC, "Took", (double)self->took);
  set_text (file, SYNC, "Server", self->server);
  set_text (file, SYNC, "Error", self->error);
  for (unsigned i = 0; self->warnings != NULL && self->warnings[i] != NULL; i++)
    {
      g_autofree char *key = g_strdup_printf ("Warning.%u", i + 1);
      set_text (file, SYNC, key, self->warnings[i]);
    }
  for (unsigned i = 0; i < self->journal->len; i++)
    {
      const ParlJournalEntry *entry = self->journal->pdata[i];
      g_autofree char *group = g_strdup_printf (REQUEST_PREFIX "%u", i + 1);

      set_text (file, group, "What", entry->what);
      set_number (file, group, "Count", entry->n);
      set_number (file, group, "Failed", entry->n_failed);
      set_number (file, group, "Denied", entry->n_denied);
      set_number (file, group, "Bytes", (double)entry->bytes);
      set_number (file, group, "Took", (double)entry->took);
      set_number (file, group, "Slowest", (double)entry->slowest);
      set_text (file, group, "Problem", entry->problem);
    }
  return parl_settings_file_save (file, error);
}

static double
get_number (const ParlSettingsFile *file, const char *group, const char *key)
{
  double number = parl_settings_file_get_number (file, group, key);

  return number >= 0 && number < 9e15 ? number : 0;
}

static void
read_entry (const ParlSettingsFile *file, const char *group, GPtrArray *journal)
{
  const char *what = parl_settings_file_get (file, group, "What");
  ParlJournalEntry *entry = parl_journal_append (journal, what != NULL ? what : "");

  entry->n = (unsigned)MIN (get_number (file, group, "Count"), G_MAXUINT);
  entry->n_failed = (unsigned)MIN (get_number (file, group, "Failed"), entry->n);
  entry->n_denied = (unsigned)MIN (get_number (file, group, "Denied"), entry->n);
  entry->bytes = (uint64_t)get_number (file, group, "Bytes");
  entry->took = (int64_t)get_number (file, group, "Took");
  entry->slowest = (int64_t)get_number (file, group, "Slowest");
  entry->problem = g_strdup (parl_settings_file_get (file, group, "Problem"));
}

/* Returns: false with a %PARL_SETTINGS_ERROR */
bool
parl_health_load (const char *state_dir, const char *source, ParlHealth **health, GError **error)
{
  g_autofree char *path = dup_path (state_dir, source);
  g_autoptr (ParlSettingsFile) file = parl_settings_file_load (path, error);
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();

  *health = NULL;
  if (file == NULL || !parl_settings_file_check (file, groups, G_N_ELEMENTS (groups), error))
    return false;
  if (!parl_settings_file_has_group (file, SYNC))
    return true;

  ParlHealth *self = g_new0 (ParlHealth, 1);
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, SYNC);
  g_auto (GStrv) sections = parl_settings_file_list_groups (file);
  self->at = (ParlTime)get_number (file, SYNC, "At");
  self->took = (ParlTime)get_number (file, SYNC, "Took");
  self->server = g_strdup (parl_settings_file_get (file, SYNC, "Server"));
  self->error = g_strdup (parl_settings_file_get (file, SYNC, "Error"));
  for (unsigned i = 0; keys[i] != NULL; i++)
    if (g_str_has_prefix (keys[i], "Warning."))
      g_strv_builder_add (warnings, parl_settings_file_get (file, SYNC, keys[i]));
  self->warnings = g_strv_builder_end (warnings);
  self->journal = parl_journal_new ();
  for (unsigned i = 0; sections[i] != NULL; i++)
    if (g_str_has_prefix (sections[i], REQUEST_PREFIX))
      read_entry (file, sections[i], self->journal);
  *health = self;
  return true;
}

void
parl_health_free (ParlHealth *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self->error);
  g_strfreev (self->warnings);
  g_ptr_array_unref (self->journal);
  g_free (self);
}

static char *
format_seconds (ParlTime span)
{
  if (span >= PARL_MINUTE)
    return parl_format_age (span);
  g_autofree char *number = parl_format_number ((double)span / PARL_SECOND, 1);
  return g_strdup_printf (_ ("%s\u00a0s"), number);
}

/* Returns: "20 Nov 07:12, 9,284 requests in 3 min, hawkBit 0.10 or later" */
char *
parl_health_dup_summary (const ParlHealth *self, ParlTime now)
{
  g_autofree char *clock = parl_format_clock (self->at, now);
  g_autofree char *time = format_seconds (self->took);
  unsigned n = 0;

  for (unsigned i = 0; i < self->journal->len; i++)
    n += ((const ParlJournalEntry *)self->journal->pdata[i])->n;
  g_autofree char *count = parl_format_number (n, 0);
  g_autofree char *asked = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s request in %s", "%s requests in %s", n), count, time);
  return g_strconcat (clock, ", ", asked, self->server != NULL ? ", " : NULL, self->server, NULL);
}

/* Returns: (transfer full): what a right is missing for, a line each */
char **
parl_health_list_needs (const ParlHealth *self)
{
  g_autoptr (GStrvBuilder) needs = g_strv_builder_new ();

  for (unsigned i = 0; i < self->journal->len; i++)
    {
      const ParlJournalEntry *entry = self->journal->pdata[i];
      g_autofree char *need = g_strdup_printf (_ ("The right to ask for %s"), entry->what);
      if (entry->n_denied > 0)
        g_strv_builder_add (needs, need);
    }
  return g_strv_builder_end (needs);
}

/* Returns: "8,768 times, 12 ms on average, 340 ms at most, 1.2 MB; 3 failed: …" */
char *
parl_health_dup_line (const ParlJournalEntry *entry)
{
  unsigned n = MAX (entry->n, 1);
  g_autofree char *count = parl_format_number (entry->n, 0);
  g_autofree char *average = parl_format_number ((double)entry->took / n, 0);
  g_autofree char *slowest = parl_format_number ((double)entry->slowest, 0);
  g_autofree char *size = g_format_size (entry->bytes);
  g_autofree char *failed = parl_format_number (entry->n_failed, 0);
  g_autofree char *line = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s request, %s\u00a0ms on average, %s\u00a0ms at most, %s",
                   "%s requests, %s\u00a0ms on average, %s\u00a0ms at most, %s", entry->n),
      count, average, slowest, size);

  if (entry->n_failed == 0)
    return g_steal_pointer (&line);
  return g_strdup_printf (_ ("%s; %s failed: %s"), line, failed,
                          entry->problem != NULL ? entry->problem : "");
}
