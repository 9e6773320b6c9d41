/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From what a device said when an update failed to a cause code: "disk-space". The rules are text
 * files that people may read and extend; what a rule looks like stands in data/causes.rules. */

#include "model/attempt.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _ParlCauses ParlCauses;

/* What decides about a message. Rules stand in a file from the most specific to the most common, so
 * of two that fit, the one with the lower rank says more. */
typedef struct
{
  const char *cause;
  unsigned rank;     /* place among all rules; G_MAXUINT: no rule fits */
  const char *place; /* file and line; NULL: no rule fits */
  const char *rule;  /* that line */
} ParlCauseMatch;

#define PARL_CAUSE_NO_MATCH ((ParlCauseMatch){ PARL_CAUSE_UNKNOWN, G_MAXUINT, NULL, NULL })

ParlCauses *parl_causes_new (void);
ParlCauses *parl_causes_load (const char *user_file, const char *data_dir, GPtrArray *warnings,
                              GError **error);
bool parl_causes_add_file (ParlCauses *self, const char *path, GError **error);
ParlCauseMatch parl_causes_match (const ParlCauses *self, const char *message, const int64_t *code);
ParlCauseMatch parl_causes_match_lines (const ParlCauses *self, const GPtrArray *lines,
                                        const char **deciding);
char *parl_causes_dup_message (const GPtrArray *lines, const char *deciding);
void parl_causes_free (ParlCauses *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlCauses, parl_causes_free)
