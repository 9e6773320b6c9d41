/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The lists of the Management API: what each can be asked and sorted by, and one page of it. */

#include "demo/hawkbit-fiql.h"
#include "demo/hawkbit-json.h"

typedef enum
{
  PARL_HAWKBIT_ROLLOUTS,
  PARL_HAWKBIT_GROUPS,
  PARL_HAWKBIT_ACTIONS,
  PARL_HAWKBIT_TARGETS,
  PARL_HAWKBIT_SETS,
  PARL_HAWKBIT_ENTRIES
} ParlHawkbitKind;

typedef struct
{
  ParlHawkbitKind kind;
  const ParlHawkbitStyle *style;
  unsigned owner;          /* GROUPS: the rollout; ENTRIES: the action */
  const unsigned *members; /* in the order of their ids; NULL: all of 0 .. length - 1 */
  unsigned length;
} ParlHawkbitList;

/* A page as asked for; `sort` and `fiql` may be NULL. */
typedef struct
{
  unsigned offset;
  unsigned limit;
  const char *sort;
  const char *fiql;
  ParlHawkbitDetail detail;
} ParlHawkbitPage;

typedef enum
{
  PARL_HAWKBIT_SORT_SYNTAX,
  PARL_HAWKBIT_SORT_FIELD
} ParlHawkbitSortError;

#define PARL_HAWKBIT_SORT_ERROR (parl_hawkbit_sort_error_quark ())
GQuark parl_hawkbit_sort_error_quark (void);

bool parl_hawkbit_write_page (GString *json, const ParlHawkbitList *list,
                              const ParlHawkbitPage *page, GError **error);
