/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows -> attempts: which of them are news, from which release, when and how they ended. A finished
 * row is not final: a failure may become a success. Then history keeps the failure as the first
 * attempt, and the success is another one. */
#include "config.h"

#include "sources/mender/private.h"

#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A row that began so long before the newest known one was certainly there when that was read. */
#define SLACK PARL_MINUTE

/* Of one device: what was installed when. */
typedef struct
{
  ParlTime time;
  const char *release;
} Install;

/* Returns: (transfer full): what history calls the attempt: "DEPLOYMENT/DEVICE" */
char *
parl_md_get_key (const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  return g_strdup_printf ("%s/%s", deployment->id, row->device);
}

/* Whether history may not have the row yet, neither as open nor as closed. Old servers do not say
 * when a row began: then what is open, and what has ended since the last look. */
bool
parl_md_is_new (const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  ParlTime newest = deployment->mark->newest_start - (deployment->raced ? SLACK : 0);

  if (deployment->first || row->started != PARL_TIME_NONE)
    return deployment->first || row->started > newest;
  return row->has_row
         && (row->ended == PARL_TIME_NONE || row->ended > deployment->mark->looked - SLACK);
}

/* Whether history has a failure of it. */
bool
parl_md_has_failed (const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  return g_hash_table_contains (deployment->mark->failed, row->device);
}

static bool
is_closed (const ParlMdRow *row)
{
  return row->status != PARL_MD_PENDING && row->status != PARL_MD_ACTIVE;
}

/* Whether the row tells something that history does not have. */
static bool
is_news (const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  if (row->status == PARL_MD_FAILURE)
    return !parl_md_has_failed (deployment, row);
  if (parl_md_has_failed (deployment, row))
    return row->status == PARL_MD_SUCCESS;
  if (row->known != NULL)
    return is_closed (row);
  return parl_md_is_new (deployment, row);
}

static ParlTime
get_start (const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  return row->started != PARL_TIME_NONE ? row->started : deployment->created;
}

static int
compare_installs (gconstpointer a, gconstpointer b)
{
  const Install *first = a, *second = b;

  return (first->time > second->time) - (first->time < second->time);
}

static void
install_all (ParlDevice *device, GArray *installs)
{
  g_array_sort (installs, compare_installs);
  for (unsigned i = 0; i < installs->len; i++)
    parl_device_install (device, g_array_index (installs, Install, i).release);
}

static bool
is_success (const ParlMdDeviceRow *one)
{
  return one->row->status == PARL_MD_SUCCESS && one->deployment->release != NULL
         && one->row->ended != PARL_TIME_NONE;
}

/* @since: of what was installed up to then, @past knows already
 * What the device had installed when it asked, by the rows of this sync and the inventory. */
static char *
find_installed (const ParlMdDevice *device, const ParlMdDeployment *deployment, ParlDevice *past,
                ParlTime since, ParlTime start)
{
  g_autoptr (GArray) installs = g_array_new (FALSE, FALSE, sizeof (Install));

  for (unsigned i = 0; i < device->rows->len; i++)
    {
      const ParlMdDeviceRow *one = device->rows->pdata[i];
      Install install = { one->row->ended, one->deployment->release };
      bool is_later = one->row->known != NULL || install.time > since;
      if (one->deployment != deployment && is_success (one) && is_later && install.time <= start)
        g_array_append_val (installs, install);
    }
  if (device->news && device->reported != NULL && device->updated <= start)
    g_array_append_val (installs, ((Install){ device->updated, device->reported }));
  install_all (past, installs);

  const char *before = parl_device_get_before (past, deployment->release);
  bool is_past = since == PARL_TIME_NONE || g_strcmp0 (before, deployment->release) != 0;
  return is_past ? g_strdup (before) : NULL;
}

/* What it reported later is what it had, unless something was installed in between. */
static char *
find_kept (const ParlMdDevice *device, ParlTime start, const char *to)
{
  if (device->reported == NULL || device->updated == PARL_TIME_NONE || device->updated <= start
      || g_strcmp0 (device->reported, to) == 0)
    return NULL;
  for (unsigned i = 0; i < device->rows->len; i++)
    {
      const ParlMdDeviceRow *one = device->rows->pdata[i];
      if (one->row->status == PARL_MD_SUCCESS
          && (one->row->ended == PARL_TIME_NONE
              || (one->row->ended > start && one->row->ended <= device->updated)))
        return NULL;
    }
  return g_strdup (device->reported);
}

/* Returns: (transfer full) (nullable): the release that the device came from. No row says it. Of a
 *   device that history knows, history says what it ran at the last sync */
static char *
find_before (ParlMd *self, const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  const ParlMdDevice *device = parl_md_find_device (self, row->device);
  const ParlDevice *known = g_hash_table_lookup (self->call->known->devices, row->device);
  ParlTime start = get_start (deployment, row);
  bool is_known = known != NULL && known->release != NULL;
  g_autoptr (ParlDevice) past = is_known ? parl_device_copy (known) : parl_device_new (row->device);

  if (row->known != NULL && row->known->from != NULL && start <= self->mark->synced)
    return g_strdup (row->known->from);
  char *before = find_installed (device, deployment, past,
                                 is_known ? self->mark->synced : PARL_TIME_NONE, start);
  if (before == NULL && row->known != NULL)
    before = g_strdup (row->known->from);
  return before != NULL || is_known ? before : find_kept (device, start, deployment->release);
}

static ParlOutcome
get_outcome (const ParlMdRow *row)
{
  static const ParlOutcome outcomes[PARL_MD_N_STATUSES] = {
    [PARL_MD_PENDING] = PARL_OUTCOME_OPEN,      [PARL_MD_ACTIVE] = PARL_OUTCOME_OPEN,
    [PARL_MD_SUCCESS] = PARL_OUTCOME_SUCCEEDED, [PARL_MD_FAILURE] = PARL_OUTCOME_FAILED,
    [PARL_MD_ABORTED] = PARL_OUTCOME_CANCELLED, [PARL_MD_IDLE] = PARL_OUTCOME_NONE,
  };

  return outcomes[row->status];
}

/* Aborted and decommissioned rows have no end: that of a deployment that was aborted as a whole is
 * theirs. What ended in a past that nobody looked at must not fall into the weeks that are looked
 * at. */
static void
fill_in_end (ParlMd *self, const ParlMdDeployment *deployment, const ParlMdRow *row,
             ParlAttempt *attempt)
{
  ParlTime now = self->call->now;

  attempt->ended = row->ended;
  if (row->ended == PARL_TIME_NONE && deployment->stopped)
    attempt->ended = deployment->finished;
  attempt->ended_is_seen = attempt->ended == PARL_TIME_NONE;
  if (attempt->ended != PARL_TIME_NONE)
    parl_md_note_datum (self, attempt->ended);
  else if (deployment->finished != PARL_TIME_NONE)
    attempt->ended = deployment->finished;
  else if (row->known == NULL && deployment->created != PARL_TIME_NONE
           && deployment->created < now - PARL_MD_WATCH)
    attempt->ended = deployment->created;
  else
    attempt->ended = now;
}

/* The page of the deployment, as Mender's own user interface links to it. */
static char *
build_link (const ParlMd *self, const ParlMdDeployment *deployment)
{
  const char *url = parl_source_config_get_url (self->call->config);
  g_autofree char *id = g_uri_escape_string (deployment->id, NULL, FALSE);
  size_t length = strlen (url);

  while (length > 0 && url[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s/ui/deployments?open=true&id=%s", (int)length, url, id);
}

static void
add_attempt (ParlMd *self, ParlMdDeployment *deployment, const ParlMdRow *row)
{
  ParlAttempt *attempt = parl_attempt_new ();
  const ParlMdDevice *device = parl_md_find_device (self, row->device);
  bool is_second = row->status == PARL_MD_SUCCESS && parl_md_has_failed (deployment, row);
  g_autofree char *key = parl_md_get_key (deployment, row);

  attempt->key = is_second ? g_strconcat (key, "/2", NULL) : g_strdup (key);
  attempt->device = g_strdup (row->device);
  attempt->rollout = g_strdup (deployment->id);
  attempt->stage = parl_md_get_stage_key (deployment, row->phase);
  attempt->from = find_before (self, deployment, row);
  attempt->to = g_strdup (deployment->release);
  attempt->started = deployment->created;
  attempt->outcome = get_outcome (row);
  attempt->link = build_link (self, deployment);
  attempt->device_class = g_strdup (device->device->device_class);
  attempt->site = g_strdup (device->device->site);
  if (attempt->outcome != PARL_OUTCOME_OPEN)
    fill_in_end (self, deployment, row, attempt);
  if (is_second)
    attempt->started = attempt->ended;
  if (attempt->outcome == PARL_OUTCOME_FAILED)
    {
      attempt->cause = g_strdup (row->cause);
      attempt->message = g_strdup (row->message);
      g_hash_table_add (deployment->mark->failed, g_strdup (row->device));
    }
  g_ptr_array_add (self->harvest->attempts, attempt);
}

/* @failures: (element-type ParlMdDeviceRow): whose logs were read
 * Hands them out before all else of a first sync: the bookmark says of them alone that history has
 * them, and until the rest is there, history says nothing of updates. */
bool
parl_md_keep_failures (ParlMd *self, const GArray *failures, GError **error)
{
  if (!parl_complaints_check_clock (self->complaints, error))
    return false;
  for (unsigned i = 0; i < failures->len; i++)
    {
      const ParlMdDeviceRow *one = &g_array_index (failures, ParlMdDeviceRow, i);
      ParlMdMark *mark = parl_md_bookmark_get (self->kept, one->deployment->id, true);

      add_attempt (self, one->deployment, one->row);
      mark->created = one->deployment->created;
      g_hash_table_add (mark->failed, g_strdup (one->row->device));
    }
  g_free (self->harvest->bookmark);
  self->harvest->bookmark = parl_md_bookmark_to_text (self->kept);
  self->harvest->newest = self->mark->newest;
  self->harvest->updates_since = self->call->now;
  if (!self->call->keep (self->harvest, self->call->data, error))
    return false;
  parl_harvest_clear_rows (self->harvest);
  return true;
}

/* What an open attempt of history became whose row, or whose deployment, is not there any more. */
static void
call_off (ParlMd *self, const ParlAttempt *known)
{
  ParlAttempt *attempt = parl_attempt_new ();

  attempt->key = g_strdup (known->key);
  attempt->device = g_strdup (known->device);
  attempt->outcome = PARL_OUTCOME_CANCELLED;
  attempt->ended = self->call->now;
  attempt->ended_is_seen = true;
  g_ptr_array_add (self->harvest->attempts, attempt);
}

/* @deployment: its id: the server no longer has it
 * What history holds as open of it counts as called off. */
void
parl_md_call_off (ParlMd *self, const char *deployment)
{
  g_autofree char *prefix = g_strconcat (deployment, "/", NULL);
  unsigned n = 0;

  for (unsigned i = 0; i < self->call->known->open->len; i++)
    {
      const ParlAttempt *known = self->call->known->open->pdata[i];

      if (!g_str_has_prefix (known->key, prefix))
        continue;
      call_off (self, known);
      n++;
    }
  if (n > 0)
    parl_complain (
        self->complaints,
        _ ("%s: a rollout is gone from the server; its open updates count as called off: %u"),
        parl_http_get_source (self->call->http), n);
}

/* A deployment that is over has no open updates. */
static void
close_missing (ParlMd *self, const ParlMdDeployment *deployment)
{
  g_autofree char *prefix = g_strconcat (deployment->id, "/", NULL);

  for (unsigned i = 0; i < self->call->known->open->len; i++)
    {
      const ParlAttempt *known = self->call->known->open->pdata[i];

      if (g_str_has_prefix (known->key, prefix)
          && !g_hash_table_contains (deployment->rows, known->key + strlen (prefix)))
        call_off (self, known);
    }
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const ParlMdRow *first = *(ParlMdRow *const *)a, *second = *(ParlMdRow *const *)b;

  return strcmp (first->device, second->device);
}

/* By device, so that the same bodies give the same harvest. */
static GPtrArray *
list_rows (const ParlMdDeployment *deployment)
{
  GPtrArray *rows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_ptr_array_add (rows, row);
  g_ptr_array_sort (rows, compare_rows);
  return rows;
}

/* Whether what the row installed is news of what the device runs. */
static bool
installs_anew (const ParlMd *self, const ParlMdDevice *device, const ParlMdDeviceRow *one)
{
  return is_success (one)
         && (!device->known || one->row->known != NULL || self->mark->synced == PARL_TIME_NONE
             || one->row->ended > self->mark->synced);
}

/* What the device runs now, and whether it was heard of later than the inventory knows. */
static void
update_device (ParlMd *self, ParlMdDevice *device)
{
  g_autoptr (GArray) installs = g_array_new (FALSE, FALSE, sizeof (Install));
  ParlDevice *value = device->device;
  g_autofree char *before = g_strdup (value->release);

  for (unsigned i = 0; i < device->rows->len; i++)
    {
      const ParlMdDeviceRow *one = device->rows->pdata[i];
      const ParlMdRow *row = one->row;
      Install install = { row->ended, one->deployment->release };
      ParlTime heard = row->status != PARL_MD_ABORTED ? row->ended : PARL_TIME_NONE;

      if (installs_anew (self, device, one))
        g_array_append_val (installs, install);
      if (heard > value->last_seen)
        {
          value->last_seen = heard;
          device->changed = true;
        }
    }
  if (device->news && device->reported != NULL)
    g_array_append_val (installs, ((Install){ device->updated, device->reported }));
  install_all (value, installs);
  device->changed = device->changed || g_strcmp0 (before, value->release) != 0;
}

/* Successes after a failure whose failure nobody saw: nobody can tell the two attempts apart. */
static void
count_unseen (ParlMdDeployment *deployment)
{
  const ParlMdRow *row;
  GHashTableIter iter;

  deployment->mark->unseen = 0;
  deployment->mark->unseen_end = PARL_TIME_NONE;
  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    if (row->status == PARL_MD_SUCCESS && row->logged && !parl_md_has_failed (deployment, row))
      {
        deployment->mark->unseen++;
        deployment->mark->unseen_end = MAX (deployment->mark->unseen_end, row->ended);
      }
}

/* A note, not a warning: no later sync could bring it. */
static void
note_unseen (ParlMd *self)
{
  const ParlMdMark *mark;
  GHashTableIter iter;
  unsigned n = 0;

  g_hash_table_iter_init (&iter, self->mark->deployments);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&mark))
    if (mark->unseen_end == PARL_TIME_NONE || mark->unseen_end >= self->call->now - PARL_MD_WATCH)
      n += mark->unseen;
  if (n > 0)
    g_ptr_array_add (
        self->harvest->notes,
        g_strdup_printf (
            ngettext ("%s: %u update succeeded after a failure that nobody saw; it counts as "
                      "a success at the first attempt",
                      "%s: %u updates succeeded after a failure that nobody saw; they count "
                      "as successes at the first attempt",
                      n),
            parl_http_get_source (self->call->http), n));
}

/* Makes attempts of the rows that tell something new, and says what the devices run now. */
void
parl_md_make_attempts (ParlMd *self)
{
  ParlMdDevice *device;
  GHashTableIter iter;

  for (unsigned i = 0; i < self->deployments->len; i++)
    {
      ParlMdDeployment *deployment = self->deployments->pdata[i];

      if (deployment->rows == NULL)
        continue;
      g_autoptr (GPtrArray) rows = list_rows (deployment);
      for (unsigned j = 0; j < rows->len; j++)
        if (is_news (deployment, rows->pdata[j]))
          add_attempt (self, deployment, rows->pdata[j]);
      if (deployment->complete && deployment->over)
        close_missing (self, deployment);
      if (deployment->complete)
        count_unseen (deployment);
    }
  note_unseen (self);
  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&device))
    update_device (self, device);
}
