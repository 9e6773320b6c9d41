/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads plan.conf: milestones and the last review. What contradicts something else in the file is
 * refused, with the place: a misspelt plan must not silently be no plan. Computes nothing. */
#include "config.h"

#include "analysis/plan-file.h"

#include "analysis/catalogue.h"
#include "analysis/themes/themes.h"
#include "settings/schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "Milestone "
#define REVIEW "Review"

static const ParlSetting milestone_settings[] = {
  { .key = "Title", .type = PARL_SETTING_TEXT, .required = true, .translated = true },
  { .key = "Outcome", .type = PARL_SETTING_TEXT, .translated = true },
  { .key = "Owner", .type = PARL_SETTING_TEXT, .translated = true },
  PARL_SETTING ("Start", PARL_SETTING_DAY, NULL, NULL),
  { .key = "Due", .type = PARL_SETTING_DAY, .required = true },
  PARL_SETTING ("Done", PARL_SETTING_DAY, NULL, NULL),
  PARL_SETTING ("Blocked-by", PARL_SETTING_LIST, NULL, NULL),
  PARL_SETTING ("Measure", PARL_SETTING_TEXT, NULL, NULL),
};
static const ParlSetting review_settings[]
    = { PARL_SETTING ("Last", PARL_SETTING_DAY, NULL, NULL) };
static const ParlSettingsGroup groups[] = {
  { PREFIX "*", milestone_settings, G_N_ELEMENTS (milestone_settings), NULL },
  { REVIEW, review_settings, G_N_ELEMENTS (review_settings), NULL },
};

/* Returns: (transfer full) (nullable): %NULL: not there, or empty */
static char *
read_text (const ParlSettingsFile *file, const char *group, const char *key)
{
  g_autofree char *text = parl_settings_file_dup_text (file, group, key);

  return text == NULL || *g_strstrip (text) == '\0' ? NULL : g_steal_pointer (&text);
}

/* What is not there stays as it is. */
static void
read_day (const ParlSettingsFile *file, const char *group, const char *key, ParlTime *day)
{
  const char *text = parl_settings_file_get (file, group, key);

  if (text != NULL)
    parl_time_from_iso (text, day, NULL);
}

static bool
read_measure (const ParlSettingsFile *file, const char *group, ParlMilestone *milestone,
              GError **error)
{
  g_autofree char *text = parl_settings_file_dup_text (file, group, "Measure");
  if (text == NULL)
    return true;

  g_strstrip (text);
  char *subject = strchr (text, '?');
  if (subject != NULL)
    *subject++ = '\0';
  if (parl_catalogue_find (text) == NULL)
    return parl_settings_file_refuse (file, group, "Measure", error, _ ("there is no fact “%s”"),
                                      text);

  g_autoptr (GError) wrong = NULL;
  g_autoptr (ParlLabels) of = parl_labels_new_from_string (subject != NULL ? subject : "", &wrong);
  if (of == NULL)
    return parl_settings_file_refuse (file, group, "Measure", error, "%s", wrong->message);
  if (!parl_milestone_can_measure (text, of))
    {
      g_autofree char *all = parl_milestone_list_measures ();
      return parl_settings_file_refuse (
          file, group, "Measure", error,
          _ ("“%s%s%s” cannot be counted before and after a day; these can: %s"), text,
          subject != NULL ? "?" : "", subject != NULL ? subject : "", all);
    }
  milestone->measure = g_steal_pointer (&text);
  milestone->of = g_steal_pointer (&of);
  return true;
}

static bool
check_days (const ParlSettingsFile *file, const char *group, const ParlMilestone *milestone,
            GError **error)
{
  if (milestone->start == PARL_TIME_NONE)
    return true;
  if (milestone->due < milestone->start)
    return parl_settings_file_refuse (file, group, "Due", error, _ ("must not be before “Start”"));
  if (milestone->done != PARL_TIME_NONE && milestone->done < milestone->start)
    return parl_settings_file_refuse (file, group, "Done", error, _ ("must not be before “Start”"));
  return true;
}

/* Ids are parts of addresses. */
static bool
is_id (const char *text)
{
  return *text != '\0'
         && text[strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.")] == '\0';
}

static bool
read_milestone (ParlPlan *plan, const ParlSettingsFile *file, const char *group, GError **error)
{
  const char *id = group + strlen (PREFIX);
  g_autofree char *title = read_text (file, group, "Title");
  g_autoptr (ParlMilestone) milestone = parl_milestone_new (id, title);
  char **blocked_by = parl_settings_file_dup_list (file, group, "Blocked-by");

  if (blocked_by != NULL)
    {
      g_strfreev (milestone->blocked_by);
      milestone->blocked_by = blocked_by;
    }
  if (!is_id (id))
    return parl_settings_file_refuse (
        file, group, NULL, error,
        _ ("“%s” is no name of a milestone: letters, digits, “-”, “_” and “.”"), id);
  if (title == NULL)
    return parl_settings_file_refuse (file, group, "Title", error, _ ("is empty"));
  milestone->outcome = read_text (file, group, "Outcome");
  milestone->owner = read_text (file, group, "Owner");
  read_day (file, group, "Start", &milestone->start);
  read_day (file, group, "Due", &milestone->due);
  read_day (file, group, "Done", &milestone->done);
  if (!check_days (file, group, milestone, error) || !read_measure (file, group, milestone, error))
    return false;
  parl_plan_take (plan, g_steal_pointer (&milestone));
  return true;
}

static bool
check_blockers (const ParlSettingsFile *file, const ParlPlan *plan, const ParlMilestone *milestone,
                GError **error)
{
  g_autofree char *group = g_strconcat (PREFIX, milestone->id, NULL);

  for (char **id = milestone->blocked_by; *id != NULL; id++)
    {
      const ParlMilestone *blocker = parl_plan_find (plan, *id);

      if (blocker == NULL)
        return parl_settings_file_refuse (file, group, "Blocked-by", error,
                                          _ ("there is no milestone “%s”"), *id);
      if (milestone->done != PARL_TIME_NONE && blocker->done == PARL_TIME_NONE)
        return parl_settings_file_refuse (file, group, "Done", error,
                                          _ ("“%s”, which it waits for, is not done"), *id);
    }
  return true;
}

/* Follows what a milestone waits for, one step down at a time, without recursion: a chain may be
 * long. Each milestone is entered once, so the time is linear in milestones and blockers. */
typedef enum
{
  UNSEEN,
  ENTERED, /* on the way down from the first one: meeting it again closes a circle */
  DONE
} Mark;

static Mark
get_mark (GHashTable *marks, const ParlMilestone *milestone)
{
  return (Mark)GPOINTER_TO_INT (g_hash_table_lookup (marks, milestone));
}

static void
set_mark (GHashTable *marks, const ParlMilestone *milestone, Mark mark)
{
  g_hash_table_insert (marks, (gpointer)milestone, GINT_TO_POINTER (mark));
}

/* The first blocker that is not done with; NULL: none. */
static const ParlMilestone *
find_open_blocker (const ParlPlan *plan, const ParlMilestone *milestone, GHashTable *marks)
{
  for (char **id = milestone->blocked_by; *id != NULL; id++)
    {
      const ParlMilestone *blocker = parl_plan_find (plan, *id);
      if (get_mark (marks, blocker) != DONE)
        return blocker;
    }
  return NULL;
}

static bool
check_circles (const ParlSettingsFile *file, const ParlPlan *plan, GError **error)
{
  g_autoptr (GHashTable) marks = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) path = g_ptr_array_new ();

  for (unsigned i = 0; i < plan->milestones->len; i++)
    {
      g_ptr_array_add (path, g_ptr_array_index (plan->milestones, i));
      while (path->len > 0)
        {
          const ParlMilestone *milestone = g_ptr_array_index (path, path->len - 1);
          const ParlMilestone *blocker = find_open_blocker (plan, milestone, marks);

          set_mark (marks, milestone, blocker != NULL ? ENTERED : DONE);
          if (blocker == NULL)
            g_ptr_array_set_size (path, (int)path->len - 1);
          else if (get_mark (marks, blocker) != ENTERED)
            g_ptr_array_add (path, (gpointer)blocker);
          else
            {
              g_autofree char *group = g_strconcat (PREFIX, blocker->id, NULL);
              return parl_settings_file_refuse (file, group, "Blocked-by", error,
                                                _ ("it would wait for itself"));
            }
        }
    }
  return true;
}
/* @path: a key file as the header describes it
 * Returns: (transfer full): the plan, in the reader's language where it has words of it; %NULL with
 *   a %PARL_SETTINGS_ERROR */
ParlPlan *
parl_plan_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (ParlSettingsFile) file = parl_settings_file_load_existing (path, error);
  if (file == NULL || !parl_settings_file_check (file, groups, G_N_ELEMENTS (groups), error))
    return NULL;

  g_autoptr (ParlPlan) plan = parl_plan_new ();
  g_auto (GStrv) names = parl_settings_file_list_groups (file);

  for (unsigned i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], PREFIX) && !read_milestone (plan, file, names[i], error))
      return NULL;
  read_day (file, REVIEW, "Last", &plan->review);
  for (unsigned i = 0; i < plan->milestones->len; i++)
    if (!check_blockers (file, plan, g_ptr_array_index (plan->milestones, i), error))
      return NULL;
  return check_circles (file, plan, error) ? g_steal_pointer (&plan) : NULL;
}
