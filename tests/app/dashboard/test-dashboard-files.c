/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own files, written, half written, broken, mended and removed under the eyes of the
 * whole window. No source is read for any of it. */
#include "config.h"

#include "window-fixture.h"

#include "app/board/board-view.h"
#include "app/dashboard/dashboard.h"
#include "app/panel/fact-panel.h"
#include "app/sources/notice.h"

#include <glib/gstdio.h>
#include <string.h>

#define ID "customer-success"

static char *
dup_path (const char *name)
{
  return g_build_filename (g_get_user_config_dir (), "parlance", name, NULL);
}

static void
write_file (const char *name, const char *text, gssize length)
{
  g_autofree char *path = dup_path (name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

static void
remove_file (const char *name)
{
  g_autofree char *path = dup_path (name);

  g_assert_cmpint (g_remove (path), ==, 0);
}

/* The worked example of docs/audiences.md. */
static char *
dup_example (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "audiences",
                                            ID ".audience", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static char *
dup_replaced (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  g_assert_cmpuint (g_strv_length (parts), >, 1);
  return g_strjoinv (to, parts);
}

/* What the window says. */

static void
add_text (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (data, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
}

static char *
dup_notice (WindowFixture *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *row = window_fixture_find (self->window, PARL_TYPE_NOTICE_ROW);

  window_fixture_settle (self);
  window_fixture_walk (row, add_text, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The names on the switcher's buttons. */
static char *
dup_switcher (WindowFixture *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  window_fixture_settle (self);
  GtkWidget *first = window_fixture_find (self->window, GTK_TYPE_TOGGLE_BUTTON);
  for (GtkWidget *button = gtk_widget_get_first_child (gtk_widget_get_parent (first));
       button != NULL; button = gtk_widget_get_next_sibling (button))
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                            gtk_button_get_label (GTK_BUTTON (button)));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_switcher(self, wanted)                                                              \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *names = dup_switcher (self);                                                  \
    g_assert_cmpstr (names, ==, wanted);                                                           \
  }                                                                                                \
  G_STMT_END

static bool
has_example (gpointer data)
{
  return parl_dashboard_get_board (data, ID) != NULL;
}

static bool
has_no_example (gpointer data)
{
  return !has_example (data);
}

static bool
has_problem (gpointer data)
{
  return PARL_DASHBOARD (data)->computer->computed->problems->len > 0;
}

static bool
has_no_problem (gpointer data)
{
  return !has_problem (data);
}

/* The scroll of the board that is shown. */
static GtkAdjustment *
get_scroll (WindowFixture *self)
{
  GtkWidget *board = window_fixture_find (self->window, PARL_TYPE_BOARD_VIEW);
  GtkWidget *scroller = window_fixture_find (board, GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
}

static void
on_syncing (gpointer data)
{
  ++*(unsigned *)data;
}

static void
test_audience (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  g_autofree char *example = dup_example ();
  g_autofree char *renamed = dup_replaced (example, "Name=Customer Success", "Name=Customer Care");
  g_autofree char *broken = dup_replaced (renamed, "Headline=rate", "Headlime=rate");
  unsigned n_syncs = 0;
  unsigned long id = g_signal_connect_swapped (self->dashboard, "notify::syncing",
                                               G_CALLBACK (on_syncing), &n_syncs);

  /* A new one joins the others, and nobody's place changes. */
  window_fixture_do (self, "win.audience::engineer win.days(14) win.fact::ota-failure-rate");
  GtkWidget *view = window_fixture_find (self->window, PARL_TYPE_BOARD_VIEW);
  gtk_adjustment_set_value (get_scroll (self), 100);
  assert_switcher (self, "Engineer, Ops, Exec, Designer");
  write_file ("audiences/" ID ".audience", example, -1);
  wait_until (has_example, self->dashboard);
  assert_switcher (self, "Engineer, Ops, Exec, Designer, Customer Success");
  g_assert_cmpstr (PARL_MAIN_WINDOW (self->window)->audience, ==, "engineer");
  g_assert_true (window_fixture_find (self->window, PARL_TYPE_BOARD_VIEW) == view);
  window_fixture_settle (self);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scroll (self)), ==, 100);
  g_assert_cmpuint (self->dashboard->computer->scope->days, ==, 14);
  g_assert_nonnull (window_fixture_find (self->window, PARL_TYPE_FACT_PANEL));

  /* Half of it is nothing, and a wrong key is told with all that helps. */
  ParlAudience *good = parl_dashboard_get_audience (self->dashboard, ID);
  window_fixture_do (self, "win.close-panel win.audience::" ID);
  write_file ("audiences/" ID ".audience", renamed, (gssize)strlen (renamed) / 2);
  wait_until (has_problem, self->dashboard);
  g_assert_true (parl_dashboard_get_audience (self->dashboard, ID) == good);
  write_file ("audiences/" ID ".audience", broken, -1);
  while (strstr (g_ptr_array_index (self->dashboard->computer->computed->problems, 0), "Headlime")
         == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_autofree char *notice = dup_notice (self);
  g_autofree char *path = dup_path ("audiences/" ID ".audience");
  g_assert_nonnull (strstr (notice, path));
  g_assert_nonnull (strstr (notice, "[Audience]"));
  g_assert_nonnull (strstr (notice, "there are: Name, Title, "));
  g_assert_true (parl_dashboard_get_audience (self->dashboard, ID) == good);
  assert_switcher (self, "Engineer, Ops, Exec, Designer, Customer Success");

  /* Mended; then gone, with the window on it. */
  write_file ("audiences/" ID ".audience", renamed, -1);
  wait_until (has_no_problem, self->dashboard);
  g_autofree char *silence = dup_notice (self);
  g_assert_cmpstr (silence, ==, "");
  assert_switcher (self, "Engineer, Ops, Exec, Designer, Customer Care");
  g_assert_cmpstr (PARL_MAIN_WINDOW (self->window)->audience, ==, ID);
  remove_file ("audiences/" ID ".audience");
  wait_until (has_no_example, self->dashboard);
  assert_switcher (self, "Engineer, Ops, Exec, Designer");
  g_assert_cmpstr (PARL_MAIN_WINDOW (self->window)->audience, ==, "exec");
  g_assert_nonnull (window_fixture_find (self->window, PARL_TYPE_BOARD_VIEW));

  remove_file ("audiences");
  g_assert_cmpuint (n_syncs, ==, 0);
  g_signal_handler_disconnect (self->dashboard, id);
  window_fixture_do (self, "win.days(28)");
}

/* The user's own words for a built-in audience, which come back when the file goes. */
static void
test_own_words (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  g_autofree char *example = dup_example ();

  window_fixture_do (self, "win.audience::ops");
  ParlAudience *built_in = parl_audience_ref (parl_dashboard_get_audience (self->dashboard, "ops"));
  write_file ("audiences/ops.audience", example, -1);
  while (g_strcmp0 (parl_audience_get_name (parl_dashboard_get_audience (self->dashboard, "ops")),
                    "Customer Success")
         != 0)
    g_main_context_iteration (NULL, TRUE);
  assert_switcher (self, "Engineer, Exec, Designer, Customer Success");
  g_assert_cmpstr (PARL_MAIN_WINDOW (self->window)->audience, ==, "ops");
  remove_file ("audiences/ops.audience");
  while (g_strcmp0 (parl_audience_get_name (parl_dashboard_get_audience (self->dashboard, "ops")),
                    parl_audience_get_name (built_in))
         != 0)
    g_main_context_iteration (NULL, TRUE);
  assert_switcher (self, "Engineer, Ops, Exec, Designer");
  remove_file ("audiences");
  parl_audience_unref (built_in);
}

/* A notice that was put away stays away until there is another one. */
static void
test_dismissed (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  write_file ("audiences/empty.audience", "", 0);
  wait_until (has_problem, self->dashboard);
  g_autofree char *first = dup_notice (self);
  g_assert_nonnull (strstr (first, "empty.audience"));
  GtkWidget *row = window_fixture_find (self->window, PARL_TYPE_NOTICE_ROW);
  GtkWidget *button
      = GTK_WIDGET (gtk_widget_get_template_child (row, PARL_TYPE_NOTICE_ROW, "dismiss_button"));
  g_signal_emit_by_name (button, "clicked");
  g_autofree char *silence = dup_notice (self);
  g_assert_cmpstr (silence, ==, "");
  write_file ("audiences/empty.audience", "[Audience]\nNane=Boss\n", -1);
  while (strstr (g_ptr_array_index (self->dashboard->computer->computed->problems, 0), "Nane")
         == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_autofree char *second = dup_notice (self);
  g_assert_nonnull (strstr (second, "Nane"));
  remove_file ("audiences/empty.audience");
  wait_until (has_no_problem, self->dashboard);
  remove_file ("audiences");
}

static double
get_allowed (ParlDashboard *dashboard)
{
  const ParlFindings *findings = dashboard->computer->computed->findings;

  return dashboard->computer->targets->promise.success == findings->targets->promise.success
             ? dashboard->computer->targets->promise.success
             : -1;
}

static bool
has_other_targets (gpointer data)
{
  return get_allowed (data) == 0.9;
}

/* Nothing is promised until somebody did. */
static bool
has_no_promise (gpointer data)
{
  ParlDashboard *dashboard = data;

  return !parl_targets_has_promise (dashboard->computer->targets)
         && !parl_targets_has_promise (dashboard->computer->computed->findings->targets);
}

static bool
has_targets_problem (gpointer data)
{
  return PARL_DASHBOARD (data)->targets_problem != NULL;
}

static bool
has_no_targets_problem (gpointer data)
{
  return !has_targets_problem (data);
}

/* parlance.conf, changed by hand. */
static void
test_targets (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  write_file ("parlance.conf", "[Targets]\nsuccess=0.9\n", -1);
  wait_until (has_other_targets, self->dashboard);
  window_fixture_wait_computed (self);

  /* One that no schema knows, and two that contradict each other. */
  static const struct
  {
    const char *text, *said;
  } wrong[] = {
    { "[Targets]\nsucces=0.8\n", "succes" },
    { "[Targets]\nsuccess=0.8\nhalt=0.1\n", "“halt”" },
    { "[Targets\nsuccess", "parlance.conf" },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_file ("parlance.conf", wrong[i].text, -1);
      wait_until (has_targets_problem, self->dashboard);
      g_autofree char *notice = dup_notice (self);
      g_assert_nonnull (strstr (notice, wrong[i].said));
      g_assert_cmpfloat (get_allowed (self->dashboard), ==, 0.9);
      write_file ("parlance.conf", "[Targets]\nsuccess=0.9\n", -1);
      wait_until (has_no_targets_problem, self->dashboard);
    }
  g_autofree char *silence = dup_notice (self);
  g_assert_cmpstr (silence, ==, "");
  remove_file ("parlance.conf");
  wait_until (has_no_promise, self->dashboard);
  window_fixture_wait_computed (self);
}

static bool
has_usual_targets (gpointer data)
{
  return get_allowed (data) == 0.95;
}

static bool
is_asking (gpointer data)
{
  return PARL_DASHBOARD (data)->may_ask_for_targets;
}

static bool
is_not_asking (gpointer data)
{
  return !is_asking (data);
}

/* Where nothing is promised the window asks, until the usual is taken over or the question is put
 * away; both stand in the file. */
static void
test_question (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  write_file ("parlance.conf", "[Targets]\nhalt=0.2\n", -1);
  wait_until (is_asking, self->dashboard);
  window_fixture_settle (self);
  g_autofree char *asked = dup_notice (self);
  g_assert_nonnull (strstr (asked, "No targets are set:"));
  g_assert_nonnull (strstr (asked, "Use These\nPreferences…\nDismiss"));

  window_fixture_do (self, "app.use-targets");
  wait_until (has_usual_targets, self->dashboard);
  window_fixture_wait_computed (self);
  g_autofree char *answered = dup_notice (self);
  g_assert_cmpstr (answered, ==, "");

  write_file ("parlance.conf", "[Targets]\nhalt=0.2\n", -1);
  wait_until (has_no_promise, self->dashboard);
  window_fixture_do (self, "app.dismiss-targets");
  wait_until (is_not_asking, self->dashboard);
  window_fixture_settle (self);
  g_autofree char *dismissed = dup_notice (self);
  g_assert_cmpstr (dismissed, ==, "");

  g_autofree char *path = dup_path ("parlance.conf");
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "targets-asked=true"));
}

static ParlSnapshot *
get_snapshot (WindowFixture *self)
{
  return self->dashboard->computer->computed->snapshot;
}

/* What was asked for while something else was being computed is not lost with its results. */
static void
test_nothing_lost (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  g_autoptr (ParlScope) scope = parl_scope_copy (self->dashboard->computer->scope);
  g_autoptr (ParlSnapshot) old = parl_snapshot_ref (get_snapshot (self));

  parl_computer_expect_data (self->dashboard->computer);
  parl_computer_run (self->dashboard->computer);
  scope->days = 7;
  parl_dashboard_set_scope (self->dashboard, scope);
  window_fixture_wait_computed (self);
  g_assert_cmpuint (self->dashboard->computer->computed->findings->scope->days, ==, 7);
  g_autoptr (ParlSnapshot) read = parl_snapshot_ref (get_snapshot (self));
  g_assert_true (read != old);

  scope->days = 14; /* needs no more than what was read */
  parl_dashboard_set_scope (self->dashboard, scope);
  window_fixture_wait_computed (self);
  g_assert_true (get_snapshot (self) == read);
}

static void
prepare (WindowFixture *self)
{
  window_fixture_fill (self);
  g_test_add_data_func ("/app/dashboard-files/audience", self, test_audience);
  g_test_add_data_func ("/app/dashboard-files/own-words", self, test_own_words);
  g_test_add_data_func ("/app/dashboard-files/dismissed", self, test_dismissed);
  g_test_add_data_func ("/app/dashboard-files/targets", self, test_targets);
  g_test_add_data_func ("/app/dashboard-files/question", self, test_question);
  g_test_add_data_func ("/app/dashboard-files/nothing-lost", self, test_nothing_lost);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
