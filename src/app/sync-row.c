/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the state page. Told what to show; follows nothing by itself. */
#include "config.h"

#include "app/sync-row.h"

#include "app/widget.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ParlSyncRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *sign;
  GtkSpinner *spinner;
  GtkLabel *title, *sentence, *next;
  GtkProgressBar *bar;
  GtkBox *buttons;
  GtkButton *retry_button, *edit_button;
};

G_DEFINE_FINAL_TYPE (ParlSyncRow, parl_sync_row, ADW_TYPE_PREFERENCES_ROW)

static void
parl_sync_row_class_init (ParlSyncRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  parl_widget_class_set_template (widget_class, "sync-row.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSyncRow, sign, spinner, title, sentence, next, bar, buttons,
                      retry_button, edit_button);
}

static void
parl_sync_row_init (ParlSyncRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parl_sync_row_new (void)
{
  return g_object_new (PARL_TYPE_SYNC_ROW, NULL);
}

static bool
is_read (ParlSourceItem *item)
{
  return parl_source_item_get_unsettled (item)
         || parl_source_item_get_fetched (item) != PARL_TIME_NONE;
}

static char *
dup_sentence (ParlSourceItem *item)
{
  const char *message = parl_source_item_get_message (item);

  if (parl_source_item_get_syncing (item))
    return parl_source_dup_step (item);
  if (parl_source_item_get_sync_state (item) == PARL_SYNC_FAILED && message != NULL)
    return g_strdup (message);
  if (parl_source_config_get_paused (parl_source_item_get_config (item)))
    return g_strdup (_ ("Paused: not read"));
  if (is_read (item))
    return g_strdup (_ ("Read"));
  return g_strdup (_ ("Not read yet"));
}

static void
set_class (ParlSyncRow *self, const char *name, bool on)
{
  parl_widget_set_class (self, name, on);
}

void
parl_sync_row_update (ParlSyncRow *self, ParlSourceItem *item, ParlTime now)
{
  const char *name = parl_source_item_get_name (item);
  bool syncing = parl_source_item_get_syncing (item);
  bool failed = !syncing && parl_source_item_get_sync_state (item) == PARL_SYNC_FAILED;
  bool paused = parl_source_config_get_paused (parl_source_item_get_config (item));
  double fraction = parl_source_item_get_fraction (item);
  g_autofree char *title = parl_source_dup_title (item);
  g_autofree char *sentence = dup_sentence (item);
  g_autofree char *next = parl_source_dup_next_try (item, now);
  ParlCondition condition = failed           ? PARL_CONDITION_OFFLINE
                            : paused         ? PARL_CONDITION_PAUSED
                            : is_read (item) ? PARL_CONDITION_FRESH
                                             : PARL_CONDITION_NEVER;

  gtk_image_set_from_icon_name (self->sign, parl_condition_get_icon (condition));
  set_class (self, "bad", failed);
  set_class (self, "good", condition == PARL_CONDITION_FRESH);
  gtk_widget_set_visible (GTK_WIDGET (self->sign), !syncing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), syncing);
  gtk_spinner_set_spinning (self->spinner, syncing);
  gtk_label_set_text (self->title, title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_label_set_text (self->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->next), failed && next != NULL);
  gtk_label_set_text (self->next, next != NULL ? next : "");
  gtk_widget_set_visible (GTK_WIDGET (self->bar), syncing);
  gtk_progress_bar_set_fraction (self->bar, isnan (fraction) ? 0 : fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), failed);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", name);
}
