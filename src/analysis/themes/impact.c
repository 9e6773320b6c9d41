/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What customers felt: device-hours below the promised speed, and device-hours of devices that were
 * not heard of since an update of them failed. A device that was heard of goes on with its old
 * release and is not down; so the second is a lower bound, and what it knows nothing of it leaves
 * out. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/listing.h"
#include "analysis/predicate.h"
#include "analysis/fleet.h"

#include <math.h>
#include <string.h>

#define MOST_SITES 10

typedef struct
{
  const char *name; /* NULL: the whole */
  double hours, count;
} Group;

/* Whole hours, as speed is known: what is told must not change with every minute. */
static ParlTime
get_until (const ParlContext *context)
{
  ParlTime until = parl_context_get_last_look (context);

  return until - until % PARL_HOUR;
}

static ParlFact *
add_fact (ParlContext *context, const char *id, const char *key, const char *name)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new (key, name, NULL));

  parl_fact_take_filter (fact, parl_labels_new ("unheard", "yes", key, name, NULL));
  fact->window = (ParlWindow){ context->windows[PARL_NOW].since, get_until (context) };
  fact->evidence.window = fact->window;
  parl_fact_add_caveat (fact, "not-heard-of");
  return fact;
}

static void
add_down (ParlContext *context, const char *key, const Group *group)
{
  ParlFact *fact = add_fact (context, "impact-down-hours", key, group->name);

  fact->value = group->hours;
  fact->count = group->count;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *x = *(const Group *const *)a;
  const Group *y = *(const Group *const *)b;

  if (x->hours != y->hours)
    return x->hours > y->hours ? -1 : 1;
  return strcmp (x->name, y->name);
}

static const char *
get_name (const ParlDevice *device, const char *key)
{
  return strcmp (key, "site") == 0 ? device->site : device->device_class;
}

/* From the worst; groups without any are left out. @failures: as parl_list_last_failures() */
static void
add_groups (ParlContext *context, const char *key, unsigned most, GHashTable *failures)
{
  const GPtrArray *devices = context->snapshot->devices;
  ParlTime until = get_until (context);
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);

  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      const char *name = get_name (device, key);
      ParlTime failed = parl_device_get_lost (device, failures, context->targets, until);
      Group *group = name != NULL ? g_hash_table_lookup (table, name) : NULL;

      if (name == NULL || failed == PARL_TIME_NONE)
        continue;
      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          group->name = name;
          g_hash_table_insert (table, (void *)name, group);
          g_ptr_array_add (groups, group);
        }
      group->hours += (double)(until - failed) / PARL_HOUR;
      group->count++;
    }
  g_ptr_array_sort (groups, compare_groups);
  for (unsigned i = 0; i < groups->len && i < most; i++)
    add_down (context, key, g_ptr_array_index (groups, i));
}

/* Both parts, or nothing: half an impact would pass for a small one. A device that is not heard of
 * reports no speed: no hour of it is in both. */
static void
add_impact (ParlContext *context, const ParlFact *down)
{
  const ParlFact *slow = parl_context_find (context, "fps-slow-hours", NULL);
  ParlFact *fact = add_fact (context, "customer-impact", NULL, NULL);

  if (slow == NULL)
    parl_fact_add_caveat (fact, "unknown:slow-hours");
  if (isnan (down->value))
    parl_fact_add_caveat (fact, "unknown:down-hours");
  if (slow == NULL || isnan (down->value))
    return;

  fact->value = fact->count = slow->value + down->value;
  fact->n = slow->n + down->value;
  fact->low = slow->low + down->value;
  fact->high = slow->high + down->value;
  if (slow->freshness != PARL_TIME_NONE && fact->freshness != PARL_TIME_NONE)
    fact->freshness = MIN (fact->freshness, slow->freshness);
  if (g_strcmp0 (fact->source, slow->source) != 0)
    g_clear_pointer (&fact->source, g_free);
  parl_fact_aim_below (fact, context->targets->impact_hours);
}

static double
count_failures (const ParlContext *context)
{
  ParlWindow window = context->windows[PARL_NOW];
  double count = 0;

  for (unsigned i = 0; i < context->snapshot->outages->len; i++)
    {
      const ParlOutage *outage = g_ptr_array_index (context->snapshot->outages, i);
      count += outage->failed >= window.since && outage->failed < window.until;
    }
  return count;
}

/* Nothing is said where failures are known as counts alone, or no device is known: what is known of
 * the others would pass for all. Of the window before nobody knows when a device was last heard of
 * then, so there is no comparison. */
void
parl_add_impact_facts (ParlContext *context)
{
  const GPtrArray *devices = context->snapshot->devices;
  ParlTime until = get_until (context);
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  ParlPair pair = parl_context_count_failures (context, everything);
  g_autoptr (GHashTable) failures = parl_list_last_failures (
      context->snapshot, (ParlWindow){ context->windows[PARL_NOW].since, until });
  Group whole = { 0 };

  if (devices->len == 0 || !(pair.periods[PARL_NOW].n > 0)
      || count_failures (context) != pair.periods[PARL_NOW].count)
    {
      add_impact (context, add_fact (context, "impact-down-hours", NULL, NULL));
      return;
    }
  for (unsigned i = 0; i < devices->len; i++)
    {
      ParlTime failed = parl_device_get_lost (g_ptr_array_index (devices, i), failures,
                                              context->targets, until);
      if (failed == PARL_TIME_NONE)
        continue;
      whole.hours += (double)(until - failed) / PARL_HOUR;
      whole.count++;
    }
  add_down (context, NULL, &whole);
  add_impact (context, parl_context_find (context, "impact-down-hours", NULL));
  add_groups (context, "site", MOST_SITES, failures);
  add_groups (context, "class", G_MAXUINT, failures);
}

/* Every device that is down, for how long. @by_hour: whether a row weighs its hours, or is one. */
static void
list_down (ParlListing *self, bool by_hour)
{
  const ParlFindings *findings = self->findings;
  ParlWindow window = self->fact->evidence.window;
  g_autoptr (GHashTable) failures = parl_list_last_failures (findings->snapshot, window);
  g_autofree char *until = parl_listing_format_time (window.until);

  self->evidence->columns = parl_hours_columns;
  for (unsigned i = 0; i < findings->snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (findings->snapshot->devices, i);
      ParlTime failed = parl_device_get_lost (device, failures, findings->targets, window.until);

      if (!parl_predicate_accepts_device (self->predicate, device))
        continue;

      double hours = (double)(window.until - failed) / PARL_HOUR;
      g_autofree char *since = parl_listing_format_time (failed);
      g_autofree char *text = parl_listing_format_number (hours);
      parl_listing_add (self, by_hour ? hours : 1, device->id, device->device_class, device->site,
                        NULL, since, until, text);
    }
}

void
parl_list_down (ParlListing *self)
{
  list_down (self, false);
}

/* Both parts of the impact: devices that are down, and hours of those that were slow. */
void
parl_list_impact (ParlListing *self)
{
  const ParlFact *slow = parl_findings_find (self->findings, PARL_FACT_SLOW_HOURS, NULL, true);

  list_down (self, true);
  if (slow == NULL)
    return;

  g_autoptr (ParlPredicate) predicate = parl_predicate_new (
      &slow->evidence, self->findings->snapshot, self->findings->targets, NULL);
  g_assert (predicate != NULL); /* filters are made in this room */

  ParlListing part = *self;
  part.fact = slow;
  part.measure = slow->entry->measure;
  part.predicate = predicate;
  parl_list_series (&part);
}
