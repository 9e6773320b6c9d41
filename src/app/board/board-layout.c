/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Computes the grid. Knows no card.
 *
 *   |<-24->|  head            |<-16->|  head             |<-24->|
 *          +------------------+      +-------------------+
 *          | span 7           |      | span 5            |   a row: as tall as its tallest
 *          +------------------+      +-------------------+
 *                                 12
 *          +---------------------------------------------+
 *
 * Where a card needs more than its columns give (large text), the board takes fewer columns.
 */
#include "config.h"

#include "app/board/board-layout.h"

#include "app/widget.h"

#include <math.h>

#define GUTTER 16
#define ROW_GAP 12
#define HEAD_GAP 6
#define TOP 6      /* and the headline has 6 of its own */
#define WIDE 1100  /* from here on 12 columns */
#define MEDIUM 560 /* from here on 6: what the fact panel leaves of a window of 1240 */
#define FULL_SPAN 12
#define NARROW_CARD 320 /* in narrower ones words break */
#define MOST_WIDTH 1680 /* beyond it lines are too long to read; the board stays in the middle */

struct _ParlBoardLayout
{
  GtkLayoutManager parent_instance;

  bool single, close;
};

struct _ParlBoardLayoutChild
{
  GtkLayoutChild parent_instance;

  unsigned span;
};

G_DEFINE_FINAL_TYPE (ParlBoardLayout, parl_board_layout, GTK_TYPE_LAYOUT_MANAGER)
G_DEFINE_FINAL_TYPE (ParlBoardLayoutChild, parl_board_layout_child, GTK_TYPE_LAYOUT_CHILD)

static void
parl_board_layout_child_class_init (ParlBoardLayoutChildClass *klass)
{
}

static void
parl_board_layout_child_init (ParlBoardLayoutChild *self)
{
  self->span = FULL_SPAN;
}

/* A card in its place. */
typedef struct
{
  GtkWidget *widget, *head;
  unsigned span, row, column;
  int x, y, width, height;
  int head_width;
} Cell;

static unsigned
get_span (ParlBoardLayout *self, GtkWidget *child)
{
  GtkLayoutChild *item = gtk_layout_manager_get_layout_child (GTK_LAYOUT_MANAGER (self), child);

  return PARL_BOARD_LAYOUT_CHILD (item)->span;
}

/* Of @n_columns: small cards stand two by two where there are 6; the others get whole rows. */
static unsigned
fit_span (unsigned span, unsigned n_columns)
{
  if (n_columns == FULL_SPAN)
    return MIN (span, FULL_SPAN);
  return n_columns == 6 && span <= 3 ? 3 : n_columns;
}

/* Cards of a row that is not full grow alike, so that there is no hole beside them. */
static void
widen_rows (GArray *cells, unsigned n_columns)
{
  for (unsigned first = 0, end; first < cells->len; first = end)
    {
      unsigned row = g_array_index (cells, Cell, first).row, column = 0;
      for (end = first; end < cells->len && g_array_index (cells, Cell, end).row == row; end++)
        ;
      const Cell *last = &g_array_index (cells, Cell, end - 1);
      unsigned sum = last->column + last->span;
      for (unsigned i = first; i < end; i++)
        {
          Cell *cell = &g_array_index (cells, Cell, i);
          unsigned until = (cell->column + cell->span) * n_columns / sum;
          cell->column = column;
          cell->span = until - column;
          column = until;
        }
    }
}

/* Fills rows from the start. */
static GArray *
fill_rows (ParlBoardLayout *self, GtkWidget *board, unsigned n_columns)
{
  GArray *cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  GtkWidget *head = NULL;
  unsigned row = 0, column = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (board); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      unsigned span = get_span (self, child);
      if (span == 0)
        {
          head = child;
          continue;
        }
      span = fit_span (span, n_columns);
      if (column + span > n_columns)
        {
          row++;
          column = 0;
        }
      Cell cell = { .widget = child, .head = head, .span = span, .row = row, .column = column };
      g_array_append_val (cells, cell);
      column += span;
      head = NULL;
    }
  widen_rows (cells, n_columns);
  return cells;
}

/* @need: of each card, whatever it says itself
 * Returns: whether every card has the width that it needs. */
static bool
place_columns (GArray *cells, unsigned n_columns, int width, int most, int need)
{
  int margin = (width - MIN (width, most)) / 2 + (n_columns == 1 ? 16 : 24);
  double step = (width - 2 * margin + GUTTER) / (double)n_columns;
  bool fits = true;

  for (unsigned i = 0; i < cells->len; i++)
    {
      Cell *cell = &g_array_index (cells, Cell, i);
      int least, from = (int)round (cell->column * step);
      gtk_widget_measure (cell->widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      cell->x = margin + from;
      cell->width = (int)round ((cell->column + cell->span) * step) - GUTTER - from;
      fits = fits && cell->width >= MAX (least, need);
    }
  return fits;
}

static int
measure_height (GtkWidget *widget, int width)
{
  int least, height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, MAX (least, width), NULL, &height, NULL,
                      NULL);
  return height;
}

/* Gives one row, cells @first to before @end, its height. A head is as wide as the way to the next
 * one. Returns: where the row ends */
static int
place_row (GArray *cells, unsigned first, unsigned end, int y)
{
  const Cell *last = &g_array_index (cells, Cell, end - 1);
  int head_height = 0, height = 0, head_end = last->x + last->width;

  for (unsigned i = end; i-- > first;)
    {
      Cell *cell = &g_array_index (cells, Cell, i);
      if (cell->head == NULL)
        continue;
      cell->head_width = head_end - cell->x;
      head_height = MAX (head_height, measure_height (cell->head, cell->head_width) + HEAD_GAP);
      head_end = cell->x - GUTTER;
    }
  for (unsigned i = first; i < end; i++)
    {
      Cell *cell = &g_array_index (cells, Cell, i);
      height = MAX (height, measure_height (cell->widget, cell->width));
    }
  for (unsigned i = first; i < end; i++)
    {
      Cell *cell = &g_array_index (cells, Cell, i);
      cell->y = y + head_height;
      cell->height = height;
    }
  return y + head_height + height;
}

/* All cells in their places at @width; @height: (out): of the whole board. */
static GArray *
arrange (ParlBoardLayout *self, GtkWidget *board, int width, int *height)
{
  unsigned n_columns = self->single                   ? 1
                       : self->close || width >= WIDE ? FULL_SPAN
                       : width < MEDIUM               ? 1
                                                      : 6;
  GArray *cells = fill_rows (self, board, n_columns);

  int most = (int)(MOST_WIDTH * parl_widget_get_text_scale (board));

  while (!place_columns (cells, n_columns, width, most, self->close ? NARROW_CARD : 0)
         && n_columns > 1)
    {
      n_columns = n_columns == FULL_SPAN ? 6 : 1;
      g_array_unref (cells);
      cells = fill_rows (self, board, n_columns);
    }

  int y = TOP;
  for (unsigned first = 0, end; first < cells->len; first = end)
    {
      unsigned row = g_array_index (cells, Cell, first).row;
      for (end = first + 1; end < cells->len && g_array_index (cells, Cell, end).row == row; end++)
        ;
      y = place_row (cells, first, end, y) + ROW_GAP;
    }
  *height = y - ROW_GAP + (n_columns == 1 ? 16 : TOP);
  return cells;
}

static GtkSizeRequestMode
parl_board_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
    }
  *minimum += 2 * 16;
  *natural = MAX (*minimum, WIDE);
}

static void
parl_board_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                           int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (widget, minimum, natural);
      return;
    }

  g_autoptr (GArray) cells
      = arrange (PARL_BOARD_LAYOUT (manager), widget, for_size > 0 ? for_size : WIDE, natural);
  *minimum = *natural;
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height, int full)
{
  bool rtl = gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL;

  gtk_widget_size_allocate (child, &(GtkAllocation){ rtl ? full - x - width : x, y, width, height },
                            -1);
}

static void
parl_board_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                            int baseline)
{
  int whole;
  g_autoptr (GArray) cells = arrange (PARL_BOARD_LAYOUT (manager), widget, width, &whole);
  for (unsigned i = 0; i < cells->len; i++)
    {
      const Cell *cell = &g_array_index (cells, Cell, i);
      allocate (cell->widget, cell->x, cell->y, cell->width, cell->height, width);
      if (cell->head == NULL)
        continue;
      int head_height = measure_height (cell->head, cell->head_width);
      allocate (cell->head, cell->x, cell->y - HEAD_GAP - head_height, cell->head_width,
                head_height, width);
    }
}

static void
parl_board_layout_class_init (ParlBoardLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->layout_child_type = PARL_TYPE_BOARD_LAYOUT_CHILD;
  manager_class->get_request_mode = parl_board_layout_get_request_mode;
  manager_class->measure = parl_board_layout_measure;
  manager_class->allocate = parl_board_layout_allocate;
}

static void
parl_board_layout_init (ParlBoardLayout *self)
{
}

void
parl_board_layout_set_single (ParlBoardLayout *self, bool single)
{
  if (self->single == single)
    return;
  self->single = single;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

void
parl_board_layout_set_close (ParlBoardLayout *self, bool close)
{
  if (self->close == close)
    return;
  self->close = close;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

void
parl_board_layout_set_span (ParlBoardLayout *self, GtkWidget *child, unsigned span)
{
  GtkLayoutChild *item = gtk_layout_manager_get_layout_child (GTK_LAYOUT_MANAGER (self), child);

  if (PARL_BOARD_LAYOUT_CHILD (item)->span == span)
    return;
  PARL_BOARD_LAYOUT_CHILD (item)->span = span;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}
