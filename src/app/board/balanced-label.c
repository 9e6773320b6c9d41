/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Balances a wrapped text. Knows nothing but its width. */
#include "config.h"

#include "app/board/balanced-label.h"

struct _ParlBalancedLabel
{
  GtkWidget parent_instance;

  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (ParlBalancedLabel, parl_balanced_label, GTK_TYPE_WIDGET)

static void
parl_balanced_label_dispose (GObject *object)
{
  g_clear_pointer (&PARL_BALANCED_LABEL (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (parl_balanced_label_parent_class)->dispose (object);
}

static GtkSizeRequestMode
parl_balanced_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parl_balanced_label_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  gtk_widget_measure (PARL_BALANCED_LABEL (widget)->label, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static int
get_height (GtkWidget *label, int width)
{
  int height;

  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* The narrowest width at which @label is no taller than at @width. */
static int
find_width (GtkWidget *label, int width)
{
  int least, natural, height = get_height (label, width);

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  int most = MIN (width, natural);
  if (natural <= width)
    return most;
  while (least < most)
    {
      int middle = (least + most) / 2;
      if (get_height (label, middle) <= height)
        most = middle;
      else
        least = middle + 1;
    }
  return most;
}

static void
parl_balanced_label_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *label = PARL_BALANCED_LABEL (widget)->label;
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int narrow = find_width (label, width);

  gtk_widget_size_allocate (label, &(GtkAllocation){ rtl ? width - narrow : 0, 0, narrow, height },
                            baseline);
}

static void
parl_balanced_label_class_init (ParlBalancedLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_balanced_label_dispose;
  widget_class->get_request_mode = parl_balanced_label_get_request_mode;
  widget_class->measure = parl_balanced_label_measure;
  widget_class->size_allocate = parl_balanced_label_size_allocate;
}

static void
parl_balanced_label_init (ParlBalancedLabel *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), true);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_yalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

void
parl_balanced_label_set_text (ParlBalancedLabel *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->label), text);
}
