/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One field of a mapping: from where in a row it comes, and what is made of it.
 *
 *   Outcome=@.status | @.state          the first that is there
 *   Key=^.id + "/" + @.device           texts put together
 *   Outcome.Match=^job-(\w+)$           the first group of a regular expression
 *   Outcome.Values=OK=succeeded;*=-     a table; * is any other, - leaves the row out
 *   Started.Format=epoch-ms             how a time is written
 *   Le.Unit=s                           what a number counts
 *
 * "@.name" and the like are paths (json/path.h); a text in quotes stands for itself, and may hold
 * {placeholders}. */

#include "settings/schema.h"
#include "sources/json/path.h"

#include <math.h>

typedef enum
{
  PARL_MAP_TEXT,
  PARL_MAP_TIME,
  PARL_MAP_DAY,    /* days since 1970-01-01 */
  PARL_MAP_COUNT,  /* a whole number from 0 on */
  PARL_MAP_NUMBER, /* a number, of no unit */
  PARL_MAP_SHARE,  /* 0 to 1; units share, percent */
  PARL_MAP_SPAN,   /* units us, ms, s, min, h */
  PARL_MAP_BOUND,  /* the upper end of a bin, which may be infinite; units as of a span, or none */
  PARL_MAP_CHOICE
} ParlMapType;

/* What is to be known of a field. */
typedef struct
{
  const char *key; /* "Outcome" */
  ParlMapType type;
  bool required;              /* in the file and in every row */
  const char *const *choices; /* of a CHOICE */
  const char
      *unit; /* what a SPAN counts for us, and in the file, unless that says another; NULL: ms */
} ParlMapFieldInfo;

typedef struct _ParlMapField ParlMapField;

/* What a row says; everything is unset when the row does not say it. */
typedef struct
{
  char *text; /* as it was understood; NULL: not known */
  int64_t whole;
  double number;
  ParlTime time;
  unsigned choice;
} ParlMapValue;

#define PARL_MAP_NO_VALUE ((ParlMapValue){ .number = NAN, .time = PARL_TIME_NONE })

/* Where a value is read from. */
typedef struct
{
  const ParlJsonAt *at;
  GHashTable *columns; /* names of the elements of a row that is an array; or NULL */
  GHashTable *values;  /* (element-type utf8 utf8): of placeholders */
  bool repeated;       /* out: a row before said the same */
  bool unwanted;       /* out: a table says that the row is to be left out */
  bool past;           /* out: it lies before the period */
} ParlMapRow;

extern const char *const parl_map_formats[]; /* of times */
char *parl_map_format_time (ParlTime time, const char *format);
bool parl_map_has_unit (ParlMapType type);
extern const char *const parl_map_units[];

/* NULL, with *flaw unset: the file does not have it. @file is held against its schema already.
 * @format: how times are written unless the field says otherwise */
ParlMapField *parl_map_field_new (const ParlMapFieldInfo *info, const ParlSettingsFile *file,
                                  const char *group, const char *format, GError **error);
void parl_map_field_free (ParlMapField *self);
bool parl_map_field_read (const ParlMapField *self, ParlMapRow *row, ParlMapValue *value,
                          GError **error);
void parl_map_value_clear (ParlMapValue *self);
/* The placeholders that it names are collected into @names. */
void parl_map_field_list_placeholders (const ParlMapField *self, GPtrArray *names);

/* {placeholders} in any text. */
typedef char *(*ParlMapEscape) (const char *value);
void parl_map_list_placeholders (const char *text, GPtrArray *names);
char *parl_map_fill_in (const char *text, GHashTable *values, ParlMapEscape escape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMapField, parl_map_field_free)
