/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One setting of a source as a row of data: what sources.conf, the command line, the window and the
 * documents say about it comes from here. */

#include <stdbool.h>

typedef enum
{
  PARL_KEY_TEXT,    /* one line, not empty */
  PARL_KEY_QUERY,   /* one line; empty: not asked for */
  PARL_KEY_BOOL,    /* true or false */
  PARL_KEY_INT,     /* a whole number of `unit`, from `least` to `most` */
  PARL_KEY_NUMBER,  /* a number of `unit`, from `least` to `most` */
  PARL_KEY_CHOICE,  /* one of `choices` */
  PARL_KEY_PATTERN, /* one of `choices`, in which NAME at the end stands for any text */
  PARL_KEY_URL,
  PARL_KEY_PATH /* relative to the folder of sources.conf */
} ParlKeyType;

typedef struct
{
  const char *name; /* "Timeout"; the part behind a dot is called the name's tail: "Query.fps" */
  ParlKeyType type;
  bool required;
  const char *fallback; /* what counts when it is not set; NULL: nothing does */
  const char *title;    /* N_(): of its row in the window, where %s is the name's tail; NULL: the
                           window asks for it with a row of its own */
  const char *help;     /* N_(): one sentence without a full stop */
  double least, most;
  const char *unit; /* N_(): "seconds" */
  const char *const *choices;
} ParlSourceKey;

/* (transfer full): "a, b or c", each between @before and @after */
char *parl_source_key_list (const char *const *choices, const char *before, const char *after);
/* (transfer full): "must be whole seconds from 1 to 3600" */
char *parl_source_key_dup_rule (const ParlSourceKey *self);
/* (transfer full) (nullable): what is wrong with @value; NULL: nothing */
char *parl_source_key_dup_flaw (const ParlSourceKey *self, const char *value);
char *parl_source_key_dup_title (const ParlSourceKey *self);
