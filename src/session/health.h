/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the last reading of a source went: what was asked, how long it took, what failed and why. One
 * small file a source, beside the history, written anew at each reading. */

#include "model/instant.h"
#include "sources/http/journal.h"

typedef struct
{
  ParlTime at;        /* when it began */
  ParlTime took;      /* how long it took */
  char *server;       /* what answered; NULL: not known */
  char *error;        /* why it brought nothing; NULL: it brought something */
  char **warnings;    /* what is missing, a sentence each */
  GPtrArray *journal; /* (element-type ParlJournalEntry): what was asked; of a file nothing */
} ParlHealth;

bool parl_health_save (const ParlHealth *self, const char *state_dir, const char *source,
                       GError **error);
/* @health: (out) (nullable): NULL: it was never read. */
bool parl_health_load (const char *state_dir, const char *source, ParlHealth **health,
                       GError **error);
void parl_health_free (ParlHealth *self);

/* For people; transfer full. */
char *parl_health_dup_summary (const ParlHealth *self, ParlTime now);
char **parl_health_list_needs (const ParlHealth *self); /* rights that are missing, a line each */
char *parl_health_dup_line (const ParlJournalEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHealth, parl_health_free)
