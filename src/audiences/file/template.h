/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What an audience file says, parsed: templates of lines and cards. */

#include "analysis/catalogue.h"
#include "audiences/file/audience.h"
#include "charts/spec.h"
#include "settings/file.h"

#include <gio/gio.h>
#include <stdbool.h>

/* "ota-failure-rate;cohort=*;stop|over": the first fact of an id, of such a subject, in such a
 * state. */
typedef struct
{
  const ParlCatalogueEntry *entry;
  bool any_subject;  /* "*" */
  GPtrArray *keys;   /* (element-type utf8) exactly these keys */
  GPtrArray *values; /* (element-type utf8) "v2.3", "*", "!*+*", "@" or "@only" */
  char **aspects;    /* any of these; NULL: whichever */
} ParlFactRef;

/* How a fact is worded in one of its states. */
typedef struct
{
  char *text;      /* may be empty: say nothing */
  char *otherwise; /* where a number of `text` is missing; NULL: nothing */
  char *detail, *short_text;
  char *detail_otherwise;
  bool has_tone;
  ParlTone tone;
} ParlSentence;

typedef struct
{
  char *id;
  ParlFactRef *fact;
  unsigned each;         /* say it of the first so many facts; 1 if not set */
  GHashTable *with;      /* name -> ParlFactRef */
  GHashTable *templates; /* state -> ParlSentence */
} ParlLineTemplate;

typedef struct _ParlBoardChart ParlBoardChart; /* audiences/charts/board-chart.h */

typedef struct
{
  char *id;
  const ParlBoardChart *chart;
  char **titles, **lines, **notes; /* line ids */
  ParlFactRef *value;              /* the big number, or NULL */
  char *unit;
  ParlFactRef *of;   /* what the chart shows, or NULL */
  GHashTable *parts; /* name of a part of the chart -> line id */
  unsigned span;
  char *head;         /* the act that begins with it, or NULL */
  char *empty, *help; /* the title and the note where no title has anything to say */
} ParlCardTemplate;

/* A list of lines with its heading, and what is said where nothing else is. */
typedef struct
{
  char *head, *empty;
  char **lines;
} ParlColumnTemplate;

struct _ParlAudience
{
  char *id, *path;
  char **contexts; /* of translations: its own id, then the names of the files it builds on */
  char *name, *title, *summary, *empty, *stale, *unchanged;
  int order, digits;
  char **headlines, **bullets;
  GPtrArray *say;     /* (element-type ParlLineTemplate): what tells one fact alone */
  GPtrArray *what_if; /* (element-type ParlLineTemplate): the same of what is imagined */
  char **mains;       /* cards: the first that has a chart gives it to the page */
  ParlColumnTemplate changes, risks, actions;
  GPtrArray *cards;  /* (element-type ParlCardTemplate), in their order */
  GHashTable *lines; /* id -> ParlLineTemplate */
  GHashTable *words; /* token -> words */
  GHashTable *checks;
};

void parl_fact_ref_free (ParlFactRef *self);
ParlLineTemplate *parl_line_template_parse (const ParlSettingsFile *file, const char *group,
                                            GError **error);
void parl_line_template_free (ParlLineTemplate *self);
ParlCardTemplate *parl_card_template_parse (const ParlSettingsFile *file, const char *group,
                                            GError **error);
void parl_card_template_free (ParlCardTemplate *self);

ParlFactRef *parl_template_parse_ref (const ParlSettingsFile *file, const char *group,
                                      const char *key, GError **error);
bool parl_template_check_plain (const ParlSettingsFile *file, const char *group, const char *key,
                                GError **error);

/* One placeholder of a sentence: "{value} of updates failed, {rate.count:update|updates} in all".
 * Strings are valid during the callback only. */
typedef struct
{
  const char *ref;      /* before the dot; NULL: the line's own fact */
  const char *name;     /* "one-in", always small */
  const char *argument; /* after the colon; NULL: none */
  bool capital;         /* "{Cause}" begins with a capital: so does what fills it */
} ParlPlaceholder;

/* Returns: (transfer full) (nullable): what fills the placeholder; NULL: there is nothing to say.
 */
typedef char *(*ParlPlaceholderFill) (const ParlPlaceholder *placeholder, gpointer data);

char *parl_placeholders_fill (const char *text, ParlPlaceholderFill fill, gpointer data,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFactRef, parl_fact_ref_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlLineTemplate, parl_line_template_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlCardTemplate, parl_card_template_free)
