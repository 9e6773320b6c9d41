/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The most serious problem in one sentence: what is missing, since when, what happens next. Where
 * there is none, and everything was read, it asks once for targets. */

#include "app/breakpoint-bin.h"
#include "app/dashboard/dashboard.h"
#include "app/sources/source-words.h"

#include <adwaita.h>

typedef struct
{
  ParlCondition condition; /* gives sign and style */
  char *lead;              /* the trouble: "hawkBit has not answered since 07:12:" */
  char *rest;              /* what it means and what happens next; "" */
  char *source;            /* whose it is; NULL: of no source */
  bool edit;               /* only other settings help */
  bool refresh;            /* reading all now would help */
  bool targets;            /* it asks what was promised */
} ParlNotice;

/* What a notice is made from. Borrowed. */
typedef struct
{
  GListModel *sources;
  const ParlTargets *targets;
  ParlHold hold;
  const char *history;         /* what the history says of itself; NULL: nothing, or read already */
  const char *targets_problem; /* why their file can't be used; NULL: it can, or read already */
  const GPtrArray *audience_problems; /* the same of audience files; NULL: none, or read already */
  bool may_ask_for_targets;           /* whether anything was promised, where nothing is */
  ParlTime now;
} ParlNoticeInput;

/* Pure: `now` comes in. NULL: all is well. */
ParlNotice *parl_notice_new (const ParlNoticeInput *input);
void parl_notice_free (ParlNotice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlNotice, parl_notice_free)

/* The row under the strip that shows the notice of a dashboard, while there is one. */
#define PARL_TYPE_NOTICE_ROW (parl_notice_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlNoticeRow, parl_notice_row, PARL, NOTICE_ROW, GtkBox)

/* NULL: none, and what it showed is let go. */
void parl_notice_row_set_dashboard (ParlNoticeRow *self, ParlDashboard *dashboard);
void parl_notice_row_set_mode (ParlNoticeRow *self, ParlWidth mode);
