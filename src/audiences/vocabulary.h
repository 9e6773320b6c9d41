/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What an audience file may say: the facts there are, the states they may be in, the placeholders
 * of a template. Closed lists, so that a slip of the pen is found when the file is read. */

#include "analysis/catalogue.h"
#include "charts/spec.h"

char *parl_vocabulary_list_facts (void);
bool parl_vocabulary_has_aspect (const ParlCatalogueEntry *entry, const char *aspect);
bool parl_vocabulary_has_subject (const ParlCatalogueEntry *entry, const char *key);
bool parl_vocabulary_has_state (const ParlCatalogueEntry *entry, const char *state);
char *parl_vocabulary_list_states (const ParlCatalogueEntry *entry);
bool parl_vocabulary_has_placeholder (const char *name);
char *parl_vocabulary_list_placeholders (void);
bool parl_vocabulary_tone_from_string (const char *text, ParlTone *tone);

char **parl_vocabulary_get_states (const ParlFact *fact, double minimum_n);
ParlTone parl_vocabulary_get_tone (const ParlFact *fact, double minimum_n);
bool parl_vocabulary_is_silent (const ParlFact *fact, double minimum_n);
