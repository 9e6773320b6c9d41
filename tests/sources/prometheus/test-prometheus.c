/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `prometheus` against a scripted server: what is asked, and what becomes of the answers.
 */

#include "fixture.h"

#include "sources/prometheus/ask.h"
#include "sources/prometheus/counters.h"
#include "sources/prometheus/roles.h"

#include <string.h>

static const Answer exporter[] = {
  { "camera_fps_seconds_bucket", 200,
    MATRIX (
        BUCKET ("dome", "+Inf", "100", "90.5") "," BUCKET ("dome", "15.0", "10", "20") "," BUCKET (
            "dome", "30", "60", "19.9999") "," BUCKET ("bullet", "30", "7", "NaN")) },
  { "camera_frame_ms_bucket", 200,
    "{\"status\":\"success\",\"isPartial\":true,\"data\":{\"resultType\":\"matrix\",\"result\":["
    "{\"metric\":{\"class\":\"dome\",\"le\":\"5\"},\"values\":[[" HOUR_1 ",\"50\"]]},"
    "{\"metric\":{\"class\":\"dome\",\"le\":\"10\"},\"values\":[[" HOUR_1 ",\"20\"]]},"
    "{\"metric\":{\"class\":\"dome\"},\"histograms\":[[" HOUR_1 ",{}]]}]},"
    "\"warnings\":[\"store\\n is away\"]}" },
  { "camera_slow_frame_stage_ms", 200,
    MATRIX (
        "{\"metric\":{\"class\":\"dome\",\"stage\":\"decode\",\"extra\":\"x\"},\"values\":[[" HOUR_1
        ",\"3.5\"]]}") },
  { NULL, 0, NULL },
};

#define HERE "metrics: POST /api/v1/query_range: frame-time: "

static void
test_exporter (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHarvest) harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_autofree char *series = dump_series (harvest->series);
  g_assert_cmpstr (series, ==,
                   "fps-time{class=bullet,le=30} s -90:7\n"
                   "fps-time{class=dome,le=15} s -90:10 -30:20\n"
                   "fps-time{class=dome,le=30} s -90:50 -30:0\n"
                   "fps-time{class=dome,le=+Inf} s -90:40 -30:70.5\n"
                   "frame-time{class=dome,le=5} frames -90:50\n"
                   "frame-time{class=dome,le=10} frames -90:0\n"
                   "stage-time{class=dome,stage=decode} ms -90:3.5\n");
  g_ptr_array_add (harvest->warnings, NULL);
  g_autofree char *warnings = g_strjoinv ("\n", (char **)harvest->warnings->pdata);
  g_assert_cmpstr (warnings, ==,
                   HERE "the server remarks: “store is away”\n" HERE
                        "the server answered from a part of its storage only\n" HERE
                        "1 native histograms are left out: Parlance reads those with “le” buckets "
                        "only\n" HERE
                        "1 series have no upper bound in their label “le” and are left out\n" HERE
                        "at 1 places a bucket counts less than the one below it; they are taken "
                        "for empty");
  g_assert_cmpint (harvest->newest, ==, NOW - 30 * PARL_MINUTE);
  g_assert_cmpstr (harvest->server, ==, "Prometheus 2.42.0");
  g_assert_cmpuint (harvest->requests, ==, 4);
  g_assert_cmpuint (fixture->forms->len, ==, 3);
  g_assert_cmpstr (fixture->forms->pdata[0], ==,
                   "query=sum by (class, le) (increase(camera_fps_seconds_bucket[1h]))"
                   "&start=1762304400.000&end=1767225600.000&step=3600.000");

  /* the next one asks only for what is new */
  known->bookmark = g_strdup (harvest->bookmark);
  known->series_end = harvest->newest;
  g_autoptr (ParlHarvest) second = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (fixture->forms->pdata[3], "&start=1767222000.000&end=1767225600.000"));
}

static const Answer gauges[] = {
  { "ceil", 200,
    MATRIX ("{\"metric\":{\"hw\":\"dome\",\"le\":\"30\"},\"values\":[[" HOUR_0 ",\"12\"]]},"
            "{\"metric\":{\"hw\":\"dome\",\"le\":\"29\"},\"values\":[[" HOUR_1 ",\"2\"]]},"
            "{\"metric\":{\"hw\":\"dome\",\"le\":\"NaN\"},\"values\":[[" HOUR_0 ",\"1\"]]},"
            "{\"metric\":{\"hw\":\"dome\",\"le\":\"-1\"},\"values\":[[" HOUR_0 ",\"3\"]]},"
            "{\"metric\":{\"hw\":\"dome\",\"le\":\"zero\"},\"values\":[[" HOUR_0 ",\"3\"]]},"
            "{\"metric\":{\"le\":\"5\"},\"values\":[[" HOUR_0 ",\"3\"]]}") },
  { NULL, 0, NULL },
};

static void
test_gauges (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Profile", "deepstream", "Label.class", "hw", NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_autofree char *series = dump_series (harvest->series);
  g_assert_cmpstr (series, ==,
                   "fps-time{le=4} s -30:0\n"
                   "fps-time{le=5} s -30:10800\n"
                   "fps-time{class=dome,le=0} s -30:14400\n"
                   "fps-time{class=dome,le=28} s -90:0\n"
                   "fps-time{class=dome,le=29} s -90:7200 -30:0\n"
                   "fps-time{class=dome,le=30} s -30:43200\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_cmpuint (fixture->forms->len, ==, 1);
  g_assert_true (g_str_has_prefix (
      fixture->forms->pdata[0],
      "query=count_values by (hw) (\"le\", ceil((stream_fps) * 1.000000001))&start="));
}

/* 1767139200 is the midnight before HOUR_0; the half hour since HOUR_0 is asked for as of now. */
static const Answer ota[] = {
  { "count(", 200, MATRIX ("") },
  { "[600s]", 200, VECTOR ("{\"metric\":{},\"value\":[1767227400,\"0\"]}") },
  { "[1800s]", 200,
    VECTOR (OTA ("failure", "", "\"value\":[1767227400,\"2.6\"]") "," OTA (
        "success", "", "\"value\":[1767227400,\"0.2\"]")) },
  { "[3600s]" DAY_BEFORE, 200,
    MATRIX (OTA ("failed", "disk-space", "\"values\":[[1767139200,\"9.98\"]]")) },
  { "[3600s]" NEWEST, 200,
    MATRIX (OTA ("failed", "disk-space",
                 "\"values\":[[1767142800,\"1.4\"],[1767222000,\"1.4\"],["
                 "1767225600,\"1.4\"]]") "," OTA ("succeeded", "",
                                                  "\"values\":[[1767225600,\"60\"]]") "," //
            OTA ("success", "", "\"values\":[[1767222000,\"40\"]]") "," OTA (
                "exploded", "", "\"values\":[[1767225600,\"1\"]]")) },
  { NULL, 0, NULL },
};

static char *
dump_days (const GPtrArray *all)
{
  GString *days = g_string_new (NULL);

  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlDayCount *cell = all->pdata[i];
      g_string_append_printf (days, "%d %s %s %s->%s %s %d\n", (int)cell->day,
                              parl_outcome_to_string (cell->outcome),
                              cell->cause != NULL ? cell->cause : "-", cell->from, cell->to,
                              cell->device_class, (int)cell->count);
    }
  return g_string_free (days, FALSE);
}

static void
test_ota (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Profile", "exporter-ota", NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  /* 20454 is 2026-01-01 */
  g_autofree char *days = dump_days (harvest->days);
  g_assert_cmpstr (days, ==,
                   "20452 failed disk-space 2.3->2.6 dome 10\n"
                   "20453 failed disk-space 2.3->2.6 dome 4\n"
                   "20454 failed unknown 2.3->2.6 dome 3\n"
                   "20453 succeeded - 2.3->2.6 dome 60\n"
                   "20453 succeeded - 2.3->2.6 dome 40\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_cmpint (harvest->newest, ==, NOW - 10 * PARL_MINUTE);
  g_assert_cmpuint (fixture->forms->len, ==, 3 + 9 + 2 + 2);
  g_assert_nonnull (strstr (fixture->forms->pdata[3], "&start=1762304400.000&end=1762905600.000"));
  g_assert_nonnull (strstr (fixture->forms->pdata[12], "&time=1767227400.000"));
}

/* On a day of which the server says that counters turned up on it, nothing is counted. */
static const Answer doubtful[] = {
  { "[1800s]", 200, VECTOR ("") },
  { "count(", 200, MATRIX ("{\"metric\":{},\"values\":[[1767139200,\"3\"],[1767225600,\"0\"]]}") },
  { "[600s]", 200, VECTOR ("") },
  { "[3600s]" DAY_BEFORE, 200,
    MATRIX (OTA ("failed", "battery", "\"values\":[[1767135600,\"900\"],[1767139200,\"9\"]]")) },
  { "[3600s]" NEWEST, 200, MATRIX (OTA ("failed", "battery", "\"values\":[[1767142800,\"1\"]]")) },
  { NULL, 0, NULL },
};

static void
test_doubtful (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[]
      = { "Query.fps-time", "",  "Query.frame-time", "", "Query.stage-time", "", "Profile",
          "exporter-ota",   NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_autofree char *days = dump_days (harvest->days);
  g_assert_cmpstr (days, ==, "20453 failed battery 2.3->2.6 dome 1\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_nonnull (strstr (harvest->warnings->pdata[0], "on 1 days counters appear"));
}

/* What becomes of an increase, and of what only looks like one. */
static void
test_births (void)
{
  static const struct
  {
    const char *query, *counter; /* NULL: nothing to count births of */
  } cases[] = {
    { "sum by (outcome) (increase(u_total[1d]))", "last_over_time(u_total[3600s])" },
    { "increase ( u{a=\"x)[1d]\"} [1d] )", "last_over_time(u{a=\"x)[1d]\"} [3600s])" },
    { "my_increase(u[1d])", NULL },
    { "increase(u[1d] offset 5m)", NULL },
    { "increase(u[1h])", NULL },
    { "increase(u[1d]", NULL },
    { "sum(delta(u[1d]))", NULL },
    { "increase_total + increase(v[1d])", "increase_total + (" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *query = parl_counters_dup_query (cases[i].query, PARL_HOUR);
      g_assert_cmpint (query != NULL, ==, cases[i].counter != NULL);
      if (query != NULL)
        g_assert_nonnull (strstr (query, cases[i].counter));
    }
  g_autofree char *two = parl_counters_dup_query (
      "sum(increase(a[1d])) or label_replace(increase(b[1d]), \"x\", \"\", \"\", \"\")", PARL_HOUR);
  g_assert_true (g_str_has_prefix (two, "(sum((("));
  g_assert_nonnull (strstr (two, "or last_over_time(a[3600s]))) or label_replace((("));
  g_assert_true (
      g_str_has_suffix (two, "or last_over_time(b[3600s])), \"x\", \"\", \"\", \"\")) > 0"));
}

static const Answer one_bad[] = {
  { "camera_frame_ms_bucket", 400,
    "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:9: parse error\"}" },
  { NULL, 0, NULL },
};

static void
test_one_bad (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHarvest) harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_cmpstr (
      harvest->warnings->pdata[0], ==,
      "metrics: POST /api/v1/query_range: the server answered 400 (Scripted); it says “1:9: parse "
      "error (bad_data)”; nothing new of “frame-time” was read");
}

static const Answer all_bad[] = {
  { "query=", 400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}" },
  { NULL, 0, NULL },
};

static const Answer denied[] = {
  { "camera_slow", 403, "" },
  { NULL, 0, NULL },
};

static const Answer shouting[] = {
  { "query=", 200,
    "{\"status\":\"error\",\"errorType\":\"x\\n\",\"error\":\"no\\u001b[2J\\r\\n<b>way</b>\"}" },
  { NULL, 0, NULL },
};

static const Answer malformed[] = {
  { "query=", 200, "{\"status\":\"success\",\"data\":{\"result\":[{\"values\":[[1,2]]}]}}" },
  { NULL, 0, NULL },
};

typedef struct
{
  const Answer *answers;
  int code;
  const char *says;
} FailureCase;

static const FailureCase failures[] = {
  { all_bad, PARL_SOURCE_ERROR_SERVER, "it says “no (bad_data)”" },
  { denied, PARL_SOURCE_ERROR_DENIED, "the server answered 403" },
  { shouting, PARL_SOURCE_ERROR_SERVER,
    "metrics: POST /api/v1/query_range: fps-time: the server answered with an error: “no [2J "
    "<b>way</b>” (x)" },
  { malformed, PARL_SOURCE_ERROR_MALFORMED,
    "metrics: POST /api/v1/query_range: fps-time: data.result[0].values[0][1]: expected a string, "
    "found a number" },
};

static void
test_failures (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      Fixture fixture = { 0 };
      const char *settings[] = { NULL };
      g_autoptr (ParlKnown) known = parl_known_new ();
      g_autoptr (GError) error = NULL;
      set_up (&fixture, failures[i].answers);
      ParlSource *source = create_source (&fixture, settings);
      g_assert_null (parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, failures[i].code);
      g_assert_nonnull (strstr (error->message, failures[i].says));
      parl_source_free (source);
      tear_down (&fixture, NULL);
    }
}

/* A server that can stand only so many points at once is asked for fewer. */
static ScriptAnswer
answer_few_points (const char *method G_GNUC_UNUSED, const char *target, const char *body,
                   gpointer data)
{
  Fixture *fixture = data;
  const char *start = strstr (body, "start=");
  const char *end = strstr (body, "end=");
  bool asks = g_str_equal (target, "/api/v1/query_range");

  if (asks && g_ascii_strtod (end + 4, NULL) - g_ascii_strtod (start + 6, NULL) > 200 * 3600)
    return (ScriptAnswer){ .status = 422,
                           .body = "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":"
                                   "\"query processing would load too many samples\"}" };
  return answer_query (method, target, body, fixture);
}

static void
test_too_much (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Query.frame-time", "", "Query.stage-time", "", NULL };
  script_server_set_handler (fixture->server, answer_few_points, fixture);
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_assert_cmpuint (fixture->forms->len, ==, 17); /* 1,368 hours, 85 at once */
}

/* Hours at both ends of the first sync, each in a chunk of its own: one series all the same. */
static ScriptAnswer
answer_ends (const char *method, const char *target, const char *body, gpointer data)
{
  const char *start = strstr (body, "start=");
  const char *end = strstr (body, "end=");

  if (!g_str_equal (target, "/api/v1/query_range"))
    return answer_query (method, target, body, data);
  if (g_ascii_strtod (end + 4, NULL) - g_ascii_strtod (start + 6, NULL) > 1000 * 3600)
    return answer_few_points (method, target, body, data);
  if (g_str_has_prefix (start, "start=1762304400"))
    return (ScriptAnswer){ .body
                           = MATRIX ("{\"metric\":{\"class\":\"dome\",\"le\":\"30\"},\"values\":[["
                                     "1762304400,\"7\"]]}") };
  if (strstr (end, "end=1767225600") != NULL)
    return (ScriptAnswer){ .body = MATRIX (BUCKET ("dome", "30.0", "8", "9")) };
  return (ScriptAnswer){ .body = MATRIX ("") };
}

static void
test_joined (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Query.frame-time", "", "Query.stage-time", "", NULL };
  script_server_set_handler (fixture->server, answer_ends, fixture);
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_autofree char *series = dump_series (harvest->series);
  g_assert_cmpstr (series, ==, "fps-time{class=dome,le=30} s -82050:7 -90:8 -30:9\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 0);
}

/* A label that is not asked for changes: both have the hour of the change. Two that go on side by
 * side are told. */
static const Answer twins[] = {
  { "camera_fps_seconds_bucket", 200,
    MATRIX (LEVEL ("\"class\":\"dome\",\"le\":\"30\",\"v\":\"1\"", "[" HOUR_1 ",\"5\"]") "," LEVEL (
        "\"class\":\"dome\",\"le\":\"30\",\"v\":\"2\"", "[" HOUR_1 ",\"2\"],[" HOUR_0 ",\"8\"]")) },
  { "camera_slow_frame_stage_ms", 200,
    MATRIX (
        LEVEL ("\"stage\":\"decode\",\"i\":\"1\"",
               "[" HOUR_1 ",\"3\"],[" HOUR_0 ",\"4\"]") ","                                     //
        LEVEL ("\"stage\":\"decode\",\"i\":\"2\"", "[" HOUR_1 ",\"5\"],[" HOUR_0 ",\"8\"]") "," //
        LEVEL ("\"stage\":\"decode\",\"i\":\"3\"", "[" HOUR_0 ",\"12\"]")) },
  { NULL, 0, NULL },
};

static void
test_twins (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_autofree char *series = dump_series (harvest->series);
  g_assert_cmpstr (series, ==,
                   "fps-time{class=dome,le=30} s -90:7 -30:8\n"
                   "stage-time{stage=decode} ms -90:4 -30:8\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_cmpstr (harvest->warnings->pdata[0], ==,
                   "metrics: POST /api/v1/query_range: stage-time: 1 series have the same labels "
                   "as another one and are joined with it");
}

/* What servers say about what they grant, in their own words. Each is met by asking for less. */
typedef struct
{
  unsigned status;
  const char *says;
  Fixture *fixture;
} Limit;

static ScriptAnswer
answer_limit (const char *method, const char *target, const char *body, gpointer data)
{
  Limit *limit = data;
  const char *start = strstr (body, "start=");
  const char *end = strstr (body, "end=");

  if (g_str_equal (target, "/api/v1/query_range")
      && g_ascii_strtod (end + 4, NULL) - g_ascii_strtod (start + 6, NULL) > 24 * 3600)
    return (ScriptAnswer){ .status = limit->status, .body = limit->says };
  return answer_query (method, target, body, limit->fixture);
}

static void
test_limits (void)
{
  static const struct
  {
    unsigned status;
    const char *says;
  } limits[] = {
    { 400,
      "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"the total query time range "
      "exceeds the limit (query length: 1367h0m0s, limit: 744h0m0s)\"}" },
    { 422, "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"the query exceeded the "
           "maximum number of chunks (limit: 2000000 chunks)\"}" },
    { 422,
      "{\"status\":\"error\",\"errorType\":\"422\",\"error\":\"not enough memory for processing "
      "the query, which returns 9 data points across 9 time series\"}" },
    { 422, "{\"status\":\"error\",\"errorType\":\"422\",\"error\":\"the number of matching "
           "timeseries is bigger than -search.maxSeries=30000\"}" },
    { 500, "expanding series: bytes limit exceeded while fetching chunks" },
    { 413, "too large" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      Fixture fixture = { 0 };
      Limit limit = { limits[i].status, limits[i].says, &fixture };
      const char *settings[] = { "Query.frame-time", "", "Query.stage-time", "", NULL };
      g_autoptr (ParlKnown) known = parl_known_new ();
      g_autoptr (GError) error = NULL;
      set_up (&fixture, exporter);
      ParlSource *source = create_source (&fixture, settings);
      script_server_set_handler (fixture.server, answer_limit, &limit);
      g_autoptr (ParlHarvest) harvest
          = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture.forms->len, ==, 66); /* 1,368 hours, 21 at once */
      g_assert_cmpuint (harvest->series->len, >, 0);
      g_auto (GStrv) lines = parl_source_test (source, NOW, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture.forms->len, ==, 132); /* a test asks as much */
      parl_source_free (source);
      tear_down (&fixture, NULL);
    }
}

/* Says nothing to what reaches over more than 400 hours. */
static ScriptAnswer
answer_slowly (const char *method, const char *target, const char *body, gpointer data)
{
  const char *start = strstr (body, "start=");
  const char *end = strstr (body, "end=");

  if (g_str_equal (target, "/api/v1/query_range")
      && g_ascii_strtod (end + 4, NULL) - g_ascii_strtod (start + 6, NULL) > 400 * 3600)
    return (ScriptAnswer){ .body = "", .delay = 3600 * 1000 };
  return answer_query (method, target, body, data);
}

/* A server that answers all but one question in time is asked for less at once. */
static void
test_slow (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Query.frame-time", "", "Query.stage-time", "", "Timeout", "1", NULL };
  script_server_set_handler (fixture->server, answer_slowly, fixture);
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_assert_cmpuint (fixture->forms->len, ==, 4); /* 1,368 hours, 342 at once */
  g_assert_cmpuint (harvest->series->len, >, 0);
}

/* Where one query of several fails, the test says so and is partial. */
static const Answer one_refused[] = {
  { "camera_slow_frame_stage_ms", 422, "parse error" },
  { NULL, 0, NULL },
};

static void
test_partial_test (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (GError) error = NULL;
  ParlSourceVerdict verdict = { 0 };
  g_auto (GStrv) lines = parl_source_test (source, NOW, &verdict, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (verdict.is_partial);
  g_autofree char *text = g_strjoinv ("\n", lines);
  g_assert_nonnull (strstr (text, "stage-time: metrics: POST /api/v1/query_range: the server "
                                  "answered 422"));
}

/* Triton: what counts frames is told to who tests; where it can't be known, to who reads. */
static const Answer models[] = {
  { "count(max", 200, VECTOR ("{\"metric\":{},\"value\":[1767227400,\"2\"]}") },
  { "query=sum by (model) (rate(nv_inference_count[5m]))", 200,
    VECTOR ("{\"metric\":{\"model\":\"detector\"},\"value\":[1767227400,\"10\"]},"
            "{\"metric\":{\"model\":\"faces\"},\"value\":[1767227400,\"45.5\"]}") },
  { NULL, 0, NULL },
};

static void
test_models (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Profile", "triton", NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHarvest) harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_nonnull (strstr (harvest->warnings->pdata[0],
                            "2 instances have models that count differently and are left out"));
  g_auto (GStrv) lines = parl_source_test (source, NOW, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *)lines,
                                  "Models, with their inferences a second: detector 10, faces "
                                  "45.5"));
}

static void
test_test (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = parl_source_test (source, NOW, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (lines[0], ==, "Prometheus 2.42.0");
  g_assert_cmpstr (lines[1], ==,
                   "fps-time: 4 series; {class=bullet,le=30} was 7 s at 2025-12-31T23:00:00Z");
  g_assert_cmpstr (lines[2], ==, "fps: not asked for");
}

/* Of GET what the exporter's server says, with remarks on the query; POST is refused. */
static ScriptAnswer
answer_get_only (const char *method, const char *target, const char *body, gpointer data)
{
  g_autofree char *query = g_uri_unescape_string (target, NULL);

  if (g_str_equal (method, "POST"))
    return (ScriptAnswer){ .status = 405, .body = "GET only" };
  if (strstr (query, "camera_slow_frame_stage_ms") == NULL)
    return answer_query ("POST", target, body, data);
  return (ScriptAnswer){
    .body
    = "{\"status\":\"success\",\"infos\":[\"PromQL info: metric might not be a counter\"],"
      "\"warnings\":[\"PromQL info: metric might not be a counter\"],\"data\":{\"resultType\":"
      "\"matrix\",\"result\":[{\"metric\":{\"class\":\"dome\",\"stage\":\"decode\"},\"values\":"
      "[[" HOUR_1 ",\"3.5\"]]}]}}"
  };
}

/* A proxy that lets GET through only, and remarks that say nothing of the data: a whole sync. */
static void
test_get_only (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (GError) error = NULL;

  script_server_set_handler (fixture->server, answer_get_only, fixture);
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (ParlHarvest) harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_autofree char *series = dump_series (harvest->series);
  g_assert_cmpstr (series, ==, "stage-time{class=dome,stage=decode} ms -90:3.5\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 0);
}

static ScriptAnswer
answer_page (const char *method G_GNUC_UNUSED, const char *target G_GNUC_UNUSED,
             const char *body G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  return (ScriptAnswer){ .body = "<!DOCTYPE html><html><title>Sign in</title></html>" };
}

static void
test_sign_in (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (GError) error = NULL;

  script_server_set_handler (fixture->server, answer_page, NULL);
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (ParlHarvest) harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_null (harvest);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "found a web page"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/prometheus/exporter", Fixture, exporter, set_up, test_exporter, tear_down);
  g_test_add ("/prometheus/gauges", Fixture, gauges, set_up, test_gauges, tear_down);
  g_test_add ("/prometheus/ota", Fixture, ota, set_up, test_ota, tear_down);
  g_test_add ("/prometheus/doubtful", Fixture, doubtful, set_up, test_doubtful, tear_down);
  g_test_add_func ("/prometheus/births", test_births);
  g_test_add ("/prometheus/one-bad", Fixture, one_bad, set_up, test_one_bad, tear_down);
  g_test_add_func ("/prometheus/failures", test_failures);
  g_test_add ("/prometheus/too-much", Fixture, gauges, set_up, test_too_much, tear_down);
  g_test_add ("/prometheus/joined", Fixture, gauges, set_up, test_joined, tear_down);
  g_test_add ("/prometheus/twins", Fixture, twins, set_up, test_twins, tear_down);
  g_test_add_func ("/prometheus/limits", test_limits);
  g_test_add ("/prometheus/slow", Fixture, exporter, set_up, test_slow, tear_down);
  g_test_add ("/prometheus/partial-test", Fixture, one_refused, set_up, test_partial_test,
              tear_down);
  g_test_add ("/prometheus/models", Fixture, models, set_up, test_models, tear_down);
  g_test_add ("/prometheus/test", Fixture, exporter, set_up, test_test, tear_down);
  g_test_add ("/prometheus/get-only", Fixture, gauges, set_up, test_get_only, tear_down);
  g_test_add ("/prometheus/sign-in", Fixture, gauges, set_up, test_sign_in, tear_down);
  return g_test_run ();
}
