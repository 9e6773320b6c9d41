/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where a session's sources, plan and promises come from, when they do not come from the user's own
 * files: a file of counts, or what a program brings along, such as a demo fleet. The history of
 * such a session vanishes with it. */

#include "model/plan.h"
#include "settings/file.h"
#include "sources/source-config.h"

typedef struct
{
  GPtrArray *sources;         /* (element-type ParlSourceConfig) */
  ParlPlan *plan;             /* NULL: the user's own */
  ParlSettingsFile *settings; /* what holds where the user's own parlance.conf says nothing; NULL:
                                 the defaults */
  gpointer server;            /* what the sources talk to as long as the session lives, or NULL */
  GDestroyNotify stop_server;
} ParlOrigin;

/* Makes an origin; may take a second, so a window calls it on a thread. @data: the caller's own. */
typedef ParlOrigin *(*ParlOpenOrigin) (gconstpointer data, ParlTime now, GError **error);

ParlOrigin *parl_origin_new (void);
ParlOrigin *parl_origin_open_counts (gconstpointer path, ParlTime now, GError **error);
void parl_origin_free (ParlOrigin *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlOrigin, parl_origin_free)
