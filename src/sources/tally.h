/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How many rows of a list came, against how many its server says there are: the same for all kinds
 * that read lists in pages. */

#include "sources/complaints.h"

typedef struct
{
  int64_t promised; /* by the first page; -1: it did not say */
  int64_t most;     /* by any page; -1: none said */
  int64_t read;     /* rows on all pages, repeated ones included */
  int64_t found;    /* those that no page before had */
  unsigned pages;
  unsigned length; /* of the last page */
  unsigned fresh;  /* those of them that no page before had */
} ParlTally;

#define PARL_TALLY_INIT                                                                            \
  {                                                                                                \
    .promised = -1, .most = -1                                                                     \
  }

void parl_tally_add_page (ParlTally *self, int64_t total, unsigned length, unsigned fresh);
bool parl_tally_goes_on (const ParlTally *self, unsigned limit, bool more);
bool parl_tally_is_endless (const ParlTally *self);
bool parl_tally_is_whole (const ParlTally *self);
void parl_tally_complain (const ParlTally *self, const char *where, ParlComplaints *complaints);
