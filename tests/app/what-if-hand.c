/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "what-if-hand.h"

GtkWidget *
what_if_get_child (GtkWidget *card, const char *name)
{
  return GTK_WIDGET (gtk_widget_get_template_child (card, PARL_TYPE_WHAT_IF_CARD, name));
}

/* The control of @cause among the rows of @box; NULL: it has none there. */
static GtkWidget *
find_control (GtkWidget *box, const char *cause)
{
  for (GtkWidget *row = gtk_widget_get_first_child (box); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *control = gtk_widget_get_last_child (row);
      if (g_str_equal (g_object_get_data (G_OBJECT (control), "parl-cause"), cause))
        return control;
    }
  return NULL;
}

void
what_if_choose (GtkWidget *card, const char *cause, bool chosen)
{
  GtkWidget *control = find_control (what_if_get_child (card, "cause_rows"), cause);

  if (control == NULL)
    control = find_control (what_if_get_child (card, "more_rows"), cause);
  g_assert_nonnull (control);
  gtk_switch_set_active (GTK_SWITCH (control), chosen);
}

void
what_if_set_efficacy (GtkWidget *card, const char *cause, double efficacy)
{
  GtkWidget *control = find_control (what_if_get_child (card, "efficacy_rows"), cause);

  g_assert_nonnull (control);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), 100 * efficacy);
}

void
what_if_put_on_report (GtkWidget *card, bool on_report)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (what_if_get_child (card, "report_button")),
                                on_report);
}

const char *
what_if_get_sentence (GtkWidget *card)
{
  return gtk_label_get_label (GTK_LABEL (what_if_get_child (card, "sentence")));
}
