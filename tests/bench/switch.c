/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From win.audience to the frame that shows the other board, everything being built: wall clock to
 * the frame clock's "after-paint", against a drawn frame of an empty window; medians. Aim: below
 * 16 ms. Asserts nothing about time. */
#include "config.h"

#include "panel-fixture.h"

#include "app/main-window.h"
#include "app/parlance-resources.h"

#include "golden.h"

#include <stdio.h>
#include <stdlib.h>

#define N_RUNS 61
#define N_WARM_UP 9

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *)a, two = *(const double *)b;

  return (one > two) - (one < two);
}

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  (void)clock;
  *(bool *)data = true;
}

/* Ms from @change until the frame after it is painted: of processor and scheduler, less the wait
 * for the next frame's beginning. */
static double
time_change (GtkWidget *window, const char *audience)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  bool painted = false;
  unsigned long id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &painted);
  gint64 start = g_get_monotonic_time ();

  if (audience != NULL)
    gtk_widget_activate_action (window, "win.audience", "s", audience);
  else
    gtk_widget_queue_draw (window);
  while (!painted)
    g_main_context_iteration (NULL, true);
  double ms = (double)(g_get_monotonic_time () - start) / 1000;
  g_signal_handler_disconnect (clock, id);
  return ms;
}

static void
settle (void)
{
  gint64 end = g_get_monotonic_time () + 60 * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, false);
}

static double
time_switches (GtkWidget *window, const char *const *ids)
{
  double times[N_RUNS];

  for (int i = -N_WARM_UP; i < N_RUNS; i++)
    {
      const char *id = ids != NULL ? ids[(unsigned)(i + 3 * N_WARM_UP) % 3] : NULL;
      settle ();
      double ms = time_change (window, id);
      if (i >= 0)
        times[i] = ms;
    }
  qsort (times, N_RUNS, sizeof times[0], compare_doubles);
  return times[N_RUNS / 2];
}

int
main (void)
{
  static const char *const ids[] = { "engineer", "ops", "exec" };

  if (!gtk_init_check ())
    {
      puts ("there is no display");
      return 77;
    }
  adw_init ();
  g_resources_register (parl_get_resource ());

  GtkWidget *empty = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (empty), 1280, 860);
  gtk_window_present (GTK_WINDOW (empty));
  double frame = time_switches (empty, NULL);
  gtk_window_destroy (GTK_WINDOW (empty));

  PanelFixture fixture = panel_fixture_new (NULL);
  GtkWidget *window = parl_main_window_new (NULL);
  parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), fixture.dashboard);
  panel_fixture_take_findings (&fixture, golden_findings_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 860);
  gtk_window_present (GTK_WINDOW (window));
  double change = time_switches (window, ids);
  printf ("empty window %6.2f ms\nswitch       %6.2f ms  x %.2f\n", frame, change, change / frame);
  gtk_window_destroy (GTK_WINDOW (window));
  panel_fixture_clear (&fixture);
  return 0;
}
