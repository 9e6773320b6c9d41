/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One sync of the hawkBit source after another, with what the history would keep in between. */

#include "model/release.h"
#include "sources/source.h"

#define CAMERA(version) "camera" PARL_RELEASE_MARK version
#define HAWKBIT_NOW ((ParlTime)1795256700000) /* some minutes after the recorded bodies */

typedef struct
{
  ParlHttp *http;
  ParlSourceConfig *config;
  ParlKnown *known;
  ParlSourceCall call;  /* one sync of it */
  GHashTable *attempts; /* key -> ParlAttempt, as history has them */
} HawkbitRun;

HawkbitRun *hawkbit_run_new (const char *url);
void hawkbit_run_free (HawkbitRun *self);
/* Fails the test when the sync fails. */
ParlHarvest *hawkbit_run_sync (HawkbitRun *self);
/* Remembers the harvest for the next sync. */
void hawkbit_run_store (HawkbitRun *self, ParlHarvest *harvest);
/* Both. */
ParlHarvest *hawkbit_run (HawkbitRun *self);

const ParlAttempt *hawkbit_run_get (HawkbitRun *self, const char *key);
const ParlDevice *hawkbit_run_get_device (HawkbitRun *self, const char *id);
unsigned hawkbit_run_count (HawkbitRun *self, ParlOutcome outcome, const char *to);
/* Fails the test unless some warning says all of @text. */
void hawkbit_assert_warns (const ParlHarvest *harvest, const char *text);
void hawkbit_assert_silent (const ParlHarvest *harvest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HawkbitRun, hawkbit_run_free)
