/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads an .audience file. It is written by people who are no programmers: whatever is wrong is
 * told with the file, the group, the key and what is allowed there. Words nothing. */
#include "config.h"

#include "audiences/file/audience.h"

#include "audiences/file/template.h"
#include "audiences/file/hole.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SUFFIX ".audience"

GQuark
parl_audience_error_quark (void)
{
  return g_quark_from_static_string ("parl-audience-error-quark");
}

static void
clear_column (ParlColumnTemplate *column)
{
  g_free (column->head);
  g_free (column->empty);
  g_strfreev (column->lines);
}

static void
free_audience (ParlAudience *self)
{
  g_free (self->id);
  g_free (self->path);
  g_free (self->name);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->empty);
  g_free (self->stale);
  g_free (self->unchanged);
  g_strfreev (self->headlines);
  g_strfreev (self->bullets);
  g_strfreev (self->say);
  g_strfreev (self->what_if);
  g_strfreev (self->mains);
  clear_column (&self->changes);
  clear_column (&self->risks);
  clear_column (&self->actions);
  g_ptr_array_unref (self->cards);
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->checks);
}

static bool
require_string (char **place, GKeyFile *file, const char *key, GError **error)
{
  *place = g_key_file_get_string (file, "Audience", key, NULL);
  return *place != NULL || parl_template_fail (error, "Audience", key, _ ("is missing"));
}

static bool
require_plain (char **place, GKeyFile *file, const char *key, GError **error)
{
  return require_string (place, file, key, error)
         && parl_template_check_plain ("Audience", key, *place, error);
}

static bool
parse_column (ParlColumnTemplate *column, GKeyFile *file, const char *name, GError **error)
{
  g_autofree char *head = g_strconcat (name, "Head", NULL);
  g_autofree char *empty = g_strconcat (name, "Empty", NULL);

  column->lines = g_key_file_get_string_list (file, "Audience", name, NULL, NULL);
  if (column->lines == NULL)
    column->lines = g_new0 (char *, 1);
  return require_plain (&column->head, file, head, error)
         && require_plain (&column->empty, file, empty, error);
}

static bool
parse_int (int *place, GKeyFile *file, const char *key, int max, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, "Audience", key, NULL);
  g_autoptr (GError) wrong = NULL;
  gint64 number = 0;

  if (text == NULL)
    return parl_template_fail (error, "Audience", key, _ ("is missing"));
  if (!g_ascii_string_to_signed (text, 10, 0, max, &number, &wrong))
    return parl_template_fail (error, "Audience", key, "%s", wrong->message);
  *place = (int)number;
  return true;
}

static char *
check_count (const ParlHole *hole, gpointer data)
{
  bool *right = data;

  *right = *right && hole->ref == NULL && g_str_equal (hole->name, "count");
  return g_strdup ("x");
}

static bool
parse_unchanged (ParlAudience *self, GKeyFile *file, GError **error)
{
  bool right = true;

  if (!require_string (&self->unchanged, file, "Unchanged", error))
    return false;
  g_autofree char *filled = parl_holes_fill (self->unchanged, check_count, &right, NULL);
  return (filled != NULL && right)
         || parl_template_fail (error, "Audience", "Unchanged", _ ("may hold {count} only"));
}

static bool
parse_head (ParlAudience *self, GKeyFile *file, GError **error)
{
  const char *const allowed[]
      = { "Name",         "Title",      "Summary",      "Order",       "Digits",    "Headline",
          "Main",         "Bullets",    "Cards",        "Empty",       "Stale",     "Unchanged",
          "Changes",      "Risks",      "Actions",      "ChangesHead", "RisksHead", "ActionsHead",
          "ChangesEmpty", "RisksEmpty", "ActionsEmpty", "Say",         "WhatIf",    NULL };
  g_auto (GStrv) keys = g_key_file_get_keys (file, "Audience", NULL, NULL);

  if (keys == NULL)
    return parl_template_fail (error, "Audience", NULL, _ ("the group is missing"));
  for (unsigned i = 0; keys[i] != NULL; i++)
    if (!g_strv_contains (allowed, keys[i]))
      {
        g_autofree char *all = g_strjoinv (", ", (char **)allowed);
        return parl_template_fail (error, "Audience", keys[i], _ ("is not known; there are: %s"),
                                   all);
      }

  self->headlines = g_key_file_get_string_list (file, "Audience", "Headline", NULL, NULL);
  self->bullets = g_key_file_get_string_list (file, "Audience", "Bullets", NULL, NULL);
  self->say = g_key_file_get_string_list (file, "Audience", "Say", NULL, NULL);
  self->what_if = g_key_file_get_string_list (file, "Audience", "WhatIf", NULL, NULL);
  self->mains = g_key_file_get_string_list (file, "Audience", "Main", NULL, NULL);
  if (self->headlines == NULL)
    return parl_template_fail (error, "Audience", "Headline", _ ("is missing"));
  if (self->bullets == NULL)
    return parl_template_fail (error, "Audience", "Bullets", _ ("is missing"));
  if (self->mains == NULL || self->mains[0] == NULL)
    return parl_template_fail (error, "Audience", "Main", _ ("is missing"));
  return require_string (&self->name, file, "Name", error)
         && require_string (&self->title, file, "Title", error)
         && require_string (&self->summary, file, "Summary", error)
         && require_plain (&self->empty, file, "Empty", error)
         && require_plain (&self->stale, file, "Stale", error)
         && parse_int (&self->order, file, "Order", 1000, error)
         && parse_int (&self->digits, file, "Digits", 4, error)
         && parse_unchanged (self, file, error)
         && parse_column (&self->changes, file, "Changes", error)
         && parse_column (&self->risks, file, "Risks", error)
         && parse_column (&self->actions, file, "Actions", error);
}

static void
parse_words (GHashTable *words, GKeyFile *file, const char *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (unsigned i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (words, g_strdup (keys[i]),
                         g_key_file_get_string (file, group, keys[i], NULL));
}

/* Every line, and which groups there may be. */
static bool
parse_groups (ParlAudience *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (unsigned i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], "Line "))
      {
        ParlLineTemplate *line = parl_line_template_parse (file, groups[i], error);
        if (line == NULL)
          return false;
        g_hash_table_insert (self->lines, line->id, line);
      }
    else if (g_str_equal (groups[i], "Words"))
      parse_words (self->words, file, groups[i]);
    else if (g_str_equal (groups[i], "Checks"))
      parse_words (self->checks, file, groups[i]);
    else if (!g_str_equal (groups[i], "Audience") && !g_str_has_prefix (groups[i], "Card "))
      return parl_template_fail (
          error, groups[i], NULL,
          _ ("is not known; there are: [Audience], [Words], [Checks], [Line name], "
             "[Card name]"));
  return true;
}

static bool
check_lines (const ParlAudience *self, char **ids, const char *group, const char *key,
             GError **error)
{
  for (unsigned i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!g_hash_table_contains (self->lines, ids[i]))
      return parl_template_fail (error, group, key, _ ("there is no group [Line %s]"), ids[i]);
  return true;
}

static bool
check_card (const ParlAudience *self, const ParlCardTemplate *card, const char *group,
            GError **error)
{
  GHashTableIter iter;
  const char *part, *line;

  if (!check_lines (self, card->titles, group, "Title", error)
      || !check_lines (self, card->lines, group, "Lines", error)
      || !check_lines (self, card->notes, group, "Note", error))
    return false;
  g_hash_table_iter_init (&iter, card->parts);
  while (g_hash_table_iter_next (&iter, (gpointer *)&part, (gpointer *)&line))
    if (!g_hash_table_contains (self->lines, line))
      return parl_template_fail (error, group, part, _ ("there is no group [Line %s]"), line);
  return true;
}

static bool
parse_cards (ParlAudience *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) ids = g_key_file_get_string_list (file, "Audience", "Cards", NULL, NULL);
  g_autoptr (GStrvBuilder) known = g_strv_builder_new ();

  for (unsigned i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autofree char *group = g_strconcat ("Card ", ids[i], NULL);
      if (!g_key_file_has_group (file, group))
        return parl_template_fail (error, "Audience", "Cards", _ ("there is no group [%s]"), group);
      g_autoptr (ParlCardTemplate) card = parl_card_template_parse (file, group, error);
      if (card == NULL || !check_card (self, card, group, error))
        return false;
      g_strv_builder_add (known, card->id);
      g_ptr_array_add (self->cards, g_steal_pointer (&card));
    }

  g_auto (GStrv) cards = g_strv_builder_end (known);
  for (char **id = self->mains; *id != NULL; id++)
    if (!g_strv_contains ((const char *const *)cards, *id))
      return parl_template_fail (error, "Audience", "Main", _ ("“%s” is not one of Cards"), *id);
  return true;
}

static bool
parse_file (ParlAudience *self, GKeyFile *file, GError **error)
{
  return parse_head (self, file, error) && parse_groups (self, file, error)
         && check_lines (self, self->headlines, "Audience", "Headline", error)
         && check_lines (self, self->bullets, "Audience", "Bullets", error)
         && check_lines (self, self->say, "Audience", "Say", error)
         && check_lines (self, self->what_if, "Audience", "WhatIf", error)
         && check_lines (self, self->changes.lines, "Audience", "Changes", error)
         && check_lines (self, self->risks.lines, "Audience", "Risks", error)
         && check_lines (self, self->actions.lines, "Audience", "Actions", error)
         && parse_cards (self, file, error);
}

/**
 * parl_audience_load:
 * @path: an .audience file; its name without the ending is the audience's id
 *
 * Returns: (transfer full): or %NULL with %PARL_AUDIENCE_ERROR_INVALID, the message naming file,
 *   group and key
 */
ParlAudience *
parl_audience_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) wrong = NULL;
  g_autoptr (ParlAudience) self = g_atomic_rc_box_new0 (ParlAudience);
  g_autofree char *base = g_path_get_basename (path);

  self->id = g_str_has_suffix (base, SUFFIX) ? g_strndup (base, strlen (base) - strlen (SUFFIX))
                                             : g_strdup (base);
  self->path = g_strdup (path);
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_card_template_free);
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify)parl_line_template_free);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &wrong)
      || !parse_file (self, file, &wrong))
    {
      g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID, "%s: %s", path,
                   wrong->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static ParlAudience *
find_path (const GPtrArray *audiences, const char *path)
{
  for (unsigned i = 0; audiences != NULL && i < audiences->len; i++)
    if (g_str_equal (((ParlAudience *)audiences->pdata[i])->path, path))
      return audiences->pdata[i];
  return NULL;
}

static void
load_folder (GPtrArray *found, const char *folder, const GPtrArray *before, GPtrArray *problems)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) wrong = NULL;
      if (!g_str_has_suffix (name, SUFFIX))
        continue;
      ParlAudience *audience = parl_audience_load (path, &wrong);
      ParlAudience *last = audience == NULL ? find_path (before, path) : NULL;
      if (audience != NULL)
        g_ptr_array_add (found, audience);
      else if (last != NULL)
        g_ptr_array_add (found, parl_audience_ref (last));
      if (audience == NULL && problems != NULL)
        g_ptr_array_add (problems, g_strdup (wrong->message));
    }
}

static gint
compare_audiences (gconstpointer a, gconstpointer b)
{
  const ParlAudience *first = *(ParlAudience *const *)a;
  const ParlAudience *second = *(ParlAudience *const *)b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;
  return strcmp (first->id, second->id);
}

static ParlAudience *
find_loaded (GPtrArray *audiences, const char *id)
{
  for (unsigned i = 0; i < audiences->len; i++)
    if (g_str_equal (((ParlAudience *)audiences->pdata[i])->id, id))
      return audiences->pdata[i];
  return NULL;
}

/**
 * parl_audience_load_all:
 * @user_dir: (nullable): folder that wins: the user's file stands for the built-in one of its name
 * @data_dir: (nullable): folder of the built-in ones
 * @before: (nullable) (element-type ParlAudience): what was loaded the last time: of a file that
 *   can't be read any more, it is what stays
 * @problems: (element-type utf8) (nullable): gets a message for every file that cannot be read
 *
 * Returns: (transfer full) (element-type ParlAudience): in their order
 */
GPtrArray *
parl_audience_load_all (const char *user_dir, const char *data_dir, const GPtrArray *before,
                        GPtrArray *problems)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_audience_unref);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_audience_unref);

  load_folder (all, user_dir, before, problems);
  load_folder (own, data_dir, before, problems);
  for (unsigned i = 0; i < own->len; i++)
    if (find_loaded (all, ((ParlAudience *)own->pdata[i])->id) == NULL)
      g_ptr_array_add (all, parl_audience_ref (own->pdata[i]));
  g_ptr_array_sort (all, compare_audiences);
  return all;
}

static char **
get_ids (GPtrArray *audiences)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (unsigned i = 0; i < audiences->len; i++)
    g_strv_builder_add (ids, ((ParlAudience *)audiences->pdata[i])->id);
  return g_strv_builder_end (ids);
}

/**
 * parl_audience_find:
 * @id: "exec"
 * @user_dir: (nullable): folder that wins
 * @data_dir: (nullable): folder of the built-in ones
 *
 * A user's file that cannot be read does not hide the built-in one of the same name.
 *
 * Returns: (transfer full): or %NULL with %PARL_AUDIENCE_ERROR_NOT_FOUND and the names there are,
 * or %PARL_AUDIENCE_ERROR_INVALID where the only file of that name is wrong
 */
ParlAudience *
parl_audience_find (const char *id, const char *user_dir, const char *data_dir, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = parl_audience_load_all (user_dir, data_dir, NULL, problems);
  ParlAudience *found = find_loaded (all, id);
  g_autofree char *name = g_strconcat (G_DIR_SEPARATOR_S, id, SUFFIX ":", NULL);

  if (found != NULL)
    return parl_audience_ref (found);
  for (unsigned i = 0; i < problems->len; i++)
    if (strstr (problems->pdata[i], name) != NULL)
      {
        g_set_error_literal (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                             problems->pdata[i]);
        return NULL;
      }

  g_auto (GStrv) ids = get_ids (all);
  g_autofree char *list = g_strjoinv (", ", ids);
  g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_NOT_FOUND,
               _ ("There is no audience “%s”; there are: %s"), id,
               *list != '\0' ? list : _ ("none"));
  return NULL;
}

/**
 * parl_audience_list:
 * @problems: (element-type utf8) (nullable): gets a message for every file that cannot be read
 *
 * Returns: (transfer full): ids in their order
 */
char **
parl_audience_list (const char *user_dir, const char *data_dir, GPtrArray *problems)
{
  g_autoptr (GPtrArray) all = parl_audience_load_all (user_dir, data_dir, NULL, problems);

  return get_ids (all);
}

ParlAudience *
parl_audience_ref (ParlAudience *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
parl_audience_unref (ParlAudience *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_audience);
}

const char *
parl_audience_get_id (const ParlAudience *self)
{
  return self->id;
}

/* Returns: (transfer none): what it is called in the reader's language */
const char *
parl_audience_get_name (const ParlAudience *self)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, self->id, self->name);
}
