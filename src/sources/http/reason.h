/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Why a request failed, in plain words. */

#include "sources/http/http.h"

#include <libsoup/soup.h>

typedef struct
{
  ParlSourceError code;
  bool can_retry;
  char *text; /* (transfer full): without source and endpoint, without a full stop */
} ParlHttpReason;

ParlHttpReason parl_http_explain_error (const GError *error, SoupMessage *message);
ParlHttpReason parl_http_explain_status (unsigned status, const char *reason_phrase, ParlAuth auth,
                                         GBytes *body, const char *const *secrets);
char *parl_http_clean_text (const char *text, size_t length, const char *const *secrets);
