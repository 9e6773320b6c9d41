/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a [Line ...] group: which fact, and how it is worded in each of its states; and a [Card
 * ...] group: what it shows and of which lines it is made. Knows how a sentence's placeholder is
 * spelled. Checks everything that can be checked without facts; words nothing. */
#include "config.h"

#include "audiences/file/template.h"

#include "audiences/charts/board-chart.h"
#include "audiences/file/audience.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "rate.one-in:updates" into its parts; writes into @text. */
static ParlPlaceholder
parse_placeholder (char *text)
{
  ParlPlaceholder placeholder = { NULL, text, NULL, false };
  char *colon = strchr (text, ':');

  if (colon != NULL)
    {
      *colon = '\0';
      placeholder.argument = colon + 1;
    }

  char *dot = strchr (text, '.');
  if (dot != NULL)
    {
      *dot = '\0';
      placeholder.ref = text;
      placeholder.name = dot + 1;
    }

  char *first = (char *)placeholder.name;
  placeholder.capital = g_ascii_isupper (*first);
  *first = g_ascii_tolower (*first);
  return placeholder;
}

static void
append_filling (GString *result, const char *filling, bool capital)
{
  if (!capital)
    {
      g_string_append (result, filling);
      return;
    }
  g_string_append_unichar (result, g_unichar_toupper (g_utf8_get_char (filling)));
  g_string_append (result, g_utf8_next_char (filling));
}

/* A per cent sign stays with its number. */
static void
append_text (GString *result, const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (text[i] == ' ' && text[i + 1] == '%')
      g_string_append (result, "\u00a0");
    else
      g_string_append_c (result, text[i]);
}

static char *
fill_placeholders (const char *text, ParlPlaceholderFill fill, gpointer data, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);

  while (*text != '\0')
    {
      size_t length = strcspn (text, "{}");
      append_text (result, text, length);
      text += length;
      if (*text == '\0')
        break;

      size_t inside = strcspn (text + 1, "{}");
      if (*text == '}' || text[1 + inside] != '}' || inside == 0)
        {
          g_autofree char *begin = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 20));
          g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
                       _ ("“%s” has a brace without its partner; a placeholder is written {name}"),
                       begin);
          return NULL;
        }

      g_autofree char *copy = g_strndup (text + 1, inside);
      ParlPlaceholder placeholder = parse_placeholder (copy);
      g_autofree char *filling = fill (&placeholder, data);
      if (filling == NULL || *filling == '\0')
        return NULL;
      append_filling (result, filling, placeholder.capital);
      text += inside + 2;
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* Returns: (nullable): where the next "[... {placeholder} ...]" of @text begins; brackets without a
 * placeholder are text */
static const char *
find_optional (const char *text, size_t *length)
{
  for (const char *at = strchr (text, '['); at != NULL; at = strchr (at + 1, '['))
    {
      *length = strcspn (at, "]");
      if (at[*length] == ']' && strcspn (at, "{") < *length)
        return at;
    }
  return NULL;
}

/* @text: "905 failed[, {previous} before]": what stands in brackets is left out where one of its
 *   placeholders can't be filled
 * @fill: called for every placeholder, in order
 * Returns: (transfer full) (nullable): the sentence; %NULL with @error set for a brace that has no
 *   partner, %NULL without where a placeholder could not be filled */
char *
parl_placeholders_fill (const char *text, ParlPlaceholderFill fill, gpointer data, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);
  g_autoptr (GError) broken = NULL;
  const char *optional;
  size_t length;

  for (; (optional = find_optional (text, &length)) != NULL; text = optional + length + 1)
    {
      g_autofree char *before = g_strndup (text, optional - text);
      g_autofree char *inside = g_strndup (optional + 1, length - 1);
      g_autofree char *first = fill_placeholders (before, fill, data, error);
      g_autofree char *second
          = first != NULL ? fill_placeholders (inside, fill, data, &broken) : NULL;

      if (first == NULL)
        return NULL;
      if (broken != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&broken));
          return NULL;
        }
      g_string_append (result, first);
      g_string_append (result, second != NULL ? second : "");
    }

  g_autofree char *last = fill_placeholders (text, fill, data, error);
  return last != NULL ? g_strconcat (result->str, last, NULL) : NULL;
}

static char *
check_speed (const ParlPlaceholder *placeholder, gpointer data)
{
  bool *right = data;

  *right = *right && placeholder->ref == NULL && placeholder->argument == NULL
           && g_str_equal (placeholder->name, "speed");
  return g_strdup ("x");
}

static bool
check_unit (const char *unit, const ParlSettingsFile *file, const char *group, GError **error)
{
  bool right = true;
  g_autofree char *filled
      = unit != NULL ? parl_placeholders_fill (unit, check_speed, &right, NULL) : NULL;

  return unit == NULL || (filled != NULL && right)
         || parl_settings_file_refuse (file, group, "Unit", error, _ ("may hold {speed} only"));
}

static char *
check_window (const ParlPlaceholder *placeholder, gpointer data)
{
  bool *right = data;

  *right = *right && placeholder->ref == NULL && placeholder->argument == NULL
           && g_str_equal (placeholder->name, "window");
  return g_strdup ("x");
}

/* Whether a text that speaks of no fact has no placeholder but {window}. */
bool
parl_template_check_plain (const ParlSettingsFile *file, const char *group, const char *key,
                           GError **error)
{
  bool right = true;
  g_autofree char *text = parl_settings_file_dup_text (file, group, key);
  g_autofree char *filled
      = text != NULL ? parl_placeholders_fill (text, check_window, &right, NULL) : NULL;

  return text == NULL || (filled != NULL && right)
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
  g_free (self->otherwise);
  g_free (self->detail);
  g_free (self->detail_otherwise);
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

/* What a placeholder may be: filled with a token while the file is read. */
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
      || g_str_equal (name, "offline") || g_str_equal (name, "previous-n")
      || g_str_equal (name, "checks-count"))
    return strchr (argument, '|') != NULL;
  return strlen (argument) == 1 && *argument >= '0' && *argument <= '4';
}

static char *
check_placeholder (const ParlPlaceholder *placeholder, gpointer data)
{
  HoleCheck *check = data;

  if (check->problem != NULL)
    return g_strdup ("x");
  if (placeholder->ref != NULL && !g_hash_table_contains (check->line->with, placeholder->ref))
    check->problem = g_strdup_printf (_ ("“%s” is not declared: With.%s= is missing"),
                                      placeholder->ref, placeholder->ref);
  else if (!parl_vocabulary_has_placeholder (placeholder->name))
    {
      g_autofree char *all = parl_vocabulary_list_placeholders ();
      check->problem = g_strdup_printf (_ ("there is no placeholder {%s}; there are: %s"),
                                        placeholder->name, all);
    }
  else if (!is_argument_right (placeholder->name, placeholder->argument))
    check->problem = g_strdup_printf (_ ("{%s:%s}: after the colon stands a number of digits from "
                                         "0 to 4, for a count its noun as "
                                         "“device|devices”, for one-in the noun as “updates”"),
                                      placeholder->name, placeholder->argument);
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
  g_autofree char *filled = parl_placeholders_fill (text, check_placeholder, &check, &broken);
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

  char **place = *suffix == '\0'                        ? &sentence->text
                 : g_str_equal (suffix, ".else")        ? &sentence->otherwise
                 : g_str_equal (suffix, ".detail")      ? &sentence->detail
                 : g_str_equal (suffix, ".detail.else") ? &sentence->detail_otherwise
                 : g_str_equal (suffix, ".short")       ? &sentence->short_text
                                                        : NULL;
  if (place == NULL)
    return parl_settings_file_refuse (key->file, key->group, key->key, error,
                                      _ ("“%s” is none of .else, .detail, .short and .tone"),
                                      suffix);
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
            _ ("has an .else, .detail, .short or .tone, but no sentence of its own"));
        return NULL;
      }
  return g_steal_pointer (&self);
}

void
parl_card_template_free (ParlCardTemplate *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_strfreev (self->titles);
  g_strfreev (self->lines);
  g_strfreev (self->notes);
  parl_fact_ref_free (self->value);
  g_free (self->unit);
  parl_fact_ref_free (self->of);
  g_hash_table_unref (self->parts);
  g_free (self->head);
  g_free (self->empty);
  g_free (self->help);
  g_free (self);
}

static bool
read_chart (ParlCardTemplate *self, const ParlSettingsFile *file, const char *group, GError **error)
{
  const char *name = parl_settings_file_get (file, group, "Chart");

  self->chart = parl_board_chart_lookup (name);
  if (self->chart != NULL)
    return true;

  g_autofree char *charts = parl_board_chart_list_names ();
  return parl_settings_file_refuse (file, group, "Chart", error,
                                    _ ("there is no chart “%s”; there are: %s"), name, charts);
}

/* What is not there stays %NULL. */
static bool
read_ref (ParlFactRef **ref, const ParlSettingsFile *file, const char *group, const char *key,
          GError **error)
{
  if (parl_settings_file_get (file, group, key) == NULL)
    return true;
  *ref = parl_template_parse_ref (file, group, key, error);
  return *ref != NULL;
}

/* A bullet's bar shows the card's number, and a bar past the line is a broken promise: so less must
 * be better. Of the budget, the bar shows what is used. */
static bool
check_drawn (const ParlCardTemplate *self, const ParlSettingsFile *file, const char *group,
             GError **error)
{
  if (!self->chart->draws_value || self->of == NULL)
    return true;
  if (self->of->entry->good == PARL_GOOD_MORE && self->of->entry->rule != PARL_RULE_BUDGET)
    return parl_settings_file_refuse (
        file, group, "Of", error, _ ("less of it must be better: a bar past its line is too long"));
  return self->value == NULL || self->value->entry == self->of->entry
         || parl_settings_file_refuse (file, group, "Value", error,
                                       _ ("must be the fact that the bar is drawn of"));
}

static bool
read_parts (ParlCardTemplate *self, const ParlSettingsFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);
  g_auto (GStrv) allowed = g_strsplit (self->chart->parts, " ", -1);

  for (unsigned i = 0; keys[i] != NULL; i++)
    {
      if (!g_str_has_prefix (keys[i], "Part."))
        continue;

      const char *part = keys[i] + strlen ("Part.");
      if (*part == '\0' || !g_strv_contains ((const char *const *)allowed, part))
        return parl_settings_file_refuse (
            file, group, keys[i], error, _ ("a chart “%s” has no such part; it has: %s"),
            self->chart->name, *self->chart->parts == '\0' ? _ ("none") : self->chart->parts);
      g_hash_table_insert (self->parts, g_strdup (part),
                           g_strdup (parl_settings_file_get (file, group, keys[i])));
    }
  return true;
}

/* @file: after its schema
 * @group: "Card updates"
 * Returns: (transfer full): or %NULL with @error naming group and key */
ParlCardTemplate *
parl_card_template_parse (const ParlSettingsFile *file, const char *group, GError **error)
{
  g_autoptr (ParlCardTemplate) self = g_new0 (ParlCardTemplate, 1);
  const char *span = parl_settings_file_get (file, group, "Span");

  self->id = g_strdup (group + strlen ("Card "));
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->titles = parl_settings_file_dup_list (file, group, "Title");
  self->lines = parl_settings_file_dup_list (file, group, "Lines");
  self->notes = parl_settings_file_dup_list (file, group, "Note");
  self->unit = parl_settings_file_dup_text (file, group, "Unit");
  self->head = parl_settings_file_dup_text (file, group, "Head");
  self->empty = parl_settings_file_dup_text (file, group, "Empty");
  self->help = parl_settings_file_dup_text (file, group, "Help");
  self->span = span != NULL ? (unsigned)g_ascii_strtoull (span, NULL, 10) : 4;
  if (!read_chart (self, file, group, error) || !read_parts (self, file, group, error)
      || !read_ref (&self->value, file, group, "Value", error)
      || !read_ref (&self->of, file, group, "Of", error) || !check_drawn (self, file, group, error)
      || !check_unit (self->unit, file, group, error)
      || !parl_template_check_plain (file, group, "Empty", error)
      || !parl_template_check_plain (file, group, "Help", error))
    return NULL;
  if (self->empty != NULL && self->help == NULL)
    {
      parl_settings_file_refuse (file, group, "Help", error, _ ("is missing"));
      return NULL;
    }
  if (self->of == NULL && self->chart->needs_of)
    {
      parl_settings_file_refuse (file, group, "Of", error, _ ("is missing"));
      return NULL;
    }
  return g_steal_pointer (&self);
}
