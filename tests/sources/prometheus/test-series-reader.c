/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streaming reader: recorded answers, odd ones, and a long random comparison with the
 * tree of json.c. */

#include "sources/prometheus/series-reader.h"

#include "sources/json/json.h"

#include <math.h>
#include <string.h>

static bool
feed (ParlSeriesReader *reader, const char *text, size_t length, size_t piece, GError **error)
{
  for (size_t at = 0; at < length; at += piece)
    {
      /* a copy of its own, so that reading beyond the piece is seen */
      size_t size = MIN (piece, length - at);
      g_autofree char *copy = g_memdup2 (text + at, size);
      if (!parl_series_reader_feed (copy, size, reader, error))
        return false;
    }
  return parl_series_reader_finish (reader, error);
}

static char *
load (const char *name, size_t *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  char *text;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static ParlSeriesReader *
read_fixture (const char *name, size_t piece)
{
  size_t length;
  g_autofree char *text = load (name, &length);
  ParlSeriesReader *reader = parl_series_reader_new ("metrics: POST /q", 100000);
  g_autoptr (GError) error = NULL;

  feed (reader, text, length, piece, &error);
  g_assert_no_error (error);
  return reader;
}

static void
assert_sample (const ParlSeries *series, size_t index, ParlTime time, double value)
{
  g_assert_cmpuint (index, <, series->length);
  g_assert_cmpint (series->times[index], ==, time);
  g_assert_cmpfloat (series->values[index], ==, value);
}

/* The same whatever the size of the pieces. */
static const size_t pieces[] = { 1, 2, 3, 7, 64, 65, 100, 1000, 100000 };

static void
test_gaps (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (ParlSeriesReader) reader
          = read_fixture ("prometheus/query_range_fps_gap_nan_inf.json", pieces[i]);
      const ParlSeriesAnswer *answer = parl_series_reader_get_answer (reader);
      g_assert_cmpint (answer->type, ==, PARL_RESULT_MATRIX);
      g_assert_cmpuint (answer->series->len, ==, 2);
      g_assert_cmpuint (answer->n_gaps, ==, 24);
      g_assert_cmpuint (answer->n_absurd, ==, 1); /* +Inf */

      const ParlSeries *second = answer->series->pdata[0];
      g_assert_cmpstr (second->name, ==, "pipeline_fps");
      g_autofree char *labels = parl_labels_to_string (second->labels);
      g_assert_cmpstr (labels, ==,
                       "__name__=pipeline_fps,device=jetson-02,fw_version=2.4.0,"
                       "instance=jetson-02:9400,job=edge,model=yolov8n");
      g_assert_cmpuint (second->length, ==, 48);
      assert_sample (second, 0, 1767226740000, 22.339);
      assert_sample (second, 23, 1767227085000, 26);
      assert_sample (second, 24, 1767227115000, 25.949); /* 1767227100 was +Inf */
      assert_sample (second, 47, 1767227460000, 22.128);
      const ParlSeries *third = answer->series->pdata[1];
      g_assert_cmpuint (third->length, ==, 8);
      assert_sample (third, 4, 1767227415000, 16.461);
    }
}

static void
test_recorded (void)
{
  static const struct
  {
    const char *name;
    ParlResultType type;
    unsigned n_series;
    size_t length; /* of the first */
    ParlTime time; /* of its first sample */
    double value;
    size_t gaps;
    unsigned notes;
  } cases[] = {
    { "prometheus/query_range_triton_fps.json", PARL_RESULT_MATRIX, 3, 13, 1767226740000,
      28.166666666666668, 0, 0 },
    { "prometheus/query_range_warnings_partial.json", PARL_RESULT_MATRIX, 1, 5, 1767226740000,
      28.339, 0, 1 },
    { "prometheus/query_vector.json", PARL_RESULT_VECTOR, 2, 1, 1767227400000, 28.612, 0, 0 },
    { "prometheus/query_scalar.json", PARL_RESULT_SCALAR, 1, 0, 0, 0, 1, 0 },
    { "victoriametrics/query_range_fps_gap_nan_inf.json", PARL_RESULT_MATRIX, 2, 48, 1767226740000,
      22.339, 1, 0 },
    { "victoriametrics/query_scalar.json", PARL_RESULT_VECTOR, 1, 1, 1767227400000, 1, 0, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (pieces); k++)
      {
        g_autoptr (ParlSeriesReader) reader = read_fixture (cases[i].name, pieces[k]);
        const ParlSeriesAnswer *answer = parl_series_reader_get_answer (reader);
        g_assert_cmpint (answer->type, ==, cases[i].type);
        g_assert_cmpuint (answer->series->len, ==, cases[i].n_series);
        g_assert_cmpuint (answer->n_gaps + answer->n_absurd, ==, cases[i].gaps);
        g_assert_cmpuint (answer->notes->len, ==, cases[i].notes);
        const ParlSeries *first = answer->series->pdata[0];
        g_assert_cmpuint (first->length, ==, cases[i].length);
        if (first->length > 0)
          assert_sample (first, 0, cases[i].time, cases[i].value);
      }
}

#define MATRIX(result)                                                                             \
  "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":" result "}}"

typedef struct
{
  const char *text;
  int code; /* -1: fine */
  const char *says;
} OddCase;

static const OddCase odd[] = {
  { MATRIX ("[]"), -1, NULL },
  { MATRIX ("null"), -1, NULL },
  { MATRIX ("[{\"metric\":null,\"values\":null}]"), -1, NULL },
  { MATRIX ("[{\"metric\":{},\"values\":[]}]"), -1, NULL },
  { "{\"data\":{\"result\":[],\"resultType\":\"vector\",\"stats\":{\"x\":[1,{\"y\":[true]}]}},"
    "\"status\":\"success\",\"warnings\":null}",
    -1, NULL },
  { MATRIX ("[{\"values\":[[1.5,\"2\"],[2,\"1e3\"]],\"metric\":{\"a\":\"b\"}}]"), -1, NULL },
  { "", PARL_SOURCE_ERROR_MALFORMED, "metrics: POST /q: the answer does not end where it should" },
  { "[]", PARL_SOURCE_ERROR_MALFORMED, "expected a JSON object" },
  { "<html>", PARL_SOURCE_ERROR_MALFORMED, "expected JSON, found a web page" },
  { "{}", PARL_SOURCE_ERROR_MALFORMED, "“status” is neither" },
  { "{\"status\":\"success\"}", PARL_SOURCE_ERROR_MALFORMED, "“data.result” is missing" },
  { "{\"status\":\"success\",\"data\":{}}", PARL_SOURCE_ERROR_MALFORMED, "is missing" },
  { "{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"too slow\"}",
    PARL_SOURCE_ERROR_SERVER, "“too slow” (timeout)" },
  { MATRIX ("[]") "x", PARL_SOURCE_ERROR_MALFORMED, "does not end where" },
  { MATRIX ("[]") "x ", PARL_SOURCE_ERROR_MALFORMED, "not JSON" },
  { MATRIX ("[]") "{}", PARL_SOURCE_ERROR_MALFORMED, "after its end" },
  { MATRIX ("[1]"), PARL_SOURCE_ERROR_MALFORMED, "expected a time and a value" },
  { MATRIX ("{}"), PARL_SOURCE_ERROR_MALFORMED, "data: expected an array, found an object" },
  { MATRIX ("[{\"metric\":{\"a\":5}}]"), PARL_SOURCE_ERROR_MALFORMED,
    "metrics: POST /q: data.result[0].metric: expected a string, found a number" },
  { MATRIX ("[{},{\"values\":[[1,\"1\"],[2,3]]}]"), PARL_SOURCE_ERROR_MALFORMED,
    "data.result[1].values[1][1]: expected a string, found a number" },
  { MATRIX ("[{\"values\":[[2,\"1\"],[1,\"1\"]]}]"), PARL_SOURCE_ERROR_MALFORMED,
    "the times do not rise" },
  { MATRIX ("[{\"values\":[[1,\"1\"],[1,\"NaN\"]]}]"), PARL_SOURCE_ERROR_MALFORMED,
    "the times do not rise" },
  { MATRIX ("[{\"values\":[[-1,\"1\"]]}]"), PARL_SOURCE_ERROR_MALFORMED, "since 1970" },
  { MATRIX ("[{\"values\":[[1e400,\"1\"]]}]"), PARL_SOURCE_ERROR_MALFORMED, "since 1970" },
  { MATRIX ("[{\"values\":[[1,\"1e400\"]]}]"), PARL_SOURCE_ERROR_MALFORMED, "a number in a str" },
  { MATRIX ("[{\"values\":[[1,\"0x10\"]]}]"), PARL_SOURCE_ERROR_MALFORMED, "a number in a str" },
  { MATRIX ("[{\"values\":[[1,\"\"]]}]"), PARL_SOURCE_ERROR_MALFORMED, "a number in a string" },
  { MATRIX ("[{\"values\":[[1,\"1\",2]]}]"), PARL_SOURCE_ERROR_MALFORMED, "a time and a value" },
  { MATRIX ("[{\"values\":[[1]]}]"), PARL_SOURCE_ERROR_MALFORMED, "a time and a value" },
  { MATRIX ("[{\"values\":[[]]}]"), PARL_SOURCE_ERROR_MALFORMED, "a time and a value" },
  { MATRIX ("[{\"values\":[],\"values\":[]}]"), PARL_SOURCE_ERROR_MALFORMED, "comes twice" },
  { MATRIX ("[{\"metric\":{\"a\":\"\\u0000\"}}]"), PARL_SOURCE_ERROR_MALFORMED, "not JSON" },
  { MATRIX ("[{\"metric\":{\"a\":\"\xff\"}}]"), PARL_SOURCE_ERROR_MALFORMED, "not JSON" },
  { MATRIX ("[{\"metric\":{\"a\":\"b\"},}]"), PARL_SOURCE_ERROR_MALFORMED, "expected a name" },
  { MATRIX ("[{\"metric\":{\"a\":\"b\"}]]"), PARL_SOURCE_ERROR_MALFORMED, "bracket" },
};

static void
test_odd (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (odd); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (pieces); k++)
      {
        g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("metrics: POST /q", 1000);
        g_autoptr (GError) error = NULL;
        bool sound = feed (reader, odd[i].text, strlen (odd[i].text), pieces[k], &error);
        g_test_message ("case %u", i);
        if (odd[i].code < 0)
          {
            g_assert_no_error (error);
            g_assert_true (sound);
            continue;
          }
        g_assert_false (sound);
        g_assert_error (error, PARL_SOURCE_ERROR, odd[i].code);
        g_assert_nonnull (strstr (error->message, odd[i].says));
      }
}

static void
test_notes (void)
{
  static const char text[]
      = "{\"status\":\"success\",\"isPartial\":true,\"data\":{\"resultType\":\"matrix\","
        "\"warnings\":[\"store "
        "away\"],\"result\":[{\"metric\":{\"le\":\"5\",\"q\\u00e9\":\"a\\\"b\"},"
        "\"histograms\":[[1,{\"count\":\"5\",\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]]}]},"
        "\"warnings\":[\"one\",\"two\"],\"infos\":[\"metric might not be a counter\"]}";

  for (unsigned k = 0; k < G_N_ELEMENTS (pieces); k++)
    {
      g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("metrics: POST /q", 1000);
      g_autoptr (GError) error = NULL;
      feed (reader, text, strlen (text), pieces[k], &error);
      g_assert_no_error (error);
      const ParlSeriesAnswer *answer = parl_series_reader_get_answer (reader);
      g_assert_true (answer->partial);
      g_assert_cmpuint (answer->notes->len, ==, 3); /* an info is no warning */
      g_assert_cmpstr (answer->notes->pdata[0], ==, "store away");
      g_assert_cmpstr (answer->notes->pdata[2], ==, "two");
      g_assert_cmpuint (answer->n_histograms, ==, 1);
      const ParlSeries *series = answer->series->pdata[0];
      g_assert_cmpuint (series->length, ==, 0);
      g_assert_cmpstr (parl_labels_get (series->labels, "qé"), ==, "a\"b");
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"x\":");
  g_autoptr (GString) many = g_string_new ("{\"data\":{\"result\":[{\"values\":[");
  g_autoptr (GString) label = g_string_new ("{\"data\":{\"result\":[{\"metric\":{\"a\":\"");
  g_autoptr (GString) labels = g_string_new ("{\"data\":{\"result\":[{\"metric\":{");
  GString *texts[] = { deep, many, label, labels };

  for (unsigned i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  for (unsigned i = 1; i <= 1001; i++)
    g_string_append_printf (many, "[%u,\"1\"],", i);
  for (unsigned i = 0; i < 100000; i++)
    g_string_append_c (label, 'x');
  g_string_append (label, "\"}}]}}");
  for (unsigned i = 0; i < 100; i++)
    g_string_append_printf (labels, "\"l%u\":\"\",", i);

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (pieces); k++)
      {
        g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("metrics: POST /q", 1000);
        g_autoptr (GError) error = NULL;
        g_assert_false (feed (reader, texts[i]->str, texts[i]->len, pieces[k], &error));
        g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE);
      }
}

static void
test_restart (void)
{
  static const char text[] = MATRIX ("[{\"metric\":{\"a\":\"b\"},\"values\":[[1,\"5\"]]}]");

  for (size_t cut = 0; cut < strlen (text); cut++)
    {
      g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("metrics: POST /q", 1);
      g_autoptr (GError) error = NULL;
      g_assert_false (feed (reader, text, cut, 1000, NULL));
      g_assert_true (parl_series_reader_feed (NULL, 0, reader, &error));
      g_assert_true (feed (reader, text, strlen (text), 1000, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (parl_series_reader_get_answer (reader)->series->len, ==, 1);
    }
}

static ParlLabels *
read_labels (const ParlJsonAt *one)
{
  ParlLabels *labels = parl_labels_new (NULL, NULL);
  ParlJsonAt metric;

  if (!parl_json_member (one, "metric", &metric, NULL))
    return labels;
  g_auto (GStrv) names = parl_json_dup_names (&metric, NULL);
  for (unsigned i = 0; names != NULL && names[i] != NULL; i++)
    {
      const char *value;
      g_assert_true (parl_json_get_string (&metric, names[i], &value, NULL));
      ParlLabels *with = parl_labels_with (labels, names[i], value);
      parl_labels_unref (labels);
      labels = with;
    }
  return labels;
}

static ParlSeries *
read_series (const ParlJsonAt *one, size_t *gaps)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (ParlTime));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  ParlJsonAt values, sample, at;
  unsigned n = 0;

  if (parl_json_member (one, "values", &values, NULL))
    g_assert_true (parl_json_length (&values, &n, NULL));
  for (unsigned i = 0; i < n; i++)
    {
      double seconds, value;
      const char *text;
      g_assert_true (parl_json_element (&values, i, &sample, NULL));
      g_assert_true (parl_json_element (&sample, 0, &at, NULL));
      g_assert_true (parl_json_read_double (&at, &seconds, NULL));
      g_assert_true (parl_json_element (&sample, 1, &at, NULL));
      g_assert_true (parl_json_read_string (&at, &text, NULL));
      ParlTime time = llround (seconds * 1000);
      value = g_ascii_strtod (text, NULL);
      if (!(fabs (value) <= PARL_SERIES_MOST))
        ++*gaps;
      else
        {
          g_array_append_val (times, time);
          g_array_append_val (numbers, value);
        }
    }
  return parl_series_new_take ("", "", read_labels (one), times->len,
                               g_memdup2 (times->data, times->len * sizeof (ParlTime)),
                               g_memdup2 (numbers->data, numbers->len * sizeof (double)));
}

/* What the streaming reader does, done with a tree, on a body that is known to be sound. */
static GPtrArray *
read_by_tree (const char *text, size_t length, size_t *gaps)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlJson) json = parl_json_parse (bytes, "tree", &error);
  g_assert_no_error (error);

  ParlJsonAt root = parl_json_root (json), data, result, one;
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  unsigned n = 0;

  *gaps = 0;
  g_assert_true (parl_json_member (&root, "data", &data, NULL));
  if (parl_json_member (&data, "result", &result, NULL))
    g_assert_true (parl_json_length (&result, &n, NULL));
  for (unsigned i = 0; i < n; i++)
    {
      g_assert_true (parl_json_element (&result, i, &one, NULL));
      g_ptr_array_add (all, read_series (&one, gaps));
    }
  return all;
}

static void
append_random_string (GString *text, GRand *rand)
{
  static const char *const parts[]
      = { "a",       "Z9", "\\n", "\\\"", "\\\\", "\\u00e9", "ü", "€", "\\ud83d\\ude00",
          "\\ud800", " ",  "/",   "\\/",  "{[",   ",:" };

  g_string_append_c (text, '"');
  for (int i = g_rand_int_range (rand, 0, 6); i > 0; i--)
    g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
  g_string_append_c (text, '"');
}

static void
append_blank (GString *text, GRand *rand)
{
  if (g_rand_int_range (rand, 0, 8) == 0)
    g_string_append (text, g_rand_boolean (rand) ? "\n " : "\t");
}

static void
append_random_sample (GString *text, GRand *rand, int64_t *ms)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  *ms += g_rand_int_range (rand, 1, 100000);
  append_blank (text, rand);
  if (*ms % 1000 == 0 || g_rand_boolean (rand))
    {
      *ms = (*ms / 1000 + 1) * 1000;
      g_string_append_printf (text, "[%" G_GINT64_FORMAT ",", *ms / 1000);
    }
  else
    g_string_append_printf (text, "[%" G_GINT64_FORMAT ".%03d,", *ms / 1000, (int)(*ms % 1000));
  append_blank (text, rand);
  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
      g_string_append (text, "\"NaN\"");
      break;
    case 1:
      g_string_append (text, g_rand_boolean (rand) ? "\"+Inf\"" : "\"-Inf\"");
      break;
    case 2:
      g_string_append_printf (text, "\"%d\"", g_rand_int_range (rand, -1000, 1000));
      break;
    case 3:
      g_string_append_printf (text, "\"%de%+03d\"", g_rand_int_range (rand, -9, 9),
                              g_rand_int_range (rand, -300, 300));
      break;
    default:
      g_string_append_printf (
          text, "\"%s\"",
          g_ascii_dtostr (number, sizeof number, g_rand_double_range (rand, -100, 100)));
      break;
    }
  append_blank (text, rand);
  g_string_append_c (text, ']');
}

static GString *
create_random_body (GRand *rand)
{
  GString *text = g_string_new ("{\"status\":\"success\",");
  int n_series = g_rand_int_range (rand, 0, 5);

  if (g_rand_boolean (rand))
    g_string_append (text, "\"extra\":[{\"a\":[1.5e3,null,true]},\"x\",-0.5],");
  g_string_append (text, "\"data\":{\"resultType\":\"matrix\",\"result\":[");
  for (int i = 0; i < n_series; i++)
    {
      int64_t ms = 1767226740000;
      g_string_append (text, i > 0 ? ",{\"metric\":{" : "{\"metric\":{");
      for (int k = g_rand_int_range (rand, 0, 4); k > 0; k--)
        {
          append_random_string (text, rand);
          append_blank (text, rand);
          g_string_append_c (text, ':');
          append_random_string (text, rand);
          g_string_append (text, k > 1 ? "," : "");
        }
      g_string_append (text, "},\"values\":[");
      for (int k = g_rand_int_range (rand, 0, 20); k > 0; k--)
        {
          append_random_sample (text, rand, &ms);
          g_string_append (text, k > 1 ? "," : "");
        }
      append_blank (text, rand);
      g_string_append (text, "]}");
    }
  g_string_append (text, "]}}");
  return text;
}

static void
assert_same_as_tree (ParlSeriesReader *reader, const GString *text)
{
  const ParlSeriesAnswer *answer = parl_series_reader_get_answer (reader);
  size_t gaps;
  g_autoptr (GPtrArray) tree = read_by_tree (text->str, text->len, &gaps);

  g_assert_cmpuint (answer->series->len, ==, tree->len);
  g_assert_cmpuint (answer->n_gaps + answer->n_absurd, ==, gaps);
  for (unsigned i = 0; i < tree->len; i++)
    {
      const ParlSeries *a = answer->series->pdata[i];
      const ParlSeries *b = tree->pdata[i];
      g_assert_cmpint (parl_labels_compare (a->labels, b->labels), ==, 0);
      g_assert_cmpmem (a->times, a->length * sizeof (ParlTime), b->times,
                       b->length * sizeof (ParlTime));
      g_assert_cmpmem (a->values, a->length * sizeof (double), b->values,
                       b->length * sizeof (double));
    }
}

static void
test_fuzz_sound (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (unsigned round = 0; round < 1500; round++)
    {
      GString *body = create_random_body (rand);
      g_autoptr (GString) text = body;
      g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("fuzz", 100000);
      g_autoptr (GError) error = NULL;
      size_t piece = g_rand_boolean (rand) ? (size_t)g_rand_int_range (rand, 1, 200) : text->len;
      feed (reader, text->str, text->len, piece, &error);
      g_assert_no_error (error);
      assert_same_as_tree (reader, text);
    }
}

/* Broken bodies: the pieces never change the verdict, and what is taken is what the tree has. */
static void
test_fuzz_broken (void)
{
  static const char bytes[] = "{}[]\",:\\u0e.-+1N tnf\x7f\xff";
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  unsigned n_taken = 0;

  for (unsigned round = 0; round < 6000; round++)
    {
      g_autoptr (GString) text = create_random_body (rand);
      for (int i = g_rand_int_range (rand, 1, 3); i > 0; i--)
        text->str[g_rand_int_range (rand, 0, (int)text->len)]
            = bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];
      g_autoptr (ParlSeriesReader) whole = parl_series_reader_new ("fuzz", 100000);
      g_autoptr (ParlSeriesReader) cut = parl_series_reader_new ("fuzz", 100000);
      g_autoptr (GError) first = NULL;
      g_autoptr (GError) second = NULL;
      bool taken = feed (whole, text->str, text->len, text->len, &first);
      g_assert_true (feed (cut, text->str, text->len, g_rand_int_range (rand, 1, 40), &second)
                     == taken);
      g_assert_cmpint (taken ? 0 : first->code, ==, taken ? 0 : second->code);
      n_taken += taken;
      if (taken)
        assert_same_as_tree (whole, text);
    }
  g_assert_cmpuint (n_taken, >, 500);
}

static void
test_cut_anywhere (void)
{
  size_t length;
  g_autofree char *text = load ("prometheus/query_range_warnings_partial.json", &length);

  while (length > 0 && text[length - 1] != '}')
    length--;
  for (size_t cut = 0; cut < length; cut++)
    {
      g_autoptr (ParlSeriesReader) reader = parl_series_reader_new ("fuzz", 100000);
      g_autoptr (GError) error = NULL;
      g_assert_false (feed (reader, text, cut, 64, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series-reader/gaps", test_gaps);
  g_test_add_func ("/series-reader/recorded", test_recorded);
  g_test_add_func ("/series-reader/odd", test_odd);
  g_test_add_func ("/series-reader/notes", test_notes);
  g_test_add_func ("/series-reader/limits", test_limits);
  g_test_add_func ("/series-reader/restart", test_restart);
  g_test_add_func ("/series-reader/fuzz/sound", test_fuzz_sound);
  g_test_add_func ("/series-reader/fuzz/broken", test_fuzz_broken);
  g_test_add_func ("/series-reader/cut-anywhere", test_cut_anywhere);
  return g_test_run ();
}
