/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prometheus' answers, and the speed of the golden fleet as one counts it from them. */
#include "config.h"

#include "demo/prometheus-server.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <math.h>
#include <string.h>

#define NOW ((ParlTime)1795253980000)
#define NOW_S "1795253980"
#define WINDOW (28 * 24) /* hours */

static ParlMetrics *metrics;

static JsonNode *
ask (const char *path, const char *form, unsigned expected)
{
  ParlDemoAnswer answer = { .body = g_string_new (NULL) };
  g_autoptr (GHashTable) parameters = soup_form_decode (form);
  g_autoptr (GError) error = NULL;

  parl_prometheus_answer (metrics, path, parameters, &answer);
  if (answer.status != expected)
    g_test_message ("%s: %s", form, answer.body->str);
  g_assert_cmpuint (answer.status, ==, expected);
  JsonNode *root = json_from_string (answer.body->str, &error);
  g_assert_no_error (error);
  g_string_free (answer.body, TRUE);
  return root;
}

/* The last @hours hours that end @back hours ago, on full hours of the clock as a source asks. */
static JsonArray *
ask_hours (const char *query, unsigned back, unsigned hours, JsonNode **root)
{
  ParlTime end = NOW / PARL_HOUR * 3600 - (ParlTime)back * 3600;
  g_autofree char *form
      = g_strdup_printf ("query=%s&start=%" G_GINT64_FORMAT "&end=%" G_GINT64_FORMAT "&step=3600",
                         query, end - (ParlTime)(hours - 1) * 3600, end);

  *root = ask ("/query_range", form, 200);
  JsonObject *data = json_object_get_object_member (json_node_get_object (*root), "data");
  g_assert_cmpstr (json_object_get_string_member (data, "resultType"), ==, "matrix");
  return json_object_get_array_member (data, "result");
}

static double
sum_values (JsonObject *line, unsigned expected)
{
  JsonArray *values = json_object_get_array_member (line, "values");
  double sum = 0;

  g_assert_cmpuint (json_array_get_length (values), ==, expected);
  for (unsigned i = 0; i < expected; i++)
    sum += g_ascii_strtod (
        json_array_get_string_element (json_array_get_array_element (values, i), 1), NULL);
  return sum;
}

static int
get_class (JsonObject *line)
{
  JsonObject *labels = json_object_get_object_member (line, "metric");

  for (int i = 0; i < PARL_FLEET_CLASSES; i++)
    if (g_str_equal (parl_fleet_get_class_name ((ParlFleetClass)i),
                     json_object_get_string_member (labels, "class")))
      return i;
  g_assert_not_reached ();
}

/* Amounts up to each edge over a window, by class; the last row is of all. "+Inf" is put at
 * @last + 1. */
static void
sum_histogram (const char *metric, unsigned back, unsigned last,
               double sums[PARL_FLEET_CLASSES + 1][102])
{
  g_autofree char *query = g_strdup_printf ("sum by (class, le) (increase(%s[1h]))", metric);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *lines = ask_hours (query, back, WINDOW, &root);

  memset (sums, 0, sizeof (double[PARL_FLEET_CLASSES + 1][102]));
  g_assert_cmpuint (json_array_get_length (lines), ==, PARL_FLEET_CLASSES * (last + 1));
  for (unsigned i = 0; i < json_array_get_length (lines); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);
      const char *le
          = json_object_get_string_member (json_object_get_object_member (line, "metric"), "le");
      unsigned edge
          = g_str_equal (le, "+Inf") ? last + 1 : (unsigned)g_ascii_strtoull (le, NULL, 10);
      double sum = sum_values (line, WINDOW);
      sums[get_class (line)][edge] = sum;
      sums[PARL_FLEET_CLASSES][edge] += sum;
    }
  for (unsigned i = 0; i <= PARL_FLEET_CLASSES; i++)
    for (unsigned edge = 1; edge <= last + 1; edge++)
      g_assert_cmpfloat (sums[i][edge], >=, sums[i][edge - 1]);
}

static double
find_quantile (const double *sums, unsigned last, double share)
{
  double wanted = share * sums[last + 1];
  unsigned edge = 1;

  while (sums[edge] < wanted)
    edge++;
  return edge - 1 + (wanted - sums[edge - 1]) / (sums[edge] - sums[edge - 1]);
}

static void
assert_rounds_to (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (round (value * 10) / 10, expected, 0.001);
}

static void
test_fps (void)
{
  static const double compliance[2][4] = { { 82.1, 97.9, 99.6, 93.4 }, { 87.0, 98.0, 99.6, 95.0 } };
  double sums[PARL_FLEET_CLASSES + 1][102];

  for (unsigned window = 0; window < 2; window++)
    {
      sum_histogram ("camera_fps_seconds_bucket", window * WINDOW, 60, sums);
      for (unsigned i = 0; i <= PARL_FLEET_CLASSES; i++)
        assert_rounds_to (100 * (1 - sums[i][30] / sums[i][61]), compliance[window][i]);
      if (window == 0)
        {
          assert_rounds_to (find_quantile (sums[3], 60, 0.05), 24.1);
          assert_rounds_to (find_quantile (sums[0], 60, 0.05), 21.8);
          assert_rounds_to (find_quantile (sums[1], 60, 0.05), 30.2);
          assert_rounds_to (find_quantile (sums[2], 60, 0.05), 31.4);
        }
      /* Silent devices are missing: fewer device-hours than devices x hours, but not many. */
      double hours = sums[3][61] / 3600;
      g_assert_cmpfloat (hours, <, PARL_FLEET_DEVICES * WINDOW);
      g_assert_cmpfloat (hours, >, 0.98 * PARL_FLEET_DEVICES * WINDOW);
    }
}

static void
test_frame_time (void)
{
  double sums[PARL_FLEET_CLASSES + 1][102];

  sum_histogram ("camera_frame_ms_bucket", 0, 100, sums);
  assert_rounds_to (find_quantile (sums[3], 100, 0.95), 36.8);
  sum_histogram ("camera_frame_ms_bucket", WINDOW, 100, sums);
  assert_rounds_to (find_quantile (sums[3], 100, 0.95), 35.0);
}

static void
test_stages (void)
{
  static const double expected[] = { 4.2, 21.3, 3.8, 5.1, 2.4 };
  static const char *const names[]
      = { "capture", "inference", "post-process", "pre-process", "publish" };
  g_autoptr (JsonNode) root = NULL;
  JsonArray *lines = ask_hours ("avg by (stage) (camera_slow_frame_stage_ms)", 0, WINDOW, &root);
  double sum = 0;

  g_assert_cmpuint (json_array_get_length (lines), ==, G_N_ELEMENTS (names));
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      JsonObject *line = json_array_get_object_element (lines, i);
      double mean = sum_values (line, WINDOW) / WINDOW;
      g_assert_cmpstr (
          json_object_get_string_member (json_object_get_object_member (line, "metric"), "stage"),
          ==, names[i]);
      assert_rounds_to (mean, expected[i]);
      sum += mean;
    }
  assert_rounds_to (sum, 36.8);
}

/* Without the class all classes are summed up, and days do vary a little. */
static void
test_grouping (void)
{
  g_autoptr (JsonNode) whole_root = NULL;
  g_autoptr (JsonNode) class_root = NULL;
  JsonArray *whole = ask_hours ("sum by (le) (increase(camera_fps_seconds_bucket{le=\"30\"}[1h]))",
                                0, 48, &whole_root);
  JsonArray *classes = ask_hours (
      "sum by (class) (increase(camera_fps_seconds_bucket{le=\"30\"}[1h]))", 0, 48, &class_root);
  double sum = 0;

  g_assert_cmpuint (json_array_get_length (whole), ==, 1);
  g_assert_cmpuint (json_array_get_length (classes), ==, 3);
  for (unsigned i = 0; i < 3; i++)
    sum += sum_values (json_array_get_object_element (classes, i), 48);
  g_assert_cmpfloat_with_epsilon (sum_values (json_array_get_object_element (whole, 0), 48), sum,
                                  0.1);

  g_autoptr (JsonNode) days_root = NULL;
  JsonArray *days = ask_hours (
      "sum(increase(camera_fps_seconds_bucket{le=\"30\",class=\"orin\"}[1d]))", 0, 49, &days_root);
  JsonArray *values
      = json_object_get_array_member (json_array_get_object_element (days, 0), "values");
  g_assert_cmpstr (json_array_get_string_element (json_array_get_array_element (values, 0), 1), !=,
                   json_array_get_string_element (json_array_get_array_element (values, 24), 1));
}

/* Nothing after now and nothing before 90 days ago: no sample, not a zero. */
static void
test_edges (void)
{
  g_autoptr (JsonNode) root
      = ask ("/query_range", "query=sum(up)&start=" NOW_S "&end=1795261180&step=1h", 200);
  g_autofree char *text = json_to_string (root, FALSE);
  g_assert_cmpstr (text, ==,
                   "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                   "{\"metric\":{},\"values\":[[1795253980,\"1\"]]}]}}");

  g_autoptr (JsonNode) after
      = ask ("/query_range", "query=up&start=1795253981&end=1795261180&step=1h", 200);
  g_autofree char *empty = json_to_string (after, FALSE);
  g_assert_cmpstr (empty, ==,
                   "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}");

  g_autoptr (JsonNode) unknown = ask ("/query", "query=nothing", 200);
  g_autofree char *none = json_to_string (unknown, FALSE);
  g_assert_cmpstr (none, ==,
                   "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");

  g_autoptr (JsonNode) up = ask ("/query", "query=up&time=2026-11-21T09:39:40.5Z", 200);
  g_autofree char *later = json_to_string (up, FALSE);
  g_assert_nonnull (strstr (later, "\"result\":[]"));
}

static void
test_outcomes (void)
{
  static const struct
  {
    const char *query;
    const char *result; /* label:value of each line */
  } cases[] = {
    { "sum by (cause) (increase(ota_updates_total{outcome=\"failed\"}[28d]))",
      "battery:171 boot-rollback:74 disk-space:442 network:111 unknown:44 verify:63 " },
    { "sum by (outcome) (increase(ota_updates_total[28d]))", "failed:905 succeeded:11495 " },
    { "sum by (outcome) (ota_updates_total)", "failed:1611 succeeded:22589 " },
    { "sum by (to) (increase(ota_updates_total[28d]))", "2.3.1:0 2.4.1:0 2.5.1:0 2.6.0:12400 " },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *form = g_strdup_printf ("query=%s&time=" NOW_S, cases[i].query);
      g_autoptr (JsonNode) root = ask ("/query", form, 200);
      JsonArray *lines = json_object_get_array_member (
          json_object_get_object_member (json_node_get_object (root), "data"), "result");
      g_autoptr (GString) text = g_string_new (NULL);

      for (unsigned j = 0; j < json_array_get_length (lines); j++)
        {
          JsonObject *line = json_array_get_object_element (lines, j);
          JsonObject *labels = json_object_get_object_member (line, "metric");
          g_autoptr (GList) names = json_object_get_members (labels);
          g_string_append_printf (
              text, "%s:%s ", json_object_get_string_member (labels, names->data),
              json_array_get_string_element (json_object_get_array_member (line, "value"), 1));
        }
      g_assert_cmpstr (text->str, ==, cases[i].result);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *form;
    const char *message;
  } cases[] = {
    { "query=up&start=0&end=11001&step=1",
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query "
      "resolution (?step=XX)" },
    { "query=sum(up&start=0&end=1&step=1",
      "invalid parameter \"query\": 1:7: parse error: unclosed left parenthesis" },
    { "query=up&start=2&end=1&step=1",
      "invalid parameter \"end\": end timestamp must not be before start time" },
    { "query=up&start=0&end=1&step=0",
      "invalid parameter \"step\": zero or negative query resolution step widths are not "
      "accepted. Try a positive integer" },
    { "query=up&start=0&end=1&step=x",
      "invalid parameter \"step\": cannot parse \"x\" to a valid duration" },
    { "query=up&end=1&step=1",
      "invalid parameter \"start\": cannot parse \"\" to a valid timestamp" },
    { "start=0&end=1&step=1",
      "invalid parameter \"query\": 1:1: parse error: no expression found in input" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = ask ("/query_range", cases[i].form, 400);
      JsonObject *object = json_node_get_object (root);
      g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "error");
      g_assert_cmpstr (json_object_get_string_member (object, "errorType"), ==, "bad_data");
      g_assert_cmpstr (json_object_get_string_member (object, "error"), ==, cases[i].message);
    }

  g_autoptr (JsonNode) most = ask ("/query_range", "query=up&start=0&end=11000&step=1", 200);
  g_assert_nonnull (most);

  ParlDemoAnswer answer = { .body = g_string_new (NULL) };
  parl_prometheus_answer (metrics, "/nothing", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 404);
  g_assert_cmpstr (answer.body->str, ==, "404 page not found\n");
  g_assert_true (g_str_has_prefix (answer.content_type, "text/plain"));
  g_string_free (answer.body, TRUE);
}

static void
test_build (void)
{
  g_autoptr (JsonNode) root = ask ("/status/buildinfo", "", 200);

  g_assert_cmpstr (
      json_object_get_string_member (
          json_object_get_object_member (json_node_get_object (root), "data"), "version"),
      ==, "2.42.0-demo");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (ParlFleet) fleet = parl_fleet_new (NOW);
  metrics = parl_metrics_new (fleet);

  g_test_add_func ("/demo/prometheus/fps", test_fps);
  g_test_add_func ("/demo/prometheus/frame-time", test_frame_time);
  g_test_add_func ("/demo/prometheus/stages", test_stages);
  g_test_add_func ("/demo/prometheus/grouping", test_grouping);
  g_test_add_func ("/demo/prometheus/edges", test_edges);
  g_test_add_func ("/demo/prometheus/outcomes", test_outcomes);
  g_test_add_func ("/demo/prometheus/errors", test_errors);
  g_test_add_func ("/demo/prometheus/build", test_build);
  int result = g_test_run ();

  parl_metrics_free (metrics);
  return result;
}
