/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reduction to pixel columns: drawing all samples equals drawing the few that a naive reduction
 * keeps, pixel for pixel; and the columns equal their definition. */
#include "config.h"

#include "charts/chart.h"
#include "charts/line/columns.h"

#include <math.h>
#include <string.h>

#define WIDTH 321
#define HEIGHT 97

static ParlChartSpec *
create_spec (size_t length, const double *x, const double *y)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "random");

  spec->line.length = length;
  spec->line.x = g_memdup2 (x, length * sizeof (double));
  spec->line.y = g_memdup2 (y, length * sizeof (double));
  return spec;
}

/* Random walks, noise, steps; dense and sparse stretches; gaps of any length. */
static size_t
fill_random (GRand *rand, double *x, double *y, size_t most)
{
  size_t length = (size_t)g_rand_int_range (rand, 1, (gint32)most);
  double at = g_rand_double_range (rand, -1e6, 1e6), value = 0;
  int shape = g_rand_int_range (rand, 0, 3);
  double gaps = g_rand_boolean (rand) ? 0 : g_rand_double_range (rand, 0, 0.3);

  for (size_t i = 0; i < length; i++)
    {
      at += g_rand_int_range (rand, 0, 500) == 0 ? g_rand_double_range (rand, 0, 2000)
                                                 : g_rand_double (rand);
      value = shape == 0   ? value + g_rand_double_range (rand, -1, 1)
              : shape == 1 ? g_rand_double_range (rand, -50, 50)
                           : floor ((double)i / 100);
      x[i] = at;
      y[i] = g_rand_double (rand) < gaps ? NAN : value;
    }
  return length;
}

static unsigned
find_column (double x, double from, double to, unsigned n_columns)
{
  double part = to > from ? (x / 2 - from / 2) / (to / 2 - from / 2) : 0.5;
  return (unsigned)CLAMP (floor (part * n_columns), 0, n_columns - 1);
}

/* First, lowest, highest and last of each column, in their order; a gap where one was between. */
static size_t
reduce_naively (size_t length, const double *x, const double *y, double *few_x, double *few_y)
{
  size_t kept = 0, last = SIZE_MAX;

  for (size_t i = 0; i < length;)
    {
      unsigned column = find_column (x[i], x[0], x[length - 1], WIDTH);
      size_t picks[4] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
      for (; i < length && find_column (x[i], x[0], x[length - 1], WIDTH) == column; i++)
        if (isfinite (y[i]))
          {
            picks[0] = picks[0] == SIZE_MAX ? i : picks[0];
            picks[1] = picks[1] == SIZE_MAX || y[i] < y[picks[1]] ? i : picks[1];
            picks[2] = picks[2] == SIZE_MAX || y[i] > y[picks[2]] ? i : picks[2];
            picks[3] = i;
          }
      if (picks[0] == SIZE_MAX)
        continue;
      if (last != SIZE_MAX && picks[0] != last + 1)
        {
          few_x[kept] = x[last + 1];
          few_y[kept++] = NAN;
        }
      last = picks[3];
      size_t low = MIN (picks[1], picks[2]), high = MAX (picks[1], picks[2]);
      size_t ordered[4] = { picks[0], low, high, picks[3] };
      for (unsigned pick = 0; pick < 4; pick++)
        if (pick == 0 || ordered[pick] > ordered[pick - 1])
          {
            few_x[kept] = x[ordered[pick]];
            few_y[kept++] = y[ordered[pick]];
          }
    }
  return kept;
}

static cairo_surface_t *
draw (const ParlChartSpec *spec)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  parl_chart_draw (spec, &style, WIDTH, HEIGHT, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* The outermost samples stay in the reduced data, be they gaps, so that both share one x axis. */
static void
test_equal_pixels (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  const size_t most = 6000;
  g_autofree double *x = g_new (double, most), *y = g_new (double, most);
  g_autofree double *few_x = g_new (double, 5 * WIDTH + 2);
  g_autofree double *few_y = g_new (double, 5 * WIDTH + 2);
  size_t n_reduced = 0;

  for (unsigned run = 0; run < 300; run++)
    {
      size_t length = fill_random (rand, x, y, run % 2 == 0 ? most : 400);
      y[0] = run % 7 == 0 ? NAN : 0;
      few_x[0] = x[0];
      few_y[0] = NAN;
      size_t skip = isfinite (y[0]) ? 0 : 1;
      size_t kept = skip + reduce_naively (length, x, y, few_x + skip, few_y + skip);
      if (kept == 0 || few_x[kept - 1] < x[length - 1])
        {
          few_x[kept] = x[length - 1];
          few_y[kept++] = NAN;
        }
      n_reduced += kept < length ? 1 : 0;
      g_autoptr (ParlChartSpec) full = create_spec (length, x, y);
      g_autoptr (ParlChartSpec) few = create_spec (kept, few_x, few_y);
      cairo_surface_t *one = draw (full), *two = draw (few);
      parl_chart_spec_index (full);
      cairo_surface_t *indexed = draw (full);
      g_assert_cmpint (memcmp (cairo_image_surface_get_data (one),
                               cairo_image_surface_get_data (indexed),
                               (size_t)cairo_image_surface_get_stride (one) * HEIGHT),
                       ==, 0);
      cairo_surface_destroy (indexed);
      g_assert_cmpint (memcmp (cairo_image_surface_get_data (one),
                               cairo_image_surface_get_data (two),
                               (size_t)cairo_image_surface_get_stride (one) * HEIGHT),
                       ==, 0);
      cairo_surface_destroy (one);
      cairo_surface_destroy (two);
    }
  g_assert_cmpuint (n_reduced, >, 100);
}

static void
test_columns (void)
{
  static const double x[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 20 };
  static const double y[] = { NAN, 3, -1, 2, INFINITY, 7, NAN, NAN, -INFINITY, 5 };
  g_autofree ParlColumn *columns = parl_columns_new (0, 10, x, y, NULL, 0, 20, 5);

  g_assert_cmpuint (columns[0].first, ==, 1);
  g_assert_cmpuint (columns[0].last, ==, 3);
  g_assert_cmpfloat (columns[0].min, ==, -1);
  g_assert_cmpfloat (columns[0].max, ==, 3);
  g_assert_cmpuint (columns[1].first, ==, 5);
  g_assert_cmpuint (columns[1].last, ==, 5);
  g_assert_cmpfloat (columns[1].max, ==, 7);
  g_assert_true (columns[2].first == PARL_COLUMN_EMPTY);
  g_assert_true (columns[3].first == PARL_COLUMN_EMPTY);
  g_assert_cmpuint (columns[4].first, ==, 9);
}

/* An infinite sample between finite ones is a gap in the middle of a column, not its extreme. */
static void
test_infinite_inside (void)
{
  static const double x[] = { 0, 1, 2, 3 }, y[] = { 1, INFINITY, -INFINITY, 2 };
  g_autofree ParlColumn *columns = parl_columns_new (0, 4, x, y, NULL, 0, 3, 1);

  g_assert_cmpfloat (columns[0].min, ==, 1);
  g_assert_cmpfloat (columns[0].max, ==, 2);
}

/* Any stretch of any array: the pyramid says what its definition says. */
static void
test_pyramid (void)
{
  static const size_t lengths[] = { 0, 1, 2, 255, 256, 257, 4095, 4096, 4097, 70000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (unsigned i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      size_t length = lengths[i];
      g_autofree double *values = g_new (double, length + 1);
      for (size_t j = 0; j < length; j++)
        values[j] = j / 3000 % 2 == 1 || g_rand_int_range (rand, 0, 9) == 0
                        ? (j % 2 == 0 ? NAN : INFINITY)
                        : g_rand_double (rand);
      g_autoptr (ParlPyramid) pyramid = parl_pyramid_new (length, values);
      for (unsigned run = 0; run < 200; run++)
        {
          size_t start = (size_t)g_rand_int_range (rand, 0, (gint32)length + 1);
          size_t end = (size_t)g_rand_int_range (rand, (gint32)start, (gint32)length + 1);
          ParlExtremes found = parl_pyramid_get_extremes (pyramid, start, end);
          double min = INFINITY, max = -INFINITY;
          size_t first = end, after = start;
          for (size_t j = start; j < end; j++)
            if (isfinite (values[j]))
              {
                min = fmin (min, values[j]);
                max = fmax (max, values[j]);
                first = MIN (first, j);
                after = j + 1;
              }
          g_assert_cmpfloat (found.min, ==, min);
          g_assert_cmpfloat (found.max, ==, max);
          g_assert_cmpuint (parl_pyramid_find_first (pyramid, start, end), ==, first);
          g_assert_cmpuint (parl_pyramid_find_end (pyramid, start, end), ==, after);
        }
    }
}

/* Pixels of the line in one pixel column. */
static int
count_pixels (cairo_surface_t *surface, int column)
{
  int count = 0;

  for (int y = 0; y < HEIGHT; y++)
    {
      const unsigned char *row = cairo_image_surface_get_data (surface)
                                 + (size_t)y * (size_t)cairo_image_surface_get_stride (surface);
      count += row[4 * column + 3] > 0;
    }
  return count;
}

/* A gap stays a gap, whether the line around it is dense or sparse. */
static void
test_gap (void)
{
  static const size_t lengths[] = { 33, 330, 33000 };

  for (unsigned i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree double *x = g_new (double, lengths[i]), *y = g_new (double, lengths[i]);
      for (size_t j = 0; j < lengths[i]; j++)
        {
          x[j] = (double)j;
          y[j] = j > lengths[i] / 3 && j < lengths[i] * 2 / 3 ? NAN : sin ((double)j);
        }
      g_autoptr (ParlChartSpec) spec = create_spec (lengths[i], x, y);
      cairo_surface_t *surface = draw (spec);
      g_assert_cmpint (count_pixels (surface, WIDTH / 2), ==, 0);
      g_assert_cmpint (count_pixels (surface, WIDTH / 6), >, 0);
      g_assert_cmpint (count_pixels (surface, WIDTH * 5 / 6), >, 0);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/line/equal-pixels", test_equal_pixels);
  g_test_add_func ("/charts/line/columns", test_columns);
  g_test_add_func ("/charts/line/infinite-inside", test_infinite_inside);
  g_test_add_func ("/charts/line/pyramid", test_pyramid);
  g_test_add_func ("/charts/line/gap", test_gap);
  return g_test_run ();
}
