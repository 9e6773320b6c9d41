/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parses, edits and writes settings files line by line. Knows no setting by name. */
#include "config.h"

#include "settings/file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

G_DEFINE_QUARK (parl - settings - error - quark, parl_settings_error)

bool
parl_settings_refuse_line (const char *path, unsigned number, GError **error, const char *reason)
{
  g_set_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID, _ ("%s, line %u: %s"), path,
               number, reason);
  return false;
}

static char **
split_lines (const char *path, const char *text, size_t length, GError **error)
{
  const char *bad;

  if (!g_utf8_validate_len (text, length, &bad))
    {
      unsigned number = 1;
      for (const char *at = text; at < bad; at++)
        number += *at == '\n';
      parl_settings_refuse_line (path, number, error, _ ("is not UTF-8"));
      return NULL;
    }
  return g_strsplit (text, "\n", -1);
}

/* Returns: (transfer full): the lines; %NULL with %PARL_SETTINGS_ERROR_UNREADABLE, or
 *   %PARL_SETTINGS_ERROR_INVALID for one that is not UTF-8 */
char **
parl_settings_load_lines (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  size_t length;

  if (g_file_get_contents (path, &text, &length, &local))
    return split_lines (path, text, length, error);
  g_set_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_UNREADABLE,
               _ ("%s cannot be read: %s"), path, local->message);
  return NULL;
}

/* One line of the file. A comment or blank line has neither key nor value; a group's head has the
 * key NULL, is the group's first line and knows those with its keys. */
typedef struct
{
  char *text;
  char *group; /* NULL: before the first group */
  char *key;
  char *value;
  bool head;
  GPtrArray *keys; /* (element-type Line): of a head, in the file's order; borrowed */
  char *path;      /* of the file that it was read from, and which line of it; NULL, 0: set here */
  unsigned number;
} Line;

struct _ParlSettingsFile
{
  char *path;
  GPtrArray *lines;  /* of Line */
  GHashTable *index; /* group "\n" key -> Line; a group's head: group */
};

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->text);
  g_free (line->group);
  g_free (line->key);
  g_free (line->value);
  g_clear_pointer (&line->keys, g_ptr_array_unref);
  g_free (line->path);
  g_free (line);
}

static char *
create_index (const char *group, const char *key)
{
  return key != NULL ? g_strconcat (group, "\n", key, NULL) : g_strdup (group);
}

static Line *
find_line (const ParlSettingsFile *self, const char *group, const char *key)
{
  g_autofree char *index = create_index (group, key);

  return g_hash_table_lookup (self->index, index);
}

static Line *
create_line (const char *text, const char *group)
{
  Line *line = g_new0 (Line, 1);

  line->text = g_strdup (text);
  line->group = g_strdup (group);
  return line;
}

static void
make_head (Line *line)
{
  line->head = true;
  line->keys = g_ptr_array_new ();
}

static void
set_line (Line *line, const char *key, const char *value)
{
  g_free (line->text);
  g_free (line->key);
  g_free (line->value);
  line->text = g_strconcat (key, "=", value, NULL);
  line->key = g_strdup (key);
  line->value = g_strdup (value);
}

/* Comments directly above a group's head do not go away with the group before it. */
static void
detach_comments (ParlSettingsFile *self)
{
  for (unsigned i = self->lines->len - 1; i-- > 0;)
    {
      Line *line = g_ptr_array_index (self->lines, i);
      if (line->head || line->key != NULL || strchr (line->text, '#') == NULL)
        return;
      g_clear_pointer (&line->group, g_free);
    }
}

/* What a line says, without the white space around it. */
static bool
parse_line (const ParlSettingsFile *self, Line *line, unsigned number, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (line->text));
  size_t length = strlen (text);

  if (*text == '\0' || *text == '#')
    return true;
  if (*text == '[')
    {
      if (length < 3 || text[length - 1] != ']')
        return parl_settings_refuse_line (self->path, number, error,
                                          _ ("a group is written [Name]"));
      g_free (line->group);
      line->group = g_strndup (text + 1, length - 2);
      make_head (line);
      return true;
    }

  const char *equals = strchr (text, '=');
  if (equals == NULL || equals == text)
    return parl_settings_refuse_line (self->path, number, error,
                                      _ ("neither a comment, a [Group] nor Key=Value"));
  if (line->group == NULL)
    return parl_settings_refuse_line (self->path, number, error,
                                      _ ("stands before the first group"));
  line->key = g_strchomp (g_strndup (text, (size_t)(equals - text)));
  line->value = g_strchug (g_strdup (equals + 1));
  return true;
}

static bool
add_line (ParlSettingsFile *self, const char *text, unsigned number, GError **error)
{
  const Line *last
      = self->lines->len > 0 ? g_ptr_array_index (self->lines, self->lines->len - 1) : NULL;
  Line *line = create_line (text, last != NULL ? last->group : NULL);

  line->path = g_strdup (self->path);
  line->number = number;
  g_ptr_array_add (self->lines, line);
  if (!parse_line (self, line, number, error))
    return false;
  if (!line->head && line->key == NULL)
    return true;
  if (line->head)
    detach_comments (self);

  char *index = create_index (line->group, line->key);
  if (g_hash_table_contains (self->index, index))
    {
      g_free (index);
      return parl_settings_file_refuse (self, line->group, line->key, error,
                                        _ ("stands twice, again in line %u"), number);
    }
  g_hash_table_insert (self->index, index, line);
  if (line->key != NULL)
    g_ptr_array_add (find_line (self, line->group, NULL)->keys, line);
  return true;
}

ParlSettingsFile *
parl_settings_file_new (const char *path)
{
  ParlSettingsFile *self = g_new0 (ParlSettingsFile, 1);

  self->path = g_strdup (path);
  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static ParlSettingsFile *
load (const char *path, bool may_be_missing, GError **error)
{
  g_autoptr (ParlSettingsFile) self = parl_settings_file_new (path);

  if (may_be_missing && g_access (path, F_OK) != 0 && errno == ENOENT)
    return g_steal_pointer (&self);
  g_auto (GStrv) lines = parl_settings_load_lines (path, error);
  if (lines == NULL)
    return NULL;

  unsigned n = g_strv_length (lines);
  if (n > 0 && *lines[n - 1] == '\0')
    n--;
  for (unsigned i = 0; i < n; i++)
    if (!add_line (self, lines[i], i + 1, error))
      return NULL;
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): the file; %NULL with a %PARL_SETTINGS_ERROR */
ParlSettingsFile *
parl_settings_file_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return load (path, true, error);
}

/* Returns: (transfer full): the file; %NULL with a %PARL_SETTINGS_ERROR, also if there is none */
ParlSettingsFile *
parl_settings_file_load_existing (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return load (path, false, error);
}

/* Replaces the file whole or not at all; only its owner may read it. Makes its folder if need be.
 * Returns: false with %PARL_SETTINGS_ERROR_UNWRITABLE */
bool
parl_settings_file_save (ParlSettingsFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) local = NULL;

  for (unsigned i = 0; i < self->lines->len; i++)
    g_string_append_printf (text, "%s\n", ((Line *)g_ptr_array_index (self->lines, i))->text);
  if (g_mkdir_with_parents (folder, 0700) == 0
      && g_file_set_contents_full (self->path, text->str, (gssize)text->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, &local)
      && g_chmod (self->path, 0600) == 0)
    return true;
  g_set_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_UNWRITABLE,
               _ ("%s could not be written: %s"), self->path,
               local != NULL ? local->message : g_strerror (errno));
  return false;
}

void
parl_settings_file_free (ParlSettingsFile *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_hash_table_unref (self->index);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

const char *
parl_settings_file_get_path (const ParlSettingsFile *self)
{
  return self->path;
}

/* Returns: (transfer full): names of the groups, in the file's order */
char **
parl_settings_file_list_groups (const ParlSettingsFile *self)
{
  g_autoptr (GStrvBuilder) groups = g_strv_builder_new ();

  for (unsigned i = 0; i < self->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (self->lines, i);
      if (line->head)
        g_strv_builder_add (groups, line->group);
    }
  return g_strv_builder_end (groups);
}

/* Returns: (transfer full): keys of @group as they stand there, translations too, in the file's
 *   order; empty where there is no such group */
char **
parl_settings_file_list_keys (const ParlSettingsFile *self, const char *group)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  const Line *head = find_line (self, group, NULL);

  for (unsigned i = 0; head != NULL && i < head->keys->len; i++)
    g_strv_builder_add (keys, ((const Line *)g_ptr_array_index (head->keys, i))->key);
  return g_strv_builder_end (keys);
}

bool
parl_settings_file_has_group (const ParlSettingsFile *self, const char *group)
{
  return find_line (self, group, NULL) != NULL;
}

/* Returns: (transfer none) (nullable): the value as it stands in the file, escapes and all; good
 *   until the file is changed */
const char *
parl_settings_file_get (const ParlSettingsFile *self, const char *group, const char *key)
{
  const Line *line = find_line (self, group, key);

  return line != NULL ? line->value : NULL;
}

/* Returns: (transfer none) (nullable): path of the file that a key was read from */
const char *
parl_settings_file_get_origin (const ParlSettingsFile *self, const char *group, const char *key)
{
  const Line *line = find_line (self, group, key);

  return line != NULL ? line->path : NULL;
}

/* Returns: (transfer full) (nullable): the text that @value stands for; %NULL with an unknown
 * escape */
char *
parl_settings_unescape (const char *value, bool list)
{
  static const char codes[] = "sntr\\;", signs[] = " \n\t\r\\;";
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *value != '\0'; value++)
    {
      if (*value != '\\')
        {
          g_string_append_c (text, *value);
          continue;
        }
      const char *code = value[1] != '\0' ? strchr (codes, value[1]) : NULL;
      if (code == NULL || (*code == ';' && !list))
        return NULL;
      g_string_append_c (text, signs[code - codes]);
      value++;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @value: "a;b;c" or "a;b;c;", with \; for a semicolon
 * Returns: (transfer full) (nullable): the parts, without escapes; %NULL with an unknown escape */
char **
parl_settings_split (const char *value)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  while (*value != '\0')
    {
      const char *end = value;
      while (*end != '\0' && *end != ';')
        end += *end == '\\' && end[1] != '\0' ? 2 : 1;

      g_autofree char *raw = g_strndup (value, (size_t)(end - value));
      g_autofree char *part = parl_settings_unescape (raw, true);
      if (part == NULL)
        return NULL;
      g_strv_builder_add (parts, part);
      value = *end == ';' ? end + 1 : end;
    }
  return g_strv_builder_end (parts);
}

/* The line in the reader's language, else the one without a language. */
static const char *
get_localized (const ParlSettingsFile *self, const char *group, const char *key)
{
  for (const char *const *language = g_get_language_names (); *language != NULL; language++)
    {
      g_autofree char *name = g_strdup_printf ("%s[%s]", key, *language);
      const char *value = parl_settings_file_get (self, group, name);
      if (value != NULL)
        return value;
    }
  return parl_settings_file_get (self, group, key);
}

/* Returns: (transfer full) (nullable): the text in the reader's language, without escapes */
char *
parl_settings_file_dup_text (const ParlSettingsFile *self, const char *group, const char *key)
{
  const char *value = get_localized (self, group, key);

  return value != NULL ? parl_settings_unescape (value, false) : NULL;
}

/* Returns: (transfer full) (nullable): the parts of a list */
char **
parl_settings_file_dup_list (const ParlSettingsFile *self, const char *group, const char *key)
{
  const char *value = parl_settings_file_get (self, group, key);

  return value != NULL ? parl_settings_split (value) : NULL;
}

/* Returns: the number; %NAN where the key is not there, or is none */
double
parl_settings_file_get_number (const ParlSettingsFile *self, const char *group, const char *key)
{
  const char *value = parl_settings_file_get (self, group, key);
  char *end = NULL;
  double number = value != NULL ? g_ascii_strtod (value, &end) : NAN;

  return value != NULL && end != value && *end == '\0' ? number : NAN;
}

/* Where a new line of @group goes: behind the last one that is not blank. */
static unsigned
find_end (const ParlSettingsFile *self, const char *group)
{
  unsigned end = self->lines->len;

  for (unsigned i = 0; i < self->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (self->lines, i);
      if (g_strcmp0 (line->group, group) == 0 && (line->head || line->key != NULL))
        end = i + 1;
    }
  return end;
}

static Line *
insert_line (ParlSettingsFile *self, unsigned position, const char *text, const char *group)
{
  Line *line = create_line (text, group);

  g_ptr_array_insert (self->lines, (int)position, line);
  return line;
}

static void
add_group (ParlSettingsFile *self, const char *group)
{
  g_autofree char *head = g_strdup_printf ("[%s]", group);

  if (self->lines->len > 0)
    insert_line (self, self->lines->len, "", NULL);
  Line *line = insert_line (self, self->lines->len, head, group);
  make_head (line);
  g_hash_table_insert (self->index, create_index (group, NULL), line);
}

/* @value: (nullable): as it is to stand in the file; %NULL takes the key away
 * Changes the file in memory only: parl_settings_file_save() writes it. */
void
parl_settings_file_set (ParlSettingsFile *self, const char *group, const char *key,
                        const char *value)
{
  Line *line = find_line (self, group, key);

  if (value == NULL)
    {
      g_autofree char *index = create_index (group, key);
      g_hash_table_remove (self->index, index);
      if (line == NULL)
        return;
      g_ptr_array_remove (find_line (self, group, NULL)->keys, line);
      g_ptr_array_remove (self->lines, line);
      return;
    }
  if (!parl_settings_file_has_group (self, group))
    add_group (self, group);
  if (line == NULL)
    {
      line = insert_line (self, find_end (self, group), "", group);
      g_hash_table_insert (self->index, create_index (group, key), line);
      g_ptr_array_add (find_line (self, group, NULL)->keys, line);
    }
  set_line (line, key, value);
}

/* Takes over the groups and keys of @base that @self does not have, behind its own. What is wrong
 * with one of them is still told with its line of @base. */
void
parl_settings_file_inherit (ParlSettingsFile *self, const ParlSettingsFile *base)
{
  for (unsigned i = 0; i < base->lines->len; i++)
    {
      const Line *from = g_ptr_array_index (base->lines, i);
      if ((from->key == NULL && !from->head) || find_line (self, from->group, from->key) != NULL)
        continue;
      if (from->head)
        add_group (self, from->group);
      else
        parl_settings_file_set (self, from->group, from->key, from->value);

      Line *line = find_line (self, from->group, from->key);
      line->path = g_strdup (from->path);
      line->number = from->number;
    }
}

/* Takes the group away with its comments, as far as they stand below its head. */
void
parl_settings_file_remove_group (ParlSettingsFile *self, const char *group)
{
  for (unsigned i = self->lines->len; i-- > 0;)
    {
      const Line *line = g_ptr_array_index (self->lines, i);
      if (g_strcmp0 (line->group, group) != 0)
        continue;

      g_autofree char *index = create_index (group, line->key);
      if (line->head || line->key != NULL)
        g_hash_table_remove (self->index, index);
      g_ptr_array_remove_index (self->lines, i);
    }
}

bool
parl_settings_file_refuse (const ParlSettingsFile *self, const char *group, const char *key,
                           GError **error, const char *format, ...)
{
  const Line *line = find_line (self, group, key);
  va_list args;

  if (line == NULL)
    line = find_line (self, group, NULL);

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *place = line != NULL && line->path != NULL
                               ? g_strdup_printf (_ ("%s, line %u"), line->path, line->number)
                               : g_strdup (self->path);
  g_autofree char *of = key != NULL ? g_strdup_printf (_ (", key “%s”"), key) : g_strdup ("");
  g_set_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID, _ ("%s, group [%s]%s: %s"),
               place, group, of, what);
  return false;
}
