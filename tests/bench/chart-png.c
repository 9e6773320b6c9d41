/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line chart of 10 k, 1 M and 10 M points to a PNG of 1600x900, each as a whole process that
 * reads the samples from a file of doubles: ours, and in the same run the peers that are there.
 * Only the ratios travel from machine to machine; nothing is asserted about time.
 *
 *   meson setup build-release --buildtype=release && meson test -C build-release --benchmark -v
 * chart-png
 */
#include "config.h"

#include "charts/chart.h"
#include "report/png.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WIDTH 1600
#define HEIGHT 900
#define MOST_RUNS 5

typedef enum
{
  WAY_OURS,
  WAY_CAIRO_PNG, /* our drawing, cairo's own PNG writer */
  WAY_NAIVE,     /* one cairo_line_to() a sample, cairo's own PNG writer */
  WAY_GNUPLOT,
  WAY_MATPLOTLIB,
  N_WAYS
} Way;

static const char *const names[]
    = { "Parlance", "Parlance + cairo’s PNG", "cairo_line_to", "gnuplot", "matplotlib" };

/* The ways that take minutes with more points than this are left out there. */
static const size_t most_points[] = { SIZE_MAX, SIZE_MAX, 10000, 1000000, SIZE_MAX };

static const char matplotlib_script[] = "import sys, numpy, matplotlib\n"
                                        "matplotlib.use('Agg')\n"
                                        "from matplotlib import pyplot\n"
                                        "y = numpy.fromfile(sys.argv[1])\n"
                                        "pyplot.figure(figsize=(16, 9), dpi=100)\n"
                                        "pyplot.plot(numpy.arange(len(y)), y)\n"
                                        "pyplot.savefig(sys.argv[2])\n";

typedef struct
{
  double ms;
  double mb;
  bool is_done;
} Cost;

static void
write_samples (const char *path, size_t length)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree double *y = g_new (double, length);
  g_autoptr (GError) error = NULL;
  double value = 0;

  for (size_t i = 0; i < length; i++)
    {
      value = 0.999 * value + g_rand_double (rand) - 0.5;
      y[i] = value;
    }
  if (!g_file_set_contents (path, (const char *)y, (gssize)(length * sizeof (double)), &error))
    g_error ("%s", error->message);
}

/* The samples go from the file into the spec without a second copy. */
static ParlChartSpec *
read_samples (const char *path)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "benchmark");
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    g_error ("%s", error->message);
  spec->line.length = size / sizeof (double);
  spec->line.y = (double *)(void *)bytes;
  spec->line.x = g_new (double, spec->line.length);
  for (size_t i = 0; i < spec->line.length; i++)
    spec->line.x[i] = (double)i;
  spec->line.axes = true;
  ParlTick zero = { 0, g_strdup ("0") };
  g_array_append_val (spec->line.y_ticks, zero);
  return spec;
}

static void
draw_naively (const ParlLineChart *chart, cairo_t *cr)
{
  double low = INFINITY, high = -INFINITY;

  for (size_t i = 0; i < chart->length; i++)
    {
      low = fmin (low, chart->y[i]);
      high = fmax (high, chart->y[i]);
    }
  for (size_t i = 0; i < chart->length; i++)
    cairo_line_to (cr, (double)i / (double)chart->length * WIDTH,
                   HEIGHT - (chart->y[i] - low) / (high - low) * HEIGHT);
  cairo_set_line_width (cr, 1.5);
  cairo_set_source_rgb (cr, 0.2, 0.2, 0.2);
  cairo_stroke (cr);
}

static bool
write_ours (cairo_surface_t *surface, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream
      = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, &error);

  if (stream == NULL || !parl_png_write (surface, NULL, G_OUTPUT_STREAM (stream), NULL, &error)
      || !g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error))
    g_error ("%s", error->message);
  return true;
}

/* What a child does: one whole chart. */
static int
draw_chart (Way way, const char *samples, const char *path)
{
  g_autoptr (ParlChartSpec) spec = read_samples (samples);
  ParlStyle style = parl_style_new (PARL_THEME_PRINT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  if (way == WAY_NAIVE)
    draw_naively (&spec->line, cr);
  else
    parl_chart_draw (spec, &style, WIDTH, HEIGHT, cr);
  bool is_done = cairo_status (cr) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (cr);
  is_done
      = is_done
        && (way == WAY_OURS ? write_ours (surface, path)
                            : cairo_surface_write_to_png (surface, path) == CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return is_done ? 0 : 1;
}

static char **
create_command (Way way, const char *self, const char *samples, const char *path)
{
  GPtrArray *command = g_ptr_array_new ();

  if (way == WAY_GNUPLOT)
    {
      g_ptr_array_add (command, g_strdup ("gnuplot"));
      g_ptr_array_add (command, g_strdup ("-e"));
      g_ptr_array_add (command,
                       g_strdup_printf ("set terminal pngcairo size %d,%d; set output '%s'; "
                                        "plot '%s' binary format='%%double' using 0:1 with lines",
                                        WIDTH, HEIGHT, path, samples));
    }
  else if (way == WAY_MATPLOTLIB)
    {
      g_ptr_array_add (command, g_strdup ("python3"));
      g_ptr_array_add (command, g_strdup ("-c"));
      g_ptr_array_add (command, g_strdup (matplotlib_script));
      g_ptr_array_add (command, g_strdup (samples));
      g_ptr_array_add (command, g_strdup (path));
    }
  else
    {
      g_ptr_array_add (command, g_strdup (self));
      g_ptr_array_add (command, g_strdup_printf ("%d", way));
      g_ptr_array_add (command, g_strdup (samples));
      g_ptr_array_add (command, g_strdup (path));
    }
  g_ptr_array_add (command, NULL);
  return (char **)g_ptr_array_free (command, FALSE);
}

static Cost
run_once (char **command)
{
  gint64 start = g_get_monotonic_time ();
  pid_t child = fork ();
  struct rusage usage;
  int status = 1;

  if (child < 0)
    g_error ("No process could be started");
  if (child == 0)
    {
      execvp (command[0], command);
      _exit (127);
    }
  if (wait4 (child, &status, 0, &usage) != child)
    g_error ("The process %d could not be waited for", (int)child);
  return (Cost){ (double)(g_get_monotonic_time () - start) / 1000, (double)usage.ru_maxrss / 1024,
                 WIFEXITED (status) && WEXITSTATUS (status) == 0 };
}

static int
compare_costs (const void *a, const void *b)
{
  const Cost *one = a, *two = b;

  return (one->ms > two->ms) - (one->ms < two->ms);
}

/* The median; fewer runs of what takes long. */
static Cost
run_way (Way way, const char *self, const char *samples, const char *path)
{
  g_auto (GStrv) command = create_command (way, self, samples, path);
  Cost costs[MOST_RUNS];
  unsigned n_runs = 0;

  while (n_runs < MOST_RUNS)
    {
      costs[n_runs] = run_once (command);
      if (!costs[n_runs].is_done)
        return costs[n_runs];
      if (costs[n_runs++].ms > 5000)
        break;
    }
  qsort (costs, n_runs, sizeof costs[0], compare_costs);
  return costs[n_runs / 2];
}

static bool
is_installed (Way way)
{
  static const char *const checks[] = {
    [WAY_GNUPLOT] = "gnuplot --version", [WAY_MATPLOTLIB] = "python3 -c 'import matplotlib'"
  };
  int status = 1;

  if (way < WAY_GNUPLOT)
    return true;
  g_autofree char *out = NULL, *problem = NULL;
  return g_spawn_command_line_sync (checks[way], &out, &problem, &status, NULL) && status == 0;
}

static void
report_size (size_t length, const char *self, const char *folder, const bool *installed)
{
  g_autofree char *samples = g_build_filename (folder, "samples", NULL);
  g_autofree char *path = g_build_filename (folder, "chart.png", NULL);
  double ours = NAN;

  write_samples (samples, length);
  for (Way way = 0; way < N_WAYS; way++)
    {
      GStatBuf info;
      if (!installed[way] || length > most_points[way])
        continue;
      Cost cost = run_way (way, self, samples, path);
      if (!cost.is_done || g_stat (path, &info) != 0)
        {
          printf ("%9zu points  %-24s failed\n", length, names[way]);
          continue;
        }
      if (way == WAY_OURS)
        ours = cost.ms;
      printf ("%9zu points  %-24s %8.1f ms %6.0f MB %6ld kB  x %.1f\n", length, names[way], cost.ms,
              cost.mb, (long)info.st_size / 1000, cost.ms / ours);
      fflush (stdout);
      g_unlink (path);
    }
  g_unlink (samples);
}

int
main (int argc, char **argv)
{
  static const size_t lengths[] = { 10000, 1000000, 10000000 };
  g_autoptr (GError) error = NULL;
  bool installed[N_WAYS];

  if (argc == 4)
    return draw_chart ((Way)atoi (argv[1]), argv[2], argv[3]);

  g_autofree char *folder = g_dir_make_tmp ("parlance-bench-XXXXXX", &error);
  if (folder == NULL)
    g_error ("%s", error->message);
  for (Way way = 0; way < N_WAYS; way++)
    {
      installed[way] = is_installed (way);
      if (!installed[way])
        printf ("%s is not installed: not compared\n", names[way]);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (lengths); i++)
    report_size (lengths[i], argv[0], folder, installed);
  return g_rmdir (folder) == 0 ? 0 : 1;
}
