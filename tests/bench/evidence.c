/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 100,000 rows of evidence: from the rows to a list that can be shown, against a list of 1,000; and
 * frames of the page while it scrolls by 5 rows a frame, against frames of an empty window and of
 * the same page with 1,000 rows. Processor time of the whole process, medians. Asserts nothing
 * about time. */
#include "config.h"

#include "app/evidence/evidence-page.h"
#include "app/parlance-resources.h"

#include "panel-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_FRAMES 101
#define N_WARM_UP 10

static const char *const columns[]
    = { "device",  "class", "site",    "started", "ended", "from", "to",
        "outcome", "cause", "message", "rollout", "stage", "link", NULL };

static ParlEvidence *
make_evidence (unsigned n)
{
  static const char *const causes[] = { "disk-space", "battery", "network", "verify" };
  ParlEvidence *evidence = g_new0 (ParlEvidence, 1);

  evidence->columns = columns;
  evidence->adds_up = true;
  evidence->sum = n;
  evidence->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  evidence->weights = g_array_new (FALSE, FALSE, sizeof (double));
  for (unsigned i = 0; i < n; i++)
    {
      double weight = 1;
      const char *cause = causes[i * 7 % 4];
      char **row = g_new0 (char *, G_N_ELEMENTS (columns));
      row[0] = g_strdup_printf ("cam-%05u", i * 7919 % n);
      row[1] = g_strdup (i % 3 == 0 ? "Nano" : "Orin");
      row[2] = g_strdup_printf ("Site %02u", i % 40);
      row[3] = parl_time_to_iso ((ParlTime)1795000000000 + i * 1000);
      row[4] = parl_time_to_iso ((ParlTime)1795000600000 + i * 1000);
      row[5] = g_strdup_printf ("2.%u.0", i % 3 + 3);
      row[6] = g_strdup ("2.6.0");
      row[7] = g_strdup ("failed");
      row[8] = g_strdup (cause);
      row[9] = g_strdup_printf ("update stopped: %s, code %u", cause, i % 50);
      row[10] = g_strdup ("7");
      row[11] = g_strdup ("Wave 2");
      row[12] = g_strdup_printf ("https://ota.example.com/targets/cam-%05u", i);
      g_ptr_array_add (evidence->rows, row);
      g_array_append_val (evidence->weights, weight);
    }
  return evidence;
}

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static int
compare_doubles (const void *a, const void *b)
{
  double one = *(const double *)a, two = *(const double *)b;

  return (one > two) - (one < two);
}

static bool
is_idle (gpointer model)
{
  return !PARL_EVIDENCE_MODEL (model)->busy;
}

/* Each step a wish of the user's, until the list shows it. */
static void
time_lists (unsigned n)
{
  g_autoptr (ParlEvidenceModel) model = g_object_new (PARL_TYPE_EVIDENCE_MODEL, NULL);
  ParlEvidence *evidence = make_evidence (n);
  double start = get_cpu_ms ();

  parl_evidence_model_take_evidence (model, evidence);
  wait_until (is_idle, model);
  double taken = get_cpu_ms ();
  parl_evidence_model_set_sort (model, "device", true);
  wait_until (is_idle, model);
  double sorted = get_cpu_ms ();
  parl_evidence_model_set_search (model, "code 7");
  wait_until (is_idle, model);
  double found = get_cpu_ms ();
  parl_evidence_model_set_search (model, "code 71");
  wait_until (is_idle, model);
  double again = get_cpu_ms ();
  parl_evidence_model_set_only (model, "cause", "battery");
  wait_until (is_idle, model);
  printf ("%7u rows: taken %.1f ms, sorted %.1f, searched %.1f, searched again %.1f, narrowed %.1f "
          "(off the main thread)\n",
          n, taken - start, sorted - taken, found - sorted, again - found, get_cpu_ms () - again);
}

typedef struct
{
  GtkWidget *root;
  GtkAdjustment *adjustment; /* NULL: an empty window */
  int n_frames;
  double last, times[N_FRAMES];
} Run;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Run *run = data;
  double now = get_cpu_ms ();
  int frame = run->n_frames++ - N_WARM_UP;

  (void)widget;
  (void)clock;
  if (frame >= 0 && frame < N_FRAMES)
    run->times[frame] = now - run->last;
  run->last = now;
  if (run->adjustment != NULL)
    {
      double end = gtk_adjustment_get_upper (run->adjustment)
                   - gtk_adjustment_get_page_size (run->adjustment);
      double value = gtk_adjustment_get_value (run->adjustment) + 5 * 23;
      gtk_adjustment_set_value (run->adjustment, value > end ? 0 : value);
    }
  gtk_widget_queue_draw (run->root);
  return G_SOURCE_CONTINUE;
}

static double
time_frames (unsigned n)
{
  Run run = { .root = n > 0 ? g_object_new (PARL_TYPE_EVIDENCE_PAGE, NULL)
                            : gtk_box_new (GTK_ORIENTATION_VERTICAL, 0) };
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 860);
  gtk_window_set_child (GTK_WINDOW (window), run.root);
  gtk_window_present (GTK_WINDOW (window));
  if (n > 0)
    {
      ParlEvidencePage *page = PARL_EVIDENCE_PAGE (run.root);
      parl_evidence_model_take_evidence (page->model, make_evidence (n));
      wait_until (is_idle, page->model);
      run.adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (page->view));
    }
  gtk_widget_add_tick_callback (run.root, on_tick, &run, NULL);
  while (run.n_frames < N_WARM_UP + N_FRAMES)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  qsort (run.times, N_FRAMES, sizeof run.times[0], compare_doubles);
  return run.times[N_FRAMES / 2];
}

int
main (void)
{
  time_lists (1000);
  time_lists (100000);
  if (!gtk_init_check ())
    {
      puts ("there is no display");
      return 77;
    }
  adw_init ();
  g_resources_register (parl_get_resource ());

  double empty = time_frames (0), few = time_frames (1000), many = time_frames (100000);
  printf ("scrolling frame: empty window %.2f ms, 1,000 rows %.2f (x %.2f), 100,000 rows %.2f "
          "(x %.2f, of 1,000 rows x %.2f)\n",
          empty, few, few / empty, many, many / empty, many / few);
  return 0;
}
