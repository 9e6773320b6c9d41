/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a client asked for, summed up: one entry for all requests of one shape, so that it stays
 * small however many there were. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct
{
  char *what; /* "GET /rest/v1/targets/…/actions/…/status" */
  unsigned n, n_failed;
  unsigned n_denied;     /* of those that failed: the server does not let us */
  uint64_t bytes;        /* of all bodies, after decompression */
  int64_t took, slowest; /* ms: of all last tries together, of one */
  char *problem;         /* the last failure, one sentence; NULL: none */
} ParlJournalEntry;

/* One request that is over. */
typedef struct
{
  const char *method, *path; /* with its query */
  size_t bytes;
  int64_t took; /* ms */
  bool denied;
  const char *problem; /* NULL: it was answered */
} ParlJournalNote;

GPtrArray *parl_journal_new (void); /* (element-type ParlJournalEntry): in the order of the first */
void parl_journal_add (GPtrArray *journal, const ParlJournalNote *note);
ParlJournalEntry *parl_journal_append (GPtrArray *journal, const char *what); /* zeros */
