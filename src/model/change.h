/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a tracker tells of work on its way to devices, and when releases arrived on them. */

#include "model/instant.h"

typedef enum
{
  PARL_CHANGE_MERGE,  /* a change was merged */
  PARL_CHANGE_RELEASE /* a release was tagged or published */
} ParlChangeKind;

/* Strings are NULL where nothing is known. Made once, then only read. */
typedef struct
{
  char *source; /* name of the source; filled in by the store when it reads */
  char *id;     /* unique within its source and kind for ever */
  ParlChangeKind kind;
  char *title;
  char *release;   /* of a release: what it is called; of a merge: the release that it is said to be
                      in. As the tracker spells it, maybe with its product (model/release.h) */
  char *milestone; /* what a merge and the release that it is in have in common */
  char *link;      /* where a person can look at it; no credentials */
  ParlTime time;   /* when it was merged, tagged or published */
  bool moved;      /* told with another time before: of a tag, nobody knows which one devices got */
} ParlChange;

/* When updates brought a release to devices: to the first, and to half of all that are known to run
 * its product. */
typedef struct
{
  char *release;        /* as the snapshot calls it */
  ParlTime first, half; /* PARL_TIME_NONE: not yet, or not known */
  bool before;          /* devices ran it before the first update that is known: not known since
                           when */
  unsigned n_devices;   /* that runs its product; 0: not known */
} ParlArrival;

ParlChange *parl_change_new (ParlChangeKind kind, const char *id, ParlTime time);
void parl_change_free (ParlChange *self);
const char *parl_change_kind_to_string (ParlChangeKind kind);
bool parl_change_kind_from_string (const char *text, ParlChangeKind *kind);

ParlArrival *parl_arrival_new (const char *release);
void parl_arrival_free (ParlArrival *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlChange, parl_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlArrival, parl_arrival_free)
