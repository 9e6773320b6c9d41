/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Switches, how often each check works, and the result in a sentence and two bars. All numbers are
 * the analysis's, asked for again at each turn of a switch: that is arithmetic on a few facts. */
#include "config.h"

#include "app/panel/what-if-card.h"

#include "app/chart/chart-view.h"
#include "app/widget.h"
#include "audiences/fact-words.h"
#include "audiences/panel/panel-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Of one cause, while the card lives. */
typedef struct
{
  bool chosen;
  double efficacy; /* 0..1; NAN: that of the targets */
} Choice;

struct _ParlWhatIfCard
{
  GtkBox parent_instance;

  ParlFindings *findings;
  ParlAudience *audience;
  GHashTable *choices; /* cause -> Choice; NULL: nothing was chosen yet, by the user or for them */
  GPtrArray *causes;   /* ParlWhatIfCause */
  ParlWhatIf *result;
  bool filling;
  bool on_report; /* as its user last said; it waits while no check is chosen */

  GtkBox *cause_rows, *more_rows, *efficacy_rows;
  GtkWidget *more_expander;
  GtkLabel *sentence, *cost, *trust;
  GtkToggleButton *report_button;
  ParlChartView *chart;
};

static guint report_changed_signal;

PARL_DEFINE_TEMPLATE_TYPE (ParlWhatIfCard, parl_what_if_card, GTK_TYPE_BOX)

static Choice *
get_choice (ParlWhatIfCard *self, const char *cause)
{
  Choice *choice = g_hash_table_lookup (self->choices, cause);

  if (choice != NULL)
    return choice;
  choice = g_new0 (Choice, 1);
  choice->efficacy = NAN;
  g_hash_table_insert (self->choices, g_strdup (cause), choice);
  return choice;
}

static double
get_efficacy (ParlWhatIfCard *self, const ParlWhatIfCause *cause)
{
  double own = get_choice (self, cause->cause)->efficacy;

  return isnan (own) ? cause->efficacy : own;
}

/* What would be. */

/* In its audience's words; nothing where no price is set. */
static void
show_cost (ParlWhatIfCard *self)
{
  const ParlFact *cost = self->result->checks->len > 0 ? self->result->cost : NULL;
  g_autoptr (ParlLine) line = cost != NULL && self->audience != NULL
                                  ? parl_audience_say_fact (self->audience, self->findings, cost)
                                  : NULL;

  gtk_label_set_label (self->cost, line != NULL ? line->text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->cost), line != NULL);
}

static void
update_result (ParlWhatIfCard *self)
{
  g_autoptr (GArray) checks = parl_checks_new ();
  bool always = true;

  for (unsigned i = 0; i < self->causes->len; i++)
    {
      const ParlWhatIfCause *cause = g_ptr_array_index (self->causes, i);
      if (!get_choice (self, cause->cause)->chosen)
        continue;
      parl_checks_add (checks, cause->cause, get_efficacy (self, cause));
      always = always && get_efficacy (self, cause) >= 1;
    }

  g_clear_pointer (&self->result, parl_what_if_free);
  self->result = parl_what_if_new (self->findings, checks);
  g_autofree char *sentence = parl_what_if_say (self->result);
  g_autofree char *trust = parl_what_if_say_trust (self->result, always);
  g_autoptr (ParlChartSpec) spec = parl_what_if_chart (self->findings, self->result);
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->trust, trust);
  parl_chart_view_set_spec (self->chart, spec);
  show_cost (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->report_button), checks->len > 0);
  if (self->on_report)
    g_signal_emit (self, report_changed_signal, 0);
}

static void
on_report (ParlWhatIfCard *self)
{
  bool on_report = gtk_toggle_button_get_active (self->report_button);

  if (on_report == self->on_report)
    return;
  self->on_report = on_report;
  g_signal_emit (self, report_changed_signal, 0);
}

/* A row for each cause. */

static void
update_row_words (ParlWhatIfCard *self, GtkWidget *control, const ParlWhatIfCause *cause)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (control), "parl-label");
  double efficacy = get_efficacy (self, cause);
  g_autofree char *name = parl_what_if_name_check (self->audience, cause->cause);
  g_autofree char *fewer = parl_what_if_say_avoidable (cause->failures * efficacy, efficacy);
  g_autofree char *markup = g_markup_printf_escaped ("<b>%s</b> <small>%s</small>", name, fewer);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", name, fewer);

  gtk_label_set_markup (label, markup);
  parl_widget_set_spoken (control, spoken);
}

static const ParlWhatIfCause *
find_cause (ParlWhatIfCard *self, const char *name)
{
  for (unsigned i = 0; self->causes != NULL && i < self->causes->len; i++)
    {
      const ParlWhatIfCause *cause = g_ptr_array_index (self->causes, i);
      if (strcmp (cause->cause, name) == 0)
        return cause;
    }
  return NULL;
}

static GtkWidget *
find_switch (ParlWhatIfCard *self, const char *name)
{
  GtkBox *boxes[] = { self->cause_rows, self->more_rows };

  for (unsigned i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (boxes[i])); row != NULL;
         row = gtk_widget_get_next_sibling (row))
      {
        GtkWidget *control = gtk_widget_get_last_child (row);
        if (strcmp (g_object_get_data (G_OBJECT (control), "parl-cause"), name) == 0)
          return control;
      }
  return NULL;
}

static void
on_switched (GtkSwitch *control, GParamSpec *spec, ParlWhatIfCard *self)
{
  if (self->filling)
    return;
  get_choice (self, g_object_get_data (G_OBJECT (control), "parl-cause"))->chosen
      = gtk_switch_get_active (control);
  update_result (self);
}

static void
on_efficacy (GtkSpinButton *control, ParlWhatIfCard *self)
{
  const char *name = g_object_get_data (G_OBJECT (control), "parl-cause");
  const ParlWhatIfCause *cause = find_cause (self, name);
  GtkWidget *row = find_switch (self, name);

  if (self->filling || cause == NULL)
    return;
  get_choice (self, name)->efficacy = gtk_spin_button_get_value (control) / 100;
  if (row != NULL)
    update_row_words (self, row, cause);
  update_result (self);
}

/* A row: what it is, then its control. */
static GtkWidget *
create_row (GtkWidget *control, const char *cause)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), control);
  g_object_set_data (G_OBJECT (control), "parl-label", label);
  g_object_set_data_full (G_OBJECT (control), "parl-cause", g_strdup (cause), g_free);
  return row;
}

static void
add_switch (ParlWhatIfCard *self, const ParlWhatIfCause *cause)
{
  GtkWidget *control = gtk_switch_new ();
  GtkBox *box = cause->preventable ? self->cause_rows : self->more_rows;

  gtk_box_append (box, create_row (control, cause->cause));
  gtk_switch_set_active (GTK_SWITCH (control), get_choice (self, cause->cause)->chosen);
  update_row_words (self, control, cause);
  g_signal_connect (control, "notify::active", G_CALLBACK (on_switched), self);
}

static void
add_efficacy (ParlWhatIfCard *self, const ParlWhatIfCause *cause)
{
  GtkWidget *control = gtk_spin_button_new_with_range (0, 100, 5);
  GtkWidget *row = create_row (control, cause->cause);
  GtkLabel *label = g_object_get_data (G_OBJECT (control), "parl-label");
  g_autofree char *name = parl_what_if_name_check (self->audience, cause->cause);
  g_autofree char *text = g_strdup_printf (_ ("%s, per cent"), name);

  gtk_label_set_label (label, text);
  gtk_widget_add_css_class (GTK_WIDGET (label), "label");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), 100 * get_efficacy (self, cause));
  parl_widget_set_spoken (control, text);
  gtk_box_append (self->efficacy_rows, row);
  g_signal_connect (control, "value-changed", G_CALLBACK (on_efficacy), self);
}

static void
clear_rows (ParlWhatIfCard *self)
{
  GtkBox *boxes[] = { self->cause_rows, self->more_rows, self->efficacy_rows };
  GtkWidget *row;

  for (unsigned i = 0; i < G_N_ELEMENTS (boxes); i++)
    while ((row = gtk_widget_get_first_child (GTK_WIDGET (boxes[i]))) != NULL)
      gtk_box_remove (boxes[i], row);
}

/* For a start the check that would help most. */
static void
make_first_choice (ParlWhatIfCard *self)
{
  const ParlWhatIfCause *best = NULL;

  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (unsigned i = 0; i < self->causes->len; i++)
    {
      const ParlWhatIfCause *cause = g_ptr_array_index (self->causes, i);
      if (cause->preventable && (best == NULL || cause->avoidable > best->avoidable))
        best = cause;
    }
  if (best != NULL)
    get_choice (self, best->cause)->chosen = true;
}

static void
fill_rows (ParlWhatIfCard *self)
{
  self->filling = true;
  clear_rows (self);
  for (unsigned i = 0; i < self->causes->len; i++)
    {
      const ParlWhatIfCause *cause = g_ptr_array_index (self->causes, i);
      add_switch (self, cause);
      add_efficacy (self, cause);
    }
  gtk_widget_set_visible (self->more_expander,
                          gtk_widget_get_first_child (GTK_WIDGET (self->more_rows)) != NULL);
  self->filling = false;
}

static void
parl_what_if_card_dispose (GObject *object)
{
  ParlWhatIfCard *self = PARL_WHAT_IF_CARD (object);

  if (self->cause_rows != NULL)
    clear_rows (self);
  g_clear_pointer (&self->findings, parl_findings_unref);
  g_clear_pointer (&self->audience, parl_audience_unref);
  g_clear_pointer (&self->choices, g_hash_table_unref);
  g_clear_pointer (&self->causes, g_ptr_array_unref);
  g_clear_pointer (&self->result, parl_what_if_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_WHAT_IF_CARD);
  G_OBJECT_CLASS (parl_what_if_card_parent_class)->dispose (object);
}

static void
parl_what_if_card_class_init (ParlWhatIfCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_what_if_card_dispose;
  g_type_ensure (PARL_TYPE_CHART_VIEW);
  parl_widget_class_set_template (widget_class, "what-if-card.ui");
  PARL_BIND_CHILDREN (widget_class, ParlWhatIfCard, cause_rows, more_rows, efficacy_rows,
                      more_expander, sentence, cost, trust, report_button, chart);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
  report_changed_signal = g_signal_new ("report-changed", PARL_TYPE_WHAT_IF_CARD, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

void
parl_what_if_card_set_findings (ParlWhatIfCard *self, const ParlFindings *findings,
                                ParlAudience *audience)
{
  if (self->findings == findings && self->audience == audience)
    return;
  g_clear_pointer (&self->result, parl_what_if_free);
  g_clear_pointer (&self->findings, parl_findings_unref);
  g_clear_pointer (&self->audience, parl_audience_unref);
  g_clear_pointer (&self->causes, g_ptr_array_unref);
  if (findings == NULL)
    {
      clear_rows (self);
      parl_chart_view_set_spec (self->chart, NULL);
      return;
    }
  self->findings = parl_findings_ref (findings);
  self->audience = audience != NULL ? parl_audience_ref (audience) : NULL;
  self->causes = parl_what_if_list_causes (findings);
  if (self->choices == NULL)
    make_first_choice (self);
  fill_rows (self);
  update_result (self);
}

void
parl_what_if_card_forget (ParlWhatIfCard *self)
{
  g_clear_pointer (&self->choices, g_hash_table_unref);
  parl_what_if_card_set_findings (self, NULL, NULL);
  gtk_toggle_button_set_active (self->report_button, FALSE);
}

const GArray *
parl_what_if_card_get_report (ParlWhatIfCard *self)
{
  return self->on_report && self->result != NULL ? self->result->checks : NULL;
}
