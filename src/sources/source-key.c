/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks one value of a setting against the key's row. Knows no key by name. */
#include "config.h"

#include "sources/source-key.h"

#include <glib.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define ANY "NAME"

char *
parl_source_key_list (const char *const *choices, const char *before, const char *after)
{
  GString *list = g_string_new (NULL);

  for (unsigned i = 0; choices[i] != NULL; i++)
    g_string_append_printf (list, "%s%s%s%s",
                            i == 0                   ? ""
                            : choices[i + 1] == NULL ? _ (" or ")
                                                     : ", ",
                            before, choices[i], after);
  return g_string_free (list, FALSE);
}

/**
 * parl_source_key_dup_rule:
 *
 * Returns: (transfer full): what a value must be, to follow the key's name
 */
char *
parl_source_key_dup_rule (const ParlSourceKey *self)
{
  static const char *const truths[] = { "true", "false", NULL };
  g_autofree char *list = NULL;

  switch (self->type)
    {
    case PARL_KEY_INT:
      return g_strdup_printf (_ ("must be whole %s from %.15g to %.15g"), _ (self->unit),
                              self->least, self->most);
    case PARL_KEY_NUMBER:
      return g_strdup_printf (_ ("must be a number of %s, from %.15g to %.15g"), _ (self->unit),
                              self->least, self->most);
    case PARL_KEY_BOOL:
    case PARL_KEY_CHOICE:
    case PARL_KEY_PATTERN:
      list = parl_source_key_list (self->type == PARL_KEY_BOOL ? truths : self->choices, _ ("“"),
                                   _ ("”"));
      return g_strdup_printf (_ ("must be %s"), list);
    case PARL_KEY_TEXT:
    case PARL_KEY_QUERY:
    case PARL_KEY_URL:
    case PARL_KEY_PATH:
    default:
      return g_strdup (_ ("must not be empty"));
    }
}

static bool
fits_pattern (const char *pattern, const char *value)
{
  size_t length = strlen (pattern) - (g_str_has_suffix (pattern, ANY) ? strlen (ANY) : 0);

  return pattern[length] == '\0' ? g_str_equal (pattern, value)
                                 : strncmp (pattern, value, length) == 0 && value[length] != '\0';
}

static bool
is_sound (const ParlSourceKey *self, const char *value)
{
  double number;
  char *end;

  switch (self->type)
    {
    case PARL_KEY_QUERY:
      return true;
    case PARL_KEY_BOOL:
      return g_str_equal (value, "true") || g_str_equal (value, "false");
    case PARL_KEY_INT:
      return g_ascii_string_to_unsigned (value, 10, (guint64)self->least, (guint64)self->most, NULL,
                                         NULL);
    case PARL_KEY_NUMBER:
      number = g_ascii_strtod (value, &end);
      return *value != '\0' && *end == '\0' && number >= self->least && number <= self->most;
    case PARL_KEY_CHOICE:
      return g_strv_contains (self->choices, value);
    case PARL_KEY_PATTERN:
      for (const char *const *choice = self->choices; *choice != NULL; choice++)
        if (fits_pattern (*choice, value))
          return true;
      return false;
    case PARL_KEY_TEXT:
    case PARL_KEY_URL:
    case PARL_KEY_PATH:
    default:
      return *value != '\0';
    }
}

/**
 * parl_source_key_dup_flaw:
 *
 * Returns: (transfer full) (nullable): what is wrong with @value
 */
char *
parl_source_key_dup_flaw (const ParlSourceKey *self, const char *value)
{
  for (const char *at = value; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return g_strdup (_ ("must be one line without control characters"));
  if (!g_utf8_validate (value, -1, NULL))
    return g_strdup (_ ("must be UTF-8"));
  return is_sound (self, value) ? NULL : parl_source_key_dup_rule (self);
}

/**
 * parl_source_key_dup_title:
 *
 * Returns: (transfer full): the title of its row in the window
 */
char *
parl_source_key_dup_title (const ParlSourceKey *self)
{
  const char *dot = strchr (self->name, '.');
  GString *title = g_string_new (_ (self->title));

  g_string_replace (title, "%s", dot != NULL ? dot + 1 : self->name, 1);
  return g_string_free (title, FALSE);
}
