/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One configured server, or file, whatever kind it is. All calls block and belong on a worker
 * thread, one thread at a time for each source. */

#include "model/harvest.h"
#include "sources/source-config.h"

typedef struct _ParlSource ParlSource;

/* @done of @total steps; total 0: not known yet. Called on the calling thread. */
typedef void (*ParlSourceProgress) (const char *what, unsigned done, unsigned total, gpointer data);

/* @secret: (nullable): copied, kept in memory only. */
ParlSource *parl_source_new (ParlSourceConfig *config, const char *secret, GError **error);
void parl_source_free (ParlSource *self);

/* Brings what is new since @known. On an error nothing is to be stored; a part that is missing is
 * a warning in the harvest. */
ParlHarvest *parl_source_sync (ParlSource *self, const ParlKnown *known, ParlTime now,
                               ParlSourceProgress progress, gpointer data,
                               GCancellable *cancellable, GError **error);

/* What is there: server and version, counts, series with a sample value and unit, and what the
 * credentials may not see; one finding a line. */
char **parl_source_test (ParlSource *self, ParlTime now, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSource, parl_source_free)

/* For the kinds: what each of them provides to source.c. A kind that reads a file has no @http. */
typedef struct
{
  const char *kind;
  ParlHarvest *(*sync) (ParlHttp *http, const ParlSourceConfig *config, const ParlKnown *known,
                        ParlTime now, ParlSourceProgress progress, gpointer data,
                        GCancellable *cancellable, GError **error);
  char **(*test) (ParlHttp *http, const ParlSourceConfig *config, ParlTime now,
                  GCancellable *cancellable, GError **error);
} ParlSourceKind;

extern const ParlSourceKind parl_counts;
extern const ParlSourceKind parl_hawkbit;
extern const ParlSourceKind parl_prometheus;
