/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts the rows of one list. A total may be wrong in any one answer, and rows come and go while
 * pages are read: so the greatest total that was said counts, and a list from which a row may be
 * missing is never whole. Knows no request and no body. */
#include "config.h"

#include "sources/tally.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* How much longer than its first page promised a list may become while it is being read. */
#define MAX_GROWTH 5000

/* @total: how many rows the page says that the list has; -1: it does not say
 * @fresh: how many of its rows no page before had */
void
parl_tally_add_page (ParlTally *self, int64_t total, unsigned length, unsigned fresh)
{
  if (self->pages++ == 0)
    self->promised = total;
  self->most = MAX (self->most, total);
  self->read += length;
  self->found += fresh;
  self->length = length;
  self->fresh = fresh;
}

/* @limit: rows that were asked for
 * @more: the page itself says that there is another one
 * Returns: whether to ask for another page. A full page behind the last promised row shows that
 *   the promise is wrong. */
bool
parl_tally_goes_on (const ParlTally *self, unsigned limit, bool more)
{
  if (self->fresh == 0 || parl_tally_is_endless (self))
    return false;
  if (self->read < self->most)
    return true;
  return self->length >= limit ? self->most < 0 || self->read > self->most : self->most < 0 && more;
}

/* Returns: whether the list outgrew by far what it promised */
bool
parl_tally_is_endless (const ParlTally *self)
{
  /* Not by adding to what a server promised, which may be any number. */
  return self->promised >= 0 && self->found - MAX_GROWTH > self->promised;
}

/* Returns: whether nothing speaks against that every row was read */
bool
parl_tally_is_whole (const ParlTally *self)
{
  return self->most < 0 || self->found == self->most;
}

/* Says what is wrong with the list, if anything is.
 * @where: the request, for the sentence */
void
parl_tally_complain (const ParlTally *self, const char *where, ParlComplaints *complaints)
{
  if (parl_tally_is_endless (self))
    parl_complain (complaints,
                   _ ("%s: the list did not end: it was to have %" PRId64 " elements, and %" PRId64
                      " were read"),
                   where, self->promised, self->found);
  else if (!parl_tally_is_whole (self))
    parl_complain (complaints,
                   _ ("%s: total: the server spoke of %" PRId64 " elements and gave %" PRId64),
                   where, self->most, self->found);
}
