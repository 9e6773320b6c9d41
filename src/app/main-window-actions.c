/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every action of the window, and its keys. All that the pages do beyond themselves goes through
 * here, by name; so does the keyboard. */
#include "config.h"

#include "app/main-window-private.h"

#include "app/export-dialog.h"
#include "app/fact-link.h"
#include "app/page-picture.h"
#include "app/source-editor.h"
#include "app/sources-window.h"

#include <glib/gi18n.h>
#include <string.h>

/* Ctrl+1 is the first audience, whichever the user has. */
static void
on_nth_audience (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  unsigned index = (unsigned)g_variant_get_int32 (parameter);

  (void)name;
  if (index >= 1 && index <= g_strv_length ((char **)ids))
    parl_main_window_show_audience (self, ids[index - 1]);
}

static void
on_days (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlScope) scope = parl_scope_copy (parl_dashboard_get_scope (self->dashboard));

  (void)name;
  scope->days = (unsigned)g_variant_get_int32 (parameter);
  parl_dashboard_set_scope (self->dashboard, scope);
}

/* win.class, win.release, win.site: an empty name means all. */
static void
on_filter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlScope) scope = parl_scope_copy (parl_dashboard_get_scope (self->dashboard));
  const char *value = g_variant_get_string (parameter, NULL);
  char **field = g_str_equal (name, "win.class")     ? &scope->device_class
                 : g_str_equal (name, "win.release") ? &scope->release
                                                     : &scope->site;

  g_free (*field);
  *field = *value != '\0' ? g_strdup (value) : NULL;
  parl_dashboard_set_scope (self->dashboard, scope);
}

static void
on_clear_filters (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlScope) scope = parl_scope_new ();

  (void)name;
  (void)parameter;
  scope->days = parl_dashboard_get_scope (self->dashboard)->days;
  parl_dashboard_set_scope (self->dashboard, scope);
}

static void
on_refresh (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  parl_dashboard_sync (PARL_MAIN_WINDOW (widget)->dashboard, NULL);
}

static void
on_sync (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  parl_dashboard_sync (PARL_MAIN_WINDOW (widget)->dashboard,
                       g_variant_get_string (parameter, NULL));
}

static void
on_cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  parl_dashboard_cancel_sync (PARL_MAIN_WINDOW (widget)->dashboard);
}

static void
on_fact (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  parl_main_window_show_fact (PARL_MAIN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* A mark on a chart's time axis: what is known of the stage that began then. */
static void
on_mark (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  const ParlFindings *findings = parl_dashboard_get_findings (self->dashboard);
  const ParlFact *fact = findings != NULL
                             ? parl_fact_link_find_stage (g_variant_get_int64 (parameter), findings)
                             : NULL;
  g_autofree char *link = fact != NULL ? parl_fact_link_new (fact) : NULL;

  (void)name;
  if (link != NULL)
    parl_main_window_show_fact (self, link);
}

static void
on_toast (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  parl_main_window_toast (PARL_MAIN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_close_panel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  parl_main_window_show_fact (PARL_MAIN_WINDOW (widget), NULL);
}

static void
on_evidence (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  parl_main_window_show_evidence (PARL_MAIN_WINDOW (widget),
                                  g_variant_get_string (parameter, NULL));
}

/* One step back: from the rows to the board, from the panel to the board alone. */
static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);

  (void)name;
  (void)parameter;
  if (self->in_evidence)
    parl_main_window_show_evidence (self, NULL);
  else if (self->fact != NULL)
    parl_main_window_show_fact (self, NULL);
}

static void
present_over (ParlMainWindow *self, GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, GTK_WINDOW (self));
  gtk_window_set_modal (dialog, true);
  gtk_window_present (dialog);
}

static void
on_sources (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);

  (void)name;
  (void)parameter;
  present_over (self, parl_sources_window_new (self->dashboard));
}

static void
on_add_source (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);

  (void)name;
  (void)parameter;
  present_over (self, parl_source_editor_new (self->dashboard, NULL));
}

static void
on_edit_source (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);

  (void)name;
  present_over (self,
                parl_source_editor_new (self->dashboard, g_variant_get_string (parameter, NULL)));
}

static ParlSettings *
get_settings (ParlMainWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return parl_application_get_settings (PARL_APPLICATION (application));
}

static void
on_page_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlMainWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = parl_page_picture_make_finish (result, &error);

  (void)source;
  if (bytes != NULL)
    {
      g_autoptr (GdkContentProvider) content
          = gdk_content_provider_new_for_bytes ("image/png", bytes);
      gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
    }
  if (gtk_widget_get_realized (GTK_WIDGET (self)))
    parl_main_window_toast (self, bytes != NULL ? _ ("Page copied") : error->message);
}

/* As the last page that was exported, of the audience that is shown. */
static void
on_copy_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlBoard) board = parl_dashboard_make_page (self->dashboard, self->audience, true);
  ParlSettings *settings = get_settings (self);
  g_autofree char *size = parl_settings_dup_word (settings, PARL_CONF_EXPORT, "size");
  const ParlPageChoice choice
      = { .size = parl_page_size_find (size) != NULL ? size : (char *)"1080p",
          .format = PARL_PICTURE_PNG,
          .theme = parl_settings_get_boolean (settings, PARL_CONF_EXPORT, "print")
                       ? PARL_THEME_PRINT
                       : PARL_THEME_LIGHT,
          .draft = parl_settings_get_boolean (settings, PARL_CONF_EXPORT, "draft") };

  (void)name;
  (void)parameter;
  if (board != NULL)
    parl_page_picture_make_async (board, &choice, NULL, on_page_copied, g_object_ref (self));
}

static void
on_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);

  (void)name;
  (void)parameter;
  present_over (self,
                parl_export_dialog_new (self->dashboard, get_settings (self), self->audience));
}

void
parl_main_window_update_actions (ParlMainWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ParlDashboardState state = self->dashboard != NULL ? parl_dashboard_get_state (self->dashboard)
                                                     : PARL_DASHBOARD_OPENING;
  bool ready = state == PARL_DASHBOARD_READY;
  bool open = state >= PARL_DASHBOARD_UNSET;
  bool own = open && !parl_dashboard_is_demo (self->dashboard);
  bool syncing = self->dashboard != NULL && parl_dashboard_get_syncing (self->dashboard);
  static const char *const need_boards[]
      = { "win.audience", "win.nth-audience", "win.days",          "win.class",
          "win.release",  "win.site",         "win.clear-filters", "win.fact",
          "win.mark",     "win.evidence",     "win.export",        "win.copy-page" };

  for (unsigned i = 0; i < G_N_ELEMENTS (need_boards); i++)
    gtk_widget_action_set_enabled (widget, need_boards[i], ready);
  gtk_widget_action_set_enabled (widget, "win.refresh",
                                 state >= PARL_DASHBOARD_FIRST_SYNC && !syncing);
  gtk_widget_action_set_enabled (widget, "win.sync", state >= PARL_DASHBOARD_FIRST_SYNC);
  gtk_widget_action_set_enabled (widget, "win.cancel", syncing);
  gtk_widget_action_set_enabled (widget, "win.sources", open);
  gtk_widget_action_set_enabled (widget, "win.add-source", own);
  gtk_widget_action_set_enabled (widget, "win.edit-source", own);
  gtk_widget_action_set_enabled (widget, "win.back",
                                 ready && (self->in_evidence || self->fact != NULL));
  gtk_widget_action_set_enabled (widget, "win.close-panel", ready && self->fact != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->period_button), ready);
}

void
parl_main_window_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_property_action (klass, "win.audience", "audience");
  gtk_widget_class_install_action (klass, "win.nth-audience", "i", on_nth_audience);
  gtk_widget_class_install_action (klass, "win.days", "i", on_days);
  gtk_widget_class_install_action (klass, "win.class", "s", on_filter);
  gtk_widget_class_install_action (klass, "win.release", "s", on_filter);
  gtk_widget_class_install_action (klass, "win.site", "s", on_filter);
  gtk_widget_class_install_action (klass, "win.clear-filters", NULL, on_clear_filters);
  gtk_widget_class_install_action (klass, "win.refresh", NULL, on_refresh);
  gtk_widget_class_install_action (klass, "win.sync", "s", on_sync);
  gtk_widget_class_install_action (klass, "win.cancel", NULL, on_cancel);
  gtk_widget_class_install_action (klass, "win.fact", "s", on_fact);
  gtk_widget_class_install_action (klass, "win.mark", "x", on_mark);
  gtk_widget_class_install_action (klass, "win.toast", "s", on_toast);
  gtk_widget_class_install_action (klass, "win.close-panel", NULL, on_close_panel);
  gtk_widget_class_install_action (klass, "win.evidence", "s", on_evidence);
  gtk_widget_class_install_action (klass, "win.back", NULL, on_back);
  gtk_widget_class_install_action (klass, "win.sources", NULL, on_sources);
  gtk_widget_class_install_action (klass, "win.add-source", NULL, on_add_source);
  gtk_widget_class_install_action (klass, "win.edit-source", "s", on_edit_source);
  gtk_widget_class_install_action (klass, "win.export", NULL, on_export);
  gtk_widget_class_install_action (klass, "win.copy-page", NULL, on_copy_page);
}

void
parl_main_window_add_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "win.refresh", { "<Ctrl>r", "F5" } }, { "win.cancel", { "<Ctrl>period" } },
    { "win.back", { "<Alt>Left" } },        { "win.close-panel", { "Escape" } },
    { "win.export", { "<Ctrl>e" } },        { "win.sources", { "<Ctrl><Shift>s" } },
    { "win.clear-filters", { "<Ctrl>0" } }, { "win.copy-page", { "<Ctrl><Shift>c" } },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].keys);
  for (int i = 1; i <= 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.nth-audience(%d)", i);
      g_autofree char *key = g_strdup_printf ("<Ctrl>%d", i);
      gtk_application_set_accels_for_action (application, action, (const char *[]){ key, NULL });
    }
}
