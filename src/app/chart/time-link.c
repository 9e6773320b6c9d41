/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shared view and cursor. Knows no chart. */
#include "config.h"

#include "app/chart/time-link.h"

#include <math.h>

struct _ParlTimeLink
{
  GObject parent_instance;

  double from, to, cursor;
};

G_DEFINE_FINAL_TYPE (ParlTimeLink, parl_time_link, G_TYPE_OBJECT)

static guint changed_signal;

static void
parl_time_link_class_init (ParlTimeLinkClass *klass)
{
  changed_signal = g_signal_new ("changed", PARL_TYPE_TIME_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
parl_time_link_init (ParlTimeLink *self)
{
  self->from = self->to = self->cursor = NAN;
}

ParlTimeLink *
parl_time_link_new (void)
{
  return g_object_new (PARL_TYPE_TIME_LINK, NULL);
}

bool
parl_time_link_get_view (ParlTimeLink *self, double *from, double *to)
{
  *from = self->from;
  *to = self->to;
  return !isnan (self->from);
}

static bool
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

void
parl_time_link_set_view (ParlTimeLink *self, double from, double to)
{
  if (is_same (self->from, from) && is_same (self->to, to))
    return;
  self->from = from;
  self->to = to;
  g_signal_emit (self, changed_signal, 0);
}

double
parl_time_link_get_cursor (ParlTimeLink *self)
{
  return self->cursor;
}

void
parl_time_link_set_cursor (ParlTimeLink *self, double time)
{
  if (is_same (self->cursor, time))
    return;
  self->cursor = time;
  g_signal_emit (self, changed_signal, 0);
}
