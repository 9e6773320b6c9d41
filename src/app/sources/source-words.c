/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for the condition of sources. Knows no widget and no clock; the details of an error are the
 * source's own sentence. */
#include "config.h"

#include "app/sources/source-words.h"

#include "audiences/format.h"
#include "sources/source-kind.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *icon;
  const char *style;
} conditions[PARL_N_CONDITIONS] = {
  [PARL_CONDITION_FRESH] = { N_ ("Fresh"), "parlance-fresh-symbolic", "good" },
  [PARL_CONDITION_READING] = { N_ ("Reading"), "parlance-reading-symbolic", "plain" },
  [PARL_CONDITION_PAUSED] = { N_ ("Paused"), "parlance-paused-symbolic", "plain" },
  [PARL_CONDITION_NEVER] = { N_ ("Never Read"), "parlance-never-symbolic", "plain" },
  [PARL_CONDITION_EMPTY] = { N_ ("No Data"), "parlance-never-symbolic", "plain" },
  [PARL_CONDITION_PARTIAL] = { N_ ("Partial"), "parlance-partial-symbolic", "warn" },
  [PARL_CONDITION_LATE] = { N_ ("Late"), "parlance-late-symbolic", "warn" },
  [PARL_CONDITION_STALE] = { N_ ("Stale"), "parlance-stale-symbolic", "bad" },
  [PARL_CONDITION_OFFLINE] = { N_ ("Offline"), "parlance-offline-symbolic", "bad" },
};

/* Returns: the worst that is true of it; that it is being read counts only while it has no data, or
 *   not all of the past */
ParlCondition
parl_source_get_condition (ParlSourceItem *item, ParlTime now, const ParlTargets *targets)
{
  bool reading = item->syncing || item->unsettled;
  bool empty = item->newest == PARL_TIME_NONE;
  bool in_parts = item->syncing && item->updates_since != PARL_TIME_NONE;
  bool paused = parl_source_config_get_paused (item->config);

  if (paused)
    return PARL_CONDITION_PAUSED;
  if ((reading && empty) || in_parts)
    return PARL_CONDITION_READING;
  switch (parl_source_item_get_freshness (item, now, targets))
    {
    case PARL_FRESHNESS_OFFLINE:
      return PARL_CONDITION_OFFLINE;
    case PARL_FRESHNESS_STALE:
      return PARL_CONDITION_STALE;
    case PARL_FRESHNESS_LATE:
      return PARL_CONDITION_LATE;
    case PARL_FRESHNESS_UNKNOWN:
    case PARL_FRESHNESS_FRESH:
    default:
      break;
    }
  if (item->sync_state == PARL_SYNC_PARTIAL)
    return PARL_CONDITION_PARTIAL;
  if (!empty)
    return PARL_CONDITION_FRESH;
  return item->fetched == PARL_TIME_NONE ? PARL_CONDITION_NEVER : PARL_CONDITION_EMPTY;
}

const char *
parl_condition_get_word (ParlCondition condition)
{
  return _ (conditions[condition].word);
}

const char *
parl_condition_get_icon (ParlCondition condition)
{
  return conditions[condition].icon;
}

const char *
parl_condition_get_style (ParlCondition condition)
{
  return conditions[condition].style;
}

static const ParlSourceKind *
get_kind (ParlSourceItem *item)
{
  return parl_source_kind_find (parl_source_config_get_kind (item->config));
}

bool
parl_source_feeds_speed (ParlSourceItem *item)
{
  return (get_kind (item)->feeds & PARL_FEEDS_SPEED) != 0;
}

const char *
parl_source_get_subject (ParlSourceItem *item)
{
  return parl_source_feeds_speed (item) ? _ ("Speed") : _ ("Updates");
}

char *
parl_source_dup_title (ParlSourceItem *item)
{
  return g_strdup_printf ("%s · %s", parl_source_get_subject (item),
                          parl_source_item_get_name (item));
}

char *
parl_source_dup_age (ParlSourceItem *item, ParlTime now)
{
  ParlTime newest = item->newest;

  if (newest == PARL_TIME_NONE)
    return NULL;
  g_autofree char *age = parl_format_age (now - newest);
  return g_strdup_printf (_ ("%s old"), age);
}

/* Returns: (transfer full): the word for its condition; while it is read, how long that will take
 */
char *
parl_source_dup_condition (ParlSourceItem *item, ParlCondition condition)
{
  if (condition != PARL_CONDITION_READING || item->left == PARL_TIME_NONE)
    return g_strdup (parl_condition_get_word (condition));
  g_autofree char *time = parl_format_age (item->left);
  return g_strdup_printf (_ ("Reading, %s left"), time);
}

/* For people: what is read in the step that the source calls @what. */
static const char *
get_step_title (ParlSourceItem *item, const char *what)
{
  for (const ParlSourceStep *step = get_kind (item)->steps; step->what != NULL; step++)
    if (g_str_equal (step->what, what))
      return _ (step->title);
  return what;
}

/* Returns: (transfer full): "Reading devices: 1,200 of 18,000, 3 min left"; "Connecting" before the
 *   first step */
char *
parl_source_dup_step (ParlSourceItem *item)
{
  const char *what = item->what;

  if (what == NULL)
    return g_strdup (_ ("Connecting"));
  g_autofree char *done_text = parl_format_number (item->done, 0);
  g_autofree char *total_text = parl_format_number (item->total, 0);
  g_autofree char *time = item->left != PARL_TIME_NONE ? parl_format_age (item->left) : NULL;
  if (item->total > 0 && time != NULL)
    return g_strdup_printf (_ ("Reading %s: %s of %s, %s left"), get_step_title (item, what),
                            done_text, total_text, time);
  if (item->total > 0)
    return g_strdup_printf (_ ("Reading %s: %s of %s"), get_step_title (item, what), done_text,
                            total_text);
  if (item->done > 0)
    return g_strdup_printf (_ ("Reading %s: %s so far"), get_step_title (item, what), done_text);
  return g_strdup_printf (_ ("Reading %s"), get_step_title (item, what));
}

char *
parl_source_dup_next_try (ParlSourceItem *item, ParlTime now)
{
  ParlTime next = item->next_try;

  if (item->syncing || next == PARL_TIME_NONE)
    return NULL;
  if (next - now < PARL_MINUTE)
    return g_strdup (_ ("Read again within a minute"));
  g_autofree char *clock = parl_format_clock (next, now);
  return g_strdup_printf (_ ("Read again at %s"), clock);
}

char *
parl_source_dup_last_read (ParlSourceItem *item, ParlTime now)
{
  ParlTime fetched = item->fetched;

  if (fetched == PARL_TIME_NONE)
    return g_strdup (_ ("Never read so far"));
  g_autofree char *clock = parl_format_clock (fetched, now);
  return g_strdup_printf (_ ("Last read at %s"), clock);
}

static char *
dup_count (ParlCondition condition, unsigned n)
{
  switch (condition)
    {
    case PARL_CONDITION_FRESH:
      return g_strdup_printf (ngettext ("%u fresh", "%u fresh", n), n);
    case PARL_CONDITION_READING:
      return g_strdup_printf (ngettext ("%u being read", "%u being read", n), n);
    case PARL_CONDITION_PAUSED:
      return g_strdup_printf (ngettext ("%u paused", "%u paused", n), n);
    case PARL_CONDITION_NEVER:
      return g_strdup_printf (ngettext ("%u never read", "%u never read", n), n);
    case PARL_CONDITION_EMPTY:
      return g_strdup_printf (ngettext ("%u without data", "%u without data", n), n);
    case PARL_CONDITION_PARTIAL:
      return g_strdup_printf (ngettext ("%u partial", "%u partial", n), n);
    case PARL_CONDITION_LATE:
      return g_strdup_printf (ngettext ("%u late", "%u late", n), n);
    case PARL_CONDITION_STALE:
      return g_strdup_printf (ngettext ("%u stale", "%u stale", n), n);
    case PARL_CONDITION_OFFLINE:
    case PARL_N_CONDITIONS:
    default:
      return g_strdup_printf (ngettext ("%u offline", "%u offline", n), n);
    }
}

char *
parl_sources_dup_summary (GListModel *sources, ParlTime now, const ParlTargets *targets,
                          ParlCondition *worst)
{
  unsigned counts[PARL_N_CONDITIONS] = { 0 };
  ParlCondition last = PARL_CONDITION_FRESH;
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  for (unsigned i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      counts[parl_source_get_condition (item, now, targets)]++;
    }
  for (ParlCondition condition = 0; condition < PARL_N_CONDITIONS; condition++)
    if (counts[condition] > 0)
      {
        g_autofree char *count = dup_count (condition, counts[condition]);
        g_strv_builder_add (parts, count);
        last = condition;
      }
  if (worst != NULL)
    *worst = last;
  g_auto (GStrv) all = g_strv_builder_end (parts);
  return g_strjoinv (", ", all);
}
