/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of all kinds of source, and the settings that several kinds share. What is special about
 * a kind stands in its own folder. */
#include "config.h"

#include "sources/source-kind.h"

#include <glib/gi18n-lib.h>

#define PARL_LIST_KIND(name) &parl_kind_##name,
static const ParlSourceKind *const kinds[] = { PARL_SOURCE_KINDS (PARL_LIST_KIND) };

#define PAUSED                                                                                     \
  {                                                                                                \
    .name = "Paused", .type = PARL_KEY_BOOL, .fallback = "false",                                  \
    .help = N_ ("Whether it is left out when all sources are read")                                \
  }

/* In the order of ParlAuth. */
static const char *const auths[] = { "none", "basic", "bearer", NULL };

/* The first is what is asked. */
static const ParlSourceKey server_keys[] = {
  { .name = "Url",
    .type = PARL_KEY_URL,
    .required = true,
    .help = N_ ("Address of the server: https://host:port/path") },
  { .name = "Auth",
    .type = PARL_KEY_CHOICE,
    .choices = auths,
    .fallback = "none",
    .help = N_ ("How Parlance signs in; the password or token is never in the file") },
  { .name = "User", .type = PARL_KEY_TEXT, .help = N_ ("User name, needed for Auth=basic") },
  PAUSED,
  { .name = "AllowPlain",
    .type = PARL_KEY_BOOL,
    .fallback = "false",
    .help = N_ ("Whether http, which anybody on the way can read, may go to another machine") },
  { .name = "Timeout",
    .type = PARL_KEY_INT,
    .fallback = "30",
    .title = N_ ("Seconds to wait for an answer (30)"),
    .help = N_ ("How long the server may send nothing"),
    .least = 1,
    .most = 3600,
    .unit = N_ ("seconds") },
  { .name = "Rate",
    .type = PARL_KEY_NUMBER,
    .fallback = "50",
    .title = N_ ("Requests a second at most (50)"),
    .help = N_ ("How much is asked of the server at most"),
    .least = 0.01,
    .most = 10000,
    .unit = N_ ("requests a second") },
  { 0 },
};

static const ParlSourceKey file_keys[] = {
  { .name = "File",
    .type = PARL_KEY_PATH,
    .required = true,
    .help = N_ ("Path of the file, or its name in the folder of sources.conf") },
  PAUSED,
  { 0 },
};

const ParlSourceKind *
parl_source_kind_get (unsigned index)
{
  return index < G_N_ELEMENTS (kinds) ? kinds[index] : NULL;
}

/**
 * parl_source_kind_find:
 * @name: (nullable): as in sources.conf
 *
 * Returns: (transfer none) (nullable): %NULL: there is none of that name
 */
const ParlSourceKind *
parl_source_kind_find (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i]->name, name) == 0)
      return kinds[i];
  return NULL;
}

/**
 * parl_source_kind_dup_names:
 *
 * Returns: (transfer full): all names, for a sentence
 */
char *
parl_source_kind_dup_names (void)
{
  const char *names[G_N_ELEMENTS (kinds) + 1] = { NULL };

  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    names[i] = kinds[i]->name;
  return parl_source_key_list (names, "", "");
}

const ParlSourceKey *
parl_source_kind_get_key (const ParlSourceKind *self, unsigned index)
{
  const ParlSourceKey *shared = self != NULL && self->reads_file ? file_keys : server_keys;
  const ParlSourceKey *key = self != NULL ? self->keys : NULL;

  for (; key != NULL && key->name != NULL; key++)
    if (index-- == 0)
      return key;
  for (key = shared; key->name != NULL; key++)
    if (index-- == 0)
      return key;
  return NULL;
}

const ParlSourceKey *
parl_source_kind_find_key (const ParlSourceKind *self, const char *name)
{
  const ParlSourceKey *key;

  for (unsigned i = 0; (key = parl_source_kind_get_key (self, i)) != NULL; i++)
    if (g_str_equal (key->name, name))
      return key;
  return NULL;
}

/**
 * parl_source_kind_get_address_key:
 * @self: (nullable): %NULL: of any server
 *
 * Returns: (transfer none): the key that says what is asked
 */
const ParlSourceKey *
parl_source_kind_get_address_key (const ParlSourceKind *self)
{
  return self != NULL && self->reads_file ? file_keys : server_keys;
}
