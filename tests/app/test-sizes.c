/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things stand in the whole window on the demo fleet: what fits, what stands in line, and
 * that nothing is cut at any width and size of text. Every GTK warning ends the test. */
#include "config.h"

#include "window-fixture.h"

#include "app/board/board-view.h"
#include "app/board/card-view.h"

#include <math.h>
#include <string.h>

static const char *const audiences[] = { "exec", "ops", "engineer", "designer" };

static bool
is_read (gpointer data)
{
  ParlDashboard *dashboard = data;

  return dashboard->state == PARL_DASHBOARD_READY && !dashboard->computer->busy
         && !parl_syncs_get_syncing (dashboard->syncs);
}

static void
show_audience (WindowFixture *self, const char *id)
{
  g_autofree char *action = g_strdup_printf ("win.audience::%s", id);

  window_fixture_do (self, action);
}

/* Cards. */

static void
add_card (GtkWidget *widget, gpointer cards)
{
  if (PARL_IS_CARD_VIEW (widget))
    g_ptr_array_add (cards, widget);
}

static GPtrArray *
list_cards (WindowFixture *self)
{
  GPtrArray *cards = g_ptr_array_new ();

  window_fixture_walk (self->window, add_card, cards);
  g_assert_cmpuint (cards->len, >, 4);
  return cards;
}

static graphene_rect_t
get_box (WindowFixture *self, GtkWidget *widget)
{
  graphene_rect_t box;

  g_assert_true (gtk_widget_compute_bounds (widget, self->window, &box));
  return box;
}

static GtkWidget *
find_class (GtkWidget *root, const char *name)
{
  if (gtk_widget_get_mapped (root) && gtk_widget_has_css_class (root, name))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_class (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* All that executives read is seen at once. */
static void
test_exec_fits (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  window_fixture_resize (self, 1280, 860);
  show_audience (self, "exec");
  GtkWidget *board = window_fixture_find (self->window, PARL_TYPE_BOARD_VIEW);
  GtkWidget *scroller = window_fixture_find (board, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_autoptr (GPtrArray) cards = list_cards (self);
  for (unsigned i = 0; i < cards->len; i++)
    {
      graphene_rect_t box;
      g_assert_true (gtk_widget_compute_bounds (cards->pdata[i], scroller, &box));
      g_assert_cmpfloat (box.origin.y + box.size.height, <=, gtk_adjustment_get_page_size (scroll));
    }
}

/* Cards of a row are equally tall, their numbers stand on one line, they leave no hole, and none is
 * half empty. */
static void
test_rows (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  window_fixture_resize (self, 1280, 860);
  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      show_audience (self, audiences[i]);
      g_autoptr (GPtrArray) cards = list_cards (self);
      for (unsigned j = 0; j < cards->len; j++)
        {
          GtkWidget *card = cards->pdata[j];
          graphene_rect_t box = get_box (self, card);
          GtkWidget *value = find_class (card, "value");
          float row_end = 0;
          int needed;
          gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, (int)box.size.width, &needed, NULL,
                              NULL, NULL);
          g_test_message ("%s: card %u, %g x %g, of which %d are used", audiences[i], j,
                          box.size.width, box.size.height, needed);
          g_assert_cmpfloat (needed, >=, 0.6 * box.size.height);
          for (unsigned k = 0; k < cards->len; k++)
            {
              graphene_rect_t other = get_box (self, cards->pdata[k]);
              GtkWidget *number = find_class (cards->pdata[k], "value");
              if (other.origin.y != box.origin.y)
                continue;
              row_end = MAX (row_end, other.origin.x + other.size.width);
              g_assert_cmpfloat (other.size.height, ==, box.size.height);
              if (value != NULL && number != NULL)
                g_assert_cmpfloat (get_box (self, number).origin.y, ==,
                                   get_box (self, value).origin.y);
            }
          g_assert_cmpfloat_with_epsilon (row_end, 1280 - 24, 1);
        }
    }
}

/* Returns: (transfer full): what is dragged from @widget */
static GdkContentProvider *
begin_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkDragSource *source = NULL;
  GdkContentProvider *content = NULL;

  for (unsigned i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      source = GTK_IS_DRAG_SOURCE (controller) ? GTK_DRAG_SOURCE (controller) : source;
    }
  g_assert_nonnull (source);
  g_signal_emit_by_name (source, "prepare", 10.0, 10.0, &content);
  g_assert_nonnull (content);
  return content;
}

static void
assert_apart (GtkWidget *widget, gpointer data)
{
  unsigned *n = data;

  if (!GTK_IS_LABEL (widget) || strchr (gtk_label_get_text (GTK_LABEL (widget)), ' ') == NULL)
    return;
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
  PangoContext *context = pango_layout_get_context (layout);
  const char *text = pango_layout_get_text (layout);
  if (pango_font_description_get_size (pango_context_get_font_description (context))
      >= 16 * PANGO_SCALE)
    return;
  PangoLayoutIter *at = pango_layout_get_iter (layout);
  do
    {
      PangoRectangle letter;
      pango_layout_iter_get_cluster_extents (at, NULL, &letter);
      if (text[pango_layout_iter_get_index (at)] != ' ' || letter.width == 0) /* at a line's end */
        continue;
      if (letter.width < 4 * PANGO_SCALE)
        g_error ("“%s” has words %.1f px apart", text, (double)letter.width / PANGO_SCALE);
      (*n)++;
    }
  while (pango_layout_iter_next_cluster (at));
  pango_layout_iter_free (at);
}

/* Where letters stand at whole px, words do not run together; elsewhere they are as the font has
 * them. */
static void
test_words_apart (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  unsigned n = 0;

  if (!pango_context_get_round_glyph_positions (gtk_widget_get_pango_context (self->window)))
    {
      g_test_skip ("this GTK places letters between px");
      return;
    }
  show_audience (self, "exec");
  window_fixture_walk (self->window, assert_apart, &n);
  show_audience (self, "ops"); /* the same labels may say something else */
  window_fixture_walk (self->window, assert_apart, &n);
  g_assert_cmpuint (n, >, 200);
}

/* What is dragged out is the card, at twice its size. */
static void
test_drag (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  show_audience (self, "exec");
  g_autoptr (GPtrArray) cards = list_cards (self);
  GtkWidget *card = cards->pdata[0];
  g_autoptr (GdkContentProvider) content = begin_drag (card);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_value_init (&value, GDK_TYPE_TEXTURE);
  gdk_content_provider_get_value (content, &value, &error);
  g_assert_no_error (error);
  GdkTexture *picture = g_value_get_object (&value);
  g_assert_cmpint (gdk_texture_get_width (picture), ==, 2 * gtk_widget_get_width (card));
  g_assert_cmpint (gdk_texture_get_height (picture), ==, 2 * gtk_widget_get_height (card));
}

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (source), result, &error);
  g_assert_no_error (error);
  *(bool *)data = true;
}

static bool
is_true (gpointer data)
{
  return *(bool *)data;
}

/* Asks for it as who it is dropped on does. */
static GdkTexture *
drop (GtkWidget *from)
{
  g_autoptr (GdkContentProvider) content = begin_drag (from);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  bool dropped = false;

  gdk_content_provider_write_mime_type_async (content, "image/png", stream, G_PRIORITY_DEFAULT,
                                              NULL, on_dropped, &dropped);
  wait_until (is_true, &dropped);
  g_output_stream_close (stream, NULL, NULL);
  g_autoptr (GBytes) bytes
      = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  GdkTexture *page = gdk_texture_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  return page;
}

/* The button in the header gives the page of the audience that is shown, as the last page that was
 * exported; the preview gives what it shows. */
static void
test_drag_page (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GtkWidget *button = GTK_WIDGET (PARL_MAIN_WINDOW (self->window)->export_button);

  show_audience (self, "exec");
  g_autoptr (GdkTexture) page = drop (button);
  g_assert_cmpint (gdk_texture_get_width (page), ==, 1920);
  g_assert_cmpint (gdk_texture_get_height (page), ==, 1080);

  window_fixture_do (self, "win.export");
  GtkWindow *dialog = window_fixture_find_dialog (self);
  AdwComboRow *size = ADW_COMBO_ROW (
      gtk_widget_get_template_child (GTK_WIDGET (dialog), G_OBJECT_TYPE (dialog), "size_row"));
  adw_combo_row_set_selected (size, 1);
  g_autoptr (GdkTexture) large = drop (window_fixture_find (GTK_WIDGET (dialog), GTK_TYPE_PICTURE));
  g_assert_cmpint (gdk_texture_get_width (large), ==, 2 * 1920);
  window_fixture_close_dialog (self);
}

/* Nothing is cut. */

typedef struct
{
  WindowFixture *fixture;
  GtkWidget *window;
  const char *page;
  unsigned n_faults;
} Look;

/* What is scrolled sideways, or shows a part of its text by design and all of it elsewhere. */
static bool
may_be_cut (GtkWidget *widget, GtkWidget *window)
{
  for (GtkWidget *at = widget; at != NULL && at != window; at = gtk_widget_get_parent (at))
    {
      GtkPolicyType across = GTK_POLICY_NEVER;
      if (GTK_IS_SCROLLED_WINDOW (at))
        gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (at), &across, NULL);
      if (across != GTK_POLICY_NEVER)
        return true;
    }
  return false;
}

static void
note (Look *look, GtkWidget *widget, const char *what)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";

  look->n_faults++;
  g_printerr ("%s: %s “%s” %s\n", look->page, G_OBJECT_TYPE_NAME (widget), text, what);
}

/* Names on libadwaita's bar of buttons, each beside its icon, and the titles of windows. */
static bool
may_be_short (GtkWidget *label)
{
  return gtk_widget_get_ancestor (label, ADW_TYPE_VIEW_SWITCHER_BAR) != NULL
         || (gtk_widget_has_css_class (label, "title")
             && gtk_widget_get_ancestor (label, ADW_TYPE_HEADER_BAR) != NULL);
}

static void
look_at (GtkWidget *widget, gpointer data)
{
  Look *look = data;
  graphene_rect_t box;
  if (may_be_cut (widget, look->window) || !gtk_widget_compute_bounds (widget, look->window, &box)
      || box.size.width == 0)
    return;
  bool is_part = GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget) || GTK_IS_IMAGE (widget)
                 || PARL_IS_CARD_VIEW (widget);
  if (!is_part)
    return;
  if (box.origin.x < -0.5
      || box.origin.x + box.size.width > (float)gtk_widget_get_width (look->window) + 0.5F)
    note (look, widget, "reaches beyond the window");
  if (!GTK_IS_LABEL (widget))
    return;

  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
  int width, height;
  pango_layout_get_pixel_size (layout, &width, &height);
  if ((float)width > box.size.width + 1 || (float)height > box.size.height + 1)
    note (look, widget, "has no room");
  if (pango_layout_is_ellipsized (layout) && !may_be_short (widget))
    note (look, widget, "is cut short");
}

static void
set_text_scale (WindowFixture *self, int scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * scale, NULL);
  window_fixture_settle (self);
}

static void
test_large_text (gconstpointer data)
{
  static const struct
  {
    const char *name, *actions;
    bool is_dialog;
  } pages[] = {
    { "exec", "win.audience::exec", false },
    { "ops", "win.audience::ops", false },
    { "engineer", "win.audience::engineer", false },
    { "designer", "win.audience::designer", false },
    { "panel", "win.fact::ota-failure-rate", false },
    { "evidence", "win.close-panel win.evidence::ota-failure-rate", false },
    { "back", "win.back", false },
    { "preferences", "app.preferences", true },
    { "sources", "win.sources", true },
    { "export", "win.export", true },
  };
  static const int widths[] = { 1024, 600, 360 };
  WindowFixture *self = (gpointer)data;
  unsigned n_faults = 0;

  set_text_scale (self, 2);
  for (unsigned w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      window_fixture_resize (self, widths[w], 600);
      for (unsigned i = 0; i < G_N_ELEMENTS (pages); i++)
        {
          g_autofree char *name = g_strdup_printf ("%s at %d", pages[i].name, widths[w]);
          window_fixture_do (self, pages[i].actions);
          Look look = { self, self->window, name, 0 };
          if (pages[i].is_dialog)
            look.window = GTK_WIDGET (window_fixture_find_dialog (self));
          g_assert_nonnull (look.window);
          if (pages[i].is_dialog)
            gtk_window_set_default_size (GTK_WINDOW (look.window), widths[w], 600);
          window_fixture_settle (self);
          if (gtk_widget_get_width (look.window) > widths[w])
            note (&look, look.window, "is wider than the screen");
          window_fixture_walk (look.window, look_at, &look);
          n_faults += look.n_faults;
          if (pages[i].is_dialog)
            window_fixture_close_dialog (self);
        }
    }
  set_text_scale (self, 1);
  g_assert_cmpuint (n_faults, ==, 0);
}

static void
prepare (WindowFixture *self)
{
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11",
                "gtk-decoration-layout", ":close", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "demo", NULL);
  window_fixture_follow (self);
  wait_until (is_read, self->dashboard);
  /* Who looks at it once has skipped the tour. */
  gtk_widget_set_visible (GTK_WIDGET (PARL_MAIN_WINDOW (self->window)->tour), FALSE);
  window_fixture_settle (self);
  g_test_add_data_func ("/app/sizes/exec-fits", self, test_exec_fits);
  g_test_add_data_func ("/app/sizes/rows", self, test_rows);
  g_test_add_data_func ("/app/sizes/words-apart", self, test_words_apart);
  g_test_add_data_func ("/app/sizes/drag", self, test_drag);
  g_test_add_data_func ("/app/sizes/drag-page", self, test_drag_page);
  g_test_add_data_func ("/app/sizes/large-text", self, test_large_text);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
