/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts a failed request into plain words: what broke on the way, or what the server said. Decides
 * what is worth another try; tries nothing itself. */
#include "config.h"

#include "sources/http/reason.h"

#include "sources/json/json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SAID 200 /* characters of a server's own words */

static char *
explain_certificate (SoupMessage *message)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *words;
  } flaws[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("nobody we trust has signed it") },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("it is made out to another host") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("it is not valid yet") },
    { G_TLS_CERTIFICATE_EXPIRED, N_ ("it has expired") },
    { G_TLS_CERTIFICATE_REVOKED, N_ ("it has been revoked") },
    { G_TLS_CERTIFICATE_INSECURE, N_ ("its algorithm is not secure") },
  };
  GTlsCertificateFlags found = soup_message_get_tls_peer_certificate_errors (message);
  g_autoptr (GString) text = g_string_new (_ ("the server’s certificate is not accepted"));
  const char *separator = ": ";

  for (unsigned i = 0; i < G_N_ELEMENTS (flaws); i++)
    if ((found & flaws[i].flag) != 0)
      {
        g_string_append_printf (text, "%s%s", separator, _ (flaws[i].words));
        separator = ", ";
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static ParlHttpReason
explain_io_error (const GError *error, const char *host, int port)
{
  ParlHttpReason reason = { PARL_SOURCE_ERROR_UNREACHABLE, true, NULL };

  switch (error->code)
    {
    case G_IO_ERROR_CONNECTION_REFUSED:
      reason.text = g_strdup_printf (_ ("%s refuses connections on port %d"), host, port);
      break;
    case G_IO_ERROR_TIMED_OUT:
      reason.text = g_strdup_printf (_ ("%s does not answer in time"), host);
      break;
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      reason.text = g_strdup_printf (_ ("there is no way to %s in the network"), host);
      break;
    case G_IO_ERROR_HOST_NOT_FOUND:
      reason.text = g_strdup_printf (_ ("the name “%s” is not known (DNS)"), host);
      break;
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_PARTIAL_INPUT:
    case G_IO_ERROR_NOT_CONNECTED:
      reason.text = g_strdup_printf (_ ("the connection to %s broke off"), host);
      break;
    case G_IO_ERROR_INVALID_DATA:
      reason.code = PARL_SOURCE_ERROR_MALFORMED;
      reason.can_retry = false;
      reason.text = g_strdup (_ ("the answer cannot be decompressed"));
      break;
    default:
      reason.text = g_strdup_printf (_ ("the connection to %s failed: %s"), host, error->message);
      break;
    }
  return reason;
}

/* Returns: (transfer full) (nullable): host and port of the proxy on the way; %NULL: none */
static char *
dup_proxy (GUri *url)
{
  g_autofree char *address = g_uri_to_string_partial (url, G_URI_HIDE_USERINFO);
  g_auto (GStrv) proxies
      = g_proxy_resolver_lookup (g_proxy_resolver_get_default (), address, NULL, NULL);
  g_autoptr (GUri) proxy = proxies != NULL && proxies[0] != NULL
                               ? g_uri_parse (proxies[0], G_URI_FLAGS_NONE, NULL)
                               : NULL;

  if (proxy == NULL || g_str_equal (g_uri_get_scheme (proxy), "direct"))
    return NULL;
  return g_strdup_printf ("%s:%d", g_uri_get_host (proxy), g_uri_get_port (proxy));
}

/* The machine that did not answer may be the proxy. */
static ParlHttpReason
name_proxy (ParlHttpReason reason, GUri *url)
{
  g_autofree char *proxy = dup_proxy (url);
  g_autofree char *text = reason.text;

  reason.text = proxy != NULL
                    ? g_strdup_printf (_ ("%s; it is reached through the proxy %s"), text, proxy)
                    : g_steal_pointer (&text);
  return reason;
}

static char *
explain_tls (const GError *error, const char *host, int port)
{
  if (error->code == G_TLS_ERROR_NOT_TLS || error->code == G_TLS_ERROR_MISC)
    return g_strdup_printf (_ ("no secure connection (TLS): does %s speak plain http on port %d? "
                               "(%s)"),
                            host, port, error->message);
  return g_strdup_printf (_ ("no secure connection (TLS): %s"), error->message);
}

/* @error: of GIO or libsoup, not a cancellation
 * @message: the request that met it */
ParlHttpReason
parl_http_explain_error (const GError *error, SoupMessage *message)
{
  GUri *url = soup_message_get_uri (message);
  const char *host = g_uri_get_host (url);
  ParlHttpReason reason = { PARL_SOURCE_ERROR_UNREACHABLE, false, NULL };

  if (error->domain == G_IO_ERROR)
    return name_proxy (explain_io_error (error, host, g_uri_get_port (url)), url);
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    reason.text = g_strdup_printf (_ ("the name “%s” is not known (DNS)"), host);
  else if (error->domain == G_RESOLVER_ERROR)
    {
      reason.can_retry = true;
      reason.text = g_strdup_printf (_ ("the name “%s” could not be looked up (DNS)"), host);
    }
  else if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    reason.text = explain_certificate (message);
  else if (error->domain == G_TLS_ERROR)
    reason.text = explain_tls (error, host, g_uri_get_port (url));
  else if (error->domain == SOUP_SESSION_ERROR)
    {
      reason.code = PARL_SOURCE_ERROR_MALFORMED;
      reason.text = g_strdup_printf (_ ("what %s answers is not HTTP"), host);
    }
  else
    reason.text = g_strdup_printf (_ ("the request failed: %s"), error->message);
  return reason;
}

/* One line: blanks and what nobody sees become one blank. */
static GString *
collapse (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);
      bool blank = g_unichar_isspace (c) || type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT;
      if (!blank)
        g_string_append_unichar (line, c);
      else if (line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }
  return line;
}

/* @text: @length bytes from outside, of any encoding
 * @secrets: (array zero-terminated=1): what must not be shown
 * Returns: (transfer full): one line of valid UTF-8, at most 200 characters; maybe empty */
char *
parl_http_clean_text (const char *text, size_t length, const char *const *secrets)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  g_autoptr (GString) line = collapse (valid);

  for (unsigned i = 0; secrets[i] != NULL; i++)
    {
      /* A secret with two blanks in it is said with one. */
      g_autoptr (GString) secret = collapse (secrets[i]);
      g_strchomp (secret->str);
      if (*secret->str != '\0')
        g_string_replace (line, secret->str, "…", 0);
    }

  g_strchomp (line->str);
  if (g_utf8_strlen (line->str, -1) <= MAX_SAID)
    return g_strdup (line->str);
  g_autofree char *begin = g_utf8_substring (line->str, 0, MAX_SAID - 1);
  return g_strconcat (begin, "…", NULL);
}

static const char *
look_up_text (const ParlJsonAt *root, const char *name)
{
  ParlJsonAt member;
  bool present;
  const char *text = NULL;

  if (parl_json_optional (root, name, &member, &present, NULL) && present)
    parl_json_read_string (&member, &text, NULL);
  return text != NULL && *text != '\0' ? text : NULL;
}

/* hawkBit {errorCode, message}, Spring {status, error, message}, Prometheus {errorType, error};
 * (nullable) when the body is none of them. */
static char *
find_words_in_json (GBytes *body)
{
  g_autoptr (ParlJson) json = parl_json_parse (body, "", NULL);

  if (json == NULL)
    return NULL;

  ParlJsonAt root = parl_json_root (json);
  const char *message = look_up_text (&root, "message");
  const char *kind = look_up_text (&root, "errorCode");
  if (message == NULL)
    message = look_up_text (&root, "error");
  if (kind == NULL)
    kind = look_up_text (&root, "errorType");
  if (message != NULL && kind != NULL)
    return g_strdup_printf ("%s (%s)", message, kind);
  return g_strdup (message != NULL ? message : kind);
}

/* (nullable) when the server said nothing worth showing. */
static char *
find_words (GBytes *body, const char *const *secrets)
{
  size_t length;
  const char *text = g_bytes_get_data (body, &length);

  if (length == 0)
    return NULL;

  g_autofree char *words = find_words_in_json (body);
  if (words == NULL && (*text == '<' || *text == '{' || *text == '['))
    return NULL;
  g_autofree char *clean = words != NULL ? parl_http_clean_text (words, strlen (words), secrets)
                                         : parl_http_clean_text (text, length, secrets);
  return *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

static const char *
explain_denial (ParlAuth auth)
{
  switch (auth)
    {
    case PARL_AUTH_BASIC:
      return _ (": wrong user or password");
    case PARL_AUTH_BEARER:
    case PARL_AUTH_OAUTH2:
      return _ (": the token is not accepted");
    case PARL_AUTH_HEADER:
      return _ (": the key is not accepted");
    case PARL_AUTH_NONE:
    default:
      return _ (": it asks for a user or a token, and none is set");
    }
}

/* @status: an HTTP status from 400 on, or one below that was not expected
 * @body: what came with it, maybe only the beginning */
ParlHttpReason
parl_http_explain_status (unsigned status, const char *reason_phrase, ParlAuth auth, GBytes *body,
                          const char *const *secrets)
{
  ParlHttpReason reason = { PARL_SOURCE_ERROR_SERVER, false, NULL };
  const char *meaning = "";
  g_autofree char *phrase = NULL;

  if (status == 401)
    {
      reason.code = PARL_SOURCE_ERROR_DENIED;
      meaning = explain_denial (auth);
    }
  else if (status == 403)
    {
      reason.code = PARL_SOURCE_ERROR_DENIED;
      meaning = _ (": these credentials may not read this");
    }
  else if (status == 404)
    {
      reason.code = PARL_SOURCE_ERROR_NOT_FOUND;
      meaning = _ (": there is nothing at this address");
    }
  else if (status == 429 || status == 503)
    {
      reason.code = PARL_SOURCE_ERROR_BUSY;
      reason.can_retry = true;
      meaning = _ (": it is busy");
    }
  else if (status == 502 || status == 504)
    {
      reason.can_retry = true;
      meaning = _ (": the server behind it does not answer");
    }
  else if (reason_phrase != NULL && *reason_phrase != '\0')
    {
      g_autofree char *clean
          = parl_http_clean_text (reason_phrase, strlen (reason_phrase), secrets);
      meaning = phrase = g_strdup_printf (" (%s)", clean);
    }

  g_autofree char *words = find_words (body, secrets);
  reason.text = words != NULL ? g_strdup_printf (_ ("the server answered %u%s; it says “%s”"),
                                                 status, meaning, words)
                              : g_strdup_printf (_ ("the server answered %u%s"), status, meaning);
  return reason;
}
