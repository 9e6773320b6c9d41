/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the store share: a folder of their own, and short ways to make a harvest. */

#include "store/store.h"

/* What the steps after version 5 made, undone. */
#define BACK_TO_VERSION_5                                                                          \
  "DROP TABLE digest; ALTER TABLE chunk DROP COLUMN digest;"                                       \
  "ALTER TABLE source DROP COLUMN updates_since; DROP TABLE change; DROP TABLE build;"

/* 2026-11-21T09:40:00Z */
#define NOW ((ParlTime)1795254000000)

typedef struct
{
  char *folder;
  char *path; /* of a history in it; no such file yet */
} Place;

void place_set_up (Place *self, gconstpointer data);
void place_tear_down (Place *self, gconstpointer data);

ParlAttempt *harvest_attempt (ParlHarvest *harvest, const char *key, const char *device,
                              ParlOutcome outcome, ParlTime started, ParlTime ended);
void harvest_series (ParlHarvest *harvest, const char *name, ParlLabels *labels, size_t length,
                     ParlTime first, ParlTime step, double value);
void harvest_many (ParlHarvest *harvest, const char *prefix, unsigned attempts, unsigned devices);
ParlStore *open_store (const char *path);
void add_harvest (ParlStore *store, const char *source, const ParlHarvest *harvest);
/* Returns: (transfer full): what the history holds of all sources as of then */
ParlSnapshot *take_snapshot (ParlStore *store, ParlTime as_of);
int64_t count_outcomes (const ParlSnapshot *snapshot, ParlOutcome outcome);
void run_sql (const char *path, const char *sql);
int64_t ask_sql (const char *path, const char *sql);
