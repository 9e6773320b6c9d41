/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the fields of a row as a mapping describes them. Knows no server, and not what the fields
 * are for. */
#include "config.h"

#include "sources/mapping/field.h"

#include "model/series.h"
#include "sources/clean.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MATCH_LIMIT "(*LIMIT_MATCH=100000)"
#define MOST_SHOWN 80 /* characters of a value that is not understood */
#define ANY_VALUE "*"
#define LEAVE_OUT "-"

/* One part of what is put together: a path, or a text. */
typedef struct
{
  ParlJsonPath *path; /* NULL: the text */
  char *text;
} Term;

struct _ParlMapField
{
  const ParlMapFieldInfo *info;
  GPtrArray *alternatives; /* (element-type GPtrArray) of Term */
  GRegex *match;           /* NULL: all of it */
  GHashTable *values;      /* NULL: as it is */
  unsigned format;         /* of a time */
  double unit;             /* how many of ours one of the server's is */
};

typedef enum
{
  FORMAT_RFC3339,
  FORMAT_EPOCH_S,
  FORMAT_EPOCH_MS,
  FORMAT_EPOCH_US,
  FORMAT_EPOCH_NS,
  FORMAT_DAY
} Format;

const char *const parl_map_formats[]
    = { "rfc3339", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns", "day", NULL };

static const double epoch_units[] = {
  [FORMAT_EPOCH_S] = 1000, [FORMAT_EPOCH_MS] = 1, [FORMAT_EPOCH_US] = 1e-3, [FORMAT_EPOCH_NS] = 1e-6
};

const char *const parl_map_units[] = { "us", "ms", "s", "min", "h", "share", "percent", NULL };
static const double factors[] = { 1e-3, 1, 1000, 60 * 1000, 3600 * 1000, 1, 0.01 };

static void
free_term (Term *term)
{
  parl_json_path_free (term->path);
  g_free (term->text);
  g_free (term);
}

void
parl_map_field_free (ParlMapField *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->alternatives, g_ptr_array_unref);
  g_clear_pointer (&self->match, g_regex_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self);
}

void
parl_map_value_clear (ParlMapValue *self)
{
  g_free (self->text);
  *self = PARL_MAP_NO_VALUE;
}

/* Placeholders. */

/* @at: at a brace
 * Returns: how long the "{name}" is; 0: it is another brace, as in JSON */
static size_t
measure_placeholder (const char *at)
{
  size_t length = 1;

  while (g_ascii_isalnum (at[length])
         || (length > 1 && strchr (".-_", at[length]) != NULL && at[length] != '\0'))
    length++;
  return *at == '{' && g_ascii_isalpha (at[1]) && at[length] == '}' ? length + 1 : 0;
}

void
parl_map_list_placeholders (const char *text, GPtrArray *names)
{
  for (const char *at = strchr (text, '{'); at != NULL; at = strchr (at + 1, '{'))
    {
      size_t length = measure_placeholder (at);
      if (length > 0)
        g_ptr_array_add (names, g_strndup (at + 1, length - 2));
    }
}

/* @escape: (nullable): what is done to each value
 * Returns: (transfer full): a placeholder without a value is gone */
char *
parl_map_fill_in (const char *text, GHashTable *values, ParlMapEscape escape)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      size_t length = measure_placeholder (text);
      if (length == 0)
        {
          g_string_append_c (filled, *text++);
          continue;
        }
      g_autofree char *name = g_strndup (text + 1, length - 2);
      const char *value = g_hash_table_lookup (values, name);
      g_autofree char *escaped
          = value != NULL && escape != NULL ? escape (value) : g_strdup (value);
      g_string_append (filled, escaped != NULL ? escaped : "");
      text += length;
    }
  return g_string_free (filled, FALSE);
}

/* Reading the file. */

/* Cuts @text at each @separator that lies in neither quotes nor brackets. */
static GPtrArray *
cut (const char *text, char separator)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *start = text;
  char quote = '\0';
  int depth = 0;

  for (;; text++)
    {
      if (*text == '\0' || (*text == separator && quote == '\0' && depth == 0))
        {
          g_ptr_array_add (parts, g_strstrip (g_strndup (start, (size_t)(text - start))));
          start = text + 1;
          if (*text == '\0')
            return parts;
        }
      else if (quote != '\0')
        quote = *text == quote ? '\0' : quote;
      else if (*text == '"' || *text == '\'')
        quote = *text;
      else if (*text == '[')
        depth++;
      else if (*text == ']')
        depth--;
    }
}

static Term *
parse_term (const char *text, GError **error)
{
  size_t length = strlen (text);
  Term *term = g_new0 (Term, 1);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    term->text = g_strndup (text + 1, length - 2);
  else
    term->path = parl_json_path_new (text, error);
  if (term->text != NULL || term->path != NULL)
    return term;
  free_term (term);
  return NULL;
}

static GPtrArray *
parse_sum (const char *text, GError **error)
{
  g_autoptr (GPtrArray) parts = cut (text, '+');
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify)free_term);

  for (unsigned i = 0; i < parts->len; i++)
    {
      Term *term = parse_term (parts->pdata[i], error);
      if (term == NULL)
        return NULL;
      g_ptr_array_add (terms, term);
    }
  return g_steal_pointer (&terms);
}

static bool
parse_alternatives (ParlMapField *self, const char *text, GError **error)
{
  g_autoptr (GPtrArray) parts = cut (text, '|');

  self->alternatives = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (unsigned i = 0; i < parts->len; i++)
    {
      GPtrArray *terms = parse_sum (parts->pdata[i], error);
      if (terms == NULL)
        return false;
      g_ptr_array_add (self->alternatives, terms);
    }
  return true;
}

static const char *
get_detail (const ParlMapField *self, const ParlSettingsFile *file, const char *group,
            const char *detail, char **key)
{
  g_free (*key);
  *key = g_strdup_printf ("%s.%s", self->info->key, detail);
  return parl_settings_file_get (file, group, *key);
}

static bool
is_choice (const ParlMapField *self, const char *text)
{
  return self->info->type != PARL_MAP_CHOICE || *text == '\0' || g_str_equal (text, LEAVE_OUT)
         || g_strv_contains (self->info->choices, text);
}

static bool
parse_values (ParlMapField *self, const ParlSettingsFile *file, const char *group, const char *key,
              GError **error)
{
  g_auto (GStrv) pairs = parl_settings_file_dup_list (file, group, key);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (char **each = pairs; *each != NULL; each++)
    {
      char *sign = strrchr (*each, '=');
      if (sign == NULL || sign == *each)
        return parl_settings_file_refuse (file, group, key, error,
                                          _ ("“%s” is not of the form Key=Value"), *each);
      if (!is_choice (self, sign + 1))
        {
          g_autofree char *all = g_strjoinv (", ", (char **)self->info->choices);
          return parl_settings_file_refuse (file, group, key, error, _ ("“%s” is not one of: %s"),
                                            sign + 1, all);
        }
      g_hash_table_replace (self->values, g_strndup (*each, (size_t)(sign - *each)),
                            g_strdup (sign + 1));
    }
  return true;
}

bool
parl_map_has_unit (ParlMapType type)
{
  return type == PARL_MAP_SHARE || type == PARL_MAP_SPAN || type == PARL_MAP_BOUND;
}

static double
find_factor (const char *unit)
{
  for (unsigned i = 0; unit != NULL && parl_map_units[i] != NULL; i++)
    if (g_str_equal (parl_map_units[i], unit))
      return factors[i];
  return 1;
}

/* Of the field's own unit exactly 1: not a bit of a number changes. */
static void
parse_unit (ParlMapField *self, const char *name)
{
  self->unit = name != NULL ? find_factor (name) / find_factor (self->info->unit) : 1;
}

static void
parse_format (ParlMapField *self, const char *name)
{
  while (name != NULL && parl_map_formats[self->format] != NULL
         && !g_str_equal (parl_map_formats[self->format], name))
    self->format++;
}

/* A detail of a field that is not there is a mistake. */
static void
check_absent (const ParlMapField *self, const ParlSettingsFile *file, const char *group,
              GError **error)
{
  static const char *const details[] = { "Match", "Values", "Format", "Unit" };
  g_autofree char *key = NULL;

  for (unsigned i = 0; i < G_N_ELEMENTS (details); i++)
    if (get_detail (self, file, group, details[i], &key) != NULL)
      {
        parl_settings_file_refuse (file, group, key, error, _ ("needs %s"), self->info->key);
        return;
      }
}

ParlMapField *
parl_map_field_new (const ParlMapFieldInfo *info, const ParlSettingsFile *file, const char *group,
                    const char *format, GError **error)
{
  const char *text = parl_settings_file_get (file, group, info->key);
  g_autoptr (ParlMapField) self = g_new0 (ParlMapField, 1);
  g_autoptr (GError) local = NULL;
  g_autofree char *key = NULL;
  const char *detail;

  self->info = info;
  if (text == NULL)
    {
      check_absent (self, file, group, error);
      return NULL;
    }
  if (!parse_alternatives (self, text, &local))
    {
      parl_settings_file_refuse (file, group, info->key, error, "%s", local->message);
      return NULL;
    }
  detail = get_detail (self, file, group, "Match", &key);
  if (detail != NULL)
    {
      g_autofree char *pattern = g_strconcat (MATCH_LIMIT, detail, NULL);
      self->match = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, &local);
      if (self->match == NULL)
        {
          parl_settings_file_refuse (file, group, key, error, "%s", local->message);
          return NULL;
        }
    }
  if (get_detail (self, file, group, "Values", &key) != NULL
      && !parse_values (self, file, group, key, error))
    return NULL;
  detail = get_detail (self, file, group, "Format", &key);
  parse_format (self, detail != NULL ? detail : format);
  parse_unit (self, get_detail (self, file, group, "Unit", &key));
  return g_steal_pointer (&self);
}

void
parl_map_field_list_placeholders (const ParlMapField *self, GPtrArray *names)
{
  for (unsigned i = 0; i < self->alternatives->len; i++)
    {
      const GPtrArray *terms = self->alternatives->pdata[i];
      for (unsigned j = 0; j < terms->len; j++)
        if (((Term *)terms->pdata[j])->text != NULL)
          parl_map_list_placeholders (((Term *)terms->pdata[j])->text, names);
    }
}

/* Reading a row. */

typedef struct
{
  char *text;
} Found;

/* Null and the empty text are not known. */
static bool
take_first (const ParlJsonAt *at, bool name, gpointer data, GError **error)
{
  Found *found = data;

  if (name)
    found->text = at->member != NULL ? g_strdup (at->member) : g_strdup_printf ("%u", at->index);
  else if (parl_json_is_null (at))
    return true;
  else
    found->text = parl_json_dup_scalar (at, error);
  if (found->text != NULL && *g_strstrip (found->text) == '\0')
    g_clear_pointer (&found->text, g_free);
  return false;
}

static bool
parse_number (const char *text, double *number)
{
  char *end;

  *number = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*number);
}

/* Numbers are added up, texts put together. */
static void
append_term (const ParlMapField *self, GString *sum, const char *text)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double before, more;

  if (sum->len > 0 && self->info->type >= PARL_MAP_COUNT && self->info->type <= PARL_MAP_BOUND
      && parse_number (sum->str, &before) && parse_number (text, &more))
    g_string_assign (sum, g_ascii_dtostr (buffer, sizeof buffer, before + more));
  else
    g_string_append (sum, text);
}

/* (transfer full) (nullable): NULL, without an error: the row does not say it. */
static char *
read_sum (const ParlMapField *self, const GPtrArray *terms, ParlMapRow *row, GError **error)
{
  g_autoptr (GString) sum = g_string_new (NULL);

  for (unsigned i = 0; i < terms->len; i++)
    {
      const Term *term = terms->pdata[i];
      Found found = { NULL };
      if (term->path != NULL)
        parl_json_path_walk (term->path, row->at, row->columns, take_first, &found, error);
      else
        found.text = parl_map_fill_in (term->text, row->values, NULL);
      if (found.text == NULL)
        return NULL;
      append_term (self, sum, found.text);
      g_free (found.text);
    }
  return sum->len > 0 ? g_strdup (sum->str) : NULL;
}

static char *
read_text (const ParlMapField *self, ParlMapRow *row, GError **error)
{
  for (unsigned i = 0; i < self->alternatives->len; i++)
    {
      g_autoptr (GError) local = NULL;
      char *text = read_sum (self, self->alternatives->pdata[i], row, &local);
      if (text != NULL)
        return text;
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return NULL;
}

static bool
fail (const ParlMapField *self, const ParlMapRow *row, const char *text, const char *expected,
      GError **error)
{
  g_autofree char *shown = parl_clean_text (text, MOST_SHOWN);

  parl_json_fail (row->at, error, _ ("%s: expected %s, found “%s”"), self->info->key, expected,
                  shown != NULL ? shown : "");
  return false;
}

/* Takes over, and gives (transfer full) (nullable): NULL: it does not fit. */
static char *
match (const ParlMapField *self, char *taken)
{
  g_autofree char *text = taken;
  g_autoptr (GMatchInfo) info = NULL;

  if (self->match == NULL)
    return g_steal_pointer (&text);
  if (!g_regex_match (self->match, text, 0, &info))
    return NULL;
  g_autofree char *group
      = g_match_info_fetch (info, g_regex_get_capture_count (self->match) > 0 ? 1 : 0);
  return group != NULL && *group != '\0' ? g_steal_pointer (&group) : NULL;
}

/* @text: (inout) */
static bool
look_up (const ParlMapField *self, ParlMapRow *row, char **text, GError **error)
{
  const char *found;

  if (self->values == NULL)
    return true;
  found = g_hash_table_lookup (self->values, *text);
  if (found == NULL)
    found = g_hash_table_lookup (self->values, ANY_VALUE);
  if (found == NULL)
    {
      g_autofree char *key = g_strconcat (self->info->key, ".Values", NULL);
      g_autofree char *expected = g_strdup_printf (_ ("one of %s"), key);
      return fail (self, row, *text, expected, error);
    }
  row->unwanted |= g_str_equal (found, LEAVE_OUT);
  g_free (*text);
  *text = *found != '\0' ? g_strdup (found) : NULL;
  return true;
}

static bool
parse_time (const ParlMapField *self, const char *text, ParlTime *time)
{
  double number;

  if (self->format == FORMAT_RFC3339 || self->format == FORMAT_DAY)
    return parl_time_from_iso (text, time, NULL)
           && (self->format == FORMAT_RFC3339 || *time % PARL_DAY == 0);
  if (!parse_number (text, &number))
    return false;
  number *= epoch_units[self->format];
  if (number < 0 || number >= (double)PARL_TIME_MAX)
    return false;
  *time = (ParlTime)llround (number);
  return true;
}

/* @format: one of parl_map_formats
 * Returns: (transfer full) */
char *
parl_map_format_time (ParlTime time, const char *format)
{
  Format which = FORMAT_RFC3339;

  while (!g_str_equal (parl_map_formats[which], format))
    which++;
  if (which == FORMAT_EPOCH_S)
    return g_strdup_printf ("%" PRId64, time / PARL_SECOND);
  if (which != FORMAT_RFC3339 && which != FORMAT_DAY)
    return g_strdup_printf ("%" PRId64, time * (int64_t)llround (1 / epoch_units[which]));

  char *text = parl_time_to_iso (time);
  if (which == FORMAT_DAY)
    text[strcspn (text, "T")] = '\0';
  return text;
}

static bool
read_choice (const ParlMapField *self, const ParlMapRow *row, ParlMapValue *value, GError **error)
{
  for (unsigned i = 0; self->info->choices[i] != NULL; i++)
    if (g_str_equal (self->info->choices[i], value->text))
      {
        value->choice = i;
        return true;
      }
  g_autofree char *all = g_strjoinv (", ", (char **)self->info->choices);
  g_autofree char *expected = g_strdup_printf (_ ("one of %s"), all);
  return fail (self, row, value->text, expected, error);
}

static bool
read_number (const ParlMapField *self, const ParlMapRow *row, ParlMapValue *value, GError **error)
{
  ParlMapType type = self->info->type;

  bool endless = g_str_equal (value->text, "+Inf") || g_str_equal (value->text, "Inf");

  if (type == PARL_MAP_BOUND && endless)
    {
      value->number = INFINITY;
      return true;
    }
  if (!parse_number (value->text, &value->number))
    return fail (self, row, value->text, _ ("a number"), error);
  value->number *= self->unit;
  if (fabs (value->number) > PARL_SERIES_MOST)
    return fail (self, row, value->text, _ ("a number that a metric can be"), error);
  value->whole = (int64_t)value->number;
  if (type == PARL_MAP_COUNT && (value->number < 0 || value->number != floor (value->number)))
    return fail (self, row, value->text, _ ("a count"), error);
  if (type == PARL_MAP_SHARE && (value->number < 0 || value->number > 1))
    return fail (self, row, value->text, _ ("a share from 0 to 1"), error);
  if ((type == PARL_MAP_SPAN || type == PARL_MAP_BOUND) && value->number < 0)
    return fail (self, row, value->text, _ ("a number from 0 on"), error);
  return true;
}

static bool
understand (const ParlMapField *self, const ParlMapRow *row, ParlMapValue *value, GError **error)
{
  switch (self->info->type)
    {
    case PARL_MAP_TEXT:
      {
        g_autofree char *text = value->text;
        value->text = parl_clean_text (text, G_MAXSIZE);
        return true;
      }
    case PARL_MAP_TIME:
    case PARL_MAP_DAY:
      if (!parse_time (self, value->text, &value->time))
        {
          g_autofree char *expected
              = g_strdup_printf (_ ("a time written as %s"), parl_map_formats[self->format]);
          return fail (self, row, value->text, expected, error);
        }
      value->whole = value->time / PARL_DAY;
      g_free (value->text);
      value->text = parl_time_to_iso (value->time);
      if (self->info->type == PARL_MAP_DAY)
        value->text[strcspn (value->text, "T")] = '\0';
      return true;
    case PARL_MAP_CHOICE:
      return read_choice (self, row, value, error);
    case PARL_MAP_COUNT:
    case PARL_MAP_NUMBER:
    case PARL_MAP_SHARE:
    case PARL_MAP_SPAN:
    case PARL_MAP_BOUND:
      return read_number (self, row, value, error);
    }
  g_assert_not_reached ();
}

/* @value: (out): to be cleared by the caller, in any case
 * Returns: false with MALFORMED, that names the place and the field, when the row says it in a way
 *   that is not understood, or does not say what is required */
bool
parl_map_field_read (const ParlMapField *self, ParlMapRow *row, ParlMapValue *value, GError **error)
{
  g_autoptr (GError) local = NULL;

  *value = PARL_MAP_NO_VALUE;
  value->text = read_text (self, row, &local);
  if (value->text != NULL)
    value->text = match (self, value->text);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return false;
    }
  if (value->text != NULL && !look_up (self, row, &value->text, error))
    return false;
  if (row->unwanted)
    return true;
  if (value->text != NULL)
    return understand (self, row, value, error);
  if (self->info->required)
    parl_json_fail (row->at, error, _ ("%s is missing"), self->info->key);
  return !self->info->required;
}
