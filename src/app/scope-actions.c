/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions of the window that change its filters, and undo that. Filters nothing itself: the
 * dashboard does. */
#include "config.h"

#include "app/scope-actions.h"

#include "analysis/fact-link.h"
#include "app/main-window.h"

#include <glib/gi18n.h>

/* win.class, win.release, win.site: an empty name means all. */
static void
on_filter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlScope) scope = parl_scope_copy (self->dashboard->computer->scope);
  const char *value = g_variant_get_string (parameter, NULL);
  char **field = g_str_equal (name, "win.class")     ? &scope->device_class
                 : g_str_equal (name, "win.release") ? &scope->release
                                                     : &scope->site;

  g_free (*field);
  *field = *value != '\0' ? g_strdup (value) : NULL;
  parl_dashboard_set_scope (self->dashboard, scope);
}

static void
on_undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  parl_dashboard_undo_scope (PARL_MAIN_WINDOW (widget)->dashboard);
}

static AdwToast *
create_part_toast (const ParlScope *scope)
{
  const char *parts[] = { scope->device_class, scope->release, scope->site };
  g_autoptr (GString) words = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (words, "%s%s", words->len > 0 ? C_ ("list", ", ") : "", parts[i]);
  /* Translators: the board is filtered: "Only nano, v2.3" */
  g_autofree char *sentence = g_strdup_printf (_ ("Only %s"), words->str);
  g_autofree char *markup = g_markup_escape_text (sentence, -1);
  AdwToast *toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  return toast;
}

/* Only the part of the fleet that a fact is about; what is about no part is explained. */
static void
on_drill (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  const char *link = g_variant_get_string (parameter, NULL);
  const ParlFindings *findings = self->dashboard->computer->computed->findings;
  g_autoptr (ParlScope) scope = parl_fact_link_narrow (link, findings);
  if (scope == NULL)
    {
      gtk_widget_activate_action (widget, "win.fact", "s", link);
      return;
    }
  gtk_widget_activate_action (widget, "win.close-panel", NULL);
  parl_dashboard_set_scope (self->dashboard, scope);
  adw_toast_overlay_add_toast (self->toasts, create_part_toast (scope));
}

static void
on_clear_filters (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlMainWindow *self = PARL_MAIN_WINDOW (widget);
  g_autoptr (ParlScope) scope = parl_scope_new ();
  scope->days = self->dashboard->computer->scope->days;
  parl_dashboard_set_scope (self->dashboard, scope);
}

void
parl_scope_actions_install (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.class", "s", on_filter);
  gtk_widget_class_install_action (klass, "win.release", "s", on_filter);
  gtk_widget_class_install_action (klass, "win.site", "s", on_filter);
  gtk_widget_class_install_action (klass, "win.drill", "s", on_drill);
  gtk_widget_class_install_action (klass, "win.undo", NULL, on_undo);
  gtk_widget_class_install_action (klass, "win.clear-filters", NULL, on_clear_filters);
}
