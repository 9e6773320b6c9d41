/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One fact in the words of one audience, apart from any board: the same fact in everyone's words.
 */

#include "audiences/board.h"
#include "audiences/wording.h"

ParlLine *parl_audience_say_fact (const ParlAudience *audience, const ParlFindings *findings,
                                  const ParlFact *fact);

ParlLine *parl_fact_words_say (ParlWording *wording, const ParlFact *fact);

/* The parts that do without an audience's own words. */
char *parl_fact_words_make_subject (const ParlAudience *audience, const ParlFindings *findings,
                                    const ParlFact *fact);
char *parl_fact_words_make_name (const ParlAudience *audience, const ParlFindings *findings,
                                 const ParlFact *fact);
char *parl_fact_words_make_value (const ParlFindings *findings, const ParlFact *fact, int digits);
char *parl_fact_words_make_window (ParlWindow window);
