/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart widget as it is used: walked by key, zoomed together with others, asked for its size,
 * given other data, and let go. */
#include "config.h"

#include "app/chart/chart-painter.h"
#include "app/chart/chart-view.h"
#include "app/chart/chart-zoom.h"

#include "tests/charts/fixtures.h"
#include "wait.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

typedef struct
{
  GtkWidget *window;
  ParlChartView *view; /* in the window, 800 wide, in focus */
  ParlTimeLink *link;  /* of the view */
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
  test->view = g_object_new (PARL_TYPE_CHART_VIEW, NULL);
  gtk_window_set_default_size (GTK_WINDOW (test->window), 800, 300);
  gtk_window_set_child (GTK_WINDOW (test->window), GTK_WIDGET (test->view));
  test->link = g_object_new (PARL_TYPE_TIME_LINK, NULL);
  parl_chart_view_set_link (test->view, test->link);
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
  g_assert_finalize_object (test->link);
  parl_chart_spec_unref (test->spec);
}

static GtkWidget *
find_child (ParlChartView *view, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_type_is_a (G_OBJECT_TYPE (child), type))
      return child;
  return NULL;
}

/* Where the button to show all is, there is something that is not shown. */
static bool
is_whole (ParlChartView *view)
{
  return !gtk_widget_get_visible (find_child (view, GTK_TYPE_BUTTON));
}

static ParlView
get_view (const Case *test)
{
  ParlView view;

  g_assert_true (parl_time_link_get_view (test->link, &view.from, &view.to));
  return view;
}

/* Returns: (transfer full) (nullable): what the widget draws */
static GskRenderNode *
draw (ParlChartView *view)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (view)->snapshot (GTK_WIDGET (view), snapshot);
  return gtk_snapshot_to_node (snapshot);
}

/* The chart itself is drawn in the desktop's font and that theme, at that size of text and in that
 * view, below whatever shows where the keyboard stands. */
static void
assert_shows (const Case *test, ParlTheme theme, double scale, const ParlView *view)
{
  ParlStyle style = parl_style_new (theme);
  GtkWidget *widget = GTK_WIDGET (test->view);

  g_autofree char *font = NULL;
  g_object_get (gtk_settings_get_default (), "gtk-font-name", &font, NULL);
  PangoFontDescription *description = pango_font_description_from_string (font);
  style.font = pango_font_description_get_family (description);
  style.whole_px = true;
  style.is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  style.label_size *= scale;
  style.value_size *= scale;
  g_autoptr (ParlScene) scene = parl_chart_layout (
      test->spec, &style, view, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  pango_font_description_free (description);
  GskRenderNode *wanted = parl_chart_painter_create_node (scene), *got = draw (test->view);
  g_autoptr (GBytes) wanted_bytes = gsk_render_node_serialize (wanted);
  bool is_walked = parl_chart_view_get_item (test->view) >= 0;
  g_autoptr (GBytes) got_bytes
      = gsk_render_node_serialize (is_walked ? gsk_container_node_get_child (got, 0) : got);
  g_assert_true (g_bytes_equal (wanted_bytes, got_bytes));
  gsk_render_node_unref (wanted);
  gsk_render_node_unref (got);
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

/* The next column is at the left. */
static void
test_right_to_left (void)
{
  Case test;

  set_up (&test, create_golden ("heatmap"));
  assert_shows (&test, PARL_THEME_LIGHT, 1, NULL);
  gtk_widget_set_direction (GTK_WIDGET (test.view), GTK_TEXT_DIR_RTL);
  iterate ();
  assert_shows (&test, PARL_THEME_LIGHT, 1, NULL);
  press (test.view, GDK_KEY_Left, 0);
  press (test.view, GDK_KEY_Left, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 1);
  press (test.view, GDK_KEY_Right, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 0);
  tear_down (&test);

  /* The next day never is. */
  set_up (&test, create_golden ("control"));
  gtk_widget_set_direction (GTK_WIDGET (test.view), GTK_TEXT_DIR_RTL);
  press (test.view, GDK_KEY_Right, 0);
  press (test.view, GDK_KEY_Right, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 1);
  tear_down (&test);
}

/* The items of every kind can be walked through, from the first to the last one that has a value,
 * and the frame with the ring is drawn. */
static void
test_every_kind (const void *data)
{
  const Fixture *fixture = data;
  Case test;

  set_up (&test, fixture->create ());
  int n_items = (int)parl_chart_get_n_items (test.spec), step = MAX (n_items / 100, 1), item = -1;
  for (unsigned i = 0; i < 70; i++)
    {
      g_assert_true (press (test.view, GDK_KEY_Right, 0));
      int next = parl_chart_view_get_item (test.view);
      if (next == item)
        break;
      for (int gap = item + step; item >= 0 && gap < next; gap += step)
        g_assert_true (parl_chart_get_place (test.spec, (unsigned)gap).is_gap);
      item = next;
      GskRenderNode *node = draw (test.view);
      g_assert_nonnull (node);
      gsk_render_node_unref (node);
    }
  if (n_items < 70)
    g_assert_cmpint (item, ==, n_items - 1);
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
  g_assert_true (is_whole (test.view));
  press (test.view, GDK_KEY_plus, 0);
  g_assert_cmpfloat_with_epsilon (get_view (&test).to - get_view (&test).from, whole / 1.5, 1);
  g_assert_false (is_whole (test.view));
  double from = get_view (&test).from;
  press (test.view, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_cmpfloat (get_view (&test).from, >, from);
  press (test.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  press (test.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  press (test.view, GDK_KEY_Left, GDK_SHIFT_MASK);
  g_assert_cmpfloat_with_epsilon (get_view (&test).from, extent.from, 1);
  press (test.view, GDK_KEY_0, 0);
  g_assert_true (is_whole (test.view));
  press (test.view, GDK_KEY_minus, 0);
  g_assert_true (is_whole (test.view));
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
  g_assert_false (is_whole (test.view));
  for (unsigned i = 0; i < 30; i++)
    {
      press (test.view, GDK_KEY_Right, 0);
      unsigned item = (unsigned)parl_chart_view_get_item (test.view);
      double time = parl_chart_get_place (test.spec, item).time;
      g_assert_cmpfloat (time, >=, get_view (&test).from);
      g_assert_cmpfloat (time, <=, get_view (&test).to);
      g_assert_cmpfloat (test.link->cursor, ==, time);
    }
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 30);
  tear_down (&test);
}

/* Below cursor and ring, both charts draw the same. */
static void
assert_same_chart (ParlChartView *one, ParlChartView *two)
{
  wait_for_size (find_child (one, GTK_TYPE_BUTTON));
  wait_for_size (find_child (two, GTK_TYPE_BUTTON));
  GskRenderNode *first = draw (one), *second = draw (two);
  g_autoptr (GBytes) first_bytes
      = gsk_render_node_serialize (gsk_container_node_get_child (first, 0));
  g_autoptr (GBytes) second_bytes
      = gsk_render_node_serialize (gsk_container_node_get_child (second, 0));
  g_assert_true (g_bytes_equal (first_bytes, second_bytes));
  gsk_render_node_unref (first);
  gsk_render_node_unref (second);
}

static void
test_link (void)
{
  Case one, two, other;
  g_autoptr (ParlTimeLink) link = g_object_new (PARL_TYPE_TIME_LINK, NULL);

  set_up (&one, create_golden ("control"));
  set_up (&two, create_golden ("control"));
  set_up (&other, create_golden ("roadmap"));
  parl_chart_view_set_link (one.view, link);
  parl_chart_view_set_link (two.view, link);
  parl_chart_view_set_link (other.view, link);
  press (one.view, GDK_KEY_Home, 0);
  press (one.view, GDK_KEY_Right, 0);
  g_assert_cmpfloat (link->cursor, ==, parl_chart_get_place (one.spec, 1).time);
  press (one.view, GDK_KEY_plus, 0);
  ParlView view, extent;
  g_assert_true (parl_time_link_get_view (link, &view.from, &view.to));
  g_assert_false (is_whole (one.view));
  g_assert_false (is_whole (two.view));
  assert_same_chart (one.view, two.view);
  g_assert_true (parl_chart_get_extent (other.spec, &extent));
  g_assert_cmpint (is_whole (other.view), ==, !parl_zoom_overlaps (view, extent));
  gtk_widget_activate_action (GTK_WIDGET (two.view), "chart.show-all", NULL);
  g_assert_true (is_whole (one.view));

  /* Alone again, it goes its own way. */
  parl_chart_view_set_link (two.view, NULL);
  press (one.view, GDK_KEY_plus, 0);
  g_assert_true (is_whole (two.view));
  tear_down (&one);
  tear_down (&two);
  tear_down (&other);
  g_assert_finalize_object (g_steal_pointer (&link));
}

/* The chart is painted once, and again only when something about it changed. */
static void
test_cache (void)
{
  Case test;

  set_up (&test, create_golden ("control"));
  GskRenderNode *before = draw (test.view), *same = draw (test.view);
  g_assert_true (before == same);
  press (test.view, GDK_KEY_Right, 0);
  GskRenderNode *walked = draw (test.view);
  g_assert_true (gsk_container_node_get_child (walked, 0) == before);
  press (test.view, GDK_KEY_plus, 0);
  wait_for_size (find_child (test.view, GTK_TYPE_BUTTON));
  GskRenderNode *zoomed = draw (test.view);
  g_assert_true (gsk_container_node_get_child (zoomed, 0) != before);
  gsk_render_node_unref (before);
  gsk_render_node_unref (same);
  gsk_render_node_unref (walked);
  gsk_render_node_unref (zoomed);
  ParlView view = get_view (&test);
  assert_shows (&test, PARL_THEME_LIGHT, 1, &view);
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
      assert_shows (&test, cases[i].theme, 1, NULL);
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
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 600, &normal, NULL, NULL, NULL);
  g_assert_cmpint (normal, ==, (int)parl_chart_get_natural_height (test.spec, &style, 600));
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, 600, &large, NULL, NULL, NULL);
  assert_shows (&test, PARL_THEME_LIGHT, 2, NULL);
  g_assert_cmpint (large, >=, normal * 3 / 2);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  tear_down (&test);
}

/* In whichever font the desktop has. */
static void
test_font (void)
{
  static const char *const fonts[] = { "DejaVu Sans 11", "Cantarell 11" };
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *before = NULL;
  Case test;

  g_object_get (settings, "gtk-font-name", &before, NULL);
  set_up (&test, create_golden ("bars"));
  for (unsigned i = 0; i < G_N_ELEMENTS (fonts); i++)
    {
      g_object_set (settings, "gtk-font-name", fonts[i], NULL);
      assert_shows (&test, PARL_THEME_LIGHT, 1, NULL);
    }
  g_object_set (settings, "gtk-font-name", before, NULL);
  tear_down (&test);
}

/* The item in focus has a ring, or else the chart. */
static void
test_one_ring (void)
{
  Case test;

  set_up (&test, create_golden ("bars"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (test.view), "in-item"));
  press (test.view, GDK_KEY_Right, 0);
  g_assert_cmpint (parl_chart_view_get_item (test.view), ==, 0);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (test.view), "in-item"));
  tear_down (&test);
}

/* Without data, without a size, without ever being shown. */
static void
test_empty (void)
{
  ParlChartView *view = g_object_ref_sink (g_object_new (PARL_TYPE_CHART_VIEW, NULL));
  g_autoptr (ParlChartSpec) empty = parl_chart_spec_new (PARL_CHART_CONTROL, "nothing");

  g_assert_null (draw (view));
  g_assert_false (press (view, GDK_KEY_Right, 0));
  g_assert_false (press (view, GDK_KEY_plus, 0));
  parl_chart_view_set_spec (view, empty);
  press (view, GDK_KEY_End, 0);
  g_assert_cmpint (parl_chart_view_get_item (view), ==, -1);
  g_assert_finalize_object (view);
}

/* What Enter on an item asks the window for. */
static void
on_fact (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action;
  *(char **)data = g_variant_dup_string (parameter, NULL);
}

static void
test_fact_link (void)
{
  Case test;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("fact", G_VARIANT_TYPE_STRING);
  g_autofree char *link = NULL;

  set_up (&test, create_golden ("control"));
  g_signal_connect (action, "activate", G_CALLBACK (on_fact), &link);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (test.window, "win", G_ACTION_GROUP (group));
  press (test.view, GDK_KEY_Home, 0);
  g_assert_false (press (test.view, GDK_KEY_Return, 0));
  press (test.view, GDK_KEY_End, 0);
  g_assert_true (press (test.view, GDK_KEY_Return, 0));
  g_assert_cmpstr (link, ==, "the wave");
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
  GtkWidget *menu = find_child (test.view, GTK_TYPE_POPOVER);
  g_assert_nonnull (menu);
  g_assert_true (gtk_widget_get_visible (menu));
  iterate ();
  gtk_popover_popdown (GTK_POPOVER (menu));
  tear_down (&test);
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
  g_test_add_func ("/app/chart-view/walk", test_walk);
  g_test_add_func ("/app/chart-view/grid", test_grid);
  g_test_add_func ("/app/chart-view/right-to-left", test_right_to_left);
  g_test_add_func ("/app/chart-view/zoom-keys", test_zoom_keys);
  g_test_add_func ("/app/chart-view/walk-zoomed", test_walk_zoomed);
  g_test_add_func ("/app/chart-view/link", test_link);
  g_test_add_func ("/app/chart-view/cache", test_cache);
  g_test_add_func ("/app/chart-view/theme", test_theme);
  g_test_add_func ("/app/chart-view/size", test_size);
  g_test_add_func ("/app/chart-view/font", test_font);
  g_test_add_func ("/app/chart-view/one-ring", test_one_ring);
  g_test_add_func ("/app/chart-view/empty", test_empty);
  g_test_add_func ("/app/chart-view/fact-link", test_fact_link);
  g_test_add_func ("/app/chart-view/copy", test_copy);
  g_test_add_func ("/app/chart-view/menu", test_menu);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *path = g_strconcat ("/app/chart-view/every/", fixture->name, NULL);
      g_test_add_data_func (path, fixture, test_every_kind);
    }
  return g_test_run ();
}
