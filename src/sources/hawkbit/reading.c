/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one sync, or one test, has found of a hawkBit so far. Asks nothing itself. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * parl_hb_key:
 *
 * Returns: (transfer full): what history calls the action, rollout or stage with that number: the
 *   number itself, behind the epoch in every database but the first: "17", "e2/17"
 */
char *
parl_hb_key (const ParlHb *self, int64_t id)
{
  if (self->mark->epoch == 1)
    return g_strdup_printf ("%" G_GINT64_FORMAT, id);
  return g_strdup_printf ("e%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, self->mark->epoch, id);
}

/* False for a key of another epoch. */
bool
parl_hb_parse_key (const ParlHb *self, const char *key, int64_t *id)
{
  g_autofree char *prefix = self->mark->epoch == 1
                                ? g_strdup ("")
                                : g_strdup_printf ("e%" G_GINT64_FORMAT "/", self->mark->epoch);

  return key != NULL && g_str_has_prefix (key, prefix)
         && g_ascii_string_to_signed (key + strlen (prefix), 10, 0, G_MAXINT64, id, NULL);
}

static void
free_target (ParlHbTarget *target)
{
  g_clear_pointer (&target->device, parl_device_free);
  g_free (target->cohort);
  g_free (target);
}

ParlHb *
parl_hb_new (const ParlSourceCall *call)
{
  ParlHb *self = g_new0 (ParlHb, 1);

  self->call = call;
  self->harvest = parl_harvest_new ();
  self->mark = parl_hb_mark_new ();
  self->targets
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_target);
  self->rollouts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_rollout_free);
  self->actions = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_action_free);
  self->releases = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->complaints = parl_complaints_new (self->harvest->warnings);
  return self;
}

void
parl_hb_free (ParlHb *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->harvest, parl_harvest_free);
  g_clear_pointer (&self->mark, parl_hb_mark_free);
  g_clear_pointer (&self->causes, parl_causes_free);
  g_hash_table_unref (self->targets);
  g_ptr_array_unref (self->rollouts);
  g_ptr_array_unref (self->actions);
  g_hash_table_unref (self->releases);
  parl_complaints_free (self->complaints);
  g_free (self);
}

/* 0.10 cannot be told from what will come after it. */
char *
parl_hb_dup_server (const ParlHb *self)
{
  switch (self->mark->way)
    {
    case PARL_HB_ACTIONS:
      return g_strdup (self->mark->detailed ? _ ("hawkBit before 0.10") : "hawkBit 0.10");
    case PARL_HB_LEGACY:
      return g_strdup ("hawkBit 0.3");
    case PARL_HB_UNDECIDED:
    default:
      return g_strdup ("hawkBit");
    }
}
