/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What trackers plan: in, changed, gone, and as of an earlier instant. */
#include "config.h"

#include "fixture.h"

static ParlHarvest *
create_harvest (void)
{
  ParlHarvest *harvest = parl_harvest_new ();

  harvest->milestones = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_milestone_free);
  return harvest;
}

static ParlMilestone *
add (ParlHarvest *harvest, const char *id, const char *title, ParlTime due, ParlTime done)
{
  ParlMilestone *milestone = parl_milestone_new (id, title);

  milestone->due = due;
  milestone->done = done;
  g_ptr_array_add (harvest->milestones, milestone);
  return milestone;
}

static void
assert_titles (ParlStore *store, ParlTime as_of, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, as_of);
  g_autoptr (GString) titles = g_string_new (NULL);

  g_assert_no_error (error);
  for (unsigned i = 0; i < snapshot->milestones->len; i++)
    {
      const ParlMilestone *milestone = snapshot->milestones->pdata[i];
      g_string_append_printf (titles, "%s%s%s", i > 0 ? " " : "", milestone->title,
                              parl_milestone_is_done (milestone, as_of) ? "!" : "");
    }
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
test_come_and_go (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = create_harvest ();
  g_autoptr (ParlHarvest) second = create_harvest ();
  g_autoptr (ParlHarvest) other = create_harvest ();
  g_autoptr (ParlHarvest) silent = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  add (first, "2", "b", NOW, PARL_TIME_NONE);
  add (first, "1", "a", NOW, NOW - PARL_DAY);
  g_assert_true (parl_store_add (store, "tracker", "json", first, NOW - 2 * PARL_DAY, &error));
  assert_titles (store, NOW, "b a!");
  assert_titles (store, NOW - 2 * PARL_DAY, "b a");

  /* A sync that asks for none leaves them; one that has another list has the last word. */
  add_harvest (store, "tracker", silent);
  assert_titles (store, NOW, "b a!");
  add (second, "1", "a2", NOW, PARL_TIME_NONE);
  g_assert_true (parl_store_add (store, "tracker", "json", second, NOW - PARL_DAY, &error));
  assert_titles (store, NOW, "a2");
  assert_titles (store, NOW - PARL_DAY - 1, "a2 b"); /* it was there then */

  /* Ids of another source are others. */
  add (other, "1", "c", NOW, PARL_TIME_NONE);
  g_assert_true (parl_store_add (store, "tracker 2", "json", other, NOW, &error));
  assert_titles (store, NOW, "a2 c");
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/milestones", test_come_and_go);
  return g_test_run ();
}
