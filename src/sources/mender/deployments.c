/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which deployments there are, and the rows of their devices: only of those where something has
 * happened since the last look. A deployment's statistics tell that, and nothing more: they do not
 * add up with the rows, so rows are counted. */
#include "config.h"

#include "sources/mender/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The rows of a deployment that is under way are read at least so often: two changes may leave the
 * statistics as they were. */
#define REFRESH PARL_DAY

/* How long after its last outcome a deployment is told to be finished that was not called off. */
#define AT_ONCE PARL_SECOND

static bool
on_deployment (ParlMd *self, const ParlJsonAt *element, gpointer data, GError **error)
{
  ParlMdDeployment *deployment = parl_md_read_deployment (self, element, error);

  if (deployment == NULL)
    return false;
  g_hash_table_replace (data, deployment->id, deployment);
  return true;
}

/* From when on deployments are asked for: those before are finished and no longer watched.
 * PARL_TIME_NONE: all. */
static ParlTime
find_horizon (const ParlMd *self)
{
  ParlTime horizon = self->call->now - PARL_MD_WATCH;
  const ParlMdMark *mark;
  GHashTableIter iter;

  if (self->mark->synced == PARL_TIME_NONE)
    return PARL_TIME_NONE;
  g_hash_table_iter_init (&iter, self->mark->deployments);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&mark))
    if (!mark->closed || mark->state == NULL)
      horizon = MIN (horizon, mark->created);
  return horizon;
}

/* @since: PARL_TIME_NONE: all */
static bool
read_list (ParlMd *self, ParlTime since, GHashTable *found, bool *complete, GError **error)
{
  const char *base = self->mark->old ? PARL_MD_DEPLOYMENTS_V1 : PARL_MD_DEPLOYMENTS_V2;
  g_autofree char *path = since == PARL_TIME_NONE
                              ? g_strdup_printf ("%s?sort=asc", base)
                              : g_strdup_printf ("%s?sort=asc&created_after=%" G_GINT64_FORMAT,
                                                 base, MAX (since, 0) / PARL_SECOND);
  const ParlMdList list = { path, NULL, N_ ("reading rollouts"), on_deployment, NULL, found };
  g_autoptr (GError) problem = NULL;

  if (parl_md_read_list (self, &list, complete, NULL, &problem))
    return true;
  if (self->mark->old || !g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  /* Before 2023 there was one list, of which the newer one has all; where neither is, the newer one
   * is what is missed. */
  self->mark->old = true;
  if (read_list (self, since, found, complete, NULL))
    return true;
  self->mark->old = false;
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

static int
compare_deployments (gconstpointer a, gconstpointer b)
{
  const ParlMdDeployment *first = *(ParlMdDeployment *const *)a;
  const ParlMdDeployment *second = *(ParlMdDeployment *const *)b;

  if (first->created != second->created)
    return first->created < second->created ? -1 : 1;
  return strcmp (first->id, second->id);
}

/* Notes those deployments of the last sync as gone that are not in the whole list any more. */
static void
find_gone (ParlMd *self, GHashTable *found)
{
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->mark->deployments);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    if (!g_hash_table_contains (found, id))
      {
        g_ptr_array_add (self->harvest->gone_rollouts, g_strdup (id));
        parl_md_call_off (self, id);
        g_hash_table_iter_remove (&iter);
      }
}

/* Whether as many deployments are there as are known. */
static bool
check_total (ParlMd *self, GHashTable *found, bool *same, GError **error)
{
  unsigned n = g_hash_table_size (self->mark->deployments);
  GHashTableIter iter;
  const char *id;
  int64_t total;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    n += !g_hash_table_contains (self->mark->deployments, id);
  if (!parl_md_count (self, self->mark->old ? PARL_MD_DEPLOYMENTS_V1 : PARL_MD_DEPLOYMENTS_V2,
                      &total, error))
    return false;
  *same = total < 0 || total == n;
  return true;
}

static void
take_deployments (ParlMd *self, GHashTable *found)
{
  ParlMdDeployment *deployment;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&deployment))
    {
      g_hash_table_iter_steal (&iter);
      deployment->mark = parl_md_bookmark_get (self->mark, deployment->id, true);
      deployment->mark->created = deployment->created;
      deployment->first = deployment->mark->state == NULL;
      g_ptr_array_add (self->deployments, deployment);
    }
  g_ptr_array_sort (self->deployments, compare_deployments);
}

/* Lists the deployments that are watched: all of them the first time, and when some are gone. */
bool
parl_md_sync_deployments (ParlMd *self, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                        (GDestroyNotify)parl_md_deployment_free);
  ParlTime horizon = find_horizon (self);
  bool complete, same = true;

  if (!read_list (self, horizon, found, &complete, error))
    return false;
  if (horizon != PARL_TIME_NONE)
    {
      if (!check_total (self, found, &same, error)
          || (!same && !read_list (self, PARL_TIME_NONE, found, &complete, error)))
        return false;
    }
  if (complete && (horizon == PARL_TIME_NONE || !same))
    find_gone (self, found);
  take_deployments (self, found);
  return true;
}

/* Old lists have no statistics: they are asked for, one deployment at a time. */
static bool
complete_state (ParlMd *self, ParlMdDeployment *deployment, GError **error)
{
  g_autofree char *path = g_strdup_printf (PARL_MD_DEPLOYMENTS_V1 "/%s/statistics", deployment->id);
  g_autoptr (ParlJson) body = parl_ask (self->call, path, error);

  if (body == NULL)
    return false;
  ParlJsonAt root = parl_json_root (body);
  g_autoptr (GString) state = g_string_new (deployment->state);
  if (!parl_md_append_statistics (state, &root, error))
    return false;
  g_free (deployment->state);
  deployment->state = g_strdup (state->str);
  return true;
}

static bool
is_watched (const ParlMd *self, const ParlMdDeployment *deployment)
{
  return deployment->first || !deployment->mark->closed
         || deployment->created >= self->call->now - PARL_MD_WATCH;
}

static bool
is_due (const ParlMd *self, const ParlMdDeployment *deployment)
{
  ParlTime looked = deployment->mark->looked;

  if (deployment->first || strcmp (deployment->state, deployment->mark->state) != 0)
    return true;
  for (unsigned i = 0; !deployment->over && i < deployment->phases->len; i++)
    {
      ParlTime start = g_array_index (deployment->phases, ParlMdPhase, i).start;
      if (start > looked && start <= self->call->now)
        return true;
    }
  return !deployment->over && looked < self->call->now - REFRESH;
}

static bool
on_row (ParlMd *self, const ParlJsonAt *element, gpointer data, GError **error)
{
  ParlMdRow *row = parl_md_read_row (self, element, error);

  if (row == NULL)
    return false;
  g_hash_table_replace (data, row->device, row);
  return true;
}

/* A server of before 2021 has one list of all rows, without pages. */
static bool
read_rows (ParlMd *self, ParlMdDeployment *deployment, GError **error)
{
  g_autofree char *path
      = g_strdup_printf (PARL_MD_DEPLOYMENTS_V1 "/%s/devices/list", deployment->id);
  ParlMdList list = { path, NULL, N_ ("reading updates"), on_row, NULL, deployment->rows };
  g_autoptr (GError) problem = NULL;

  if (parl_md_read_list (self, &list, &deployment->complete, NULL, &problem))
    return true;
  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
    {
      g_autofree char *whole = g_strndup (path, strlen (path) - strlen ("/list"));

      list.path = whole;
      if (parl_md_read_list (self, &list, &deployment->complete, NULL, NULL))
        return true;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

/* The devices that a deployment is for, where it does not say so itself. */
static bool
read_members (ParlMd *self, ParlMdDeployment *deployment, GError **error)
{
  g_autofree char *path
      = g_strdup_printf (PARL_MD_DEPLOYMENTS_V1 "/%s/device_list", deployment->id);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlJson) body = parl_ask (self->call, path, error);
  unsigned n;

  if (body == NULL)
    return false;
  ParlJsonAt root = parl_json_root (body);
  if (!parl_json_length (&root, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      ParlJsonAt one;
      const char *id;

      if (!parl_json_element (&root, i, &one, error) || !parl_json_read_string (&one, &id, error))
        return false;
      if (*id != '\0')
        g_ptr_array_add (members, g_strdup (id));
    }
  deployment->members = g_steal_pointer (&members);
  return true;
}

/* A device has no row until it asks; one that has not when its deployment is over was called off.
 * Who that is stays unknown where the server does not name them. */
static bool
add_missing (ParlMd *self, ParlMdDeployment *deployment, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (deployment->dynamic || deployment->devices <= g_hash_table_size (deployment->rows))
    return true;
  if (deployment->members == NULL && !read_members (self, deployment, &problem)
      && !parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  for (unsigned i = 0; deployment->members != NULL && i < deployment->members->len; i++)
    {
      const char *id = deployment->members->pdata[i];

      if (g_hash_table_contains (deployment->rows, id))
        continue;
      ParlMdRow *row = g_new0 (ParlMdRow, 1);
      row->device = g_strdup (id);
      row->status = deployment->over ? PARL_MD_ABORTED : PARL_MD_PENDING;
      row->aborted = deployment->over;
      row->started = row->ended = PARL_TIME_NONE;
      row->phase = -1;
      g_hash_table_insert (deployment->rows, row->device, row);
    }
  return true;
}

/* A deployment that was aborted reads “finished” like any other. Then devices were called off that
 * had not asked, or it ended some time after the last outcome. */
static bool
is_stopped (const ParlMdDeployment *deployment)
{
  ParlTime newest = PARL_TIME_NONE;
  bool aborted = false;
  const ParlMdRow *row;
  GHashTableIter iter;

  if (!deployment->over)
    return false;
  if (!deployment->dynamic && deployment->devices > g_hash_table_size (deployment->rows))
    return true;
  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    {
      if (row->aborted && row->started == PARL_TIME_NONE)
        return true;
      aborted = aborted || row->aborted;
      newest = MAX (newest, row->ended);
    }
  return aborted && deployment->finished != PARL_TIME_NONE
         && (newest == PARL_TIME_NONE || deployment->finished > newest + AT_ONCE);
}

/* Whether more rows began by the newest known start than were there when that was read: a device
 * that asked while they were read. */
static bool
is_raced (const ParlMdDeployment *deployment)
{
  const ParlMdRow *row;
  GHashTableIter iter;
  int64_t begun = 0;

  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    begun += row->started != PARL_TIME_NONE && row->started <= deployment->mark->newest_start;
  return begun > deployment->mark->begun;
}

static bool
sync_rows (ParlMd *self, ParlMdDeployment *deployment, GError **error)
{
  if (deployment->configures)
    {
      /* It is kept as known, so that its absence is noticed, but it is no update. */
      g_free (deployment->mark->state);
      deployment->mark->state = g_strdup (deployment->state);
      deployment->mark->closed = true;
      return true;
    }
  if (!is_watched (self, deployment))
    return true;
  if (!deployment->counted && !complete_state (self, deployment, error))
    return false;
  if (!is_due (self, deployment))
    return true;
  deployment->rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)parl_md_row_free);
  if (!read_rows (self, deployment, error)
      || (deployment->complete && !add_missing (self, deployment, error)))
    {
      deployment->complete = false;
      return false;
    }
  deployment->stopped = is_stopped (deployment);
  deployment->raced = is_raced (deployment);
  return true;
}

/* Reads the rows of those deployments where something has happened. */
bool
parl_md_sync_rows (ParlMd *self, GError **error)
{
  for (unsigned i = 0; i < self->deployments->len; i++)
    {
      g_autoptr (GError) problem = NULL;

      parl_ask_report (self->call, N_ ("reading stages"), i, self->deployments->len);
      if (sync_rows (self, self->deployments->pdata[i], &problem))
        continue;
      if (!parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                     _ ("this rollout stays as it was"), error))
        return false;
    }
  return true;
}
