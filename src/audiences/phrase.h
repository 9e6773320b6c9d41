/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The text that fills one placeholder of a template, made from one fact. */

#include "analysis/findings.h"
#include "audiences/format.h"
#include "audiences/file/template.h"

/* All that a phrase is made from. */
typedef struct
{
  const ParlAudience *audience;
  const ParlFindings *findings;
  const ParlFact *fact;
  bool plain_shares;  /* never "1 in N": one of the sentence's shares cannot be said so */
  bool is_translated; /* the sentence is a translator's */
  GPtrArray *facts;   /* (nullable): gets those besides `fact` that the words rest on */
} ParlPhraseContext;

char *parl_phrase_make (const ParlPhraseContext *context, const ParlPlaceholder *placeholder);
char *parl_phrase_make_value (const ParlFindings *findings, const ParlFact *fact, int digits);
char *parl_phrase_join_words (const GPtrArray *words);
char *parl_phrase_list_checks (const ParlAudience *audience, const GArray *checks);
char *parl_phrase_choose_noun (const char *forms, double count, bool is_translated);
int parl_phrase_get_one_in (const ParlFact *fact, const char *name);
char *parl_phrase_find_word (const ParlAudience *audience, const ParlFindings *findings,
                             const ParlFact *fact, const char *key);
char *parl_phrase_translate_word (const ParlAudience *audience, const char *token);
char *parl_phrase_find_check (const ParlAudience *audience, const char *cause);
char *parl_phrase_find_rollout (const ParlFindings *findings, const char *rollout,
                                const char *stage);
int parl_phrase_get_digits (const ParlAudience *audience, ParlUnit unit);
char *parl_phrase_find_milestone (const ParlFindings *findings, const char *id);
char *parl_phrase_format_day (ParlTime day);
