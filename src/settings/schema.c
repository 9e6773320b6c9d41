/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds settings files against their schema. Knows no setting by name. */
#include "config.h"

#include "settings/schema.h"

#include "model/instant.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ANY_NAME "NAME"

static bool
fits (const char *pattern, const char *name)
{
  size_t length = strlen (pattern);

  if (length == 0 || pattern[length - 1] != '*')
    return g_str_equal (pattern, name);
  return strncmp (pattern, name, length - 1) == 0;
}

const ParlSetting *
parl_settings_group_get (const ParlSettingsGroup *self, unsigned index)
{
  for (; self != NULL; self = self->base)
    {
      if (index < self->n_settings)
        return &self->settings[index];
      index -= self->n_settings;
    }
  return NULL;
}

/* @key: without a language
 * Returns: (transfer none) (nullable): the setting of that key */
const ParlSetting *
parl_settings_group_find (const ParlSettingsGroup *self, const char *key)
{
  const ParlSetting *setting;

  for (unsigned i = 0; (setting = parl_settings_group_get (self, i)) != NULL; i++)
    if (fits (setting->key, key))
      return setting;
  return NULL;
}

/* Returns: NAN where it is none */
static double
parse_number (const char *text)
{
  char *end;
  double number = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' ? number : NAN;
}

static bool
is_in_range (const ParlSetting *self, double number)
{
  return number >= self->minimum && number <= self->maximum
         && (self->type != PARL_SETTING_WHOLE || number == floor (number));
}

static bool
are_numbers (const ParlSetting *self, const char *value)
{
  g_auto (GStrv) parts = parl_settings_split (value);

  for (unsigned i = 0; parts != NULL && parts[i] != NULL; i++)
    if (!is_in_range (self, parse_number (g_strstrip (parts[i]))))
      return false;
  return parts != NULL;
}

static bool
is_day (const char *value)
{
  ParlTime day;

  return strlen (value) == strlen ("2026-12-01") && parl_time_from_iso (value, &day, NULL);
}

static char *
dup_text_flaw (const ParlSetting *self, const char *value)
{
  g_autofree char *text
      = self->type == PARL_SETTING_TEXT ? parl_settings_unescape (value, false) : NULL;
  g_auto (GStrv) parts = self->type == PARL_SETTING_LIST ? parl_settings_split (value) : NULL;

  return text != NULL || parts != NULL
             ? NULL
             : g_strdup (_ ("a backslash stands only in \\s, \\n, \\t, \\r and \\\\"));
}

static char *
dup_number_flaw (const ParlSetting *self, const char *value)
{
  bool whole = self->type == PARL_SETTING_WHOLE;

  if (is_in_range (self, parse_number (value)))
    return NULL;
  if (self->counted != NULL)
    return g_strdup_printf (whole ? _ ("“%s” is not a whole number of %s from %.15g to %.15g")
                                  : _ ("“%s” is not a number of %s from %.15g to %.15g"),
                            value, _ (self->counted), self->minimum, self->maximum);
  return g_strdup_printf (whole ? _ ("“%s” is not a whole number from %.15g to %.15g")
                                : _ ("“%s” is not a number from %.15g to %.15g"),
                          value, self->minimum, self->maximum);
}

static bool
is_choice (const ParlSetting *self, const char *value)
{
  if (self->type == PARL_SETTING_CHOICE)
    return g_strv_contains (self->choices, value);

  for (const char *const *choice = self->choices; *choice != NULL; choice++)
    {
      size_t length
          = strlen (*choice) - (g_str_has_suffix (*choice, ANY_NAME) ? strlen (ANY_NAME) : 0);
      if ((*choice)[length] == '\0'
              ? g_str_equal (*choice, value)
              : strncmp (*choice, value, length) == 0 && value[length] != '\0')
        return true;
    }
  return false;
}

static bool
is_one_line (const char *value)
{
  for (const char *at = value; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return false;
  return g_utf8_validate (value, -1, NULL);
}

/* Returns: (transfer full) (nullable): what is wrong with @value and what is allowed; %NULL:
 * nothing */
char *
parl_setting_dup_flaw (const ParlSetting *self, const char *value)
{
  bool is_text = self->type == PARL_SETTING_TEXT || self->type == PARL_SETTING_LIST;

  if (!is_text && !is_one_line (value))
    return g_strdup (_ ("must be one line without control characters"));
  switch (self->type)
    {
    case PARL_SETTING_TEXT:
    case PARL_SETTING_LIST:
      return dup_text_flaw (self, value);
    case PARL_SETTING_RAW:
    case PARL_SETTING_WORD:
      return NULL;
    case PARL_SETTING_LINE:
    case PARL_SETTING_URL:
    case PARL_SETTING_PATH:
      return *value != '\0' ? NULL : g_strdup (_ ("must not be empty"));
    case PARL_SETTING_BOOLEAN:
      return g_str_equal (value, "true") || g_str_equal (value, "false")
                 ? NULL
                 : g_strdup_printf (_ ("“%s” is neither “true” nor “false”"), value);
    case PARL_SETTING_NUMBER:
    case PARL_SETTING_WHOLE:
      return dup_number_flaw (self, value);
    case PARL_SETTING_NUMBERS:
      return are_numbers (self, value)
                 ? NULL
                 : g_strdup_printf (
                     _ ("“%s” is not a list of numbers from %.15g to %.15g, with “;” "
                        "between them"),
                     value, self->minimum, self->maximum);
    case PARL_SETTING_DAY:
      return is_day (value) ? NULL
                            : g_strdup_printf (_ ("“%s” is not a day like 2026-12-01"), value);
    case PARL_SETTING_CHOICE:
    case PARL_SETTING_PATTERN:
      {
        g_autofree char *all = g_strjoinv (", ", (char **)self->choices);
        return is_choice (self, value) ? NULL
                                       : g_strdup_printf (_ ("“%s” is not one of: %s"), value, all);
      }
    }
  g_assert_not_reached ();
}

/* "Outcome.Values" beside "Outcome". */
static bool
is_detail (const ParlSettingsGroup *group, const char *key)
{
  g_autofree char *base = g_strndup (key, strcspn (key, "."));

  return strchr (key, '.') != NULL && parl_settings_group_find (group, base) != NULL;
}

static char *
list_keys (const ParlSettingsGroup *group)
{
  g_autoptr (GString) all = g_string_new (NULL);

  const ParlSetting *setting;

  for (unsigned i = 0; (setting = parl_settings_group_get (group, i)) != NULL; i++)
    if (!is_detail (group, setting->key))
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", setting->key);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* "Title[de]" is the key Title in a language. */
static bool
check_key (const ParlSettingsFile *self, const ParlSettingsGroup *schema, const char *group,
           const char *key, GError **error)
{
  size_t length = strcspn (key, "[");
  g_autofree char *name = g_strndup (key, length);
  const ParlSetting *setting = parl_settings_group_find (schema, name);

  if (setting == NULL || (key[length] != '\0' && !setting->translated))
    {
      g_autofree char *all = list_keys (schema);
      return parl_settings_file_refuse (self, group, key, error,
                                        _ ("there is no such key; there are: %s"), all);
    }

  g_autofree char *flaw
      = parl_setting_dup_flaw (setting, parl_settings_file_get (self, group, key));
  return flaw == NULL || parl_settings_file_refuse (self, group, key, error, "%s", flaw);
}

bool
parl_settings_group_check (const ParlSettingsGroup *self, const ParlSettingsFile *file,
                           const char *group, GError **error)
{
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);
  const ParlSetting *setting;

  for (unsigned i = 0; keys[i] != NULL; i++)
    if (!check_key (file, self, group, keys[i], error))
      return false;
  for (unsigned i = 0; (setting = parl_settings_group_get (self, i)) != NULL; i++)
    if (setting->required && parl_settings_file_get (file, group, setting->key) == NULL)
      return parl_settings_file_refuse (file, group, setting->key, error, _ ("is missing"));
  return true;
}

bool
parl_settings_file_check (const ParlSettingsFile *self, const ParlSettingsGroup *groups,
                          unsigned n_groups, GError **error)
{
  g_auto (GStrv) names = parl_settings_file_list_groups (self);

  for (unsigned i = 0; names[i] != NULL; i++)
    {
      const ParlSettingsGroup *schema = NULL;
      g_autoptr (GString) all = g_string_new (NULL);

      for (unsigned j = 0; j < n_groups && schema == NULL; j++)
        {
          schema = fits (groups[j].name, names[i]) ? &groups[j] : NULL;
          g_string_append_printf (all, "%s[%s]", j > 0 ? ", " : "", groups[j].name);
        }
      if (schema == NULL)
        return parl_settings_file_refuse (self, names[i], NULL, error,
                                          _ ("there is no such group; there are: %s"), all->str);
      if (!parl_settings_group_check (schema, self, names[i], error))
        return false;
    }
  return true;
}

static const char *
get_value (const ParlSetting *self, const ParlSettingsFile *file, const char *group)
{
  const char *value = parl_settings_file_get (file, group, self->key);

  return value != NULL ? value : self->initial;
}

double
parl_setting_get_number (const ParlSetting *self, const ParlSettingsFile *file, const char *group)
{
  const char *value = get_value (self, file, group);

  return value != NULL ? parse_number (value) : NAN;
}

bool
parl_setting_get_boolean (const ParlSetting *self, const ParlSettingsFile *file, const char *group)
{
  return g_strcmp0 (get_value (self, file, group), "true") == 0;
}

/* Returns: (transfer full) (nullable): the name, without the quotes that older versions wrote;
 * %NULL: unset or empty */
char *
parl_setting_dup_word (const ParlSetting *self, const ParlSettingsFile *file, const char *group)
{
  const char *value = get_value (self, file, group);
  size_t length = value != NULL ? strlen (value) : 0;

  if (length >= 2 && (*value == '\'' || *value == '"') && value[length - 1] == *value)
    {
      value++;
      length -= 2;
    }
  return length > 0 ? g_strndup (value, length) : NULL;
}
