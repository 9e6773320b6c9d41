/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What trackers merged, tagged and built, in and told again; and when releases arrived on devices.
 */
#include "config.h"

#include "fixture.h"

static ParlChange *
add_change (ParlHarvest *harvest, ParlChangeKind kind, const char *id, ParlTime time)
{
  ParlChange *change = parl_change_new (kind, id, time);

  change->title = g_strdup ("what");
  change->release = g_strdup ("v2.6.0");
  change->milestone = g_strdup ("Autumn");
  change->link = g_strdup ("https://example.com");
  g_ptr_array_add (harvest->changes, change);
  return change;
}

static ParlSnapshot *
take (ParlStore *store, ParlTime as_of)
{
  g_autoptr (GError) error = NULL;
  ParlSnapshot *snapshot = parl_store_snapshot (store, NULL, as_of, NULL, &error);

  g_assert_no_error (error);
  return snapshot;
}

/* "merge 1, release 1!": with a mark for one that was moved. */
static void
assert_changes (ParlStore *store, ParlTime as_of, const char *expected)
{
  g_autoptr (ParlSnapshot) snapshot = take (store, as_of);
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < snapshot->changes->len; i++)
    {
      const ParlChange *change = snapshot->changes->pdata[i];
      g_string_append_printf (text, "%s%s %s%s", i > 0 ? ", " : "",
                              parl_change_kind_to_string (change->kind), change->id,
                              change->moved ? "!" : "");
      g_assert_cmpstr (change->title, ==, "what");
      g_assert_cmpstr (change->release, ==, "v2.6.0");
      g_assert_cmpstr (change->milestone, ==, "Autumn");
      g_assert_cmpstr (change->link, ==, "https://example.com");
      g_assert_cmpstr (change->source, ==, "tracker");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_told_again (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = parl_harvest_new ();
  g_autoptr (ParlHarvest) same = parl_harvest_new ();
  g_autoptr (ParlHarvest) moved = parl_harvest_new ();

  add_change (first, PARL_CHANGE_RELEASE, "1", NOW - 10);
  add_change (first, PARL_CHANGE_MERGE, "1", NOW - 20);
  add_harvest (store, "tracker", first);
  assert_changes (store, NOW, "merge 1, release 1");
  assert_changes (store, NOW - 11, "merge 1");
  assert_changes (store, NOW - 21, "");

  add_change (same, PARL_CHANGE_RELEASE, "1", NOW - 10);
  add_harvest (store, "tracker", same);
  assert_changes (store, NOW, "merge 1, release 1");

  /* What was moved stays so: nobody knows which of the two devices got. */
  add_change (moved, PARL_CHANGE_RELEASE, "1", NOW - 5);
  add_harvest (store, "tracker", moved);
  assert_changes (store, NOW, "merge 1, release 1!");
  add_harvest (store, "tracker", same);
  assert_changes (store, NOW, "merge 1, release 1!");
}

static void
add_build (ParlHarvest *harvest, const char *id, ParlBuildOutcome outcome, ParlTime ended,
           ParlTime duration)
{
  ParlBuild *build = parl_build_new (id, outcome, ended);

  build->duration = duration;
  g_ptr_array_add (harvest->builds, build);
}

/* "1 succeeded 60": with a mark for one that was run again. */
static void
assert_builds (ParlStore *store, ParlTime as_of, const char *expected)
{
  g_autoptr (ParlSnapshot) snapshot = take (store, as_of);
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < snapshot->builds->len; i++)
    {
      const ParlBuild *build = snapshot->builds->pdata[i];
      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", build->id,
                              parl_build_outcome_to_string (build->outcome));
      if (parl_build_is_timed (build))
        g_string_append_printf (text, " %d", (int)build->duration);
      g_string_append (text, build->again ? "!" : "");
      g_assert_cmpstr (build->source, ==, "tracker");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

/* One that ends twice was run again, and how long it took is not known any more. */
static void
test_builds (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = parl_harvest_new ();
  g_autoptr (ParlHarvest) again = parl_harvest_new ();

  add_build (first, "1", PARL_BUILD_FAILED, NOW - 20, 60);
  add_build (first, "2", PARL_BUILD_NEITHER, NOW - 10, PARL_TIME_NONE);
  add_build (first, "old", PARL_BUILD_SUCCEEDED, NOW - 121 * PARL_DAY, 60);
  add_harvest (store, "tracker", first);
  assert_builds (store, NOW, "1 failed 60, 2 neither");
  assert_builds (store, NOW - 11, "1 failed 60");
  add_harvest (store, "tracker", first);
  assert_builds (store, NOW, "1 failed 60, 2 neither");

  add_build (again, "1", PARL_BUILD_SUCCEEDED, NOW - 5, 70);
  add_harvest (store, "tracker", again);
  assert_builds (store, NOW, "2 neither, 1 succeeded!");
  add_harvest (store, "tracker", again);
  assert_builds (store, NOW, "2 neither, 1 succeeded!");
}

static void
update (ParlHarvest *harvest, const char *device, const char *from, const char *to, ParlTime ended)
{
  g_autofree char *key = g_strconcat (device, to, NULL);
  ParlAttempt *attempt
      = harvest_attempt (harvest, key, device, PARL_OUTCOME_SUCCEEDED, ended - 1, ended);

  g_free (attempt->from);
  g_free (attempt->to);
  attempt->from = g_strdup (from);
  attempt->to = g_strdup (to);
}

static const ParlArrival *
find (const ParlSnapshot *snapshot, const char *release)
{
  for (unsigned i = 0; i < snapshot->arrivals->len; i++)
    if (g_str_equal (((ParlArrival *)snapshot->arrivals->pdata[i])->release, release))
      return snapshot->arrivals->pdata[i];
  return NULL;
}

/* Of five devices the third makes half of them; a second success of one counts nothing. */
static void
test_arrivals (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (ParlHarvest) tracker = parl_harvest_new ();
  const char *const devices[] = { "a", "b", "c", "d", "e" };

  for (unsigned i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      ParlDevice *device = parl_device_new (devices[i]);
      device->release = g_strdup (i == 4 ? NULL : "2.6.0");
      g_ptr_array_add (harvest->devices, device);
    }
  update (harvest, "a", "2.5.0", "2.6.0", NOW - 100);
  update (harvest, "b", "2.5.0", "2.6.0", NOW - 90);
  update (harvest, "c", "2.5.0", "2.6.0", NOW - 80);
  update (harvest, "d", "2.5.0", "2.6.0", NOW - 70);
  update (harvest, "d", "2.4.0", "2.5.0", NOW - 95); /* others had it before */
  add_harvest (store, "updates", harvest);
  g_autoptr (ParlSnapshot) alone = take (store, NOW);
  g_assert_cmpuint (alone->arrivals->len, ==, 0); /* nobody asks without a tracker */

  add_change (tracker, PARL_CHANGE_MERGE, "1", NOW - 200);
  add_harvest (store, "tracker", tracker);
  g_autoptr (ParlSnapshot) snapshot = take (store, NOW);
  g_assert_cmpuint (snapshot->arrivals->len, ==, 2);
  const ParlArrival *new = find (snapshot, "2.6.0"), *old = find (snapshot, "2.5.0");
  g_assert_cmpuint (new->n_devices, ==, 5);
  g_assert_cmpint (new->first, ==, NOW - 100);
  g_assert_cmpint (new->half, ==, NOW - 80);
  g_assert_false (new->before);
  g_assert_cmpint (old->first, ==, NOW - 95);
  g_assert_cmpint (old->half, ==, PARL_TIME_NONE);
  g_assert_true (old->before);

  g_autoptr (ParlSnapshot) then = take (store, NOW - 80);
  g_assert_cmpint (find (then, "2.6.0")->first, ==, NOW - 100);
  g_assert_cmpint (find (then, "2.6.0")->half, ==, PARL_TIME_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/arrivals/told-again", test_told_again);
  g_test_add_func ("/store/arrivals/builds", test_builds);
  g_test_add_func ("/store/arrivals/first-and-half", test_arrivals);
  return g_test_run ();
}
