/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan that somebody wrote, and what trackers say: both, and which of them counts. */
#include "config.h"

#include "model/plan.h"

#define DAY(n) ((ParlTime)(n)*PARL_DAY)

static ParlMilestone *
create (const char *id, const char *title, ParlTime start, ParlTime due, ParlTime done)
{
  ParlMilestone *milestone = parl_milestone_new (id, title);

  milestone->start = start;
  milestone->due = due;
  milestone->done = done;
  return milestone;
}

static void
assert_days (const ParlPlan *plan, unsigned index, const char *id, ParlTime start, ParlTime due,
             ParlTime done)
{
  const ParlMilestone *milestone = plan->milestones->pdata[index];

  g_assert_cmpstr (milestone->id, ==, id);
  g_assert_cmpint (milestone->start, ==, start);
  g_assert_cmpint (milestone->due, ==, due);
  g_assert_cmpint (milestone->done, ==, done);
}

static void
test_merge (void)
{
  g_autoptr (ParlPlan) own = parl_plan_new ();
  g_autoptr (GPtrArray) tracked
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_milestone_free);
  ParlMilestone *waits = create ("b", "Second", PARL_TIME_NONE, DAY (20), PARL_TIME_NONE);

  own->review = DAY (7);
  parl_plan_take (own, create ("a", "First", DAY (9), DAY (10), PARL_TIME_NONE));
  waits->measure = g_strdup ("ota-failure-rate");
  g_strfreev (waits->blocked_by);
  waits->blocked_by = g_strsplit ("a", ";", -1);
  parl_plan_take (own, waits);
  g_ptr_array_add (tracked, create ("1.7", "SECOND", PARL_TIME_NONE, DAY (30), DAY (29)));
  g_ptr_array_add (tracked, create ("1.8", "First", PARL_TIME_NONE, DAY (8), DAY (8)));
  g_ptr_array_add (tracked, create ("1.9", "Third", DAY (1), DAY (2), PARL_TIME_NONE));

  g_autoptr (ParlPlan) merged = parl_plan_merge (own, tracked);
  g_assert_cmpuint (merged->milestones->len, ==, 3);
  g_assert_cmpint (merged->review, ==, DAY (7));
  assert_days (merged, 0, "a", PARL_TIME_NONE, DAY (8), DAY (8));
  assert_days (merged, 1, "b", PARL_TIME_NONE, DAY (30), PARL_TIME_NONE); /* it waits for another */
  assert_days (merged, 2, "1.9", DAY (1), DAY (2), PARL_TIME_NONE);
  g_assert_cmpstr (parl_plan_find (merged, "b")->title, ==, "Second");
  g_assert_cmpstr (parl_plan_find (merged, "b")->measure, ==, "ota-failure-rate");
  assert_days (own, 0, "a", DAY (9), DAY (10), PARL_TIME_NONE); /* the plan itself stays */

  g_autoptr (ParlPlan) alone = parl_plan_merge (NULL, tracked);
  g_assert_cmpuint (alone->milestones->len, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/merge", test_merge);
  return g_test_run ();
}
