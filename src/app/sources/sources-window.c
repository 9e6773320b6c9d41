/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of sources. What is changed here is written into the sources' file at once; a removed
 * source's secret stays in the keyring until the removal can't be undone any more. */
#include "config.h"

#include "app/sources/sources-window.h"

#include "app/sources/health-window.h"
#include "app/sources/source-chip.h"
#include "app/sources/source-editor.h"
#include "app/sources/source-tasks.h"
#include "app/widget.h"
#include "sources/certificate.h"

#include <glib/gi18n.h>

/* One source in the list: its condition, whether it is read, and ways to change it. Told what to
 * show; acts by the actions sources.pause, sources.edit and sources.remove. */

#define PARL_TYPE_SOURCE_ROW (parl_source_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceRow, parl_source_row, PARL, SOURCE_ROW, AdwActionRow)

struct _ParlSourceRow
{
  AdwActionRow parent_instance;

  char *name;
  bool updating; /* the switch is being set, not used */
  GtkImage *sign;
  GtkSwitch *read_switch;
  GtkButton *health_button, *edit_button, *remove_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlSourceRow, parl_source_row, ADW_TYPE_ACTION_ROW)

static void
on_switched (ParlSourceRow *self)
{
  if (!self->updating)
    gtk_widget_activate_action (GTK_WIDGET (self), "sources.pause", "(sb)", self->name,
                                !gtk_switch_get_active (self->read_switch));
}

static void
parl_source_row_dispose (GObject *object)
{
  ParlSourceRow *self = PARL_SOURCE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_SOURCE_ROW);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (parl_source_row_parent_class)->dispose (object);
}

static void
parl_source_row_class_init (ParlSourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_source_row_dispose;
  parl_widget_class_set_template (widget_class, "source-row.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceRow, sign, read_switch, health_button, edit_button,
                      remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_switched);
}

static void
set_name (ParlSourceRow *self, const char *name)
{
  g_autofree char *edit = g_strdup_printf (_ ("Edit %s"), name);
  g_autofree char *health = g_strdup_printf (_ ("Health of %s"), name);
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), name);
  g_autofree char *read = g_strdup_printf (_ ("Read %s"), name);

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->health_button), "s", name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->health_button), health);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove_button), "s", name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->edit_button), edit);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove_button), remove);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->read_switch), read);
  parl_widget_set_spoken (self->read_switch, read);
}

/* Address, whose it is, and its state in a word: "https://updates.example.com\nFresh, 12 min old".
 */
static char *
dup_subtitle (ParlSourceItem *item, ParlCondition condition, ParlTime now)
{
  const ParlSourceConfig *config = item->config;
  const char *word = parl_condition_get_word (condition);
  const char *message = item->message;
  g_autofree char *age = parl_source_dup_age (item, now);
  g_autofree char *state = age != NULL ? g_strdup_printf ("%s, %s", word, age) : g_strdup (word);
  bool wrong = condition == PARL_CONDITION_OFFLINE || condition == PARL_CONDITION_PARTIAL;

  return g_strconcat (parl_source_config_get_address (config), "\n",
                      parl_source_config_is_managed (config) ? _ ("Set by your administrator") : "",
                      parl_source_config_is_managed (config) ? "\n" : "", state,
                      wrong && message != NULL ? "\n" : NULL, message, NULL);
}

static void
update_row (ParlSourceRow *self, ParlSourceItem *item, ParlTime now, const ParlTargets *targets)
{
  ParlCondition condition = parl_source_get_condition (item, now, targets);
  g_autofree char *subtitle = dup_subtitle (item, condition, now);

  set_name (self, parl_source_item_get_name (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  parl_condition_show (condition, self, self->sign);
  self->updating = true;
  gtk_switch_set_active (self->read_switch, !parl_source_config_get_paused (item->config));
  self->updating = false;
  gtk_widget_set_sensitive (GTK_WIDGET (self->read_switch),
                            !parl_source_config_is_fixed (item->config, "Paused"));
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button),
                          !parl_source_config_is_managed (item->config));
}

/* The window. */

struct _ParlSourcesWindow
{
  AdwWindow parent_instance;

  ParlDashboard *dashboard;
  GPtrArray *removed; /* (element-type ParlSourceConfig): their secrets are still there */

  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListBox *list; /* of ParlSourceRow, in the order of the sources */
  GtkWidget *demo_label;
};

G_DEFINE_FINAL_TYPE (ParlSourcesWindow, parl_sources_window, ADW_TYPE_WINDOW)

static void
update_rows (ParlSourcesWindow *self)
{
  GListModel *sources = G_LIST_MODEL (self->dashboard->syncs->sources);
  const ParlTargets *targets = self->dashboard->computer->targets;
  unsigned n = g_list_model_get_n_items (sources);
  ParlTime now = parl_time_now ();

  parl_box_set_n_children (self->list, n, PARL_TYPE_SOURCE_ROW);
  for (unsigned i = 0; i < n; i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int)i);
      update_row (PARL_SOURCE_ROW (row), item, now, targets);
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

/* The sources' file. */

/* (nullable) */
static const ParlSettingsLayers *
get_files (ParlSourcesWindow *self)
{
  ParlSession *session = self->dashboard->session;

  return session != NULL ? parl_session_get_source_files (session) : NULL;
}

/* Returns: (transfer full) (nullable): the settings of @name as they stand in the files, the
 * caller's own; %NULL when they can't be read */
static ParlSourceConfig *
load_config (const ParlSettingsLayers *files, const char *name, GError **error)
{
  g_autoptr (GPtrArray) all = parl_source_config_load (files, error);

  ParlSourceConfig *config = all != NULL ? parl_source_config_find (all, name) : NULL;

  if (config != NULL)
    return parl_source_config_ref (config);
  if (all != NULL)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                 _ ("There is no source named “%s” any more"), name);
  return NULL;
}

static void
on_pause (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlSourcesWindow *self = PARL_SOURCES_WINDOW (widget);
  const ParlSettingsLayers *files = get_files (self);
  g_autoptr (GError) error = NULL;
  const char *name;
  gboolean pause;
  g_variant_get (parameter, "(&sb)", &name, &pause);
  g_autoptr (ParlSourceConfig) config = files != NULL ? load_config (files, name, &error) : NULL;
  if (config == NULL || !parl_source_config_set (config, "Paused", pause ? "true" : NULL, &error)
      || !parl_source_config_save (files, config, &error))
    {
      if (error != NULL)
        parl_toast (self->toasts, error->message);
      update_rows (self);
      return;
    }
  parl_dashboard_reload_sources (self->dashboard);
  if (!pause)
    parl_syncs_read (self->dashboard->syncs, name);
}

/* Removing. */

/* Unless the same source has been added again; should it stay, it does no harm where it is. */
static void
forget_secret (ParlSourcesWindow *self, ParlSourceConfig *config)
{
  const char *name = parl_source_config_get_name (config);
  ParlSourceItem *item
      = parl_source_items_find (G_LIST_MODEL (self->dashboard->syncs->sources), name);
  const char *url = parl_source_config_get_url (config);

  if (item != NULL && g_strcmp0 (parl_source_config_get_url (item->config), url) == 0)
    return;
  if (item == NULL && self->dashboard->session != NULL)
    parl_certificate_remove_copies (parl_session_get_dirs (self->dashboard->session).user_dir,
                                    name);
  if (item == NULL)
    parl_keyring_forget (config);
  else
    parl_keyring_forget_address (name, url);
}

static void
on_undo (AdwToast *undo, ParlSourcesWindow *self)
{
  ParlSourceConfig *config = g_object_get_data (G_OBJECT (undo), "config");
  const ParlSettingsLayers *files = get_files (self);
  g_autoptr (GError) error = NULL;

  if (files == NULL)
    return;
  if (parl_source_config_save (files, config, &error))
    parl_dashboard_reload_sources (self->dashboard);
  else
    parl_toast (self->toasts, error->message);
}

static void
on_dismissed (AdwToast *undo, ParlSourcesWindow *self)
{
  ParlSourceConfig *config = g_object_get_data (G_OBJECT (undo), "config");

  if (self->removed == NULL || !g_ptr_array_find (self->removed, config, NULL))
    return;
  forget_secret (self, config);
  g_ptr_array_remove (self->removed, config);
}

static void
offer_undo (ParlSourcesWindow *self, ParlSourceConfig *config)
{
  g_autofree char *sentence = g_strdup_printf (_ ("Removed %s. What it told stays in the history."),
                                               parl_source_config_get_name (config));
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *undo = adw_toast_new (markup);

  g_object_set_data_full (G_OBJECT (undo), "config", parl_source_config_ref (config),
                          (GDestroyNotify)parl_source_config_unref);
  g_ptr_array_add (self->removed, parl_source_config_ref (config));
  adw_toast_set_button_label (undo, _ ("_Undo"));
  adw_toast_set_priority (undo, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_object (undo, "button-clicked", G_CALLBACK (on_undo), self, 0);
  g_signal_connect_object (undo, "dismissed", G_CALLBACK (on_dismissed), self, 0);
  adw_toast_overlay_add_toast (self->toasts, undo);
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlSourcesWindow *self = PARL_SOURCES_WINDOW (widget);
  const ParlSettingsLayers *files = get_files (self);
  g_autofree char *name = g_variant_dup_string (parameter, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSourceConfig) config = files != NULL ? load_config (files, name, &error) : NULL;
  if (config == NULL || !parl_source_config_remove (files, name, &error))
    {
      if (error != NULL)
        parl_toast (self->toasts, error->message);
      return;
    }
  parl_dashboard_reload_sources (self->dashboard);
  offer_undo (self, config);
}

/* Adding and editing. */

/* Without a name, a new source. */
static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *name = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  GtkWindow *editor = parl_source_editor_new (PARL_SOURCES_WINDOW (widget)->dashboard, name);
  gtk_window_set_destroy_with_parent (editor, true);
  parl_window_present_over (GTK_WINDOW (widget), editor);
}

static void
on_health (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlSourcesWindow *self = PARL_SOURCES_WINDOW (widget);
  ParlSession *session = self->dashboard->session;
  const char *name = g_variant_get_string (parameter, NULL);
  const char *state_dir = session != NULL ? parl_session_get_state_dir (session) : NULL;
  g_autoptr (ParlHealth) health = NULL;
  g_autoptr (GError) error = NULL;

  if (state_dir != NULL && !parl_health_load (state_dir, name, &health, &error))
    {
      parl_toast (self->toasts, error->message);
      return;
    }
  GtkWindow *window = parl_health_window_new (name, health);
  gtk_window_set_destroy_with_parent (window, true);
  parl_window_present_over (GTK_WINDOW (self), window);
}

/* Life. */

static void
parl_sources_window_dispose (GObject *object)
{
  ParlSourcesWindow *self = PARL_SOURCES_WINDOW (object);

  for (unsigned i = 0; self->removed != NULL && i < self->removed->len; i++)
    forget_secret (self, g_ptr_array_index (self->removed, i));
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_SOURCES_WINDOW);
  g_clear_object (&self->dashboard);
  G_OBJECT_CLASS (parl_sources_window_parent_class)->dispose (object);
}

static void
parl_sources_window_class_init (ParlSourcesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_sources_window_dispose;
  parl_widget_class_set_template (widget_class, "sources-window.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourcesWindow, toasts, stack, list, demo_label);
  gtk_widget_class_install_action (widget_class, "sources.add", NULL, on_edit);
  gtk_widget_class_install_action (widget_class, "sources.edit", "s", on_edit);
  gtk_widget_class_install_action (widget_class, "sources.health", "s", on_health);
  gtk_widget_class_install_action (widget_class, "sources.remove", "s", on_remove);
  gtk_widget_class_install_action (widget_class, "sources.pause", "(sb)", on_pause);
}

static void
parl_sources_window_init (ParlSourcesWindow *self)
{
  self->removed = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_config_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* @dashboard: one that is open
 * Returns: (transfer none): the window, not shown yet; a demo's sources can only be looked at */
GtkWindow *
parl_sources_window_new (ParlDashboard *dashboard)
{
  g_return_val_if_fail (PARL_IS_DASHBOARD (dashboard), NULL);

  static const char *const changing[]
      = { "sources.add", "sources.edit", "sources.remove", "sources.pause" };
  ParlSourcesWindow *self = g_object_new (PARL_TYPE_SOURCES_WINDOW, NULL);
  bool demo = dashboard->demo;

  self->dashboard = g_object_ref (dashboard);
  g_signal_connect_object (dashboard, "sources-changed", G_CALLBACK (update_rows), self,
                           G_CONNECT_SWAPPED);
  for (unsigned i = 0; i < G_N_ELEMENTS (changing); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), changing[i], !demo);
  gtk_widget_set_visible (self->demo_label, demo);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !demo);
  update_rows (self);
  return GTK_WINDOW (self);
}
