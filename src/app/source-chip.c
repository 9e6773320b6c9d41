/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chip of the strip. Told what to show; follows nothing by itself. */
#include "config.h"

#include "app/source-chip.h"

#include "app/source-details.h"
#include "app/widget.h"

#include <glib/gi18n.h>

struct _ParlSourceChip
{
  AdwBin parent_instance;

  char *style; /* the class that the condition has given */
  GtkMenuButton *button;
  GtkImage *sign;
  GtkLabel *title, *age, *word;
  GtkPopover *popover;
  GtkBox *all; /* of ParlSourceDetails */
};

G_DEFINE_FINAL_TYPE (ParlSourceChip, parl_source_chip, ADW_TYPE_BIN)

static void
parl_source_chip_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* it would not see the template let go of it */
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_SOURCE_CHIP);
  G_OBJECT_CLASS (parl_source_chip_parent_class)->dispose (object);
}

static void
parl_source_chip_finalize (GObject *object)
{
  g_free (PARL_SOURCE_CHIP (object)->style);
  G_OBJECT_CLASS (parl_source_chip_parent_class)->finalize (object);
}

static void
parl_source_chip_class_init (ParlSourceChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_source_chip_dispose;
  G_OBJECT_CLASS (klass)->finalize = parl_source_chip_finalize;
  parl_widget_class_set_template (widget_class, "source-chip.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceChip, button, sign, title, age, word, popover, all);
}

static void
parl_source_chip_init (ParlSourceChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parl_source_chip_new (void)
{
  return g_object_new (PARL_TYPE_SOURCE_CHIP, NULL);
}

static void
show_condition (ParlSourceChip *self, ParlCondition condition)
{
  const char *style = parl_condition_get_style (condition);

  gtk_image_set_from_icon_name (self->sign, parl_condition_get_icon (condition));
  if (g_strcmp0 (self->style, style) == 0)
    return;
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), self->style);
  g_free (self->style);
  self->style = g_strdup (style);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), style);
}

/* Makes the popover hold @n details. */
static void
set_n_details (ParlSourceChip *self, unsigned n)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->all));
  unsigned i;

  for (i = 0; child != NULL; i++)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);
      if (i >= n)
        gtk_box_remove (self->all, child);
      child = next;
    }
  for (; i < n; i++)
    gtk_box_append (self->all, g_object_new (PARL_TYPE_SOURCE_DETAILS, NULL));
}

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_label_set_text (label, text != NULL ? text : "");
}

void
parl_source_chip_show_one (ParlSourceChip *self, ParlSourceItem *item, ParlTime now,
                           const ParlTargets *targets)
{
  ParlCondition condition = parl_source_get_condition (item, now, targets);
  const char *word = parl_condition_get_word (condition);
  g_autofree char *title = parl_source_dup_title (item);
  g_autofree char *age = parl_source_dup_age (item, now);
  g_autofree char *name = age != NULL ? g_strdup_printf ("%s, %s, %s", title, age, word)
                                      : g_strdup_printf ("%s, %s", title, word);

  show_condition (self, condition);
  set_label (self->title, title);
  set_label (self->age, age);
  set_label (self->word, word);
  parl_widget_set_spoken (self->button, name);
  set_n_details (self, 1);
  parl_source_details_update (
      PARL_SOURCE_DETAILS (gtk_widget_get_first_child (GTK_WIDGET (self->all))), item, now,
      targets);
}

void
parl_source_chip_show_all (ParlSourceChip *self, GListModel *sources, ParlTime now,
                           const ParlTargets *targets)
{
  unsigned n = g_list_model_get_n_items (sources);
  ParlCondition worst;
  g_autofree char *summary = parl_sources_dup_summary (sources, now, targets, &worst);
  g_autofree char *name = g_strdup_printf (_ ("Sources: %s"), summary);

  show_condition (self, worst);
  set_label (self->title, summary);
  set_label (self->age, NULL);
  set_label (self->word, NULL);
  parl_widget_set_spoken (self->button, name);
  set_n_details (self, n);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->all));
  for (unsigned i = 0; i < n; i++, child = gtk_widget_get_next_sibling (child))
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      parl_source_details_update (PARL_SOURCE_DETAILS (child), item, now, targets);
    }
}
