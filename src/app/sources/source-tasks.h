/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs the slow work on a source off the main thread: asking its server, and reading and writing
 * the keyring. */

#include "sources/source-config.h"

#include <gio/gio.h>

/* @secret: (nullable): copied; NULL: the keyring's. Finishes with what is there, a finding a line.
 */
void parl_source_try_async (ParlSourceConfig *config, const char *secret, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
char **parl_source_try_finish (GAsyncResult *result, bool *is_partial, unsigned *feeds,
                               char ***values, GError **error);
/* The same, but finishes with the raw answers beside what is understood of them. */
void parl_source_preview_async (ParlSourceConfig *config, const char *secret,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
GPtrArray *parl_source_preview_finish (GAsyncResult *result, GError **error);

/* Into the keyring. @secret, @key: (nullable): password or token, and the private key of a
 * certificate; copied, and the copies are overwritten when they are freed. */
void parl_keyring_store_async (ParlSourceConfig *config, const char *secret, const char *key,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
bool parl_keyring_finish (GAsyncResult *result, GError **error);
/* Out of the keyring, as far as it answers: all of a source, or what belongs to one address. */
void parl_keyring_forget (ParlSourceConfig *config);
void parl_keyring_forget_address (const char *source, const char *url);
