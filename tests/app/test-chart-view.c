/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart widget as it is used: walked by key, zoomed together with others, asked for its size,
 * given other data, and let go. */
#include "config.h"

#include "app/chart-view-private.h"

#include "tests/charts/fixtures.h"

#include <math.h>
#include <string.h>

typedef struct
{
  GtkWidget *window;
  ParlChartView *view; /* in the window, 800 wide, in focus */
  ParlChartSpec *spec;
} Case;

static ParlChartSpec *
create_golden (const char *name)
{
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    if (strcmp (fixture->name, name) == 0)
      return fixture->create ();
  g_error ("There is no fixture “%s”", name);
}

static void
iterate (void)
{
  for (unsigned i = 0; i < 30; i++)
    g_main_context_iteration (NULL, false);
}

static void
wait_for_size (GtkWidget *widget)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (gtk_widget_get_width (widget) == 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, false);
  g_assert_cmpint (gtk_widget_get_width (widget), >, 0);
}

static void
set_up (Case *test, ParlChartSpec *take_spec)
{
  test->spec = take_spec;
  test->window = gtk_window_new ();
  test->view = PARL_CHART_VIEW (parl_chart_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (test->window), 800, 300);
  gtk_window_set_child (GTK_WINDOW (test->window), GTK_WIDGET (test->view));
  parl_chart_view_set_spec (test->view, test->spec);
  gtk_window_present (GTK_WINDOW (test->window));
  gtk_widget_grab_focus (GTK_WIDGET (test->view));
  wait_for_size (GTK_WIDGET (test->view));
}

static void
tear_down (Case *test)
{
  ParlChartView *view = g_object_ref (test->view);

  gtk_window_destroy (GTK_WINDOW (test->window));
  iterate ();
  g_assert_finalize_object (view);
  parl_chart_spec_unref (test->spec);
}

/* Runs what the key is bound to, as the widget's own shortcuts do. */
static bool
press (ParlChartView *view, unsigned key, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (view));

  for (unsigned i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (unsigned j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
          if (GTK_IS_KEYVAL_TRIGGER (trigger)
              && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == state)
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                                 GTK_WIDGET (view),
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }
  g_error ("no key %u", key);
}

static void
test_walk (void)
{
  static const struct
  {
    const char *fixture;
    struct
    {
      unsigned key;
      int item;
      bool used;
    } steps[6];
  } cases[] = {
    { "bars",
      { { GDK_KEY_Down, 0, true },
        { GDK_KEY_Down, 1, true },
        { GDK_KEY_Up, 0, true },
        { GDK_KEY_Up, 0, true }, /* stays where the chart ends */
        { GDK_KEY_Right, 1, true },
        { GDK_KEY_Home, 0, true } } },
    { "waterfall",
      { { GDK_KEY_Down, -1, false }, /* the page's */
        { GDK_KEY_Right, 0, true },
        { GDK_KEY_Right, 1, true },
        { GDK_KEY_Up, 1, false },
        { GDK_KEY_Left, 0, true },
        { GDK_KEY_Home, 0, true } } },
    { "control",
      { { GDK_KEY_End, 57, true },
        { GDK_KEY_Right, 57, true },
        { GDK_KEY_Left, 56, true },
        { GDK_KEY_Left, 55, true },
        { GDK_KEY_Down, 55, false },
        { GDK_KEY_Home, 0, true } } },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Case test;
      set_up (&test, create_golden (cases[i].fixture));
      g_assert_cmpint (parl_chart_view_get_item (test.view), ==, -1);
      for (unsigned j = 0; j < G_N_ELEMENTS (cases[i].steps); j++)
        {
          g_assert_cmpint (press (test.view, cases[i].steps[j].key, 0), ==, cases[i].steps[j].used);
          g_assert_cmpint (parl_chart_view_get_item (test.view), ==, cases[i].steps[j].item);
        }
      tear_down (&test);
    }
}

static void
test_grid (void)
{
  Case test;

  set_up (&test, create_golden ("heatmap"));
  int n_columns = (int)test.spec->heatmap.n_columns;
  press (test.view, GDK_KEY_Right, 0);
  press (test.view, GDK_KEY_Down, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, n_columns);
  press (test.view, GDK_KEY_Right, 0);
  press (test.view, GDK_KEY_Up, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 1);
  press (test.view, GDK_KEY_Up, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 1);
  tear_down (&test);
}

/* Every item of every kind can be reached, and the frame with its ring is drawn. */
static void
test_every_kind (const void *data)
{
  const Fixture *fixture = data;
  Case test;

  set_up (&test, fixture->create ());
  unsigned n_items = parl_chart_get_n_items (test.spec);
  for (unsigned i = 0; i < MIN (n_items, 70); i++)
    {
      parl_chart_view_set_item (test.view, (int)i);
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
      GTK_WIDGET_GET_CLASS (test.view)->snapshot (GTK_WIDGET (test.view), snapshot);
      GskRenderNode *node = gtk_snapshot_to_node (snapshot);
      g_assert_nonnull (node);
      gsk_render_node_unref (node);
    }
  parl_chart_view_set_spec (test.view, NULL);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, -1);
  iterate ();
  tear_down (&test);
}

static void
test_zoom_keys (void)
{
  Case test;
  ParlView extent;

  set_up (&test, create_golden ("control"));
  g_assert_true (parl_chart_get_extent (test.spec, &extent));
  double whole = extent.to - extent.from;
  g_assert_false (gtk_widget_get_visible (test.view->all_button));
  press (test.view, GDK_KEY_plus, 0);
  g_assert_cmpfloat_with_epsilon (test.view->view.to - test.view->view.from, whole / 1.5, 1);
  g_assert_true (gtk_widget_get_visible (test.view->all_button));
  double from = test.view->view.from;
  press (test.view, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_cmpfloat (test.view->view.from, >, from);
  press (test.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  press (test.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  press (test.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  g_assert_cmpfloat_with_epsilon (test.view->view.from, extent.from, 1);
  press (test.view, GDK_KEY_0, 0);
  g_assert_true (parl_zoom_is_whole (test.view->view));
  press (test.view, GDK_KEY_minus, 0);
  g_assert_true (parl_zoom_is_whole (test.view->view));
  tear_down (&test);

  set_up (&test, create_golden ("bars"));
  g_assert_false (press (test.view, GDK_KEY_plus, 0));
  tear_down (&test);
}

/* Walking out of the view takes it along. */
static void
test_walk_zoomed (void)
{
  Case test;

  set_up (&test, create_golden ("control"));
  press (test.view, GDK_KEY_Home, 0);
  for (unsigned i = 0; i < 6; i++)
    press (test.view, GDK_KEY_plus, 0);
  g_assert_false (parl_zoom_is_whole (test.view->view));
  for (unsigned i = 0; i < 30; i++)
    {
      press (test.view, GDK_KEY_Right, 0);
      double time = parl_chart_view_get_item_time (test.view, parl_chart_view_get_item (test.view));
      g_assert_cmpfloat (time, >=, test.view->view.from);
      g_assert_cmpfloat (time, <=, test.view->view.to);
      g_assert_cmpfloat (parl_time_link_get_cursor (test.view->link), ==, time);
    }
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 30);
  tear_down (&test);
}

static void
test_link (void)
{
  Case one, two, other;
  g_autoptr (ParlTimeLink) link = parl_time_link_new ();

  set_up (&one, create_golden ("control"));
  set_up (&two, create_golden ("control"));
  set_up (&other, create_golden ("roadmap"));
  parl_chart_view_set_link (one.view, link);
  parl_chart_view_set_link (two.view, link);
  parl_chart_view_set_link (other.view, link);
  parl_chart_view_set_item (one.view, 3);
  g_assert_cmpfloat (parl_time_link_get_cursor (two.view->link), ==,
                     parl_chart_view_get_item_time (one.view, 3));
  press (one.view, GDK_KEY_plus, 0);
  g_assert_cmpfloat (one.view->view.from, ==, two.view->view.from);
  g_assert_cmpfloat (one.view->view.to, ==, two.view->view.to);
  g_assert_false (parl_zoom_is_whole (two.view->view));
  ParlView extent;
  g_assert_true (parl_chart_get_extent (other.spec, &extent));
  g_assert_cmpint (parl_zoom_is_whole (other.view->view), ==,
                   !parl_zoom_overlaps (one.view->view, extent));
  gtk_widget_activate_action (GTK_WIDGET (two.view), "chart.show-all", NULL);
  g_assert_true (parl_zoom_is_whole (one.view->view));

  /* Alone again, it goes its own way. */
  parl_chart_view_set_link (two.view, NULL);
  press (one.view, GDK_KEY_plus, 0);
  g_assert_true (parl_zoom_is_whole (two.view->view));
  tear_down (&one);
  tear_down (&two);
  tear_down (&other);
  g_assert_finalize_object (g_steal_pointer (&link));
}

/* The scene is made once, and again only when something about it changed. */
static void
test_cache (void)
{
  Case test;

  set_up (&test, create_golden ("control"));
  const ParlScene *scene = parl_chart_view_get_scene (test.view);
  parl_chart_view_set_item (test.view, 5);
  g_assert_true (parl_chart_view_get_scene (test.view) == scene);
  g_assert_cmpfloat (scene->width, ==, gtk_widget_get_width (GTK_WIDGET (test.view)));
  press (test.view, GDK_KEY_plus, 0);
  g_assert_cmpfloat (parl_chart_view_get_scene (test.view)->view.from, ==, test.view->view.from);
  tear_down (&test);
}

static void
test_theme (void)
{
  static const struct
  {
    AdwColorScheme scheme;
    ParlTheme theme;
  } cases[] = { { ADW_COLOR_SCHEME_FORCE_DARK, PARL_THEME_DARK },
                { ADW_COLOR_SCHEME_FORCE_LIGHT, PARL_THEME_LIGHT } };
  Case test;

  set_up (&test, create_golden ("bars"));
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), cases[i].scheme);
      g_assert_cmpint (parl_chart_view_get_scene (test.view)->style.theme, ==, cases[i].theme);
    }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  tear_down (&test);
}

/* Large text: larger labels, and more height for rows of them. */
static void
test_size (void)
{
  Case test;
  int normal, large, dpi;
  GtkSettings *settings = gtk_settings_get_default ();

  set_up (&test, create_golden ("bars"));
  GtkWidget *widget = GTK_WIDGET (test.view);
  ParlStyle style = parl_chart_view_get_style (test.view);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 600, &normal, NULL, NULL, NULL);
  g_assert_cmpint (normal, ==, (int)parl_chart_get_natural_height (test.spec, &style, 600));
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 600, &large, NULL, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (parl_chart_view_get_scene (test.view)->style.label_size, 26,
                                  0.01);
  g_assert_cmpint (large, >=, normal * 3 / 2);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  tear_down (&test);
}

/* Without data, without a size, without ever being shown. */
static void
test_empty (void)
{
  ParlChartView *view = g_object_ref_sink (PARL_CHART_VIEW (parl_chart_view_new ()));
  g_autoptr (ParlChartSpec) empty = parl_chart_spec_new (PARL_CHART_CONTROL, "nothing");

  g_assert_null (parl_chart_view_get_scene (view));
  g_assert_false (press (view, GDK_KEY_Right, 0));
  g_assert_false (press (view, GDK_KEY_plus, 0));
  parl_chart_view_set_spec (view, empty);
  press (view, GDK_KEY_End, 0);
  g_assert_cmpint (parl_chart_view_get_item (view), ==, -1);
  g_assert_finalize_object (view);
}

/* What Enter on a mark asks the window for. */
static int64_t marked;

static void
on_mark (GSimpleAction *action, GVariant *parameter)
{
  (void)action;
  marked = g_variant_get_int64 (parameter);
}

static void
test_mark (void)
{
  Case test;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("mark", G_VARIANT_TYPE_INT64);

  set_up (&test, create_golden ("control"));
  g_signal_connect (action, "activate", G_CALLBACK (on_mark), NULL);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (test.window, "win", G_ACTION_GROUP (group));
  press (test.view, GDK_KEY_Home, 0);
  g_assert_false (press (test.view, GDK_KEY_Return, 0));
  press (test.view, GDK_KEY_End, 0);
  g_assert_true (press (test.view, GDK_KEY_Return, 0));
  g_assert_cmpint (marked, ==, parl_chart_get_mark (test.spec, 57)->time);
  tear_down (&test);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
on_texture (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GdkTexture **)data = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (void)
{
  Case test;
  g_autofree char *text = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  set_up (&test, create_golden ("bars"));
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (test.view));
  gtk_widget_activate_action (GTK_WIDGET (test.view), "chart.copy-description", NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, on_text, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, true);
  g_autofree char *words = parl_chart_spec_describe (test.spec);
  g_assert_nonnull (strstr (text, words));

  gtk_widget_activate_action (GTK_WIDGET (test.view), "chart.copy-image", NULL);
  while (
      !gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard), "image/png"))
    g_main_context_iteration (NULL, true);
  gdk_clipboard_read_texture_async (clipboard, NULL, on_texture, &texture);
  while (texture == NULL)
    g_main_context_iteration (NULL, true);
  g_assert_cmpint (gdk_texture_get_width (texture), ==,
                   2 * gtk_widget_get_width (GTK_WIDGET (test.view)));
  gdk_clipboard_set_content (clipboard, NULL);
  tear_down (&test);
}

static void
test_menu (void)
{
  Case test;

  set_up (&test, create_golden ("bars"));
  gtk_widget_activate_action (GTK_WIDGET (test.view), "menu.popup", NULL);
  g_assert_nonnull (test.view->menu);
  g_assert_true (gtk_widget_get_visible (test.view->menu));
  iterate ();
  gtk_popover_popdown (GTK_POPOVER (test.view->menu));
  tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/chart-view/walk", test_walk);
  g_test_add_func ("/app/chart-view/grid", test_grid);
  g_test_add_func ("/app/chart-view/zoom-keys", test_zoom_keys);
  g_test_add_func ("/app/chart-view/walk-zoomed", test_walk_zoomed);
  g_test_add_func ("/app/chart-view/link", test_link);
  g_test_add_func ("/app/chart-view/cache", test_cache);
  g_test_add_func ("/app/chart-view/theme", test_theme);
  g_test_add_func ("/app/chart-view/size", test_size);
  g_test_add_func ("/app/chart-view/empty", test_empty);
  g_test_add_func ("/app/chart-view/mark", test_mark);
  g_test_add_func ("/app/chart-view/copy", test_copy);
  g_test_add_func ("/app/chart-view/menu", test_menu);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *path = g_strconcat ("/app/chart-view/every/", fixture->name, NULL);
      g_test_add_data_func (path, fixture, test_every_kind);
    }
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  return g_test_run ();
}
