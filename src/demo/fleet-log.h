/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What was reported of one action, entry by entry, in words. */

#include "demo/fleet.h"

#define PARL_LOG_ENTRIES 4
#define PARL_LOG_MESSAGES 3

typedef enum
{
  PARL_LOG_INITIATED, /* the server's own first entry */
  PARL_LOG_RETRIEVED,
  PARL_LOG_RUNNING,
  PARL_LOG_FINISHED,
  PARL_LOG_ERROR
} ParlLogKind;

typedef struct
{
  ParlLogKind kind;
  ParlTime at;
  char *messages[PARL_LOG_MESSAGES]; /* none at all: the device said nothing */
  unsigned n_messages;
  int code; /* the device's status code, which the last message repeats; -1: none */
} ParlLogEntry;

typedef struct
{
  ParlLogEntry entries[PARL_LOG_ENTRIES];
  unsigned length;
} ParlLog;

ParlLog *parl_log_new (const ParlFleet *fleet, unsigned action);
void parl_log_free (ParlLog *self);
int parl_log_get_code (const ParlFleet *fleet, unsigned action);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlLog, parl_log_free)
