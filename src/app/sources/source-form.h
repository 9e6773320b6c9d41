/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the source editor's fields hold, and what is wrong with it, field by field. No widget. */

#include "sources/source-config.h"
#include "sources/source-kind.h"

#include <gio/gio.h>

typedef enum
{
  PARL_FIELD_NAME,
  PARL_FIELD_URL,
  PARL_FIELD_PLAIN,
  PARL_FIELD_USER,
  PARL_FIELD_SECRET,
  PARL_FIELD_MORE, /* the keys of the kind */
  PARL_N_FIELDS
} ParlField;

/* Borrowed. */
typedef struct
{
  const ParlSourceKind *kind;
  const char *name;
  const char *url;  /* as typed; of a kind that reads a file its path */
  const char *auth; /* as in sources.conf: "none", "basic" */
  const char *user;
  bool has_secret;          /* one was typed */
  bool allow_plain;         /* http to another machine was confirmed */
  ParlSourceConfig *before; /* what is changed; NULL: a new source */
  GListModel *sources;      /* (element-type ParlSourceItem): names that are taken */
} ParlSourceForm;

char *parl_source_form_normalize_url (const char *text);
bool parl_source_form_is_plain (const char *url);
/* A name for a new source of @kind that none of @sources has; transfer full. */
char *parl_source_form_dup_free_name (const ParlSourceKind *kind, GListModel *sources);
/* Whether the keyring's secret goes on to be the right one. */
bool parl_source_form_keeps_secret (const ParlSourceForm *self);
bool parl_source_form_needs_user (const ParlSourceForm *self);
const char *parl_source_form_get_secret_title (const ParlSourceForm *self);
/* NULL: nothing wrong; "": something is still to be filled in; else a sentence. */
char *parl_source_form_dup_flaw (const ParlSourceForm *self, ParlField field);
/* Without the keys of its kind. */
ParlSourceConfig *parl_source_form_new_config (const ParlSourceForm *self, GError **error);
/* All fields in one text, to see whether anything was changed; @config: NULL: they make no sense.
 * Holds no secret. */
char *parl_source_form_dup_state (const ParlSourceForm *self, const ParlSourceConfig *config);
ParlField parl_source_form_find_field (const GError *error); /* that a failure concerns */
unsigned parl_source_form_propose_kind (GListModel *sources);
