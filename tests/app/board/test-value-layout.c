/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a number, what it counts and its verdict stand at which width, with labels in large and
 * small type. */
#include "config.h"

#include "app/board/value-layout.h"
#include "wait.h"

#include <stdbool.h>

#define GAP 6

typedef struct
{
  GtkWidget *row, *value, *unit, *verdict;
} Fixture;

static GtkWidget *
add_label (GtkWidget *row, const char *text, const char *size, bool wrap)
{
  g_autofree char *markup = g_strdup_printf ("<span size='%s'>%s</span>", size, text);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), wrap);
  gtk_box_append (GTK_BOX (row), label);
  return label;
}

static Fixture
set_up (void)
{
  Fixture self = { .row = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0)) };

  gtk_widget_set_layout_manager (self.row, g_object_new (PARL_TYPE_VALUE_LAYOUT, NULL));
  self.value = add_label (self.row, "6.6 %", "25000", false);
  self.unit = add_label (self.row, "of camera time below 30 FPS", "11000", true);
  self.verdict = add_label (self.row, "Missed", "11000", false);
  return self;
}

static void
tear_down (Fixture *self)
{
  g_assert_finalize_object (self->row);
}

static int
get_natural_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static graphene_rect_t
get_box (Fixture *self, GtkWidget *widget)
{
  graphene_rect_t box;

  g_assert_true (gtk_widget_compute_bounds (widget, self->row, &box));
  return box;
}

/* Returns: the height that was needed, and given. */
static int
allocate (Fixture *self, int width)
{
  int height;

  gtk_widget_measure (self->row, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  gtk_widget_allocate (self->row, width, height, -1, NULL);
  return height;
}

static int
get_baseline (Fixture *self, GtkWidget *widget)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));

  return (int)get_box (self, widget).origin.y + pango_layout_get_baseline (layout) / PANGO_SCALE;
}

static void
test_beside (void)
{
  Fixture self = set_up ();
  int sum = get_natural_width (self.row);

  g_assert_cmpint (sum, ==,
                   get_natural_width (self.value) + get_natural_width (self.unit)
                       + get_natural_width (self.verdict) + 2 * GAP);
  allocate (&self, sum + 50);
  g_assert_cmpint (get_baseline (&self, self.value), ==, get_baseline (&self, self.unit));
  g_assert_cmpint (get_baseline (&self, self.value), ==, get_baseline (&self, self.verdict));
  graphene_rect_t verdict = get_box (&self, self.verdict);
  g_assert_cmpfloat (verdict.origin.x + verdict.size.width, ==, sum + 50);
  tear_down (&self);
}

static void
test_below (void)
{
  Fixture self = set_up ();

  allocate (&self, get_natural_width (self.row) - 1);
  graphene_rect_t value = get_box (&self, self.value), unit = get_box (&self, self.unit);
  g_assert_cmpint (get_baseline (&self, self.value), ==, get_baseline (&self, self.verdict));
  g_assert_cmpfloat (unit.origin.x, ==, 0);
  g_assert_cmpfloat (unit.origin.y, >=, value.origin.y + value.size.height);
  g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (self.unit))), ==,
                   1);
  tear_down (&self);
}

/* At every width nothing overlaps, nothing is cut off, and a mirrored row is the mirror image. */
static void
test_every_width (void)
{
  Fixture self = set_up ();
  GtkWidget *parts[] = { self.value, self.unit, self.verdict };
  int least, natural;

  gtk_widget_measure (self.row, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  for (int width = least; width < natural + 20; width++)
    {
      graphene_rect_t boxes[G_N_ELEMENTS (parts)];
      int height = allocate (&self, width);

      for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          boxes[i] = get_box (&self, parts[i]);
          g_assert_cmpfloat (boxes[i].origin.x, >=, 0);
          g_assert_cmpfloat (boxes[i].origin.y, >=, 0);
          g_assert_cmpfloat (boxes[i].origin.x + boxes[i].size.width, <=, width);
          g_assert_cmpfloat (boxes[i].origin.y + boxes[i].size.height, <=, height);
          for (unsigned j = 0; j < i; j++)
            g_assert_false (graphene_rect_intersection (&boxes[i], &boxes[j], NULL));
        }
      gtk_widget_set_direction (self.row, GTK_TEXT_DIR_RTL);
      allocate (&self, width);
      for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          graphene_rect_t box = get_box (&self, parts[i]);
          g_assert_cmpfloat (box.origin.x, ==, width - boxes[i].origin.x - boxes[i].size.width);
          g_assert_cmpfloat (box.origin.y, ==, boxes[i].origin.y);
        }
      gtk_widget_set_direction (self.row, GTK_TEXT_DIR_LTR);
    }
  tear_down (&self);
}

/* A number alone takes no room for what is not there. */
static void
test_alone (void)
{
  Fixture self = set_up ();

  gtk_widget_set_visible (self.unit, false);
  gtk_widget_set_visible (self.verdict, false);
  g_assert_cmpint (get_natural_width (self.row), ==, get_natural_width (self.value));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
  g_test_add_func ("/app/value-layout/beside", test_beside);
  g_test_add_func ("/app/value-layout/below", test_below);
  g_test_add_func ("/app/value-layout/every-width", test_every_width);
  g_test_add_func ("/app/value-layout/alone", test_alone);
  return g_test_run ();
}
