/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a [Line ...] group: which fact, and how it is worded in each of its states. Checks
 * everything that can be checked without facts; words nothing. */
#include "config.h"

#include "audiences/file/template.h"

#include "audiences/file/hole.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
check_window (const ParlHole *hole, gpointer data)
{
  bool *right = data;

  *right
      = *right && hole->ref == NULL && hole->argument == NULL && g_str_equal (hole->name, "window");
  return g_strdup ("x");
}

/* Whether a text that speaks of no fact has no placeholder but {window}. */
bool
parl_template_check_plain (const ParlSettingsFile *file, const char *group, const char *key,
                           GError **error)
{
  bool right = true;
  g_autofree char *text = parl_settings_file_dup_text (file, group, key);
  g_autofree char *filled = parl_holes_fill (text, check_window, &right, NULL);

  return (filled != NULL && right)
         || parl_settings_file_refuse (file, group, key, error, _ ("may hold {window} only"));
}

void
parl_fact_ref_free (ParlFactRef *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->values);
  g_strfreev (self->aspects);
  g_free (self);
}

static bool
parse_subject (ParlFactRef *self, const char *text, GError **error)
{
  self->any_subject = strcmp (text, "*") == 0;
  if (self->any_subject || *text == '\0')
    return true;

  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  for (unsigned i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      if (equals == NULL || equals[1] == '\0')
        {
          g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                       _ ("the subject “%s” is not of the form key=value"), parts[i]);
          return false;
        }
      *equals = '\0';
      if (!parl_vocabulary_has_subject (self->entry, parts[i]))
        {
          g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                       _ ("%s has no subject “%s”"), self->entry->id, parts[i]);
          return false;
        }
      g_ptr_array_add (self->keys, g_strdup (parts[i]));
      g_ptr_array_add (self->values, g_strdup (equals + 1));
    }
  return true;
}

/* @text: "id", "id;subject" or "id;subject;aspect"
 * Returns: (transfer full): or %NULL with @error saying what is wrong and what there is */
static ParlFactRef *
parse_ref (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", 3);
  unsigned length = g_strv_length (parts);
  g_autoptr (ParlFactRef) self = g_new0 (ParlFactRef, 1);

  const char *id = length > 0 ? parts[0] : "";

  self->entry = parl_catalogue_find (id);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->values = g_ptr_array_new_with_free_func (g_free);
  if (self->entry == NULL)
    {
      g_autofree char *facts = parl_vocabulary_list_facts ();
      g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                   _ ("there is no fact “%s”; there are: %s"), id, facts);
      return NULL;
    }
  if (length > 1 && !parse_subject (self, parts[1], error))
    return NULL;
  if (length > 2)
    self->aspects = g_strsplit (parts[2], "|", -1);
  for (unsigned i = 0; self->aspects != NULL && self->aspects[i] != NULL; i++)
    if (!parl_vocabulary_has_aspect (self->entry, self->aspects[i]))
      {
        g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                     _ ("%s is never “%s”"), self->entry->id, self->aspects[i]);
        return NULL;
      }
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): the fact that a key asks for; %NULL with @error naming the key */
ParlFactRef *
parl_template_parse_ref (const ParlSettingsFile *file, const char *group, const char *key,
                         GError **error)
{
  g_autoptr (GError) wrong = NULL;
  ParlFactRef *ref = parse_ref (parl_settings_file_get (file, group, key), &wrong);

  if (ref == NULL)
    parl_settings_file_refuse (file, group, key, error, "%s", wrong->message);
  return ref;
}

static void
free_sentence (ParlSentence *self)
{
  g_free (self->text);
  g_free (self->detail);
  g_free (self->short_text);
  g_free (self);
}

void
parl_line_template_free (ParlLineTemplate *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  parl_fact_ref_free (self->fact);
  g_hash_table_unref (self->with);
  g_hash_table_unref (self->templates);
  g_free (self);
}

/* What a hole may be: filled with a token while the file is read. */
typedef struct
{
  ParlLineTemplate *line;
  char *problem;
} HoleCheck;

static bool
is_argument_right (const char *name, const char *argument)
{
  if (argument == NULL || g_str_has_suffix (name, "one-in"))
    return argument == NULL || *argument != '\0';
  if (g_str_equal (name, "count") || g_str_equal (name, "n") || g_str_equal (name, "more")
      || g_str_equal (name, "previous-n") || g_str_equal (name, "checks-count"))
    return strchr (argument, '|') != NULL;
  return strlen (argument) == 1 && *argument >= '0' && *argument <= '4';
}

static char *
check_hole (const ParlHole *hole, gpointer data)
{
  HoleCheck *check = data;

  if (check->problem != NULL)
    return g_strdup ("x");
  if (hole->ref != NULL && !g_hash_table_contains (check->line->with, hole->ref))
    check->problem
        = g_strdup_printf (_ ("“%s” is not declared: With.%s= is missing"), hole->ref, hole->ref);
  else if (!parl_vocabulary_has_placeholder (hole->name))
    {
      g_autofree char *all = parl_vocabulary_list_placeholders ();
      check->problem
          = g_strdup_printf (_ ("there is no placeholder {%s}; there are: %s"), hole->name, all);
    }
  else if (!is_argument_right (hole->name, hole->argument))
    check->problem = g_strdup_printf (_ ("{%s:%s}: after the colon stands a number of digits from "
                                         "0 to 4, for a count its noun as "
                                         "“device|devices”, for one-in the noun as “updates”"),
                                      hole->name, hole->argument);
  return g_strdup ("x");
}

/* A key of a line that is being read. */
typedef struct
{
  ParlLineTemplate *self;
  const ParlSettingsFile *file;
  const char *group, *key;
} LineKey;

static bool
check_sentence (const LineKey *key, const char *text, GError **error)
{
  HoleCheck check = { key->self, NULL };
  g_autoptr (GError) broken = NULL;
  g_autofree char *filled = parl_holes_fill (text, check_hole, &check, &broken);
  g_autofree char *problem = g_steal_pointer (&check.problem);

  return (filled != NULL && problem == NULL)
         || parl_settings_file_refuse (key->file, key->group, key->key, error, "%s",
                                       problem != NULL ? problem : broken->message);
}

static bool
refuse_state (const LineKey *key, GError **error)
{
  const ParlCatalogueEntry *entry = key->self->fact->entry;
  g_autofree char *states = parl_vocabulary_list_states (entry);

  return parl_settings_file_refuse (
      key->file, key->group, key->key, error,
      _ ("is neither Fact, Subject, Where, Each or With.name nor a state of %s, which are: %s"),
      entry->id, states);
}

static ParlSentence *
ensure_sentence (ParlLineTemplate *self, const char *state)
{
  ParlSentence *found = g_hash_table_lookup (self->templates, state);

  if (found == NULL)
    {
      found = g_new0 (ParlSentence, 1);
      g_hash_table_insert (self->templates, g_strdup (state), found);
    }
  return found;
}

static bool
set_part (const LineKey *key, ParlSentence *sentence, const char *suffix, const char *text,
          GError **error)
{
  if (g_str_equal (suffix, ".tone"))
    {
      sentence->has_tone = parl_vocabulary_tone_from_string (text, &sentence->tone);
      return sentence->has_tone
             || parl_settings_file_refuse (
                 key->file, key->group, key->key, error,
                 _ ("“%s” is no tone; there are: plain, previous, good, warn, bad, none"), text);
    }

  char **place = *suffix == '\0'                   ? &sentence->text
                 : g_str_equal (suffix, ".detail") ? &sentence->detail
                 : g_str_equal (suffix, ".short")  ? &sentence->short_text
                                                   : NULL;
  if (place == NULL)
    return parl_settings_file_refuse (key->file, key->group, key->key, error,
                                      _ ("“%s” is none of .detail, .short and .tone"), suffix);
  *place = g_strdup (text);
  return true;
}

/* "met|unclear.detail" is that part of both sentences. What the file says itself stands before what
 * it builds on, and wins. @origins: "met.detail" -> where it was said */
static bool
read_sentences (const LineKey *key, GHashTable *origins, GError **error)
{
  size_t length = strcspn (key->key, ".");
  g_autofree char *names = g_strndup (key->key, length);
  g_auto (GStrv) states = g_strsplit (names, "|", -1);
  g_autofree char *text = parl_settings_file_dup_text (key->file, key->group, key->key);
  const char *origin = parl_settings_file_get_origin (key->file, key->group, key->key);

  for (unsigned i = 0; states[i] != NULL; i++)
    {
      char *part = g_strconcat (states[i], key->key + length, NULL);
      const char *before = g_hash_table_lookup (origins, part);
      if (before == NULL)
        g_hash_table_insert (origins, part, (gpointer)origin);
      else
        {
          g_free (part);
          if (strcmp (before, origin) == 0)
            return parl_settings_file_refuse (key->file, key->group, key->key, error,
                                              _ ("“%s” stands twice"), states[i]);
          continue;
        }
      if (!parl_vocabulary_has_state (key->self->fact->entry, states[i]))
        return refuse_state (key, error);
      if (!set_part (key, ensure_sentence (key->self, states[i]), key->key + length, text, error))
        return false;
    }
  return g_str_equal (key->key + length, ".tone") || check_sentence (key, text, error);
}

static bool
read_fact (ParlLineTemplate *self, const ParlSettingsFile *file, const char *group, GError **error)
{
  const char *id = parl_settings_file_get (file, group, "Fact");
  const char *subject = parl_settings_file_get (file, group, "Subject");
  const char *where = parl_settings_file_get (file, group, "Where");
  const char *each = parl_settings_file_get (file, group, "Each");
  g_autoptr (GError) wrong = NULL;
  g_autofree char *text = subject == NULL && where == NULL
                              ? g_strdup (id)
                              : g_strconcat (id, ";", subject != NULL ? subject : "",
                                             where != NULL ? ";" : NULL, where, NULL);

  self->fact = parse_ref (text, &wrong);
  self->each = each != NULL ? (unsigned)g_ascii_strtoull (each, NULL, 10) : 1;
  return self->fact != NULL
         || parl_settings_file_refuse (file, group, "Fact", error, "%s", wrong->message);
}

/* @group: "Line failure-rate"
 * Returns: (transfer full): or %NULL with @error naming group and key */
ParlLineTemplate *
parl_line_template_parse (const ParlSettingsFile *file, const char *group, GError **error)
{
  const char *const others[] = { "Fact", "Subject", "Where", "Each", NULL };
  g_autoptr (ParlLineTemplate) self = g_new0 (ParlLineTemplate, 1);
  g_autoptr (GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);
  GHashTableIter iter;
  const char *state;
  ParlSentence *sentence;

  self->id = g_strdup (group + strlen ("Line "));
  self->with
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)parl_fact_ref_free);
  self->templates
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)free_sentence);
  if (!read_fact (self, file, group, error))
    return NULL;
  for (unsigned i = 0; keys[i] != NULL; i++)
    if (g_str_has_prefix (keys[i], "With."))
      {
        ParlFactRef *ref = parl_template_parse_ref (file, group, keys[i], error);
        if (ref == NULL)
          return NULL;
        g_hash_table_insert (self->with, g_strdup (keys[i] + strlen ("With.")), ref);
      }
  for (unsigned i = 0; keys[i] != NULL; i++)
    {
      const LineKey key = { self, file, group, keys[i] };
      if (!g_strv_contains (others, keys[i]) && !g_str_has_prefix (keys[i], "With.")
          && !read_sentences (&key, origins, error))
        return NULL;
    }

  g_hash_table_iter_init (&iter, self->templates);
  while (g_hash_table_iter_next (&iter, (gpointer *)&state, (gpointer *)&sentence))
    if (sentence->text == NULL)
      {
        parl_settings_file_refuse (
            file, group, state, error,
            _ ("has a .detail, .short or .tone, but no sentence of its own"));
        return NULL;
      }
  return g_steal_pointer (&self);
}
