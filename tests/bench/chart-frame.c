/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame of the whole line, 1600x900, drawn again and again from one indexed spec, as a widget
 * would: its time should not depend on the number of points. Asserts nothing about time. */
#include "config.h"

#include "charts/chart.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH 1600
#define HEIGHT 900
#define N_FRAMES 41

/* Looks the same with any number of samples, so that as many pixels are filled. */
static ParlChartSpec *
create_spec (size_t length)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "benchmark");
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  spec->line.length = length;
  spec->line.x = g_new (double, length);
  spec->line.y = g_new (double, length);
  for (size_t i = 0; i < length; i++)
    {
      spec->line.x[i] = (double)i;
      spec->line.y[i] = sin ((double)i / (double)length * 100) + g_rand_double (rand) / 10;
    }
  return spec;
}

/* Processor time: what else the machine does is not counted. */
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

/* The median of the frames, in ms of processor time. */
static double
time_frames (const ParlChartSpec *spec)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  double times[N_FRAMES];

  for (unsigned i = 0; i < N_FRAMES; i++)
    {
      gint64 start = get_cpu_us ();
      cairo_t *cr = cairo_create (surface);
      parl_chart_draw (spec, &style, WIDTH, HEIGHT, cr);
      cairo_destroy (cr);
      times[i] = (double)(get_cpu_us () - start) / 1000;
    }
  cairo_surface_destroy (surface);
  qsort (times, N_FRAMES, sizeof times[0], compare_doubles);
  return times[N_FRAMES / 2];
}

int
main (void)
{
  static const size_t lengths[] = { 10000, 1000000, 10000000, 100000000 };
  double first = NAN;

  for (unsigned i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (ParlChartSpec) spec = create_spec (lengths[i]);
      double plain = time_frames (spec);
      gint64 start = get_cpu_us ();
      parl_chart_spec_index (spec);
      double index = (double)(get_cpu_us () - start) / 1000;
      double indexed = time_frames (spec);
      if (i == 0)
        first = indexed;
      printf ("%9zu points  frame %6.2f ms  x %.2f  (without index %7.2f ms; index %6.1f ms)\n",
              lengths[i], indexed, indexed / first, plain, index);
      fflush (stdout);
    }
  return 0;
}
