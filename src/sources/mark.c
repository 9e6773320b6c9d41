/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and writes members of bookmarks. Knows no bookmark as a whole. */
#include "config.h"

#include "sources/mark.h"

/* @time: (out): PARL_TIME_NONE where there is none */
bool
parl_mark_read_time (const ParlJsonAt *at, const char *name, ParlTime *time, GError **error)
{
  ParlJsonAt member;
  bool present;

  *time = PARL_TIME_NONE;
  return parl_json_optional (at, name, &member, &present, error)
         && (!present || parl_json_read_int (&member, time, error));
}

/* @text: (out) (transfer full) (nullable): %NULL where there is none */
bool
parl_mark_read_text (const ParlJsonAt *at, const char *name, char **text, GError **error)
{
  const char *value = NULL;
  ParlJsonAt member;
  bool present;

  if (!parl_json_optional (at, name, &member, &present, error)
      || (present && !parl_json_read_string (&member, &value, error)))
    return false;
  *text = g_strdup (value);
  return true;
}

/* A flag is always there. */
bool
parl_mark_read_flag (const ParlJsonAt *at, const char *name, bool *flag, GError **error)
{
  ParlJsonAt member;

  return parl_json_member (at, name, &member, error) && parl_json_read_bool (&member, flag, error);
}

/* @value: PARL_TIME_NONE is left out */
void
parl_mark_add_int (JsonBuilder *builder, const char *name, int64_t value)
{
  if (value == PARL_TIME_NONE)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

/* @value: (nullable): %NULL is left out */
void
parl_mark_add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
parl_mark_add_flag (JsonBuilder *builder, const char *name, bool value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}
