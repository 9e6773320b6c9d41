/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tour of the demo, from its sentence to the rows, and never again. */
#include "config.h"

#include "window-fixture.h"

/* As when the boards of the demo come up. */
static void
offer (WindowFixture *self)
{
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);

  self->dashboard->demo = true;
  parl_tour_offer (window->tour, self->dashboard,
                   parl_application_get_settings (self->application));
  self->dashboard->demo = false;
  window_fixture_settle (self);
}

static GtkWidget *
get_tour (WindowFixture *self)
{
  return GTK_WIDGET (PARL_MAIN_WINDOW (self->window)->tour);
}

static void
press_next (WindowFixture *self)
{
  g_signal_emit_by_name (
      gtk_widget_get_template_child (get_tour (self), PARL_TYPE_TOUR, "next_button"), "clicked");
  window_fixture_settle (self);
}

static void
test_steps (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);

  g_assert_false (gtk_widget_get_visible (get_tour (self)));
  offer (self);
  g_assert_true (gtk_widget_get_visible (get_tour (self)));
  press_next (self);
  g_assert_nonnull (window->fact);
  press_next (self);
  g_assert_true (window->in_evidence);
  press_next (self);
  g_assert_false (gtk_widget_get_visible (get_tour (self)));
  g_assert_false (window->in_evidence);
  g_assert_null (window->fact);
}

/* Not after its last step, and not where it was skipped. */
static void
test_once (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  offer (self);
  g_assert_false (gtk_widget_get_visible (get_tour (self)));
}

static void
prepare (WindowFixture *self)
{
  window_fixture_fill (self);
  g_test_add_data_func ("/tour/steps", self, test_steps);
  g_test_add_data_func ("/tour/once", self, test_once);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
