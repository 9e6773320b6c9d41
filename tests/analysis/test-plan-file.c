/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.conf: what a file says, and what it is refused for. */
#include "config.h"

#include "analysis/plan-file.h"

#include "settings/file.h"

#include <glib/gstdio.h>
#include <string.h>

static ParlPlan *
load_text (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("parlance-plan-XXXXXX", &path, NULL);

  g_assert_cmpint (file, !=, -1);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  ParlPlan *plan = parl_plan_load (path, error);
  g_unlink (path);
  return plan;
}

#define EXAMPLE                                                                                    \
  "[Milestone space-check]\nTitle= Disk space is checked first \nTitle[xx]=Other\n"                \
  "Outcome=Updates that succeed\nOwner=Platform lead\nStart=2026-11-10\nDue=2026-12-01\n"          \
  "Blocked-by=logs;\n"                                                                             \
  "Measure=ota-cohort-cause-rate?cause=disk-space,cohort=v2.3\n"                                   \
  "[Milestone logs]\nTitle=Logs\nDue=2026-10-01\nDone=2026-11-05\nMeasure=ota-traceable\n"         \
  "[Review]\nLast=2026-10-24\n"

static void
test_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlPlan) plan = load_text (EXAMPLE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->milestones->len, ==, 2);

  const ParlMilestone *check = parl_plan_find (plan, "space-check");
  const ParlMilestone *logs = g_ptr_array_index (plan->milestones, 1);
  g_autofree char *of = parl_labels_to_string (check->of);
  g_autofree char *due = parl_time_to_iso (check->due);
  g_autofree char *review = parl_time_to_iso (plan->review);
  g_assert_cmpstr (check->title, ==, "Disk space is checked first");
  g_assert_cmpstr (check->outcome, ==, "Updates that succeed");
  g_assert_cmpstr (check->owner, ==, "Platform lead");
  g_assert_cmpstr (due, ==, "2026-12-01T00:00:00Z");
  g_assert_cmpint (check->due - check->start, ==, 21 * PARL_DAY);
  g_assert_cmpint (check->done, ==, PARL_TIME_NONE);
  g_assert_cmpstr (check->blocked_by[0], ==, "logs");
  g_assert_null (check->blocked_by[1]);
  g_assert_cmpstr (check->measure, ==, "ota-cohort-cause-rate");
  g_assert_cmpstr (of, ==, "cause=disk-space,cohort=v2.3");
  g_assert_cmpstr (review, ==, "2026-10-24T00:00:00Z");
  g_assert_null (logs->outcome);
  g_assert_null (logs->owner);
  g_assert_null (logs->blocked_by[0]);
  g_assert_cmpuint (parl_labels_size (logs->of), ==, 0);
  g_assert_true (parl_milestone_is_done (logs, logs->done));
  g_assert_false (parl_milestone_is_done (logs, logs->done - 1));
  g_assert_false (parl_milestone_is_done (check, PARL_TIME_MAX));
  g_assert_null (parl_plan_find (plan, "no-such"));
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlPlan) plan = load_text ("# nothing yet\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (plan->milestones->len, ==, 0);
  g_assert_cmpint (plan->review, ==, PARL_TIME_NONE);
}

#define A "[Milestone a]\nTitle=A\nDue=2026-12-01\n"
#define B "[Milestone b]\nTitle=B\nDue=2026-12-01\n"
#define C "[Milestone c]\nTitle=C\nDue=2026-12-01\n"

/* A file, the group and what else the message must name. */
static const struct
{
  const char *text, *group, *words;
} refused[] = {
  { "[Milestones a]\nTitle=A\n", "[Milestones a]", "no such group" },
  { "[Milestone a b]\nTitle=A\nDue=2026-12-01\n", "[Milestone a b]", "“a b”" },
  { "[Milestone ]\nTitle=A\nDue=2026-12-01\n", "[Milestone ]", "no name" },
  { "[Milestone a]\nDue=2026-12-01\n", "[Milestone a]", "“Title”" },
  { "[Milestone a]\nTitle= \nDue=2026-12-01\n", "[Milestone a]", "“Title”" },
  { "[Milestone a]\nTitle=A\n", "[Milestone a]", "“Due”" },
  { A "Until=2026-12-24\n", "[Milestone a]", "“Until”" },
  { A "Due[de]=2026-12-24\n", "[Milestone a]", "“Due[de]”" },
  { A "Done=yesterday\n", "[Milestone a]", "“yesterday”" },
  { A "Done=\n", "[Milestone a]", "“Done”" },
  { A "Done=2026-13-01\n", "[Milestone a]", "“2026-13-01”" },
  { A "Done=2026-12-01T10:00:00Z\n", "[Milestone a]", "“2026-12-01T10:00:00Z”" },
  { A "Start=2026-12-02\n", "[Milestone a]", "“Due”" },
  { A "Start=2026-11-02\nDone=2026-11-01\n", "[Milestone a]", "“Done”" },
  { A "Measure=no-such-fact\n", "[Milestone a]", "“no-such-fact”" },
  { A "Measure=fps-compliance\n", "[Milestone a]", "ota-traceable" },
  { A "Measure=ota-failure-rate?site=Delft\n", "[Milestone a]", "“ota-failure-rate?site=Delft”" },
  { A "Measure=ota-failure-rate?cohort=\n", "[Milestone a]", "“ota-failure-rate?cohort=”" },
  { A "Measure=ota-failure-rate?cohort\n", "[Milestone a]", "key=value" },
  { A "Measure=ota-cohort-cause-rate?cause=battery\n", "[Milestone a]", "cause=…,cohort=…" },
  { A "Measure=ota\\x\n", "[Milestone a]", "“Measure”" },
  { A "Blocked-by=\\q\n", "[Milestone a]", "“Blocked-by”" },
  { A "Blocked-by=b\n", "[Milestone a]", "“b”" },
  { A "Blocked-by=a\n", "[Milestone a]", "wait for itself" },
  { A "Blocked-by=b\n" B "Blocked-by=c\n" C "Blocked-by=a\n", "[Milestone a]", "wait for itself" },
  { A B "Blocked-by=c\n" C "Blocked-by=b\n", "[Milestone b]", "wait for itself" },
  { A "Done=2026-11-01\nBlocked-by=b\n" B, "[Milestone a]", "“b”, which it waits for" },
  { A "[Milestone a]\nDue=2026-12-02\n", "[Milestone a]", "again in line 4" },
  { A "Due=2026-12-02\n", "[Milestone a]", "again in line 4" },
  { "[Review]\nlast=2026-11-01\n", "[Review]", "“last”" },
  { "[Review]\nLast=never\n", "[Review]", "“never”" },
};

static void
test_refused (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlPlan) plan = load_text (refused[i].text, &error);

      g_test_message ("%s: %s", refused[i].text, error != NULL ? error->message : "taken");
      g_assert_null (plan);
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "parlance-plan-"));
      g_assert_nonnull (strstr (error->message, refused[i].group));
      g_assert_nonnull (strstr (error->message, refused[i].words));
    }
}

/* Each waits for all before it: many ways, no circle. */
static void
test_many_ways (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < 40; i++)
    {
      g_string_append_printf (text, "[Milestone m%u]\nTitle=T\nDue=2026-12-01\nBlocked-by=", i);
      for (unsigned j = 0; j < i; j++)
        g_string_append_printf (text, "m%u;", j);
      g_string_append_c (text, '\n');
    }
  g_autoptr (ParlPlan) plan = load_text (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->milestones->len, ==, 40);
}

static void
test_missing_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parl_plan_load ("/nonexistent/plan.conf", &error));
  g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (error->message, "/nonexistent/plan.conf"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/plan-file/example", test_example);
  g_test_add_func ("/analysis/plan-file/empty", test_empty);
  g_test_add_func ("/analysis/plan-file/refused", test_refused);
  g_test_add_func ("/analysis/plan-file/many-ways", test_many_ways);
  g_test_add_func ("/analysis/plan-file/missing-file", test_missing_file);
  return g_test_run ();
}
