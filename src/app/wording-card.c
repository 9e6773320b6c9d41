/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One dialect. The one shown has the ring and says so. */
#include "config.h"

#include "app/wording-card.h"

#include "app/widget.h"

#include <glib/gi18n.h>

struct _ParlWordingCard
{
  GtkBox parent_instance;

  char *copied; /* what Copy copies */
  bool shown;
  GtkLabel *name, *text, *detail;
  GtkButton *copy_button;
};

G_DEFINE_FINAL_TYPE (ParlWordingCard, parl_wording_card, GTK_TYPE_BOX)

static void
on_copy (ParlWordingCard *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->copied);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("Sentence copied"));
}

static void
parl_wording_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_WORDING_CARD);
  g_clear_pointer (&PARL_WORDING_CARD (object)->copied, g_free);
  G_OBJECT_CLASS (parl_wording_card_parent_class)->dispose (object);
}

static void
parl_wording_card_class_init (ParlWordingCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_wording_card_dispose;
  parl_widget_class_set_template (widget_class, "wording-card.ui");
  PARL_BIND_CHILDREN (widget_class, ParlWordingCard, name, text, detail, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
parl_wording_card_init (ParlWordingCard *self)
{
  self->copied = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parl_wording_card_new (void)
{
  return g_object_new (PARL_TYPE_WORDING_CARD, NULL);
}

void
parl_wording_card_set (ParlWordingCard *self, const char *audience, const ParlLine *line,
                       bool shown)
{
  GtkWidget *widget = GTK_WIDGET (self);
  /* Translators: whose words, and that they are those on the board: "Exec · shown now" */
  g_autofree char *name
      = shown ? g_strdup_printf (_ ("%s · shown now"), audience) : g_strdup (audience);
  g_autofree char *copy = g_strdup_printf (_ ("Copy the Words for %s"), audience);
  bool has_detail = line->detail != NULL && *line->detail != '\0';

  self->shown = shown;
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->text, line->text);
  gtk_label_set_label (self->detail, has_detail ? line->detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), has_detail);
  g_free (self->copied);
  self->copied
      = has_detail ? g_strdup_printf ("%s\n%s", line->text, line->detail) : g_strdup (line->text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->copy_button), copy);
  parl_widget_set_spoken (self->copy_button, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line->text, -1);
  parl_widget_set_class (widget, "explained", shown);
}

const char *
parl_wording_card_get_text (ParlWordingCard *self)
{
  return gtk_label_get_label (self->text);
}

bool
parl_wording_card_get_shown (ParlWordingCard *self)
{
  return self->shown;
}
