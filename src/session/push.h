/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Hands counters of updates to other programs: as a file, or to a metrics engine over HTTP. */

#include "session/session.h"

/* Where to, and as whom. Strings are borrowed. */
typedef struct
{
  const char *url;
  const char *user; /* signs in by name and password; NULL: it does not */
  bool has_token;   /* signs in by a token */
  bool allow_plain; /* over http to other hosts than this one, too */
} ParlPushOptions;

bool parl_push_takes (const char *url);
bool parl_push (ParlSession *session, const ParlPushOptions *options, const GPtrArray *results,
                ParlTime now, GCancellable *cancellable, GError **error);
bool parl_push_write (ParlSession *session, const char *path, const GPtrArray *results,
                      ParlTime now, GError **error);
