/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which servers and files there are: the key file `sources.conf` in the user's config folder,
 * written by hand or by `parlance-cli source add`. Never holds a secret. One group a source:
 *
 *   [Source updates]
 *   Kind=hawkbit
 *   Url=https://updates.example.com
 *   Timeout=60
 *
 * Which keys there are stands in the descriptors of the kinds (source-kind.h), and for people in
 * docs/sources.md. Values stand as they are, without the escapes of other key files, so that a
 * query can be copied. */

#include "settings/layers.h"
#include "sources/http/http.h"

typedef struct _ParlSourceConfig ParlSourceConfig;

/* Sources of the administrator stand below the user's. What they state is fixed; what they leave
 * open, such as who signs in, the user adds in a group of the same name without Kind and address.
 * A user's whole source that has the name of one of the administrator's is left out, and so are
 * additions to a source that is not there any more. */
ParlSettingsLayers *parl_source_config_new_layers (const char *own_dir, const char *system_dir);
/* (transfer full) (element-type ParlSourceConfig); a missing file is an empty list. */
GPtrArray *parl_source_config_load (const ParlSettingsLayers *files, GError **error);
/* (transfer none) (nullable): the one of that name in such a list. */
ParlSourceConfig *parl_source_config_find (const GPtrArray *sources, const char *name);
bool parl_source_config_save (const ParlSettingsLayers *files, const ParlSourceConfig *config,
                              GError **error);
bool parl_source_config_remove (const ParlSettingsLayers *files, const char *name, GError **error);

/* @address: what is asked: an URL, or of a kind that reads a file its path */
ParlSourceConfig *parl_source_config_new (const char *name, const char *kind, const char *address);
ParlSourceConfig *parl_source_config_ref (ParlSourceConfig *self);
void parl_source_config_unref (ParlSourceConfig *self);
const char *parl_source_config_get_name (const ParlSourceConfig *self);
const char *parl_source_config_get_kind (const ParlSourceConfig *self);
const char *parl_source_config_get_address (const ParlSourceConfig *self); /* URL or path */
const char *parl_source_config_get_url (const ParlSourceConfig *self);     /* NULL: a file */
const char *parl_source_config_get_file (const ParlSourceConfig *self);    /* NULL: a server */
const char *parl_source_config_get_user (const ParlSourceConfig *self);
ParlAuth parl_source_config_get_auth (const ParlSourceConfig *self);
bool parl_source_config_get_paused (const ParlSourceConfig *self);
/* Any key of the group; NULL when unset. */
const char *parl_source_config_get (const ParlSourceConfig *self, const char *key);
/* The same; its default when unset. */
const char *parl_source_config_get_or_default (const ParlSourceConfig *self, const char *key);
bool parl_source_config_is_managed (const ParlSourceConfig *self); /* the administrator's */
bool parl_source_config_is_fixed (const ParlSourceConfig *self, const char *key); /* by him */
bool parl_source_config_is_path (const ParlSourceConfig *self, const char *key, const char *value);
bool parl_source_config_set (ParlSourceConfig *self, const char *key, const char *value,
                             GError **error); /* refuses unknown keys and bad values */
bool parl_source_config_get_http_options (const ParlSourceConfig *self, ParlHttpOptions *options,
                                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSourceConfig, parl_source_config_unref)
