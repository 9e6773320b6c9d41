/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of all kinds of source, and the settings that several kinds share. What is special about
 * a kind stands in its own folder. */
#include "config.h"

#include "sources/source-kind.h"

#include "sources/json/locate.h"

#include <glib/gi18n-lib.h>

#define PARL_LIST_KIND(name) &parl_kind_##name,
static const ParlSourceKind *const kinds[] = { PARL_SOURCE_KINDS (PARL_LIST_KIND) };

#define PARL_NAME_KIND(name) #name,
const char *const parl_source_kind_names[] = { PARL_SOURCE_KINDS (PARL_NAME_KIND) NULL };

#define PAUSED                                                                                     \
  {                                                                                                \
    .key = "Paused", .type = PARL_SETTING_BOOLEAN, .initial = "false",                             \
    .help = N_ ("Whether it is left out when all sources are read")                                \
  }

/* In the order of ParlAuth. */
static const char *const auths[] = { "none", "basic", "bearer", "header", "oauth2", NULL };

/* The first is what is asked. */
static const ParlSetting server_keys[] = {
  { .key = "Url",
    .type = PARL_SETTING_URL,
    .required = true,
    .help = N_ ("Address of the server: https://host:port/path") },
  { .key = "Auth",
    .type = PARL_SETTING_CHOICE,
    .choices = auths,
    .initial = "none",
    .help = N_ ("How Parlance signs in; the password or token is never in the file") },
  { .key = "User",
    .type = PARL_SETTING_LINE,
    .help = N_ ("User name for Auth=basic, or the client’s id for Auth=oauth2") },
  { .key = "Header",
    .type = PARL_SETTING_LINE,
    .initial = "X-API-Key",
    .title = N_ ("Header for the Key (X-API-Key)"),
    .help = N_ ("The header that takes the key of Auth=header, such as X-API-Key or "
                "Authorization: Token; several with a semicolon between them take as many keys") },
  { .key = "TokenUrl",
    .type = PARL_SETTING_URL,
    .title = N_ ("Address for Tokens (OAuth 2)"),
    .help = N_ ("Address where a token can be fetched, needed for Auth=oauth2") },
  { .key = "Scope",
    .type = PARL_SETTING_LINE,
    .title = N_ ("Scope of Tokens (OAuth 2)"),
    .help = N_ ("What a token of Auth=oauth2 is asked for, as the service names it") },
  { .key = "CaFile",
    .type = PARL_SETTING_PATH,
    .title = N_ ("Certificates to Trust (PEM file)"),
    .help = N_ ("Certificates of authorities (PEM) that are trusted instead of the system’s") },
  { .key = "Certificate",
    .type = PARL_SETTING_PATH,
    .title = N_ ("Own Certificate with Its Key (PEM file)"),
    .help = N_ ("The certificate (PEM, with its key) that shows the server who asks") },
  PAUSED,
  { .key = "AllowPlain",
    .type = PARL_SETTING_BOOLEAN,
    .initial = "false",
    .help = N_ ("Whether http, which anybody on the way can read, may go to another machine") },
  { .key = "Timeout",
    .type = PARL_SETTING_WHOLE,
    .initial = "30",
    .title = N_ ("Seconds to wait for an answer (30)"),
    .help = N_ ("How long the server may send nothing"),
    .minimum = 1,
    .maximum = 3600,
    .counted = N_ ("seconds") },
  { .key = "RequestTime",
    .type = PARL_SETTING_WHOLE,
    .initial = "600",
    .title = N_ ("Seconds for one request (600)"),
    .help = N_ ("How long one request may take, with all its tries"),
    .minimum = 1,
    .maximum = 86400,
    .counted = N_ ("seconds") },
  { .key = "SyncTime",
    .type = PARL_SETTING_WHOLE,
    .initial = "21600",
    .title = N_ ("Seconds for all requests (21600)"),
    .help = N_ ("How long one reading of the whole server may take"),
    .minimum = 1,
    .maximum = 604800,
    .counted = N_ ("seconds") },
  { .key = "SyncRows",
    .type = PARL_SETTING_WHOLE,
    .initial = "1000000",
    .title = N_ ("Rows at most (1000000)"),
    .help = N_ ("How many rows of lists one reading of the whole server may bring"),
    .minimum = 1000,
    .maximum = 1000000000,
    .counted = N_ ("rows") },
  { .key = "SyncMegabytes",
    .type = PARL_SETTING_WHOLE,
    .initial = "1000",
    .title = N_ ("Megabytes at most (1000)"),
    .help = N_ ("How much one reading of the whole server may bring, before it is stored"),
    .minimum = 1,
    .maximum = 1000000,
    .counted = N_ ("megabytes") },
  { .key = "Rate",
    .type = PARL_SETTING_NUMBER,
    .initial = "50",
    .title = N_ ("Requests a second at most (50)"),
    .help = N_ ("How much is asked of the server at most"),
    .minimum = 0.01,
    .maximum = 10000,
    .counted = N_ ("requests a second") },
};

static const ParlSetting file_keys[] = {
  { .key = "File",
    .type = PARL_SETTING_PATH,
    .required = true,
    .help = N_ ("Path of the file, or its name in the folder of sources.conf") },
  PAUSED,
};

const ParlSettingsGroup parl_server_settings
    = { "Source *", server_keys, G_N_ELEMENTS (server_keys), NULL };
const ParlSettingsGroup parl_file_settings
    = { "Source *", file_keys, G_N_ELEMENTS (file_keys), NULL };

void
parl_source_call_set_partial (const ParlSourceCall *self)
{
  if (self->verdict != NULL)
    self->verdict->is_partial = true;
}

void
parl_source_call_note_found (const ParlSourceCall *self, unsigned feeds)
{
  if (self->verdict != NULL)
    self->verdict->feeds |= feeds;
}

void
parl_source_call_propose (const ParlSourceCall *self, const char *key, const char *value)
{
  if (self->verdict != NULL && self->verdict->values != NULL)
    g_strv_builder_add_many (self->verdict->values, key, value, NULL);
}

const ParlSourceKind *
parl_source_kind_get (unsigned index)
{
  return index < G_N_ELEMENTS (kinds) ? kinds[index] : NULL;
}

/* @name: (nullable): as in sources.conf
 * Returns: (transfer none) (nullable): %NULL: there is none of that name */
const ParlSourceKind *
parl_source_kind_find (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i]->name, name) == 0)
      return kinds[i];
  return NULL;
}

/* Returns: (transfer full): all names, for a sentence */
char *
parl_source_kind_dup_names (void)
{
  GString *names = g_string_new (parl_source_kind_names[0]);

  for (unsigned i = 1; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (names, "%s%s", i + 1 < G_N_ELEMENTS (kinds) ? ", " : _ (" or "),
                            parl_source_kind_names[i]);
  return g_string_free (names, FALSE);
}

/* Returns: of ParlFeeds; what the kind can feed, where the source does not say more */
unsigned
parl_source_kind_find_feeds (const ParlSourceKind *self, const ParlSourceConfig *config,
                             const ParlSourceDirs *dirs)
{
  unsigned feeds = self->find_feeds != NULL && config != NULL ? self->find_feeds (config, dirs) : 0;

  return feeds != 0 ? feeds : self->feeds;
}

/* @feeds: of ParlFeeds
 * Returns: (transfer full): "updates, devices, rollouts; no speed" */
char *
parl_feeds_dup_words (unsigned feeds)
{
  static const struct
  {
    unsigned feeds;
    const char *word;
  } words[] = { { PARL_FEEDS_ATTEMPTS | PARL_FEEDS_COUNTS, N_ ("updates") },
                { PARL_FEEDS_SPEED, N_ ("speed") },
                { PARL_FEEDS_DEVICES, N_ ("devices") },
                { PARL_FEEDS_ROLLOUTS, N_ ("rollouts") },
                { PARL_FEEDS_PLAN, N_ ("milestones") },
                { PARL_FEEDS_CHANGES, N_ ("merges and tags") },
                { PARL_FEEDS_BUILDS, N_ ("builds") },
                { PARL_FEEDS_DEBT, N_ ("code debt") } };
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if ((feeds & words[i].feeds) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (words[i].word));
  if ((feeds & words[0].feeds) == 0)
    g_string_append (text, _ ("; no updates"));
  if ((feeds & words[1].feeds) == 0)
    g_string_append (text, _ ("; no speed"));
  return g_string_free (text, FALSE);
}

void
parl_source_extra_free (ParlSourceExtra *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->title);
  g_free (self->initial);
  g_free (self);
}

/* Returns: (transfer full) (nullable): how many rows the first page has, and how many of them are
 *   understood */
char *
parl_preview_dup_count (const ParlPreview *self)
{
  if (self->is_failed)
    return NULL;
  return g_strdup_printf (ngettext ("%u row on the first page, %u understood",
                                    "%u rows on the first page, %u understood", self->n_rows),
                          self->n_rows, self->n_understood);
}

char *
parl_preview_dup_path (const ParlPreview *self, size_t offset)
{
  g_autoptr (ParlJsonPath) rows
      = self->rows_at != NULL ? parl_json_path_new (self->rows_at, NULL) : NULL;

  return parl_json_locate (self->body, offset, rows);
}

void
parl_preview_free (ParlPreview *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->request);
  g_free (self->file);
  g_free (self->body);
  g_free (self->rows_at);
  g_strfreev (self->columns);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

const ParlSettingsGroup *
parl_source_kind_get_settings (const ParlSourceKind *self)
{
  return self != NULL ? &self->settings : &parl_server_settings;
}

const char *
parl_source_kind_get_address_key (const ParlSourceKind *self)
{
  return (self != NULL && self->reads_file ? file_keys : server_keys)[0].key;
}
