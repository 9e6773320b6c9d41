/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads .audience files. They are written by people who are no programmers: whatever is wrong is
 * told with the file, the line, the group, the key and what is allowed there. Words nothing. */
#include "config.h"

#include "audiences/file/audience.h"

#include "audiences/file/template.h"
#include "settings/schema.h"

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
  g_strfreev (self->contexts);
  g_free (self->name);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->empty);
  g_free (self->stale);
  g_free (self->unchanged);
  g_strfreev (self->headlines);
  g_strfreev (self->bullets);
  g_ptr_array_unref (self->say);
  g_ptr_array_unref (self->what_if);
  g_strfreev (self->mains);
  clear_column (&self->changes);
  clear_column (&self->risks);
  clear_column (&self->actions);
  g_ptr_array_unref (self->cards);
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->checks);
}

static const ParlSetting audience_settings[] = {
  { .key = "Name", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "Title", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "Summary", .type = PARL_SETTING_TEXT, .required = true },
  PARL_SETTING ("Base", PARL_SETTING_RAW, NULL, NULL),
  { .key = "Order", .type = PARL_SETTING_WHOLE, .maximum = 1000, .required = true },
  { .key = "Digits", .type = PARL_SETTING_WHOLE, .maximum = 4, .required = true },
  { .key = "Headline", .type = PARL_SETTING_LIST, .required = true },
  { .key = "Main", .type = PARL_SETTING_LIST, .required = true },
  { .key = "Bullets", .type = PARL_SETTING_LIST, .required = true },
  PARL_SETTING ("Cards", PARL_SETTING_LIST, NULL, NULL),
  { .key = "Empty", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "Stale", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "Unchanged", .type = PARL_SETTING_TEXT, .required = true },
  PARL_SETTING ("Changes", PARL_SETTING_LIST, NULL, NULL),
  PARL_SETTING ("Risks", PARL_SETTING_LIST, NULL, NULL),
  PARL_SETTING ("Actions", PARL_SETTING_LIST, NULL, NULL),
  { .key = "ChangesHead", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "RisksHead", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "ActionsHead", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "ChangesEmpty", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "RisksEmpty", .type = PARL_SETTING_TEXT, .required = true },
  { .key = "ActionsEmpty", .type = PARL_SETTING_TEXT, .required = true },
  PARL_SETTING ("Say", PARL_SETTING_LIST, NULL, NULL),
};
static const ParlSetting word_settings[] = { PARL_SETTING ("*", PARL_SETTING_TEXT, NULL, NULL) };
static const ParlSetting line_settings[] = {
  { .key = "Fact", .type = PARL_SETTING_RAW, .required = true },
  PARL_SETTING ("Subject", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("Where", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING_RANGE ("Each", PARL_SETTING_WHOLE, NULL, 1, 20, NULL),
  PARL_SETTING ("With.*", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("*", PARL_SETTING_TEXT, NULL, NULL), /* states: template.c */
};
static const ParlSetting card_settings[] = {
  PARL_SETTING ("Head", PARL_SETTING_TEXT, NULL, NULL),
  { .key = "Title", .type = PARL_SETTING_LIST, .required = true },
  PARL_SETTING ("Chart", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("Of", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("Value", PARL_SETTING_RAW, NULL, NULL),
  PARL_SETTING ("Unit", PARL_SETTING_TEXT, NULL, NULL),
  PARL_SETTING_RANGE ("Span", PARL_SETTING_WHOLE, NULL, 1, 12, NULL),
  PARL_SETTING ("Lines", PARL_SETTING_LIST, NULL, NULL),
  PARL_SETTING ("Note", PARL_SETTING_LIST, NULL, NULL),
  PARL_SETTING ("Empty", PARL_SETTING_TEXT, NULL, NULL),
  PARL_SETTING ("Help", PARL_SETTING_TEXT, NULL, NULL),
  PARL_SETTING ("Part.*", PARL_SETTING_RAW, NULL, NULL),
};
static const ParlSettingsGroup groups[] = {
  { "Audience", audience_settings, G_N_ELEMENTS (audience_settings), NULL },
  { "Words", word_settings, G_N_ELEMENTS (word_settings), NULL },
  { "Checks", word_settings, G_N_ELEMENTS (word_settings), NULL },
  { "Line *", line_settings, G_N_ELEMENTS (line_settings), NULL },
  { "Card *", card_settings, G_N_ELEMENTS (card_settings), NULL },
};

static bool
read_column (ParlColumnTemplate *column, const ParlSettingsFile *file, const char *name,
             GError **error)
{
  g_autofree char *head = g_strconcat (name, "Head", NULL);
  g_autofree char *empty = g_strconcat (name, "Empty", NULL);

  column->lines = parl_settings_file_dup_list (file, "Audience", name);
  column->head = parl_settings_file_dup_text (file, "Audience", head);
  column->empty = parl_settings_file_dup_text (file, "Audience", empty);
  return parl_template_check_plain (file, "Audience", head, error)
         && parl_template_check_plain (file, "Audience", empty, error);
}

static bool
read_head (ParlAudience *self, const ParlSettingsFile *file, GError **error)
{
  const char *group = "Audience";

  if (!parl_settings_file_has_group (file, group))
    return parl_settings_file_refuse (file, group, NULL, error, _ ("the group is missing"));
  self->name = parl_settings_file_dup_text (file, group, "Name");
  self->title = parl_settings_file_dup_text (file, group, "Title");
  self->summary = parl_settings_file_dup_text (file, group, "Summary");
  self->empty = parl_settings_file_dup_text (file, group, "Empty");
  self->stale = parl_settings_file_dup_text (file, group, "Stale");
  self->unchanged = parl_settings_file_dup_text (file, group, "Unchanged");
  self->order = (int)parl_settings_file_get_number (file, group, "Order");
  self->digits = (int)parl_settings_file_get_number (file, group, "Digits");
  self->headlines = parl_settings_file_dup_list (file, group, "Headline");
  self->bullets = parl_settings_file_dup_list (file, group, "Bullets");
  self->mains = parl_settings_file_dup_list (file, group, "Main");
  if (self->mains[0] == NULL)
    return parl_settings_file_refuse (file, group, "Main", error, _ ("is missing"));
  return parl_template_check_plain (file, group, "Empty", error)
         && parl_template_check_plain (file, group, "Stale", error)
         && parl_template_check_plain (file, group, "Unchanged", error)
         && read_column (&self->changes, file, "Changes", error)
         && read_column (&self->risks, file, "Risks", error)
         && read_column (&self->actions, file, "Actions", error);
}

static void
read_words (GHashTable *words, const ParlSettingsFile *file, const char *group)
{
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);

  for (unsigned i = 0; keys[i] != NULL; i++)
    g_hash_table_insert (words, g_strdup (keys[i]),
                         parl_settings_file_dup_text (file, group, keys[i]));
}

static bool
is_imagined (const ParlFactRef *ref)
{
  return g_ptr_array_find_with_equal_func (ref->keys, "what-if", g_str_equal, NULL);
}

/* What tells one fact alone is known by its name, what is imagined by its subject. */
static bool
read_lines (ParlAudience *self, const ParlSettingsFile *file, GError **error)
{
  g_auto (GStrv) names = parl_settings_file_list_groups (file);

  for (unsigned i = 0; names[i] != NULL; i++)
    {
      if (!g_str_has_prefix (names[i], "Line "))
        continue;

      ParlLineTemplate *line = parl_line_template_parse (file, names[i], error);
      if (line == NULL)
        return false;
      g_hash_table_insert (self->lines, line->id, line);
      if (is_imagined (line->fact))
        g_ptr_array_add (self->what_if, line);
      else if (g_str_has_prefix (line->id, "say-"))
        g_ptr_array_add (self->say, line);
    }
  return true;
}

/* Those of Say= come before the others. */
static void
read_say (ParlAudience *self, const ParlSettingsFile *file)
{
  g_auto (GStrv) ids = parl_settings_file_dup_list (file, "Audience", "Say");

  for (unsigned i = 0; ids != NULL && ids[i] != NULL; i++)
    g_ptr_array_insert (self->say, (int)i, g_hash_table_lookup (self->lines, ids[i]));
}

static bool
check_lines (const ParlAudience *self, const ParlSettingsFile *file, const char *group,
             const char *key, GError **error)
{
  g_auto (GStrv) ids = parl_settings_file_dup_list (file, group, key);

  for (unsigned i = 0; ids != NULL && ids[i] != NULL; i++)
    if (!g_hash_table_contains (self->lines, ids[i]))
      return parl_settings_file_refuse (file, group, key, error, _ ("there is no group [Line %s]"),
                                        ids[i]);
  return true;
}

static bool
check_card (const ParlAudience *self, const ParlSettingsFile *file, const char *group,
            GError **error)
{
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);

  for (unsigned i = 0; keys[i] != NULL; i++)
    if (g_str_has_prefix (keys[i], "Part.") && !check_lines (self, file, group, keys[i], error))
      return false;
  return check_lines (self, file, group, "Title", error)
         && check_lines (self, file, group, "Lines", error)
         && check_lines (self, file, group, "Note", error);
}

static bool
read_cards (ParlAudience *self, const ParlSettingsFile *file, GError **error)
{
  g_auto (GStrv) ids = parl_settings_file_dup_list (file, "Audience", "Cards");

  for (unsigned i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      g_autofree char *group = g_strconcat ("Card ", ids[i], NULL);
      if (!parl_settings_file_has_group (file, group))
        return parl_settings_file_refuse (file, "Audience", "Cards", error,
                                          _ ("there is no group [%s]"), group);
      ParlCardTemplate *card = parl_card_template_parse (file, group, error);
      if (card == NULL)
        return false;
      g_ptr_array_add (self->cards, card);
      if (!check_card (self, file, group, error))
        return false;
    }
  for (char **id = self->mains; *id != NULL; id++)
    if (ids == NULL || !g_strv_contains ((const char *const *)ids, *id))
      return parl_settings_file_refuse (file, "Audience", "Main", error,
                                        _ ("“%s” is not one of Cards"), *id);
  return true;
}

static bool
read_file (ParlAudience *self, const ParlSettingsFile *file, GError **error)
{
  const char *const lists[] = { "Headline", "Bullets", "Say", "Changes", "Risks", "Actions" };

  if (!parl_settings_file_check (file, groups, G_N_ELEMENTS (groups), error)
      || !read_head (self, file, error) || !read_lines (self, file, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    if (!check_lines (self, file, "Audience", lists[i], error))
      return false;
  read_say (self, file);
  return read_cards (self, file, error);
}

/* "…/exec.audience" is "exec", "…/common.base" is "common". */
static char *
dup_stem (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');

  return dot != NULL ? g_strndup (base, (size_t)(dot - base)) : g_steal_pointer (&base);
}

/* The file that @file builds on, of its own folder or of the built-in one; %NULL: none. Its words
 * and lines are those of @file, too, as far as it has none of its own. */
static char *
find_base (const ParlSettingsFile *file, const char *data_dir)
{
  const char *name = parl_settings_file_get (file, "Audience", "Base");
  const char *path = parl_settings_file_get_path (file);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *beside = name != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (name == NULL)
    return NULL;
  if (data_dir == NULL || (strcmp (beside, path) != 0 && g_file_test (beside, G_FILE_TEST_EXISTS)))
    return g_steal_pointer (&beside);
  return g_build_filename (data_dir, name, NULL);
}

#define MAX_BASES 4 /* more than anybody needs; ends a circle */

static ParlSettingsFile *
load_with_base (const char *path, const char *data_dir, GStrvBuilder *contexts, unsigned depth,
                GError **error)
{
  g_autoptr (ParlSettingsFile) file = parl_settings_file_load_existing (path, error);
  if (file == NULL)
    return NULL;

  g_autofree char *context = dup_stem (path);
  g_autofree char *base_path = find_base (file, data_dir);
  g_strv_builder_add (contexts, context);
  if (base_path == NULL)
    return g_steal_pointer (&file);

  g_autoptr (GError) wrong = NULL;
  g_autoptr (ParlSettingsFile) base = NULL;
  if (depth == MAX_BASES)
    parl_settings_file_refuse (file, "Audience", "Base", error,
                               _ ("too many files that build on each other"));
  else if ((base = load_with_base (base_path, data_dir, contexts, depth + 1, &wrong)) == NULL)
    parl_settings_file_refuse (file, "Audience", "Base", error, "%s", wrong->message);
  if (base == NULL)
    return NULL;
  parl_settings_file_inherit (file, base);
  return g_steal_pointer (&file);
}

/* @path: an .audience file; its name without the ending is the audience's id
 * @data_dir: (nullable): folder of the built-in ones, for what it builds on
 * Returns: (transfer full): or %NULL with %PARL_AUDIENCE_ERROR_INVALID, the message naming file,
 *   line, group and key */
ParlAudience *
parl_audience_load (const char *path, const char *data_dir, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GStrvBuilder) contexts = g_strv_builder_new ();
  g_autoptr (GError) wrong = NULL;
  g_autoptr (ParlSettingsFile) file = load_with_base (path, data_dir, contexts, 0, &wrong);
  g_autoptr (ParlAudience) self = g_atomic_rc_box_new0 (ParlAudience);

  self->id = dup_stem (path);
  self->path = g_strdup (path);
  self->contexts = g_strv_builder_end (contexts);
  self->say = g_ptr_array_new ();
  self->what_if = g_ptr_array_new ();
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_card_template_free);
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify)parl_line_template_free);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->checks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (file == NULL || !read_file (self, file, &wrong))
    {
      g_set_error_literal (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID, wrong->message);
      return NULL;
    }
  read_words (self->words, file, "Words");
  read_words (self->checks, file, "Checks");
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
load_folder (GPtrArray *found, const char *folder, const char *data_dir, const GPtrArray *before,
             GPtrArray *problems)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) wrong = NULL;
      if (!g_str_has_suffix (name, SUFFIX))
        continue;
      ParlAudience *audience = parl_audience_load (path, data_dir, &wrong);
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

ParlAudience *
parl_audiences_find (const GPtrArray *audiences, const char *id)
{
  for (unsigned i = 0; i < audiences->len; i++)
    if (g_str_equal (((ParlAudience *)audiences->pdata[i])->id, id))
      return audiences->pdata[i];
  return NULL;
}

/* @user_dir: (nullable): folder that wins: the user's file stands for the built-in one of its name
 * @data_dir: (nullable): folder of the built-in ones
 * @before: (nullable) (element-type ParlAudience): what was loaded the last time: of a file that
 *   can't be read any more, it is what stays
 * @problems: (element-type utf8) (nullable): gets a message for every file that cannot be read
 * Returns: (transfer full) (element-type ParlAudience): in their order */
GPtrArray *
parl_audience_load_all (const char *user_dir, const char *data_dir, const GPtrArray *before,
                        GPtrArray *problems)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_audience_unref);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_audience_unref);

  load_folder (all, user_dir, data_dir, before, problems);
  load_folder (own, data_dir, data_dir, before, problems);
  for (unsigned i = 0; i < own->len; i++)
    if (parl_audiences_find (all, ((ParlAudience *)own->pdata[i])->id) == NULL)
      g_ptr_array_add (all, parl_audience_ref (own->pdata[i]));
  g_ptr_array_sort (all, compare_audiences);
  return all;
}

char **
parl_audiences_list_ids (const GPtrArray *audiences)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (unsigned i = 0; i < audiences->len; i++)
    g_strv_builder_add (ids, ((ParlAudience *)audiences->pdata[i])->id);
  return g_strv_builder_end (ids);
}

/* @id: "exec"
 * @user_dir: (nullable): folder that wins
 * @data_dir: (nullable): folder of the built-in ones
 * A user's file that cannot be read does not hide the built-in one of the same name.
 * Returns: (transfer full): or %NULL with %PARL_AUDIENCE_ERROR_NOT_FOUND and the names there are,
 * or %PARL_AUDIENCE_ERROR_INVALID where the only file of that name is wrong */
ParlAudience *
parl_audience_find (const char *id, const char *user_dir, const char *data_dir, GError **error)
{
  g_return_val_if_fail (id != NULL, NULL);

  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = parl_audience_load_all (user_dir, data_dir, NULL, problems);
  ParlAudience *found = parl_audiences_find (all, id);
  g_autofree char *name = g_strconcat (G_DIR_SEPARATOR_S, id, SUFFIX, NULL);

  if (found != NULL)
    return parl_audience_ref (found);
  for (unsigned i = 0; i < problems->len; i++)
    if (strstr (problems->pdata[i], name) != NULL)
      {
        g_set_error_literal (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                             problems->pdata[i]);
        return NULL;
      }

  g_auto (GStrv) ids = parl_audiences_list_ids (all);
  g_autofree char *list = g_strjoinv (", ", ids);
  g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_NOT_FOUND,
               _ ("There is no audience “%s”; there are: %s"), id,
               *list != '\0' ? list : _ ("none"));
  return NULL;
}

/* @problems: (element-type utf8) (nullable): gets a message for every file that cannot be read
 * Returns: (transfer full): ids in their order */
char **
parl_audience_list (const char *user_dir, const char *data_dir, GPtrArray *problems)
{
  g_autoptr (GPtrArray) all = parl_audience_load_all (user_dir, data_dir, NULL, problems);

  return parl_audiences_list_ids (all);
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

/* @text: of the audience's file, or of one that it builds on
 * Returns: (transfer none): the same in the reader's language; @text itself where nobody has
 *   translated it */
const char *
parl_audience_translate (const ParlAudience *self, const char *text)
{
  const char *translated = text;

  if (text == NULL || *text == '\0')
    return text;
  for (unsigned i = 0; translated == text && self->contexts[i] != NULL; i++)
    translated = g_dpgettext2 (GETTEXT_PACKAGE, self->contexts[i], text);
  return translated;
}

/* Returns: (transfer none): what it is called in the reader's language */
const char *
parl_audience_get_name (const ParlAudience *self)
{
  return parl_audience_translate (self, self->name);
}
