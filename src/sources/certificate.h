/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The certificates of a source. A file that was chosen may be gone tomorrow (in a sandbox it is),
 * so it is copied below the folder of the settings; its private key goes into the keyring and into
 * no file. Paths that are written into sources.conf by hand are used as they stand. */

#include "sources/source-config.h"

bool parl_certificate_import (ParlSourceConfig *config, const char *config_dir, char **key,
                              GError **error);
/* @key: (nullable): NULL: what the keyring has goes. One that the environment has is not kept. */
bool parl_certificate_keep_key (const char *source, const char *key, GCancellable *cancellable,
                                GError **error);
bool parl_certificate_lookup_key (const ParlSourceConfig *config, char **key,
                                  GCancellable *cancellable, GError **error);
void parl_certificate_remove_copies (const char *config_dir, const char *source);
