/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row at the foot of the window that leads through the demo in three steps. Opens what it
 * speaks of by the window's actions. */
#include "config.h"

#include "app/tour.h"

#include "analysis/fact-link.h"
#include "app/main-window.h"
#include "app/widget.h"

#include <glib/gi18n.h>

struct _ParlTour
{
  GtkBox parent_instance;

  unsigned step;

  GtkLabel *text, *place;
  GtkButton *next_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlTour, parl_tour, GTK_TYPE_BOX)

static const char *const texts[] = {
  N_ ("The headline says what matters most in one sentence, and no more than the numbers allow."),
  N_ ("Behind every sentence stands a number: in everyone’s words, how it is counted, and how far "
      "it can be trusted."),
  N_ ("Behind every number stand its rows: what the servers said, device by device."),
};

static void
show (ParlTour *self)
{
  bool is_last = self->step + 1 == G_N_ELEMENTS (texts);
  g_autofree char *place
      = g_strdup_printf (_ ("%u of %u"), self->step + 1, (unsigned)G_N_ELEMENTS (texts));

  gtk_label_set_text (self->text, _ (texts[self->step]));
  gtk_label_set_text (self->place, place);
  gtk_button_set_label (self->next_button, is_last ? _ ("Done") : _ ("Next"));
}

/* What the headline of the shown board tells of. */
static char *
dup_link (ParlMainWindow *window)
{
  ParlBoard *board = parl_dashboard_get_board (window->dashboard, window->audience);

  return board != NULL && board->headline->fact != NULL ? parl_fact_link_new (board->headline->fact)
                                                        : NULL;
}

static void
end (ParlTour *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
on_next (ParlTour *self)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *link = dup_link (PARL_MAIN_WINDOW (window));

  self->step++;
  if (link == NULL || self->step == G_N_ELEMENTS (texts))
    {
      end (self);
      gtk_widget_activate_action (window, "win.back", NULL);
      gtk_widget_activate_action (window, "win.close-panel", NULL);
      return;
    }
  gtk_widget_activate_action (window, self->step == 1 ? "win.fact" : "win.evidence", "s", link);
  show (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

static void
parl_tour_class_init (ParlTourClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  parl_widget_class_set_template (widget_class, "tour.ui");
  PARL_BIND_CHILDREN (widget_class, ParlTour, text, place, next_button);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, end);
}

void
parl_tour_offer (ParlTour *self, ParlDashboard *dashboard, ParlSettings *settings)
{
  if (!dashboard->demo)
    end (self);
  if (!dashboard->demo || dashboard->state != PARL_DASHBOARD_READY
      || parl_settings_get_boolean (settings, PARL_CONF_WINDOW, "tour-seen"))
    return;
  parl_settings_set (settings, PARL_CONF_WINDOW, "tour-seen", "true");
  self->step = 0;
  show (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
