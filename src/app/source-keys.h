/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows of a source's further settings: those of its kind, and how it is asked. */

#include "sources/source-config.h"
#include "sources/source-kind.h"

#include <adwaita.h>

typedef struct _ParlSourceKeys ParlSourceKeys;

/* Fills @expander. Calls @changed when a row was edited. */
ParlSourceKeys *parl_source_keys_new (AdwExpanderRow *expander, const ParlSourceKind *kind,
                                      const ParlSourceConfig *config,
                                      void (*changed) (gpointer data), gpointer data);
void parl_source_keys_free (ParlSourceKeys *self); /* takes the rows away again */
/* Returns: false with CONFIG; the row that is wrong is marked. */
bool parl_source_keys_apply (ParlSourceKeys *self, ParlSourceConfig *config, GError **error);
