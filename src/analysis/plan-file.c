/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict reader of plan.conf: what is not known, not a day, or contradicts something else in the
 * file is refused, with the place: a misspelt plan must not silently be no plan. Computes nothing.
 */
#include "config.h"

#include "analysis/plan-file.h"

#include "analysis/catalogue.h"
#include "analysis/themes/milestones.h"
#include "analysis/targets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "Milestone "
#define REVIEW "Review"

/* The file while it is read. */
typedef struct
{
  GKeyFile *file;
  const char *path;
  ParlPlan *plan;
} Reading;

static bool refuse (GError **error, const char *path, const char *group, const char *key,
                    const char *format, ...) G_GNUC_PRINTF (5, 6);

/* @key: (nullable): %NULL where it is the group itself. Returns: false */
static bool
refuse (GError **error, const char *path, const char *group, const char *key, const char *format,
        ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *place = key != NULL ? g_strdup_printf (_ ("key “%s”: "), key) : g_strdup ("");
  g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_PLAN, _ ("%s, group [%s]: %s%s"),
               path, group, place, what);
  return false;
}

/* Only what may stand in several languages has a key like Title[de]; and what can't be read must
 * not pass for what is not there. */
static bool
check_keys (const Reading *self, const char *group, const char *const *allowed,
            const char *const *in_languages, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->file, group, NULL, NULL);

  for (unsigned i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      size_t length = strcspn (keys[i], "[");
      g_autofree char *name = g_strndup (keys[i], length);
      bool right = keys[i][length] == '\0' ? g_strv_contains (allowed, name)
                                           : g_strv_contains (in_languages, name);
      g_autoptr (GError) wrong = NULL;
      g_autofree char *value = g_key_file_get_string (self->file, group, keys[i], &wrong);
      if (right && wrong != NULL)
        return refuse (error, self->path, group, keys[i], "%s", wrong->message);
      if (right)
        continue;

      g_autofree char *all = g_strjoinv (", ", (char **)allowed);
      return refuse (error, self->path, group, keys[i], _ ("there is no such key; there are: %s"),
                     all);
    }
  return true;
}

/* Returns: (transfer full) (nullable): %NULL: not there, or empty */
static char *
read_text (const Reading *self, const char *group, const char *key)
{
  g_autofree char *text = g_key_file_get_locale_string (self->file, group, key, NULL, NULL);

  return text == NULL || *g_strstrip (text) == '\0' ? NULL : g_steal_pointer (&text);
}

/* What is not there stays as it is. */
static bool
read_day (const Reading *self, const char *group, const char *key, ParlTime *day, GError **error)
{
  g_autofree char *text = g_key_file_get_string (self->file, group, key, NULL);

  if (text == NULL && !g_key_file_has_key (self->file, group, key, NULL))
    return true;
  if (text != NULL && strlen (g_strstrip (text)) == strlen ("2026-12-01")
      && parl_time_from_iso (text, day, NULL))
    return true;
  return refuse (error, self->path, group, key, _ ("“%s” is not a day like 2026-12-01"),
                 text != NULL ? text : "");
}

static bool
read_measure (const Reading *self, const char *group, ParlMilestone *milestone, GError **error)
{
  g_autofree char *text = g_key_file_get_string (self->file, group, "Measure", NULL);
  if (text == NULL)
    return true;

  g_strstrip (text);
  char *subject = strchr (text, '?');
  if (subject != NULL)
    *subject++ = '\0';
  if (parl_catalogue_find (text) == NULL)
    return refuse (error, self->path, group, "Measure", _ ("there is no fact “%s”"), text);

  g_autoptr (GError) wrong = NULL;
  g_autoptr (ParlLabels) of = parl_labels_new_from_string (subject != NULL ? subject : "", &wrong);
  if (of == NULL)
    return refuse (error, self->path, group, "Measure", "%s", wrong->message);
  if (!parl_milestone_can_measure (text, of))
    {
      g_autofree char *all = parl_milestone_list_measures ();
      return refuse (error, self->path, group, "Measure",
                     _ ("“%s%s%s” cannot be counted before and after a day; these can: %s"), text,
                     subject != NULL ? "?" : "", subject != NULL ? subject : "", all);
    }
  milestone->measure = g_steal_pointer (&text);
  milestone->of = g_steal_pointer (&of);
  return true;
}

static bool
check_days (const Reading *self, const char *group, const ParlMilestone *milestone, GError **error)
{
  if (milestone->due == PARL_TIME_NONE)
    return refuse (error, self->path, group, "Due", _ ("is missing"));
  if (milestone->start == PARL_TIME_NONE)
    return true;
  if (milestone->due < milestone->start)
    return refuse (error, self->path, group, "Due", _ ("must not be before “Start”"));
  if (milestone->done != PARL_TIME_NONE && milestone->done < milestone->start)
    return refuse (error, self->path, group, "Done", _ ("must not be before “Start”"));
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
read_milestone (Reading *self, const char *group, GError **error)
{
  static const char *const keys[]
      = { "Title", "Outcome", "Owner", "Start", "Due", "Done", "Blocked-by", "Measure", NULL };
  static const char *const in_languages[] = { "Title", "Outcome", "Owner", NULL };
  const char *id = group + strlen (PREFIX);
  g_autofree char *title = read_text (self, group, "Title");
  g_autoptr (ParlMilestone) milestone = parl_milestone_new (id, title);

  if (!is_id (id))
    return refuse (error, self->path, group, NULL,
                   _ ("“%s” is no name of a milestone: letters, digits, “-”, “_” and “.”"), id);
  if (!check_keys (self, group, keys, in_languages, error))
    return false;
  if (title == NULL)
    return refuse (error, self->path, group, "Title", _ ("is missing"));
  milestone->outcome = read_text (self, group, "Outcome");
  milestone->owner = read_text (self, group, "Owner");
  char **blocked_by = g_key_file_get_string_list (self->file, group, "Blocked-by", NULL, NULL);
  if (blocked_by != NULL)
    {
      g_strfreev (milestone->blocked_by);
      milestone->blocked_by = blocked_by;
    }
  if (!read_day (self, group, "Start", &milestone->start, error)
      || !read_day (self, group, "Due", &milestone->due, error)
      || !read_day (self, group, "Done", &milestone->done, error)
      || !check_days (self, group, milestone, error)
      || !read_measure (self, group, milestone, error))
    return false;
  g_ptr_array_add (self->plan->milestones, g_steal_pointer (&milestone));
  return true;
}

/* All that @milestone waits for, over however many others. */
static void
collect_blockers (const ParlPlan *plan, const ParlMilestone *milestone, GHashTable *ids)
{
  for (char **id = milestone->blocked_by; *id != NULL; id++)
    {
      const ParlMilestone *blocker = parl_plan_find (plan, *id);
      if (g_hash_table_add (ids, *id) && blocker != NULL)
        collect_blockers (plan, blocker, ids);
    }
}

static bool
check_blockers (const Reading *self, const ParlMilestone *milestone, GError **error)
{
  const ParlPlan *plan = self->plan;
  g_autofree char *group = g_strconcat (PREFIX, milestone->id, NULL);

  for (char **id = milestone->blocked_by; *id != NULL; id++)
    {
      const ParlMilestone *blocker = parl_plan_find (plan, *id);

      if (blocker == NULL)
        return refuse (error, self->path, group, "Blocked-by", _ ("there is no milestone “%s”"),
                       *id);
      if (milestone->done != PARL_TIME_NONE && blocker->done == PARL_TIME_NONE)
        return refuse (error, self->path, group, "Done",
                       _ ("“%s”, which it waits for, is not done"), *id);
    }
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  collect_blockers (plan, milestone, ids);
  if (g_hash_table_contains (ids, milestone->id))
    return refuse (error, self->path, group, "Blocked-by", _ ("it would wait for itself"));
  return true;
}

static bool
read_group (Reading *self, const char *group, GError **error)
{
  static const char *const review_keys[] = { "Last", NULL };
  static const char *const none[] = { NULL };

  if (g_str_has_prefix (group, PREFIX))
    return read_milestone (self, group, error);
  if (strcmp (group, REVIEW) == 0)
    return check_keys (self, group, review_keys, none, error)
           && read_day (self, group, "Last", &self->plan->review, error);
  return refuse (error, self->path, group, NULL,
                 _ ("there is no such group; there are: [Milestone name] and [Review]"));
}

/**
 * parl_plan_load:
 * @path: a key file as the header describes it
 *
 * Returns: (transfer full): the plan, in the reader's language where it has words of it; %NULL with
 *   the error of reading the file, or %PARL_ANALYSIS_ERROR_PLAN
 */
ParlPlan *
parl_plan_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  g_autoptr (ParlPlan) plan = parl_plan_new ();
  Reading self = { file, path, plan };
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (unsigned i = 0; groups[i] != NULL; i++)
    if (!read_group (&self, groups[i], error))
      return NULL;
  for (unsigned i = 0; i < plan->milestones->len; i++)
    if (!check_blockers (&self, g_ptr_array_index (plan->milestones, i), error))
      return NULL;
  return g_steal_pointer (&plan);
}
