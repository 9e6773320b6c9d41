/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A first attempt of a device that failed, and whether an update of it succeeded since. */

#include "model/instant.h"

/* Strings are NULL where nothing is known. Made once, then only read. */
typedef struct
{
  char *device;
  char *device_class; /* class and site are those that the device has now */
  char *site;
  char *from; /* release before the update, as the server spells it */
  char *to;
  ParlTime failed;    /* when its first attempt at `to` ended */
  ParlTime succeeded; /* its next success, at whichever release; PARL_TIME_NONE: none yet */
} ParlOutage;

ParlOutage *parl_outage_new (void);
void parl_outage_free (ParlOutage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlOutage, parl_outage_free)
