/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the demo's servers and describes them as sources. They are servers like any other: only
 * their addresses come from here. */
#include "config.h"

#include "demo-origin.h"

#include "analysis/targets.h"
#include "sources/source.h"

const char *const parl_demo_generations[] = { "0.10", "0.3", NULL };
const char *const parl_demo_servers[] = { "hawkbit", "mender", "mender-open-source", NULL };

/* @generation: (nullable): one of %parl_demo_generations or %parl_demo_servers */
static ParlDemoGeneration
parse_generation (const char *generation)
{
  static const struct
  {
    const char *const *name;
    ParlDemoGeneration generation;
  } known[] = {
    { &parl_demo_generations[1], PARL_DEMO_HAWKBIT_0_3 },
    { &parl_demo_servers[1], PARL_DEMO_MENDER },
    { &parl_demo_servers[2], PARL_DEMO_MENDER_OPEN },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (generation, *known[i].name) == 0)
      return known[i].generation;
  return PARL_DEMO_HAWKBIT_0_10;
}

/* @generation: (nullable): one of %parl_demo_generations or %parl_demo_servers; %NULL: the first
 * Returns: (transfer full): the servers, listening; %NULL with a %G_IO_ERROR */
ParlDemo *
parl_demo_start (const char *generation, ParlTime now, unsigned port, GError **error)
{
  return parl_demo_new (now, parse_generation (generation), port, error);
}

/* Returns: the kind of its update server */
const char *
parl_demo_get_server (const char *generation)
{
  return parl_demo_servers[parse_generation (generation) >= PARL_DEMO_MENDER ? 1 : 0];
}

static bool
add_source (ParlOrigin *origin, ParlDemo *demo, const char *name, const char *kind,
            const char *const (*settings)[2], GError **error)
{
  g_autofree char *url = parl_demo_dup_url (demo, kind);
  ParlSourceConfig *config = parl_source_config_new (name, kind, url);

  g_ptr_array_add (origin->sources, config);
  for (; (*settings)[0] != NULL; settings++)
    if (!parl_source_config_set (config, (*settings)[0], (*settings)[1], error))
      return false;
  return true;
}

/* A company that promises what most do. */
static ParlSettingsFile *
create_settings (void)
{
  ParlSettingsFile *settings = parl_settings_file_new ("demo");

  for (unsigned i = 0; parl_targets_usual[i][0] != NULL; i++)
    parl_settings_file_set (settings, parl_targets_group.name, parl_targets_usual[i][0],
                            parl_targets_usual[i][1]);
  return settings;
}

/* @generation: as for parl_demo_start()
 * @now: the fleet's today
 * Returns: (transfer full): the demo fleet's servers, listening, and its plan; %NULL with a
 *   %G_IO_ERROR */
ParlOrigin *
parl_demo_open_origin (gconstpointer generation, ParlTime now, GError **error)
{
  static const char *const mender[][2] = { { "SiteAttribute", "site" },
                                           { "RollbackAttribute", "rollback" },
                                           { "Rate", "10000" },
                                           { NULL, NULL } };
  static const char *const hawkbit[][2] = { { "ClassAttribute", "hw" },
                                            { "SiteAttribute", "site" },
                                            { "RollbackAttribute", "rollback" },
                                            { "Rate", "10000" },
                                            { NULL, NULL } };
  static const char *const speed[][2]
      = { { "Profile", "exporter" }, { "Rate", "10000" }, { NULL, NULL } };
  g_autoptr (ParlOrigin) origin = parl_origin_new ();
  const char *server = parl_demo_get_server (generation);
  bool is_mender = g_str_equal (server, parl_kind_mender.name);
  ParlDemo *demo = parl_demo_start (generation, now, 0, error);

  if (demo == NULL)
    return NULL;
  origin->server = demo;
  origin->stop_server = (GDestroyNotify)parl_demo_free;
  origin->plan = parl_demo_create_plan (now);
  origin->settings = create_settings ();
  if (!add_source (origin, demo, is_mender ? "Mender" : "hawkBit", server,
                   is_mender ? mender : hawkbit, error)
      || !add_source (origin, demo, "Prometheus", parl_kind_prometheus.name, speed, error))
    return NULL;
  return g_steal_pointer (&origin);
}
