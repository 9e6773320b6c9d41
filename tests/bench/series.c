/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large query_range answer, from a file to the number and the sum of its samples: by the
 * streaming reader and, in the same run, by json-glib's tree. Asserts that both see the same, never
 * a time. */
#include "config.h"

#include "sources/prometheus/series-reader.h"

#include "bench/bench.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <unistd.h>

#define PIECE (64 * 1024)

static void
read_in_pieces (const char *body, const char *output G_GNUC_UNUSED, BenchSeen *seen)
{
  g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("benchmark", SIZE_MAX);
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
read_as_tree (const char *body, const char *output G_GNUC_UNUSED, BenchSeen *seen)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, body, &error))
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

static void
report (const char *name, double mb, const BenchSeen *seen)
{
  printf ("%-18s %7.1f ms %6.0f MB/s  peak %5.1f MB\n", name, seen->ms, mb * 1000 / seen->ms,
          seen->peak);
  fflush (stdout);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("parlance-bench-XXXXXX", &error);

  if (folder == NULL)
    g_error ("%s", error->message);

  g_autofree char *body = g_build_filename (folder, "body.json", NULL);
  double mb = bench_write_body (body);
  BenchSeen ours = bench_run (read_in_pieces, body, NULL);
  report ("streaming reader", mb, &ours);
  BenchSeen tree = bench_run (read_as_tree, body, NULL);
  report ("json-glib", mb, &tree);
  printf ("%.1f x as fast, 1/%.1f of the memory\n", tree.ms / ours.ms, tree.peak / ours.peak);
  g_unlink (body);
  g_rmdir (folder);

  g_assert_cmpuint (ours.n_samples, >, 0);
  g_assert_cmpuint (ours.n_samples, ==, tree.n_samples);
  g_assert_cmpfloat (ours.sum, ==, tree.sum);
  return 0;
}
