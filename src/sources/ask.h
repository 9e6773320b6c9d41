/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the kinds of source that ask a server for JSON: what they all do with a request, and the
 * rules for the causes of failures. */

#include "sources/causes.h"
#include "sources/complaints.h"
#include "sources/json/json.h"
#include "sources/source-kind.h"

/* One GET for each of many rows. */
typedef struct
{
  const char *what;        /* for the progress: "reading devices"; NULL: the caller tells it */
  const char *consequence; /* for people: ends the warning about a body that can't be read */
  char *(*build_path) (gconstpointer row); /* transfer full, escaped */
  bool (*read) (gpointer row, const ParlJsonAt *root, gpointer data, GError **error);
  unsigned done; /* for the progress of a list that is asked for in parts: rows before these */
  unsigned left; /* and after them */
} ParlAskEach;

ParlJson *parl_ask (const ParlSourceCall *call, const char *path, GError **error);
ParlJson *parl_ask_any (const ParlSourceCall *call, const char *path, GError **error);
bool parl_ask_each (const ParlSourceCall *call, const ParlAskEach *each, GPtrArray *rows,
                    gpointer data, ParlComplaints *complaints, GError **error);
ParlCauses *parl_ask_load_causes (const ParlSourceCall *call, ParlComplaints *complaints,
                                  GError **error);
void parl_ask_report (const ParlSourceCall *call, const char *what, unsigned done, unsigned total);
