/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where things stand in the whole window on the demo fleet: what fits, and what stands in line. */
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
  g_assert_cmpfloat (gtk_adjustment_get_upper (scroll), <=, gtk_adjustment_get_page_size (scroll));
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

static void
prepare (WindowFixture *self)
{
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "demo", NULL);
  window_fixture_follow (self);
  wait_until (is_read, self->dashboard);
  window_fixture_settle (self);
  g_test_add_data_func ("/app/sizes/exec-fits", self, test_exec_fits);
  g_test_add_data_func ("/app/sizes/rows", self, test_rows);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
