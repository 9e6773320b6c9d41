/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A settings file: groups in brackets, lines of Key=Value, comments behind "#". Read strictly, and
 * written with its comments and order. settings/schema.h says what may stand in one.
 *
 * Not GKeyFile, which merges a group or key that stands twice and knows no line numbers. A key may
 * have translations, Title[de]=…; texts know the escapes \s \n \t \r \\ and, in lists, \; */

#include <glib.h>
#include <stdbool.h>

#define PARL_SETTINGS_ERROR (parl_settings_error_quark ())
GQuark parl_settings_error_quark (void);
typedef enum
{
  PARL_SETTINGS_ERROR_UNREADABLE, /* the file can't be opened or read */
  PARL_SETTINGS_ERROR_INVALID, /* file, line, group and key that are wrong, and what is allowed */
  PARL_SETTINGS_ERROR_UNWRITABLE
} ParlSettingsError;

typedef struct _ParlSettingsFile ParlSettingsFile;

ParlSettingsFile *parl_settings_file_new (const char *path); /* empty */
/* A file that does not exist is empty. */
ParlSettingsFile *parl_settings_file_load (const char *path, GError **error);
ParlSettingsFile *parl_settings_file_load_existing (const char *path, GError **error);
bool parl_settings_file_save (ParlSettingsFile *self, GError **error);
void parl_settings_file_free (ParlSettingsFile *self);
const char *parl_settings_file_get_path (const ParlSettingsFile *self);

/* Reading. NULL, NAN: the key is not there. */
char **parl_settings_file_list_groups (const ParlSettingsFile *self);
char **parl_settings_file_list_keys (const ParlSettingsFile *self, const char *group);
bool parl_settings_file_has_group (const ParlSettingsFile *self, const char *group);
const char *parl_settings_file_get (const ParlSettingsFile *self, const char *group,
                                    const char *key);
char *parl_settings_file_dup_text (const ParlSettingsFile *self, const char *group,
                                   const char *key);
char **parl_settings_file_dup_list (const ParlSettingsFile *self, const char *group,
                                    const char *key);
double parl_settings_file_get_number (const ParlSettingsFile *self, const char *group,
                                      const char *key);

const char *parl_settings_file_get_origin (const ParlSettingsFile *self, const char *group,
                                           const char *key);

/* Writing. @value: as it is to stand in the file; NULL: takes the key away. */
void parl_settings_file_set (ParlSettingsFile *self, const char *group, const char *key,
                             const char *value);
void parl_settings_file_inherit (ParlSettingsFile *self, const ParlSettingsFile *base);
void parl_settings_file_remove_group (ParlSettingsFile *self, const char *group);

/* @key: (nullable): NULL where it is the group itself. Returns: false, with an error that names
 * file, line, group and key before what the caller says. */
bool parl_settings_file_refuse (const ParlSettingsFile *self, const char *group, const char *key,
                                GError **error, const char *format, ...) G_GNUC_PRINTF (5, 6);

/* For files of another format, such as tables with one row a line: the lines of a file, valid
 * UTF-8, and the same form for what is wrong with one. NULL, false: with a PARL_SETTINGS_ERROR. */
char **parl_settings_load_lines (const char *path, GError **error);
bool parl_settings_refuse_line (const char *path, unsigned number, GError **error,
                                const char *reason);

/* For whoever reads one value: escapes taken out; NULL where they are none. @list: also "\;". */
char *parl_settings_unescape (const char *value, bool list);
char **parl_settings_split (const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSettingsFile, parl_settings_file_free)
