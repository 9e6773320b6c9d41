/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices that nobody has heard of for too long: how many, for how long, where; and devices whose
 * release is long behind. There is no history of either, so nothing is said of a change. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"
#include "analysis/listing.h"
#include "analysis/predicate.h"
#include "model/release.h"

#include <math.h>
#include <string.h>

#define MOST_SITES 10

typedef struct
{
  const char *name;
  ParlProportion silent;
} Group;

static void
add_fact (ParlContext *context, const char *key, const char *name, const char *filter_key,
          ParlProportion silent, ParlTime at)
{
  ParlFact *fact = parl_context_add (context, "fleet-silent", parl_labels_new (key, name, NULL));

  parl_fact_take_filter (fact, parl_labels_new ("silent", "yes", filter_key, name, NULL));
  fact->window.until = fact->evidence.window.until = at;
  parl_fact_set_rate (fact, silent);
}

/* @groups: name -> Group */
static void
count_in_group (GHashTable *groups, const char *name, bool is_silent)
{
  if (name == NULL)
    return;

  Group *group = g_hash_table_lookup (groups, name);
  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->name = name;
      g_hash_table_insert (groups, (void *)name, group);
    }
  group->silent.n++;
  group->silent.count += is_silent;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *x = *(const Group *const *)a;
  const Group *y = *(const Group *const *)b;

  if (x->silent.count != y->silent.count)
    return x->silent.count > y->silent.count ? -1 : 1;
  return strcmp (x->name, y->name);
}

/* By silent devices; with a limit on their number, groups without any are left out. */
static void
add_groups (ParlContext *context, const char *key, GHashTable *table, unsigned most, ParlTime at)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  GHashTableIter iter;
  void *group;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    g_ptr_array_add (groups, group);
  g_ptr_array_sort (groups, compare_groups);
  for (unsigned i = 0; i < groups->len && i < most; i++)
    {
      const Group *next = g_ptr_array_index (groups, i);
      if (next->silent.count > 0 || most == G_MAXUINT)
        add_fact (context, key, next->name, key, next->silent, at);
    }
}

/* All ages, so that they read as one scale; the first only where the limit is below a day. */
static void
add_ages (ParlContext *context, const double *counts, double n, ParlTime at)
{
  const char *const *names = parl_silent_ages ();

  for (unsigned i = 0; names[i] != NULL; i++)
    if (i > 0 || counts[i] > 0)
      add_fact (context, "age", names[i], "silent-age", (ParlProportion){ counts[i], n }, at);
}

void
parl_add_silent_facts (ParlContext *context)
{
  GPtrArray *devices = context->snapshot->devices;
  ParlTime at = parl_context_get_last_look (context);
  g_autoptr (GHashTable) sites = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) classes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree double *ages = g_new0 (double, g_strv_length ((char **)parl_silent_ages ()));
  ParlProportion whole = { 0, devices->len };

  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      bool is_silent = parl_device_is_silent (device, context->targets, at);

      count_in_group (sites, device->site, is_silent);
      count_in_group (classes, device->device_class, is_silent);
      whole.count += is_silent;
      for (unsigned j = 0; is_silent && parl_silent_ages ()[j] != NULL; j++)
        ages[j] += strcmp (parl_silent_ages ()[j], parl_device_get_silent_age (device, at)) == 0;
    }

  if (context->snapshot->seen_later)
    whole = (ParlProportion){ 0, 0 };
  add_fact (context, NULL, NULL, NULL, whole, at);
  if (whole.n > 0)
    {
      add_ages (context, ages, whole.n, at);
      add_groups (context, "site", sites, MOST_SITES, at);
      add_groups (context, "class", classes, G_MAXUINT, at);
    }

  ParlFact *size = parl_context_add (context, "fleet-size", parl_labels_new (NULL, NULL));
  if (devices->len > 0)
    size->value = size->count = devices->len;
}

static const char *const device_columns[]
    = { "device", "class", "site", "release", "last_seen", "stage", "tested_rollback", NULL };

void
parl_list_devices (ParlListing *self)
{
  static const char *const rollback_words[] = { "unknown", "no", "yes" };
  GPtrArray *devices = self->findings->snapshot->devices;
  g_autoptr (GHashTable) sites = g_hash_table_new (g_str_hash, g_str_equal);

  self->evidence->columns = device_columns;
  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      bool is_new_site;

      if (!parl_predicate_accepts_device (self->predicate, device))
        continue;

      g_autofree char *last_seen = parl_listing_format_time (device->last_seen);
      g_autofree char *release = parl_release_to_text (device->release);
      is_new_site = device->site != NULL && g_hash_table_add (sites, device->site);
      parl_listing_add (
          self, self->measure != PARL_MEASURE_SITE || is_new_site, device->id, device->device_class,
          device->site, release, last_seen,
          parl_get_stage_name (self->findings->snapshot, device->rollout, device->stage),
          rollback_words[device->tested_rollback + 1]);
    }
}

/* A device of which nobody knows what it runs is in neither count. */
void
parl_add_debt_facts (ParlContext *context)
{
  const GPtrArray *devices = context->snapshot->devices;
  g_autoptr (GHashTable) lines = parl_list_release_lines (context->snapshot);
  ParlFact *fact = parl_context_add (context, "tech-debt", parl_labels_new (NULL, NULL));
  ParlProportion old = { 0, 0 };

  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      int behind = parl_device_count_lines_behind (device, lines);

      old.n += behind >= 0;
      old.count += behind >= PARL_OLD_LINES;
    }
  parl_fact_take_filter (fact, parl_labels_new ("old", "yes", NULL));
  parl_fact_set_rate (fact, old);
  if (old.n > 0 && old.n < devices->len)
    parl_fact_add_caveat (fact, "unknown:release");
}
