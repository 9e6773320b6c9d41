/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scope may name. */
#include "config.h"

#include "analysis/choices.h"
#include "analysis/targets.h"
#include "golden.h"

static char *
join (char **values)
{
  return g_strjoinv (" ", values);
}

static void
test_lists (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlOutcomeCount cell = { .outcome = PARL_OUTCOME_SUCCEEDED, .count = 1 };
  static const char *const releases[] = { "2.10.1", "2.9.0", "2.9.4", NULL, "nightly" };

  for (unsigned i = 0; i < G_N_ELEMENTS (releases); i++)
    {
      cell.from = releases[i];
      cell.device_class = "orin";
      cell.site = i % 2 == 0 ? "yard-10" : "yard-9";
      parl_outcomes_add (snapshot->outcomes, &cell);
    }
  cell.from = "1.0.0";
  cell.retry = true;
  parl_outcomes_add (snapshot->outcomes, &cell);
  ParlDevice *device = parl_device_new ("a");
  device->device_class = g_strdup ("nano");
  g_ptr_array_add (snapshot->devices, device);
  g_ptr_array_add (snapshot->series,
                   parl_series_new_take (PARL_SERIES_FPS_TIME, "s",
                                         parl_labels_new ("class", "xavier", NULL), 0, NULL, NULL));

  g_autoptr (ParlChoices) choices = parl_choices_new (snapshot);
  g_autofree char *classes = join (choices->classes);
  g_autofree char *cohorts = join (choices->releases);
  g_autofree char *sites = join (choices->sites);
  g_assert_cmpstr (classes, ==, "nano orin xavier");
  g_assert_cmpstr (cohorts, ==, "nightly unknown v2.9 v2.10");
  g_assert_cmpstr (sites, ==, "yard-9 yard-10");
}

static void
test_allow (void)
{
  static const struct
  {
    const char *device_class, *release, *site, *message;
  } cases[] = {
    { NULL, NULL, NULL, NULL },
    { "Nano", "v2.3", "Site 03", NULL },
    { "nano", NULL, NULL, "There is no device class “nano”; there are: Nano, Orin" },
    { NULL, "2.3.0", NULL, "There is no release “2.3.0”; there are: v2.3, v2.4, v2.5" },
  };
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlChoices) choices = parl_choices_new (snapshot);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ParlScope scope
          = { 28, (char *)cases[i].device_class, (char *)cases[i].release, (char *)cases[i].site };

      g_assert_true (parl_choices_allow (choices, &scope, &error) == (cases[i].message == NULL));
      if (cases[i].message == NULL)
        continue;
      g_assert_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_SCOPE);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_nothing_known (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlChoices) choices = parl_choices_new (snapshot);
  g_autoptr (GError) error = NULL;
  ParlScope scope = { .days = 28, .site = (char *)"Delft" };

  g_assert_cmpuint (g_strv_length (choices->sites), ==, 0);
  g_assert_false (parl_choices_allow (choices, &scope, &error));
  g_assert_cmpstr (error->message, ==, "There is no site “Delft”; none is known yet");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/choices/lists", test_lists);
  g_test_add_func ("/analysis/choices/allow", test_allow);
  g_test_add_func ("/analysis/choices/nothing-known", test_nothing_known);
  return g_test_run ();
}
