/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs each way of doing something as a process of its own, so that each has its own peak of
 * memory. Asserts nothing about time. */
#include "config.h"

#include "bench/bench.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_SERIES 100
#define N_SAMPLES 11000
#define N_RUNS 5

/* An answer to query_range. Returns: its MB. */
double
bench_write_body (const char *path)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  FILE *file = fopen (path, "w");

  if (file == NULL)
    g_error ("%s cannot be written", path);
  fputs ("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[", file);
  for (unsigned i = 0; i < N_SERIES; i++)
    {
      fprintf (file, "%s{\"metric\":{\"__name__\":\"fps\",\"camera\":\"cam-%05u\"},\"values\":[",
               i > 0 ? "," : "", i);
      for (unsigned j = 0; j < N_SAMPLES; j++)
        fprintf (file, "%s[%u.781,\"%.12g\"]", j > 0 ? "," : "", 1760000000 + 60 * j,
                 g_rand_double_range (rand, 5, 60));
      fputs ("]}", file);
    }
  fputs ("]}}\n", file);

  double mb = (double)ftell (file) / 1e6;
  if (fclose (file) != 0)
    g_error ("%s cannot be written", path);
  printf ("%.1f MB, %d series of %d samples\n", mb, N_SERIES, N_SAMPLES);
  fflush (stdout);
  return mb;
}

static double
get_cpu_ms (const struct rusage *usage)
{
  return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e3
         + (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

static BenchSeen
run_once (BenchWay way, const char *body, const char *output)
{
  BenchSeen seen = { 0 };
  struct rusage usage;
  int ends[2], status = 1;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (ends[0]);
      way (body, output, &seen);
      _exit (write (ends[1], &seen, sizeof seen) == sizeof seen ? 0 : 1);
    }
  close (ends[1]);

  ssize_t length = read (ends[0], &seen, sizeof seen);
  g_assert_true (length == 0 || length == sizeof seen);
  close (ends[0]);
  g_assert_cmpint (wait4 (child, &status, 0, &usage), ==, child);
  g_assert_cmpint (status, ==, 0);
  seen.ms = get_cpu_ms (&usage);
  seen.peak = (double)usage.ru_maxrss / 1024;
  return seen;
}

static int
compare_times (const void *a, const void *b)
{
  const BenchSeen *one = a, *two = b;

  return (one->ms > two->ms) - (one->ms < two->ms);
}

/* The median of some runs. */
BenchSeen
bench_run (BenchWay way, const char *body, const char *output)
{
  BenchSeen seen[N_RUNS];

  for (unsigned i = 0; i < N_RUNS; i++)
    seen[i] = run_once (way, body, output);
  qsort (seen, N_RUNS, sizeof seen[0], compare_times);
  return seen[N_RUNS / 2];
}
