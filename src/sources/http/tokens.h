/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Access tokens: of OAuth 2 for a program (RFC 6749, 4.4, client credentials), or of a server's own
 * login, whose whole answer is the token. Fetched when one is needed, kept in memory until they run
 * out or are refused. Id and secret go to the token's address only, and as Basic, which every OAuth
 * 2 server has to know. */

#include "sources/http/http.h"

typedef struct _ParlHttpTokens ParlHttpTokens;

ParlHttpTokens *parl_http_tokens_new (const ParlHttpOptions *options, GError **error);
void parl_http_tokens_free (ParlHttpTokens *self);
char *parl_http_tokens_dup (ParlHttpTokens *self, GCancellable *cancellable, GError **error);
void parl_http_tokens_forget (ParlHttpTokens *self, const char *token);
