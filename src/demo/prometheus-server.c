/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prometheus' HTTP API as 2.42 answers it: range and instant queries, the build's version, and its
 * errors. Knows nothing of sockets or of where a value comes from. */
#include "config.h"

#include "demo/prometheus-server.h"

#include "demo/json-writer.h"

#include <gio/gio.h>
#include <math.h>

#define MAX_POINTS 11000

typedef struct
{
  const ParlMetrics *metrics;
  GHashTable *parameters;
  ParlDemoAnswer *answer;
} Request;

static void answer_error (const Request *request, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
answer_error (const Request *request, const char *format, ...)
{
  GString *json = request->answer->body;
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);

  g_string_truncate (json, 0);
  request->answer->status = 400;
  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "status", "error");
  parl_writer_string (json, "errorType", "bad_data");
  parl_writer_string (json, "error", message);
  parl_writer_close (json, '}');
}

static const char *
get_parameter (const Request *request, const char *name)
{
  const char *value
      = request->parameters != NULL ? g_hash_table_lookup (request->parameters, name) : NULL;

  return value != NULL ? value : "";
}

/* Seconds since 1970 with decimals, or RFC 3339. */
static bool
read_time (const Request *request, const char *name, ParlTime *time)
{
  const char *text = get_parameter (request, name);
  char *end;
  double seconds = g_ascii_strtod (text, &end);

  if (end != text && *end == '\0' && fabs (seconds) < (double)PARL_TIME_MAX / 1000)
    {
      *time = (ParlTime)llround (seconds * 1000);
      return true;
    }
  if (parl_time_from_iso (text, time, NULL))
    return true;
  answer_error (request, "invalid parameter \"%s\": cannot parse \"%s\" to a valid timestamp", name,
                text);
  return false;
}

static bool
read_step (const Request *request, ParlTime *step)
{
  const char *text = get_parameter (request, "step");
  const char *rest = text;
  char *end;
  double seconds = g_ascii_strtod (text, &end);

  if (end != text && *end == '\0' && fabs (seconds) < 1e9)
    *step = (ParlTime)llround (seconds * 1000);
  else if (!parl_promql_read_duration (&rest, step) || *rest != '\0')
    {
      answer_error (request, "invalid parameter \"step\": cannot parse \"%s\" to a valid duration",
                    text);
      return false;
    }
  if (*step > 0)
    return true;
  answer_error (request, "invalid parameter \"step\": zero or negative query resolution step "
                         "widths are not accepted. Try a positive integer");
  return false;
}

static ParlPromql *
read_query (const Request *request)
{
  g_autoptr (GError) error = NULL;
  ParlPromql *promql = parl_promql_new (get_parameter (request, "query"), &error);

  if (promql == NULL)
    answer_error (request, "invalid parameter \"query\": %s", error->message);
  return promql;
}

/* The shortest form of @thousandths / 1000: "12", "12.5". */
static void
append_decimal (GString *json, int64_t thousandths)
{
  uint64_t rest = thousandths < 0 ? -(uint64_t)thousandths : (uint64_t)thousandths;
  unsigned part = (unsigned)(rest % 1000);

  g_string_append_printf (json, "%s%" G_GUINT64_FORMAT, thousandths < 0 ? "-" : "", rest / 1000);
  if (part == 0)
    return;

  char digits[8];
  g_snprintf (digits, sizeof digits, ".%03u", part);
  for (int i = 3; digits[i] == '0'; i--)
    digits[i] = '\0';
  g_string_append (json, digits);
}

/* Amounts to a thousandth; what is small by nature, a rate or a mean, in full. */
static void
append_sample (GString *json, const ParlPromql *promql, ParlTime time, double value)
{
  if (json->str[json->len - 1] == ']')
    g_string_append_c (json, ',');
  g_string_append_c (json, '[');
  append_decimal (json, time);
  g_string_append (json, ",\"");
  if (promql->function == PARL_PROMQL_RATE || promql->function == PARL_PROMQL_MEAN
      || promql->aggregate == PARL_PROMQL_AVG)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];
      g_string_append (json, g_ascii_dtostr (digits, sizeof digits, value));
    }
  else
    append_decimal (json, (int64_t)llround (value * 1000));
  g_string_append (json, "\"]");
}

static void
open_answer (GString *json, const char *type)
{
  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "status", "success");
  parl_writer_open (json, "data", '{');
  parl_writer_string (json, "resultType", type);
  parl_writer_open (json, "result", '[');
}

static void
close_answer (GString *json)
{
  parl_writer_close (json, ']');
  parl_writer_close (json, '}');
  parl_writer_close (json, '}');
}

static void
open_line (GString *json, const ParlMetricLine *line)
{
  parl_writer_open (json, NULL, '{');
  parl_writer_open (json, "metric", '{');
  for (unsigned i = 0; i < parl_labels_size (line->labels); i++)
    parl_writer_string (json, parl_labels_get_key (line->labels, i),
                        parl_labels_get_value (line->labels, i));
  parl_writer_close (json, '}');
}

static void
write_range (const Request *request, const ParlPromql *promql, ParlTime start, ParlTime end,
             ParlTime step)
{
  g_autoptr (GPtrArray) lines = parl_metrics_select (request->metrics, promql);
  GString *json = request->answer->body;

  open_answer (json, "matrix");
  for (unsigned i = 0; i < lines->len; i++)
    {
      const ParlMetricLine *line = g_ptr_array_index (lines, i);
      size_t before = json->len;
      bool any = false;

      open_line (json, line);
      parl_writer_open (json, "values", '[');
      for (ParlTime time = start; time <= end; time += step)
        {
          double value;
          if (!parl_metrics_evaluate (request->metrics, line, promql, time, &value))
            continue;
          append_sample (json, promql, time, value);
          any = true;
        }
      parl_writer_close (json, ']');
      parl_writer_close (json, '}');
      if (!any)
        g_string_truncate (json, before);
    }
  close_answer (json);
}

static void
answer_range (const Request *request)
{
  ParlTime start;
  ParlTime end;
  ParlTime step;

  if (!read_time (request, "start", &start) || !read_time (request, "end", &end))
    return;
  if (end < start)
    {
      answer_error (request,
                    "invalid parameter \"end\": end timestamp must not be before start time");
      return;
    }
  if (!read_step (request, &step))
    return;
  if ((end - start) / step > MAX_POINTS)
    {
      answer_error (request, "exceeded maximum resolution of 11,000 points per timeseries. Try "
                             "decreasing the query resolution (?step=XX)");
      return;
    }

  g_autoptr (ParlPromql) promql = read_query (request);
  if (promql != NULL)
    write_range (request, promql, start, end, step);
}

static void
answer_instant (const Request *request)
{
  ParlTime time = parl_metrics_get_now (request->metrics);
  GString *json = request->answer->body;

  if (*get_parameter (request, "time") != '\0' && !read_time (request, "time", &time))
    return;

  g_autoptr (ParlPromql) promql = read_query (request);
  if (promql == NULL)
    return;

  g_autoptr (GPtrArray) lines = parl_metrics_select (request->metrics, promql);
  open_answer (json, "vector");
  for (unsigned i = 0; i < lines->len; i++)
    {
      const ParlMetricLine *line = g_ptr_array_index (lines, i);
      double value;
      if (!parl_metrics_evaluate (request->metrics, line, promql, time, &value))
        continue;
      open_line (json, line);
      g_string_append (json, ",\"value\":");
      append_sample (json, promql, time, value);
      parl_writer_close (json, '}');
    }
  close_answer (json);
}

static void
answer_build (const Request *request)
{
  GString *json = request->answer->body;

  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "status", "success");
  parl_writer_open (json, "data", '{');
  parl_writer_string (json, "version", "2.42.0-demo");
  parl_writer_string (json, "revision", "simulated");
  parl_writer_string (json, "branch", "HEAD");
  parl_writer_string (json, "buildUser", "parlance");
  parl_writer_string (json, "buildDate", "20230131-00:00:00");
  parl_writer_string (json, "goVersion", "go1.19.5");
  parl_writer_close (json, '}');
  parl_writer_close (json, '}');
}

/* @path: what follows "/api/v1": "/query_range"
 * @parameters: (nullable) (element-type utf8 utf8): of the URL or of the form
 * @answer: (inout): with an empty body */
void
parl_prometheus_answer (const ParlMetrics *metrics, const char *path, GHashTable *parameters,
                        ParlDemoAnswer *answer)
{
  Request request = { metrics, parameters, answer };

  answer->status = 200;
  answer->content_type = "application/json";
  if (g_str_equal (path, "/query_range"))
    answer_range (&request);
  else if (g_str_equal (path, "/query"))
    answer_instant (&request);
  else if (g_str_equal (path, "/status/buildinfo"))
    answer_build (&request);
  else
    {
      answer->status = 404;
      answer->content_type = "text/plain; charset=utf-8";
      g_string_append (answer->body, "404 page not found\n");
    }
}
