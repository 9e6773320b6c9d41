/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Answers to words that somebody types: sentences of the board, facts, parts of the fleet, rows.
 * No widget. */

#include "analysis/choices.h"
#include "audiences/board.h"

typedef struct
{
  char *text;
  char *detail;       /* NULL: none */
  const char *icon;   /* NULL: the tone's sign */
  ParlTone tone;      /* of a sentence or fact */
  const char *action; /* what choosing it does: "win.fact" */
  char *target;       /* the action's parameter, a string */
} ParlAnswer;

void parl_answer_free (ParlAnswer *self);

/* @choices: what of the fleet can be filtered by
 * @query: as it was typed
 * Returns: (transfer full) (element-type ParlAnswer): the board's sentences first, then further
 *   facts in the audience's words, then filters, then the rows; empty without a word. Where nothing
 *   speaks of all words, words that name a part of the fleet are left to its filter */
GPtrArray *parl_answers_new (const ParlBoard *board, const ParlAudience *audience,
                             const ParlChoices *choices, const char *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlAnswer, parl_answer_free)
