/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From what a device said when an update failed to a cause code: "disk-space". The rules are text
 * files that people may read and extend; what a rule looks like stands in data/causes.rules. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _ParlCauses ParlCauses;

ParlCauses *parl_causes_new (void);
ParlCauses *parl_causes_load (const char *user_file, const char *data_dir, GPtrArray *warnings,
                              GError **error);
bool parl_causes_add_file (ParlCauses *self, const char *path, GError **error);
const char *parl_causes_find (const ParlCauses *self, const char *message, const int64_t *code);
void parl_causes_free (ParlCauses *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlCauses, parl_causes_free)
