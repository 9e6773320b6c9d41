/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mappings that Parlance brings along, against bodies in the shape that each service documents:
 * what each asks for, and what it makes of the answers. The harvests stand beside the bodies. */
#include "config.h"

#include "harvest-text.h"
#include "sources/source.h"
#include "support/golden-file.h"
#include "support/script-server.h"

#define NOW ((ParlTime)1795254000000) /* 2026-11-21T09:40:00Z */

typedef struct
{
  const char *name;
  const char *values[9]; /* key, value, key, value, NULL */
  struct
  {
    const char *target, *file;
  } routes[10];
  unsigned requests;
} Shipped;

static const Shipped shipped[] = {
  { "aws-iot-jobs",
    { NULL },
    { { "/jobs?maxResults=250", "jobs" },
      { "/jobs?maxResults=250&nextToken=AB%2Fc%2B1%3D%3D", "jobs-2" },
      { "/jobs/camera-os-2.4.0", "job" },
      { "/jobs/reboot", "job-reboot" },
      { "/jobs/camera-os-2.4.0/things?maxResults=250", "things" },
      { "/jobs/reboot/things?maxResults=250", "things-reboot" } },
    6 },
  { "azure-device-update",
    { "Value.instance", "blue", NULL },
    { { "/deviceUpdate/blue/management/groups?api-version=2022-10-01", "groups" },
      { "/deviceUpdate/blue/management/groups/pilot/deployments?api-version=2022-10-01",
        "deployments" },
      { "/deviceUpdate/blue/management/groups/pilot/deployments/d-17/status"
        "?api-version=2022-10-01",
        "status" },
      { "/deviceUpdate/blue/management/devices?api-version=2022-10-01", "devices" },
      { "/deviceUpdate/blue/management/devices?api-version=2022-10-01&$skiptoken=2",
        "devices-2" } },
    5 },
  { "balena",
    { "Value.fleet", "acme/cameras", NULL },
    { { "/v7/device?$select=uuid,device_name,created_at,is_online,last_connectivity_event"
        "&$expand=is_of__device_type($select=slug),is_running__release($select=raw_version),"
        "device_tag($select=tag_key,value)"
        "&$filter=belongs_to__application/any(a:a/slug%20eq%20'acme%2Fcameras')"
        "&$orderby=id%20asc&$top=1000&$skip=0",
        "devices" },
      { "/v7/device", "empty" } },
    2 },
  { "gitea",
    { "Value.owner", "vision", "Value.repository", "camera", "Value.branch", "main", NULL },
    { { "/api/v1/repos/vision/camera/milestones?state=all&limit=50&page=1", "milestones" },
      { "/api/v1/repos/vision/camera/milestones?state=all&limit=50&page=2", "empty" },
      { "/api/v1/repos/vision/camera/issues?state=closed&type=pulls&since=2025-10-17T09%3A40%3A00Z"
        "&limit=50&page=1",
        "pulls" },
      { "/api/v1/repos/vision/camera/issues?state=closed&type=pulls&since=2025-10-17T09%3A40%3A00Z"
        "&limit=50&page=2",
        "empty" },
      { "/api/v1/repos/vision/camera/releases?draft=false&limit=50&page=1", "releases" },
      { "/api/v1/repos/vision/camera/releases?draft=false&limit=50&page=2", "empty" },
      { "/api/v1/repos/vision/camera/actions/runs?branch=main&event=push&limit=50&page=1", "runs" },
      { "/api/v1/repos/vision/camera/actions/runs?branch=main&event=push&limit=50&page=2",
        "runs-old" } }, /* no page after one of which all is too old */
    8 },
  { "github",
    { "Value.owner", "acme", "Value.repository", "camera", "Value.workflow", "build.yml", NULL },
    { { "/repos/acme/camera/milestones?state=all&per_page=100", "milestones" },
      { "/repos/acme/camera/issues?state=closed&since=2025-10-17T09%3A40%3A00Z&sort=updated"
        "&direction=asc&per_page=100",
        "closed" },
      { "/repos/acme/camera/releases?per_page=100", "releases" },
      { "/repos/acme/camera/actions/workflows/build.yml/runs", "runs-none" },
      { "/repos/acme/camera/actions/workflows/build.yml/runs?branch=main&event=push"
        "&status=completed&created=2026-11-20T09%3A40%3A00Z..2026-11-21T09%3A40%3A00Z"
        "&per_page=100",
        "runs" } },
    12 },
  { "gitlab",
    { "Value.project", "vision/camera", "Value.branch", "main", NULL },
    { { "/api/v4/projects/vision%2Fcamera/milestones?per_page=100", "milestones" },
      { "/api/v4/projects/vision%2Fcamera/merge_requests?state=merged"
        "&updated_after=2025-10-17T09%3A40%3A00Z&order_by=updated_at&sort=asc&per_page=100",
        "merges" },
      { "/api/v4/projects/vision%2Fcamera/releases?per_page=100", "releases" },
      { "/api/v4/projects/vision%2Fcamera/pipelines?ref=main&source=push&scope=finished"
        "&updated_after=2026-09-25T09%3A40%3A00Z&per_page=100",
        "pipelines" },
      { "/api/v4/projects/vision%2Fcamera/pipelines/287", "pipeline-287" },
      { "/api/v4/projects/vision%2Fcamera/pipelines/288", "pipeline-288" },
      { "/api/v4/projects/vision%2Fcamera/pipelines/289", "pipeline-289" },
      { "/api/v4/projects/vision%2Fcamera/pipelines/290", "pipeline-290" } },
    8 },
  { "jira",
    { "Value.project", "CAM", NULL },
    { { "/rest/api/2/project/CAM/versions", "versions" } },
    1 },
  { "memfault",
    { "Value.organization", "acme", "Value.project", "cameras", NULL },
    { { "/api/v0/organizations/acme/projects/cameras/devices?page=1&per_page=1000", "devices" },
      { "/api/v0/organizations/acme/projects/cameras/devices?page=2&per_page=1000", "empty" } },
    2 },
};

static ParlHarvest *
sync_shipped (const Shipped *self, ScriptServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new (self->name, "json", script_server_get_url (server));

  g_assert_true (parl_source_config_set (config, "Mapping", self->name, NULL));
  for (unsigned i = 0; self->values[i] != NULL; i += 2)
    g_assert_true (parl_source_config_set (config, self->values[i], self->values[i + 1], NULL));
  g_autoptr (ParlSource) source = parl_source_new (
      config, &(ParlSourceOptions){ .data_dir = g_getenv ("PARLANCE_DATA_DIR") }, &error);
  g_assert_no_error (error);
  g_autoptr (ParlKnown) known = parl_known_new ();
  ParlHarvest *harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return harvest;
}

static void
test_shipped (gconstpointer data)
{
  const Shipped *self = data;
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autofree char *golden = g_strdup_printf ("fixtures/mappings/%s/harvest.txt", self->name);

  for (unsigned i = 0; i < G_N_ELEMENTS (self->routes) && self->routes[i].target != NULL; i++)
    {
      g_autofree char *base = g_strconcat (self->routes[i].file, ".json", NULL);
      g_autofree char *path
          = g_test_build_filename (G_TEST_DIST, "fixtures", "mappings", self->name, base, NULL);
      script_server_add_file (server, self->routes[i].target, path);
    }
  g_autoptr (ParlHarvest) harvest = sync_shipped (self, server);
  g_autofree char *text = harvest_dup_text (harvest);
  golden_file_check (golden, text);
  g_assert_cmpuint (script_server_count (server), ==, self->requests);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (shipped); i++)
    {
      g_autofree char *path = g_strconcat ("/mapping/shipped/", shipped[i].name, NULL);
      g_test_add_data_func (path, &shipped[i], test_shipped);
    }
  return g_test_run ();
}
