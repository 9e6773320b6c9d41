/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A source's condition as a chip of the strip, and all that is to be said of it in a popover. Told
 * what to show; follows nothing by itself. */
#include "config.h"

#include "app/sources/source-chip.h"

#include "app/widget.h"

#include <glib/gi18n.h>
#include <math.h>

void
parl_condition_show (ParlCondition condition, gpointer widget, GtkImage *sign)
{
  static const char *const styles[] = { "good", "plain", "warn", "bad" };
  const char *style = parl_condition_get_style (condition);

  for (unsigned i = 0; i < G_N_ELEMENTS (styles); i++)
    parl_widget_set_class (widget, styles[i], g_str_equal (styles[i], style));
  gtk_image_set_from_icon_name (sign, parl_condition_get_icon (condition));
}

/* The details. */

struct _ParlSourceDetails
{
  GtkBox parent_instance;

  GtkImage *sign;
  GtkLabel *title, *word, *times, *address, *message, *next, *step;
  GtkProgressBar *bar;
  GtkButton *retry_button, *edit_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlSourceDetails, parl_source_details, GTK_TYPE_BOX)

static void
parl_source_details_class_init (ParlSourceDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  parl_widget_class_set_template (widget_class, "source-details.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceDetails, sign, title, word, times, address, message,
                      next, step, bar, retry_button, edit_button);
}

static void
show_progress (ParlSourceDetails *self, ParlSourceItem *item)
{
  bool syncing = item->syncing;
  double fraction = parl_source_item_get_fraction (item);
  g_autofree char *step = syncing ? parl_source_dup_step (item) : NULL;

  parl_label_set_optional (self->step, step);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), syncing && !isnan (fraction));
  if (!isnan (fraction))
    gtk_progress_bar_set_fraction (self->bar, fraction);
}

void
parl_source_details_update (ParlSourceDetails *self, ParlSourceItem *item, ParlTime now,
                            const ParlTargets *targets)
{
  ParlCondition condition = parl_source_get_condition (item, now, targets);
  g_autofree char *title = parl_source_dup_title (item);
  g_autofree char *age = parl_source_dup_age (item, now);
  g_autofree char *last = parl_source_dup_last_read (item, now);
  g_autofree char *times
      = age != NULL ? g_strdup_printf (_ ("%s; its newest datum is %s"), last, age) : NULL;
  g_autofree char *next = parl_source_dup_next_try (item, now);
  const char *name = parl_source_item_get_name (item);

  parl_condition_show (condition, self, self->sign);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->word, parl_condition_get_word (condition));
  parl_label_set_optional (self->times, times != NULL ? times : last);
  parl_label_set_optional (self->address, parl_source_config_get_address (item->config));
  parl_label_set_optional (self->message, item->message);
  parl_label_set_optional (self->next, next);
  show_progress (self, item);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", name);
}

/* The chip. */

struct _ParlSourceChip
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkImage *sign;
  GtkLabel *title, *age, *word;
  GtkPopover *popover;
  GtkBox *all; /* of ParlSourceDetails */
};

PARL_DEFINE_TEMPLATE_TYPE (ParlSourceChip, parl_source_chip, ADW_TYPE_BIN)

static void
parl_source_chip_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object),
                     NULL); /* AdwBin does not notice that the template drops its child */
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_SOURCE_CHIP);
  G_OBJECT_CLASS (parl_source_chip_parent_class)->dispose (object);
}

static void
parl_source_chip_class_init (ParlSourceChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_source_chip_dispose;
  parl_widget_class_set_template (widget_class, "source-chip.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceChip, button, sign, title, age, word, popover, all);
}

void
parl_source_chip_show_one (ParlSourceChip *self, ParlSourceItem *item, ParlTime now,
                           const ParlTargets *targets)
{
  ParlCondition condition = parl_source_get_condition (item, now, targets);
  g_autofree char *word = parl_source_dup_condition (item, condition);
  g_autofree char *title = parl_source_dup_title (item);
  g_autofree char *age = parl_source_dup_age (item, now);
  g_autofree char *name = age != NULL ? g_strdup_printf ("%s, %s, %s", title, age, word)
                                      : g_strdup_printf ("%s, %s", title, word);

  parl_condition_show (condition, self->button, self->sign);
  parl_label_set_optional (self->title, title);
  parl_label_set_optional (self->age, age);
  parl_label_set_optional (self->word, word);
  parl_widget_set_spoken (self->button, name);
  parl_box_set_n_children (self->all, 1, PARL_TYPE_SOURCE_DETAILS);
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

  parl_condition_show (worst, self->button, self->sign);
  parl_label_set_optional (self->title, summary);
  parl_label_set_optional (self->age, NULL);
  parl_label_set_optional (self->word, NULL);
  parl_widget_set_spoken (self->button, name);
  parl_box_set_n_children (self->all, n, PARL_TYPE_SOURCE_DETAILS);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->all));
  for (unsigned i = 0; i < n; i++, child = gtk_widget_get_next_sibling (child))
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      parl_source_details_update (PARL_SOURCE_DETAILS (child), item, now, targets);
    }
}
