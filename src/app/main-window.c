/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: which page stands in it, which audience is shown, what fits at this width, and every
 * action with its keys. All that the pages do beyond themselves goes through here, by name. Knows
 * no fact, no chart and no source; its pages do. */
#include "config.h"

#include "app/main-window.h"

#include "app/ask/ask-window.h"
#include "app/export-dialog.h"
#include "app/exports.h"
#include "app/picture-drag.h"
#include "app/picture.h"
#include "app/present/presentation.h"
#include "app/scope-actions.h"
#include "app/sources/source-editor.h"
#include "app/sources/sources-window.h"
#include "app/widget.h"
#include "analysis/fact-link.h"
#include "audiences/format.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (ParlMainWindow, parl_main_window, ADW_TYPE_APPLICATION_WINDOW)

static void show_fact (ParlMainWindow *self, const char *link);
static void show_evidence (ParlMainWindow *self, const char *link);

static ParlBoardView *
get_board_view (ParlMainWindow *self, const char *audience)
{
  GtkWidget *child = adw_view_stack_get_child_by_name (self->boards, audience);

  return child != NULL ? PARL_BOARD_VIEW (child) : NULL;
}

/* What an action is about; NULL: it has no parameter. */
static const char *
get_name (GVariant *parameter)
{
  return parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
}

/* So that the keys that scroll do. Who reads the panel goes on reading it. */
static void
focus_shown_board (ParlMainWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  ParlBoardView *view = get_board_view (self, self->audience);

  if (view != NULL && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->panel))))
    parl_board_view_focus_fact (view);
}

/* Ctrl+1 is the first audience, whichever the user has. */
static void
on_nth_audience (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  unsigned index = (unsigned)g_variant_get_int32 (parameter);
  if (index < 1 || index > g_strv_length ((char **)ids))
    return;
  parl_main_window_show_audience (self, ids[index - 1]);
  focus_shown_board (self);
}

/* Without a name, all sources. */
static void
on_sync (GtkWidget *widget, const char *name, GVariant *parameter)
{
  parl_syncs_read (PARL_MAIN_WINDOW (widget)->dashboard->syncs, get_name (parameter));
}

static void
on_cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  parl_syncs_cancel (PARL_MAIN_WINDOW (widget)->dashboard->syncs);
}

static void
on_fact (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_fact (PARL_MAIN_WINDOW (widget), get_name (parameter));
}

static void
on_toast (GtkWidget *widget, const char *name, GVariant *parameter)
{
  parl_toast (PARL_MAIN_WINDOW (widget)->toasts, g_variant_get_string (parameter, NULL));
}

/* A page that was written: the answer stays long enough to be acted on. */
static void
on_exported (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  adw_toast_overlay_add_toast (self->toasts, parl_exports_create_toast (get_name (parameter)));
  parl_exports_add (get_name (parameter));
  if (!gtk_window_is_active (GTK_WINDOW (self)))
    parl_exports_notify (get_name (parameter));
}

static void
on_copy_text (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlBoard) board = parl_dashboard_make_page (self->dashboard, self->audience, true);
  if (board == NULL)
    return;

  bool is_markdown = g_str_equal (name, "win.copy-markdown");
  g_autofree char *text = is_markdown ? parl_board_to_markdown (board) : parl_board_to_text (board);
  (is_markdown ? parl_widget_copy_markdown : parl_widget_copy) (self, text, _ ("Page copied"));
}

static void
on_evidence (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_evidence (PARL_MAIN_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* One step back: from the rows to the board, from the panel to the board alone. */
static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  if (self->in_evidence)
    show_evidence (self, NULL);
  else if (self->fact != NULL)
    show_fact (self, NULL);
}

static void
on_sources (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  parl_window_present_over (GTK_WINDOW (self), parl_sources_window_new (self->dashboard));
}

static void
on_edit_source (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  parl_window_present_over (GTK_WINDOW (self),
                            parl_source_editor_new (self->dashboard, get_name (parameter)));
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
  if (bytes != NULL)
    parl_picture_copy (GTK_WIDGET (self), bytes);
  if (gtk_widget_get_realized (GTK_WIDGET (self)))
    parl_toast (self->toasts, bytes != NULL ? _ ("Page copied") : error->message);
}

/* As the last page that was exported. @size: (out) (transfer full): holds the choice's string */
static ParlPageChoice
get_page_choice (ParlMainWindow *self, char **size)
{
  ParlSettings *settings = get_settings (self);

  *size = parl_settings_dup_word (settings, PARL_CONF_EXPORT, "size");
  return (ParlPageChoice){ .size = parl_page_size_find (*size) != NULL ? *size : (char *)"1080p",
                           .format = PARL_PICTURE_PNG,
                           .theme = parl_settings_get_boolean (settings, PARL_CONF_EXPORT, "print")
                                        ? PARL_THEME_PRINT
                                        : PARL_THEME_LIGHT,
                           .draft
                           = parl_settings_get_boolean (settings, PARL_CONF_EXPORT, "draft") };
}

static void
on_copy_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlBoard) board = parl_dashboard_make_page (self->dashboard, self->audience, true);
  g_autofree char *size = NULL;
  ParlPageChoice choice = get_page_choice (self, &size);
  if (board != NULL)
    parl_page_picture_make_async (board, &choice, NULL, NULL, on_page_copied, g_object_ref (self));
}

/* The page of the audience that is shown. */
static GdkContentProvider *
create_page (G_GNUC_UNUSED GtkWidget *button, gpointer data)
{
  ParlMainWindow *self = data;
  g_autoptr (ParlBoard) board = parl_dashboard_make_page (self->dashboard, self->audience, true);
  g_autofree char *size = NULL;
  ParlPageChoice choice = get_page_choice (self, &size);

  return board != NULL ? parl_page_picture_create_content (board, &choice) : NULL;
}

static void
on_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  parl_window_present_over (
      GTK_WINDOW (self),
      parl_export_dialog_new (self->dashboard, get_settings (self), self->audience));
}

/* Rows have an entry of their own to search them by. */
static void
on_ask (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  if (self->in_evidence)
    gtk_widget_activate_action (GTK_WIDGET (self->evidence), "evidence.find", NULL);
  else
    parl_window_present_over (GTK_WINDOW (self),
                              parl_ask_window_new (self->dashboard, self->audience));
}

/* Among the rows of what the headline tells. */
static void
on_find_rows (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  ParlBoard *board = parl_dashboard_get_board (self->dashboard, self->audience);
  if (board == NULL || board->headline->fact == NULL)
    return;

  g_autofree char *link = parl_fact_link_new (board->headline->fact);
  show_evidence (self, link);
  parl_evidence_page_find (self->evidence, g_variant_get_string (parameter, NULL));
}

static void
on_present (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  GtkWindow *presentation = parl_presentation_new (self->dashboard, self->audience);
  /* The application's keys are for its own windows alone. */
  gtk_window_set_application (presentation, gtk_window_get_application (GTK_WINDOW (self)));
  gtk_window_fullscreen (presentation);
  parl_window_present_over (GTK_WINDOW (self), presentation);
}

static void
update_actions (ParlMainWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ParlDashboardState state
      = self->dashboard != NULL ? self->dashboard->state : PARL_DASHBOARD_OPENING;
  bool ready = state == PARL_DASHBOARD_READY;
  bool open = state >= PARL_DASHBOARD_UNSET;
  bool own = open && !self->dashboard->demo;
  bool syncing = self->dashboard != NULL && parl_syncs_get_syncing (self->dashboard->syncs);
  static const char *const need_boards[]
      = { "win.audience",  "win.nth-audience",  "win.days",          "win.class",    "win.release",
          "win.site",      "win.clear-filters", "win.fact",          "win.evidence", "win.export",
          "win.copy-page", "win.copy-text",     "win.copy-markdown", "win.present",  "win.drill",
          "win.ask",       "win.find-rows" };

  for (unsigned i = 0; i < G_N_ELEMENTS (need_boards); i++)
    gtk_widget_action_set_enabled (widget, need_boards[i], ready);
  gtk_widget_action_set_enabled (widget, "win.undo", ready && self->dashboard->scopes->len > 0);
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

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_property_action (klass, "win.audience", "audience");
  gtk_widget_class_install_action (klass, "win.nth-audience", "i", on_nth_audience);
  gtk_widget_class_install_property_action (klass, "win.days", "days");
  parl_scope_actions_install (klass);
  gtk_widget_class_install_action (klass, "win.refresh", NULL, on_sync);
  gtk_widget_class_install_action (klass, "win.sync", "s", on_sync);
  gtk_widget_class_install_action (klass, "win.cancel", NULL, on_cancel);
  gtk_widget_class_install_action (klass, "win.fact", "s", on_fact);
  gtk_widget_class_install_action (klass, "win.toast", "s", on_toast);
  gtk_widget_class_install_action (klass, "win.close-panel", NULL, on_fact);
  gtk_widget_class_install_action (klass, "win.evidence", "s", on_evidence);
  gtk_widget_class_install_action (klass, "win.back", NULL, on_back);
  gtk_widget_class_install_action (klass, "win.sources", NULL, on_sources);
  gtk_widget_class_install_action (klass, "win.add-source", NULL, on_edit_source);
  gtk_widget_class_install_action (klass, "win.edit-source", "s", on_edit_source);
  gtk_widget_class_install_action (klass, "win.export", NULL, on_export);
  gtk_widget_class_install_action (klass, "win.ask", NULL, on_ask);
  gtk_widget_class_install_action (klass, "win.find-rows", "s", on_find_rows);
  gtk_widget_class_install_action (klass, "win.present", NULL, on_present);
  gtk_widget_class_install_action (klass, "win.exported", "s", on_exported);
  gtk_widget_class_install_action (klass, "win.copy-page", NULL, on_copy_page);
  gtk_widget_class_install_action (klass, "win.copy-text", NULL, on_copy_text);
  gtk_widget_class_install_action (klass, "win.copy-markdown", NULL, on_copy_text);
}

void
parl_main_window_add_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *keys[3];
  } accels[] = {
    { "win.refresh", { "<Ctrl>r", "F5" } },
    { "win.cancel", { "<Ctrl>period" } },
    { "win.back", { "<Alt>Left" } },
    { "win.close-panel", { "Escape" } },
    { "win.export", { "<Ctrl>e" } },
    { "win.sources", { "<Ctrl><Shift>s" } },
    { "win.clear-filters", { "<Ctrl>0" } },
    { "win.copy-page", { "<Ctrl><Shift>c" } },
    { "win.present", { "F11" } },
    { "win.undo", { "<Ctrl>z" } },
    { "win.ask", { "<Ctrl>k", "<Ctrl>f" } },
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

enum
{
  PROP_AUDIENCE = 1,
  PROP_DAYS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
parl_main_window_dispose (GObject *object)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (object);

  parl_main_window_set_dashboard (self, NULL);
  g_clear_weak_pointer (&self->pressed);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_MAIN_WINDOW);
  g_clear_pointer (&self->audience, g_free);
  g_clear_pointer (&self->fact, g_free);
  g_clear_pointer (&self->period, g_free);
  g_clear_pointer (&self->names, g_strfreev);
  G_OBJECT_CLASS (parl_main_window_parent_class)->dispose (object);
}

static void
parl_main_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (object);

  if (id == PROP_AUDIENCE)
    g_value_set_string (value, self->audience);
  else if (self->dashboard != NULL)
    g_value_set_int (value, (int)self->dashboard->computer->scope->days);
}

static void
parl_main_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (object);

  if (id == PROP_AUDIENCE)
    parl_main_window_show_audience (self, g_value_get_string (value));
  else if (self->dashboard != NULL)
    {
      g_autoptr (ParlScope) scope = parl_scope_copy (self->dashboard->computer->scope);
      scope->days = (unsigned)g_value_get_int (value);
      parl_dashboard_set_scope (self->dashboard, scope);
    }
}

/* Of the fact panel beside a board, in px; the board takes the rest. */
#define PANEL_WIDTH 680

/* Pages. */

static void
update_page (ParlMainWindow *self)
{
  bool ready = self->dashboard != NULL && self->dashboard->state == PARL_DASHBOARD_READY;

  gtk_stack_set_visible_child_name (self->pages, !ready              ? "state"
                                                 : self->in_evidence ? "evidence"
                                                                     : "boards");
  gtk_widget_set_visible (GTK_WIDGET (self->strip),
                          self->dashboard != NULL
                              && self->dashboard->state >= PARL_DASHBOARD_FIRST_SYNC);
  parl_freshness_strip_set_over_rows (self->strip, ready && self->in_evidence);
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), ready && self->in_evidence);
  update_actions (self);
}

/* In the words that stand on the shown board where it was asked about. */
static void
explain_fact (ParlMainWindow *self)
{
  ParlBoardView *view = get_board_view (self, self->audience);
  g_autoptr (ParlLine) said = view != NULL ? parl_board_view_dup_said (view) : NULL;

  if (self->fact != NULL)
    parl_fact_panel_show (self->panel, self->fact, self->audience, said);
}

void
parl_main_window_show_audience (ParlMainWindow *self, const char *audience)
{
  char *old = self->audience;
  bool is_known = get_board_view (self, audience) != NULL;

  if (!is_known && gtk_widget_get_first_child (GTK_WIDGET (self->boards)) != NULL)
    return;
  self->audience = g_strdup (audience);
  g_free (old);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUDIENCE]);
  if (!is_known)
    return;
  GtkWidget *shown = adw_view_stack_get_visible_child (self->boards);
  parl_board_switch_begin (self->board_switch, shown != NULL ? PARL_BOARD_VIEW (shown) : NULL);
  adw_view_stack_set_visible_child_name (self->boards, audience);
  parl_board_switch_play (self->board_switch, get_board_view (self, audience));
  explain_fact (self);
  self->in_evidence = false;
  update_page (self);
}

/* What fits beside each other. Below 1100 px the panel covers the board. */
static void
update_panel (ParlMainWindow *self)
{
  bool open = self->fact != NULL;
  bool covers = self->bin->mode != PARL_WIDTH_WIDE;

  gtk_widget_set_visible (GTK_WIDGET (self->boards), !open || !covers);
  gtk_widget_set_hexpand (GTK_WIDGET (self->panel_revealer), open && covers);
  gtk_widget_set_size_request (GTK_WIDGET (self->panel), covers ? -1 : PANEL_WIDTH, -1);
  if (open)
    gtk_widget_set_visible (GTK_WIDGET (self->panel), true);
  gtk_revealer_set_reveal_child (self->panel_revealer, open);
}

/* The focus goes into the panel with the fact; a panel that slides in is there a frame later. */
static void
focus_panel (ParlMainWindow *self)
{
  if (self->fact != NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->panel), GTK_DIR_TAB_FORWARD);
}

/* Back to what was pressed; where that is gone, to where the fact stands. */
static void
focus_board (ParlMainWindow *self)
{
  ParlBoardView *view = get_board_view (self, self->audience);
  g_autoptr (GtkWidget) pressed = self->pressed != NULL ? g_object_ref (self->pressed) : NULL;

  g_clear_weak_pointer (&self->pressed);
  if (pressed != NULL && gtk_widget_get_mapped (pressed) && gtk_widget_grab_focus (pressed))
    return;
  if (view != NULL)
    parl_board_view_focus_fact (view);
}

/* What has the focus on the shown board, to come back to. */
static void
remember_pressed (ParlMainWindow *self)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->boards)))
    g_set_weak_pointer (&self->pressed, focus);
}

static void
on_panel_moved (ParlMainWindow *self)
{
  ParlBoardView *view = get_board_view (self, self->audience);

  /* GTK measures what is folded away, too, even where its style is not up to date. */
  gtk_widget_set_visible (GTK_WIDGET (self->panel), self->fact != NULL);
  if (view != NULL && self->fact != NULL)
    parl_board_view_reveal_fact (view);
}

static void
show_fact (ParlMainWindow *self, const char *link)
{
  char *old = self->fact;
  bool was_open = old != NULL;

  if (link != NULL)
    remember_pressed (self);
  self->fact = g_strdup (link);
  g_free (old);
  self->in_evidence = false;
  if (link == NULL)
    {
      update_page (self);
      update_panel (self);
      if (was_open)
        focus_board (self);
    }
  for (const char *const *id = parl_dashboard_get_audiences (self->dashboard); *id != NULL; id++)
    {
      ParlBoardView *view = get_board_view (self, *id);
      if (view != NULL)
        parl_board_view_set_fact (view, self->fact);
    }
  if (link == NULL)
    return;
  explain_fact (self);
  update_page (self);
  update_panel (self);
  focus_panel (self);
  on_panel_moved (self);
}

static void
show_evidence (ParlMainWindow *self, const char *link)
{
  if (link != NULL)
    parl_evidence_page_show (self->evidence, link);
  self->in_evidence = link != NULL;
  update_page (self);
}

/* The switcher. */

static const char *
choose_icon (GtkWidget *widget, const char *id)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autofree char *own = g_strdup_printf ("parlance-%s-symbolic", id);

  return g_intern_string (gtk_icon_theme_has_icon (theme, own) ? own
                                                               : "parlance-audience-symbolic");
}

static ParlBoardView *
create_board_view (ParlMainWindow *self)
{
  ParlBoardView *view = g_object_new (PARL_TYPE_BOARD_VIEW, NULL);

  parl_board_view_set_dashboard (view, self->dashboard);
  parl_board_view_set_mode (view, self->bin->mode);
  parl_board_view_set_fact (view, self->fact);
  return view;
}

/* @view: (nullable): the one that shows it already */
static void
add_audience (ParlMainWindow *self, const char *id, ParlBoardView *view)
{
  const char *name = parl_audience_get_name (parl_dashboard_get_audience (self->dashboard, id));
  GtkWidget *button = gtk_toggle_button_new_with_label (name);

  if (view == NULL)
    view = create_board_view (self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.audience");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_box_append (self->switcher, button);

  AdwViewStackPage *page = adw_view_stack_add_titled (self->boards, GTK_WIDGET (view), id, name);
  adw_view_stack_page_set_icon_name (page, choose_icon (GTK_WIDGET (self), id));
}

static void
clear_audiences (ParlMainWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->switcher))) != NULL)
    gtk_box_remove (self->switcher, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->boards))) != NULL)
    adw_view_stack_remove (self->boards, child);
  g_clear_pointer (&self->names, g_strfreev);
}

/* Id and name of each audience, by turns. */
static char **
list_names (ParlDashboard *dashboard)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (const char *const *id = parl_dashboard_get_audiences (dashboard); *id != NULL; id++)
    {
      g_strv_builder_add (names, *id);
      g_strv_builder_add (names,
                          parl_audience_get_name (parl_dashboard_get_audience (dashboard, *id)));
    }
  return g_strv_builder_end (names);
}

/* The views that there are, so that who has scrolled in one finds it again. */
static GHashTable *
keep_views (ParlMainWindow *self)
{
  GHashTable *views = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  for (unsigned i = 0; self->names != NULL && self->names[i] != NULL; i += 2)
    g_hash_table_insert (views, g_strdup (self->names[i]),
                         g_object_ref (get_board_view (self, self->names[i])));
  return views;
}

const char *
parl_main_window_choose_audience (const char *const *ids, const char *wanted)
{
  if (wanted != NULL && g_strv_contains (ids, wanted))
    return wanted;
  return g_strv_contains (ids, "exec") ? "exec" : ids[0];
}

/* Makes the switcher hold the dashboard's audiences, keeping the shown one where it is still there.
 */
static void
update_audiences (ParlMainWindow *self)
{
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  g_auto (GStrv) names = list_names (self->dashboard);
  g_autofree char *wanted = g_strdup (parl_main_window_choose_audience (ids, self->audience));
  g_autoptr (GHashTable) views = keep_views (self);
  bool in_evidence = self->in_evidence;

  if (self->names != NULL
      && g_strv_equal ((const char *const *)self->names, (const char *const *)names))
    return;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  g_autoptr (GtkWidget) kept = focus != NULL ? g_object_ref (focus) : NULL;
  self->filling = true;
  clear_audiences (self);
  for (unsigned i = 0; ids[i] != NULL; i++)
    add_audience (self, ids[i], g_hash_table_lookup (views, ids[i]));
  self->filling = false;
  self->names = g_steal_pointer (&names);
  if (wanted == NULL)
    return;
  parl_main_window_show_audience (self, wanted);
  self->in_evidence = in_evidence;
  if (kept != NULL && gtk_widget_get_root (kept) == GTK_ROOT (self))
    gtk_widget_grab_focus (kept);
}

static void
on_shown_board (ParlMainWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->boards);

  if (name != NULL && !self->filling && strcmp (name, self->audience) != 0)
    parl_main_window_show_audience (self, name);
}

/* Following the dashboard. */

/* Only an icon where the switcher needs the room; in the main menu where there is none. */
static void
place_period (ParlMainWindow *self, ParlWidth mode)
{
  bool in_menu = g_menu_model_get_n_items (G_MENU_MODEL (self->period_place)) > 0;
  bool narrow = mode == PARL_WIDTH_NARROW;

  if (narrow && !in_menu)
    g_menu_append_submenu (self->period_place, _ ("_Period"), G_MENU_MODEL (self->period_menu));
  else if (!narrow && in_menu)
    g_menu_remove_all (self->period_place);
  gtk_widget_set_visible (GTK_WIDGET (self->period_button), !narrow);
  if (mode == PARL_WIDTH_WIDE)
    gtk_menu_button_set_label (self->period_button, self->period);
  else
    gtk_menu_button_set_icon_name (self->period_button, "x-office-calendar-symbolic");
}

static void
update_period (ParlMainWindow *self)
{
  unsigned days = self->dashboard->computer->scope->days;
  g_autofree char *narrow = parl_format_days (days);

  g_free (self->period);
  self->period = g_strdup_printf (_ ("Last %u days vs the %u before"), days, days);
  place_period (self, self->bin->mode);
  adw_window_title_set_subtitle (self->narrow_title, narrow);
}

static void
on_scope_changed (ParlMainWindow *self)
{
  update_period (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DAYS]);
  update_actions (self);
}

static void
on_syncing (ParlMainWindow *self)
{
  gtk_stack_set_visible_child_name (
      self->refresh_stack, parl_syncs_get_syncing (self->dashboard->syncs) ? "syncing" : "idle");
  update_actions (self);
}

static void
on_dashboard_state (ParlMainWindow *self)
{
  update_audiences (self);
  update_page (self);
}

static void
on_dashboard_changed (ParlMainWindow *self)
{
  update_audiences (self);
  for (const char *const *id = parl_dashboard_get_audiences (self->dashboard); *id != NULL; id++)
    {
      ParlBoardView *view = get_board_view (self, *id);
      ParlBoard *board = parl_dashboard_get_board (self->dashboard, *id);
      if (view != NULL && board != NULL)
        parl_board_view_set_board (view, board);
    }
  explain_fact (self);
  update_page (self);
  parl_tour_offer (self->tour, self->dashboard, get_settings (self));
}

static void
on_problem (ParlMainWindow *self, const char *sentence)
{
  parl_toast (self->toasts, sentence);
}

void
parl_main_window_set_dashboard (ParlMainWindow *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_set_object (&self->dashboard, dashboard);
  clear_audiences (self);
  g_clear_pointer (&self->fact, g_free);
  self->in_evidence = false;
  update_panel (self);

  parl_state_page_set_dashboard (self->state_page, dashboard);
  parl_freshness_strip_set_dashboard (self->strip, dashboard);
  parl_notice_row_set_dashboard (self->notice, dashboard);
  parl_fact_panel_set_dashboard (self->panel, dashboard);
  parl_evidence_page_set_dashboard (self->evidence, dashboard);
  if (dashboard == NULL)
    return;
  g_signal_connect_swapped (dashboard, "notify::state", G_CALLBACK (on_dashboard_state), self);
  g_signal_connect_swapped (dashboard, "notify::syncing", G_CALLBACK (on_syncing), self);
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (on_dashboard_changed), self);
  g_signal_connect_swapped (dashboard, "scope-changed", G_CALLBACK (on_scope_changed), self);
  g_signal_connect_swapped (dashboard, "problem", G_CALLBACK (on_problem), self);
  on_scope_changed (self);
  on_syncing (self);
  on_dashboard_state (self);
}

/* What fits. */

static void
on_mode (ParlMainWindow *self)
{
  ParlWidth mode = self->bin->mode;
  bool narrow = mode == PARL_WIDTH_NARROW;

  gtk_stack_set_visible_child_name (self->title_stack, narrow ? "title" : "switcher");
  place_period (self, mode);
  gtk_widget_set_visible (GTK_WIDGET (self->export_button), !narrow);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, narrow);
  for (GtkWidget *view = gtk_widget_get_first_child (GTK_WIDGET (self->boards)); view != NULL;
       view = gtk_widget_get_next_sibling (view))
    parl_board_view_set_mode (PARL_BOARD_VIEW (view), mode);
  update_panel (self);
  parl_freshness_strip_set_mode (self->strip, mode);
  parl_fact_panel_set_mode (self->panel, mode);
  parl_notice_row_set_mode (self->notice, mode);
}

static void
parl_main_window_class_init (ParlMainWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = parl_main_window_dispose;
  object_class->get_property = parl_main_window_get_property;
  object_class->set_property = parl_main_window_set_property;
  properties[PROP_AUDIENCE] = g_param_spec_string ("audience", NULL, NULL, "", flags);
  properties[PROP_DAYS] = g_param_spec_int ("days", NULL, NULL, 1, G_MAXINT, 28, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PARL_TYPE_BOARD_SWITCH);
  g_type_ensure (PARL_TYPE_BREAKPOINT_BIN);
  g_type_ensure (PARL_TYPE_EVIDENCE_PAGE);
  g_type_ensure (PARL_TYPE_FACT_PANEL);
  g_type_ensure (PARL_TYPE_FRESHNESS_STRIP);
  g_type_ensure (PARL_TYPE_NOTICE_ROW);
  g_type_ensure (PARL_TYPE_STATE_PAGE);
  g_type_ensure (PARL_TYPE_TOUR);
  parl_widget_class_set_template (widget_class, "main-window.ui");
  PARL_BIND_CHILDREN (widget_class, ParlMainWindow, toasts, bin, back_button, refresh_stack,
                      title_stack, switcher, narrow_title, period_button, period_menu, period_place,
                      exports_place, export_button, strip, notice, pages, state_page, boards,
                      board_switch, panel_revealer, panel, evidence, tour, switcher_bar);
  install_actions (widget_class);
}

static void
parl_main_window_init (ParlMainWindow *self)
{
  self->audience = g_strdup ("");
  self->period = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->bin, "mode-changed", G_CALLBACK (on_mode), self);
  g_signal_connect_swapped (self->boards, "notify::visible-child", G_CALLBACK (on_shown_board),
                            self);
  g_signal_connect_swapped (self->panel, "map", G_CALLBACK (focus_panel), self);
  g_signal_connect_swapped (self->panel_revealer, "notify::child-revealed",
                            G_CALLBACK (on_panel_moved), self);
  parl_exports_follow (self->exports_place);
  parl_picture_drag_install (GTK_WIDGET (self->export_button), create_page, self);
  on_mode (self);
  update_page (self);
}

GtkWidget *
parl_main_window_new (ParlApplication *application)
{
  return g_object_new (PARL_TYPE_MAIN_WINDOW, "application", application, NULL);
}
