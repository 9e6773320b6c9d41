/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What customers felt: device-hours below the promised speed, and device-hours after a failed
 * update. The second counts until the device's next success: whether it worked meanwhile, with its
 * old release, is not known. */
#include "config.h"

#include "analysis/themes.h"

#include <math.h>
#include <string.h>

#define MOST_SITES 10

/* Outages that began in a window, each up to the window's end. */
typedef struct
{
  double hours, count;
} Down;

typedef struct
{
  const char *name; /* NULL: the whole */
  Down periods[PARL_N_PERIODS];
} Group;

static double
get_hours (const ParlOutage *outage, ParlWindow window)
{
  ParlTime end
      = outage->succeeded == PARL_TIME_NONE ? window.until : MIN (outage->succeeded, window.until);

  return (double)MAX (end - outage->failed, 0) / PARL_HOUR;
}

static void
count_outage (const ParlContext *context, Group *group, const ParlOutage *outage)
{
  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    {
      ParlWindow window = context->windows[period];

      if (outage->failed < window.since || outage->failed >= window.until)
        continue;
      group->periods[period].hours += get_hours (outage, window);
      group->periods[period].count++;
    }
}

static ParlFact *
add_fact (ParlContext *context, const char *key, const Group *group)
{
  g_autoptr (ParlLabels) subject = parl_labels_new (key, group->name, NULL);
  ParlFact *fact = parl_context_add (context, "impact-down-hours", parl_labels_ref (subject));

  parl_fact_take_filter (fact, parl_get_attempts_filter (subject, "failed"));
  parl_fact_add_caveat (fact, "until-success");
  return fact;
}

static void
add_down (ParlContext *context, const char *key, const Group *group, bool has_before)
{
  ParlFact *fact = add_fact (context, key, group);

  fact->value = group->periods[PARL_NOW].hours;
  fact->count = group->periods[PARL_NOW].count;
  if (has_before)
    parl_fact_compare_value (fact, group->periods[PARL_BEFORE].hours,
                             group->periods[PARL_BEFORE].count, context->windows[PARL_BEFORE]);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *x = *(const Group *const *)a;
  const Group *y = *(const Group *const *)b;

  if (x->periods[PARL_NOW].hours != y->periods[PARL_NOW].hours)
    return x->periods[PARL_NOW].hours > y->periods[PARL_NOW].hours ? -1 : 1;
  return strcmp (x->name, y->name);
}

static const char *
get_name (const ParlOutage *outage, const char *key)
{
  return strcmp (key, "site") == 0 ? outage->site : outage->device_class;
}

/* From the worst; groups without any are left out. */
static void
add_groups (ParlContext *context, const char *key, unsigned most, bool has_before)
{
  const GPtrArray *outages = context->snapshot->outages;
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);

  for (unsigned i = 0; i < outages->len; i++)
    {
      const ParlOutage *outage = g_ptr_array_index (outages, i);
      const char *name = get_name (outage, key);
      Group *group = name != NULL ? g_hash_table_lookup (table, name) : NULL;

      if (name == NULL)
        continue;
      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          group->name = name;
          g_hash_table_insert (table, (void *)name, group);
          g_ptr_array_add (groups, group);
        }
      count_outage (context, group, outage);
    }
  g_ptr_array_sort (groups, compare_groups);
  for (unsigned i = 0; i < groups->len && i < most; i++)
    {
      const Group *group = g_ptr_array_index (groups, i);
      if (group->periods[PARL_NOW].count > 0)
        add_down (context, key, group, has_before);
    }
}

/* Both parts, or nothing: half an impact would pass for a small one. */
static void
add_impact (ParlContext *context, const ParlFact *down)
{
  const ParlFact *slow = parl_context_find (context, "fps-slow-hours", NULL);
  ParlFact *fact = parl_context_add (context, "customer-impact", parl_labels_new (NULL, NULL));

  parl_fact_take_filter (fact, parl_labels_ref (down->evidence.filter));
  parl_fact_add_caveat (fact, "until-success");
  if (slow == NULL)
    parl_fact_add_caveat (fact, "unknown:slow-hours");
  if (isnan (down->value))
    parl_fact_add_caveat (fact, "unknown:down-hours");
  if (slow == NULL || isnan (down->value))
    return;

  fact->value = slow->value + down->value;
  fact->low = slow->low + down->value;
  fact->high = slow->high + down->value;
  if (slow->freshness != PARL_TIME_NONE && fact->freshness != PARL_TIME_NONE)
    fact->freshness = MIN (fact->freshness, slow->freshness);
  if (g_strcmp0 (fact->source, slow->source) != 0)
    g_clear_pointer (&fact->source, g_free);
  if (parl_fact_has_comparison (slow) && parl_fact_has_comparison (down))
    parl_fact_compare_value (fact, slow->comparison.value + down->comparison.value, NAN,
                             down->comparison.window);
  if (!isnan (context->targets->impact_hours))
    parl_fact_aim_below (fact, context->targets->impact_hours);
}

/* Failures that are known as counts alone have no hours: then nothing is said, for what is known of
 * the others would pass for all. */
void
parl_add_impact_facts (ParlContext *context)
{
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  ParlPair pair = parl_context_count_failures (context, everything);
  Group whole = { 0 };
  bool has_before, is_whole;

  for (unsigned i = 0; i < context->snapshot->outages->len; i++)
    count_outage (context, &whole, g_ptr_array_index (context->snapshot->outages, i));
  is_whole = pair.periods[PARL_NOW].n > 0
             && whole.periods[PARL_NOW].count == pair.periods[PARL_NOW].count;
  has_before = pair.periods[PARL_BEFORE].n > 0
               && whole.periods[PARL_BEFORE].count == pair.periods[PARL_BEFORE].count;

  if (!is_whole)
    {
      add_impact (context, add_fact (context, NULL, &whole));
      return;
    }
  add_down (context, NULL, &whole, has_before);
  add_impact (context, parl_context_find (context, "impact-down-hours", NULL));
  add_groups (context, "site", MOST_SITES, has_before);
  add_groups (context, "class", G_MAXUINT, has_before);
}
