/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a plan takes to read, against one a tenth as long: ten times, where the time is linear.
 * Prints; asserts nothing about time. */
#include "config.h"

#include "analysis/plan-file.h"

#include <glib/gstdio.h>
#include <stdio.h>

#define N_SMALL 2000
#define N_LARGE (10 * N_SMALL)

/* Each waits for the one before. */
static void
write_plan (const char *path, unsigned n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < n; i++)
    {
      g_string_append_printf (text, "[Milestone m%u]\nTitle=Number %u\nDue=2026-%02u-20\n", i, i,
                              1 + i % 12);
      if (i > 0)
        g_string_append_printf (text, "Blocked-by=m%u\n", i - 1);
    }
  g_file_set_contents (path, text->str, (gssize)text->len, &error);
  g_assert_no_error (error);
}

/* Seconds. */
static double
time_plan (const char *folder, unsigned n)
{
  g_autofree char *path = g_build_filename (folder, "plan.conf", NULL);
  g_autoptr (GError) error = NULL;

  write_plan (path, n);
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (ParlPlan) plan = parl_plan_load (path, &error);
  double seconds = g_timer_elapsed (timer, NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (plan->milestones->len, ==, n);
  g_unlink (path);
  printf ("%6u milestones  %8.1f ms\n", n, seconds * 1000);
  return seconds;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("parlance-bench-XXXXXX", &error);

  g_assert_no_error (error);
  double small = time_plan (folder, N_SMALL);
  printf ("%.1f x as long\n", time_plan (folder, N_LARGE) / small);
  g_rmdir (folder);
  return 0;
}
