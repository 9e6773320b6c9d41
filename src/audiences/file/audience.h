/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A parsed .audience file: which cards in which order, and how each fact is worded. The format is
 * documented at the top of data/audiences/engineer.audience. */

#include <gio/gio.h>

typedef struct _ParlAudience ParlAudience;

#define PARL_AUDIENCE_ERROR (parl_audience_error_quark ())
GQuark parl_audience_error_quark (void);
typedef enum
{
  PARL_AUDIENCE_ERROR_NOT_FOUND, /* no audience of that name; the message lists those there are */
  PARL_AUDIENCE_ERROR_INVALID    /* the file, line, group and key that are wrong */
} ParlAudienceError;

ParlAudience *parl_audience_load (const char *path, const char *data_dir, GError **error);
/* Looks in the user's folder first, then in the built-in one. */
ParlAudience *parl_audience_find (const char *id, const char *user_dir, const char *data_dir,
                                  GError **error);
/* All of both folders, in their order; files that don't parse are told in @problems. */
GPtrArray *parl_audience_load_all (const char *user_dir, const char *data_dir,
                                   const GPtrArray *before, GPtrArray *problems);
/* Of such a list, (transfer none) (nullable) the one of that id, and (transfer full) all ids in
 * their order. */
ParlAudience *parl_audiences_find (const GPtrArray *audiences, const char *id);
char **parl_audiences_list_ids (const GPtrArray *audiences);
/* Ids in their order, NULL-terminated; files that don't parse are told in @problems. */
char **parl_audience_list (const char *user_dir, const char *data_dir, GPtrArray *problems);
ParlAudience *parl_audience_ref (ParlAudience *self);
void parl_audience_unref (ParlAudience *self);
const char *parl_audience_get_id (const ParlAudience *self);
const char *parl_audience_translate (const ParlAudience *self, const char *text);
const char *parl_audience_get_name (const ParlAudience *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlAudience, parl_audience_unref)
