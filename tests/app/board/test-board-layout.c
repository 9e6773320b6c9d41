/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where cards stand at which width, as text. Boxes of known sizes stand in for cards, so that no
 * font has a say. PARLANCE_UPDATE_GOLDEN=1 writes the dumps anew. */
#include "config.h"

#include "app/board/board-layout.h"

#include "support/golden-file.h"
#include "wait.h"

#include <glib/gstdio.h>

/* A widget that needs @least px, and an area: the narrower, the taller. */
#define TEST_TYPE_BLOCK (test_block_get_type ())
G_DECLARE_FINAL_TYPE (TestBlock, test_block, TEST, BLOCK, GtkWidget)

struct _TestBlock
{
  GtkWidget parent_instance;

  int least, area;
};

G_DEFINE_FINAL_TYPE (TestBlock, test_block, GTK_TYPE_WIDGET)

static void
test_block_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  TestBlock *self = TEST_BLOCK (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->least
                        : for_size > 0                            ? self->area / for_size
                                                                  : self->area / self->least;
  *minimum_baseline = *natural_baseline = -1;
}

static GtkSizeRequestMode
test_block_get_request_mode (GtkWidget *widget)
{
  (void)widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
test_block_class_init (TestBlockClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = test_block_measure;
  GTK_WIDGET_CLASS (klass)->get_request_mode = test_block_get_request_mode;
}

static void
test_block_init (TestBlock *self)
{
  (void)self;
}

/* The executives' board: a headline, two acts in the second row of which two begin. */
static const struct
{
  const char *name;
  unsigned span; /* 0: a head */
  int least, area;
} parts[] = {
  { "headline", 12, 200, 60000 }, { "head", 0, 60, 4000 },     { "updates", 3, 200, 48000 },
  { "speed", 3, 200, 52000 },     { "silent", 3, 200, 30000 }, { "risk", 3, 200, 40000 },
  { "head", 0, 60, 4000 },        { "why", 7, 300, 200000 },   { "head", 0, 60, 4000 },
  { "help", 5, 250, 120000 },     { "last", 3, 200, 30000 },
};

static GtkWidget *
create_board (int extra)
{
  GtkWidget *board = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkLayoutManager *layout = g_object_new (PARL_TYPE_BOARD_LAYOUT, NULL);

  gtk_widget_set_layout_manager (board, layout);
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      TestBlock *block = g_object_new (TEST_TYPE_BLOCK, "name", parts[i].name, NULL);
      block->least = parts[i].least + (parts[i].span > 0 ? extra : 0);
      block->area = parts[i].area;
      gtk_box_append (GTK_BOX (board), GTK_WIDGET (block));
      parl_board_layout_set_span (PARL_BOARD_LAYOUT (layout), GTK_WIDGET (block), parts[i].span);
    }
  return board;
}

/* "why 24 250 712 300": x, y, width, height. */
static char *
dump (GtkWidget *board, int width)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int height, natural;

  gtk_widget_measure (board, GTK_ORIENTATION_VERTICAL, width, &height, &natural, NULL, NULL);
  g_assert_cmpint (height, ==, natural);
  gtk_widget_allocate (board, width, height, -1, NULL);
  g_string_append_printf (text, "board %d %d\n", width, height);
  for (GtkWidget *child = gtk_widget_get_first_child (board); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t box;
      g_assert_true (gtk_widget_compute_bounds (child, board, &box));
      g_string_append_printf (text, "%s %g %g %g %g\n", gtk_widget_get_name (child), box.origin.x,
                              box.origin.y, box.size.width, box.size.height);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_golden (const char *name, const char *text)
{
  g_autofree char *file = g_strdup_printf ("app/layouts/%s.txt", name);

  golden_file_check (file, text);
}

static void
test_golden (void)
{
  static const struct
  {
    const char *name;
    int width, extra;
    bool single, rtl;
  } cases[] = {
    { "1280", 1280, 0, false, false },
    { "900", 900, 0, false, false },
    { "600-beside-panel", 600, 0, false, false },
    { "600-narrow-window", 600, 0, true, false },
    { "400", 400, 0, false, false },
    { "1280-rtl", 1280, 0, false, true },
    { "900-rtl", 900, 0, false, true },
    { "1280-large-text", 1280, 120, false, false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *board = g_object_ref_sink (create_board (cases[i].extra));
      ParlBoardLayout *layout = PARL_BOARD_LAYOUT (gtk_widget_get_layout_manager (board));
      gtk_widget_set_default_direction (cases[i].rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      parl_board_layout_set_single (layout, cases[i].single);
      g_autofree char *text = dump (board, cases[i].width);
      check_golden (cases[i].name, text);
      g_assert_finalize_object (board);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* On a large screen the board keeps a readable measure, in the middle. */
static void
test_measure (void)
{
  g_autoptr (GtkWidget) board = g_object_ref_sink (create_board (0));
  static const int widths[] = { 2560, 3840 };

  for (unsigned i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *text = dump (board, widths[i]);
      graphene_rect_t box;
      g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (board), board, &box));
      g_assert_cmpfloat (box.size.width, <=, 1680);
      g_assert_cmpfloat_with_epsilon (box.origin.x, widths[i] - box.origin.x - box.size.width, 2);
    }
}

/* At every width: nothing overlaps, nothing leaves the board, cards of a row are equally tall. */
static void
test_every_width (void)
{
  g_autoptr (GtkWidget) board = g_object_ref_sink (create_board (0));
  int least;

  gtk_widget_measure (board, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, ==, 300 + 2 * 16);
  for (int width = least; width < 2000; width += 7)
    {
      g_autofree char *text = dump (board, width);
      graphene_rect_t boxes[G_N_ELEMENTS (parts)];
      unsigned n = 0;

      for (GtkWidget *child = gtk_widget_get_first_child (board); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_assert_true (gtk_widget_compute_bounds (child, board, &boxes[n++]));
      for (unsigned i = 0; i < n; i++)
        {
          g_assert_cmpfloat (boxes[i].origin.x, >=, 16);
          g_assert_cmpfloat (boxes[i].origin.x + boxes[i].size.width, <=, width - 16);
          g_assert_cmpfloat (boxes[i].size.width, >=, parts[i].least);
          for (unsigned j = 0; j < i; j++)
            {
              g_assert_false (graphene_rect_intersection (&boxes[i], &boxes[j], NULL));
              if (parts[i].span > 0 && parts[j].span > 0 && boxes[i].origin.y == boxes[j].origin.y)
                g_assert_cmpfloat (boxes[i].size.height, ==, boxes[j].size.height);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
  g_test_add_func ("/app/board-layout/golden", test_golden);
  g_test_add_func ("/app/board-layout/measure", test_measure);
  g_test_add_func ("/app/board-layout/every-width", test_every_width);
  return g_test_run ();
}
