/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `json`: what a mapping makes of a service's answers, how it asks for pages and for what
 * is new, and what is said of a service that lies. */
#include "config.h"

#include "harvest-text.h"
#include "sources/source.h"
#include "support/folder.h"
#include "support/script-server.h"

#include <string.h>

#define NOW ((ParlTime)1795254000000) /* 2026-11-21T09:40:00Z */
#define HEAD "[Mapping]\nTitle=x\nServer=Fleet 1\n"
#define JOBS                                                                                       \
  HEAD "[Attempts a]\nPath=/a\nKey=@.k\nDevice=@.d\nTo=\"2.0\"\nOutcome=@.o\nStarted=@.s\n"        \
       "Ended=@.e\n"
#define ROW(key, outcome)                                                                          \
  "{\"k\":\"" key "\",\"d\":\"cam\",\"o\":\"" outcome                                              \
  "\",\"s\":\"2026-11-20T09:00:00Z\",\"e\":\"2026-11-20T09:10:00Z\"}"

typedef struct
{
  char *folder;
  ScriptServer *server;
  ParlSourceConfig *config;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->folder = folder_new ();
  self->server = script_server_new ();
  self->config = parl_source_config_new ("fleet", "json", script_server_get_url (self->server));
  g_assert_true (parl_source_config_set (self->config, "Rate", "10000", NULL));
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  parl_source_config_unref (self->config);
  script_server_free (self->server);
  folder_remove (self->folder);
}

static ParlSource *
open_source (Fixture *self, const char *mapping)
{
  g_autofree char *path = g_build_filename (self->folder, "m.mapping", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, mapping, -1, NULL));
  g_assert_true (parl_source_config_set (self->config, "Mapping", path, NULL));
  ParlSource *source = parl_source_new (
      self->config, &(ParlSourceOptions){ .data_dir = g_getenv ("PARLANCE_DATA_DIR") }, &error);
  g_assert_no_error (error);
  return source;
}

static ParlHarvest *
sync_known (Fixture *self, const char *mapping, const ParlKnown *known, GError **error)
{
  g_autoptr (ParlSource) source = open_source (self, mapping);

  return parl_source_sync (source, known, NOW, NULL, NULL, NULL, error);
}

static ParlHarvest *
sync_mapping (Fixture *self, const char *mapping, GError **error)
{
  g_autoptr (ParlKnown) known = parl_known_new ();

  return sync_known (self, mapping, known, error);
}

static void
serve (Fixture *self, const char *target, const char *body)
{
  script_server_add (self->server, target, &(ScriptAnswer){ .body = body });
}

static void
assert_harvest (const ParlHarvest *harvest, const char *expected)
{
  g_autofree char *text = harvest_dup_text (harvest);

  g_assert_cmpstr (text, ==, expected);
}

/* What rows become. */

typedef struct
{
  const char *name, *mapping, *body, *harvest;
} RowCase;

static const RowCase rows[] = {
  { "attempts",
    HEAD "[Attempts a]\nPath=/a\nRows=$.jobs[*]\nTimeFormat=epoch-ms\nKey=^.batch + \"/\" + @.id\n"
         "Device=@.arn\nDevice.Match=thing/(.+)$\nRollout=^.batch\nProduct=\"camera\"\n"
         "From=@.old\nTo=^.release\nOutcome=@.state\n"
         "Outcome.Values=OK=succeeded;BAD=failed;*=open;REMOVED=-\nStarted=@.t[0]\nEnded=@.t[1]\n"
         "Message=@.log | @.reason\nLink=@.url\nClass=@.tags[?@.k=='hw'].v\nSite=@.site\n",
    "{\"batch\":\"b1\",\"release\":\"2.4.0\",\"jobs\":["
    "{\"id\":1,\"arn\":\"arn:thing/cam-1\",\"old\":\"2.3.0\",\"state\":\"OK\","
    "\"t\":[1795167600000,1795167790000],\"tags\":[{\"k\":\"x\",\"v\":\"y\"},{\"k\":\"hw\","
    "\"v\":\"nano\"}],\"site\":\"a\\u00a0b\",\"url\":\"https://x/1\"},"
    "{\"id\":2,\"arn\":\"arn:thing/cam-2\",\"state\":\"BAD\",\"t\":[1795167600000,1795167790000],"
    "\"log\":null,\"reason\":\"No space left on device\",\"url\":\"https://u:p@x/2\"},"
    "{\"id\":3,\"arn\":\"arn:thing/cam-3\",\"state\":\"SOON\",\"t\":[1795167600000]},"
    "{\"id\":4,\"arn\":\"arn:thing/cam-4\",\"state\":\"REMOVED\"}]}",
    "attempt b1/1 cam-1 b1/all camera\u00a02.3.0>camera\u00a02.4.0 succeeded 2026-11-20T09:40:00Z "
    "2026-11-20T09:43:10Z - - nano a b https://x/1\n"
    "attempt b1/2 cam-2 b1/all ->camera\u00a02.4.0 failed 2026-11-20T09:40:00Z "
    "2026-11-20T09:43:10Z disk-space No space left on device - - -\n"
    "attempt b1/3 cam-3 b1/all ->camera\u00a02.4.0 open 2026-11-20T09:40:00Z - - - - - -\n" },
  { "changes",
    HEAD
    "[Changes c]\nPath=/a\nId=@.i\nWhat=@.w\nProduct=@.p\nRelease=@.r\nMilestone=@.m\nTime=@.t\n"
    "Link=@.u\n",
    "[{\"i\":1,\"w\":\"merge\",\"m\":\"M\",\"t\":\"2026-11-20T09:40:00Z\",\"u\":\"https://u:p@x/"
    "1\"},"
    "{\"i\":2,\"w\":\"merge\",\"m\":\"M\"},{\"i\":3,\"w\":\"release\",\"r\":\"3\","
    "\"t\":\"2027-01-01T00:00:00Z\"},{\"i\":4,\"w\":\"release\",\"t\":\"2026-11-20T09:40:00Z\"},"
    "{\"i\":5,\"w\":\"release\",\"p\":\"camera\",\"r\":\"2.6.0\",\"t\":\"2026-11-20T09:40:00Z\"},"
    "{\"i\":6,\"w\":\"tag\",\"t\":\"2026-11-20T09:40:00Z\"}]",
    "merge 1 “-” - of M 2026-11-20T09:40:00Z -\n"
    "release 5 “-” camera\u00a02.6.0 of - 2026-11-20T09:40:00Z -\n"
    "! fleet: GET /a: [3]: Release is missing (1 of 6 rows are left out for this)\n"
    "! fleet: GET /a: [5]: What: expected one of merge, release, found “tag” (1 of 6 rows are left "
    "out for this)\n" },
  { "builds",
    HEAD "[Setting b]\nTitle=B\nOptional=yes\n[Builds b]\nPath=/a\nId=@.i\nOutcome=@.o\n"
         "Started=@.s\nEnded=@.e\nDuration=@.d\nDuration.Unit=min\nAttempt=@.n\n"
         "[Builds nobody-asks-for]\nPath=/b?branch={b}\nId=@.i\nOutcome=@.o\n",
    "[{\"i\":1,\"o\":\"succeeded\",\"s\":\"2026-11-20T09:40:00Z\",\"e\":\"2026-11-20T09:45:00Z\"},"
    "{\"i\":2,\"o\":\"failed\",\"d\":3.5,\"e\":\"2026-11-20T09:45:00Z\",\"n\":2},"
    "{\"i\":3,\"o\":\"neither\",\"s\":\"1970-01-01T00:00:00Z\",\"e\":\"2026-11-20T09:45:00Z\"},"
    "{\"i\":4,\"o\":\"succeeded\",\"s\":\"2026-11-20T09:46:00Z\",\"e\":\"2026-11-20T09:45:00Z\"},"
    "{\"i\":5,\"o\":\"succeeded\",\"s\":\"2026-11-20T09:46:00Z\"},"
    "{\"i\":6,\"o\":\"succeeded\",\"e\":\"2027-01-01T00:00:00Z\"},"
    "{\"i\":7,\"o\":\"succeeded\",\"d\":-3,\"e\":\"2026-11-20T09:45:00Z\"},"
    "{\"i\":8,\"o\":\"open\",\"e\":\"2026-11-20T09:45:00Z\"}]",
    "build 1 succeeded 2026-11-20T09:45:00Z 300s -\n"
    "build 2 failed 2026-11-20T09:45:00Z 210s again -\n"
    "build 3 neither 2026-11-20T09:45:00Z -\n"
    "build 4 succeeded 2026-11-20T09:45:00Z -\n"
    "! fleet: GET /a: [6]: Duration: expected a number from 0 on, found “-3” (1 of 8 rows are left "
    "out for this)\n"
    "! fleet: GET /a: [7]: Outcome: expected one of succeeded, failed, neither, found “open” (1 of "
    "8 rows are left out for this)\n" },
  { "left-out", JOBS,
    "[" ROW ("1", "succeeded") "," ROW ("2", "exploded") "," ROW (
        "3", "gone") ","
                     "{\"k\":\"4\",\"d\":\"cam\",\"o\":\"failed\",\"s\":\"yesterday\"},"
                     "{\"k\":\"5\",\"d\":\"cam\",\"o\":\"failed\",\"s\":\"2026-11-20T09:00:00Z\"},"
                     "{\"k\":\"6\",\"d\":\"cam\",\"o\":\"failed\",\"s\":\"2026-11-20T09:00:00Z\","
                     "\"e\":\"2026-11-19T09:00:00Z\"},"
                     "{\"k\":\"7\",\"d\":{},\"o\":\"failed\"},{\"k\":\"8\",\"o\":\"failed\"},7]",
    "attempt 1 cam -/- ->2.0 succeeded 2026-11-20T09:00:00Z 2026-11-20T09:10:00Z - - - - -\n"
    "! fleet: GET /a: [1]: Outcome: expected one of open, succeeded, failed, cancelled, "
    "no-attempt, downloaded, found “exploded” (2 of 9 rows are left out for this)\n"
    "! fleet: GET /a: [3]: Started: expected a time written as rfc3339, found “yesterday” (1 of 9 "
    "rows are left out for this)\n"
    "! fleet: GET /a: [4]: it is over, but not said since when (1 of 9 rows are left out for "
    "this)\n"
    "! fleet: GET /a: [5]: it ended before it started (1 of 9 rows are left out for this)\n"
    "! fleet: GET /a: [6].d: expected a text or a number, found an object (3 of 9 rows are left "
    "out for this)\n" },
  { "columns",
    HEAD "[Attempts a]\nPath=/a\nRows=$.results[*].series[*].values[*]\nColumns=^.columns[*]\n"
         "TimeFormat=epoch-s\nDevice=^.tags.device\nTo=@.to\nOutcome=@.state\nStarted=@.time\n"
         "Ended=@.time\n",
    "{\"results\":[{\"series\":["
    "{\"tags\":{\"device\":\"cam-1\"},\"columns\":[\"time\",\"state\",\"to\"],"
    "\"values\":[[1795167600,\"failed\",\"2.4\"]]},"
    "{\"tags\":{\"device\":\"cam-2\"},\"columns\":[\"to\",\"time\",\"state\"],"
    "\"values\":[[\"2.5\",1795167600,\"succeeded\"]]}]}]}",
    "attempt cam-1/2.4/2026-11-20T09:40:00Z cam-1 -/- ->2.4 failed 2026-11-20T09:40:00Z "
    "2026-11-20T09:40:00Z unknown - - - -\n"
    "attempt cam-2/2.5/2026-11-20T09:40:00Z cam-2 -/- ->2.5 succeeded 2026-11-20T09:40:00Z "
    "2026-11-20T09:40:00Z - - - - -\n" },
  { "days",
    HEAD "[Days d]\nPath=/a\nDay=@.day\nFrom=@.from\nTo=@.to\nClass=@.hw\nOutcome=@.state\n"
         "Outcome.Values=OK=succeeded;BAD=failed;LATE=failed\nCause=@.why\nCount=@.n\n",
    "[{\"day\":\"2026-11-19\",\"from\":\"1.0\",\"to\":\"1.1\",\"hw\":\"nano\",\"state\":\"BAD\","
    "\"why\":\"Disk Space\",\"n\":3},"
    "{\"day\":\"2026-11-19\",\"from\":\"1.0\",\"to\":\"1.1\",\"hw\":\"nano\",\"state\":\"LATE\","
    "\"why\":\"Disk Space\",\"n\":\"4\"},"
    "{\"day\":\"2026-11-19\",\"from\":\"1.0\",\"to\":\"1.1\",\"hw\":\"nano\",\"state\":\"OK\","
    "\"n\":9},"
    "{\"day\":\"2026-11-22\",\"state\":\"OK\",\"n\":9},{\"day\":\"2026-11-18\",\"state\":\"OK\","
    "\"n\":-1},{\"day\":\"2026-11-18T01:00:00Z\",\"state\":\"OK\",\"n\":1.5}]",
    "day 20776 1.0>1.1 nano failed disk-space 7\n"
    "day 20776 1.0>1.1 nano succeeded - 9\n"
    "! fleet: GET /a: [3]: the day is still to come: 2026-11-22 (1 of 6 rows are left out "
    "for this)\n"
    "! fleet: GET /a: [4]: Count: expected a count, found “-1” (1 of 6 rows are left out for "
    "this)\n"
    "! fleet: GET /a: [5]: Day: expected a time written as day, found “2026-11-18T01:00:00Z” (1 of "
    "6 rows are left out for this)\n" },
  { "devices",
    HEAD "[Devices d]\nPath=/a\nRows=$.devices.*\nId=@~\nClass=@.hw\nSite=@.site\nRelease=@.fw\n"
         "LastSeen=@.seen\nHeartbeat=@.every\nHeartbeat.Unit=min\nTestedRollback=@.rb\n"
         "TestedRollback.Values=true=yes;false=no\n",
    "{\"devices\":{\"cam-1\":{\"hw\":\"nano\",\"site\":3,\"fw\":\"2.3.0\","
    "\"seen\":\"2026-11-21T09:00:00+01:00\",\"every\":5,\"rb\":true},\"cam-2\":{\"rb\":false}}}",
    "device cam-1 nano 3 2.3.0 -/- - 2026-11-21T08:00:00Z 300000 1\n"
    "device cam-2 - - - -/- - - 0 0\n" },
  { "rollouts",
    HEAD "[Rollouts r]\nPath=/a\nRows=$[*].groups[*]\nId=^.id\nName=^.name\nRelease=^.v\n"
         "Progress=^.state\nCreated=^.at\nStage=@.id\nStageName=@.name\nStageProgress=@.state\n"
         "Total=@.all\nSucceeded=@.ok\nFailed=@.bad\nRunning=@.run\nErrorThreshold=@.stop\n"
         "ErrorThreshold.Unit=percent\n",
    "[{\"id\":7,\"name\":\"Spring\",\"v\":\"2.4.0\",\"state\":\"running\","
    "\"at\":\"2026-11-01\",\"groups\":[{\"id\":\"g1\",\"name\":\"first\",\"state\":\"finished\","
    "\"all\":10,\"ok\":8,\"bad\":2,\"run\":0,\"stop\":5},"
    "{\"id\":\"g2\",\"name\":\"second\",\"state\":\"running\",\"all\":10,\"ok\":8,\"bad\":3}]},"
    "{\"id\":8,\"state\":\"waiting\",\"groups\":[{\"all\":4,\"ok\":0,\"bad\":0}]}]",
    "rollout 7 Spring 2.4.0 running 2026-11-01T00:00:00Z\n"
    "  stage g1 first finished 10: 8 0 2 -1 0 -1 nan 0.05\n"
    "rollout 8 8 - waiting -\n"
    "  stage all 8 waiting 4: 0 0 0 -1 -1 -1 nan nan\n"
    "! fleet: GET /a: [0].groups[1]: the counts come to more than Total, 10 (1 of 3 rows are left "
    "out for this)\n" },
  { "fps",
    HEAD "[Speed s]\nPath=/a?from={since}\nSeries=fps\nTime=@.t\nClass=@.c\nFps=@.v\n"
         "Seconds=\"60\"\n",
    "[{\"t\":\"2026-11-21T07:10:00Z\",\"c\":\"nano\",\"v\":29.5},"
    "{\"t\":\"2026-11-21T07:11:00Z\",\"c\":\"nano\",\"v\":30},"
    "{\"t\":\"2026-11-21T08:00:00Z\",\"c\":\"nano\",\"v\":29.1},"
    "{\"t\":\"2026-11-21T08:00:01Z\",\"c\":\"nano\",\"v\":0},"
    "{\"t\":\"2026-11-21T09:30:00Z\",\"c\":\"nano\",\"v\":12},"
    "{\"t\":\"2026-11-21T07:10:00Z\",\"c\":\"nano\"}]",
    "series fps-time s class=nano,le=0: 2026-11-21T09:00:00Z=60\n"
    "series fps-time s class=nano,le=29: 2026-11-21T08:00:00Z=0\n"
    "series fps-time s class=nano,le=30: 2026-11-21T08:00:00Z=120\n"
    "series fps-time s class=nano,le=31: 2026-11-21T08:00:00Z=60\n"
    "! fleet: GET /a: [5]: Fps is missing (1 of 6 rows are left out for this)\n" },
  { "bins",
    HEAD "[Speed a]\nPath=/a\nRows=$.fps[*]\nSeries=fps-time\nStamp=begin\nTime=@.t\nClass=@.c\n"
         "Le=@.le\nAbove=@.gt\nSeconds=@.h\nSeconds.Unit=h\n"
         "[Speed b]\nPath=/a\nRows=$.ms[*]\nSeries=frame-time\nTime=@.t\nLe=@.le\nLe.Unit=s\n"
         "Frames=@.n\n"
         "[Speed c]\nPath=/a\nRows=$.stages[*]\nSeries=stage-time\nTime=@.t\nStage=@.s\n"
         "Duration=@.us\nDuration.Unit=us\n",
    "{\"fps\":[{\"t\":\"2026-11-21T07:00:00Z\",\"c\":\"orin\",\"gt\":29,\"le\":30,\"h\":1.5}],"
    "\"ms\":[{\"t\":\"2026-11-21T08:00:00Z\",\"le\":0.035,\"n\":700},"
    "{\"t\":\"2026-11-21T08:00:00Z\",\"le\":\"+Inf\",\"n\":2}],"
    "\"stages\":[{\"t\":\"2026-11-21T08:00:00Z\",\"s\":\"infer\",\"us\":14000},"
    "{\"t\":\"2026-11-21T07:30:00Z\",\"s\":\"infer\",\"us\":12000}]}",
    "series fps-time s class=orin,le=29: 2026-11-21T08:00:00Z=0\n"
    "series fps-time s class=orin,le=30: 2026-11-21T08:00:00Z=5400\n"
    "series frame-time frames le=35: 2026-11-21T08:00:00Z=700\n"
    "series frame-time frames le=+Inf: 2026-11-21T08:00:00Z=2\n"
    "series stage-time ms stage=infer: 2026-11-21T08:00:00Z=13\n" },
};

static void
test_rows (Fixture *self, gconstpointer data)
{
  const RowCase *the_case = data;
  g_autoptr (GError) error = NULL;

  serve (self, "/a", the_case->body);
  g_autoptr (ParlHarvest) harvest = sync_mapping (self, the_case->mapping, &error);
  g_assert_no_error (error);
  assert_harvest (harvest, the_case->harvest);
  g_assert_cmpstr (harvest->server, ==, "Fleet 1");
}

/* Pages. */

typedef struct
{
  const char *name, *request; /* keys of the part */
  struct
  {
    const char *target, *headers, *body;
  } pages[5];
  const char *keys;    /* of the attempts; NULL: refused */
  const char *refusal; /* its end */
} PageCase;

static const PageCase pages[] = {
  { "page",
    "Path=/a?p={page}&n={limit}\nPaging=page\nFirst=0\nLimit=2\n",
    { { "/a?p=0&n=2", NULL, "[" ROW ("1", "failed") "," ROW ("2", "failed") "]" },
      { "/a?p=1&n=2", NULL, "[" ROW ("3", "failed") "]" } },
    "1 2 3",
    NULL },
  { "page-until-empty",
    "Path=/a?p={page}\nPaging=page\n",
    { { "/a?p=1", NULL, "[" ROW ("1", "failed") "," ROW ("2", "failed") "]" },
      { "/a?p=2", NULL, "[" ROW ("3", "failed") "]" },
      { "/a?p=3", NULL, "[]" } },
    "1 2 3",
    NULL },
  { "page-until-404",
    "Path=/a/{page}\nPaging=page\nLimit=100\n",
    { { "/a/1", NULL, "[" ROW ("1", "failed") "]" } },
    "1",
    NULL },
  /* It gives fewer rows than asked for; that is not the end. */
  { "offset-capped",
    "Path=/a?o={offset}\nPaging=offset\nLimit=100\n",
    { { "/a?o=0", NULL, "[" ROW ("1", "failed") "," ROW ("2", "failed") "]" },
      { "/a?o=2", NULL, "[" ROW ("3", "failed") "," ROW ("4", "failed") "]" },
      { "/a?o=4", NULL, "[" ROW ("5", "failed") "]" } },
    "1 2 3 4 5",
    NULL },
  { "cursor",
    "Path=/a?x=1&c={cursor}\nPaging=cursor\nNext=$.next\nRows=$.rows[*]\n",
    { { "/a?x=1", NULL, "{\"rows\":[" ROW ("1", "failed") "],\"next\":\"b c\"}" },
      { "/a?x=1&c=b%20c", NULL, "{\"rows\":[" ROW ("2", "failed") "],\"next\":null}" } },
    "1 2",
    NULL },
  { "link",
    "Path=/a\nPaging=link\n",
    { { "/a", "Link: </a?p=1>; rel=\"prev\"\r\nLink: </b?p=2>; rel=\"next\"\r\n",
        "[" ROW ("1", "failed") "]" },
      { "/b?p=2", NULL, "[" ROW ("2", "failed") "]" } },
    "1 2",
    NULL },
  { "next",
    "Path=/a\nPaging=next\nNext=$.links.next\nRows=$.rows[*]\n",
    { { "/a", NULL, "{\"rows\":[" ROW ("1", "failed") "],\"links\":{\"next\":\"?p=2\"}}" },
      { "/a?p=2", NULL, "{\"rows\":[" ROW ("2", "failed") "]}" } },
    "1 2",
    NULL },
  { "same-page-again",
    "Path=/a?p={page}\nPaging=page\n",
    { { "/a", NULL, "[" ROW ("1", "failed") "]" } },
    NULL,
    "GET /a: the server gives the same page again instead of the next one" },
  { "next-is-itself",
    "Path=/a\nPaging=next\nNext=$.next\nRows=$.rows[*]\n",
    { { "/a", NULL, "{\"rows\":[],\"next\":\"/a\"}" } },
    NULL,
    "GET /a: the server names a page as the next one that was there before" },
  { "next-in-a-circle",
    "Path=/a\nPaging=next\nNext=$.next\nRows=$.rows[*]\n",
    { { "/a", NULL, "{\"rows\":[],\"next\":\"/b\"}" },
      { "/b", NULL, "{\"rows\":[],\"next\":\"/c\"}" },
      { "/c", NULL, "{\"rows\":[],\"next\":\"/b\"}" } },
    NULL,
    "GET /c: the server names a page as the next one that was there before" },
  { "cursor-stands-still",
    "Path=/a?c={cursor}\nPaging=cursor\nNext=$.next\nRows=$.rows[*]\n",
    { { "/a", NULL, "{\"rows\":[],\"next\":\"x\"}" } },
    NULL,
    "GET /a: the server names a page as the next one that was there before" },
  { "next-elsewhere",
    "Path=/a\nPaging=link\n",
    { { "/a", "Link: <https://evil.example.com/a?p=2>; rel=next\r\n", "[]" } },
    NULL,
    "GET /a: the server says that the next page is at “evil.example.com/a”, outside of this "
    "source’s address; nothing is asked there" },
  { "sign-in-page",
    "Path=/a\n",
    { { "/a", NULL, "\n<!DOCTYPE html><title>Sign in</title>" } },
    NULL,
    "GET /a: expected JSON, found a web page" },
  { "empty",
    "Path=/a\n",
    { { "/a", NULL, "" } },
    NULL,
    "GET /a: expected JSON, found an empty "
    "answer" },
  { "error-in-200",
    "Path=/a\nRows=$.rows[*]\nError=$.results[*].error\n",
    { { "/a", NULL, "{\"results\":[{\"error\":\"database not found: fleet\"}]}" } },
    NULL,
    "GET /a: the server reports an error in a successful answer: “database not found: fleet”" },
  { "no-error-in-200",
    "Path=/a\nRows=$.rows[*]\nError=$.error\n",
    { { "/a", NULL, "{\"error\":null,\"rows\":[" ROW ("1", "failed") "]}" } },
    "1",
    NULL },
};

static void
test_pages (Fixture *self, gconstpointer data)
{
  const PageCase *the_case = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) keys = g_string_new (NULL);
  g_autofree char *mapping
      = g_strconcat (HEAD "[Attempts a]\n", the_case->request,
                     "Key=@.k\nDevice=@.d\nOutcome=@.o\nStarted=@.s\nEnded=@.e\n", NULL);

  for (unsigned i = 0; i < 5 && the_case->pages[i].target != NULL; i++)
    script_server_add (
        self->server, the_case->pages[i].target,
        &(ScriptAnswer){ .headers = the_case->pages[i].headers, .body = the_case->pages[i].body });
  g_autoptr (ParlHarvest) harvest = sync_mapping (self, mapping, &error);
  if (the_case->keys == NULL)
    {
      g_assert_null (harvest);
      g_assert_true (g_str_has_suffix (error->message, the_case->refusal));
      g_assert_true (g_str_has_prefix (error->message, "fleet: "));
      return;
    }
  g_assert_no_error (error);
  for (unsigned i = 0; i < harvest->attempts->len; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? " " : "",
                            ((ParlAttempt *)harvest->attempts->pdata[i])->key);
  g_assert_cmpstr (keys->str, ==, the_case->keys);
}

/* A server whose pages never end: each is empty and names another one. */
static ScriptAnswer
answer_endlessly (const char *method G_GNUC_UNUSED, const char *target,
                  const char *body G_GNUC_UNUSED, gpointer data)
{
  char **kept = data;
  const char *sign = strchr (target, '=');
  int n = sign != NULL ? atoi (sign + 1) : 0;

  g_free (*kept);
  *kept = g_strdup_printf ("{\"rows\":[],\"next\":\"/a?p=%d\"}", n + 1);
  return (ScriptAnswer){ .body = *kept };
}

static void
test_endless (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  script_server_set_handler (self->server, answer_endlessly, &kept);
  g_autoptr (ParlHarvest) harvest
      = sync_mapping (self, JOBS "Paging=next\nNext=$.next\nRows=$.rows[*]\n", &error);
  g_assert_null (harvest);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE);
  g_assert_true (g_str_has_suffix (
      error->message, "the server has more than is read at once: the pages do not end"));
  g_assert_cmpuint (script_server_count (self->server), <, 200);
}

/* Requests. */

static void
test_post (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  serve (self, "/q", "[" ROW ("1", "failed") "]");
  g_assert_true (parl_source_config_set (self->config, "Value.org", "a \"b\"&c", NULL));
  g_autoptr (ParlHarvest) harvest = sync_mapping (
      self,
      HEAD "[Setting org]\nTitle=Organization\n[Setting size]\nTitle=Size\nDefault=7\n"
           "[Attempts a]\nPath=/q?o={org}&n={size}&when=a b>='c'&none={cursor}\nMethod=POST\n"
           "Body={\"org\": \"{org}\", \"from\": {since}}\nSinceFormat=epoch-s\n"
           "Header.Accept=application/vnd.x+json\nHeader.X-Org=o {org}\n"
           "Key=@.k\nDevice=@.d\nOutcome=@.o\nStarted=@.s\nEnded=@.e\n",
      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (harvest->attempts->len, ==, 1);
  g_autofree char *request = script_server_dup_request (self->server, 0);
  g_assert_nonnull (
      strstr (request, "POST /q?o=a%20%22b%22%26c&n=7&when=a%20b%3E='c' HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (request, "\r\nContent-Type: application/json\r\n"));
  g_assert_nonnull (strstr (request, "\r\nAccept: application/vnd.x+json\r\n"));
  g_assert_nonnull (strstr (request, "\r\nX-Org: o a \"b\"&c\r\n"));
  g_assert_nonnull (strstr (request, "{\"org\": \"a \\\"b\\\"&c\", \"from\": 1760694000}"));
}

static void
test_settings (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHarvest) harvest = sync_mapping (
      self,
      HEAD "[Setting org]\nTitle=Name of the organization\n[Attempts a]\nPath=/{org}\n"
           "Device=@.d\nOutcome=@.o\n",
      &error);

  g_assert_null (harvest);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==,
                   "fleet: the mapping “m” needs Value.org: Name of the organization");
  g_assert_cmpuint (script_server_count (self->server), ==, 0);
}

/* Lists: a request for each row; a row that is over for long is not asked for; one that fails is
 * said, and the others come. */
#define LISTS                                                                                      \
  HEAD "[List jobs]\nPath=/jobs\nRows=$.jobs[*]\nValue.id=@.id\nValue.to=@.v\nEnded=@.end\n"       \
       "[Attempts a]\nEach=jobs\nPath=/jobs/{jobs.id}/runs?since={since}\n"                        \
       "Key=\"{jobs.id}/\" + @.k\nDevice=@.d\nRollout=\"{jobs.id}\"\nTo=\"{jobs.to}\"\n"           \
       "Outcome=@.o\nStarted=@.s\nEnded=@.e\n"

static void
test_lists (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  serve (self, "/jobs",
         "{\"jobs\":[{\"id\":\"j1\",\"v\":\"1\"},{\"id\":\"j2\",\"v\":\"2\","
         "\"end\":\"2026-11-19T00:00:00Z\"},{\"id\":\"j3\",\"v\":\"3\","
         "\"end\":\"2025-01-01T00:00:00Z\"},{\"id\":\"j4\",\"v\":\"4\"},{\"x\":1}]}");
  serve (self, "/jobs/j1/runs", "[" ROW ("1", "succeeded") "]");
  serve (self, "/jobs/j2/runs", "[" ROW ("1", "succeeded") "]");
  g_autoptr (ParlHarvest) harvest = sync_mapping (self, LISTS, &error);
  g_assert_no_error (error);
  assert_harvest (
      harvest,
      "attempt j1/1 cam j1/all ->1 succeeded 2026-11-20T09:00:00Z 2026-11-20T09:10:00Z - - - - -\n"
      "attempt j2/1 cam j2/all ->2 succeeded 2026-11-20T09:00:00Z 2026-11-20T09:10:00Z - - - - -\n"
      "! fleet: GET /jobs/j4/runs: the server answered 404: there is nothing at this address; it "
      "says “404 page not found”; what it would say is missing\n");
  g_assert_cmpuint (script_server_count (self->server), ==, 4);

  /* Next time, what was over for two days then is not asked for. */
  g_autoptr (ParlKnown) known = parl_known_new ();
  script_server_add (self->server, "/jobs/j4/runs", &(ScriptAnswer){ .body = "[]" });
  g_autoptr (ParlHarvest) whole = sync_mapping (self, LISTS, &error);
  known->bookmark = g_strdup (whole->bookmark);
  unsigned before = script_server_count_target (self->server, "/jobs/j2/runs");
  g_autoptr (ParlHarvest) again = sync_known (self, LISTS "Again=1\n", known, &error);
  g_assert_cmpuint (script_server_count_target (self->server, "/jobs/j2/runs"), ==, before + 1);
  g_free (known->bookmark);
  known->bookmark = g_strdup (again->bookmark);
  g_autoptr (ParlHarvest) third = sync_known (self, LISTS "Again=1\n", known, &error);
  g_assert_cmpuint (script_server_count_target (self->server, "/jobs/j2/runs"), ==, before + 1);
  g_assert_cmpuint (script_server_count_target (self->server, "/jobs/j1/runs"), ==, 4);
}

/* A long period part by part. */
static void
test_slices (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  serve (self, "/a", "[]");
  g_autoptr (ParlHarvest) harvest = sync_mapping (
      self,
      HEAD "[Attempts a]\nPath=/a?since={since}&until={until}\nPast=2\nSlice=20\nDevice=@.d\n"
           "Outcome=@.o\nTo=@.t\n",
      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (self->server), ==, 3);
  g_autofree char *second = script_server_dup_request (self->server, 1);
  g_autofree char *last = script_server_dup_request (self->server, 2);
  g_assert_nonnull (
      strstr (second, "/a?since=2026-11-20T05%3A40%3A00Z&until=2026-11-21T01%3A40%3A00Z "));
  g_assert_nonnull (
      strstr (last, "/a?since=2026-11-21T01%3A40%3A00Z&until=2026-11-21T09%3A40%3A00Z "));
}

/* What is new. */

static void
test_incremental (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char mapping[]
      = HEAD "[Attempts a]\nPath=/a?since={since}&until={until}\nAgain=1\nKey=@.k\nDevice=@.d\n"
             "Outcome=@.o\nStarted=@.s\nEnded=@.e\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlKnown) known = parl_known_new ();

  serve (self, "/a", "[" ROW ("1", "failed") "]");
  g_autoptr (ParlHarvest) first = sync_known (self, mapping, known, &error);
  g_assert_no_error (error);
  g_assert_cmpint (first->newest, ==, NOW - PARL_DAY - 30 * PARL_MINUTE);
  g_autofree char *request = script_server_dup_request (self->server, 0);
  g_assert_nonnull (strstr (request, "/a?since=2025-10-17T09%3A40%3A00Z&until=2026-11-21T09%3A40"
                                     "%3A00Z "));

  known->bookmark = g_strdup (first->bookmark);
  g_autoptr (ParlHarvest) second = sync_known (self, mapping, known, &error);
  g_autofree char *again = script_server_dup_request (self->server, 1);
  g_assert_nonnull (strstr (again, "/a?since=2026-11-20T08%3A10%3A00Z&"));
  g_assert_cmpstr (second->bookmark, ==, first->bookmark);

  /* One that is still open is asked for again. */
  ParlAttempt *open = parl_attempt_new ();
  open->key = g_strdup ("0");
  open->started = NOW - 10 * PARL_DAY;
  g_ptr_array_add (known->open, open);
  g_autoptr (ParlHarvest) third = sync_known (self, mapping, known, &error);
  g_autofree char *older = script_server_dup_request (self->server, 2);
  g_assert_nonnull (strstr (older, "/a?since=2026-11-11T09%3A40%3A00Z&"));

  /* Another mapping is another past. */
  g_autofree char *other = g_strconcat (mapping, "Site=@.site\n", NULL);
  g_autoptr (ParlHarvest) fourth = sync_known (self, other, known, &error);
  g_autofree char *anew = script_server_dup_request (self->server, 3);
  g_assert_nonnull (strstr (anew, "/a?since=2025-10-17T09%3A40%3A00Z&"));
}

/* It was open when it was last seen; now it is over, and the service does not say since when. */
static void
test_seen_closed (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlKnown) known = parl_known_new ();
  ParlAttempt *open = parl_attempt_new ();

  open->key = g_strdup ("1");
  open->started = NOW - PARL_DAY;
  g_ptr_array_add (known->open, open);
  serve (self, "/a",
         "[{\"k\":\"1\",\"d\":\"cam\",\"o\":\"failed\",\"s\":\"2026-11-20T09:40:00Z\"}]");
  g_autoptr (ParlHarvest) harvest = sync_known (self, JOBS, known, &error);
  g_assert_no_error (error);
  assert_harvest (harvest, "attempt 1 cam -/- ->2.0 failed 2026-11-20T09:40:00Z "
                           "2026-11-21T09:40:00Z seen unknown - - - -\n");
}

/* Devices that are in no list are gone; not when a list is not whole. */
static void
test_gone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char mapping[] = HEAD "[Devices d]\nPath=/a\nId=@.id\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlKnown) known = parl_known_new ();
  ParlDevice *old = parl_device_new ("old");

  g_hash_table_insert (known->devices, old->id, old);
  serve (self, "/a", "[{\"id\":\"new\"}]");
  serve (self, "/a", "[{\"id\":\"new\"},{}]");
  serve (self, "/a", "[]");
  g_autoptr (ParlHarvest) whole = sync_known (self, mapping, known, &error);
  assert_harvest (whole, "device new - - - -/- - - 0 -1\ngone old\n");
  g_assert_cmpint (whole->newest, ==, NOW);
  g_autoptr (ParlHarvest) part = sync_known (self, mapping, known, &error);
  g_assert_cmpuint (part->gone_devices->len, ==, 0);
  g_autoptr (ParlHarvest) none = sync_known (self, mapping, known, &error);
  g_assert_cmpuint (none->gone_devices->len, ==, 0);
}

/* A part that fails leaves the others. */
static void
test_parts (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  serve (self, "/d", "[{\"id\":\"cam\"}]");
  g_autoptr (ParlHarvest) harvest
      = sync_mapping (self, JOBS "[Devices d]\nPath=/d\nId=@.id\n", &error);
  g_assert_no_error (error);
  assert_harvest (harvest,
                  "device cam - - - -/- - - 0 -1\n"
                  "! fleet: GET /a: the server answered 404: there is nothing at this address; it "
                  "says “404 page not found”; this part stays as it was\n");
}

/* A look: the raw answer beside what is understood. */
static void
test_preview (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSource) source = open_source (self, JOBS "[Devices d]\nPath=/d\nId=@.id\n");

  serve (self, "/a", "[" ROW ("1", "failed") "," ROW ("2", "exploded") "]");
  g_autoptr (GPtrArray) previews = parl_source_preview (source, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (previews->len, ==, 2);
  const ParlPreview *first = previews->pdata[0], *second = previews->pdata[1];
  g_autofree char *columns = g_strjoinv (" ", first->columns);
  g_autofree char *row = g_strjoinv (" ", first->rows->pdata[0]);
  g_assert_cmpstr (first->request, ==, "GET /a");
  g_assert_true (g_str_has_prefix (first->body, "[{\"k\":\"1\""));
  g_assert_cmpstr (columns, ==, "Key Device To Outcome Started Ended");
  g_assert_cmpstr (row, ==, "1 cam 2.0 failed 2026-11-20T09:00:00Z 2026-11-20T09:10:00Z");
  g_assert_cmpuint (first->rows->len, ==, 1);
  g_assert_cmpuint (first->n_rows, ==, 2);
  g_assert_cmpuint (first->n_understood, ==, 1);
  g_assert_cmpuint (first->notes->len, ==, 1);
  g_assert_true (second->is_failed);

  g_auto (GStrv) lines = parl_source_test (source, NOW, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lines[0], ==, "Attempts a: 2 rows on the first page, 1 understood");
  g_assert_nonnull (strstr (lines[1], "found “exploded” (1 of 2 rows are left out for this)"));
  g_assert_nonnull (strstr (lines[2], "404"));
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

/* Whose clock is wrong, the server's or ours, is not known; an hour that is not over is no error.
 */
static void
test_future (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  serve (self, "/a",
         "[{\"t\":\"2026-11-21T08:00:00Z\",\"h\":1},{\"t\":\"2026-11-22T08:00:00Z\",\"h\":1},"
         "{\"t\":\"2026-11-22T12:00:00Z\",\"h\":1},{\"t\":\"2027-11-21T08:00:00Z\",\"h\":1}]");
  g_autoptr (ParlHarvest) harvest
      = sync_mapping (self,
                      HEAD "[Speed s]\nPath=/a\nSeries=fps-time\nTime=@.t\nLe=\"30\"\nSeconds=@.h\n"
                           "Seconds.Unit=h\n",
                      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (harvest->series->len, ==, 1);
  g_assert_cmpuint (((const ParlSeries *)harvest->series->pdata[0])->length, ==, 1);
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_cmpstr (harvest->warnings->pdata[0], ==,
                   "fleet: GET /a: [2]: lies more than a day in the future (2 of 4 rows are left "
                   "out for this)");
}

/* No number that a sum could not hold, and no fewer frames than none. */
static void
test_absurd (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  serve (self, "/a",
         "[{\"t\":\"2026-11-21T07:00:00Z\",\"f\":5},{\"t\":\"2026-11-21T07:00:00Z\",\"f\":1e300},"
         "{\"t\":\"2026-11-21T07:00:00Z\",\"f\":-1e300},"
         "{\"t\":\"2026-11-21T07:00:00Z\",\"f\":-1}]");
  g_autoptr (ParlHarvest) harvest = sync_mapping (
      self, HEAD "[Speed s]\nPath=/a\nSeries=frame-time\nTime=@.t\nLe=\"30\"\nFrames=@.f\n",
      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (harvest->series->len, ==, 1);
  g_assert_cmpfloat (((const ParlSeries *)harvest->series->pdata[0])->values[0], ==, 5);
  g_ptr_array_add (harvest->warnings, NULL);
  g_autofree char *warnings = g_strjoinv ("\n", (char **)harvest->warnings->pdata);
  g_assert_cmpstr (warnings, ==,
                   "fleet: GET /a: [1]: Frames: expected a number that a metric can be, found "
                   "“1e+300” (2 of 4 rows are left out for this)\n"
                   "fleet: GET /a: [3]: a negative number of frames (1 of 4 rows are left out for "
                   "this)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/mapping/rows/", rows[i].name, NULL);
      ADD (path, &rows[i], test_rows);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strconcat ("/mapping/pages/", pages[i].name, NULL);
      ADD (path, &pages[i], test_pages);
    }
  ADD ("/mapping/pages/endless", NULL, test_endless);
  ADD ("/mapping/post", NULL, test_post);
  ADD ("/mapping/settings", NULL, test_settings);
  ADD ("/mapping/lists", NULL, test_lists);
  ADD ("/mapping/slices", NULL, test_slices);
  ADD ("/mapping/incremental", NULL, test_incremental);
  ADD ("/mapping/seen-closed", NULL, test_seen_closed);
  ADD ("/mapping/gone", NULL, test_gone);
  ADD ("/mapping/parts", NULL, test_parts);
  ADD ("/mapping/future", NULL, test_future);
  ADD ("/mapping/absurd", NULL, test_absurd);
  ADD ("/mapping/preview", NULL, test_preview);
  return g_test_run ();
}
