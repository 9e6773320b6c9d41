/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what the release lines tell of a change holds when each is told apart by class, by site
 * and by release: where a hard class is updated more often than before, every release does worse,
 * and no device does. The split is Kitagawa's (see mix.c), over all pairs of a release line and a
 * class, a site or a release. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "model/release.h"

#include <math.h>
#include <string.h>

/* Of so many attempts in one window, there are some in the other but for once in 20,000 times. */
#define LEAST_ATTEMPTS 10

/* First attempts that are alike. Strings are those of the table, each once: equal ones are the same
 * pointer. */
typedef struct
{
  const char *from, *device_class, *site;
  double failed[PARL_N_PERIODS], n[PARL_N_PERIODS];
} Group;

typedef struct
{
  double failed[PARL_N_PERIODS], n[PARL_N_PERIODS];
  const char *value; /* the class, site or release; "": unknown */
} Stratum;

/* A class, a site or a release: of all its release lines. */
typedef struct
{
  double n[PARL_N_PERIODS];
  double mix;
} Kind;

typedef struct
{
  GHashTable *strata; /* release line and value -> Stratum */
  GHashTable *kinds;  /* value -> Kind */
  double n[PARL_N_PERIODS];
  double alone[PARL_N_PERIODS]; /* share of attempts whose stratum the other window lacks */
  double moved[PARL_N_PERIODS]; /* the same without strata so small that they may lack by chance */
  double mix, within, variance;
} Split;

static void
split_clear (Split *self)
{
  g_hash_table_unref (self->strata);
  g_hash_table_unref (self->kinds);
}

static guint
hash_group (gconstpointer data)
{
  const Group *group = data;

  return 31 * (31 * g_direct_hash (group->from) + g_direct_hash (group->device_class))
         + g_direct_hash (group->site);
}

static gboolean
is_same_group (gconstpointer a, gconstpointer b)
{
  const Group *first = a, *second = b;

  return first->from == second->from && first->device_class == second->device_class
         && first->site == second->site;
}

/* Returns: (transfer full) (element-type Group): first attempts of both windows, from the whole
 *   table: merged cells have no sites */
static GHashTable *
count_groups (const ParlContext *context)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  int n_days = (int)context->scope->days;
  GHashTable *groups = g_hash_table_new_full (hash_group, is_same_group, g_free, NULL);

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->age < 0 || cell->age >= PARL_N_PERIODS * n_days || cell->retry
          || !parl_outcome_is_tried (cell->outcome))
        continue;

      Group key = { .from = cell->from, .device_class = cell->device_class, .site = cell->site };
      Group *group = g_hash_table_lookup (groups, &key);
      if (group == NULL)
        {
          group = g_memdup2 (&key, sizeof key);
          g_hash_table_add (groups, group);
        }
      group->n[cell->age / n_days] += (double)cell->count;
      if (cell->outcome == PARL_OUTCOME_FAILED)
        group->failed[cell->age / n_days] += (double)cell->count;
    }
  return groups;
}

static const char *
get_value (const Group *group, const char *key)
{
  const char *value = strcmp (key, "class") == 0  ? group->device_class
                      : strcmp (key, "site") == 0 ? group->site
                                                  : group->from;

  return value != NULL ? value : "";
}

static gpointer
look_up (GHashTable *table, const char *key, size_t size)
{
  gpointer found = g_hash_table_lookup (table, key);

  if (found == NULL)
    {
      found = g_malloc0 (size);
      g_hash_table_insert (table, g_strdup (key), found);
    }
  return found;
}

static void
add_group (Split *split, const char *key, const Group *group)
{
  const char *value = get_value (group, key);
  g_autofree char *release = parl_release_to_cohort (group->from);
  g_autofree char *name = g_strconcat (release, "\n", value, NULL);
  Stratum *stratum = look_up (split->strata, name, sizeof *stratum);
  Kind *kind = look_up (split->kinds, value, sizeof *kind);

  stratum->value = value;
  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    {
      stratum->n[period] += group->n[period];
      stratum->failed[period] += group->failed[period];
      kind->n[period] += group->n[period];
      split->n[period] += group->n[period];
    }
}

static void
add_stratum (Split *split, const Stratum *stratum)
{
  double share[PARL_N_PERIODS], rate[PARL_N_PERIODS], variance = 0;
  bool both = stratum->n[PARL_NOW] > 0 && stratum->n[PARL_BEFORE] > 0;
  Kind *kind = g_hash_table_lookup (split->kinds, stratum->value);

  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    {
      share[period] = stratum->n[period] / split->n[period];
      rate[period] = stratum->failed[period] / stratum->n[period];
      variance += rate[period] * (1 - rate[period]) / stratum->n[period];
      if (!both)
        split->alone[period] += share[period];
      if (!both && stratum->n[period] >= LEAST_ATTEMPTS)
        split->moved[period] += share[period];
    }

  double average = both                       ? (rate[PARL_NOW] + rate[PARL_BEFORE]) / 2
                   : stratum->n[PARL_NOW] > 0 ? rate[PARL_NOW]
                                              : rate[PARL_BEFORE];
  double mix = (share[PARL_NOW] - share[PARL_BEFORE]) * average;
  split->mix += mix;
  kind->mix += mix;
  if (both)
    {
      double weight = (share[PARL_NOW] + share[PARL_BEFORE]) / 2;

      split->within += weight * (rate[PARL_NOW] - rate[PARL_BEFORE]);
      split->variance += weight * weight * variance;
    }
}

static void
split_init (Split *self, GHashTable *groups, const char *key)
{
  GHashTableIter iter;
  gpointer group, stratum;

  *self = (Split){ .strata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                   .kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &group, NULL))
    add_group (self, key, group);
  g_hash_table_iter_init (&iter, self->strata);
  while (g_hash_table_iter_next (&iter, NULL, &stratum))
    add_stratum (self, stratum);
}

/* -1, 0, 1: whether a part of a change is one for sure. */
static int
get_direction (double value, double variance, double effect)
{
  if (fabs (value) < effect || fabs (value) <= PARL_Z_95 * sqrt (variance))
    return 0;
  return value > 0 ? 1 : -1;
}

/* The class or site that alone makes most of the change: half of it or more, and twice as much as
 * any other; one site of many is no reason. Returns: (nullable): its name */
static const char *
find_reason (const Split *split, double change)
{
  const char *name = NULL;
  double most = 0, next = 0;
  GHashTableIter iter;
  gpointer value, kind;

  g_hash_table_iter_init (&iter, split->kinds);
  while (g_hash_table_iter_next (&iter, &value, &kind))
    {
      double part = ((const Kind *)kind)->mix / change;

      if (part > most)
        {
          next = most;
          most = part;
          name = value;
        }
      else
        next = fmax (next, part);
    }
  return name != NULL && *name != '\0' && most >= 0.5 && next <= most / 2 ? name : NULL;
}

/* Adds the share of the class or site that is the reason, where it moved for sure. No fact is about
 * a release of a line.
 * Returns: whether it did */
static bool
add_share (ParlContext *context, const char *key, const Split *split, double change)
{
  const char *name = strcmp (key, "release") != 0 ? find_reason (split, change) : NULL;
  if (name == NULL)
    return false;

  const Kind *most = g_hash_table_lookup (split->kinds, name);
  ParlInterval interval = parl_newcombe (most->n[PARL_NOW], split->n[PARL_NOW],
                                         most->n[PARL_BEFORE], split->n[PARL_BEFORE]);
  if (interval.low <= 0 && interval.high >= 0)
    return false;

  ParlPair pair;
  ParlLabels *subject = parl_labels_new (key, name, NULL);
  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    pair.periods[period] = (ParlProportion){ most->n[period], split->n[period] };
  ParlFact *fact = parl_context_add_rate (context, PARL_FACT_COHORT_SHARE, subject,
                                          parl_get_attempts_filter (subject, "tried"), &pair);
  fact->aspect = g_strdup ("kind");
  return true;
}

/* Returns: as parl_find_other_kinds(), of one key */
static const char *
judge_split (ParlContext *context, const char *key, const Split *split, const ParlFact *change,
             int told, double within, double limit)
{
  double effect = context->targets->minimum_effect;
  double direction = change->value > 0 ? 1 : -1;
  bool is_torn = fmin (split->alone[PARL_NOW], split->alone[PARL_BEFORE]) >= limit;
  bool by_chance = fmin (split->moved[PARL_NOW], split->moved[PARL_BEFORE]) < limit;

  if (is_torn && by_chance)
    return NULL;
  if (is_torn && strcmp (key, "release") == 0)
    return told != 0 ? "other-releases" : NULL;

  int own = get_direction (split->within, split->variance, effect);
  if (told == own || fabs (split->within - within) < effect)
    return NULL;
  return change->verdict == PARL_VERDICT_CONFIRMED && own * direction <= 0
                 && split->mix * direction >= effect
                 && add_share (context, key, split, change->value)
             ? "kinds"
             : "plain";
}

/* @change: of the failure rate
 * @within: its part within the release lines, a share, with its @variance
 * @limit: share of both windows' attempts from where on they are made of different strata
 * Adds the share of the class or site that explains the change.
 * Returns: (transfer none) (nullable): %NULL: what the release lines tell holds; "kinds": all of
 *   the change is that other classes or sites were updated; "other-releases": other releases of the
 *   lines; "plain": it can't be told apart */
const char *
parl_find_other_kinds (ParlContext *context, const ParlFact *change, double within, double variance,
                       double limit)
{
  static const char *const keys[] = { "class", "site", "release" };
  int told = get_direction (within, variance, context->targets->minimum_effect);
  g_autoptr (GHashTable) groups = count_groups (context);
  const char *found = NULL;

  for (unsigned i = 0; found == NULL && i < G_N_ELEMENTS (keys); i++)
    {
      Split split;

      split_init (&split, groups, keys[i]);
      found = judge_split (context, keys[i], &split, change, told, within, limit);
      split_clear (&split);
    }
  return found;
}
