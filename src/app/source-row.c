/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the sources window. Told what to show; changes nothing itself. */
#include "config.h"

#include "app/source-row.h"

#include "app/widget.h"

#include <glib/gi18n.h>

struct _ParlSourceRow
{
  AdwActionRow parent_instance;

  char *name;
  const char *style; /* the class that the condition has given; static */
  bool updating;     /* the switch is being set, not used */
  GtkImage *sign;
  GtkSwitch *read_switch;
  GtkButton *edit_button, *remove_button;
};

G_DEFINE_FINAL_TYPE (ParlSourceRow, parl_source_row, ADW_TYPE_ACTION_ROW)

static void
on_switched (ParlSourceRow *self)
{
  if (!self->updating)
    gtk_widget_activate_action (GTK_WIDGET (self), "sources.pause", "(sb)", self->name,
                                !gtk_switch_get_active (self->read_switch));
}

static void
parl_source_row_dispose (GObject *object)
{
  ParlSourceRow *self = PARL_SOURCE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_SOURCE_ROW);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (parl_source_row_parent_class)->dispose (object);
}

static void
parl_source_row_class_init (ParlSourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_source_row_dispose;
  parl_widget_class_set_template (widget_class, "source-row.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceRow, sign, read_switch, edit_button, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_switched);
}

static void
parl_source_row_init (ParlSourceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parl_source_row_new (void)
{
  return g_object_new (PARL_TYPE_SOURCE_ROW, NULL);
}

static void
set_name (ParlSourceRow *self, const char *name)
{
  g_autofree char *edit = g_strdup_printf (_ ("Edit %s"), name);
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), name);
  g_autofree char *read = g_strdup_printf (_ ("Read %s"), name);

  if (g_strcmp0 (self->name, name) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove_button), "s", name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->edit_button), edit);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove_button), remove);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->read_switch), read);
  parl_widget_set_spoken (self->read_switch, read);
}

/* Address, and its state in a word: "https://updates.example.com\nFresh, 12 min old". */
static char *
dup_subtitle (ParlSourceItem *item, ParlCondition condition, ParlTime now)
{
  const ParlSourceConfig *config = parl_source_item_get_config (item);
  const char *word = parl_condition_get_word (condition);
  const char *message = parl_source_item_get_message (item);
  g_autofree char *age = parl_source_dup_age (item, now);
  g_autofree char *state = age != NULL ? g_strdup_printf ("%s, %s", word, age) : g_strdup (word);
  bool wrong = condition == PARL_CONDITION_OFFLINE || condition == PARL_CONDITION_PARTIAL;

  return g_strconcat (parl_source_config_get_address (config), "\n", state,
                      wrong && message != NULL ? "\n" : NULL, message, NULL);
}

void
parl_source_row_update (ParlSourceRow *self, ParlSourceItem *item, ParlTime now,
                        const ParlTargets *targets)
{
  ParlCondition condition = parl_source_get_condition (item, now, targets);
  const char *style = parl_condition_get_style (condition);
  g_autofree char *subtitle = dup_subtitle (item, condition, now);

  set_name (self, parl_source_item_get_name (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->sign, parl_condition_get_icon (condition));
  if (self->style != style)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);
      self->style = style;
      gtk_widget_add_css_class (GTK_WIDGET (self), style);
    }
  self->updating = true;
  gtk_switch_set_active (self->read_switch,
                         !parl_source_config_get_paused (parl_source_item_get_config (item)));
  self->updating = false;
}
