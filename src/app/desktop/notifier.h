/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Notifications of the desktop about a fleet, while none of Parlance's windows has the focus: that
 * the halt rule stops a release, and that a source has not been read for a day. Each is sent once,
 * until it is over. */

#include "app/dashboard/dashboard.h"

typedef struct _ParlNotifier ParlNotifier;

/* What is to be done, for the application; @id stands for what it is about. */
typedef struct
{
  bool (*is_watched) (
      gpointer data); /* a window has the focus: what it shows needs no notification */
  void (*send) (const char *id, GNotification *notification, gpointer data);
  void (*withdraw) (const char *id, gpointer data);
  char *(*dup_audience) (const char *const *ids, gpointer data); /* which of them speaks */
  gpointer data;
} ParlNotifierDesk;

ParlNotifier *parl_notifier_new (ParlDashboard *dashboard, const ParlNotifierDesk *desk);
void parl_notifier_free (ParlNotifier *self);
