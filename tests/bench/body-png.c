/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large query_range answer, from a file to the PNG of 1600x900 of one line of all its samples:
 * ours and, where it is installed, Python's json and matplotlib. Asserts nothing about time. */
#include "config.h"

#include "charts/chart.h"
#include "report/png.h"
#include "sources/prometheus/series-reader.h"

#include "bench/bench.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE (64 * 1024)
#define WIDTH 1600
#define HEIGHT 900

static const char matplotlib_script[]
    = "import json, sys, matplotlib\n"
      "matplotlib.use('Agg')\n"
      "from matplotlib import pyplot\n"
      "result = json.load(open(sys.argv[1]))['data']['result']\n"
      "y = [float(value) for one in result for _, value in one['values']]\n"
      "pyplot.figure(figsize=(16, 9), dpi=100)\n"
      "pyplot.plot(range(len(y)), y)\n"
      "pyplot.savefig(sys.argv[2])\n";

static void
read_body (const char *body, ParlSeriesReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *piece = g_malloc (PIECE);
  int fd = g_open (body, O_RDONLY, 0);
  ssize_t length;

  while ((length = read (fd, piece, PIECE)) > 0)
    if (!parl_series_reader_feed (piece, (size_t)length, reader, &error))
      g_error ("%s", error->message);
  g_assert_cmpint (length, ==, 0);
  close (fd);
  if (!parl_series_reader_finish (reader, &error))
    g_error ("%s", error->message);
}

static ParlChartSpec *
create_spec (const ParlSeriesAnswer *answer)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "benchmark");
  ParlTick zero = { 0, g_strdup ("0") };
  size_t length = 0;

  spec->line.x = g_new (double, answer->n_samples);
  spec->line.y = g_new (double, answer->n_samples);
  for (unsigned i = 0; i < answer->series->len; i++)
    {
      const ParlSeries *series = answer->series->pdata[i];
      memcpy (spec->line.y + length, series->values, series->length * sizeof (double));
      length += series->length;
    }
  for (size_t i = 0; i < length; i++)
    spec->line.x[i] = (double)i;
  spec->line.length = length;
  spec->line.axes = true;
  g_array_append_val (spec->line.y_ticks, zero);
  return spec;
}

static void
write_png (cairo_surface_t *surface, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream
      = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, &error);

  if (stream == NULL || !parl_png_write (surface, NULL, G_OUTPUT_STREAM (stream), NULL, &error)
      || !g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error))
    g_error ("%s", error->message);
}

static void
draw_ours (const char *body, const char *output, BenchSeen *seen)
{
  g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("benchmark", SIZE_MAX);

  read_body (body, reader);
  g_autoptr (ParlChartSpec) spec = create_spec (parl_series_reader_get_answer (reader));
  ParlStyle style = parl_style_new (PARL_THEME_PRINT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  parl_chart_draw (spec, &style, WIDTH, HEIGHT, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  write_png (surface, output);
  cairo_surface_destroy (surface);
  seen->n_samples = spec->line.length;
}

static void
draw_by_matplotlib (const char *body, const char *output, BenchSeen *seen G_GNUC_UNUSED)
{
  execlp ("python3", "python3", "-c", matplotlib_script, body, output, NULL);
  _exit (127);
}

static bool
has_matplotlib (void)
{
  g_autofree char *out = NULL, *problem = NULL;
  int status = 1;

  return g_spawn_command_line_sync ("python3 -c 'import matplotlib'", &out, &problem, &status, NULL)
         && status == 0;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("parlance-bench-XXXXXX", &error);
  GStatBuf info;

  if (folder == NULL)
    g_error ("%s", error->message);

  g_autofree char *body = g_build_filename (folder, "body.json", NULL);
  g_autofree char *output = g_build_filename (folder, "chart.png", NULL);
  bench_write_body (body);
  BenchSeen ours = bench_run (draw_ours, body, output);
  g_assert_cmpint (g_stat (output, &info), ==, 0);
  printf ("Parlance    %8.1f ms  peak %5.1f MB\n", ours.ms, ours.peak);
  fflush (stdout);
  if (has_matplotlib ())
    {
      BenchSeen other = bench_run (draw_by_matplotlib, body, output);
      printf ("matplotlib  %8.1f ms  peak %5.1f MB  x %.1f\n", other.ms, other.peak,
              other.ms / ours.ms);
    }
  else
    printf ("matplotlib is not installed: not compared\n");
  g_unlink (output);
  g_unlink (body);
  g_rmdir (folder);
  g_assert_cmpuint (ours.n_samples, >, 0);
  return 0;
}
