/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A deployment as a rollout, its phases as stages: who is in which, how far each is. No row names
 * its phase: a device is in the one during which it asked. Counts are of rows, totals are the
 * server's word; devices with nothing to do are no part of a rollout. */
#include "config.h"

#include "sources/mender/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  int64_t counts[PARL_MD_N_STATUSES];
  int64_t all; /* without those that have nothing to do */
} Tally;

static unsigned
count_phases (const ParlMdDeployment *deployment)
{
  return MAX (deployment->phases->len, 1);
}

/* The first phase begins with the deployment; one without a time has not begun. */
static ParlTime
get_begin (const ParlMdDeployment *deployment, unsigned phase)
{
  const ParlMdPhase *phases = (const ParlMdPhase *)(const void *)deployment->phases->data;

  if (deployment->phases->len == 0 || (phase == 0 && phases[0].start == PARL_TIME_NONE))
    return deployment->created;
  return phases[phase].start != PARL_TIME_NONE ? phases[phase].start : PARL_TIME_MAX;
}

/* The phase that goes on at @time; 0 before the first. */
static int
find_phase (const ParlMdDeployment *deployment, ParlTime time)
{
  int phase = 0;

  for (unsigned i = 1; i < count_phases (deployment); i++)
    if (get_begin (deployment, i) <= time)
      phase = (int)i;
  return phase;
}

/* Devices of the deployment that have something to do. */
static int64_t
count_devices (const ParlMdDeployment *deployment)
{
  int64_t n = deployment->devices, idle = 0;
  const ParlMdRow *row;
  GHashTableIter iter;

  n = MAX (n, (int64_t)g_hash_table_size (deployment->rows));
  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    idle += row->status == PARL_MD_IDLE;
  return n - idle;
}

/* How many devices @phase is for; -1: not said. */
static int64_t
get_batch (const ParlMdDeployment *deployment, unsigned phase, int64_t devices)
{
  int64_t batch = deployment->phases->len > 0
                      ? g_array_index (deployment->phases, ParlMdPhase, phase).batch
                      : -1;

  return batch >= 0 && batch <= 100 ? devices * batch / 100 : -1;
}

static bool
has_asked (const ParlMdRow *row)
{
  return row->has_row && row->started != PARL_TIME_NONE;
}

/* Which phase is left for a device that has not asked; -1: it may be one of several. */
static int
find_rest (const ParlMdDeployment *deployment, ParlTime now, int64_t devices)
{
  int last = (int)count_phases (deployment) - 1;
  int current = find_phase (deployment, now);
  int64_t asked = 0, batch = get_batch (deployment, (unsigned)current, devices);
  const ParlMdRow *row;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    asked += row->phase == current && row->status != PARL_MD_IDLE;
  bool is_full = current < last && batch > 0 && asked >= batch;
  return current + (is_full ? 1 : 0) == last ? last : -1;
}

static void
find_phases (const ParlMd *self, ParlMdDeployment *deployment)
{
  ParlMdRow *row;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    row->phase = has_asked (row) ? find_phase (deployment, row->started) : -1;

  int rest = find_rest (deployment, self->call->now, count_devices (deployment));
  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    if (!has_asked (row))
      row->phase = rest;
}

/* Returns: (transfer full) (nullable): what history calls the stage; %NULL for phase -1 */
char *
parl_md_get_stage_key (const ParlMdDeployment *deployment, int phase)
{
  return phase >= 0 ? g_strdup_printf ("%s/%d", deployment->id, phase + 1) : NULL;
}

static ParlTime
get_created (const ParlMd *self, const char *rollout)
{
  const ParlMdMark *mark = parl_md_bookmark_get (self->mark, rollout, false);

  return mark != NULL ? mark->created : PARL_TIME_NONE;
}

/* A device is in the newest deployment that has something to do with it. */
static void
place_device (ParlMd *self, const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  ParlDevice *device = parl_md_find_device (self, row->device)->device;
  g_autofree char *stage = parl_md_get_stage_key (deployment, row->phase);

  if (device->rollout != NULL && strcmp (device->rollout, deployment->id) != 0
      && get_created (self, device->rollout) > deployment->created)
    return;
  if (g_strcmp0 (device->rollout, deployment->id) == 0 && g_strcmp0 (device->stage, stage) == 0)
    return;
  g_free (device->rollout);
  g_free (device->stage);
  device->rollout = g_strdup (deployment->id);
  device->stage = g_steal_pointer (&stage);
  parl_md_find_device (self, row->device)->changed = true;
}

/* Finds the phase of each row, and gives the devices their rollout and stage. */
void
parl_md_place_devices (ParlMd *self)
{
  for (unsigned i = 0; i < self->deployments->len; i++)
    {
      ParlMdDeployment *deployment = self->deployments->pdata[i];
      const ParlMdRow *row;
      GHashTableIter iter;

      if (deployment->rows == NULL)
        continue;
      find_phases (self, deployment);
      g_hash_table_iter_init (&iter, deployment->rows);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
        if (row->status != PARL_MD_IDLE)
          place_device (self, deployment, row);
    }
}

static void
tally_rows (const ParlMdDeployment *deployment, Tally *tallies)
{
  unsigned last = count_phases (deployment) - 1;
  const ParlMdRow *row;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    {
      bool is_counted
          = row->status != PARL_MD_IDLE && (row->has_row || row->status == PARL_MD_ABORTED);
      Tally *tally = &tallies[row->phase >= 0 ? (unsigned)row->phase : last];

      if (!is_counted)
        continue;
      tally->counts[row->status]++;
      tally->all++;
    }
}

static ParlProgress
get_progress (const ParlMdDeployment *deployment)
{
  if (deployment->stopped)
    return PARL_PROGRESS_STOPPED;
  if (deployment->over)
    return PARL_PROGRESS_FINISHED;
  return strcmp (deployment->status, "inprogress") == 0 ? PARL_PROGRESS_RUNNING
                                                        : PARL_PROGRESS_WAITING;
}

static ParlProgress
get_stage_progress (const ParlMdDeployment *deployment, unsigned phase, ParlTime now,
                    const ParlStage *stage)
{
  ParlProgress progress = get_progress (deployment);

  if (progress != PARL_PROGRESS_RUNNING)
    return progress;
  if (get_begin (deployment, phase) > now)
    return PARL_PROGRESS_WAITING;
  return stage->total > 0 && stage->running == 0 && stage->waiting == 0 ? PARL_PROGRESS_FINISHED
                                                                        : PARL_PROGRESS_RUNNING;
}

/* A phase that another one has followed is for those that asked in it; those to come are for their
 * share; the last is for who is left. */
static int64_t
get_total (const ParlMdDeployment *deployment, unsigned phase, int current, const Tally *tally,
           int64_t devices, int64_t left)
{
  int64_t batch = get_batch (deployment, phase, devices);

  if (phase + 1 == count_phases (deployment))
    return MAX (left, tally->all);
  if ((int)phase < current || batch < 0)
    return tally->all;
  return MAX (MIN (batch, left), tally->all);
}

static ParlStage *
make_stage (const ParlMd *self, const ParlMdDeployment *deployment, unsigned phase,
            const Tally *tally, int64_t total)
{
  bool is_one = deployment->phases->len == 0;
  g_autofree char *key = parl_md_get_stage_key (deployment, (int)phase);
  g_autofree char *name
      = is_one ? g_strdup (_ ("all devices")) : g_strdup_printf (_ ("Phase %u"), phase + 1);
  ParlStage *stage = parl_stage_new (key, name);

  stage->total = total;
  stage->succeeded = tally->counts[PARL_MD_SUCCESS];
  stage->failed = tally->counts[PARL_MD_FAILURE];
  stage->cancelled = tally->counts[PARL_MD_ABORTED];
  stage->running = tally->counts[PARL_MD_ACTIVE];
  stage->waiting = total - stage->succeeded - stage->failed - stage->cancelled - stage->running;
  if (deployment->stopped)
    {
      stage->cancelled += stage->waiting;
      stage->waiting = 0;
    }
  stage->progress = get_stage_progress (deployment, phase, self->call->now, stage);
  return stage;
}

static void
make_rollout (ParlMd *self, const ParlMdDeployment *deployment)
{
  unsigned n = count_phases (deployment);
  g_autofree Tally *tallies = g_new0 (Tally, n);
  ParlRollout *rollout = parl_rollout_new (deployment->id, deployment->name);
  int current = find_phase (deployment, self->call->now);
  int64_t devices = count_devices (deployment), left = devices;

  rollout->release = g_strdup (deployment->release);
  rollout->created = deployment->created;
  rollout->progress = get_progress (deployment);
  tally_rows (deployment, tallies);
  for (unsigned i = 0; i < n; i++)
    {
      int64_t total = get_total (deployment, i, current, &tallies[i], devices, left);

      g_ptr_array_add (rollout->stages, make_stage (self, deployment, i, &tallies[i], total));
      left = MAX (left - total, 0);
    }
  g_ptr_array_add (self->harvest->rollouts, rollout);
}

/* The next sync goes on from here. */
static void
note_rows (const ParlMd *self, const ParlMdDeployment *deployment)
{
  ParlMdMark *mark = deployment->mark;
  const ParlMdRow *row;
  GHashTableIter iter;

  g_free (mark->state);
  mark->state = g_strdup (deployment->state);
  mark->closed = deployment->over;
  mark->looked = self->call->now;
  mark->newest_start = PARL_TIME_NONE;
  mark->begun = 0;
  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    {
      mark->newest_start = MAX (mark->newest_start, row->started);
      mark->begun += row->started != PARL_TIME_NONE;
    }
}

/* Who failed in deployments that are no longer watched makes no difference any more. */
static void
forget_old (ParlMd *self)
{
  ParlMdMark *mark;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->mark->deployments);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&mark))
    if (mark->closed && mark->created < self->call->now - PARL_MD_WATCH)
      g_hash_table_remove_all (mark->failed);
}

/* Makes rollouts of the deployments whose rows are complete; one of which something is missing
 * stays as it was. */
void
parl_md_make_rollouts (ParlMd *self)
{
  for (unsigned i = 0; i < self->deployments->len; i++)
    {
      const ParlMdDeployment *deployment = self->deployments->pdata[i];

      if (deployment->configures)
        continue;
      if (deployment->rows == NULL && !deployment->first
          && strcmp (deployment->state, deployment->mark->state) == 0)
        g_ptr_array_add (self->harvest->same, g_strdup (deployment->id));
      if (!deployment->complete)
        continue;
      make_rollout (self, deployment);
      note_rows (self, deployment);
    }
  forget_old (self);
}
