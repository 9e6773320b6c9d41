/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Computes facts and boards on a worker thread, one computation at a time, and keeps the newest.
 * Whatever changes during a computation makes one more after it. Belongs to the main thread. */

#include "session/compute.h"

#include <gio/gio.h>

#define PARL_TYPE_COMPUTER (parl_computer_get_type ())
G_DECLARE_FINAL_TYPE (ParlComputer, parl_computer, PARL, COMPUTER, GObject)

/* Fields are for reading. */
struct _ParlComputer
{
  GObject parent_instance;

  ParlSession *session;   /* not owned; NULL before it is opened */
  ParlComputed *computed; /* the newest results; before there are any, the audiences alone */
  ParlScope *scope;
  ParlTargets *targets;
  char **being_read; /* names of sources, for the first time */
  bool busy, closed;
  bool again;         /* something changed during the computation */
  bool new_data;      /* the snapshot is to be read again */
  bool new_audiences; /* the audience files are to be read again */
};

/* Signals: "computed": there are new results; "problem" (sentence): there are none, and why. */
void parl_computer_open (ParlComputer *self, ParlSession *session); /* borrowed until it closes */
void parl_computer_close (ParlComputer *self); /* emits nothing any more; may be busy still */
void parl_computer_take (ParlComputer *self, ParlComputed *computed);

/* A change of what is computed takes effect with parl_computer_run(). */
void parl_computer_set_scope (ParlComputer *self, const ParlScope *scope);
void parl_computer_set_targets (ParlComputer *self, const ParlTargets *targets);
/* Returns: whether they are others than before, so that history is to be read again. */
bool parl_computer_set_being_read (ParlComputer *self, const char *const *names);
void parl_computer_expect_data (ParlComputer *self);      /* the history may hold new data */
void parl_computer_expect_audiences (ParlComputer *self); /* audience files may have changed */
void parl_computer_run (ParlComputer *self);
