/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for the fields of a source. What only the settings' room knows is asked of it. */
#include "config.h"

#include "app/sources/source-form.h"

#include "app/dashboard/source-item.h"
#include "sources/http/url.h"

#include <glib/gi18n.h>
#include <string.h>

static bool
is_local (const char *host)
{
  return g_str_has_prefix (host, "localhost") || g_str_has_prefix (host, "127.")
         || g_str_has_prefix (host, "[::1]");
}

/* What people copy from a browser's address bar along with the address: a page of any kind of
 * server. */
static bool
cut_page (char *url)
{
  const ParlSourceKind *kind;

  for (unsigned i = 0; (kind = parl_source_kind_get (i)) != NULL; i++)
    for (const char *const *page = kind->pages; page != NULL && *page != NULL; page++)
      if (g_str_has_suffix (url, *page))
        {
          url[strlen (url) - strlen (*page)] = '\0';
          return true;
        }
  return false;
}

/* @text: what was typed
 * Returns: (transfer full): with a scheme, without blanks, a page of the server's own or a slash at
 *   the end; what is no address stays as it is */
char *
parl_source_form_normalize_url (const char *text)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  g_autofree char *url = NULL;

  if (*bare == '\0')
    return g_steal_pointer (&bare);
  if (strstr (bare, "://") != NULL)
    url = g_strdup (bare);
  else
    url = g_strconcat (is_local (bare) ? "http://" : "https://", bare, NULL);

  char *fragment = strchr (url, '#');
  if (fragment != NULL)
    *fragment = '\0';
  for (bool found = true; found;)
    {
      found = cut_page (url);
      size_t length = strlen (url);
      if (!found && length > 0 && url[length - 1] == '/' && !g_str_has_suffix (url, "://"))
        {
          url[length - 1] = '\0';
          found = true;
        }
    }

  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  return uri != NULL ? g_uri_to_string (uri) : g_steal_pointer (&url);
}

/* Returns: whether all that is sent to @url could be read on the way */
bool
parl_source_form_is_plain (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "http") && g_uri_get_host (uri) != NULL
         && *g_uri_get_host (uri) != '\0' && !parl_http_url_is_loopback (uri);
}

static bool
is_taken (GListModel *sources, const char *name)
{
  for (unsigned i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      if (g_ascii_strcasecmp (parl_source_item_get_name (item), name) == 0)
        return true;
    }
  return false;
}

char *
parl_source_form_dup_free_name (const ParlSourceKind *kind, GListModel *sources)
{
  const char *stem = _ (kind->example);
  char *name = g_strdup (stem);

  for (unsigned i = 2; is_taken (sources, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", stem, i);
    }
  return name;
}

static char *
dup_name_flaw (const ParlSourceForm *self)
{
  g_autofree char *name = g_strstrip (g_strdup (self->name));

  if (self->before != NULL)
    return NULL;
  if (*name == '\0')
    return g_strdup ("");
  for (const char *at = name; *at != '\0'; at++)
    if (*at == '[' || *at == ']' || g_ascii_iscntrl (*at))
      return g_strdup (_ ("A name can’t hold brackets."));
  if (is_taken (self->sources, name))
    return g_strdup_printf (_ ("There is already a source named “%s”."), name);
  return NULL;
}

static bool
is_host (const char *host)
{
  return host != NULL && *host != '\0' && strpbrk (host, " %<>\"\\^`{|}") == NULL;
}

/* The rules are the HTTP client's; what it says is for programs, so the words are told here. What
 * is wrong with a file shows when it is read. */
static char *
dup_url_flaw (const ParlSourceForm *self)
{
  if (self->kind->reads_file)
    return *self->url != '\0' ? NULL : g_strdup ("");

  g_autofree char *url = parl_source_form_normalize_url (self->url);
  g_autoptr (GUri) parsed = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (*url == '\0')
    return g_strdup ("");
  if (parsed == NULL || !is_host (g_uri_get_host (parsed)))
    return g_strdup (_ ("This is no address of the form https://host:port/path."));
  if (!g_str_equal (g_uri_get_scheme (parsed), "https")
      && !g_str_equal (g_uri_get_scheme (parsed), "http"))
    return g_strdup (_ ("The address has to begin with https://."));
  if (g_uri_get_userinfo (parsed) != NULL)
    return g_strdup (_ ("The address must not hold a user or password: they go into the fields "
                        "below."));
  if (g_uri_get_query (parsed) != NULL)
    return g_strdup (_ ("The address must not have a “?” part."));
  g_autoptr (GUri) accepted = parl_http_url_parse_base ("", url, true, NULL);
  return accepted != NULL ? NULL : g_strdup (_ ("Nothing can be asked at this address."));
}

/* A secret is kept for one name and one address, and is never sent to another. */
bool
parl_source_form_keeps_secret (const ParlSourceForm *self)
{
  g_autofree char *url = parl_source_form_normalize_url (self->url);

  return self->before != NULL && parl_source_config_get_auth (self->before) != PARL_AUTH_NONE
         && g_strcmp0 (parl_source_config_get_url (self->before), url) == 0;
}

/* Whether a name belongs to it: a user's, or a client's id. */
bool
parl_source_form_needs_user (const ParlSourceForm *self)
{
  return g_str_equal (self->auth, "basic") || g_str_equal (self->auth, "oauth2");
}

const char *
parl_source_form_get_secret_title (const ParlSourceForm *self)
{
  bool is_password = g_str_equal (self->auth, "basic");

  /* Of an administrator's source nobody may have signed in yet. */
  if (parl_source_form_keeps_secret (self) && !parl_source_config_is_managed (self->before))
    return is_password ? _ ("New Password (the old one is stored in the keyring)")
                       : _ ("New Token (the old one is stored in the keyring)");
  if (g_str_equal (self->auth, "header"))
    return _ ("Key");
  if (g_str_equal (self->auth, "oauth2"))
    return _ ("Client Secret");
  return is_password ? _ ("Password") : _ ("Token");
}

static char *
dup_secret_flaw (const ParlSourceForm *self)
{
  if (g_str_equal (self->auth, "none") || self->has_secret || parl_source_form_keeps_secret (self))
    return NULL;
  if (self->before != NULL && parl_source_config_get_auth (self->before) != PARL_AUTH_NONE)
    return g_strdup (_ ("The address is another one: type the password or token again."));
  return g_strdup ("");
}

/* Returns: (transfer full) (nullable): what is wrong with @field */
char *
parl_source_form_dup_flaw (const ParlSourceForm *self, ParlField field)
{
  g_autofree char *url = NULL;

  switch (field)
    {
    case PARL_FIELD_NAME:
      return dup_name_flaw (self);
    case PARL_FIELD_URL:
      return dup_url_flaw (self);
    case PARL_FIELD_PLAIN:
      if (self->kind->reads_file)
        return NULL;
      url = parl_source_form_normalize_url (self->url);
      return parl_source_form_is_plain (url) && !self->allow_plain
                 ? g_strdup (_ ("Use https, or allow it to be sent without encryption."))
                 : NULL;
    case PARL_FIELD_USER:
      return parl_source_form_needs_user (self) && *self->user == '\0' ? g_strdup ("") : NULL;
    case PARL_FIELD_SECRET:
      return dup_secret_flaw (self);
    case PARL_FIELD_MORE:
    case PARL_N_FIELDS:
    default:
      return NULL;
    }
}

/* Returns: (transfer full): its settings; %NULL with CONFIG */
ParlSourceConfig *
parl_source_form_new_config (const ParlSourceForm *self, GError **error)
{
  bool reads_file = self->kind->reads_file;
  g_autofree char *name = g_strstrip (g_strdup (self->name));
  g_autofree char *url
      = reads_file ? g_strdup (self->url) : parl_source_form_normalize_url (self->url);
  g_autoptr (ParlSourceConfig) config = parl_source_config_new (name, self->kind->name, url);
  bool paused = self->before != NULL && parl_source_config_get_paused (self->before);

  if (paused && !parl_source_config_set (config, "Paused", "true", error))
    return NULL;
  if (reads_file)
    return g_steal_pointer (&config);
  if (!parl_source_config_set (config, "Auth", self->auth, error)
      || (parl_source_form_needs_user (self)
          && !parl_source_config_set (config, "User", self->user, error))
      || (parl_source_form_is_plain (url) && self->allow_plain
          && !parl_source_config_set (config, "AllowPlain", "true", error)))
    return NULL;
  return g_steal_pointer (&config);
}

char *
parl_source_form_dup_state (const ParlSourceForm *self, const ParlSourceConfig *config)
{
  const ParlSetting *key;
  GString *state = g_string_new (NULL);

  g_string_append_printf (state, "%s|%s|%s|%s|%s|%d|%d|%d", self->kind->name, self->name, self->url,
                          self->auth, self->user, self->has_secret, self->allow_plain,
                          config == NULL);
  for (unsigned i = 0;
       config != NULL && (key = parl_settings_group_get (&self->kind->settings, i)) != NULL; i++)
    {
      const char *value = parl_source_config_get (config, key->key);
      g_string_append_printf (state, "|%s", value != NULL ? value : "");
    }
  return g_string_free (state, FALSE);
}

ParlField
parl_source_form_find_field (const GError *error)
{
  if (error->domain != PARL_SOURCE_ERROR)
    return PARL_FIELD_URL;
  switch ((ParlSourceError)error->code)
    {
    case PARL_SOURCE_ERROR_DENIED:
    case PARL_SOURCE_ERROR_SECRET:
      return PARL_FIELD_SECRET;
    case PARL_SOURCE_ERROR_CONFIG:
      return PARL_FIELD_MORE;
    case PARL_SOURCE_ERROR_UNREACHABLE:
    case PARL_SOURCE_ERROR_SLOW:
    case PARL_SOURCE_ERROR_NOT_FOUND:
    case PARL_SOURCE_ERROR_BUSY:
    case PARL_SOURCE_ERROR_SERVER:
    case PARL_SOURCE_ERROR_MALFORMED:
    case PARL_SOURCE_ERROR_TOO_LARGE:
    case PARL_SOURCE_ERROR_SPENT:
    case PARL_SOURCE_ERROR_CLOCK:
    default:
      return PARL_FIELD_URL;
    }
}

/* @sources: of ParlSourceItem
 * Returns: the place of the first kind that feeds what no source feeds yet: after updates, speed */
unsigned
parl_source_form_propose_kind (GListModel *sources)
{
  unsigned fed = 0, n = 0;

  for (unsigned i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      const ParlSourceKind *kind
          = parl_source_kind_find (parl_source_config_get_kind (item->config));
      fed |= kind != NULL ? kind->feeds : 0;
    }
  while (parl_source_kind_get (n) != NULL && (parl_source_kind_get (n)->feeds & ~fed) == 0)
    n++;
  return parl_source_kind_get (n) != NULL ? n : 0;
}
