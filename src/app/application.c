/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options, application-wide actions and the life of the dashboard. Knows no page of the window. */
#include "config.h"

#include "app/application.h"

#include "app/main-window.h"
#include "app/parlance-resources.h"

#include <glib/gi18n.h>

struct _ParlApplication
{
  AdwApplication parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlApplication, parl_application, ADW_TYPE_APPLICATION)

/* Opens the demo fleet or the user's own, in the window there is. */
static void
open_fleet (ParlApplication *self, bool demo)
{
  ParlSessionOptions options = parl_session_default_options ();
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  options.demo = demo;
  if (self->dashboard != NULL)
    parl_dashboard_close (self->dashboard);
  g_clear_object (&self->dashboard);
  self->dashboard = parl_dashboard_new (&options);
  if (window == NULL)
    window = GTK_WINDOW (parl_main_window_new (self));
  parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), self->dashboard);
}

static void
on_demo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action;
  (void)parameter;
  open_fleet (data, true);
}

static void
on_own_fleet (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action;
  (void)parameter;
  open_fleet (data, false);
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action;
  (void)parameter;
  for (GList *window; (window = gtk_application_get_windows (data)) != NULL;)
    gtk_window_destroy (window->data);
}

static void
parl_application_activate (GApplication *application)
{
  ParlApplication *self = PARL_APPLICATION (application);

  if (self->dashboard == NULL)
    open_fleet (self, false);
  gtk_window_present (gtk_application_get_active_window (GTK_APPLICATION (self)));
}

static int
parl_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);

  if (g_variant_dict_contains (options, "demo"))
    g_action_group_activate_action (G_ACTION_GROUP (application), "demo", NULL);
  g_application_activate (application);
  return 0;
}

static void
parl_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "demo", .activate = on_demo },
    { .name = "own-fleet", .activate = on_own_fleet },
    { .name = "quit", .activate = on_quit },
  };
  GtkApplication *app = GTK_APPLICATION (application);

  G_APPLICATION_CLASS (parl_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  gtk_application_set_accels_for_action (app, "app.quit", (const char *[]){ "<Ctrl>q", NULL });
  parl_main_window_add_accels (app);
}

static void
parl_application_shutdown (GApplication *application)
{
  ParlApplication *self = PARL_APPLICATION (application);

  if (self->dashboard != NULL)
    parl_dashboard_close (self->dashboard);
  g_clear_object (&self->dashboard);
  G_APPLICATION_CLASS (parl_application_parent_class)->shutdown (application);
}

static void
parl_application_class_init (ParlApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  /* Asked for by name, so that the linker keeps it. */
  g_resources_register (parl_get_resource ());
  application_class->activate = parl_application_activate;
  application_class->command_line = parl_application_command_line;
  application_class->startup = parl_application_startup;
  application_class->shutdown = parl_application_shutdown;
}

static void
parl_application_init (ParlApplication *self)
{
  static const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the demo fleet"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

ParlApplication *
parl_application_new (void)
{
  return g_object_new (PARL_TYPE_APPLICATION, "application-id", PARL_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path",
                       "/org/parlance/Parlance", NULL);
}

ParlDashboard *
parl_application_get_dashboard (ParlApplication *self)
{
  return self->dashboard;
}
