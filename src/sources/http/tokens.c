/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fetches access tokens, with an HTTP client of its own. Blocks as that does. */
#include "config.h"

#include "sources/http/tokens.h"

#include "sources/json/json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define EARLY (30 * G_USEC_PER_SEC) /* a token is not used in its last seconds */
#define MAX_TOKEN 16384             /* bytes of a login's answer */
#define USUAL 300                   /* seconds of a token that does not say how long it lasts */

struct _ParlHttpTokens
{
  ParlHttp *http;
  char *login;  /* path of the server's own; NULL: OAuth 2 */
  char *form;   /* for OAuth 2 */
  char *token;  /* NULL: none */
  int64_t ends; /* monotonic µs */
};

/* @options: of the client that needs tokens
 * Returns: (transfer full): %NULL with CONFIG or SECRET */
ParlHttpTokens *
parl_http_tokens_new (const ParlHttpOptions *options, GError **error)
{
  ParlHttpOptions own = *options;
  g_autofree char *scope
      = options->scope != NULL ? g_uri_escape_string (options->scope, NULL, false) : NULL;

  if (options->login == NULL)
    own.base_url = options->token_url;
  own.auth = PARL_AUTH_BASIC;
  own.login = NULL;
  own.tenant = NULL;
  own.certificate = own.certificate_key = NULL;
  own.parallel = 1;

  g_autoptr (ParlHttp) http = parl_http_new (&own, error);
  if (http == NULL)
    return NULL;
  ParlHttpTokens *self = g_new0 (ParlHttpTokens, 1);
  self->http = g_steal_pointer (&http);
  self->login = g_strdup (options->login);
  self->form = g_strconcat ("grant_type=client_credentials", scope != NULL ? "&scope=" : NULL,
                            scope, NULL);
  return self;
}

void
parl_http_tokens_free (ParlHttpTokens *self)
{
  if (self == NULL)
    return;
  parl_http_free (self->http);
  g_free (self->login);
  g_free (self->form);
  g_free (self->token);
  g_free (self);
}

/* Seconds stand there as a number, or, of some servers, as a text. */
static int64_t
read_seconds (const ParlJsonAt *root)
{
  ParlJsonAt member;
  bool present;
  int64_t seconds = USUAL;

  if (!parl_json_optional (root, "expires_in", &member, &present, NULL) || !present)
    return USUAL;
  g_autofree char *text = parl_json_dup_scalar (&member, NULL);
  return text != NULL && g_ascii_string_to_signed (text, 10, 1, 86400, &seconds, NULL) ? seconds
                                                                                       : USUAL;
}

static bool
is_bearer (const ParlJsonAt *root, GError **error)
{
  ParlJsonAt member;
  bool present;
  const char *type = "Bearer";

  if (!parl_json_optional (root, "token_type", &member, &present, error)
      || (present && !parl_json_read_string (&member, &type, error)))
    return false;
  if (g_ascii_strcasecmp (type, "Bearer") == 0)
    return true;
  parl_json_fail (root, error, _ ("expected a token of type Bearer"));
  return false;
}

/* Takes what OAuth 2 answers. */
static bool
take_grant (ParlHttpTokens *self, GBytes *answer, const char *where, GError **error)
{
  g_autoptr (ParlJson) body = parl_json_parse (answer, where, error);
  const char *token;

  if (body == NULL)
    return false;
  ParlJsonAt root = parl_json_root (body);
  if (!is_bearer (&root, error) || !parl_json_get_string (&root, "access_token", &token, error))
    return false;
  for (const char *at = token; *at != '\0'; at++)
    if (!g_ascii_isgraph (*at))
      {
        parl_json_fail (&root, error, _ ("the token holds a blank or a control character"));
        return false;
      }
  self->token = g_strdup (token);
  self->ends = g_get_monotonic_time () + read_seconds (&root) * G_USEC_PER_SEC;
  return true;
}

/* No blank, and none of the signs of which web pages and JSON are made. */
static bool
is_token (const char *text)
{
  for (const char *at = text; at != NULL && *at != '\0'; at++)
    if (!g_ascii_isgraph (*at) || strchr ("<>{}[]\"", *at) != NULL)
      return false;
  return text != NULL && *text != '\0';
}

/* Takes what a login answers: the token is all of it, as text or as a JSON string. */
static bool
take_text (ParlHttpTokens *self, GBytes *answer, const char *where, GError **error)
{
  size_t length;
  const char *data = g_bytes_get_data (answer, &length);
  g_autofree char *text = length > 0 && length <= MAX_TOKEN ? g_strndup (data, length) : NULL;
  char *token = text != NULL ? g_strstrip (text) : NULL;
  size_t n = token != NULL ? strlen (token) : 0;

  if (n > 2 && token[0] == '"' && token[n - 1] == '"')
    {
      token[n - 1] = '\0';
      token++;
    }
  if (!is_token (token))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   _ ("%s: expected a token, found something else"), where);
      return false;
    }
  self->token = g_strdup (token);
  self->ends = G_MAXINT64; /* it is fetched anew when it is refused */
  return true;
}

static bool
fetch (ParlHttpTokens *self, GCancellable *cancellable, GError **error)
{
  bool is_login = self->login != NULL;
  const ParlHttpRequest request = { .path = is_login ? self->login : "",
                                    .form = is_login ? NULL : self->form,
                                    .json = is_login ? "" : NULL };
  g_autoptr (ParlHttpResponse) response
      = parl_http_fetch (self->http, &request, cancellable, error);
  g_autofree char *where = parl_http_dup_where (self->http, &request);

  if (response == NULL)
    return false;
  return is_login ? take_text (self, response->body, where, error)
                  : take_grant (self, response->body, where, error);
}

/* Returns: (transfer full): a token that still lasts; %NULL with any error of this room, about the
 *   token's address, or %G_IO_ERROR_CANCELLED */
char *
parl_http_tokens_dup (ParlHttpTokens *self, GCancellable *cancellable, GError **error)
{
  if (self->token != NULL && g_get_monotonic_time () > self->ends - EARLY)
    g_clear_pointer (&self->token, g_free);
  if (self->token == NULL && !fetch (self, cancellable, error))
    return NULL;
  return g_strdup (self->token);
}

/* @token: was refused: the next one is fetched anew, unless another request has done so */
void
parl_http_tokens_forget (ParlHttpTokens *self, const char *token)
{
  if (g_strcmp0 (self->token, token) == 0)
    g_clear_pointer (&self->token, g_free);
}
