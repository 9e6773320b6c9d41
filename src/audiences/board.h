/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What one audience sees: sentences, finished numbers and chart specs, in order. Pure data, the
 * same for window, page and text; it holds no arithmetic. */

#include "analysis/findings.h"
#include "audiences/file/audience.h"
#include "charts/spec.h"

/* One thing said about one fact. */
typedef struct
{
  ParlTone tone;        /* which glyph stands before it */
  char *text;           /* the sentence or message, no full stop where it is a title */
  char *detail;         /* a second, lighter line; NULL: none */
  char *short_text;     /* for narrow places; NULL: none */
  const ParlFact *fact; /* borrowed from the findings; NULL: none */
  GPtrArray *others;    /* (element-type ParlFact), borrowed: further facts whose numbers or names
                           stand in it; NULL: none */
} ParlLine;

/* A card of the board. */
typedef struct
{
  char *id;   /* as in the audience file */
  char *head; /* the act that begins with this card: "Where we stand"; or NULL */
  ParlLine *title;
  char *value, *unit;    /* the big number, or NULL */
  const ParlFact *fact;  /* whose number that is; borrowed, or NULL */
  char *verdict;         /* "Missed", or NULL */
  ParlTone tone;         /* of the verdict */
  ParlChartSpec *chart;  /* or NULL */
  GPtrArray *lines;      /* (element-type ParlLine) below the chart */
  char *note;            /* n, interval, source; or NULL */
  GPtrArray *note_facts; /* (element-type ParlFact), borrowed: whose numbers stand in it; or NULL */
  char *scope;           /* "nano, all sites · last 7 days", for a card alone; NULL: as usual */
  unsigned span;         /* of 12 columns */
  bool is_empty;         /* nothing to show: title and note say why, and what to do */
  char *reading;         /* the source that is being read and may fill it, or NULL */
} ParlCard;

typedef struct
{
  const ParlFindings *findings; /* a reference is held */
  char *audience;               /* id: "exec" */
  char *name;                   /* "Exec" */
  char *title;                  /* "Executive review" */
  ParlLine *headline;
  GPtrArray *cards;          /* (element-type ParlCard) */
  const ParlCard *main_card; /* whose chart the report page shows; borrowed */
  GPtrArray *bullets;        /* (element-type ParlLine), at most four */
  char *changes_head, *risks_head, *actions_head;
  GPtrArray *changes; /* (element-type ParlLine): against the window before */
  GPtrArray *risks;
  GPtrArray *actions;   /* what the facts recommend */
  char *what_if_head;   /* "What if": stands over what is imagined, wherever it is said */
  GPtrArray *what_if;   /* (element-type ParlLine): what would be; empty without a what-if */
  char *period;         /* "24 Oct – 20 Nov 2026 against 26 Sep – 23 Oct" */
  char *scope;          /* filters and n */
  GPtrArray *freshness; /* (element-type ParlLine): one a source: "hawkBit 21 Nov 09:28" */
  bool is_stale;        /* a source that the board needs is stale: no verdict is spoken */
  bool is_partial;      /* a source brought less than asked for, or nothing yet */
  bool has_data;        /* at least one fact of the board has a value */
  GPtrArray *facts;     /* (element-type ParlFact), borrowed: all that the board speaks of, once */
} ParlBoard;

ParlBoard *parl_board_new (const ParlAudience *audience, const ParlFindings *findings);
ParlBoard *parl_board_ref (const ParlBoard *self);
void parl_board_unref (ParlBoard *self);
char **parl_board_dup_caveats (const ParlBoard *self);
char *parl_board_dup_as_of (const ParlBoard *self);
/* Plain text, for mail, terminals and alt text: every sentence and every chart in words. */
char *parl_board_to_text (const ParlBoard *self);
char *parl_board_to_markdown (const ParlBoard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlBoard, parl_board_unref)
