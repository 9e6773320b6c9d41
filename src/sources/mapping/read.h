/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads the parts of a mapping: asks for them, understands their rows, and remembers which it did
 * not understand, and why. */

#include "sources/complaints.h"
#include "sources/mapping/feeds.h"
#include "sources/mapping/pages.h"

typedef struct
{
  const ParlSourceCall *call;
  const ParlMapping *mapping;
  const ParlCauses *causes; /* NULL: causes of failures are of no interest */
  GHashTable *settings;     /* (element-type utf8 utf8): what the source sets */
  GHashTable *lists;        /* rows of lists that were asked for already */
  GHashTable *short_lists;  /* of them, those of which rows may be missing */
  ParlMapBudget budget;
  ParlComplaints *complaints; /* of the part that is read */
  bool first_page_only;       /* and of lists only their first row */
} ParlMapReader;

/* What became of one part. */
typedef struct
{
  ParlMapFeeder feeder;
  bool is_whole; /* nothing of what was asked for is missing */
  unsigned n_rows, n_unwanted, n_left_out;
  GHashTable *rows;    /* (element-type int64): what the rows of the present list say, hashed */
  GHashTable *reasons; /* by field, why rows are left out: the first of each */
  GPtrArray *shown;    /* (element-type GStrv): the first rows as they are understood, or NULL */
  GBytes *body;        /* of the first page, as it came */
  char *where;
} ParlMapResult;

bool parl_map_reader_init (ParlMapReader *self, const ParlSourceCall *call,
                           const ParlMapping *mapping, GError **error);
void parl_map_reader_clear (ParlMapReader *self);
bool parl_map_read (ParlMapReader *self, const ParlMapPart *part, ParlTime since,
                    ParlMapResult *result, ParlComplaints *complaints, GError **error);
void parl_map_result_clear (ParlMapResult *self);
/* A sentence for each reason why rows are left out, (transfer full). */
GPtrArray *parl_map_result_list_reasons (const ParlMapResult *self);
