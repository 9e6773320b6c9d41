/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the eyes: the window over the golden fleet, after actions, without waiting for a sync.
 *
 * panel-gallery PICTURE WIDTHxHEIGHT ACTION=TARGET…   as "win.fact=ota-failure-rate" */
#include "config.h"

#include "panel-fixture.h"

#include "app/main-window.h"
#include "app/parlance-resources.h"

#include "golden.h"

#include <locale.h>
#include <string.h>

#define STEP_MS 700

static const char *picture;
static int width, height;
static char **actions;

/* Returns: false: it is to be drawn first. */
static bool
write_picture (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  double across = gdk_paintable_get_intrinsic_width (paintable);
  double down = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, across, down);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return false;
  g_autoptr (GdkTexture) texture
      = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                     &GRAPHENE_RECT_INIT (0, 0, (float)across, (float)down));
  gdk_texture_save_to_png (texture, picture);
  return true;
}

static void
act (GtkWidget *window, const char *action)
{
  const char *target = strchr (action, '=');
  g_autofree char *name
      = g_strndup (action, target != NULL ? (size_t)(target - action) : strlen (action));
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  if (target != NULL)
    gtk_widget_activate_action (focus != NULL ? focus : window, name, "s", target + 1);
  else
    gtk_widget_activate_action (focus != NULL ? focus : window, name, NULL);
}

/* An action at a time, then the picture. */
static gboolean
on_step (gpointer window)
{
  if (*actions != NULL)
    {
      act (window, *actions++);
      return G_SOURCE_CONTINUE;
    }
  if (!write_picture (window))
    return G_SOURCE_CONTINUE;
  gtk_window_destroy (window);
  return G_SOURCE_REMOVE;
}

static void
on_activate (GtkApplication *application, gpointer data)
{
  PanelFixture *fixture = data;
  GtkWidget *window = parl_main_window_new (PARL_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), fixture->dashboard);
  fixture->dashboard->state = PARL_DASHBOARD_READY;
  g_signal_emit_by_name (fixture->dashboard, "changed");
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (STEP_MS, on_step, window);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc < 3 || sscanf (argv[2], "%dx%d", &width, &height) != 2)
    return 2;
  picture = argv[1];
  actions = argv + 3;

  PanelFixture fixture = panel_fixture_new (golden_findings_new ());
  g_autoptr (ParlApplication) application = parl_application_new (NULL);
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  GApplicationClass *klass = G_APPLICATION_GET_CLASS (application);
  klass->activate = NULL;
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &fixture);
  g_application_run (G_APPLICATION (application), 1, argv);
  return 0;
}
