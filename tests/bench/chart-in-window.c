/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame of a window with a board's daily chart, under a pointer that moves, against a frame of
 * the same window without it: processor time of the whole process from frame to frame, medians.
 * Aim: 1.5. Asserts nothing about time. */
#include "config.h"

#include "app/chart/chart-view.h"

#include "tests/charts/fixtures.h"

#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_FRAMES 201
#define N_WARM_UP 20

/* A ground of another colour in every frame: without it GTK paints only what has changed. */
struct _BenchGround
{
  GtkWidget parent_instance;

  unsigned n_frames;
};

#define BENCH_TYPE_GROUND (bench_ground_get_type ())
G_DECLARE_FINAL_TYPE (BenchGround, bench_ground, BENCH, GROUND, GtkWidget)
G_DEFINE_FINAL_TYPE (BenchGround, bench_ground, GTK_TYPE_WIDGET)

static void
bench_ground_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GdkRGBA color = { 1, 1, BENCH_GROUND (widget)->n_frames++ % 2 == 0 ? 1 : 0.99f, 1 };
  GtkWidget *child = gtk_widget_get_first_child (widget);

  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (widget),
                                                  (float)gtk_widget_get_height (widget)));
  if (child != NULL)
    gtk_widget_snapshot_child (widget, child, snapshot);
}

static void
bench_ground_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (bench_ground_parent_class)->dispose (object);
}

static void
bench_ground_class_init (BenchGroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bench_ground_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = bench_ground_snapshot;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
bench_ground_init (BenchGround *self)
{
  (void)self;
}

typedef struct
{
  GtkWidget *root;
  ParlTimeLink *link;
  ParlView extent;
  bool zoom; /* the view moves too, so that every frame is laid out anew */
  int n_frames;
  gint64 last;
  double times[N_FRAMES]; /* ms */
} Run;

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *)a, two = *(const double *)b;

  return (one > two) - (one < two);
}

/* Once a frame: the whole window is drawn again, and the cursor is elsewhere. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Run *run = data;
  gint64 now = get_cpu_us ();
  int frame = run->n_frames - N_WARM_UP;

  (void)widget;
  (void)clock;
  if (frame >= 0 && frame < N_FRAMES)
    run->times[frame] = (double)(now - run->last) / 1000;
  run->last = now;
  run->n_frames++;
  double span = run->extent.to - run->extent.from;
  if (run->link != NULL)
    parl_time_link_set_cursor (run->link, run->extent.from + span * (run->n_frames % 97) / 97);
  if (run->zoom)
    parl_time_link_set_view (run->link, run->extent.from + span * (run->n_frames % 31) / 97,
                             run->extent.to);
  gtk_widget_queue_draw (run->root);
  return G_SOURCE_CONTINUE;
}

static double
time_frames (const ParlChartSpec *spec, bool zoom)
{
  Run run = { .zoom = zoom };
  GtkWidget *window = gtk_window_new ();

  run.root = g_object_new (BENCH_TYPE_GROUND, NULL);
  if (spec != NULL)
    {
      GtkWidget *view = g_object_new (PARL_TYPE_CHART_VIEW, NULL);
      run.link = g_object_new (PARL_TYPE_TIME_LINK, NULL);
      parl_chart_view_set_spec (PARL_CHART_VIEW (view), spec);
      parl_chart_view_set_link (PARL_CHART_VIEW (view), run.link);
      parl_chart_get_extent (spec, &run.extent);
      gtk_widget_set_size_request (view, 712, 260);
      gtk_widget_set_halign (view, GTK_ALIGN_START);
      gtk_widget_set_valign (view, GTK_ALIGN_START);
      gtk_widget_set_parent (view, run.root);
    }
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 860);
  gtk_window_set_child (GTK_WINDOW (window), run.root);
  gtk_widget_add_tick_callback (run.root, on_tick, &run, NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (run.n_frames < N_WARM_UP + N_FRAMES)
    g_main_context_iteration (NULL, true);
  gtk_window_destroy (GTK_WINDOW (window));
  g_clear_object (&run.link);
  qsort (run.times, N_FRAMES, sizeof run.times[0], compare_doubles);
  return run.times[N_FRAMES / 2];
}

int
main (void)
{
  if (!gtk_init_check ())
    {
      puts ("there is no display");
      return 77;
    }
  adw_init ();

  double empty = time_frames (NULL, false);
  printf ("%-12s %6.2f ms\n", "empty", empty);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      ParlView extent;
      bool has_time = parl_chart_get_extent (spec, &extent);
      double still = time_frames (spec, false);
      printf ("%-12s %6.2f ms  x %.2f", fixture->name, still, still / empty);
      if (has_time)
        {
          double moving = time_frames (spec, true);
          printf ("  while its view moves %6.2f ms  x %.2f", moving, moving / empty);
        }
      printf ("\n");
      fflush (stdout);
    }
  return 0;
}
