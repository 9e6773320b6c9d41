/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options, application-wide actions and the life of the dashboard. Knows no page of the window. */
#include "config.h"

#include "app/application.h"

#include "analysis/targets.h"
#include "app/desktop/background.h"
#include "app/desktop/notifier.h"
#include "app/desktop/search-provider.h"
#include "app/main-window.h"
#include "app/parlance-resources.h"
#include "app/preferences.h"
#include "app/spoken.h"
#include "app/word-spaces.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define SERVICE_SECONDS                                                                            \
  60 /* that a program without a window stays, which the desktop has started */

struct _ParlApplication
{
  AdwApplication parent_instance;

  ParlOpenOrigin open_demo;
  ParlSettings *settings;
  ParlDashboard *dashboard;
  ParlNotifier *notifier;       /* of the dashboard */
  ParlSearchProvider *search;   /* NULL: there is no bus */
  ParlPreferences *preferences; /* while it is open; not owned */
  char *wanted_fact;            /* to be shown when there are boards; NULL: none */
};

G_DEFINE_FINAL_TYPE (ParlApplication, parl_application, ADW_TYPE_APPLICATION)

/* The window's look is kept, filters are not: one that the user has forgotten would make tomorrow's
 * numbers look wrong. */
static void
on_scope_changed (ParlApplication *self)
{
  g_autofree char *days = g_strdup_printf ("%u", self->dashboard->computer->scope->days);

  parl_settings_set (self->settings, PARL_CONF_WINDOW, "days", days);
}

/* The one window for the fleet, which may be hidden or below its dialogs. NULL: there is none. */
static GtkWindow *
find_window (ParlApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  while (windows != NULL && !PARL_IS_MAIN_WINDOW (windows->data))
    windows = windows->next;
  return windows != NULL ? windows->data : NULL;
}

/* The window's, or the one that it showed last. */
static char *
dup_audience (const char *const *ids, gpointer data)
{
  ParlApplication *self = data;
  GtkWindow *window = find_window (self);
  g_autofree char *kept = parl_settings_dup_word (self->settings, PARL_CONF_WINDOW, "audience");
  const char *wanted = window != NULL ? PARL_MAIN_WINDOW (window)->audience : kept;

  return g_strdup (parl_main_window_choose_audience (ids, wanted));
}

static bool
goes_on_closed (ParlApplication *self)
{
  return !self->dashboard->demo
         && parl_settings_get_boolean (self->settings, PARL_CONF_COLLECTING, "background");
}

/* A window that is only hidden keeps the application, and so its collecting, alive. */
static gboolean
on_close_request (ParlApplication *self, GtkWindow *window)
{
  parl_settings_set (self->settings, PARL_CONF_WINDOW, "audience",
                     PARL_MAIN_WINDOW (window)->audience);
  parl_settings_flush (self->settings);
  if (!goes_on_closed (self))
    return FALSE;
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  return TRUE;
}

static GtkWindow *
create_window (ParlApplication *self)
{
  static const char *const kept[][2] = { { "width", "default-width" },
                                         { "height", "default-height" },
                                         { "maximized", "maximized" } };
  g_autofree char *audience = parl_settings_dup_word (self->settings, PARL_CONF_WINDOW, "audience");
  GtkWidget *window = parl_main_window_new (self);

  for (unsigned i = 0; i < G_N_ELEMENTS (kept); i++)
    parl_settings_bind (self->settings, PARL_CONF_WINDOW, kept[i][0], window, kept[i][1],
                        PARL_BIND_BOTH);
  parl_main_window_show_audience (PARL_MAIN_WINDOW (window), audience != NULL ? audience : "");
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self,
                           G_CONNECT_SWAPPED);
  return GTK_WINDOW (window);
}

static void
restore_days (ParlApplication *self)
{
  g_autoptr (ParlScope) scope = parl_scope_new ();

  scope->days = (unsigned)parl_settings_get_number (self->settings, PARL_CONF_WINDOW, "days");
  parl_dashboard_set_scope (self->dashboard, scope);
  g_signal_connect_object (self->dashboard, "scope-changed", G_CALLBACK (on_scope_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
bind_collector (ParlApplication *self)
{
  ParlCollector *collector = self->dashboard->syncs->collector;

  parl_settings_bind (self->settings, PARL_CONF_COLLECTING, "paused", collector, "enabled",
                      PARL_BIND_READ | PARL_BIND_NEGATE);
  parl_settings_bind_number (self->settings, PARL_CONF_COLLECTING, "interval", collector,
                             "interval", PARL_BIND_READ, 60, 0); /* seconds a minute */
}

/* Settings that contradict each other are said where they are made, and the last good ones stay. */
static void
show_problem (ParlApplication *self)
{
  if (self->preferences != NULL)
    parl_preferences_set_problem (self->preferences, self->dashboard->targets_problem);
}

/* Notifications of the fleet. */

static bool
is_watched (gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  return window != NULL && gtk_window_is_active (window);
}

static void
send_notification (const char *id, GNotification *notification, gpointer data)
{
  g_application_send_notification (data, id, notification);
}

static void
withdraw_notification (const char *id, gpointer data)
{
  g_application_withdraw_notification (data, id);
}

static void
show_wanted_fact (ParlApplication *self)
{
  GtkWindow *window = find_window (self);
  g_autofree char *link = NULL;

  if (self->wanted_fact == NULL || window == NULL || self->dashboard->state != PARL_DASHBOARD_READY)
    return;
  link = g_steal_pointer (&self->wanted_fact);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.fact", "s", link);
}

static void
follow_dashboard (ParlApplication *self)
{
  ParlNotifierDesk desk
      = { is_watched, send_notification, withdraw_notification, dup_audience, self };

  self->notifier = parl_notifier_new (self->dashboard, &desk);
  g_signal_connect_object (self->dashboard, "files-read", G_CALLBACK (show_problem), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dashboard, "changed", G_CALLBACK (show_wanted_fact), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
close_dashboard (ParlApplication *self)
{
  g_clear_pointer (&self->notifier, parl_notifier_free);
  if (self->dashboard != NULL)
    parl_dashboard_close (self->dashboard);
  g_clear_object (&self->dashboard);
}

/* Opens the demo fleet or the user's own, in the window there is. */
static void
open_fleet (ParlApplication *self, bool demo)
{
  ParlSessionOptions options = parl_session_default_options ();
  GtkWindow *window = find_window (self);

  options.open_origin = demo ? self->open_demo : NULL;
  close_dashboard (self);
  self->dashboard = parl_dashboard_new (&options);
  follow_dashboard (self);
  show_problem (self);
  restore_days (self);
  bind_collector (self);
  if (window == NULL)
    window = create_window (self);
  parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), self->dashboard);
}

/* Returns: the window, with a fleet, before the user's eyes: actions of the desktop come to a
 * program that may have been started for them. */
static GtkWidget *
present (ParlApplication *self)
{
  if (self->dashboard == NULL)
    open_fleet (self, false);

  GtkWindow *window = find_window (self);
  gtk_window_present (window);
  return GTK_WIDGET (window);
}

static void
on_fleet (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_fleet (data, g_str_equal (g_action_get_name (G_ACTION (action)), "demo"));
  present (data);
}

static void
on_show_fact (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ParlApplication *self = data;

  g_free (self->wanted_fact);
  self->wanted_fact = g_variant_dup_string (parameter, NULL);
  present (self);
  show_wanted_fact (self);
}

static void
on_show_sources (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_widget_activate_action (present (data), "win.sources", NULL);
}

/* The promises that most make, or the answer that there are none. */
static void
on_targets (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ParlApplication *self = data;

  if (g_str_equal (g_action_get_name (G_ACTION (action)), "dismiss-targets"))
    parl_settings_set (self->settings, PARL_CONF_WINDOW, "targets-asked", "true");
  else
    for (unsigned i = 0; parl_targets_usual[i][0] != NULL; i++)
      parl_settings_set (self->settings, PARL_CONF_TARGETS, parl_targets_usual[i][0],
                         parl_targets_usual[i][1]);
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ParlApplication *self = data;
  if (self->preferences == NULL)
    {
      GtkWindow *window = parl_preferences_new (self->settings);
      gtk_window_set_transient_for (window,
                                    gtk_application_get_active_window (GTK_APPLICATION (self)));
      g_set_weak_pointer (&self->preferences, PARL_PREFERENCES (window));
      show_problem (self);
    }
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  static const char *const developers[] = { "The Parlance team", NULL };
  adw_show_about_window (gtk_application_get_active_window (data), "application-name", "Parlance",
                         "application-icon", PARL_APPLICATION_ID, "version", PARL_VERSION,
                         "developer-name", developers[0], "developers", developers, "license-type",
                         GTK_LICENSE_GPL_3_0, "comments",
                         _ ("One fleet, one set of facts, told in everyone’s words"),
                         /* Translators: your name, one a line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

/* Where the user is looking: values are mostly set in the preferences. */
static void
on_settings_failed (ParlApplication *self, const char *sentence)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  if (self->preferences != NULL)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self->preferences),
                                      adw_toast_new (markup));
  else if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", sentence);
}

/* The desktop has the last word on what goes on without a window. */
static void
on_background_answered (bool allowed, gpointer data)
{
  g_autoptr (ParlApplication) self = data;

  if (allowed || self->settings == NULL)
    return;
  parl_settings_set (self->settings, PARL_CONF_COLLECTING, "background", "false");
  on_settings_failed (self, _ ("The desktop does not let Parlance go on without a window"));
}

static void
on_background_changed (ParlApplication *self)
{
  if (parl_settings_get_boolean (self->settings, PARL_CONF_COLLECTING, "background"))
    parl_background_ask (g_application_get_dbus_connection (G_APPLICATION (self)),
                         _ ("Parlance goes on reading your fleet’s servers"),
                         on_background_answered, g_object_ref (self));
}

static void
on_folder_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlApplication) self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (GError) error = NULL;
  if (!g_app_info_launch_default_for_uri_finish (result, &error) && window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s", error->message);
}

/* A file or a folder, from the answer to an export or the menu of recent ones. */
static void
on_open_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_app_info_launch_default_for_uri_async (g_variant_get_string (parameter, NULL), NULL, NULL,
                                           on_folder_opened, g_object_ref (data));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  for (GList *window; (window = gtk_application_get_windows (data)) != NULL;)
    gtk_window_destroy (window->data);
  g_application_quit (data);
}

static void
parl_application_activate (GApplication *application)
{
  present (PARL_APPLICATION (application));
}

/* The desktop's search. */

static ParlDashboard *
get_dashboard (gpointer data)
{
  return PARL_APPLICATION (data)->dashboard;
}

static gboolean
parl_application_dbus_register (GApplication *application, GDBusConnection *connection,
                                const char *path, GError **error)
{
  ParlApplication *self = PARL_APPLICATION (application);
  ParlSearchDesk desk = { get_dashboard, dup_audience, self };
  g_autofree char *own = g_strconcat (path, "/SearchProvider", NULL);

  if (!G_APPLICATION_CLASS (parl_application_parent_class)
           ->dbus_register (application, connection, path, error))
    return FALSE;
  self->search = parl_search_provider_new (application, connection, own, &desk, error);
  return self->search != NULL;
}

static void
parl_application_dbus_unregister (GApplication *application, GDBusConnection *connection,
                                  const char *path)
{
  g_clear_pointer (&PARL_APPLICATION (application)->search, parl_search_provider_free);
  G_APPLICATION_CLASS (parl_application_parent_class)
      ->dbus_unregister (application, connection, path);
}

static int
parl_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  printf ("parlance %s\n", PARL_VERSION);
  return 0;
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
    { .name = "about", .activate = on_about },
    { .name = "demo", .activate = on_fleet },
    { .name = "dismiss-targets", .activate = on_targets },
    { .name = "open-file", .activate = on_open_folder, .parameter_type = "s" },
    { .name = "open-folder", .activate = on_open_folder, .parameter_type = "s" },
    { .name = "own-fleet", .activate = on_fleet },
    { .name = "preferences", .activate = on_preferences },
    { .name = "quit", .activate = on_quit },
    { .name = "show-fact", .activate = on_show_fact, .parameter_type = "s" },
    { .name = "show-sources", .activate = on_show_sources },
    { .name = "use-targets", .activate = on_targets },
  };
  GtkApplication *app = GTK_APPLICATION (application);

  G_APPLICATION_CLASS (parl_application_parent_class)->startup (application);
  /* Who types in the desktop's search asks again and again. */
  if ((g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) != 0)
    g_application_set_inactivity_timeout (application, SERVICE_SECONDS * 1000);
  const ParlSessionOptions options = parl_session_default_options ();
  g_autoptr (ParlSettingsLayers) files
      = parl_conf_new_layers (options.config_dir, options.system_dir);
  PARL_APPLICATION (application)->settings = parl_settings_new (files);
  g_signal_connect_object (PARL_APPLICATION (application)->settings, "failed",
                           G_CALLBACK (on_settings_failed), application, G_CONNECT_SWAPPED);
  g_signal_connect_object (PARL_APPLICATION (application)->settings,
                           "changed::Collecting/background", G_CALLBACK (on_background_changed),
                           application, G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (app), actions, G_N_ELEMENTS (actions), app);
  gtk_application_set_accels_for_action (app, "app.preferences",
                                         (const char *[]){ "<Ctrl>comma", NULL });
  gtk_application_set_accels_for_action (app, "app.quit", (const char *[]){ "<Ctrl>q", NULL });
  parl_main_window_add_accels (app);
  parl_word_spaces_install ();
  parl_spoken_install ();
}

static void
parl_application_shutdown (GApplication *application)
{
  ParlApplication *self = PARL_APPLICATION (application);

  close_dashboard (self);
  g_clear_pointer (&self->wanted_fact, g_free);
  g_clear_weak_pointer (&self->preferences);
  g_clear_object (&self->settings);
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
  application_class->dbus_register = parl_application_dbus_register;
  application_class->dbus_unregister = parl_application_dbus_unregister;
  application_class->handle_local_options = parl_application_handle_local_options;
  application_class->startup = parl_application_startup;
  application_class->shutdown = parl_application_shutdown;
}

static void
parl_application_init (ParlApplication *self)
{
  static const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the demo fleet"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/* @open_demo: what “Open the Demo Fleet” opens */
ParlApplication *
parl_application_new (ParlOpenOrigin open_demo)
{
  ParlApplication *self = g_object_new (
      PARL_TYPE_APPLICATION, "application-id", PARL_APPLICATION_ID, "flags",
      G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/org/parlance/Parlance", NULL);

  self->open_demo = open_demo;
  return self;
}

ParlSettings *
parl_application_get_settings (ParlApplication *self)
{
  return self->settings;
}
