/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel's frame: which of its parts make sense for the fact in focus, and what can be copied.
 * Chooses no words and computes nothing; follows the findings, so that after a refresh it explains
 * the fact of then. */
#include "config.h"

#include "app/panel/fact-panel.h"

#include "app/board/card-parts.h"
#include "app/chart/chart-view.h"
#include "analysis/fact-link.h"
#include "app/panel/what-if-card.h"
#include "app/widget.h"
#include "audiences/panel/explanation.h"
#include "audiences/fact-words.h"
#include "audiences/panel/panel-words.h"
#include "audiences/panel/work-item.h"

#include <glib/gi18n.h>
#include <string.h>

/* A fact in one audience's words, to be read and copied. The audience that is shown has the ring
 * and says so. */

#define PARL_TYPE_WORDING_CARD (parl_wording_card_get_type ())
G_DECLARE_FINAL_TYPE (ParlWordingCard, parl_wording_card, PARL, WORDING_CARD, GtkBox)

struct _ParlWordingCard
{
  GtkBox parent_instance;

  char *copied; /* what Copy copies */
  GtkLabel *name, *text, *detail;
  GtkButton *copy_button;
};

G_DEFINE_FINAL_TYPE (ParlWordingCard, parl_wording_card, GTK_TYPE_BOX)

static void
on_copy (ParlWordingCard *self)
{
  parl_widget_copy (self, self->copied, _ ("Sentence copied"));
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

/* @shown: the audience whose board is shown just now. */
static void
set_wording (ParlWordingCard *self, const char *audience, const ParlLine *line, bool shown)
{
  GtkWidget *widget = GTK_WIDGET (self);
  /* Translators: whose words, and that they are those on the board: "Exec · shown now" */
  g_autofree char *name
      = shown ? g_strdup_printf (_ ("%s · shown now"), audience) : g_strdup (audience);
  g_autofree char *copy = g_strdup_printf (_ ("Copy the Words for %s"), audience);
  bool has_detail = line->detail != NULL && *line->detail != '\0';

  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->text, line->text);
  parl_label_set_optional (self->detail, line->detail);
  g_free (self->copied);
  self->copied
      = has_detail ? g_strdup_printf ("%s\n%s", line->text, line->detail) : g_strdup (line->text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->copy_button), copy);
  parl_widget_set_spoken (self->copy_button, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line->text, -1);
  parl_widget_set_class (widget, "explained", shown);
}

/* The panel. */

struct _ParlFactPanel
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  char *link;             /* NULL: none is explained */
  ParlFindings *findings; /* keep the fact */
  const ParlFact *fact;   /* NULL: the findings have none such */
  char *audience;         /* whose board is shown */
  ParlLine *said;         /* on that board; NULL: it has no words about this fact */
  GPtrArray *cards;       /* ParlWordingCard, one an audience, the shown one first; owned */
  ParlWidth mode;

  GtkBox *head_words;
  GtkLabel *title, *mind;
  ParlBadge *verdict;
  GtkWidget *clear_button;
  GtkStack *states;
  AdwStatusPage *gone;
  GtkScrolledWindow *scroller;
  GtkGrid *wordings;
  GtkBox *counted; /* how the fact is counted */
  GtkLabel *formula, *expression, *result, *size, *window, *change, *judgement;
  ParlChartView *chart;
  GtkWidget *what_if_head;
  ParlWhatIfCard *what_if;
  GtkBox *actions;
  GtkButton *rows_button;
  GtkWidget *part_button;
};

G_DEFINE_FINAL_TYPE (ParlFactPanel, parl_fact_panel, GTK_TYPE_BOX)

/* Everyone's words. */

static void
place_cards (ParlFactPanel *self)
{
  int n_columns = self->mode == PARL_WIDTH_NARROW ? 1 : 2;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->wordings))) != NULL)
    gtk_grid_remove (self->wordings, child);
  for (int i = 0; i < (int)self->cards->len; i++)
    gtk_grid_attach (self->wordings, g_ptr_array_index (self->cards, i), i % n_columns,
                     i / n_columns, 1, 1);
}

/* As the board has it where it speaks of the fact; else as the audience says this fact alone. */
static ParlLine *
say (ParlFactPanel *self, const char *id)
{
  ParlAudience *audience = parl_dashboard_get_audience (self->dashboard, id);
  if (self->said == NULL || g_strcmp0 (id, self->audience) != 0)
    return parl_audience_say_fact (audience, self->findings, self->fact);

  ParlLine *line = parl_line_new (self->said->tone, self->said->text, self->fact);
  line->detail = g_strdup (self->said->detail);
  return line;
}

static void
add_card (ParlFactPanel *self, const char *id)
{
  ParlAudience *audience = parl_dashboard_get_audience (self->dashboard, id);
  g_autoptr (ParlLine) line = say (self, id);
  ParlWordingCard *card = g_object_new (PARL_TYPE_WORDING_CARD, NULL);
  bool is_first = g_strcmp0 (id, self->audience) == 0;

  set_wording (card, parl_audience_get_name (audience), line, is_first && self->said != NULL);
  g_ptr_array_insert (self->cards, is_first ? 0 : -1, g_object_ref_sink (card));
}

static void
fill_wordings (ParlFactPanel *self)
{
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);

  g_ptr_array_set_size (self->cards, 0);
  for (; *ids != NULL; ids++)
    add_card (self, *ids);
  place_cards (self);
}

/* The formula, the numbers put in, and the interval beside what was before and what was promised.
 */
static void
fill_counted (ParlFactPanel *self, const ParlExplanation *explanation)
{
  g_autoptr (ParlChartSpec) spec = parl_explanation_chart (explanation);
  g_autofree char *change
      = explanation->change != NULL
            ? g_strdup_printf (_ ("%s; change %s"), explanation->comparison, explanation->change)
            : g_strdup (explanation->comparison);

  parl_label_set_optional (self->formula, explanation->formula);
  parl_label_set_optional (self->expression, explanation->expression);
  parl_label_set_optional (self->result, explanation->result);
  parl_label_set_optional (self->size, explanation->size);
  parl_label_set_optional (self->window, explanation->window);
  parl_label_set_optional (self->change, change);
  parl_label_set_optional (self->judgement, explanation->judgement);
  parl_chart_view_set_spec (self->chart, spec);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), spec != NULL);
}

/* The caveats, then where the number comes from. */
static void
fill_mind (ParlFactPanel *self, const ParlExplanation *explanation)
{
  const char *const origin[]
      = { explanation->source, explanation->freshness, explanation->evidence, explanation->method };
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **caveat = explanation->caveats; *caveat != NULL; caveat++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", *caveat);
  for (unsigned i = 0; i < G_N_ELEMENTS (origin); i++)
    if (origin[i] != NULL)
      g_string_append_printf (text, "%s%s.", text->len > 0 ? "\n" : "", origin[i]);
  gtk_label_set_label (self->mind, text->str);
}

static void
update_actions (ParlFactPanel *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "panel.rows", self->fact != NULL);
  gtk_widget_action_set_enabled (widget, "panel.copy-all", self->fact != NULL);
  gtk_widget_action_set_enabled (widget, "panel.copy-work-item", self->fact != NULL);
}

static void
forget_fact (ParlFactPanel *self)
{
  self->fact = NULL;
  g_clear_pointer (&self->findings, parl_findings_unref);
  g_ptr_array_set_size (self->cards, 0);
  place_cards (self);
  gtk_stack_set_visible_child_name (self->states, "blank");
  gtk_label_set_label (self->title, "");
  parl_badge_set (self->verdict, PARL_TONE_PLAIN, NULL);
  update_actions (self);
}

static void
say_gone (ParlFactPanel *self)
{
  bool filtered = parl_scope_is_filtered (self->dashboard->computer->scope);

  forget_fact (self);
  adw_status_page_set_title (self->gone,
                             filtered ? _ ("Not With These Filters") : _ ("No Longer Counted"));
  adw_status_page_set_description (
      self->gone,
      filtered
          ? _ ("With the filters that are set, nothing was observed for this number.")
          : _ ("Since the last refresh, or in this period, nothing is observed for this number."));
  gtk_widget_set_visible (self->clear_button, filtered);
  gtk_stack_set_visible_child_name (self->states, "gone");
}

static void
fill (ParlFactPanel *self)
{
  g_autoptr (ParlExplanation) explanation = parl_explanation_new (self->findings, self->fact);
  bool what_if = parl_what_if_suits (self->findings, self->fact);
  g_autoptr (ParlScope) part = parl_fact_link_narrow (self->link, self->findings);

  gtk_label_set_label (self->title, explanation->title);
  parl_badge_set (self->verdict, explanation->tone, explanation->verdict);
  fill_wordings (self);
  fill_counted (self, explanation);
  gtk_widget_set_visible (self->what_if_head, what_if);
  gtk_widget_set_visible (GTK_WIDGET (self->what_if), what_if);
  parl_what_if_card_set_findings (self->what_if, what_if ? self->findings : NULL,
                                  parl_dashboard_get_audience (self->dashboard, self->audience));
  fill_mind (self, explanation);
  gtk_button_set_label (self->rows_button, explanation->rows);
  gtk_widget_set_visible (self->part_button, part != NULL);
  gtk_stack_set_visible_child_name (self->states, "fact");
  parl_widget_set_spoken (self, explanation->title);
  update_actions (self);
}

static void
on_report_changed (ParlFactPanel *self)
{
  if (self->dashboard != NULL)
    parl_dashboard_set_what_if (self->dashboard, parl_what_if_card_get_report (self->what_if));
}

/* Actions. */

static void
on_rows (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.evidence", "s", PARL_FACT_PANEL (widget)->link);
}

static void
on_part (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.drill", "s", PARL_FACT_PANEL (widget)->link);
}

static void
on_copy_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlFactPanel *self = PARL_FACT_PANEL (widget);
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  g_autoptr (ParlExplanation) explanation = parl_explanation_new (self->findings, self->fact);
  g_autofree char *counted = parl_explanation_to_text (explanation);
  g_autoptr (GString) text = g_string_new (NULL);
  for (; *ids != NULL; ids++)
    {
      ParlAudience *audience = parl_dashboard_get_audience (self->dashboard, *ids);
      g_autoptr (ParlLine) line = say (self, *ids);
      g_string_append_printf (text, _ ("%s: %s"), parl_audience_get_name (audience), line->text);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "\n%s", counted);
  parl_widget_copy (self, text->str, _ ("All wordings copied"));
}

static void
on_copy_work_item (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlFactPanel *self = PARL_FACT_PANEL (widget);
  g_autofree char *text
      = parl_work_item_new (self->findings, self->fact, self->dashboard->demo ? "--demo" : NULL);
  parl_widget_copy_markdown (self, text, _ ("Work item copied"));
}

static void
parl_fact_panel_dispose (GObject *object)
{
  ParlFactPanel *self = PARL_FACT_PANEL (object);

  g_clear_object (&self->dashboard);
  g_clear_pointer (&self->link, g_free);
  g_clear_pointer (&self->audience, g_free);
  g_clear_pointer (&self->said, parl_line_free);
  self->fact = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_FACT_PANEL);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_pointer (&self->findings, parl_findings_unref);
  G_OBJECT_CLASS (parl_fact_panel_parent_class)->dispose (object);
}

static void
parl_fact_panel_class_init (ParlFactPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_fact_panel_dispose;
  g_type_ensure (PARL_TYPE_BADGE);
  g_type_ensure (PARL_TYPE_CHART_VIEW);
  g_type_ensure (PARL_TYPE_WHAT_IF_CARD);
  parl_widget_class_set_template (widget_class, "fact-panel.ui");
  PARL_BIND_CHILDREN (widget_class, ParlFactPanel, head_words, title, mind, verdict, clear_button,
                      states, gone, scroller, wordings, counted, formula, expression, result, size,
                      window, change, judgement, chart, what_if_head, what_if, actions, rows_button,
                      part_button);
  gtk_widget_class_install_action (widget_class, "panel.rows", NULL, on_rows);
  gtk_widget_class_install_action (widget_class, "panel.part", NULL, on_part);
  gtk_widget_class_install_action (widget_class, "panel.copy-all", NULL, on_copy_all);
  gtk_widget_class_install_action (widget_class, "panel.copy-work-item", NULL, on_copy_work_item);
}

static void
on_direction (ParlFactPanel *self)
{
  parl_label_set_formula (self->expression);
  parl_label_set_formula (self->result);
}

static void
parl_fact_panel_init (ParlFactPanel *self)
{
  self->cards = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->what_if, "report-changed", G_CALLBACK (on_report_changed), self);
  g_signal_connect (self, "direction-changed", G_CALLBACK (on_direction), NULL);
  on_direction (self);
  forget_fact (self);
  parl_fact_panel_set_mode (self, PARL_WIDTH_WIDE);
}

void
parl_fact_panel_set_dashboard (ParlFactPanel *self, ParlDashboard *dashboard)
{
  forget_fact (self);
  g_clear_pointer (&self->link, g_free);
  parl_what_if_card_forget (self->what_if);
  g_set_object (&self->dashboard, dashboard);
}

/* @link: the fact to explain; where the findings have none such, the panel says so
 * @audience: id of the one whose board is shown
 * @said: (nullable): what stands on that board about it, where it was asked about; %NULL: nothing
 * To be called again when findings or audience are other ones. */
void
parl_fact_panel_show (ParlFactPanel *self, const char *link, const char *audience,
                      const ParlLine *said)
{
  const ParlFindings *findings
      = self->dashboard != NULL ? self->dashboard->computer->computed->findings : NULL;
  const ParlFact *fact = findings != NULL ? parl_fact_link_find (link, findings) : NULL;
  bool other = g_strcmp0 (link, self->link) != 0;

  if (other)
    {
      g_free (self->link);
      self->link = g_strdup (link);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }
  g_free (self->audience);
  self->audience = g_strdup (audience);
  g_clear_pointer (&self->said, parl_line_free);
  if (said != NULL)
    {
      self->said = parl_line_new (said->tone, said->text, NULL);
      self->said->detail = g_strdup (said->detail);
    }
  if (findings == NULL)
    return;
  if (fact == NULL)
    {
      say_gone (self);
      return;
    }

  ParlFindings *old = self->findings;
  self->findings = parl_findings_ref (findings);
  self->fact = fact;
  g_clear_pointer (&old, parl_findings_unref);
  fill (self);
}

void
parl_fact_panel_set_mode (ParlFactPanel *self, ParlWidth mode)
{
  GtkWidget *widget = GTK_WIDGET (self);
  bool narrow = mode == PARL_WIDTH_NARROW;
  GtkOrientation across = narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  self->mode = mode;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->head_words), across);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->counted), across);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->what_if), across);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->actions), across);
  parl_widget_set_class (widget, "narrow", narrow);
  place_cards (self);
}
