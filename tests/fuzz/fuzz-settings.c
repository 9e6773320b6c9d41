/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings files of every schema that reads nothing else: sources.conf, parlance.conf, plan.conf,
 * mappings and audiences. A fuzzer each: FUZZ_READER says which. */
#include "config.h"

#include "analysis/plan-file.h"
#include "analysis/targets.h"
#include "audiences/file/audience.h"
#include "sources/mapping/mapping.h"
#include "sources/source-config.h"
#include "tests/fuzz/fuzz.h"

static void
read_targets (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsFile) file = parl_settings_file_load (path, &error);

  fuzz_check_error (file != NULL, error);
  if (file == NULL)
    return;
  g_autoptr (ParlTargets) targets = parl_targets_read (file, &error);
  fuzz_check_error (targets != NULL, error);
}

static void
read_sources (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sources
      = parl_source_config_load (&(ParlSettingsLayers){ (char *)path, NULL }, &error);

  fuzz_check_error (sources != NULL, error);
  for (unsigned i = 0; sources != NULL && i < sources->len; i++)
    {
      ParlHttpOptions options = { 0 };
      if (parl_source_config_get_url (sources->pdata[i]) != NULL)
        parl_source_config_get_http_options (sources->pdata[i], &options, NULL);
    }
}

static void
read_plan (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlPlan) plan = parl_plan_load (path, &error);

  fuzz_check_error (plan != NULL, error);
}

static void
read_mapping (const char *path)
{
  g_autoptr (GError) error = NULL;
  ParlMapping *mapping = parl_mapping_load (path, &error);

  fuzz_check_error (mapping != NULL, error);
  g_clear_pointer (&mapping, parl_mapping_free);
}

static void
read_audience (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience
      = parl_audience_load (path, g_getenv ("PARLANCE_DATA_DIR"), &error);

  fuzz_check_error (audience != NULL, error);
}

enum
{
  TARGETS,
  SOURCES,
  PLAN,
  MAPPING,
  AUDIENCE
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const readers[]) (const char *path) = { [TARGETS] = read_targets,
                                                        [SOURCES] = read_sources,
                                                        [PLAN] = read_plan,
                                                        [MAPPING] = read_mapping,
                                                        [AUDIENCE] = read_audience };

  readers[FUZZ_READER](fuzz_file (data, size));
  return 0;
}
