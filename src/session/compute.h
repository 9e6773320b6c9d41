/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Computes facts and boards from a session's history, for the window and for the tool alike. */

#include "analysis/choices.h"
#include "analysis/what-if.h"
#include "audiences/board.h"
#include "session/session.h"

/* Everything that is shown of one instant: all of it from the same snapshot. Not changed after it
 * is made; may be read on every thread. Before the first computation it holds audiences alone. */
typedef struct
{
  ParlSnapshot *snapshot;
  ParlChoices *choices; /* what a scope may name in that snapshot */
  ParlFindings *findings;
  GPtrArray *audiences; /* (element-type ParlAudience), in their order */
  char **ids;           /* theirs, %NULL-terminated */
  GPtrArray *boards;    /* (element-type ParlBoard), one an audience, in the same order */
  GPtrArray *problems;  /* (element-type utf8): of audience files that can't be used */
} ParlComputed;

typedef struct
{
  const ParlScope *scope;        /* NULL: the whole fleet, the last 28 days */
  bool scope_must_exist;         /* refuse a scope that names what the snapshot doesn't have */
  const ParlTargets *targets;    /* NULL: the session's */
  GArray *checks;                /* (element-type ParlCheck): what if; completed; NULL: nothing */
  const char *const *audiences;  /* ids, each of which must be right; NULL: all that are */
  const char *const *being_read; /* names of sources, for the first time; NULL: none */
  const ParlComputed *before;    /* what was computed last, or NULL */
  bool keep_snapshot;            /* take its snapshot: history holds nothing new */
  bool keep_audiences;           /* take its audiences: their files are as they were */
} ParlQuestion;

ParlComputed *parl_computed_new (ParlSession *session);
ParlComputed *parl_session_compute (ParlSession *session, const ParlQuestion *question,
                                    ParlTime as_of, GError **error);
ParlBoard *parl_computed_get_board (const ParlComputed *self, const char *audience);
ParlAudience *parl_computed_get_audience (const ParlComputed *self, const char *id);
ParlBoard *parl_computed_imagine_board (const ParlComputed *self, const char *audience,
                                        const GArray *checks);
void parl_computed_free (ParlComputed *self);

ParlSnapshot *parl_session_snapshot (ParlSession *session, ParlTime as_of, GError **error);
ParlEvidence *parl_session_evidence (ParlSession *session, const ParlFindings *findings,
                                     const ParlFact *fact, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlComputed, parl_computed_free)
