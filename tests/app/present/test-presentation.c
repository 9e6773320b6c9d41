/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The boards of the golden fleet in front of a room. */
#include "config.h"

#include "window-fixture.h"

#include "app/board/card-view.h"
#include "app/present/acts.h"
#include "app/present/presentation.h"
#include "app/present/scaled-bin.h"

#include <string.h>

/* A 55-inch display is 1218 mm wide, whatever its px: GTK keeps the window within the screen of the
 * test. Normal sight reads letters of 5 minutes of arc (ISO
 * 8596); capitals, 0.7 of their font's size, get 8 of them at four metres. */
#define DISPLAY_WIDTH 1920
#define DISPLAY_HEIGHT 1080
#define DISPLAY_MM 1218.0
#define SMALL_PRINT 13.0 /* px of the smallest text on a board */
#define LEAST_CAPITAL (4000 * 8 / 60.0 * G_PI / 180)

static const char *const audiences[] = { "exec", "ops", "engineer", "designer" };

/* As large as that display: nobody manages windows here, who would make it fill the screen. */
static GtkWindow *
present (WindowFixture *self, const char *audience)
{
  GtkWindow *window = parl_presentation_new (self->dashboard, audience);

  gtk_window_set_default_size (window, DISPLAY_WIDTH, DISPLAY_HEIGHT);
  gtk_window_set_transient_for (window, GTK_WINDOW (self->window));
  gtk_window_present (window);
  window_fixture_settle (self);
  return window;
}

static void
press (WindowFixture *self, GtkWindow *window, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  gboolean handled = FALSE;

  for (unsigned i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  window_fixture_settle (self);
}

static void
count_card (GtkWidget *widget, gpointer data)
{
  *(unsigned *)data += PARL_IS_CARD_VIEW (widget);
}

/* Titles and charts break between words. */
static void
check_width (GtkWidget *widget, gpointer data G_GNUC_UNUSED)
{
  graphene_rect_t box;

  if (!PARL_IS_CARD_VIEW (widget))
    return;
  g_assert_true (gtk_widget_compute_bounds (widget, gtk_widget_get_parent (widget), &box));
  g_assert_cmpfloat (box.size.width, >=, 320);
}

static unsigned
count_cards (GtkWindow *window)
{
  unsigned n = 0;

  window_fixture_walk (GTK_WIDGET (window), count_card, &n);
  return n;
}

static const char *
get_place (GtkWindow *window)
{
  return gtk_label_get_text (GTK_LABEL (
      gtk_widget_get_template_child (GTK_WIDGET (window), PARL_TYPE_PRESENTATION, "place")));
}

static void
check_inside (GtkWidget *widget, gpointer data)
{
  GtkWidget *window = data;
  graphene_rect_t box;

  if (!GTK_IS_LABEL (widget) && !PARL_IS_CARD_VIEW (widget))
    return;
  g_assert_true (gtk_widget_compute_bounds (widget, window, &box));
  g_assert_cmpfloat (box.origin.x, >=, 0);
  g_assert_cmpfloat (box.origin.y, >=, -1);
  g_assert_cmpfloat (box.origin.x + box.size.width, <=, gtk_widget_get_width (window) + 1);
  g_assert_cmpfloat (box.origin.y + box.size.height, <=, gtk_widget_get_height (window) + 1);
}

/* Every card is on exactly one screen, whole, and can be read from the back row. */
static void
test_legible (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      GtkWindow *window = present (self, audiences[i]);
      ParlBoard *board = parl_dashboard_get_board (self->dashboard, audiences[i]);
      g_autoptr (GArray) acts = parl_acts_new (board);
      unsigned n_cards = 0;

      for (unsigned act = 0; act < acts->len; act++)
        {
          GtkWidget *bin = window_fixture_find (GTK_WIDGET (window), PARL_TYPE_SCALED_BIN);
          double scale = parl_scaled_bin_get_scale (PARL_SCALED_BIN (bin));
          double mm_per_px = DISPLAY_MM / gtk_widget_get_width (GTK_WIDGET (window));
          double capital = SMALL_PRINT * scale * mm_per_px * 0.7;
          g_test_message ("%s, act %u: scale %.2f, capitals %.1f mm", audiences[i], act + 1, scale,
                          capital);
          g_assert_cmpuint (count_cards (window), ==, g_array_index (acts, ParlAct, act).n);
          g_assert_cmpfloat (capital, >=, LEAST_CAPITAL);
          window_fixture_walk (GTK_WIDGET (window), check_inside, window);
          window_fixture_walk (GTK_WIDGET (window), check_width, NULL);
          n_cards += count_cards (window);
          press (self, window, GDK_KEY_Page_Down);
        }
      g_assert_cmpuint (n_cards, ==, board->cards->len);
      window_fixture_close_dialog (self);
    }
}

/* Arrows and the keys of clickers; both ends hold; B blanks until the next key. */
static void
test_keys (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GtkWindow *window = present (self, "exec");
  GtkWidget *bin = window_fixture_find (GTK_WIDGET (window), PARL_TYPE_SCALED_BIN);

  press (self, window, GDK_KEY_Left);
  g_assert_cmpstr (get_place (window), ==, "1 of 4");
  press (self, window, GDK_KEY_Right);
  press (self, window, GDK_KEY_Page_Down);
  g_assert_cmpstr (get_place (window), ==, "3 of 4");
  press (self, window, GDK_KEY_Page_Up);
  g_assert_cmpstr (get_place (window), ==, "2 of 4");
  press (self, window, GDK_KEY_End);
  press (self, window, GDK_KEY_space);
  g_assert_cmpstr (get_place (window), ==, "4 of 4");
  press (self, window, GDK_KEY_b);
  g_assert_false (gtk_widget_get_child_visible (bin));
  press (self, window, GDK_KEY_Page_Up);
  g_assert_true (gtk_widget_get_child_visible (bin));
  g_assert_cmpstr (get_place (window), ==, "4 of 4");

  gtk_widget_activate_action (GTK_WIDGET (window), "win.nth-audience", "i", 2);
  window_fixture_settle (self);
  g_assert_cmpstr (get_place (window), ==, "1 of 3");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.close-panel", NULL);
  window_fixture_settle (self);
  g_assert_null (window_fixture_find_dialog (self));
}

/* What stands beside the numbers stands here, too: the period, the part of the fleet, the age. */
static void
test_foot (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  window_fixture_do (self, "win.class::nano win.audience::exec win.present");
  GtkWindow *window = window_fixture_find_dialog (self);
  g_assert_nonnull (window);
  /* Or Escape, F11 and Ctrl+1 to 9 do nothing. */
  g_assert_true (gtk_window_get_application (window) == GTK_APPLICATION (self->application));
  ParlBoard *board = parl_dashboard_get_board (self->dashboard, "exec");
  const char *foot = gtk_label_get_text (GTK_LABEL (
      gtk_widget_get_template_child (GTK_WIDGET (window), PARL_TYPE_PRESENTATION, "foot")));

  g_assert_nonnull (strstr (foot, board->period));
  g_assert_nonnull (strstr (foot, board->scope));
  for (unsigned i = 0; i < board->freshness->len; i++)
    g_assert_nonnull (strstr (foot, ((const ParlLine *)board->freshness->pdata[i])->text));
  window_fixture_close_dialog (self);
  window_fixture_do (self, "win.clear-filters");
}

static void
prepare (WindowFixture *self)
{
  window_fixture_fill (self);
  g_test_add_data_func ("/presentation/legible", self, test_legible);
  g_test_add_data_func ("/presentation/keys", self, test_keys);
  g_test_add_data_func ("/presentation/foot", self, test_foot);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
