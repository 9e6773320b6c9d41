/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One configured server, or file, whatever kind it is, ready to be read. All calls block and belong
 * on a worker thread, one thread at a time for each source. */

#include "sources/source-config.h"
#include "sources/source-kind.h"

typedef struct _ParlSource ParlSource;

/* Copied. */
typedef struct
{
  const char *secret;        /* password or token; not needed for Auth=none; kept in memory only */
  const char *rules_dir;     /* with the user's causes.rules; NULL: only the built-in ones */
  const char *data_dir;      /* what Parlance brings along: causes.rules, mappings/ */
  GCancellable *cancellable; /* of asking the keyring; borrowed for the call; may be NULL */
} ParlSourceOptions;

ParlSource *parl_source_new (ParlSourceConfig *config, const ParlSourceOptions *options,
                             GError **error);
void parl_source_free (ParlSource *self);

/* What was asked of the server so far, see http/journal.h; NULL: a file. */
GPtrArray *parl_source_get_journal (ParlSource *self);

/* Has the following syncs hand out finished parts; @keep gets the data that the sync is given. */
void parl_source_set_keep (ParlSource *self, ParlSourceKeep keep);

/* Brings what is new since @known. On an error nothing is to be stored; a part that is missing is
 * a warning in the harvest. */
ParlHarvest *parl_source_sync (ParlSource *self, const ParlKnown *known, ParlTime now,
                               ParlSourceProgress progress, gpointer data,
                               GCancellable *cancellable, GError **error);

/* What is there: server and version, counts, series with a sample value and unit, and what the
 * credentials may not see; one finding a line. @verdict: (nullable) */
char **parl_source_test (ParlSource *self, ParlTime now, ParlSourceVerdict *verdict,
                         GCancellable *cancellable, GError **error);

/* The one sentence of a test, for the window and the command line: whether the source works, and
 * what for. */
char *parl_source_verdict_dup_words (const ParlSourceVerdict *self, const ParlSourceConfig *config,
                                     const ParlSourceDirs *dirs);

/* The raw answers beside what is understood of them; (transfer full) (element-type ParlPreview).
 * CONFIG for a kind that shows nothing. */
GPtrArray *parl_source_preview (ParlSource *self, ParlTime now, GCancellable *cancellable,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSource, parl_source_free)
