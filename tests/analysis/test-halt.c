/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done about a rollout that surely failed too often: halted, and when, as far as looks at
 * the server can tell. */
#include "config.h"

#include "golden.h"

#include <math.h>
#include <string.h>

#define DETECTED (GOLDEN_AS_OF - 10 * PARL_HOUR)
#define T(hours) (DETECTED + (ParlTime)((hours)*PARL_HOUR))

/* Hours since it was certain. */
typedef struct
{
  ParlProgress progress;
  double first, last;
} Seen;

#define WAIT PARL_PROGRESS_WAITING
#define RUN PARL_PROGRESS_RUNNING
#define PAUSE PARL_PROGRESS_PAUSED
#define DONE PARL_PROGRESS_FINISHED
#define STOP PARL_PROGRESS_STOPPED

static const struct
{
  const char *name;
  Seen whole[5], part[3]; /* of the rollout, of its stage; ends at the first without times */
  const char *aspect;     /* of the stage's fact */
  double low, value;      /* NAN: none */
  double going;           /* NAN: not said */
  const char *aspect_of_whole;
} cases[] = {
  { "halted", { { RUN, -20, 2 }, { PAUSE, 3.5, 9 } }, { { 0 } }, "halted", 2, 3.5, NAN, "halted" },
  { "stopped", { { RUN, -20, 2 }, { STOP, 3, 9 } }, { { 0 } }, "halted", 2, 3, NAN, "halted" },
  { "looks-far-apart",
    { { RUN, -20, -19 }, { PAUSE, 8, 9 } },
    { { 0 } },
    "about",
    -19,
    8,
    NAN,
    "about" },
  { "halted-before",
    { { RUN, -20, -5 }, { PAUSE, -4, 9 } },
    { { 0 } },
    "early",
    -5,
    -4,
    NAN,
    "early" },
  { "halted-and-gone-on-before",
    { { RUN, -20, -9 }, { PAUSE, -8, -7 }, { RUN, -6, 1 }, { PAUSE, 2, 9 } },
    { { 0 } },
    "halted",
    1,
    2,
    NAN,
    "halted" },
  { "gone-on-after",
    { { RUN, -20, 1 }, { PAUSE, 2, 3 }, { RUN, 4, 9 } },
    { { 0 } },
    "halted",
    1,
    2,
    NAN,
    "halted" },
  { "the-first-of-two",
    { { RUN, -20, 1 }, { PAUSE, 2, 3 }, { RUN, 4, 5 }, { STOP, 6, 9 } },
    { { 0 } },
    "halted",
    1,
    2,
    NAN,
    "halted" },
  { "called-off-after-a-pause",
    { { RUN, -20, -9 }, { PAUSE, -8, -7 }, { STOP, -6, 9 } },
    { { 0 } },
    "early",
    -9,
    -8,
    NAN,
    "early" },
  { "not-halted", { { RUN, -20, 9.5 } }, { { 0 } }, "not-halted", NAN, NAN, 9.5, "not-halted" },
  { "not-looked-at-since",
    { { RUN, -20, -1 } },
    { { 0 } },
    "not-halted",
    NAN,
    NAN,
    NAN,
    "not-halted" },
  { "gone-on-before",
    { { PAUSE, -20, -9 }, { RUN, -8, 9 } },
    { { 0 } },
    "not-halted",
    NAN,
    NAN,
    9,
    "not-halted" },
  { "began-late",
    { { WAIT, -20, -12 }, { RUN, -11, 9 } },
    { { 0 } },
    "not-halted",
    NAN,
    NAN,
    9,
    "not-halted" },
  { "finished",
    { { RUN, -20, 4 }, { DONE, 5, 9 } },
    { { 0 } },
    "finished",
    NAN,
    NAN,
    NAN,
    "finished" },
  { "halted-at-the-first-look", { { PAUSE, 3, 9 } }, { { 0 } }, "unseen", NAN, NAN, NAN, "unseen" },
  { "never-looked-at", { { 0 } }, { { 0 } }, NULL, NAN, NAN, NAN, NULL },
  { "the-stage-first",
    { { RUN, -20, 4 }, { PAUSE, 5, 9 } },
    { { RUN, -20, 1 }, { STOP, 2, 9 } },
    "halted",
    1,
    2,
    NAN,
    "halted" },
  { "the-stage-alone",
    { { RUN, -20, 9 } },
    { { RUN, -20, 1 }, { STOP, 2, 9 } },
    "halted",
    1,
    2,
    NAN,
    "not-halted" },
  { "the-rollout-first",
    { { RUN, -20, 1 }, { PAUSE, 2, 9 } },
    { { RUN, -20, 4 }, { STOP, 5, 9 } },
    "halted",
    1,
    2,
    NAN,
    "halted" },
};

static void
add_spells (GArray *spells, const Seen *seen, unsigned most)
{
  for (unsigned i = 0; i < most && (seen[i].first != 0 || seen[i].last != 0); i++)
    {
      ParlSpell spell = { seen[i].progress, T (seen[i].first), T (seen[i].last) };
      g_array_append_val (spells, spell);
    }
}

/* 200 of 400 failed in one hour: that is certain at its end. */
static ParlSnapshot *
make_snapshot (unsigned i)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlRollout *rollout = parl_rollout_new ("r", "r");
  ParlStage *stage = parl_stage_new ("s", "s");
  ParlStageHour hour = { DETECTED, 200, 200 };

  rollout->release = g_strdup ("2.6.0");
  rollout->progress = RUN;
  stage->total = 1000;
  stage->succeeded = stage->failed = 200;
  stage->waiting = 600;
  stage->first_outcome = T (-0.5);
  g_array_append_val (stage->hours, hour);
  add_spells (rollout->spells, cases[i].whole, G_N_ELEMENTS (cases[i].whole));
  add_spells (stage->spells, cases[i].part, G_N_ELEMENTS (cases[i].part));
  g_ptr_array_add (rollout->stages, stage);
  g_ptr_array_add (snapshot->rollouts, rollout);
  return snapshot;
}

static void
assert_number (double found, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (found));
  else
    g_assert_cmpfloat_with_epsilon (found, expected, 1e-9);
}

static void
test_halt (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (ParlSnapshot) snapshot = make_snapshot (i);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *part = golden_get (findings, "rollout-halt", "rollout=r,stage=s");
  const ParlFact *whole = golden_get (findings, "rollout-halt", "rollout=r");
  const ParlFact *going = golden_find (findings, "rollout-unhalted", "rollout=r,stage=s");
  const char *const *caveats = (const char *const *)part->caveats;

  g_assert_cmpstr (part->aspect, ==, cases[i].aspect);
  g_assert_cmpstr (whole->aspect, ==, cases[i].aspect_of_whole);
  assert_number (part->value, cases[i].value);
  assert_number (part->low, cases[i].low);
  assert_number (part->high, cases[i].value);
  if (!isnan (cases[i].value))
    {
      g_assert_cmpint (part->window.since, ==, T (cases[i].low));
      g_assert_cmpint (part->window.until, ==, T (cases[i].value));
    }
  g_assert_cmpint (part->verdict, ==,
                   isnan (cases[i].value) ? PARL_VERDICT_NO_DATA : PARL_VERDICT_NONE);
  g_assert_cmpint (going == NULL, ==, isnan (cases[i].going));
  if (going != NULL)
    assert_number (going->value, cases[i].going);
  g_assert_true (g_strv_contains (caveats, "looks"));
  g_assert_cmpint (g_strv_contains (caveats, "not-watched"), ==, cases[i].whole[0].first > 0);
}

/* What nobody detected, nobody had to halt. */
static void
test_not_detected (void)
{
  g_autoptr (ParlSnapshot) snapshot = make_snapshot (0);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  ParlStage *stage
      = g_ptr_array_index (((ParlRollout *)g_ptr_array_index (snapshot->rollouts, 0))->stages, 0);

  g_array_index (stage->hours, ParlStageHour, 0).failed = 1;
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  g_assert_null (golden_find (findings, "rollout-halt", "rollout=r"));
  g_assert_null (golden_find (findings, "rollout-unhalted", "rollout=r"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/analysis/halt/%s", cases[i].name);
      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_halt);
    }
  g_test_add_func ("/analysis/halt/not-detected", test_not_detected);
  return g_test_run ();
}
