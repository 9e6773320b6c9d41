/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The focus stays in the entry: Up and Down choose an answer, Enter takes it. */
#include "config.h"

#include "app/ask/ask-window.h"

#include "app/ask/answers.h"
#include "app/board/card-parts.h"
#include "app/widget.h"

#include <glib/gi18n.h>

struct _ParlAskWindow
{
  AdwWindow parent_instance;

  ParlDashboard *dashboard;
  char *audience;
  GPtrArray *answers; /* (element-type ParlAnswer) */

  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (ParlAskWindow, parl_ask_window, ADW_TYPE_WINDOW)

static GtkWidget *
create_label (const char *text, const char *const *classes)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "xalign", 0.0f, "css-classes", classes, NULL);
}

static GtkWidget *
create_sign (const ParlAnswer *answer)
{
  if (answer->icon != NULL)
    return g_object_new (GTK_TYPE_IMAGE, "icon-name", answer->icon, "valign", GTK_ALIGN_START,
                         NULL);

  GtkWidget *glyph = g_object_new (PARL_TYPE_GLYPH_VIEW, "valign", GTK_ALIGN_START, NULL);
  parl_glyph_view_set_tone (PARL_GLYPH_VIEW (glyph), answer->tone);
  return glyph;
}

static GtkWidget *
create_row (const ParlAnswer *answer)
{
  static const char *const plain[] = { "line-text", NULL };
  static const char *const small[] = { "label", "text-2", NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (words), create_label (answer->text, plain));
  if (answer->detail != NULL)
    gtk_box_append (GTK_BOX (words), create_label (answer->detail, small));
  gtk_box_append (GTK_BOX (box), create_sign (answer));
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_add_css_class (box, "answer");
  return box;
}

/* @step: 1: the next answer; -1: the one before; 0: the first */
static void
choose (ParlAskWindow *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL && step != 0 ? gtk_list_box_row_get_index (row) + step : 0;
  GtkListBoxRow *chosen = gtk_list_box_get_row_at_index (self->list, index);

  if (chosen == NULL)
    return;
  gtk_list_box_select_row (self->list, chosen);
  gtk_widget_grab_focus (GTK_WIDGET (chosen)); /* scrolls it into view */
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static void
fill (ParlAskWindow *self)
{
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  ParlBoard *board = parl_dashboard_get_board (self->dashboard, self->audience);
  ParlAudience *audience = parl_dashboard_get_audience (self->dashboard, self->audience);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  if (board == NULL)
    return;
  self->answers
      = parl_answers_new (board, audience, self->dashboard->computer->computed->choices, query);
  for (unsigned i = 0; i < self->answers->len; i++)
    gtk_list_box_append (self->list, create_row (self->answers->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack, self->answers->len > 0 ? "answers" : "hint");
  choose (self, 0);
}

static void
take (ParlAskWindow *self, GtkListBoxRow *row)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  if (row == NULL || parent == NULL)
    return;

  const ParlAnswer *answer
      = g_ptr_array_index (self->answers, (unsigned)gtk_list_box_row_get_index (row));
  g_autofree char *target = g_strdup (answer->target);
  const char *action = answer->action;
  g_object_ref (parent);
  gtk_window_close (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (parent), action, "s", target);
  g_object_unref (parent);
}

static void
on_entry_activate (ParlAskWindow *self)
{
  take (self, gtk_list_box_get_selected_row (self->list));
}

static gboolean
on_key (ParlAskWindow *self, guint key)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_Up)
    return FALSE;
  choose (self, key == GDK_KEY_Down ? 1 : -1);
  return TRUE;
}

static void
parl_ask_window_dispose (GObject *object)
{
  ParlAskWindow *self = PARL_ASK_WINDOW (object);

  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_clear_object (&self->dashboard);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_ASK_WINDOW);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->audience, g_free);
  G_OBJECT_CLASS (parl_ask_window_parent_class)->dispose (object);
}

static void
parl_ask_window_class_init (ParlAskWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_ask_window_dispose;
  parl_widget_class_set_template (widget_class, "ask-window.ui");
  PARL_BIND_CHILDREN (widget_class, ParlAskWindow, entry, stack, list);
  gtk_widget_class_bind_template_callback (widget_class, fill);
  gtk_widget_class_bind_template_callback (widget_class, take);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
}

static void
parl_ask_window_init (ParlAskWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parl_ask_window_new (ParlDashboard *dashboard, const char *audience)
{
  ParlAskWindow *self = g_object_new (PARL_TYPE_ASK_WINDOW, NULL);

  self->dashboard = g_object_ref (dashboard);
  self->audience = g_strdup (audience);
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (fill), self);
  fill (self);
  return GTK_WINDOW (self);
}
