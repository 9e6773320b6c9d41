/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes pictures of the real window on the demo fleet; tools/screenshots runs it under an Xvfb.
 *
 *   screenshots FOLDER SUFFIX [NAME]...   writes FOLDER/NAME SUFFIX.png of each, or of the named
 *
 * What can't be changed while a program runs (language, contrast, scale) comes in by the
 * environment. */
#include "config.h"

#include "demo-origin.h"
#include "app/application.h"
#include "app/main-window.h"
#include "app/present/presentation.h"
#include "tests/app/what-if-hand.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

typedef struct
{
  const char *name;
  int width, height;
  bool dark, rtl;
  double text;       /* text scaling */
  const char *steps; /* detailed actions of the window, with spaces between */
  bool dialog;       /* the window on top of it is meant */
} Shot;

static const Shot shots[] = {
  { "exec", 1280, 860, false, false, 1, "win.audience::exec", false },
  { "ops", 1280, 860, false, false, 1, "win.audience::ops", false },
  { "engineer", 1280, 860, false, false, 1, "win.audience::engineer", false },
  { "designer", 1280, 860, false, false, 1, "win.audience::designer", false },
  { "exec-whole", 1280, 1800, false, false, 1, "win.audience::exec", false },
  { "ops-whole", 1280, 1800, false, false, 1, "win.audience::ops", false },
  { "engineer-whole", 1280, 1800, false, false, 1, "win.audience::engineer", false },
  { "designer-whole", 1280, 1800, false, false, 1, "win.audience::designer", false },
  { "exec-dark", 1280, 860, true, false, 1, "win.audience::exec", false },
  { "ops-dark", 1280, 860, true, false, 1, "win.audience::ops", false },
  { "engineer-dark", 1280, 860, true, false, 1, "win.audience::engineer", false },
  { "exec-large-text", 1280, 860, false, false, 1.5, "win.audience::exec", false },
  { "exec-rtl", 1280, 860, false, true, 1, "win.audience::exec", false },
  { "ops-rtl", 1280, 860, false, true, 1, "win.audience::ops", false },
  { "exec-1024x600", 1024, 600, false, false, 1, "win.audience::exec", false },
  { "engineer-1024x600", 1024, 600, false, false, 1, "win.audience::engineer", false },
  { "exec-narrow", 400, 860, false, false, 1, "win.audience::exec", false },
  { "exec-narrow-whole", 400, 1900, false, false, 1, "win.audience::exec", false },
  { "ops-narrow", 400, 860, false, false, 1, "win.audience::ops", false },
  { "fact", 1280, 860, false, false, 1, "win.audience::exec win.fact::ota-failure-rate", false },
  { "fact-dark", 1280, 860, true, false, 1, "win.audience::exec win.fact::ota-failure-rate",
    false },
  { "fact-narrow", 400, 860, false, false, 1, "win.audience::exec win.fact::ota-failure-rate",
    false },
  { "evidence", 1280, 860, false, false, 1, "win.audience::engineer win.evidence::ota-failure-rate",
    false },
  { "fact-rtl", 1280, 860, false, true, 1, "win.audience::exec win.fact::ota-failure-rate", false },
  { "evidence-rtl", 1280, 860, false, true, 1,
    "win.audience::engineer win.evidence::ota-failure-rate", false },
  { "filtered", 1280, 860, false, false, 1, "win.audience::ops win.class::nano", false },
  { "seven-days", 1280, 860, false, false, 1, "win.audience::ops win.days(7)", false },
  { "export", 1280, 860, false, false, 1, "win.audience::exec win.export", true },
  { "what-if", 1280, 860, false, false, 1,
    "win.audience::exec win.fact::ota-avoidable?checks=disk-space what-if", false },
  { "what-if-export", 1280, 860, false, false, 1,
    "win.audience::exec win.fact::ota-avoidable?checks=disk-space what-if win.export", true },
  { "ask", 1280, 860, false, false, 1, "win.audience::exec win.ask type:nano", true },
  { "ask-battery", 1280, 860, true, false, 1, "win.audience::engineer win.ask type:nano+battery",
    true },
  { "present", 1280, 860, false, false, 1, "win.audience::exec win.present", true },
  { "present-last", 1280, 860, false, false, 1, "win.audience::exec win.present next next next",
    true },
  { "present-engineer", 1280, 860, true, false, 1, "win.audience::engineer win.present", true },
  { "present-ops", 1280, 860, false, false, 1, "win.audience::ops win.present next", true },
  { "sources", 1280, 860, false, false, 1, "win.sources", true },
  { "preferences", 1280, 860, false, false, 1, "app.preferences", true },
  { "shortcuts", 1280, 860, false, false, 1, "win.show-help-overlay", true },
};

static char **arguments;

/* Until nothing more happens, but at least @ms. */
static void
settle (int64_t ms)
{
  int64_t end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

static GtkWindow *
find_dialog (GtkWindow *window)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (l->data != (gpointer)window && gtk_widget_get_mapped (l->data))
      return l->data;
  return NULL;
}

static void
save (GtkWindow *window, const char *name)
{
  g_autofree char *file = g_strconcat (name, arguments[2], ".png", NULL);
  g_autofree char *path = g_build_filename (arguments[1], file, NULL);
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (window));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autoptr (GskRenderNode) node = NULL;

  /* Nothing to see until the next frame is drawn. */
  while (node == NULL)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      gtk_snapshot_scale (snapshot, (float)scale, (float)scale);
      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (snapshot);
      if (node == NULL)
        settle (100);
    }
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (GTK_NATIVE (window)), node,
      &GRAPHENE_RECT_INIT (0, 0, (float)(scale * width), (float)(scale * height)));
  gdk_texture_save_to_png (texture, path);
  g_print ("%s\n", path);
}

/* Chooses a check that prevents 90 % and puts it on pages, in the fact panel that is open. */
static void
imagine (GtkWidget *widget)
{
  if (PARL_IS_WHAT_IF_CARD (widget))
    {
      what_if_set_efficacy (widget, "disk-space", 0.9);
      what_if_put_on_report (widget, true);
      gtk_widget_child_focus (widget, GTK_DIR_TAB_BACKWARD); /* scrolls it into view */
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    imagine (child);
}

static void
take (GtkWindow *window, const Shot *shot)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_auto (GStrv) steps = g_strsplit (shot->steps, " ", -1);

  g_object_set (settings, "gtk-xft-dpi", (int)(96 * 1024 * shot->text), NULL);
  gtk_widget_set_default_direction (shot->rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  if (g_getenv ("ADW_DEBUG_COLOR_SCHEME") == NULL)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        shot->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                   : ADW_COLOR_SCHEME_FORCE_LIGHT);
  gtk_window_set_default_size (window, shot->width, shot->height);
  settle (300);
  for (char **step = steps; *step != NULL; step++)
    {
      g_autofree char *action = NULL;
      g_autoptr (GVariant) target = NULL;
      if (strcmp (*step, "what-if") == 0)
        {
          imagine (GTK_WIDGET (window));
          settle (700);
          continue;
        }
      if (strcmp (*step, "next") == 0)
        {
          parl_presentation_step (PARL_PRESENTATION (find_dialog (window)), 1);
          continue;
        }
      if (g_str_has_prefix (*step, "type:"))
        {
          GtkWidget *focus = gtk_window_get_focus (find_dialog (window));
          gtk_editable_set_text (GTK_EDITABLE (focus), g_strdelimit (*step + 5, "+", ' '));
          settle (500);
          continue;
        }
      g_action_parse_detailed_name (*step, &action, &target, NULL);
      gtk_widget_activate_action_variant (GTK_WIDGET (window), action, target);
      settle (1500);
    }
  GtkWindow *meant = shot->dialog ? find_dialog (window) : window;
  if (meant != NULL)
    save (meant, shot->name);
  if (shot->dialog && meant != NULL)
    gtk_window_close (meant);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-panel", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.class", "s", "");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.days", "i", 28);
  settle (700);
}

static bool
is_wanted (const char *name)
{
  return arguments[3] == NULL || g_strv_contains ((const char *const *)arguments + 3, name);
}

static gboolean
take_all (gpointer data)
{
  ParlApplication *application = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  const char *font = g_getenv ("PARLANCE_FONT");
  g_object_set (gtk_settings_get_default (), "gtk-font-name", font != NULL ? font : "Cantarell 11",
                "gtk-enable-animations", FALSE, NULL);
  if (is_wanted ("first-run"))
    {
      gtk_window_set_default_size (window, 1280, 860);
      settle (2000);
      save (window, "first-run");
    }
  g_action_group_activate_action (G_ACTION_GROUP (application), "demo", NULL);
  settle (1000);
  if (is_wanted ("first-sync"))
    save (window, "first-sync");
  while (PARL_MAIN_WINDOW (window)->dashboard->state != PARL_DASHBOARD_READY
         || PARL_MAIN_WINDOW (window)->dashboard->syncing)
    settle (200);
  settle (2000);
  for (unsigned i = 0; i < G_N_ELEMENTS (shots); i++)
    if (is_wanted (shots[i].name))
      take (window, &shots[i]);
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
on_activate (GApplication *application)
{
  g_idle_add (take_all, application);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PARLANCE_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (argc < 3)
    return 2;
  arguments = argv;

  g_autoptr (ParlApplication) application = parl_application_new (parl_demo_open_origin);
  g_signal_connect_after (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
