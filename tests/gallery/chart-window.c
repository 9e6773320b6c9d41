/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the eyes: every golden chart in a window, linked. Usage: chart-window [dark] [NAME...] */
#include "config.h"

#include "app/application.h"
#include "app/chart/chart-view.h"
#include "app/parlance-resources.h"

#include "tests/charts/fixtures.h"

#include <adwaita.h>

static void
fill (GtkBox *box, char **names, ParlTimeLink *link)
{
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      if (names[0] != NULL && !g_strv_contains ((const char *const *)names, fixture->name))
        continue;
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      GtkWidget *view = g_object_new (PARL_TYPE_CHART_VIEW, NULL),
                *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      parl_chart_view_set_spec (PARL_CHART_VIEW (view), spec);
      parl_chart_view_set_link (PARL_CHART_VIEW (view), link);
      gtk_widget_set_margin_start (view, 16);
      gtk_widget_set_margin_end (view, 16);
      gtk_widget_set_margin_top (view, 14);
      gtk_widget_set_margin_bottom (view, 12);
      gtk_widget_set_hexpand (view, true);
      gtk_widget_add_css_class (card, "card");
      gtk_box_append (GTK_BOX (card), view);
      gtk_box_append (box, card);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (ParlTimeLink) link = g_object_new (PARL_TYPE_TIME_LINK, NULL);
  int first = 1;

  adw_init ();
  g_resources_register (parl_get_resource ());
  g_type_class_unref (g_type_class_ref (PARL_TYPE_APPLICATION)); /* brings the resources */
  if (argc > 1 && g_str_equal (argv[1], "dark"))
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          ADW_COLOR_SCHEME_FORCE_DARK);
      first = 2;
    }

  GtkWidget *window = gtk_window_new (), *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/parlance/Parlance/style.css");
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (window),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
  fill (GTK_BOX (box), argv + first, link);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 760, 1100);
  gtk_window_present (GTK_WINDOW (window));
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, true);
  return 0;
}
