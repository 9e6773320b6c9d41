/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of a new user with the keyboard alone, through the real window on the real demo: why did
 * failures rise, on which devices, a work item for it, and a page for the executives. */
#include "config.h"

#include "window-fixture.h"

#include "app/evidence/evidence-page.h"
#include "app/board/fact-area.h"
#include "app/panel/fact-panel.h"
#include "app/main-window.h"
#include "app/picture.h"

#include <string.h>

#define LINK "ota-cohort-cause-rate?cause=disk-space,cohort=v2.3"
#define N_DEVICES 442

static bool
is_ready (gpointer data)
{
  ParlDashboard *dashboard = data;

  return dashboard->state == PARL_DASHBOARD_READY && !dashboard->computer->busy
         && !parl_syncs_get_syncing (dashboard->syncs);
}

/* Presses Tab until the focus is on what @is_it means. */
static GtkWidget *
tab_to (WindowFixture *self, bool (*is_it) (GtkWidget *widget, const char *what), const char *what)
{
  for (unsigned i = 0; i < 500; i++)
    {
      GtkWidget *at = gtk_window_get_focus (GTK_WINDOW (self->window));
      if (at != NULL && is_it (at, what))
        return at;
      gtk_widget_child_focus (self->window, GTK_DIR_TAB_FORWARD);
    }
  g_error ("Tab never came to %s", what);
}

static bool
is_true (gpointer data)
{
  return *(bool *)data;
}

static gboolean
on_released (gpointer data)
{
  *(bool *)data = true;
  return G_SOURCE_REMOVE;
}

/* Presses Enter. A button shows for a quarter of a second that it is pressed, and acts then. */
static void
activate (WindowFixture *self, GtkWidget *widget)
{
  g_assert_true (gtk_widget_is_focus (widget));
  bool released = false;
  g_timeout_add (400, on_released, &released);
  g_assert_true (gtk_widget_activate (widget));
  wait_until (is_true, &released);
  window_fixture_settle (self);
}

static bool
speaks_of_something (GtkWidget *widget, const char *what)
{
  (void)what;
  return PARL_IS_FACT_AREA (widget) && parl_fact_area_get_link (PARL_FACT_AREA (widget)) != NULL;
}

static bool
does (GtkWidget *widget, const char *action)
{
  return GTK_IS_ACTIONABLE (widget)
         && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0;
}

/* The demo's button on the first page; then its first sync. */
static void
test_open (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  activate (self, tab_to (self, does, "app.demo"));
  window_fixture_follow (self);
  g_assert_true (self->dashboard->demo);
  wait_until (is_ready, self->dashboard);
  window_fixture_settle (self);
}

/* The headline is the first thing that is told; Enter on it explains it. */
static void
test_why (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);

  window_fixture_do (self, "win.audience::exec");
  const ParlBoard *board = parl_dashboard_get_board (self->dashboard, "exec");
  activate (self, tab_to (self, speaks_of_something, "the headline"));
  g_assert_nonnull (window->fact);
  g_assert_true (g_str_has_prefix (window->fact, board->headline->fact->id));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window->panel)));
  g_assert_nonnull (gtk_window_get_focus (GTK_WINDOW (window)));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                         GTK_WIDGET (window->panel)));
}

static bool
has_rows (gpointer data)
{
  ParlEvidencePage *page = data;

  return !page->dirty && page->cancellable == NULL && !page->model->busy
         && g_str_equal (gtk_stack_get_visible_child_name (page->states), "rows");
}

/* From the cause's panel to its rows: a row a device. */
static void
test_devices (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);

  /* A cell of a chart has no widget of its own: its link is followed. */
  window_fixture_do (self, "win.close-panel win.audience::engineer win.fact::" LINK);
  g_assert_cmpstr (window->fact, ==, LINK);
  activate (self, tab_to (self, does, "panel.rows"));
  g_assert_true (window->in_evidence);
  wait_until (has_rows, window->evidence);
  window_fixture_settle (self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (window->evidence->model)), ==,
                    N_DEVICES);
}

static void
on_text (GObject *object, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static bool
has_pointer (gpointer data)
{
  return *(gpointer *)data != NULL;
}

static void
test_work_item (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (PARL_MAIN_WINDOW (self->window)->evidence),
                              "evidence.copy-work-item", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->window), NULL, on_text, &text);
  wait_until (has_pointer, &text);
  g_assert_nonnull (strstr (text, "observed 17.0 % failure"));
  /* The command that it quotes asks the demo, and nothing in it is invisible. */
  g_assert_nonnull (strstr (text, "parlance-cli evidence ota-cohort-cause-rate --demo "));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      g_assert_cmpint (g_unichar_type (g_utf8_get_char (at)), !=, G_UNICODE_FORMAT);
      g_assert_cmpint (g_utf8_get_char (at), !=, 0xA0);
    }
  g_free (text);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  (void)source;
  g_assert_null (parl_page_picture_make_finish (result, &error));
  g_assert_no_error (error);
  *(bool *)data = true;
}

static unsigned
read_big_endian (const char *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

/* What the dialog saves, without the desktop's own file chooser. */
static void
test_page (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlBoard *board = parl_dashboard_get_board (self->dashboard, "exec");
  const ParlPageChoice choice
      = { .size = (char *)"1080p", .format = PARL_PICTURE_PNG, .theme = PARL_THEME_LIGHT };
  g_autofree char *name = parl_page_picture_dup_name (board, PARL_PICTURE_PNG);
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  size_t length;
  bool saved = false;

  window_fixture_do (self, "win.back win.close-panel win.audience::exec win.export");
  window_fixture_close_dialog (self);
  parl_page_picture_make_async (board, &choice, path, NULL, on_saved, &saved);
  wait_until (is_true, &saved);
  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 10000);
  g_assert_cmpmem (bytes, 8, "\211PNG\r\n\032\n", 8);
  g_assert_cmpuint (read_big_endian (bytes + 16), ==, 1920);
  g_assert_cmpuint (read_big_endian (bytes + 20), ==, 1080);
}

static void
prepare (WindowFixture *self)
{
  window_fixture_resize (self, 1280, 860);
  g_test_add_data_func ("/app/journey/1-open", self, test_open);
  g_test_add_data_func ("/app/journey/2-why", self, test_why);
  g_test_add_data_func ("/app/journey/3-devices", self, test_devices);
  g_test_add_data_func ("/app/journey/4-work-item", self, test_work_item);
  g_test_add_data_func ("/app/journey/5-page", self, test_page);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
