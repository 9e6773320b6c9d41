/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window says of a source: its condition in a word and a sign, ages, times, and one
 * sentence for what is wrong. Pure: `now` comes in. */

#include "app/dashboard/source-item.h"

#include <gio/gio.h>

/* From harmless to worst. */
typedef enum
{
  PARL_CONDITION_FRESH,
  PARL_CONDITION_READING,
  PARL_CONDITION_PAUSED,
  PARL_CONDITION_NEVER, /* not read yet */
  PARL_CONDITION_EMPTY, /* it answered, and has nothing */
  PARL_CONDITION_PARTIAL,
  PARL_CONDITION_LATE,
  PARL_CONDITION_STALE,
  PARL_CONDITION_OFFLINE,
  PARL_N_CONDITIONS
} ParlCondition;

ParlCondition parl_source_get_condition (ParlSourceItem *item, ParlTime now,
                                         const ParlTargets *targets);
const char *parl_condition_get_word (ParlCondition condition);
const char *parl_condition_get_icon (ParlCondition condition);
const char *parl_condition_get_style (ParlCondition condition); /* class: "good", "warn", "bad" or
                                                                   "plain" */

bool parl_source_feeds_speed (ParlSourceItem *item);        /* else it tells of updates */
const char *parl_source_get_subject (ParlSourceItem *item); /* what it tells of: "Updates" */
char *parl_source_dup_title (ParlSourceItem *item);         /* "Updates · hawkBit" */
char *parl_source_dup_condition (ParlSourceItem *item, ParlCondition condition);
char *parl_source_dup_age (ParlSourceItem *item, ParlTime now);      /* "12 min old"; NULL: none */
char *parl_source_dup_step (ParlSourceItem *item);                   /* of a sync under way */
char *parl_source_dup_next_try (ParlSourceItem *item, ParlTime now); /* a sentence; NULL: none */
char *parl_source_dup_last_read (ParlSourceItem *item, ParlTime now);
/* "2 fresh, 1 late"; @worst: (out) (optional) */
char *parl_sources_dup_summary (GListModel *sources, ParlTime now, const ParlTargets *targets,
                                ParlCondition *worst);
