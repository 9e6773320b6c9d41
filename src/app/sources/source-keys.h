/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows of the keys of a kind of source, below an expander: of the kind's own settings, and of
 * those that the chosen values call for. */

#include "sources/source-config.h"
#include "sources/source-kind.h"

#include <adwaita.h>

typedef struct _ParlSourceKeys ParlSourceKeys;
typedef void (*ParlSourceKeysFunc) (gpointer data);

ParlSourceKeys *parl_source_keys_new (AdwExpanderRow *expander, ParlSourceKeysFunc edited,
                                      gpointer data);
void parl_source_keys_free (ParlSourceKeys *self);
void parl_source_keys_fill (ParlSourceKeys *self, const ParlSourceKind *kind,
                            const ParlSourceConfig *config);
void parl_source_keys_fill_extras (ParlSourceKeys *self, const ParlSourceConfig *config);
bool parl_source_keys_apply (ParlSourceKeys *self, ParlSourceConfig *config, GError **error);
void parl_source_keys_set (ParlSourceKeys *self, const char *key, const char *value);
char *parl_source_keys_dup_extras (ParlSourceKeys *self);
/* @row: of one key, here or anywhere else; @config: (nullable) */
void parl_source_keys_mark_fixed (const ParlSourceConfig *config, const char *key, gpointer row);
