/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of widgets on common baselines. Not a GtkBox: one with a label that wraps on a baseline lets
 * a large number run into what stands above it, since GTK 4.14. */
#include "config.h"

#include "app/board/value-layout.h"

#include <stdbool.h>

#define GAP 6

enum
{
  VALUE,
  UNIT,
  VERDICT,
  N_PARTS
};

struct _ParlValueLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlValueLayout, parl_value_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *widget; /* NULL: nothing to place */
  unsigned row;
  int least, natural; /* widths */
  int width, height, baseline;
  int x, y;
} Part;

/* Returns: the width of all of them side by side. */
static int
measure_parts (GtkWidget *parent, Part parts[N_PARTS])
{
  GtkWidget *child = gtk_widget_get_first_child (parent);
  int sum = 0;

  for (unsigned i = 0; i < N_PARTS && child != NULL;
       i++, child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      parts[i].widget = child;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &parts[i].least, &parts[i].natural,
                          NULL, NULL);
      sum += parts[i].natural + (sum > 0 ? GAP : 0);
    }
  return sum;
}

static int
get_width (const Part *a, const Part *b)
{
  bool both = a->widget != NULL && b->widget != NULL;

  return a->natural + b->natural + (both ? GAP : 0);
}

static void
choose_rows (Part parts[N_PARTS], int sum, int width)
{
  if (sum <= width)
    return;
  if (get_width (&parts[VALUE], &parts[VERDICT]) <= width)
    {
      parts[UNIT].row = 1;
      return;
    }
  parts[UNIT].row = get_width (&parts[VALUE], &parts[UNIT]) <= width ? 0 : 1;
  parts[VERDICT].row = parts[UNIT].row + 1;
}

/* Returns: the height of the row, which begins at @y. */
static int
place_row (Part parts[N_PARTS], unsigned row, int y, int width)
{
  int ascent = 0, descent = 0, x = 0;

  for (unsigned i = 0; i < N_PARTS; i++)
    {
      Part *part = &parts[i];
      if (part->widget == NULL || part->row != row)
        continue;
      part->width = MAX (part->least, MIN (part->natural, width));
      gtk_widget_measure (part->widget, GTK_ORIENTATION_VERTICAL, part->width, NULL, &part->height,
                          NULL, &part->baseline);
      if (part->baseline < 0)
        part->baseline = part->height;
      part->x = i == VERDICT && row == 0 ? width - part->width : x;
      x += part->width + GAP;
      ascent = MAX (ascent, part->baseline);
      descent = MAX (descent, part->height - part->baseline);
    }
  for (unsigned i = 0; i < N_PARTS; i++)
    if (parts[i].row == row)
      parts[i].y = y + ascent - parts[i].baseline;
  return ascent + descent;
}

/* Returns: the height of all rows. */
static int
place_parts (GtkWidget *parent, int width, Part parts[N_PARTS])
{
  int y = 0;

  choose_rows (parts, measure_parts (parent, parts), width);
  for (unsigned row = 0; row < N_PARTS; row++)
    y += place_row (parts, row, y, width);
  return y;
}

static GtkSizeRequestMode
parl_value_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parl_value_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                           int for_size, int *minimum, int *natural, int *minimum_baseline,
                           int *natural_baseline)
{
  Part parts[N_PARTS] = { 0 };

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = place_parts (widget, for_size < 0 ? G_MAXINT : for_size, parts);
      return;
    }
  *natural = measure_parts (widget, parts);
  for (unsigned i = 0; i < N_PARTS; i++)
    *minimum = MAX (*minimum, parts[i].least);
}

static void
parl_value_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                            int baseline)
{
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  Part parts[N_PARTS] = { 0 };

  place_parts (widget, width, parts);
  for (unsigned i = 0; i < N_PARTS; i++)
    if (parts[i].widget != NULL)
      gtk_widget_size_allocate (
          parts[i].widget,
          &(GtkAllocation){ rtl ? width - parts[i].x - parts[i].width : parts[i].x, parts[i].y,
                            parts[i].width, parts[i].height },
          parts[i].baseline);
}

static void
parl_value_layout_class_init (ParlValueLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = parl_value_layout_get_request_mode;
  layout_class->measure = parl_value_layout_measure;
  layout_class->allocate = parl_value_layout_allocate;
}

static void
parl_value_layout_init (ParlValueLayout *self)
{
}
