/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists what there is to choose from. Counts nothing, and does not know what is chosen. */
#include "config.h"

#include "analysis/choices.h"

#include "analysis/targets.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>

/* Values that were seen: (element-type utf8 utf8), keys borrowed. */
typedef struct
{
  GHashTable *classes, *releases, *sites;
} Seen;

static void
note_value (GHashTable *seen, const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_add (seen, (void *)value);
}

/* A cohort is one by its first attempts, as in all facts. */
static void
note_outcomes (Seen *seen, const ParlOutcomes *outcomes)
{
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);

      note_value (seen->classes, cell->device_class);
      note_value (seen->sites, cell->site);
      if (parl_outcome_is_tried (cell->outcome) && !cell->retry)
        g_hash_table_add (seen->releases, (void *)(cell->from != NULL ? cell->from : ""));
    }
}

static void
note_devices (Seen *seen, const GPtrArray *devices)
{
  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);

      note_value (seen->classes, device->device_class);
      note_value (seen->sites, device->site);
    }
}

static void
note_series (Seen *seen, const GPtrArray *all)
{
  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);

      note_value (seen->classes, parl_labels_get (series->labels, "class"));
      note_value (seen->sites, parl_labels_get (series->labels, "site"));
    }
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  return parl_release_compare (*(const char *const *)a, *(const char *const *)b);
}

static char **
list_values (GHashTable *seen)
{
  GPtrArray *values = g_ptr_array_new ();
  GHashTableIter iter;
  void *value;

  g_hash_table_iter_init (&iter, seen);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    g_ptr_array_add (values, g_strdup (value));
  g_ptr_array_sort (values, compare_values);
  g_ptr_array_add (values, NULL);
  return (char **)g_ptr_array_free (values, FALSE);
}

static char **
list_cohorts (GHashTable *releases)
{
  g_autoptr (GHashTable) cohorts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  void *release;

  g_hash_table_iter_init (&iter, releases);
  while (g_hash_table_iter_next (&iter, &release, NULL))
    g_hash_table_add (cohorts, parl_release_to_cohort (release));
  return list_values (cohorts);
}

/* @snapshot: a whole one
 * Returns: (transfer full): all that occur in it, in whatever window */
ParlChoices *
parl_choices_new (const ParlSnapshot *snapshot)
{
  g_return_val_if_fail (snapshot != NULL, NULL);

  g_autoptr (GHashTable) classes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) releases = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) sites = g_hash_table_new (g_str_hash, g_str_equal);
  Seen seen = { classes, releases, sites };
  ParlChoices *self = g_new0 (ParlChoices, 1);

  note_outcomes (&seen, snapshot->outcomes);
  note_devices (&seen, snapshot->devices);
  note_series (&seen, snapshot->series);
  self->classes = list_values (classes);
  self->releases = list_cohorts (releases);
  self->sites = list_values (sites);
  return self;
}

void
parl_choices_free (ParlChoices *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->classes);
  g_strfreev (self->releases);
  g_strfreev (self->sites);
  g_free (self);
}

static bool
allows_value (char **values, const char *wanted, const char *noun, GError **error)
{
  if (wanted == NULL || g_strv_contains ((const char *const *)values, wanted))
    return true;

  g_autofree char *all = g_strjoinv (", ", values);
  g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_SCOPE,
               _ ("There is no %s “%s”; %s%s"), noun, wanted,
               *all != '\0' ? _ ("there are: ") : _ ("none is known yet"), all);
  return false;
}

/* Returns: whether all that @scope names is there; else false with %PARL_ANALYSIS_ERROR_SCOPE,
 *   which names what there is */
bool
parl_choices_allow (const ParlChoices *self, const ParlScope *scope, GError **error)
{
  g_return_val_if_fail (self != NULL && scope != NULL, false);

  return allows_value (self->classes, scope->device_class, _ ("device class"), error)
         && allows_value (self->releases, scope->release, _ ("release"), error)
         && allows_value (self->sites, scope->site, _ ("site"), error);
}
