/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the demo's servers and describes them as sources. They are servers like any other: only
 * their addresses come from here. */
#include "config.h"

#include "demo-origin.h"

#include "analysis/targets.h"
#include "demo/demo.h"
#include "sources/source.h"

const char *const parl_demo_generations[] = { "0.10", "0.3", NULL };

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

/* @generation: (nullable): one of %parl_demo_generations; %NULL: the first
 * @now: the fleet's today
 * Returns: (transfer full): the demo fleet's servers, listening, and its plan; %NULL with a
 *   %G_IO_ERROR */
ParlOrigin *
parl_demo_open_origin (gconstpointer generation, ParlTime now, GError **error)
{
  static const char *const updates[][2] = { { "ClassAttribute", "hw" },
                                            { "SiteAttribute", "site" },
                                            { "RollbackAttribute", "rollback" },
                                            { "Rate", "10000" },
                                            { NULL, NULL } };
  static const char *const speed[][2]
      = { { "Profile", "exporter" }, { "Rate", "10000" }, { NULL, NULL } };
  g_autoptr (ParlOrigin) origin = parl_origin_new ();
  bool old = generation != NULL && g_str_equal (generation, parl_demo_generations[1]);
  ParlDemo *demo
      = parl_demo_new (now, old ? PARL_DEMO_HAWKBIT_0_3 : PARL_DEMO_HAWKBIT_0_10, 0, error);

  if (demo == NULL)
    return NULL;
  origin->server = demo;
  origin->stop_server = (GDestroyNotify)parl_demo_free;
  origin->plan = parl_demo_create_plan (now);
  origin->settings = create_settings ();
  if (!add_source (origin, demo, "hawkBit", parl_kind_hawkbit.name, updates, error)
      || !add_source (origin, demo, "Prometheus", parl_kind_prometheus.name, speed, error))
    return NULL;
  return g_steal_pointer (&origin);
}
