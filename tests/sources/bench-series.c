/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 34 MB of a query_range answer, from a file to the number and the sum of its samples: by the
 * streaming reader and, in the same run, by json-glib's tree. Each is a process of its own, so that
 * each has its own peak of memory. Asserts that both see the same, never a time. */
#include "config.h"

#include "sources/series-reader.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_SERIES 100
#define N_SAMPLES 11000
#define PIECE (64 * 1024)
#define N_RUNS 5

typedef struct
{
  uint64_t n_samples;
  double sum;  /* of the values */
  double ms;   /* of processor time, from the file to the sum */
  double peak; /* MB, of the whole process */
} Seen;

typedef void (*Way) (const char *path, Seen *seen);

static void
write_body (const char *path)
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
        fprintf (file, "%s[%u,\"%.12g\"]", j > 0 ? "," : "", 1760000000 + 60 * j,
                 g_rand_double_range (rand, 5, 60));
      fputs ("]}", file);
    }
  fputs ("]}}\n", file);
  if (fclose (file) != 0)
    g_error ("%s cannot be written", path);
}

static void
read_in_pieces (const char *path, Seen *seen)
{
  g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("benchmark", SIZE_MAX);
  g_autoptr (GError) error = NULL;
  g_autofree char *piece = g_malloc (PIECE);
  int fd = g_open (path, O_RDONLY, 0);
  ssize_t length;

  while ((length = read (fd, piece, PIECE)) > 0)
    if (!parl_series_reader_feed (piece, (size_t)length, reader, &error))
      g_error ("%s", error->message);
  g_assert_cmpint (length, ==, 0);
  close (fd);
  if (!parl_series_reader_finish (reader, &error))
    g_error ("%s", error->message);

  const ParlSeriesAnswer *answer = parl_series_reader_get_answer (reader);
  for (unsigned i = 0; i < answer->series->len; i++)
    {
      const ParlSeries *series = answer->series->pdata[i];
      seen->n_samples += series->length;
      for (size_t j = 0; j < series->length; j++)
        seen->sum += series->values[j];
    }
}

static void
read_as_tree (const char *path, Seen *seen)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, path, &error))
    g_error ("%s", error->message);

  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonArray *result
      = json_object_get_array_member (json_object_get_object_member (root, "data"), "result");
  for (unsigned i = 0; i < json_array_get_length (result); i++)
    {
      JsonArray *values
          = json_object_get_array_member (json_array_get_object_element (result, i), "values");
      seen->n_samples += json_array_get_length (values);
      for (unsigned j = 0; j < json_array_get_length (values); j++)
        seen->sum += g_ascii_strtod (
            json_array_get_string_element (json_array_get_array_element (values, j), 1), NULL);
    }
}

static double
get_cpu_ms (const struct rusage *usage)
{
  return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e3
         + (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

static Seen
run_once (Way way, const char *path)
{
  Seen seen = { 0 };
  struct rusage usage;
  int ends[2], status = 1;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      way (path, &seen);
      _exit (write (ends[1], &seen, sizeof seen) == sizeof seen ? 0 : 1);
    }
  g_assert_cmpint (read (ends[0], &seen, sizeof seen), ==, sizeof seen);
  g_assert_cmpint (wait4 (child, &status, 0, &usage), ==, child);
  g_assert_cmpint (status, ==, 0);
  close (ends[0]);
  close (ends[1]);
  seen.ms = get_cpu_ms (&usage);
  seen.peak = (double)usage.ru_maxrss / 1024;
  return seen;
}

static int
compare_times (const void *a, const void *b)
{
  const Seen *one = a, *two = b;

  return (one->ms > two->ms) - (one->ms < two->ms);
}

/* The median. */
static Seen
run (Way way, const char *name, const char *path, double mb)
{
  Seen seen[N_RUNS];

  for (unsigned i = 0; i < N_RUNS; i++)
    seen[i] = run_once (way, path);
  qsort (seen, N_RUNS, sizeof seen[0], compare_times);
  printf ("%-18s %7.1f ms %6.0f MB/s  peak %5.1f MB\n", name, seen[N_RUNS / 2].ms,
          mb * 1000 / seen[N_RUNS / 2].ms, seen[N_RUNS / 2].peak);
  fflush (stdout);
  return seen[N_RUNS / 2];
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("parlance-bench-XXXXXX", &error);
  GStatBuf info;

  if (folder == NULL)
    g_error ("%s", error->message);
  g_autofree char *path = g_build_filename (folder, "body.json", NULL);
  write_body (path);
  g_assert_cmpint (g_stat (path, &info), ==, 0);

  double mb = (double)info.st_size / 1e6;
  printf ("%.1f MB, %d series of %d samples\n", mb, N_SERIES, N_SAMPLES);
  fflush (stdout);
  Seen ours = run (read_in_pieces, "streaming reader", path, mb);
  Seen tree = run (read_as_tree, "json-glib", path, mb);

  printf ("%.1f x as fast, 1/%.1f of the memory\n", tree.ms / ours.ms, tree.peak / ours.peak);
  g_unlink (path);
  g_rmdir (folder);
  g_assert_cmpuint (ours.n_samples, ==, N_SERIES * N_SAMPLES);
  g_assert_cmpuint (ours.n_samples, ==, tree.n_samples);
  g_assert_cmpfloat (ours.sum, ==, tree.sum);
  return 0;
}
