/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What can go wrong between Parlance and a server. Every message is one sentence that names the
 * source, the endpoint and the reason: “hawkBit: GET /rest/v1/rollouts: the server answered 401:
 * wrong user or password”. */

#include <glib.h>
#include <stdbool.h>

typedef enum
{
  PARL_SOURCE_ERROR_CONFIG,      /* the source's own settings are wrong */
  PARL_SOURCE_ERROR_UNREACHABLE, /* no connection, no name, TLS: try again later */
  PARL_SOURCE_ERROR_SLOW,      /* asked, but no answer in time: try again later, or ask for less */
  PARL_SOURCE_ERROR_DENIED,    /* 401, 403: ask the user for other credentials */
  PARL_SOURCE_ERROR_NOT_FOUND, /* 404: nothing there, or another server or version */
  PARL_SOURCE_ERROR_BUSY,      /* 429, 503 after all retries: try again later */
  PARL_SOURCE_ERROR_SERVER,    /* any other 4xx or 5xx, with what the server said */
  PARL_SOURCE_ERROR_MALFORMED, /* the body is not what it should be; names the path in it */
  PARL_SOURCE_ERROR_TOO_LARGE, /* body, nesting or paging past its limit */
  PARL_SOURCE_ERROR_SPENT,     /* a sync has come to its bound of rows or bytes */
  PARL_SOURCE_ERROR_CLOCK,     /* this computer's clock is behind the data: what it says is wrong */
  PARL_SOURCE_ERROR_SECRET     /* no secret, or no keyring to ask */
} ParlSourceError;

#define PARL_SOURCE_ERROR (parl_source_error_quark ())
GQuark parl_source_error_quark (void);

/* Whether it is about what was asked, so that asking for something else may still work. */
bool parl_source_error_is_local (const GError *error);
