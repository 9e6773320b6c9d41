/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A fact: a number with a meaning, everything that is needed to trust it, and the way to the rows
 * it was computed from. Numbers that do not apply are NAN, times PARL_TIME_NONE; such a key is left
 * out of every output, never invented. */

#include "model/labels.h"
#include "model/instant.h"

typedef enum
{
  PARL_UNIT_SHARE,  /* 0..1; "7.3 %" is a matter of words */
  PARL_UNIT_POINTS, /* difference of shares: 0.0132 */
  PARL_UNIT_RATIO,  /* 1.46 */
  PARL_UNIT_COUNT,
  PARL_UNIT_FPS, /* frames per second */
  PARL_UNIT_MILLISECONDS,
  PARL_UNIT_MINUTES,
  PARL_UNIT_HOURS,
  PARL_UNIT_DAYS,
  PARL_UNIT_SCORE, /* 0..100, ordinal */
  PARL_UNIT_MONEY, /* in the currency of the targets */
  PARL_UNIT_TIME   /* value in ms since the epoch; written as RFC 3339 */
} ParlUnit;

typedef enum
{
  PARL_VERDICT_NONE,       /* a plain number: nothing is claimed of a change */
  PARL_VERDICT_CONFIRMED,  /* the change's interval excludes 0, and it has the minimum effect */
  PARL_VERDICT_NO_CHANGE,  /* a change that is not sure, or sure and below the minimum effect */
  PARL_VERDICT_TOO_LITTLE, /* n below the minimum */
  PARL_VERDICT_STALE,      /* newest datum too old to speak about now */
  PARL_VERDICT_NO_DATA     /* nothing was observed: value is NAN */
} ParlVerdict;

typedef enum
{
  PARL_TARGET_UNSET,
  PARL_TARGET_MET,
  PARL_TARGET_MISSED,
  PARL_TARGET_UNCLEAR /* the interval straddles it: cannot be told yet */
} ParlTargetState;

/* Whose rows a fact was computed from. The keys of `filter`, all optional:
 *
 * attempts: outcome (also "tried": succeeded or failed), cause, causes ("a+b+c": any of them),
 *   cohort, cohort-not, class, site, rollout, stage, traced (yes|no), retry (yes|no), to (the
 *   release, as the server spells it)
 *
 * devices: class, site, release, rollout, stage, silent (yes|no), silent-age (bucket), done
 *   (yes|no), tested-rollback (yes|no|unknown), old (yes|no: two release lines behind), unheard
 *   (yes|no: not heard of since a failed update)
 *
 * stages: rollout, stage
 *
 * series: name, class, stage, le
 *
 * milestones: milestone, done (yes|no)
 *
 * changes: legs (yes|no: whether the times of all its legs are known)
 *
 * releases: none
 *
 * builds: outcome, timed (yes|no: whether it is known how long it took)
 */
typedef enum
{
  PARL_ROWS_ATTEMPTS,
  PARL_ROWS_DEVICES,
  PARL_ROWS_STAGES,
  PARL_ROWS_SERIES,
  PARL_ROWS_MILESTONES,
  PARL_ROWS_CHANGES,  /* merged, of releases that half of the fleet got in the window */
  PARL_ROWS_RELEASES, /* that half of the fleet got in the window */
  PARL_ROWS_BUILDS
} ParlRows;

/* Caveats that end in numbers. Device-hours that are left out, as the devices were offline. */
#define PARL_CAVEAT_OFFLINE "offline:"
/* The ends of the wide bucket that a percentile lies in, in its unit: "within:15:30". */
#define PARL_CAVEAT_WITHIN "within:"
/* Releases that half of the fleet got and of which no change is told. */
#define PARL_CAVEAT_UNNAMED "unnamed:"
/* Changes whose times cannot follow each other. */
#define PARL_CAVEAT_CLOCKS "clocks:"
/* Builds of which it is not known how long they took, and that were run again. */
#define PARL_CAVEAT_UNTIMED "untimed:"
#define PARL_CAVEAT_AGAIN "again:"

typedef struct _ParlCatalogueEntry ParlCatalogueEntry; /* analysis/catalogue.h */

/* A caveat's token, with how many devices have no class behind it. */
#define PARL_CAVEAT_CLASSLESS "classless:"

typedef struct
{
  ParlRows rows;
  ParlLabels *filter;
  ParlWindow window;
} ParlQuery;

/* A check of the device's state before an update, and what it would prevent. */
typedef struct
{
  char *cause;
  double efficacy; /* share of the cause's failures, 0..1; NAN: as the targets say, see
                      parl_checks_complete() */
} ParlCheck;

typedef struct
{
  const ParlCatalogueEntry *entry; /* what all facts of this id share */
  const char *id;                  /* the entry's: "ota-failure-rate" */
  ParlLabels *subject;             /* what of: cohort=v2.3; empty: the whole fleet */
  GArray *checks; /* (element-type ParlCheck) (nullable): that it supposes, by cause; the subject
                     spells them: "checks=battery+disk-space" */
  ParlUnit unit;
  double value;
  double low, high; /* 95 % interval of `value`; P15 and P85 with the caveat "p15-p85" */
  double count, n;  /* value = count / n where it is a share */
  ParlVerdict verdict;
  char *aspect;   /* what the analysis found, one token of the fact's own list, or NULL */
  char **caveats; /* tokens, NULL-terminated, never NULL itself */
  double target;  /* in the fact's unit */
  ParlTargetState target_state;
  ParlWindow window; /* since = PARL_TIME_NONE: as of one instant, `until` */

  struct
  {
    double value, n;  /* in the window before */
    double low, high; /* interval of that value */
    double change;    /* value - before, in points or the fact's unit */
    double change_low, change_high;
    double relative; /* value / before - 1 */
    ParlWindow window;
  } comparison;

  char *source;       /* name of the source it comes from; NULL: of none or several */
  ParlTime freshness; /* newest datum it rests on */
  ParlQuery evidence; /* rows that add up to `count` */
} ParlFact;

void parl_fact_free (ParlFact *self);
bool parl_fact_has_comparison (const ParlFact *self);
bool parl_fact_has_small_change (const ParlFact *self);
void parl_fact_add_caveat (ParlFact *self, const char *token);
const char *parl_unit_to_string (ParlUnit unit);
const char *parl_verdict_to_string (ParlVerdict verdict);
const char *parl_target_state_to_string (ParlTargetState state);
const char *parl_rows_to_string (ParlRows rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFact, parl_fact_free)
