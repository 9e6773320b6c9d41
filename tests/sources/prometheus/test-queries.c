/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a Prometheus is asked: the queries of profiles and settings, and the chunks of a span. */

#include "sources/prometheus/ask.h"
#include "sources/prometheus/roles.h"
#include "sources/source-config.h"
#include "sources/source-kind.h"

static void
test_chunks (void)
{
  static const struct
  {
    ParlGrid grid;
    unsigned max_points;
    unsigned chunks;
  } cases[] = {
    { { 0, 0, 15000 }, 10000, 1 },
    { { 0, 15000 * (ParlTime)9999, 15000 }, 10000, 1 },
    { { 0, 15000 * (ParlTime)10000, 15000 }, 10000, 2 },
    { { 1000, 1000 + 1000 * (ParlTime)86400 * 57, 1000 }, 10000, 493 },
    { { 5, 4, 1 }, 10000, 0 },
    { { 0, 10, 4 }, 2, 2 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ParlTime next = cases[i].grid.first;
      ParlTime expected = next;
      ParlTime last = -1;
      ParlGrid chunk;
      unsigned n = 0;
      while (parl_grid_next_chunk (&cases[i].grid, cases[i].max_points, &next, &chunk))
        {
          g_assert_cmpint (chunk.first, ==, expected);
          g_assert_cmpint ((chunk.last - chunk.first) % chunk.step, ==, 0);
          g_assert_cmpint ((chunk.last - chunk.first) / chunk.step, <, cases[i].max_points);
          expected = chunk.last + chunk.step;
          last = chunk.last;
          n++;
        }
      g_assert_cmpuint (n, ==, cases[i].chunks);
      if (n > 0)
        g_assert_cmpint (cases[i].grid.last - last, <, cases[i].grid.step);
    }
}

#define MODELS_OF_HW "sum by (hw, instance, model) (rate(nv_inference_count{model=\"a\\\"b\"}[5m]))"

static void
test_queries (void)
{
  static const struct
  {
    const char *settings[7];
    ParlRole role;
    const char *query; /* NULL: not asked for */
  } cases[] = {
    { { NULL }, PARL_ROLE_FPS, NULL },
    { { NULL }, PARL_ROLE_OTA_ATTEMPTS, NULL },
    { { "Label.class", "hw", "Label.stage", "step" },
      PARL_ROLE_STAGE_TIME,
      "avg by (hw, step) (avg_over_time(camera_slow_frame_stage_ms[1h]))" },
    { { "Query.fps", "x$class" },
      PARL_ROLE_FPS,
      "count_values by (class) (\"le\", ceil((x$class) * 1.000000001))" },
    { { "Query.fps", "x" }, PARL_ROLE_FPS_TIME, NULL },
    { { "Query.fps", "x", "Query.fps-time", "y" }, PARL_ROLE_FPS_TIME, "y" },
    { { "Query.fps", "x", "Query.fps-time", "y" }, PARL_ROLE_FPS, NULL },
    { { "Profile", "frigate", "Query.fps", "" }, PARL_ROLE_FPS, NULL },
    { { "Profile", "frigate" },
      PARL_ROLE_FPS,
      "count_values by (class) (\"le\", ceil((frigate_camera_fps) * 1.000000001))" },
    { { "Profile", "triton", "Label.class", "hw", "Model", "a\"b" },
      PARL_ROLE_FPS,
      "count_values by (hw) (\"le\", ceil((max by (hw, instance) (" MODELS_OF_HW ") unless (max by "
      "(hw, instance) (" MODELS_OF_HW ") > 1.05 * min by (hw, instance) (" MODELS_OF_HW
      " > 0))) * 1.000000001))" },
    { { "Query.ota-attempts", "increase(u[1d])" }, PARL_ROLE_OTA_ATTEMPTS, "increase(u[1d])" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSourceConfig) config
          = parl_source_config_new ("metrics", "prometheus", "https://example.com");
      for (unsigned k = 0; cases[i].settings[k] != NULL; k += 2)
        g_assert_true (
            parl_source_config_set (config, cases[i].settings[k], cases[i].settings[k + 1], NULL));
      g_autofree char *query = parl_role_dup_query (cases[i].role, config);
      g_assert_cmpstr (query, ==, cases[i].query);
    }
}

/* Only what it is asked for can a source tell of. */
static void
test_feeds (void)
{
  static const struct
  {
    const char *settings[5];
    unsigned feeds;
  } cases[] = {
    { { NULL }, PARL_FEEDS_SPEED },
    { { "Profile", "exporter-ota" }, PARL_FEEDS_SPEED | PARL_FEEDS_COUNTS },
    { { "Profile", "deepstream" }, PARL_FEEDS_SPEED },
    { { "Profile", "parlance" }, PARL_FEEDS_COUNTS | PARL_FEEDS_ROLLOUTS },
    { { "Query.ota-attempts", "increase(u[1d])" }, PARL_FEEDS_SPEED | PARL_FEEDS_COUNTS },
    { { "Profile", "exporter-ota", "Query.ota-attempts", "" }, PARL_FEEDS_SPEED },
  };
  const ParlSourceDirs dirs = { NULL, NULL };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSourceConfig) config
          = parl_source_config_new ("metrics", "prometheus", "https://example.com");
      for (unsigned k = 0; cases[i].settings[k] != NULL; k += 2)
        g_assert_true (
            parl_source_config_set (config, cases[i].settings[k], cases[i].settings[k + 1], NULL));
      g_assert_cmphex (
          parl_source_kind_find_feeds (parl_source_kind_find ("prometheus"), config, &dirs), ==,
          cases[i].feeds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prometheus/chunks", test_chunks);
  g_test_add_func ("/prometheus/queries", test_queries);
  g_test_add_func ("/prometheus/feeds", test_feeds);
  return g_test_run ();
}
