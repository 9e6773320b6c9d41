/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which addresses the HTTP client speaks to. */

#include "sources/error.h"

#include <stdbool.h>

GUri *parl_http_url_parse_base (const char *source, const char *url, bool allow_plain,
                                GError **error);
bool parl_http_url_is_loopback (GUri *url);
char *parl_http_link_dup_next (const char *link);
bool parl_http_url_is_same_origin (GUri *a, GUri *b);
