/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Says a line of an audience about facts. */

#include "audiences/board.h"
#include "audiences/file/template.h"

typedef struct
{
  const ParlAudience *audience;
  const ParlFindings *findings;
  GPtrArray *spoken; /* (element-type ParlFact), borrowed: all that was spoken of, once */
  GPtrArray *trace;  /* (element-type utf8) (nullable): "id{subject} placeholder = words" */
} ParlWording;

ParlLine *parl_line_new (ParlTone tone, const char *text, const ParlFact *fact);
void parl_line_free (ParlLine *self);

void parl_wording_note (ParlWording *self, const ParlFact *fact);
char *parl_wording_say_plain (const ParlWording *self, const char *text);
bool parl_wording_means (const ParlWording *self, const ParlFactRef *ref, const ParlFact *fact);
const ParlFact *parl_wording_find (const ParlWording *self, const ParlFactRef *ref, unsigned index);
ParlLine *parl_wording_say (ParlWording *self, const char *line_id, const ParlFact *fact);
ParlLine *parl_wording_say_state (ParlWording *self, const ParlLineTemplate *template,
                                  const ParlFact *fact, const char *state);
ParlLine *parl_wording_say_first (ParlWording *self, char **line_ids);
void parl_wording_say_all (ParlWording *self, char **line_ids, unsigned max, GPtrArray *lines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlLine, parl_line_free)
