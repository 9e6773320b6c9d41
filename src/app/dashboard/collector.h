/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Says when which source is to be read without anybody asking: at an interval, later and later
 * after failures, at once when the network is back, and not at all where the user or the network's
 * price forbids it. Reads nothing itself. */

#include "app/dashboard/source-item.h"

typedef enum
{
  PARL_HOLD_NONE,
  PARL_HOLD_ASKED,  /* the user wants no reading in the background */
  PARL_HOLD_METERED /* the network costs money */
} ParlHold;

/* The clock and the random numbers, which tests replace. */
typedef struct
{
  ParlTime (*now) (gpointer data);
  double (*random) (gpointer data); /* 0 to 1 */
  gpointer data;
} ParlCollectorClock;

#define PARL_COLLECTOR_INTERVAL (5 * 60)  /* seconds */
#define PARL_COLLECTOR_LONGEST PARL_HOUR  /* between two tries, unless the interval is longer */
#define PARL_COLLECTOR_SETTLE PARL_SECOND /* a network that comes back changes several times */

#define PARL_TYPE_COLLECTOR (parl_collector_get_type ())
G_DECLARE_FINAL_TYPE (ParlCollector, parl_collector, PARL, COLLECTOR, GObject)

/* Fields are for reading. */
struct _ParlCollector
{
  GObject parent_instance;

  GListModel *sources;
  ParlSourceWatch *watch;
  GNetworkMonitor *monitor;
  ParlCollectorClock clock;
  GHashTable *plans; /* name -> when it is read next */
  unsigned interval;
  bool enabled, metered;
  bool started;
  ParlHold hold;
  ParlTime back_at; /* when the network is taken to be back; PARL_TIME_NONE: nothing to wait for */
  guint timer;
};

/* Properties: "interval" (uint, seconds), "enabled" (boolean), "metered" (boolean: read on a
 * metered connection, too), "hold" (int, ParlHold, read only). Signal: "due" (name of a source):
 * read it now. Sets the next try of the sources. @monitor and @clock may be NULL: no network, the
 * real clock. */
ParlCollector *parl_collector_new (GListModel *sources, GNetworkMonitor *monitor,
                                   const ParlCollectorClock *clock);
void parl_collector_start (ParlCollector *self); /* all that are not paused are due now */
void parl_collector_run (ParlCollector *self);   /* emits what is due; a timer does it as well */
