/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules for addresses: https, or http to this machine; no user or password in them; and what
 * counts as the same place when a server sends us on. Opens no connection. */
#include "config.h"

#include "sources/http/url.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/* @source: for messages
 * @url: "https://host:port/prefix"
 * @allow_plain: also http to another host than this one
 * The messages never show @url: it could hold a password.
 * Returns: (transfer full): the parsed address, or %NULL with CONFIG */
GUri *
parl_http_url_parse_base (const char *source, const char *url, bool allow_plain, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *complaint = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    complaint = _ ("the address is not of the form https://host:port/path");
  else if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
           && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0)
    complaint = _ ("the address must begin with https://");
  else if (g_uri_get_userinfo (uri) != NULL)
    complaint = _ ("the address must not hold a user or password: those are kept in the keyring");
  else if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    complaint = _ ("the address must not have a “?” or “#” part");
  else if (g_str_equal (g_uri_get_scheme (uri), "http") && !allow_plain
           && !parl_http_url_is_loopback (uri))
    complaint = _ ("plain http to another machine can be read by anybody on the way: use https, or "
                   "allow it for this source");

  if (complaint != NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, "%s: %s", source, complaint);
      return NULL;
    }
  return g_steal_pointer (&uri);
}

bool
parl_http_url_is_loopback (GUri *url)
{
  const char *host = g_uri_get_host (url);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static int
get_port (GUri *url)
{
  if (g_uri_get_port (url) > 0)
    return g_uri_get_port (url);
  return g_strcmp0 (g_uri_get_scheme (url), "https") == 0 ? 443 : 80;
}

/* Returns: whether what was meant for @a may be sent to @b: same scheme, host and port */
bool
parl_http_url_is_same_origin (GUri *a, GUri *b)
{
  return g_strcmp0 (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 && g_uri_get_host (b) != NULL
         && g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0
         && get_port (a) == get_port (b);
}

/* The end of an entry of a header Link: a comma outside of brackets and quotes. */
static const char *
find_entry_end (const char *at)
{
  bool in_brackets = false, in_quotes = false;

  for (; *at != '\0' && (*at != ',' || in_brackets || in_quotes); at++)
    if (*at == '"')
      in_quotes = !in_quotes;
    else if (*at == '<' || *at == '>')
      in_brackets = *at == '<';
  return at;
}

static bool
is_next (const char *relations)
{
  g_auto (GStrv) words = g_strsplit_set (relations, " \t", -1);

  for (char **word = words; *word != NULL; word++)
    if (g_ascii_strcasecmp (*word, "next") == 0)
      return true;
  return false;
}

/* @entry: <ADDRESS>; rel="next"; title="Page 2"
 * Returns: (transfer full) (nullable): the address, if that is the relation */
static char *
read_entry (const char *entry)
{
  const char *begin = strchr (entry, '<');
  const char *end = begin != NULL ? strchr (begin, '>') : NULL;
  g_auto (GStrv) parameters = g_strsplit (end != NULL ? end + 1 : "", ";", -1);

  for (char **each = parameters; *each != NULL; each++)
    {
      char *text = g_strstrip (*each);
      if (g_ascii_strncasecmp (text, "rel=", 4) != 0)
        continue;
      char *value = text + 4;
      g_strdelimit (value, "\"", ' ');
      if (is_next (value))
        return g_strndup (begin + 1, (size_t)(end - begin - 1));
    }
  return NULL;
}

/* @link: (nullable): the header Link (RFC 8288): <ADDRESS>; rel="next", ...
 * Returns: (transfer full) (nullable): the address of the next page; %NULL: there is none */
char *
parl_http_link_dup_next (const char *link)
{
  for (const char *at = link; at != NULL && *at != '\0';)
    {
      const char *end = find_entry_end (at);
      g_autofree char *entry = g_strndup (at, (size_t)(end - at));
      char *address = read_entry (entry);
      if (address != NULL)
        return address;
      at = *end == ',' ? end + 1 : end;
    }
  return NULL;
}
