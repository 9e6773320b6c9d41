/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The descriptor of a kind of source: all that the rest of the program asks about a kind. Each kind
 * has a folder of its own and defines its descriptor there; nobody else knows its name. */

#include "model/harvest.h"
#include "model/snapshot.h"
#include "sources/http/http.h"
#include "settings/schema.h"

typedef struct _ParlSourceConfig ParlSourceConfig;

/* @done of @total steps; total 0: not known yet. Called on the calling thread. */
typedef void (*ParlSourceProgress) (const char *what, unsigned done, unsigned total, gpointer data);

/* Stores a part of what a sync brings, with its bookmark, so that it is known before the rest and
 * not asked for again if the rest never comes. False: the sync has to end. */
typedef bool (*ParlSourceKeep) (const ParlHarvest *part, gpointer data, GError **error);

/* One sync, or one test, of one source. Borrowed. */
typedef struct
{
  ParlHttp *http; /* NULL: a file */
  const ParlSourceConfig *config;
  const ParlKnown *known; /* what history holds; empty for a test */
  ParlTime now;
  const char *rules_dir;       /* with the user's causes.rules; NULL: only the built-in ones */
  const char *data_dir;        /* what Parlance brings along: causes.rules */
  ParlSourceProgress progress; /* or NULL */
  ParlSourceKeep keep;         /* or NULL: all is brought at the end */
  gpointer data;               /* of both */
  GCancellable *cancellable;
  struct _ParlSourceVerdict *verdict; /* or NULL: what a test fills in */
} ParlSourceCall;

/* What a test finds beside its lines. */
typedef struct _ParlSourceVerdict
{
  bool is_partial;      /* a part of what a sync asks for can't be read */
  unsigned feeds;       /* of ParlFeeds: what there is; 0: the test can't tell */
  GStrvBuilder *values; /* NULL, or gets key, value, key, value of settings that would fit */
} ParlSourceVerdict;

void parl_source_call_set_partial (const ParlSourceCall *self);
void parl_source_call_note_found (const ParlSourceCall *self, unsigned feeds);
void parl_source_call_propose (const ParlSourceCall *self, const char *key, const char *value);

/* What `progress` calls a step, and what people call what is read in it. */
typedef struct
{
  const char *what;
  const char *title; /* N_() */
} ParlSourceStep;

/* What a source has, as far as its kind shows it: the raw answer to one request, and beside it the
 * first rows as they are understood. */
typedef struct
{
  char *title;   /* which request it is */
  char *request; /* "GET /devices?limit=100", without host and secrets */
  char *file;    /* which says what the answers mean */
  char *body;    /* the answer as it came, at least its beginning; valid UTF-8 */
  char *rows_at; /* path of the rows in the body */
  char **columns;
  GPtrArray *rows; /* (element-type GStrv): as many cells as columns; "": not known */
  unsigned n_rows, n_understood;
  GPtrArray *notes; /* (element-type utf8): what was left out, and why; of a failure first that */
  bool is_failed;
} ParlPreview;

void parl_preview_free (ParlPreview *self);
/* How the file calls the value at @offset, in bytes, of the body: "@.name"; NULL: there is none */
char *parl_preview_dup_path (const ParlPreview *self, size_t offset);
char *parl_preview_dup_count (const ParlPreview *self); /* for people; NULL: it failed */

/* Where files lie that settings name: the user's own, and those that Parlance brings along. */
typedef struct
{
  const char *user_dir; /* NULL: none */
  const char *data_dir; /* NULL: none */
} ParlSourceDirs;

/* A setting that others of the same source call for, such as "Value.project". */
typedef struct
{
  char *key;
  char *title;      /* for people, as its file says it */
  char *initial;    /* NULL: there is none */
  bool is_optional; /* else it has to be set where there is no initial value */
} ParlSourceExtra;

void parl_source_extra_free (ParlSourceExtra *self);

typedef struct
{
  const char *name;            /* in sources.conf and in the history: "hawkbit" */
  const char *title;           /* N_(): in a list to choose from */
  const char *example;         /* N_(): what a first source of this kind is called */
  unsigned feeds;              /* of ParlFeeds */
  bool reads_file;             /* else it asks a server */
  const char *login;           /* path that gives a token for Auth=basic; NULL: user and password go
                                  with each request */
  ParlSettingsGroup settings;  /* its own before those that it shares, which are the base */
  const ParlSourceStep *steps; /* the last has no name */
  const char *const *pages; /* paths of its web pages, which people copy along with the address; may
                               be NULL */

  /* See parl_source_sync() and parl_source_test(). */
  ParlHarvest *(*sync) (const ParlSourceCall *call, GError **error);
  char **(*test) (const ParlSourceCall *call, GError **error);
  GPtrArray *(*preview) (const ParlSourceCall *call, GError **error); /* NULL: shows nothing */

  /* Of a kind whose settings name files; else NULL. What one source feeds, of ParlFeeds; which
   * values of a key there are files for, NULL: of any key but that; which further settings those
   * that are set call for, (element-type ParlSourceExtra); NULL: a file can't be read. */
  unsigned (*find_feeds) (const ParlSourceConfig *config, const ParlSourceDirs *dirs);
  char **(*list_choices) (const char *key, const ParlSourceDirs *dirs);
  GPtrArray *(*list_extras) (const ParlSourceConfig *config, const ParlSourceDirs *dirs,
                             GError **error);
} ParlSourceKind;

/* All kinds, in the order in which they are shown. */
#define PARL_SOURCE_KINDS(KIND)                                                                    \
  KIND (hawkbit)                                                                                   \
  KIND (mender)                                                                                    \
  KIND (prometheus)                                                                                \
  KIND (counts)                                                                                    \
  KIND (json)

#define PARL_DECLARE_KIND(name) extern const ParlSourceKind parl_kind_##name;
PARL_SOURCE_KINDS (PARL_DECLARE_KIND)
#undef PARL_DECLARE_KIND

/* @config: (nullable): a source of that kind */
unsigned parl_source_kind_find_feeds (const ParlSourceKind *self, const ParlSourceConfig *config,
                                      const ParlSourceDirs *dirs);
char *parl_feeds_dup_words (unsigned feeds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlPreview, parl_preview_free)

const ParlSourceKind *parl_source_kind_get (unsigned index); /* NULL behind the last */
const ParlSourceKind *parl_source_kind_find (const char *name);

extern const char *const parl_source_kind_names[]; /* NULL-terminated */
char *parl_source_kind_dup_names (void);           /* "hawkbit, prometheus or counts" */

/* Settings that several kinds share; the first says what is asked. */
extern const ParlSettingsGroup parl_server_settings;
extern const ParlSettingsGroup parl_file_settings;

/* @self: (nullable): NULL: of any server */
const ParlSettingsGroup *parl_source_kind_get_settings (const ParlSourceKind *self);
const char *parl_source_kind_get_address_key (const ParlSourceKind *self); /* Url or File */
