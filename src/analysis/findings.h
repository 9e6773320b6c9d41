/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All that the analysis found in one snapshot: facts, and the few tables behind charts that are no
 * single number. Everything that is ever shown comes from here; nobody computes after it. */

#include "analysis/targets.h"
#include "model/fact.h"
#include "model/scope.h"
#include "model/snapshot.h"

/* Daily failure share as a p' chart, by calendar days in the snapshot's zone. The limits come from
 * the window before, and are held against both windows. */
typedef struct
{
  ParlTime time;       /* when the day began */
  double value;        /* failed / (succeeded + failed); NAN: no attempt that day */
  double low, high;    /* Wilson 95 % */
  double lower, upper; /* limits for so many updates; NAN: none */
  double count, n;
  bool is_before;  /* belongs to the window before */
  bool is_partial; /* the windows or as-of cut it: no signal */
  bool beyond;     /* outside the limits, by the minimum effect or more, and not by chance */
  bool run;        /* one of eight or more in a row on one side of the mean, as much together */
} ParlControlDay;

typedef struct
{
  GArray *days; /* ParlControlDay, oldest first, of both windows */
  double mean;  /* NAN with fewer than 12 days to take it from: then there are no limits */
} ParlControl;

/* The failure budget of the window at an instant, as shares of all of it. */
typedef struct
{
  ParlTime time; /* the window's beginning, then the end of each of its days */
  double left;   /* 1 - failures so far / allowed of the whole window; below 0: overdrawn */
  double even;   /* what would be left if it were used evenly */
} ParlBurnDay;

/* Device-time by speed in the current window. Bin i holds the share of time at start + i * width up
 * to the next. */
typedef struct
{
  char *device_class; /* NULL: the whole fleet */
  double start, width;
  unsigned n_bins;
  double *shares;
  double hours; /* device-hours observed */
} ParlDistribution;

/* Something that happened at a time and may coincide with a change: a stage's first outcome. */
typedef struct
{
  ParlTime time;
  char *release;       /* cohort words: "v2.6" */
  char *stage;         /* its name */
  ParlLabels *subject; /* of the facts about it: rollout, stage */
} ParlEvent;

/* What a tracker tells of at a time: a release that was tagged, or what was merged on one day. */
typedef struct
{
  ParlTime time;     /* of merges, the first of the day */
  char *release;     /* what the release is called; NULL: these are merges */
  char *title;       /* of a single merge; NULL: none is known */
  unsigned n_merges; /* on that day, in the snapshot's zone */
} ParlNews;

typedef struct _ParlWhatIf ParlWhatIf; /* what-if.h */
typedef struct _ParlFindings ParlFindings;

struct _ParlFindings
{
  ParlTime as_of;
  ParlWindow window; /* of updates: [as_of - the scope's days, as_of), or so many calendar days up
                        to as_of's own where they are known by day alone */
  ParlWindow before; /* as many days before it */
  ParlTargets *targets;
  ParlScope *scope;
  ParlSnapshot *snapshot;   /* what the scope left of it */
  GPtrArray *facts;         /* (element-type ParlFact), in the catalogue's order; among facts of
                               one id the most telling first: causes by size, cohorts by their part
                               in the change, stages in their order */
  ParlControl *control;     /* NULL: no attempts */
  GArray *burn_down;        /* ParlBurnDay, oldest first; NULL: no attempts in the window */
  GPtrArray *distributions; /* (element-type ParlDistribution): the whole fleet, then classes from
                               the slowest */
  GPtrArray *events;        /* (element-type ParlEvent), by time */
  GPtrArray *news;          /* (element-type ParlNews), by time, of both windows; NULL: of a tracker
                               nothing is known */
  ParlWhatIf *what_if;      /* NULL: none; else its facts are among the others, after them */
  ParlFindings *base;       /* what it was imagined on; NULL without a what-if */
};

ParlFindings *parl_findings_new (const ParlSnapshot *snapshot, const ParlTargets *targets,
                                 const ParlScope *scope);
ParlFindings *parl_findings_ref (const ParlFindings *self);
void parl_findings_unref (ParlFindings *self);

/* The first fact of @id whose subject contains @subject; @exact: is equal to it. @subject NULL: the
 * fact of the whole scope. Returns: NULL if there is none. */
const ParlFact *parl_findings_find (const ParlFindings *self, const char *id,
                                    const ParlLabels *subject, bool exact);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFindings, parl_findings_unref)
