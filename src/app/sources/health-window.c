/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists what session/health.h knows and words. Asks nobody. */
#include "config.h"

#include "app/sources/health-window.h"

#include <glib/gi18n.h>

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (page, group);
  return group;
}

/* @icon: (nullable) */
static void
add_row (AdwPreferencesGroup *group, const char *title, const char *subtitle, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), false);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), true);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (icon != NULL)
    adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon);
  adw_preferences_group_add (group, row);
}

static void
add_missing (AdwPreferencesPage *page, const ParlHealth *health)
{
  if (health->error == NULL && health->warnings[0] == NULL)
    return;
  AdwPreferencesGroup *group = add_group (page, _ ("What Is Missing"));
  if (health->error != NULL)
    add_row (group, health->error, NULL, "dialog-warning-symbolic");
  for (unsigned i = 0; health->warnings[i] != NULL; i++)
    add_row (group, health->warnings[i], NULL, "dialog-warning-symbolic");
}

static void
add_needs (AdwPreferencesPage *page, const ParlHealth *health)
{
  g_auto (GStrv) needs = parl_health_list_needs (health);

  if (needs[0] == NULL)
    return;
  AdwPreferencesGroup *group = add_group (page, _ ("What It Needs"));
  for (unsigned i = 0; needs[i] != NULL; i++)
    add_row (group, needs[i], NULL, NULL);
}

static void
add_requests (AdwPreferencesPage *page, const ParlHealth *health)
{
  if (health->journal->len == 0)
    return;
  AdwPreferencesGroup *group = add_group (page, _ ("What Was Asked"));
  for (unsigned i = 0; i < health->journal->len; i++)
    {
      const ParlJournalEntry *entry = health->journal->pdata[i];
      g_autofree char *line = parl_health_dup_line (entry);
      add_row (group, entry->what, line, entry->n_failed > 0 ? "dialog-warning-symbolic" : NULL);
    }
}

GtkWindow *
parl_health_window_new (const char *source, const ParlHealth *health)
{
  GtkWidget *window = adw_preferences_window_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  g_autofree char *summary
      = health != NULL ? parl_health_dup_summary (health, parl_time_now ()) : NULL;
  g_autofree char *title = g_strdup_printf (_ ("Health of %s"), source);

  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 600);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), false);
  AdwPreferencesGroup *group = add_group (page, _ ("Last Reading"));
  add_row (group, summary != NULL ? summary : _ ("No reading is on record yet."), NULL, NULL);
  if (health != NULL)
    {
      add_missing (page, health);
      add_needs (page, health);
      add_requests (page, health);
    }
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  return GTK_WINDOW (window);
}
