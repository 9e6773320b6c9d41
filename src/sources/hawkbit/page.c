/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, or all pages of a list, and the warnings of a sync. Knows how hawkBit pages (offset
 * and limit, no next link, any limit capped at 500), not what is in the lists. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* How much longer than its first page promised a list may become while it is being read. */
#define MAX_GROWTH 5000

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
  int64_t total;
  unsigned length; /* of the page that was read last */
  unsigned fresh;  /* those of them that no page before had */
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
  if (!parl_json_get_count (&root, "total", &pages->total, error)
      || !parl_json_member (&root, "content", &content, error)
      || !parl_json_length (&content, &pages->length, error))
    return false;

  pages->fresh = 0;
  for (unsigned i = 0; i < pages->length; i++)
    {
      g_autoptr (GError) problem = NULL;
      ParlJsonAt element;

      if (!parl_json_element (&content, i, &element, error))
        return false;
      if (is_repeated (pages, &element))
        continue;
      pages->fresh++;
      if (pages->each (self, &element, pages->data, &problem))
        continue;
      parl_complain (self->complaints, _ ("%s; it was left out"), problem->message);
      self->incomplete = true;
    }
  return true;
}

/* @path: a list below /rest/v1, with or without a query
 * @key: the member that tells its elements apart
 * @what: (nullable): for the progress: "reading actions"
 * @each: called once for each element; its error is a warning and leaves the element out
 * Reads a list to its end. It also ends, with a warning, where the server never would: at an
 * empty page, at one that brings nothing new, and when the list outgrows by far what its first
 * page promised (what came behind is read by the next sync).
 * Returns: false when a page cannot be had or read; those before it have been given to @each */
bool
parl_hb_read_pages (ParlHb *self, const char *path, const char *key, const char *what,
                    ParlHbEach each, gpointer data, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *whole = g_strconcat ("/rest/v1", path, NULL);
  g_autofree char *where = NULL;
  Pages pages = { .key = key, .seen = seen, .each = each, .data = data };
  int64_t offset = 0, promised = 0, found = 0;

  where = parl_http_dup_where (self->call->http, &(ParlHttpRequest){ .path = whole });
  self->page = 0;
  self->incomplete = false;
  do
    {
      g_autofree char *page
          = g_strdup_printf ("%s%soffset=%" G_GINT64_FORMAT "&limit=%d&sort=id%%3AASC", path,
                             strchr (path, '?') != NULL ? "&" : "?", offset, PARL_HB_PAGE);

      if (!read_page (self, page, &pages, error))
        return false;
      if (self->page++ == 0)
        promised = pages.total;
      offset += pages.length;
      found += pages.fresh;
      if (what != NULL)
        parl_ask_report (self->call, what, (unsigned)MIN (found, G_MAXUINT),
                         (unsigned)MIN (pages.total, G_MAXUINT));
    }
  while (offset < pages.total && pages.fresh > 0 && found <= promised + MAX_GROWTH);

  if (found > promised + MAX_GROWTH)
    parl_complain (self->complaints,
                   _ ("%s: the list did not end: it was to have %" PRId64 " elements, and %" PRId64
                      " were read"),
                   where, promised, found);
  else if (found < pages.total)
    parl_complain (self->complaints,
                   _ ("%s: total: the server spoke of %" PRId64 " elements and gave %" PRId64),
                   where, pages.total, found);
  self->incomplete = self->incomplete || found != pages.total;
  return true;
}
