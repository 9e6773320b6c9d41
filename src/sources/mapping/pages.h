/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Asks for all pages of one part of a mapping, and finds the rows in them. */

#include "sources/mapping/mapping.h"
#include "sources/source-kind.h"
#include "sources/tally.h"

/* What one sync may still ask for and read; a server that never ends has to end here. */
typedef struct
{
  unsigned pages;
} ParlMapBudget;

#define PARL_MAP_BUDGET                                                                            \
  {                                                                                                \
    .pages = 20000                                                                                 \
  }

typedef bool (*ParlMapEachRow) (ParlMapRow *row, gpointer data, GError **error);

typedef struct
{
  const ParlSourceCall *call;
  const ParlMapPart *part;
  GHashTable *values; /* (element-type utf8 utf8): of placeholders but those of pages */
  ParlMapBudget *budget;
  bool first_page_only;
  ParlComplaints *complaints;
  bool is_short; /* out: fewer or other rows came than there should be */
  GBytes *body;  /* out: of the first page; to be freed by the caller */
  char *where;   /* out: the first request, for people; to be freed by the caller */
} ParlMapAsk;

bool parl_map_ask (ParlMapAsk *self, ParlMapEachRow each, gpointer data, GError **error);
