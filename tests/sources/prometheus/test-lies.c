/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `prometheus` against a server that lies: what cannot be is left out and said, and what
 * contradicts the sync before is asked for again. */
#include "fixture.h"

#include <string.h>

/* A server whose clock runs ahead, or ours behind: no time is believed that was not asked for. */
static const Answer ahead[] = {
  { "camera_fps_seconds_bucket", 200,
    MATRIX ("{\"metric\":{\"class\":\"dome\",\"le\":\"30\"},\"values\":[[" HOUR_0
            ",\"7\"],[1796000000,\"8\"],[1796003600,\"9\"]]}") },
  { NULL, 0, NULL },
};

static void
test_future (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);
  g_autofree char *series = dump_series (harvest->series);

  g_assert_cmpstr (series, ==, "fps-time{class=dome,le=30} s -30:7\n");
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_cmpstr (harvest->warnings->pdata[0], ==,
                   "metrics: POST /api/v1/query_range: fps-time: 2 samples are of times that were "
                   "not asked for and are left out");
}

/* Amounts below nothing and beyond all, times to come, more points than the step allows, series
 * that come twice, names that bring markup and commands for a terminal. */
static const Answer lies[] = {
  { "camera_fps_seconds_bucket", 200,
    MATRIX (
        LEVEL ("\"class\":\"dome\",\"le\":\"30\"",
               "[" HOUR_1 ",\"-5\"],[" HOUR_0 ",\"60\"]") "," //
        LEVEL ("\"class\":\"dome\",\"le\":\"30.0\"", "[" HOUR_1 ",\"7\"],[" HOUR_0 ",\"8\"]")) },
  { "camera_frame_ms_bucket", 200,
    MATRIX (LEVEL ("\"class\":\"<b>d\\u001b[2Jo\\u202eme</b>\\n\",\"le\":\"5\"",
                   "[" HOUR_0 ",\"50\"]") ","                                   //
            LEVEL ("\"class\":\"dome\",\"le\":\"5\"", "[" HOUR_0 ",\"6\"]") "," //
            LEVEL ("\"class\":\"dome\",\"le\":\"5\"", "[" HOUR_0 ",\"6\"]")) },
  { "camera_slow_frame_stage_ms", 200,
    MATRIX (LEVEL ("\"class\":\"dome\",\"stage\":\"decode\"",
                   "[1000,\"1\"],[1767224400,\"7\"],[1767225000,\"7\"],[" HOUR_0
                   ",\"3.5\"],[1767229200,\"4\"],[4102444800,\"5\"]") "," //
            LEVEL ("\"class\":\"dome\",\"stage\":\"infer\"",
                   "[" HOUR_2 ",\"+Inf\"],[" HOUR_1 ",\"1e300\"],[" HOUR_0 ",\"NaN\"]")) },
  { NULL, 0, NULL },
};

static void
test_lies (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_autofree char *series = dump_series (harvest->series);
  g_assert_cmpstr (series, ==,
                   "fps-time{class=dome,le=30} s -90:7 -30:68\n"
                   "frame-time{class=<b>d [2Jo me</b>,le=5} frames -30:50\n"
                   "frame-time{class=dome,le=5} frames -30:6\n"
                   "stage-time{class=dome,stage=decode} ms -30:3.5\n");
  g_ptr_array_add (harvest->warnings, NULL);
  g_autofree char *warnings = g_strjoinv ("\n", (char **)harvest->warnings->pdata);
  g_assert_cmpstr (
      warnings, ==,
      "metrics: POST /api/v1/query_range: fps-time: 1 samples are negative and are "
      "left out\n"
      "metrics: POST /api/v1/query_range: frame-time: 1 series come twice and are left out the "
      "second time\n"
      "metrics: POST /api/v1/query_range: stage-time: 2 samples are larger than any metric can be "
      "and are left out\n"
      "metrics: POST /api/v1/query_range: stage-time: 5 samples are of times that were "
      "not asked for and are left out");
  g_assert_cmpint (harvest->newest, ==, NOW - 30 * PARL_MINUTE);
}

/* A sync of what @known tells, whose harvest becomes known. */
static ParlHarvest *
sync_next (ParlSource *source, ParlKnown *known)
{
  g_autoptr (GError) error = NULL;
  ParlHarvest *harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_free (known->bookmark);
  known->bookmark = g_strdup (harvest->bookmark);
  known->series_end = harvest->newest;
  g_ptr_array_unref (known->series);
  known->series = g_ptr_array_ref (harvest->series);
  return harvest;
}

#define FIRST_START "&start=1762304400.000"
#define NEXT_START "&start=1767222000.000"

static const Answer one_bad[] = {
  { "camera_frame_ms_bucket", 400, "1:9: parse error" },
  { NULL, 0, NULL },
};

/* A query that got no answer is asked for all of that time again, and the others are not. */
static void
test_owed (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const Answer mended[] = { { NULL, 0, NULL } };
  const char *settings[] = { "Query.stage-time", "", NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();

  for (unsigned i = 0; i < 4; i++)
    {
      g_autoptr (ParlHarvest) harvest = sync_next (source, known);
      g_assert_cmpuint (harvest->warnings->len, ==, i < 2);
      known->series_end = NOW - 30 * PARL_MINUTE;
      g_ptr_array_set_size (known->series, 0);
      if (i == 1)
        fixture->answers = mended;
    }
  g_assert_cmpuint (fixture->forms->len, ==, 8);
  for (unsigned i = 0; i < 8; i++)
    g_assert_nonnull (strstr (fixture->forms->pdata[i],
                              i < 2 || (i % 2 == 1 && i < 6) ? FIRST_START : NEXT_START));
}

/* A matrix that goes on and on comes to the bound of bytes: what came before it is kept, and it is
 * owed with all that would have come after it. */
static void
test_endless (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "SyncMegabytes", "1", NULL };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();

  g_string_append (body, "{\"status\":\"success\",\"data\":{\"result\":[");
  for (unsigned i = 0; body->len < 3 << 20; i++)
    g_string_append_printf (body,
                            LEVEL ("\"class\":\"c%u\",\"le\":\"5\"", "[" HOUR_0 ",\"6\"]") ",", i);
  const Answer answers[]
      = { { "camera_fps_seconds_bucket", 200, MATRIX (BUCKET ("dome", "30", "5", "6")) },
          { "camera_frame_ms_bucket", 200, body->str },
          { NULL, 0, NULL } };
  fixture->answers = answers;
  g_autoptr (ParlHarvest) harvest = sync_next (source, known);
  g_assert_cmpuint (harvest->series->len, ==, 1);
  g_assert_cmpuint (harvest->warnings->len, ==, 1);
  g_assert_nonnull (strstr (harvest->warnings->pdata[0], "more than 1.0"));
  g_assert_nonnull (strstr (known->bookmark, " frame-time=1762304400000 stage-time=1762304400000"));
}

#define TWO_CLASSES MATRIX (BUCKET ("dome", "30", "5", "6") "," BUCKET ("bullet", "30", "7", "8"))
#define ONE_CLASS MATRIX (BUCKET ("dome", "30", "5", "6"))

/* Where an hour has other series than before, either answer may have been the lie: everything is
 * asked for again at once. */
static void
test_fewer (void)
{
  static const char *const turns[][4] = {
    { TWO_CLASSES, TWO_CLASSES, TWO_CLASSES, NULL }, /* the server is honest */
    { TWO_CLASSES, ONE_CLASS, TWO_CLASSES, NULL },   /* lies by leaving out, now */
    { ONE_CLASS, TWO_CLASSES, TWO_CLASSES, NULL },   /* before */
    { TWO_CLASSES, ONE_CLASS, ONE_CLASS,
      "metrics: the server gives 1 series of an hour of which it "
      "gave 2 before" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      Answer answers[] = { { FIRST_START, 200, turns[i][2] },
                           { NEXT_START, 200, turns[i][1] },
                           { NULL, 0, NULL } };
      const char *settings[] = { "Query.frame-time", "", "Query.stage-time", "", NULL };
      Fixture fixture = { 0 };
      set_up (&fixture, answers);
      ParlSource *source = create_source (&fixture, settings);
      g_autoptr (ParlKnown) known = parl_known_new ();

      answers[0].body = turns[i][0];
      parl_harvest_free (sync_next (source, known));
      answers[0].body = turns[i][2];
      g_autoptr (ParlHarvest) second = sync_next (source, known);
      g_assert_cmpuint (fixture.forms->len, ==, i == 0 ? 2 : 3);
      g_assert_cmpuint (second->series->len, ==, turns[i][3] == NULL ? 2 : 1);
      g_assert_cmpuint (second->warnings->len, ==, turns[i][3] != NULL);
      if (turns[i][3] != NULL)
        g_assert_cmpstr (second->warnings->pdata[0], ==, turns[i][3]);

      /* After two months without a sync nothing of before is asked for, so nothing contradicts. */
      unsigned n_forms = fixture.forms->len;
      known->series_end -= 60 * PARL_DAY;
      g_autoptr (ParlHarvest) third = sync_next (source, known);
      g_assert_cmpuint (fixture.forms->len, ==, n_forms + 1);
      g_assert_cmpuint (third->warnings->len, ==, 0);
      parl_source_free (source);
      tear_down (&fixture, NULL);
    }
}

/* The day before the newest was over: where it has another count now, all days are asked for again.
 */
static const Answer four[] = {
  { "[3600s]" NEWEST, 200,
    MATRIX (OTA ("failed", "disk-space", "\"values\":[[1767222000,\"4\"]]")) },
  { NULL, 0, NULL },
};

static void
test_other_counts (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[]
      = { "Query.fps-time", "",  "Query.frame-time", "", "Query.stage-time", "", "Profile",
          "exporter-ota",   NULL };
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();

  parl_harvest_free (sync_next (source, known));
  unsigned n_first = fixture->forms->len;
  known->last_day = 20454;
  for (unsigned i = 0; i < 2; i++)
    {
      known->day_before = i == 0 ? 4 : 2;
      g_autoptr (ParlHarvest) harvest = sync_next (source, known);
      g_assert_cmpuint (harvest->days->len, >, 0);
      unsigned n_full = 0;
      for (unsigned k = n_first; k < fixture->forms->len; k++)
        n_full += strstr (fixture->forms->pdata[k], FIRST_START) != NULL;
      g_assert_cmpint (n_full > 0, ==, i == 1);
      n_first = fixture->forms->len;
    }
}

static const Answer negative_days[] = {
  { "[3600s]" NEWEST, 200,
    MATRIX (OTA ("failed", "no\\tspace", "\"values\":[[1767225600,\"-4\"],[1767312000,\"4\"]]")) },
  { NULL, 0, NULL },
};

static void
test_negative_days (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  const char *settings[] = { "Profile", "exporter-ota", NULL };
  g_autoptr (ParlHarvest) harvest = sync_all (fixture, settings);

  g_assert_cmpuint (harvest->days->len, ==, 0);
  g_assert_cmpuint (harvest->warnings->len, ==, 2);
  g_assert_cmpint (harvest->newest, ==, PARL_TIME_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/prometheus/lies/future", Fixture, ahead, set_up, test_future, tear_down);
  g_test_add ("/prometheus/lies/amounts", Fixture, lies, set_up, test_lies, tear_down);
  g_test_add ("/prometheus/lies/owed", Fixture, one_bad, set_up, test_owed, tear_down);
  g_test_add ("/prometheus/lies/endless", Fixture, NULL, set_up, test_endless, tear_down);
  g_test_add_func ("/prometheus/lies/fewer", test_fewer);
  g_test_add ("/prometheus/lies/other-counts", Fixture, four, set_up, test_other_counts, tear_down);
  g_test_add ("/prometheus/lies/negative-days", Fixture, negative_days, set_up, test_negative_days,
              tear_down);
  return g_test_run ();
}
