/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole window on the golden fleet: the keyboard, and what a switch of the audience may change.
 */
#include "config.h"

#include "window-fixture.h"

#include "app/board/board-view.h"
#include "app/board/card-view.h"
#include "app/chart/chart-view.h"
#include "app/export-dialog.h"
#include "app/main-window.h"
#include "app/widget.h"
#include "app/board/fact-area.h"
#include "analysis/fact-link.h"
#include "audiences/panel/explanation.h"

#include <string.h>

static void
add_text (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget))
    g_string_append (data, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_INSCRIPTION (widget) && gtk_inscription_get_text (GTK_INSCRIPTION (widget)))
    g_string_append (data, gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
}

static const struct
{
  const char *name;
  const char *actions;
} pages[] = {
  { "exec", "win.audience::exec" },
  { "ops", "win.audience::ops" },
  { "engineer", "win.audience::engineer" },
  { "designer", "win.audience::designer" },
  { "filtered", "win.class::nano" },
  { "panel", "win.clear-filters win.fact::ota-failure-rate" },
  { "evidence", "win.close-panel win.evidence::ota-failure-rate" },
};

/* Exporting. */

typedef struct
{
  GtkPicture *picture;
  GdkPaintable *old; /* NULL: none yet */
} Preview;

static bool
is_renewed (gpointer data)
{
  const Preview *preview = data;
  GdkPaintable *now = gtk_picture_get_paintable (preview->picture);

  return now != NULL && now != preview->old;
}

static GObject *
get_dialog_child (GtkWindow *dialog, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (dialog), PARL_TYPE_EXPORT_DIALOG, name);
}

/* Returns: (transfer full): its pixels */
static GBytes *
draw (GdkPaintable *paintable)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 960, 540);
  cairo_t *cr = cairo_create (surface);

  gdk_paintable_snapshot (paintable, snapshot, 960, 540);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  GBytes *bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                               (size_t)cairo_image_surface_get_stride (surface) * 540);
  cairo_surface_destroy (surface);
  return bytes;
}

/* The dialog shows which what-if is on the page, and can leave it off; the preview follows. */
static void
test_export_what_if (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  g_autoptr (GArray) checks = parl_checks_new ();

  parl_checks_add (checks, "disk-space", 0.9);
  parl_dashboard_set_what_if (self->dashboard, checks);
  window_fixture_do (self, "win.audience::exec win.export");
  GtkWindow *dialog = window_fixture_find_dialog (self);
  GtkWidget *row = GTK_WIDGET (get_dialog_child (dialog, "what_if_row"));
  Preview preview = { GTK_PICTURE (get_dialog_child (dialog, "preview")), NULL };

  g_assert_true (gtk_widget_get_visible (row));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "What if we ship the free-space check (prevents 90\u00a0%)");
  wait_until (is_renewed, &preview);
  g_autoptr (GdkPaintable) with = g_object_ref (gtk_picture_get_paintable (preview.picture));

  preview.old = with;
  gtk_switch_set_active (GTK_SWITCH (get_dialog_child (dialog, "what_if_switch")), FALSE);
  wait_until (is_renewed, &preview);
  g_assert_true (gtk_widget_get_visible (row));
  g_autoptr (GBytes) on = draw (with);
  g_autoptr (GBytes) off = draw (gtk_picture_get_paintable (preview.picture));
  g_assert_false (g_bytes_equal (on, off));
  window_fixture_close_dialog (self);

  parl_dashboard_set_what_if (self->dashboard, NULL);
  window_fixture_do (self, "win.export");
  dialog = window_fixture_find_dialog (self);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_dialog_child (dialog, "what_if_row"))));
  window_fixture_close_dialog (self);
}

/* About shows it wherever the program lies. */
static void
test_icon (gconstpointer data)
{
  const WindowFixture *self = data;
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->window));

  g_assert_true (gtk_icon_theme_has_icon (theme, "org.parlance.Parlance"));
  g_assert_true (gtk_icon_theme_has_icon (theme, "org.parlance.Parlance-symbolic"));
}

/* The period's menu marks the one that is chosen. */
static void
test_period (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  static const int periods[] = { 14, 7, 28 };

  for (unsigned i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autofree char *action = g_strdup_printf ("win.days(%d)", periods[i]);
      int days = 0;
      window_fixture_do (self, action);
      g_object_get (self->window, "days", &days, NULL);
      g_assert_cmpint (days, ==, periods[i]);
      g_assert_cmpuint (self->dashboard->computer->scope->days, ==, periods[i]);
      /* GTK draws a mark where an action has a state that is the item's target. */
      GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (self->window);
      GType owner;
      const GVariantType *type;
      const char *name, *property = NULL;
      for (unsigned j = 0;
           gtk_widget_class_query_action (klass, j, &owner, &name, &type, &property); j++)
        if (g_str_equal (name, "win.days"))
          break;
      g_assert_cmpstr (property, ==, "days");
    }
}

static bool
has_recent (gpointer data)
{
  return g_menu_model_get_n_items (G_MENU_MODEL (data)) == 1;
}

static void
find_action (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_BUTTON (widget))
    g_hash_table_add (
        data, (gpointer)g_intern_string (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget))));
}

/* An export is answered where it was asked for: the file and its folder are one click away, and it
 * stays in the menu. */
static void
test_exported (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "page.png", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *action = g_strconcat ("win.exported::", path, NULL);
  g_autoptr (GHashTable) actions = g_hash_table_new (NULL, NULL);

  g_assert_true (g_file_set_contents (path, "page", -1, NULL));
  window_fixture_do (self, action);
  window_fixture_walk (GTK_WIDGET (window->toasts), find_action, actions);
  g_assert_true (g_hash_table_contains (actions, g_intern_string ("app.open-file")));
  g_assert_true (g_hash_table_contains (actions, g_intern_string ("app.open-folder")));

  wait_until (has_recent, window->exports_place);
  g_autoptr (GMenuModel) recent
      = g_menu_model_get_item_link (G_MENU_MODEL (window->exports_place), 0, G_MENU_LINK_SUBMENU);
  g_autofree char *target = NULL;
  g_assert_cmpint (g_menu_model_get_n_items (recent), ==, 1);
  g_menu_model_get_item_attribute (recent, 0, G_MENU_ATTRIBUTE_TARGET, "s", &target);
  g_assert_cmpstr (target, ==, uri);
}

static GtkWidget *
find_by_name (GtkWidget *widget, const char *type)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_name (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A toast covers no button of the panel. */
static void
test_toast (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);
  graphene_rect_t toast, actions;

  window_fixture_do (self, "win.fact::ota-failure-rate win.toast::Copied");
  GtkWidget *shown = find_by_name (self->window, "AdwToastWidget");
  GtkWidget *foot = GTK_WIDGET (gtk_widget_get_template_child (
      GTK_WIDGET (window->panel), G_OBJECT_TYPE (window->panel), "actions"));
  g_assert_nonnull (shown);
  g_assert_true (gtk_widget_compute_bounds (shown, self->window, &toast));
  g_assert_true (gtk_widget_compute_bounds (foot, self->window, &actions));
  g_assert_cmpfloat (toast.origin.y + toast.size.height, <=, actions.origin.y);
  window_fixture_do (self, "win.close-panel");
}

static void
on_text (GObject *object, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static bool
has_text (gpointer data)
{
  return *(gpointer *)data != NULL;
}

static void
test_copy_page (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  static const struct
  {
    const char *action, *start;
  } copies[] = { { "win.copy-text", "" }, { "win.copy-markdown", "# " } };

  for (unsigned i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      char *text = NULL;
      window_fixture_do (self, "win.audience::exec");
      window_fixture_do (self, copies[i].action);
      gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->window), NULL, on_text, &text);
      wait_until (has_text, &text);
      const ParlBoard *board = parl_dashboard_get_board (self->dashboard, "exec");
      g_assert_true (g_str_has_prefix (text, copies[i].start));
      g_autofree char *start = g_strndup (board->headline->text, 20); /* a text is wrapped */
      g_auto (GStrv) parts = g_strsplit (start, "\u00a0", -1);
      g_autofree char *plain = g_strjoinv (" ", parts);
      g_assert_nonnull (strstr (text, plain));
      g_free (text);
    }
}

/* Of Markdown every character counts: one that nobody sees keeps a name from being a mention. */
static void
test_copy_markdown (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  char *text = NULL;

  parl_widget_copy_markdown (self->window, "- @\u2060all", "");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->window), NULL, on_text, &text);
  wait_until (has_text, &text);
  g_assert_cmpstr (text, ==, "- @\u2060all");
  g_free (text);
}

/* The keyboard. */

static void
add_menu (GHashTable *carried, GMenuModel *model)
{
  for (int i = 0; model != NULL && i < g_menu_model_get_n_items (model); i++)
    {
      g_autofree char *action = NULL;
      static const char *const links[] = { G_MENU_LINK_SECTION, G_MENU_LINK_SUBMENU };

      if (g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &action))
        g_hash_table_add (carried, g_strdup (action));
      for (unsigned j = 0; j < G_N_ELEMENTS (links); j++)
        {
          g_autoptr (GMenuModel) below = g_menu_model_get_item_link (model, i, links[j]);
          add_menu (carried, below);
        }
    }
}

static void
add_carried (GHashTable *carried, GtkWidget *widget)
{
  if (GTK_IS_ACTIONABLE (widget) && gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)))
    g_hash_table_add (carried, g_strdup (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget))));
  if (GTK_IS_MENU_BUTTON (widget))
    add_menu (carried, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_carried (carried, child);
}

static bool
has_ended (gpointer data)
{
  return !gtk_widget_get_visible (data);
}

/* A switch can be seen for a moment, unless the desktop wants no animations; a second one during it
 * and the end of all boards are no trouble. */
static void
test_cross_fade (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);
  GtkWidget *fade = GTK_WIDGET (window->board_switch);
  GtkSettings *settings = gtk_settings_get_default ();

  window_fixture_do (self, "win.audience::exec");
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  gtk_widget_activate_action (self->window, "win.audience", "s", "ops");
  g_assert_true (gtk_widget_get_visible (fade));
  window_fixture_settle (self);
  gtk_widget_activate_action (self->window, "win.audience", "s", "engineer");
  window_fixture_settle (self);
  wait_until (has_ended, fade);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->boards), ==, "engineer");

  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  gtk_widget_activate_action (self->window, "win.audience", "s", "exec");
  g_assert_false (gtk_widget_get_visible (fade));
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
}

/* What a number is about becomes the filter of the board; each step can be undone. */
static void
test_drill (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  const ParlScope *scope;

  window_fixture_do (self, "win.audience::engineer win.fact::ota-failure-rate?cohort=v2.3");
  window_fixture_do (self, "win.drill::ota-failure-rate?cohort=v2.3");
  scope = self->dashboard->computer->scope;
  g_assert_cmpstr (scope->release, ==, "v2.3");
  g_assert_null (PARL_MAIN_WINDOW (self->window)->fact);

  window_fixture_do (self, "win.class::Nano win.days(14)");
  scope = self->dashboard->computer->scope;
  g_assert_cmpstr (scope->release, ==, "v2.3");
  g_assert_cmpstr (scope->device_class, ==, "Nano");
  window_fixture_do (self, "win.undo win.undo");
  scope = self->dashboard->computer->scope;
  g_assert_cmpstr (scope->release, ==, "v2.3");
  g_assert_null (scope->device_class);
  g_assert_cmpuint (scope->days, ==, 28);
  window_fixture_do (self, "win.undo");
  g_assert_false (parl_scope_is_filtered (self->dashboard->computer->scope));

  /* The whole fleet is no part: the number is explained. */
  window_fixture_do (self, "win.drill::ota-failure-rate");
  g_assert_false (parl_scope_is_filtered (self->dashboard->computer->scope));
  g_assert_cmpstr (PARL_MAIN_WINDOW (self->window)->fact, ==, "ota-failure-rate");
  window_fixture_do (self, "win.close-panel");
}

/* Every action has a key, a control or a menu item; those that need none say why. */
static void
test_actions (gconstpointer data)
{
  static const char *const without[]
      = { "win.fact",         /* every part of a board that speaks of a fact: Enter */
          "win.evidence",     /* the same: its menu; the panel's button */
          "win.drill",        /* the panel's button, menus, Ctrl and a click in charts */
          "win.find-rows",    /* the last answer of Ask */
          "win.class",        /* the lists of the filter bar */
          "win.release",      /* the same */
          "win.site",         /* the same */
          "win.edit-source",  /* beside a source that fails */
          "win.sync",         /* the same */
          "win.exported",     /* what the export dialog answers with */
          "app.open-file",    /* that answer, and the menu of recent exports */
          "win.toast",        /* says what was done; nobody asks for it */
          "app.open-folder",  /* the desktop's notification of an export */
          "app.show-fact",    /* the desktop's search, and a notification */
          "app.show-sources", /* a notification */
          NULL };
  const WindowFixture *self = data;
  GtkApplication *application = GTK_APPLICATION (self->application);
  g_autoptr (GHashTable) carried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) keyed = gtk_application_list_action_descriptions (application);
  g_auto (GStrv) of_app = g_action_group_list_actions (G_ACTION_GROUP (application));
  GtkWidgetClass *klass = GTK_WIDGET_GET_CLASS (self->window);
  GType owner;
  const GVariantType *type;
  const char *name, *property;
  unsigned n = 0;

  add_carried (carried, self->window);
  for (char **detailed = keyed; *detailed != NULL; detailed++)
    g_hash_table_add (carried, g_strndup (*detailed, strcspn (*detailed, "(:")));
  for (unsigned i = 0; gtk_widget_class_query_action (klass, i, &owner, &name, &type, &property);
       i++)
    if (g_str_has_prefix (name, "win."))
      {
        n++;
        if (!g_hash_table_contains (carried, name) && !g_strv_contains (without, name))
          g_error ("%s can't be reached", name);
      }
  g_assert_cmpuint (n, >, 15);
  for (char **action = of_app; *action != NULL; action++)
    {
      g_autofree char *full = g_strconcat ("app.", *action, NULL);
      if (!g_hash_table_contains (carried, full) && !g_strv_contains (without, full)
          && !g_str_equal (full, "app.demo") && !g_str_equal (full, "app.own-fleet"))
        g_error ("%s can't be reached", full);
    }
}

/* In a list, arrows go from row to row; Tab goes past it. */
static bool
is_reached_by_arrows (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (GTK_IS_LIST_BOX_ROW (at) || GTK_IS_LIST_BASE (at) || GTK_IS_COLUMN_VIEW (at)
        || GTK_IS_LIST_BOX (at))
      return true;
  return false;
}

/* A card is one stop: Down goes into it. */
static bool
is_in_card (GtkWidget *widget)
{
  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    if (PARL_IS_CARD_VIEW (at) && gtk_widget_get_focusable (at))
      return true;
  return false;
}

static void
find_reachable (GtkWidget *widget, gpointer data)
{
  if (!gtk_widget_get_focusable (widget) || GTK_IS_SCROLLED_WINDOW (widget)
      || is_reached_by_arrows (widget) || is_in_card (widget))
    return;
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at) || !gtk_widget_get_sensitive (at))
      return;
  g_hash_table_add (data, widget);
}

/* Presses Tab @n times. Returns: what had the focus meanwhile. */
static GHashTable *
press_tab (WindowFixture *self, unsigned n)
{
  GHashTable *seen = g_hash_table_new (NULL, NULL);

  for (unsigned i = 0; i < n; i++)
    {
      gtk_widget_child_focus (self->window, GTK_DIR_TAB_FORWARD);
      GtkWidget *at = gtk_window_get_focus (GTK_WINDOW (self->window));
      g_hash_table_add (seen, at);
    }
  return seen;
}

/* Every control is passed again and again: so nothing is left out, and nothing is a trap. */
static void
assert_tabs (WindowFixture *self, const char *where)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);

  window_fixture_walk (self->window, find_reachable, wanted);
  unsigned n = g_hash_table_size (wanted);
  g_assert_cmpuint (n, >, 5);
  g_autoptr (GHashTable) first = press_tab (self, 2 * n);
  g_autoptr (GHashTable) then = press_tab (self, 2 * n);
  GHashTableIter iter;
  gpointer control;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &control, NULL))
    if (!g_hash_table_contains (first, control) || !g_hash_table_contains (then, control))
      {
        const char *link = PARL_IS_FACT_AREA (control) ? parl_fact_area_get_link (control) : NULL;
        g_test_message ("%s: Tab does not come by at a %s (%s)", where,
                        G_OBJECT_TYPE_NAME (control), link != NULL ? link : "");
        g_test_fail ();
      }
}

static void
test_tabs (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  /* All but the rows, where Tab goes from row to row. */
  for (unsigned i = 0; i < G_N_ELEMENTS (pages) - 1; i++)
    {
      window_fixture_do (self, pages[i].actions);
      assert_tabs (self, pages[i].name);
    }
  window_fixture_do (self, "win.close-panel win.audience::exec");
}

static void
add_card (GtkWidget *widget, gpointer cards)
{
  if (PARL_IS_CARD_VIEW (widget) && gtk_widget_get_focusable (widget))
    g_ptr_array_add (cards, widget);
}

static GtkWidget *
get_focus (WindowFixture *self)
{
  return gtk_window_get_focus (GTK_WINDOW (self->window));
}

/* Tab goes from a card to the next one, Down into it, Tab on from part to part. */
static void
test_stops (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  static const char *const audiences[] = { "exec", "ops", "engineer", "designer" };
  unsigned n_parts = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      g_autofree char *action = g_strconcat ("win.audience::", audiences[i], NULL);
      g_autoptr (GPtrArray) cards = g_ptr_array_new ();

      window_fixture_do (self, action);
      window_fixture_walk (self->window, add_card, cards);
      g_assert_cmpuint (cards->len, >, 3);
      for (unsigned j = 0; j < cards->len; j++)
        {
          gtk_widget_grab_focus (cards->pdata[j]);
          gtk_widget_child_focus (self->window, GTK_DIR_TAB_FORWARD);
          g_assert_false (gtk_widget_is_ancestor (get_focus (self), cards->pdata[j]));
          gtk_widget_grab_focus (cards->pdata[j]);
          gtk_widget_child_focus (self->window, GTK_DIR_DOWN);
          n_parts += gtk_widget_is_ancestor (get_focus (self), cards->pdata[j]);
        }
    }
  g_assert_cmpuint (n_parts, >, 10);
  window_fixture_do (self, "win.audience::exec");
}

static bool
is_in_panel (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (data));

  return focus != NULL
         && gtk_widget_is_ancestor (focus, GTK_WIDGET (PARL_MAIN_WINDOW (data)->panel));
}

static bool
is_seen (gpointer data)
{
  GtkWidget *widget = data;
  GtkWidget *scroller = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t box;

  return gtk_widget_compute_bounds (widget, scroller, &box) && box.origin.y > -1
         && box.origin.y < (float)gtk_widget_get_height (scroller) - 20;
}

static bool
is_revealed (gpointer data)
{
  ParlMainWindow *window = data;
  bool open = gtk_revealer_get_reveal_child (window->panel_revealer);

  return gtk_revealer_get_child_revealed (window->panel_revealer) == open;
}

/* As it is for its users, with the panel sliding in. */
static void
test_focus (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  static const char *const audiences[] = { "exec", "engineer" };
  static const char *const back[] = { "win.close-panel", "win.back" };

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      g_autofree char *action = g_strconcat ("win.audience::", audiences[i], NULL);
      g_autoptr (GPtrArray) cards = g_ptr_array_new ();

      window_fixture_do (self, action);
      window_fixture_walk (self->window, add_card, cards);
      for (unsigned j = 0; j < cards->len; j += 2)
        {
          GtkWidget *card = cards->pdata[j];
          gtk_widget_grab_focus (card);
          gtk_widget_activate (card);
          wait_until (is_in_panel, self->window);
          wait_until (is_revealed, self->window);
          wait_until (is_seen, card);
          window_fixture_do (self, back[j / 2 % 2]);
          g_assert_true (get_focus (self) == card);
          wait_until (is_revealed, self->window);
        }
    }
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  window_fixture_do (self, "win.audience::exec");
}

/* After the key for an audience, the keys that scroll do. */
static void
test_keys_scroll (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);

  for (unsigned i = 1; i <= 4; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.nth-audience(%u)", i);
      gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (window->switcher)));
      window_fixture_do (self, action);
      g_assert_nonnull (get_focus (self));
      g_assert_true (gtk_widget_is_ancestor (get_focus (self),
                                             adw_view_stack_get_visible_child (window->boards)));
    }
  window_fixture_do (self, "win.audience::exec");
}

/* Another audience. */

static void
on_syncing (GObject *dashboard, GParamSpec *spec, gpointer data)
{
  (void)dashboard;
  (void)spec;
  ++*(unsigned *)data;
}

static char *
dup_sentences (WindowFixture *self, const char *audience)
{
  g_autofree char *action = g_strconcat ("win.audience::", audience, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  window_fixture_do (self, action);
  GtkWidget *view = window_fixture_find (self->window, PARL_TYPE_BOARD_VIEW);
  g_assert_nonnull (view);
  window_fixture_walk (window_fixture_find (view, PARL_TYPE_FACT_AREA), add_text, text);
  g_assert_cmpuint (text->len, >, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A number belongs to its fact: whoever is told of a fact is told the same number of it. */
static unsigned
compare_facts (const ParlBoard *one, const ParlBoard *other)
{
  unsigned n = 0;

  g_assert_true (one->findings == other->findings);
  for (unsigned i = 0; i < one->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (one->facts, i);
      g_autofree char *link = parl_fact_link_new (fact);
      g_assert_true (parl_fact_link_find (link, other->findings) == fact);
      n += g_ptr_array_find (other->facts, fact, NULL);
    }
  return n;
}

static void
test_switch (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  unsigned n_syncs = 0, n_shared = 0;

  unsigned long id
      = g_signal_connect (self->dashboard, "notify::syncing", G_CALLBACK (on_syncing), &n_syncs);
  window_fixture_do (self, "win.days(14)");
  g_autoptr (ParlScope) scope = parl_scope_copy (self->dashboard->computer->scope);
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  for (unsigned i = 0; ids[i] != NULL; i++)
    for (unsigned j = 0; ids[j] != NULL; j++)
      {
        const ParlBoard *one = parl_dashboard_get_board (self->dashboard, ids[i]);
        const ParlBoard *other = parl_dashboard_get_board (self->dashboard, ids[j]);
        g_autofree char *said = dup_sentences (self, ids[i]);
        g_autofree char *said_else = dup_sentences (self, ids[j]);
        if (i != j)
          g_assert_cmpstr (said, !=, said_else);
        if (i != j)
          n_shared += compare_facts (one, other);
        g_assert_true (parl_dashboard_get_board (self->dashboard, ids[i]) == one);
        g_assert_true (parl_dashboard_get_board (self->dashboard, ids[j]) == other);
        g_assert_true (parl_scope_equal (self->dashboard->computer->scope, scope));
      }
  g_assert_cmpuint (n_shared, >, 0);
  g_assert_cmpuint (n_syncs, ==, 0);
  g_signal_handler_disconnect (self->dashboard, id);
  window_fixture_do (self, "win.days(28)");
}

static double
get_scroll (WindowFixture *self, double set)
{
  GtkWidget *scroller = window_fixture_find (self->window, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  if (set >= 0)
    gtk_adjustment_set_value (adjustment, set);
  return gtk_adjustment_get_value (adjustment);
}

/* Each view comes back where it was left. */
static void
test_scroll (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  window_fixture_resize (self, 1024, 600);
  window_fixture_do (self, "win.audience::ops");
  g_assert_cmpfloat (get_scroll (self, 120), ==, 120);
  window_fixture_do (self, "win.audience::exec");
  g_assert_cmpfloat (get_scroll (self, 60), ==, 60);
  window_fixture_do (self, "win.audience::ops");
  g_assert_cmpfloat (get_scroll (self, -1), ==, 120);
  window_fixture_do (self, "win.audience::exec");
  g_assert_cmpfloat (get_scroll (self, -1), ==, 60);
}

/* The fact in focus stays in the panel, whoever is told of it. */
static void
test_place (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  window_fixture_resize (self, 1280, 860);
  window_fixture_do (self, "win.fact::ota-failure-rate win.audience::exec");
  GtkWidget *panel = window_fixture_find (self->window, g_type_from_name ("ParlFactPanel"));
  g_assert_nonnull (panel);
  g_assert_true (gtk_widget_get_child_visible (panel));
  window_fixture_do (self, "win.close-panel");
}

/* Of the words for the audience that is shown, which stand first in the panel. */
static const char *
get_shown_label (WindowFixture *self, const char *name)
{
  GtkWidget *card = window_fixture_find (self->window, g_type_from_name ("ParlWordingCard"));

  return gtk_label_get_label (
      GTK_LABEL (gtk_widget_get_template_child (card, G_OBJECT_TYPE (card), name)));
}

static void
add_area (GtkWidget *widget, gpointer areas)
{
  if (PARL_IS_FACT_AREA (widget) && parl_fact_area_get_link (PARL_FACT_AREA (widget)) != NULL)
    g_ptr_array_add (areas, widget);
}

/* What is shown now, by the panel, is what was asked about: headline, card or line. */
static void
test_said (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  static const char *const audiences[] = { "exec", "ops", "engineer", "designer" };

  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      g_autofree char *action = g_strconcat ("win.audience::", audiences[i], NULL);
      g_autoptr (GPtrArray) areas = g_ptr_array_new ();

      window_fixture_do (self, action);
      window_fixture_walk (self->window, add_area, areas);
      g_assert_cmpuint (areas->len, >, 5);
      for (unsigned j = 0; j < areas->len; j++)
        {
          g_autoptr (ParlLine) line = parl_fact_area_dup_line (areas->pdata[j]);
          gtk_widget_grab_focus (areas->pdata[j]);
          gtk_widget_activate (areas->pdata[j]);
          g_assert_cmpstr (get_shown_label (self, "text"), ==, line->text);
          g_assert_true (g_str_has_suffix (get_shown_label (self, "name"), "shown now"));
          window_fixture_do (self, "win.close-panel");
        }
    }
  window_fixture_do (self, "win.audience::exec");
}

/* A cell of a chart explains its own number, not that of the card around it. */
static void
test_cells (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  const ParlBoard *board = parl_dashboard_get_board (self->dashboard, "engineer");
  unsigned n = 0;

  window_fixture_do (self, "win.audience::engineer");
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = board->cards->pdata[i];
      for (unsigned j = 0; card->chart != NULL && j < card->chart->links->len; j++)
        {
          const char *link = parl_chart_get_link (card->chart, j);
          if (link == NULL)
            continue;
          const ParlFact *fact = parl_fact_link_find (link, board->findings);
          g_autofree char *action = g_strconcat ("win.fact::", link, NULL);
          g_assert_nonnull (fact);
          g_autoptr (ParlExplanation) explanation = parl_explanation_new (board->findings, fact);
          window_fixture_do (self, action);
          GtkWidget *panel = window_fixture_find (self->window, g_type_from_name ("ParlFactPanel"));
          g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (gtk_widget_get_template_child (
                               panel, G_OBJECT_TYPE (panel), "title"))),
                           ==, explanation->title);
          n++;
        }
    }
  g_assert_cmpuint (n, >, 30);
  window_fixture_do (self, "win.close-panel win.audience::exec");
}

/* What the desktop asks for: a search result or a notification leads to its fact; a window that
 * was closed while collecting goes on is the same one when it comes back. */
static void
test_desktop (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GApplication *application = G_APPLICATION (self->application);
  ParlSettings *settings = parl_application_get_settings (self->application);

  parl_settings_set (settings, PARL_CONF_COLLECTING, "background", "true");
  gtk_window_close (GTK_WINDOW (self->window));
  g_assert_false (gtk_widget_get_visible (self->window));

  g_action_group_activate_action (G_ACTION_GROUP (application), "show-fact",
                                  g_variant_new_string ("ota-failure-rate?cohort=v2.3"));
  window_fixture_settle (self);
  g_assert_true (gtk_widget_get_visible (self->window));
  g_assert_true (gtk_application_get_active_window (GTK_APPLICATION (application))
                 == GTK_WINDOW (self->window));
  g_assert_cmpstr (PARL_MAIN_WINDOW (self->window)->fact, ==, "ota-failure-rate?cohort=v2.3");
  window_fixture_do (self, "win.close-panel");
  parl_settings_set (settings, PARL_CONF_COLLECTING, "background", NULL);
}

static void
prepare (WindowFixture *self)
{
  window_fixture_resize (self, 1280, 860);
  window_fixture_fill (self);
  g_test_add_data_func ("/app/main-window/export-what-if", self, test_export_what_if);
  g_test_add_data_func ("/app/main-window/icon", self, test_icon);
  g_test_add_data_func ("/app/main-window/period", self, test_period);
  g_test_add_data_func ("/app/main-window/exported", self, test_exported);
  g_test_add_data_func ("/app/main-window/copy-page", self, test_copy_page);
  g_test_add_data_func ("/app/main-window/copy-markdown", self, test_copy_markdown);
  g_test_add_data_func ("/app/main-window/toast", self, test_toast);
  g_test_add_data_func ("/app/main-window/drill", self, test_drill);
  g_test_add_data_func ("/app/main-window/cross-fade", self, test_cross_fade);
  g_test_add_data_func ("/app/main-window/actions", self, test_actions);
  g_test_add_data_func ("/app/main-window/tabs", self, test_tabs);
  g_test_add_data_func ("/app/main-window/stops", self, test_stops);
  g_test_add_data_func ("/app/main-window/focus", self, test_focus);
  g_test_add_data_func ("/app/main-window/keys-scroll", self, test_keys_scroll);
  g_test_add_data_func ("/app/main-window/switch", self, test_switch);
  g_test_add_data_func ("/app/main-window/scroll", self, test_scroll);
  g_test_add_data_func ("/app/main-window/place", self, test_place);
  g_test_add_data_func ("/app/main-window/said", self, test_said);
  g_test_add_data_func ("/app/main-window/cells", self, test_cells);
  g_test_add_data_func ("/app/main-window/desktop", self, test_desktop);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
