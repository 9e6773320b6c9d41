/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What may stand in a settings file: its groups, their keys, each with its type, range and help.
 * Whoever owns settings writes them as a table; files are checked against it, forms and documents
 * are made of it. */

#include "settings/file.h"

typedef enum
{
  PARL_SETTING_TEXT,    /* any text, with escapes; may be empty */
  PARL_SETTING_RAW,     /* one line as it stands, such as a query; may be empty */
  PARL_SETTING_LINE,    /* one line as it stands, not empty */
  PARL_SETTING_URL,     /* the same */
  PARL_SETTING_PATH,    /* the same */
  PARL_SETTING_WORD,    /* a name; older versions wrote it in quotes, which are taken off */
  PARL_SETTING_BOOLEAN, /* true or false */
  PARL_SETTING_NUMBER,
  PARL_SETTING_WHOLE,   /* a whole number */
  PARL_SETTING_DAY,     /* 2026-12-01 */
  PARL_SETTING_CHOICE,  /* one of @choices */
  PARL_SETTING_PATTERN, /* one of @choices, in which NAME at the end stands for any text */
  PARL_SETTING_LIST,    /* texts, with ";" between them */
  PARL_SETTING_NUMBERS  /* numbers, with ";" between them */
} ParlSettingType;

typedef struct
{
  const char *key; /* "*" at its end stands for any ending: "Query.*" */
  ParlSettingType type;
  const char *initial;        /* the default, as it would stand in the file; NULL: unset */
  double minimum, maximum;    /* of numbers, each included */
  const char *const *choices; /* NULL-terminated */
  const char *ending;         /* of a name: with it, the value is a file's path; NULL: never */
  const char *counted;        /* N_(): what a number is a number of: "seconds"; may be NULL */
  const char *title;          /* N_(): of its row in the window; NULL: the window asks for it with
                                 a row of its own, or not at all */
  const char *help;           /* N_(): what it means; NULL: its owner's document says so */
  bool required;
  bool translated; /* Key[de] may stand beside Key */
  size_t place;    /* for its owner: where in a struct the value is kept, */
  int64_t unit;    /* and how many of that struct's units one of the file's is; 0: a double */
} ParlSetting;

#define PARL_SETTING(key_, type_, initial_, help_)                                                 \
  {                                                                                                \
    .key = key_, .type = type_, .initial = initial_, .help = help_                                 \
  }
#define PARL_SETTING_RANGE(key_, type_, initial_, minimum_, maximum_, help_)                       \
  {                                                                                                \
    .key = key_, .type = type_, .initial = initial_, .minimum = minimum_, .maximum = maximum_,     \
    .help = help_                                                                                  \
  }

typedef struct _ParlSettingsGroup ParlSettingsGroup;
struct _ParlSettingsGroup
{
  const char *name; /* "*" at its end stands for any ending: "Source *" */
  const ParlSetting *settings;
  unsigned n_settings;
  const ParlSettingsGroup *base; /* whose settings it has too, behind its own; may be NULL */
};

/* A file is right when it has no other groups and keys than these, and each value is allowed. */
bool parl_settings_file_check (const ParlSettingsFile *self, const ParlSettingsGroup *groups,
                               unsigned n_groups, GError **error);
/* The same for the keys of one group of the file. */
bool parl_settings_group_check (const ParlSettingsGroup *self, const ParlSettingsFile *file,
                                const char *group, GError **error);

/* NULL behind the last. */
const ParlSetting *parl_settings_group_get (const ParlSettingsGroup *self, unsigned index);
const ParlSetting *parl_settings_group_find (const ParlSettingsGroup *self, const char *key);
/* What is wrong with a value; NULL: nothing. */
char *parl_setting_dup_flaw (const ParlSetting *self, const char *value);

/* A checked value, or the default. NAN, NULL: neither. */
double parl_setting_get_number (const ParlSetting *self, const ParlSettingsFile *file,
                                const char *group);
bool parl_setting_get_boolean (const ParlSetting *self, const ParlSettingsFile *file,
                               const char *group);
char *parl_setting_dup_word (const ParlSetting *self, const ParlSettingsFile *file,
                             const char *group);
