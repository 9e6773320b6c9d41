/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, or all pages of a list, and the warnings of a sync. Knows how hawkBit pages (offset
 * and limit, no next link, any limit capped at 500), not what is in the lists. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* @path: "/targets"
 * @query: a FIQL expression, not escaped
 * Returns: (transfer full): "/targets?q=..." */
char *
parl_hb_query (const char *path, const char *query)
{
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);

  return g_strconcat (path, strchr (path, '?') != NULL ? "&q=" : "?q=", escaped, NULL);
}

/* Returns: (transfer full) (nullable): @value as FIQL takes it for an exact comparison; %NULL for
 *   one that cannot be written there: `*` stands for anything, and quotes do not nest */
char *
parl_hb_quote (const char *value)
{
  if (*value == '\0' || strpbrk (value, "*\"\\") != NULL)
    return NULL;
  for (const char *c = value; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("._-", *c) == NULL)
      return g_strdup_printf ("\"%s\"", value);
  return g_strdup (value);
}

/* @path: below /rest/v1, already escaped
 * Returns: (transfer full): the body */
ParlJson *
parl_hb_get (ParlHb *self, const char *path, GError **error)
{
  g_autofree char *whole = g_strconcat ("/rest/v1", path, NULL);

  return parl_ask (self->call, whole, error);
}

/* The same, where a server may have nothing to say: 204, without a body.
 * Returns: (transfer full) (nullable): the body; %NULL without an error: there is none */
ParlJson *
parl_hb_get_any (ParlHb *self, const char *path, GError **error)
{
  g_autofree char *whole = g_strconcat ("/rest/v1", path, NULL);

  return parl_ask_any (self->call, whole, error);
}

/* Asks for one element of a list, only to learn how many there are. */
bool
parl_hb_get_total (ParlHb *self, const char *path, int64_t *total, GError **error)
{
  g_autofree char *one
      = g_strconcat (path, strchr (path, '?') != NULL ? "&" : "?", "limit=1", NULL);
  g_autoptr (ParlJson) body = parl_hb_get (self, one, error);

  if (body == NULL)
    return false;

  ParlJsonAt root = parl_json_root (body);
  return parl_json_get_count (&root, "total", total, error);
}

typedef struct
{
  const char *key;
  GHashTable *seen;
  ParlHbEach each;
  gpointer data;
  ParlTally tally;
} Pages;

/* Whether an element came before: pages overlap when something is added while they are read. */
static bool
is_repeated (Pages *pages, const ParlJsonAt *element)
{
  char *key = NULL;
  const char *text;
  int64_t number;

  if (parl_json_get_string (element, pages->key, &text, NULL))
    key = g_strdup (text);
  else if (parl_json_get_int (element, pages->key, &number, NULL))
    key = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return key != NULL && !g_hash_table_add (pages->seen, key);
}

static bool
read_page (ParlHb *self, const char *path, Pages *pages, GError **error)
{
  g_autoptr (ParlJson) body = parl_hb_get (self, path, error);
  if (body == NULL)
    return false;

  ParlJsonAt root = parl_json_root (body), content;
  unsigned length, fresh = 0;
  int64_t total;

  if (!parl_json_get_count (&root, "total", &total, error)
      || !parl_json_member (&root, "content", &content, error)
      || !parl_json_length (&content, &length, error)
      || !parl_http_take_rows (self->call->http, length, error))
    return false;

  for (unsigned i = 0; i < length; i++)
    {
      g_autoptr (GError) problem = NULL;
      ParlJsonAt element;

      if (!parl_json_element (&content, i, &element, error))
        return false;
      if (is_repeated (pages, &element))
        continue;
      fresh++;
      if (pages->each (self, &element, pages->data, &problem))
        continue;
      parl_complain (self->complaints, _ ("%s; it was left out"), problem->message);
      self->incomplete = true;
    }
  parl_tally_add_page (&pages->tally, total, length, fresh);
  return true;
}

/* @path: a list below /rest/v1, with or without a query
 * @key: the member that tells its elements apart
 * @what: (nullable): for the progress: "reading actions"
 * @each: called once for each element; its error is a warning and leaves the element out
 * Reads a list to its end. It also ends, with a warning, where the server never would: at an
 * empty page, at one that brings nothing new, and when the list outgrows by far what its first
 * page promised. Where rows may be missing, `gapped` says so: the caller lets the next sync read
 * the list from where this one began.
 * Returns: false when a page cannot be had or read; those before it have been given to @each */
bool
parl_hb_read_pages (ParlHb *self, const char *path, const char *key, const char *what,
                    ParlHbEach each, gpointer data, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *whole = g_strconcat ("/rest/v1", path, NULL);
  g_autofree char *where = NULL;
  Pages pages = { .key = key, .seen = seen, .each = each, .data = data, .tally = PARL_TALLY_INIT };
  const ParlTally *tally = &pages.tally;

  where = parl_http_dup_where (self->call->http, &(ParlHttpRequest){ .path = whole });
  self->page = 0;
  self->incomplete = self->gapped = false;
  do
    {
      g_autofree char *page
          = g_strdup_printf ("%s%soffset=%" G_GINT64_FORMAT "&limit=%d&sort=id%%3AASC", path,
                             strchr (path, '?') != NULL ? "&" : "?", tally->read, PARL_HB_PAGE);

      if (!read_page (self, page, &pages, error))
        return false;
      self->page++;
      if (what != NULL)
        parl_ask_report (self->call, what, (unsigned)MIN (tally->found, G_MAXUINT),
                         (unsigned)MIN (tally->most, G_MAXUINT));
    }
  while (parl_tally_goes_on (tally, PARL_HB_PAGE, false));

  parl_tally_complain (tally, where, self->complaints);
  self->gapped = !parl_tally_is_whole (tally);
  self->incomplete = self->incomplete || self->gapped;
  return true;
}
