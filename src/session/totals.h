/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How many updates ended how, as totals that never fall: for engines that keep counters. */

#include "model/labels.h"
#include "session/session.h"

/* How far back an engine that takes samples of the past is told at first: more than Parlance asks
 * one for. */
#define PARL_TOTALS_PAST (60 * PARL_DAY)

/* Those of one outcome, cause, source and so on. */
typedef struct
{
  ParlLabels *labels; /* source, outcome, cause, product, from, to, class, as far as known */
  bool retry;         /* not a device's first attempt at that release */
  int64_t before;     /* at `since` */
  int64_t base;       /* of days that are not counted again */
  GArray *days;       /* of those that are: day since 1970 and count, in no order */
  GArray *hours;      /* since `since`: when one begins and count, in no order */
} ParlTotal;

/* Made for one receiver; then only read. */
typedef struct
{
  GPtrArray *all; /* (element-type ParlTotal), by labels */
  ParlTime since; /* when the receiver was last told; if never, PARL_TOTALS_PAST ago */
  ParlTime until; /* now */
  bool is_first;  /* it was never told */
  char *path;     /* what remembers it; NULL: nothing does */
} ParlTotals;

ParlTotals *parl_totals_count (ParlSession *session, const char *receiver, bool takes_past,
                               ParlTime now, GError **error);
ParlTotals *parl_totals_recall (const char *path, GError **error);
int64_t parl_total_get (const ParlTotal *self, ParlTime at);
bool parl_totals_remember (const ParlTotals *self, GError **error);
void parl_totals_free (ParlTotals *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlTotals, parl_totals_free)
