/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a [Line ...] group: which fact, and how it is worded in each of its states. Checks
 * everything that can be checked without facts; words nothing. */
#include "config.h"

#include "audiences/file/template.h"

#include "audiences/file/hole.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Sets @error to what is wrong in a key. Returns: false */
bool
parl_template_fail (GError **error, const char *group, const char *key, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID, "[%s] %s%s%s", group,
               key != NULL ? key : "", key != NULL ? ": " : "", what);
  return false;
}

static char *
check_window (const ParlHole *hole, gpointer data)
{
  bool *right = data;

  *right
      = *right && hole->ref == NULL && hole->argument == NULL && g_str_equal (hole->name, "window");
  return g_strdup ("x");
}

/* Whether @text, which speaks of no fact, has no placeholder but {window}. */
bool
parl_template_check_plain (const char *group, const char *key, const char *text, GError **error)
{
  bool right = true;
  g_autofree char *filled = parl_holes_fill (text, check_window, &right, NULL);

  return (filled != NULL && right)
         || parl_template_fail (error, group, key, _ ("may hold {window} only"));
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

/**
 * parl_fact_ref_parse:
 * @text: "id", "id;subject" or "id;subject;aspect"
 *
 * Returns: (transfer full): or %NULL with @error saying what is wrong and what there is
 */
ParlFactRef *
parl_fact_ref_parse (const char *text, GError **error)
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

static void
free_template (ParlSentence *self)
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

static bool
check_template (ParlLineTemplate *self, const char *group, const char *key, const char *text,
                GError **error)
{
  HoleCheck check = { self, NULL };
  g_autoptr (GError) broken = NULL;
  g_autofree char *filled = parl_holes_fill (text, check_hole, &check, &broken);
  g_autofree char *problem = g_steal_pointer (&check.problem);

  if (filled == NULL && problem == NULL)
    return parl_template_fail (error, group, key, "%s", broken->message);
  if (problem != NULL)
    return parl_template_fail (error, group, key, "%s", problem);
  return true;
}

static ParlSentence *
ensure_template (ParlLineTemplate *self, const char *state)
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
add_template (ParlLineTemplate *self, const char *group, const char *key, char *text,
              GError **error)
{
  g_autofree char *owned = text;
  g_autofree char *state = g_strndup (key, strcspn (key, "."));
  const char *suffix = key + strlen (state);

  if (!parl_vocabulary_has_state (self->fact->entry, state))
    {
      g_autofree char *states = parl_vocabulary_list_states (self->fact->entry);
      return parl_template_fail (
          error, group, key,
          _ ("is neither Fact, Subject, Where, Each or With.name nor a state of "
             "%s, which are: %s"),
          self->fact->entry->id, states);
    }

  ParlSentence *template = ensure_template (self, state);
  if (g_str_equal (suffix, ".tone"))
    {
      template->has_tone = parl_vocabulary_tone_from_string (text, &template->tone);
      return template->has_tone
             || parl_template_fail (
                 error, group, key,
                 _ ("“%s” is no tone; there are: plain, previous, good, warn, bad, "
                    "none"),
                 text);
    }
  if (!check_template (self, group, key, text, error))
    return false;
  if (*suffix == '\0')
    template->text = g_steal_pointer (&owned);
  else if (g_str_equal (suffix, ".detail"))
    template->detail = g_steal_pointer (&owned);
  else if (g_str_equal (suffix, ".short"))
    template->short_text = g_steal_pointer (&owned);
  else
    return parl_template_fail (error, group, key, _ ("“%s” is none of .detail, .short and .tone"),
                               suffix);
  return true;
}

/* Fact, Subject, Where, Each and With: what must be known before a template can be checked. */
static bool
parse_facts (ParlLineTemplate *self, GKeyFile *file, const char *group, char **keys, GError **error)
{
  g_autofree char *id = g_key_file_get_string (file, group, "Fact", NULL);
  g_autofree char *subject = g_key_file_get_string (file, group, "Subject", NULL);
  g_autofree char *where = g_key_file_get_string (file, group, "Where", NULL);
  g_autofree char *each = g_key_file_get_string (file, group, "Each", NULL);
  g_autoptr (GError) wrong = NULL;

  if (id == NULL)
    return parl_template_fail (error, group, "Fact", _ ("is missing"));
  g_autofree char *text = g_strconcat (id, ";", subject != NULL ? subject : "",
                                       where != NULL ? ";" : NULL, where, NULL);
  self->fact = parl_fact_ref_parse (text, &wrong);
  if (self->fact == NULL)
    return parl_template_fail (error, group, "Fact", "%s", wrong->message);

  guint64 number = 1;
  if (each != NULL && !g_ascii_string_to_unsigned (each, 10, 1, 20, &number, &wrong))
    return parl_template_fail (error, group, "Each", "%s", wrong->message);
  self->each = (unsigned)number;

  for (unsigned i = 0; keys[i] != NULL; i++)
    if (g_str_has_prefix (keys[i], "With."))
      {
        g_autofree char *value = g_key_file_get_string (file, group, keys[i], NULL);
        ParlFactRef *ref = parl_fact_ref_parse (value != NULL ? value : "", &wrong);
        if (ref == NULL)
          return parl_template_fail (error, group, keys[i], "%s", wrong->message);
        g_hash_table_insert (self->with, g_strdup (keys[i] + strlen ("With.")), ref);
      }
  return true;
}

static bool
parse_templates (ParlLineTemplate *self, GKeyFile *file, const char *group, char **keys,
                 GError **error)
{
  const char *const others[] = { "Fact", "Subject", "Where", "Each", NULL };
  GHashTableIter iter;
  const char *state;
  ParlSentence *template;

  for (unsigned i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GError) wrong = NULL;
      if (g_strv_contains (others, keys[i]) || g_str_has_prefix (keys[i], "With."))
        continue;
      char *text = g_key_file_get_string (file, group, keys[i], &wrong);
      if (text == NULL)
        return parl_template_fail (error, group, keys[i], "%s", wrong->message);
      if (!add_template (self, group, keys[i], text, error))
        return false;
    }

  g_hash_table_iter_init (&iter, self->templates);
  while (g_hash_table_iter_next (&iter, (gpointer *)&state, (gpointer *)&template))
    if (template->text == NULL)
      return parl_template_fail (error, group, state,
                                 _ ("has a .detail, .short or .tone, but no sentence of its own"));
  return true;
}

/**
 * parl_line_template_parse:
 * @group: "Line failure-rate"
 *
 * Returns: (transfer full): or %NULL with @error naming group and key
 */
ParlLineTemplate *
parl_line_template_parse (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (ParlLineTemplate) self = g_new0 (ParlLineTemplate, 1);
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  self->id = g_strdup (group + strlen ("Line "));
  self->with
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)parl_fact_ref_free);
  self->templates
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)free_template);
  if (!parse_facts (self, file, group, keys, error)
      || !parse_templates (self, file, group, keys, error))
    return NULL;
  return g_steal_pointer (&self);
}
