/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The details of one source. Told what to show; follows nothing by itself. */
#include "config.h"

#include "app/source-details.h"

#include "app/widget.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ParlSourceDetails
{
  GtkBox parent_instance;

  char *style; /* the class that the condition has given */
  GtkImage *sign;
  GtkLabel *title, *word, *times, *address, *message, *next, *step;
  GtkProgressBar *bar;
  GtkButton *retry_button, *edit_button;
};

G_DEFINE_FINAL_TYPE (ParlSourceDetails, parl_source_details, GTK_TYPE_BOX)

static void
parl_source_details_finalize (GObject *object)
{
  g_free (PARL_SOURCE_DETAILS (object)->style);
  G_OBJECT_CLASS (parl_source_details_parent_class)->finalize (object);
}

static void
parl_source_details_class_init (ParlSourceDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = parl_source_details_finalize;
  parl_widget_class_set_template (widget_class, "source-details.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceDetails, sign, title, word, times, address, message,
                      next, step, bar, retry_button, edit_button);
}

static void
parl_source_details_init (ParlSourceDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_line (GtkLabel *label, const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  gtk_label_set_text (label, text != NULL ? text : "");
}

static void
set_style (ParlSourceDetails *self, const char *style)
{
  if (g_strcmp0 (self->style, style) == 0)
    return;
  if (self->style != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);
  g_free (self->style);
  self->style = g_strdup (style);
  gtk_widget_add_css_class (GTK_WIDGET (self), style);
}

static void
show_progress (ParlSourceDetails *self, ParlSourceItem *item)
{
  bool syncing = parl_source_item_get_syncing (item);
  double fraction = parl_source_item_get_fraction (item);
  g_autofree char *step = syncing ? parl_source_dup_step (item) : NULL;

  set_line (self->step, step);
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

  set_style (self, parl_condition_get_style (condition));
  gtk_image_set_from_icon_name (self->sign, parl_condition_get_icon (condition));
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->word, parl_condition_get_word (condition));
  set_line (self->times, times != NULL ? times : last);
  set_line (self->address, parl_source_config_get_address (parl_source_item_get_config (item)));
  set_line (self->message, parl_source_item_get_message (item));
  set_line (self->next, next);
  show_progress (self, item);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", name);
}
