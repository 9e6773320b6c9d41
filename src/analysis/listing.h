/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the rows behind a number are listed. Each theme has a lister for its kind of rows, a column
 * of the catalogue; evidence.c runs it and adds up. Private to this room. */

#include "analysis/catalogue.h"
#include "analysis/evidence.h"
#include "analysis/predicate.h"

struct _ParlListing
{
  ParlEvidence *evidence; /* a lister sets its columns, then adds rows */
  const ParlFindings *findings;
  const ParlFact *fact;
  ParlMeasure measure; /* the catalogue's; a lister may know better */
  ParlPredicate *predicate;
  GPtrArray *attempts; /* (element-type ParlAttempt) (nullable) */
};

extern const char *const parl_hours_columns[]; /* of rows that are hours: speed.c */

/* Takes as many strings as there are columns; NULL becomes "". @weight: what it adds to the sum. */
void parl_listing_add (ParlListing *self, double weight, const char *first, ...);
void parl_listing_drop (ParlListing *self);
bool parl_measure_adds_up (ParlMeasure measure);
char *parl_listing_format_number (double value);
char *parl_listing_format_count (int64_t count); /* of devices of a stage; NULL: unknown */
char *parl_listing_format_time (ParlTime time);

void parl_list_any (ParlListing *self);        /* whatever its query asks for: of a fact that rests
                                                  on rows of several kinds */
void parl_list_attempts (ParlListing *self);   /* attempts.c */
void parl_list_devices (ParlListing *self);    /* silent.c */
void parl_list_down (ParlListing *self);       /* impact.c */
void parl_list_impact (ParlListing *self);     /* impact.c */
void parl_list_stages (ParlListing *self);     /* rollouts.c */
void parl_list_series (ParlListing *self);     /* speed.c */
void parl_list_milestones (ParlListing *self); /* milestones.c */
void parl_list_effect (ParlListing *self);     /* milestones.c */
void parl_list_blast (ParlListing *self);      /* blast.c */
void parl_list_changes (ParlListing *self);    /* delivery.c */
void parl_list_releases (ParlListing *self);   /* delivery.c */
void parl_list_builds (ParlListing *self);     /* builds.c */
