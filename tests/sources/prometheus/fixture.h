/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A scripted server that speaks Prometheus' query API, and a source that asks it. */

#include "sources/source.h"
#include "support/script-server.h"

#define NOW ((ParlTime)1767227400000) /* 2026-01-01T00:30:00Z */
#define HOUR_0 "1767225600"           /* 2026-01-01T00:00:00Z */
#define HOUR_1 "1767222000"           /* an hour before */
#define HOUR_2 "1767218400"           /* two hours before */

/* A server that answers each query from a table of its beginnings. */
typedef struct
{
  const char *query; /* parts of the unescaped form, with bars between them */
  unsigned status;
  const char *body;
} Answer;

/* The last two of several chunks. */
#define NEWEST "|&end=1767225600.000"
#define DAY_BEFORE "|&end=1767139200.000"

typedef struct
{
  ScriptServer *server;
  const Answer *answers;
  GMutex mutex;
  GPtrArray *forms; /* (element-type utf8), unescaped */
} Fixture;

#define MATRIX(result)                                                                             \
  "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[" result "]}}"
#define BUCKET(class, le, a, b)                                                                    \
  "{\"metric\":{\"class\":\"" class "\",\"le\":\"" le "\"},\"values\":[[" HOUR_1 ",\"" a           \
                                    "\"],[" HOUR_0 ",\"" b "\"]]}"

#define LEVEL(labels, values) "{\"metric\":{" labels "},\"values\":[" values "]}"

#define OTA(outcome, cause, values)                                                                \
  "{\"metric\":{\"outcome\":\"" outcome "\",\"cause\":\"" cause                                    \
  "\",\"from\":\"2.3\",\"to\":\"2.6\","                                                            \
  "\"class\":\"dome\"}," values "}"

#define VECTOR(result)                                                                             \
  "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" result "]}}"

ScriptAnswer answer_query (const char *method, const char *target, const char *body, gpointer data);
void set_up (Fixture *fixture, gconstpointer data);
void tear_down (Fixture *fixture, gconstpointer data);
ParlSource *create_source (Fixture *fixture, const char *const *settings);
ParlHarvest *sync_all (Fixture *fixture, const char *const *settings);
char *dump_series (const GPtrArray *all);
