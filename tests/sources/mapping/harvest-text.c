/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a harvest down for tests. */
#include "config.h"

#include "harvest-text.h"

#include "model/labels.h"

#include <inttypes.h>

static const char *
show (const char *text)
{
  return text != NULL ? text : "-";
}

static void
append_time (GString *text, ParlTime time)
{
  g_autofree char *iso = time != PARL_TIME_NONE ? parl_time_to_iso (time) : NULL;

  g_string_append_printf (text, " %s", show (iso));
}

static void
dump_attempts (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; i < harvest->attempts->len; i++)
    {
      const ParlAttempt *a = harvest->attempts->pdata[i];
      g_string_append_printf (text, "attempt %s %s %s/%s %s>%s %s", a->key, a->device,
                              show (a->rollout), show (a->stage), show (a->from), show (a->to),
                              parl_outcome_to_string (a->outcome));
      append_time (text, a->started);
      append_time (text, a->ended);
      g_string_append_printf (text, "%s %s %s %s %s %s\n", a->ended_is_seen ? " seen" : "",
                              show (a->cause), show (a->message), show (a->device_class),
                              show (a->site), show (a->link));
    }
}

static void
dump_states (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; i < harvest->days->len; i++)
    {
      const ParlDayCount *d = harvest->days->pdata[i];
      g_string_append_printf (text, "day %" PRId64 " %s>%s %s %s %s %" PRId64 "\n", d->day,
                              show (d->from), show (d->to), show (d->device_class),
                              parl_outcome_to_string (d->outcome), show (d->cause), d->count);
    }
  for (unsigned i = 0; i < harvest->devices->len; i++)
    {
      const ParlDevice *d = harvest->devices->pdata[i];
      g_string_append_printf (text, "device %s %s %s %s %s/%s", d->id, show (d->device_class),
                              show (d->site), show (d->release), show (d->rollout),
                              show (d->stage));
      append_time (text, d->registered);
      append_time (text, d->last_seen);
      g_string_append_printf (text, " %" PRId64 " %d\n", d->heartbeat, d->tested_rollback);
    }
  for (unsigned i = 0; i < harvest->gone_devices->len; i++)
    g_string_append_printf (text, "gone %s\n", (char *)harvest->gone_devices->pdata[i]);
}

static void
dump_rollouts (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; i < harvest->rollouts->len; i++)
    {
      const ParlRollout *r = harvest->rollouts->pdata[i];
      g_string_append_printf (text, "rollout %s %s %s %s", r->id, r->name, show (r->release),
                              parl_progress_to_string (r->progress));
      append_time (text, r->created);
      g_string_append_c (text, '\n');
      for (unsigned k = 0; k < r->stages->len; k++)
        {
          const ParlStage *s = r->stages->pdata[k];
          g_string_append_printf (text,
                                  "  stage %s %s %s %" PRId64 ": %" PRId64 " %" PRId64 " %" PRId64
                                  " %" PRId64 " %" PRId64 " %" PRId64 " %g %g\n",
                                  s->id, s->name, parl_progress_to_string (s->progress), s->total,
                                  s->succeeded, s->downloaded, s->failed, s->cancelled, s->running,
                                  s->waiting, s->success_threshold, s->error_threshold);
        }
    }
}

static void
dump_series (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; i < harvest->series->len; i++)
    {
      const ParlSeries *s = harvest->series->pdata[i];
      g_autofree char *labels = parl_labels_to_string (s->labels);
      g_string_append_printf (text, "series %s %s %s:", s->name, s->unit, labels);
      for (size_t k = 0; k < s->length; k++)
        {
          append_time (text, s->times[k]);
          g_string_append_printf (text, "=%g", s->values[k]);
        }
      g_string_append_c (text, '\n');
    }
}

static void
dump_milestones (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; harvest->milestones != NULL && i < harvest->milestones->len; i++)
    {
      const ParlMilestone *m = harvest->milestones->pdata[i];
      g_string_append_printf (text, "milestone %s “%s” %s %s", m->id, m->title, show (m->outcome),
                              show (m->owner));
      append_time (text, m->start);
      append_time (text, m->due);
      append_time (text, m->done);
      g_string_append_c (text, '\n');
    }
}

static void
dump_changes (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; i < harvest->changes->len; i++)
    {
      const ParlChange *c = harvest->changes->pdata[i];
      g_string_append_printf (text, "%s %s “%s” %s of %s", parl_change_kind_to_string (c->kind),
                              c->id, show (c->title), show (c->release), show (c->milestone));
      append_time (text, c->time);
      g_string_append_printf (text, " %s\n", show (c->link));
    }
}

static void
dump_builds (const ParlHarvest *harvest, GString *text)
{
  for (unsigned i = 0; i < harvest->builds->len; i++)
    {
      const ParlBuild *b = harvest->builds->pdata[i];
      g_string_append_printf (text, "build %s %s", b->id,
                              parl_build_outcome_to_string (b->outcome));
      append_time (text, b->ended);
      if (b->duration != PARL_TIME_NONE)
        g_string_append_printf (text, " %gs", (double)b->duration / PARL_SECOND);
      g_string_append_printf (text, "%s %s\n", b->again ? " again" : "", show (b->link));
    }
}

/* Returns: (transfer full) */
char *
harvest_dup_text (const ParlHarvest *harvest)
{
  GString *text = g_string_new (NULL);

  dump_attempts (harvest, text);
  dump_states (harvest, text);
  dump_rollouts (harvest, text);
  dump_series (harvest, text);
  dump_milestones (harvest, text);
  dump_changes (harvest, text);
  dump_builds (harvest, text);
  for (unsigned i = 0; i < harvest->warnings->len; i++)
    g_string_append_printf (text, "! %s\n", (char *)harvest->warnings->pdata[i]);
  return g_string_free (text, FALSE);
}
