/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Passwords and tokens: where they come from, and the keyring that keeps them. */

#include "sources/error.h"

#include <gio/gio.h>
#include <stdbool.h>

/* The first that has one:
 *   1. the file descriptor @fd, up to its first line break; -1: none
 *   2. the environment: PARLANCE_SECRET_<NAME>, the source's name in capitals, with _ for all that
 *      is neither letter nor digit
 *   3. the keyring (Secret Service), by the source's name and address
 * Free with parl_secret_free(). Blocks, but never longer than 30 seconds. */
char *parl_secret_lookup (const char *source, const char *url, int fd, GCancellable *cancellable,
                          GError **error);
bool parl_secret_store (const char *source, const char *url, const char *secret,
                        GCancellable *cancellable, GError **error);
bool parl_secret_clear (const char *source, const char *url, GCancellable *cancellable,
                        GError **error);
void parl_secret_free (char *secret);
/* For a program's main: what is in memory is written to no core file. */
void parl_secret_forbid_dumps (void);
char *parl_secret_dup_variable (const char *source);
