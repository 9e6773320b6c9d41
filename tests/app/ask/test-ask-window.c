/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking with the keyboard alone. */
#include "config.h"

#include "window-fixture.h"

#include "app/ask/ask-window.h"

#include <string.h>

static GtkListBox *
get_list (GtkWindow *ask)
{
  return GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (ask), PARL_TYPE_ASK_WINDOW, "list"));
}

static GtkWindow *
type (WindowFixture *self, const char *words)
{
  window_fixture_do (self, "win.audience::exec win.ask");
  GtkWindow *ask = window_fixture_find_dialog (self);
  GtkWidget *entry = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (ask), PARL_TYPE_ASK_WINDOW, "entry"));

  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (ask)), entry));
  gtk_editable_set_text (GTK_EDITABLE (entry), words);
  g_signal_emit_by_name (entry, "search-changed");
  window_fixture_settle (self);
  return ask;
}

/* As Enter in the entry does. */
static void
enter (WindowFixture *self, GtkWindow *ask)
{
  g_signal_emit_by_name (
      gtk_widget_get_template_child (GTK_WIDGET (ask), PARL_TYPE_ASK_WINDOW, "entry"), "activate");
  window_fixture_wait_computed (self);
  window_fixture_settle (self);
}

/* The first answer is chosen from the start: a few letters and Enter explain a fact. */
static void
test_fact (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GtkWindow *ask = type (self, "failed updates");

  enter (self, ask);
  g_assert_null (window_fixture_find_dialog (self));
  g_assert_nonnull (PARL_MAIN_WINDOW (self->window)->fact);
  window_fixture_do (self, "win.close-panel");
}

static void
test_filter (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GtkWindow *ask = type (self, "nano");
  GtkListBox *list = get_list (ask);
  int n = 0;

  while (gtk_list_box_get_row_at_index (list, n) != NULL)
    n++;
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, n - 2));
  enter (self, ask);
  g_assert_cmpstr (self->dashboard->computer->scope->device_class, ==, "Nano");
  window_fixture_do (self, "win.clear-filters");
}

static void
test_rows (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);
  GtkWindow *ask = type (self, "submarine");

  enter (self, ask);
  g_assert_true (window->in_evidence);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (window->evidence->search)), ==,
                   "submarine");
  window_fixture_do (self, "win.back");
}

/* Nothing was typed: the window says what can be. */
static void
test_hint (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GtkWindow *ask = type (self, "");
  GtkStack *stack
      = GTK_STACK (gtk_widget_get_template_child (GTK_WIDGET (ask), PARL_TYPE_ASK_WINDOW, "stack"));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "hint");
  enter (self, ask);
  g_assert_nonnull (window_fixture_find_dialog (self));
  window_fixture_close_dialog (self);
}

static void
prepare (WindowFixture *self)
{
  window_fixture_fill (self);
  g_test_add_data_func ("/ask/fact", self, test_fact);
  g_test_add_data_func ("/ask/filter", self, test_filter);
  g_test_add_data_func ("/ask/rows", self, test_rows);
  g_test_add_data_func ("/ask/hint", self, test_hint);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
