/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the rows of a fact, and says what there is to say until they are there. What the rows
 * look like is evidence-view.c, what can be done with them evidence-actions.c. */
#include "config.h"

#include "app/evidence-page-private.h"

#include "app/fact-link.h"
#include "audiences/panel/evidence-words.h"
#include "audiences/panel/explanation.h"

#include <glib/gi18n.h>

/* A wait that is shorter needs no word. */
#define PATIENCE_MS 500

G_DEFINE_FINAL_TYPE (ParlEvidencePage, parl_evidence_page, GTK_TYPE_BOX)

static void
stop_loading (ParlEvidencePage *self)
{
  g_clear_handle_id (&self->loading_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* A message instead of rows; @button: what helps, NULL: nothing. */
void
parl_evidence_page_say (ParlEvidencePage *self, const char *title, const char *description,
                        const char *button, const char *action)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->message_button), button != NULL);
  gtk_button_set_label (self->message_button, button != NULL ? button : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->message_button), action);
  gtk_stack_set_visible_child_name (self->states, "message");
}

static void
forget_rows (ParlEvidencePage *self)
{
  parl_evidence_model_take_evidence (self->model, NULL);
  parl_evidence_page_clear_view (self);
  self->fact = NULL;
  g_clear_pointer (&self->findings, parl_findings_unref);
  gtk_label_set_label (self->title, "");
  gtk_label_set_label (self->subtitle, "");
  gtk_widget_set_visible (self->head, FALSE);
  gtk_stack_set_visible_child_name (self->states, "blank");
  parl_evidence_page_update_actions (self);
}

/* What the rows are of, in words. */
static void
set_subtitle (ParlEvidencePage *self)
{
  g_autoptr (ParlExplanation) explanation = parl_explanation_new (self->findings, self->fact);

  gtk_label_set_label (self->subtitle, explanation->query);
}

typedef struct
{
  ParlEvidencePage *page;
  ParlFindings *findings; /* keep the fact */
  const ParlFact *fact;
} Loading;

static void
free_loading (Loading *self)
{
  g_object_unref (self->page);
  parl_findings_unref (self->findings);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, free_loading)

static void
on_rows_listed (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (Loading) loading = data;
  ParlEvidencePage *self = loading->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlEvidence) evidence
      = parl_dashboard_list_evidence_finish (PARL_DASHBOARD (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_loading (self);
  if (evidence == NULL)
    {
      parl_evidence_page_say (self, _ ("The Rows Could Not Be Read"), error->message,
                              _ ("Try Again"), "evidence.retry");
      return;
    }

  g_clear_pointer (&self->findings, parl_findings_unref);
  self->findings = parl_findings_ref (loading->findings);
  self->fact = loading->fact;
  g_autofree char *statement = parl_evidence_say (evidence, self->fact);
  gtk_label_set_label (self->title, statement);
  gtk_widget_set_visible (self->head, TRUE);
  set_subtitle (self);
  parl_evidence_model_take_evidence (self->model, g_steal_pointer (&evidence));
}

static gboolean
on_impatient (gpointer data)
{
  ParlEvidencePage *self = data;

  self->loading_id = 0;
  gtk_spinner_start (self->spinner);
  if (parl_evidence_model_get_table (self->model) == NULL)
    gtk_stack_set_visible_child_name (self->states, "loading");
  return G_SOURCE_REMOVE;
}

static void
say_gone (ParlEvidencePage *self)
{
  bool filtered = parl_scope_is_filtered (parl_dashboard_get_scope (self->dashboard));

  forget_rows (self);
  if (filtered)
    parl_evidence_page_say (
        self, _ ("No Such Number Here"),
        _ ("With the filters that are set, nothing was counted that these rows would add up to."),
        _ ("Clear Filters"), "win.clear-filters");
  else
    parl_evidence_page_say (
        self, _ ("No Such Number Any More"),
        _ ("Since the last refresh nothing is counted that these rows would add up to."), NULL,
        NULL);
}

static void
load (ParlEvidencePage *self)
{
  const ParlFindings *findings
      = self->dashboard != NULL ? parl_dashboard_get_findings (self->dashboard) : NULL;

  stop_loading (self);
  if (findings == NULL || self->link == NULL)
    return;
  self->dirty = false;

  const ParlFact *fact = parl_fact_link_find (self->link, findings);
  if (fact == NULL)
    {
      say_gone (self);
      return;
    }

  Loading *loading = g_new0 (Loading, 1);
  loading->page = g_object_ref (self);
  loading->findings = parl_findings_ref (findings);
  loading->fact = fact;
  self->cancellable = g_cancellable_new ();
  self->loading_id = g_timeout_add (PATIENCE_MS, on_impatient, self);
  parl_dashboard_list_evidence_async (self->dashboard, fact, self->cancellable, on_rows_listed,
                                      loading);
}

void
parl_evidence_page_retry (ParlEvidencePage *self)
{
  gtk_stack_set_visible_child_name (self->states, "blank");
  load (self);
}

/* Newer findings: what is not seen just now is loaded when it is. */
static void
on_dashboard_changed (ParlEvidencePage *self)
{
  self->dirty = self->link != NULL;
  if (self->dirty && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
parl_evidence_page_map (GtkWidget *widget)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);

  GTK_WIDGET_CLASS (parl_evidence_page_parent_class)->map (widget);
  if (self->dirty)
    load (self);
}

/* Whoever leaves waits for nothing. */
static void
parl_evidence_page_unmap (GtkWidget *widget)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);

  self->dirty |= self->cancellable != NULL;
  stop_loading (self);
  GTK_WIDGET_CLASS (parl_evidence_page_parent_class)->unmap (widget);
}

static void
parl_evidence_page_dispose (GObject *object)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (object);

  if (self->model != NULL)
    {
      parl_evidence_page_set_dashboard (self, NULL);
      g_signal_handlers_disconnect_by_data (self->model, self);
      gtk_column_view_set_model (self->view, NULL);
    }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_pointer (&self->columns, g_strfreev);
  g_clear_pointer (&self->row_popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_EVIDENCE_PAGE);
  G_OBJECT_CLASS (parl_evidence_page_parent_class)->dispose (object);
}

static void
on_search_changed (ParlEvidencePage *self)
{
  parl_evidence_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_stop_search (ParlEvidencePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_activate (ParlEvidencePage *self, unsigned position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self), "evidence.open-log", NULL);
}

static void
parl_evidence_page_class_init (ParlEvidencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_evidence_page_dispose;
  widget_class->map = parl_evidence_page_map;
  widget_class->unmap = parl_evidence_page_unmap;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/parlance/Parlance/evidence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, title);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, subtitle);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, shown);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, head);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, tools);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, summary);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, search);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, filters);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, all_button);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, states);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, view);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, message);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, message_button);
  gtk_widget_class_bind_template_child (widget_class, ParlEvidencePage, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  parl_evidence_page_install_actions (widget_class);
}

static void
parl_evidence_page_init (ParlEvidencePage *self)
{
  self->sorted = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = parl_evidence_model_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  parl_evidence_page_init_view (self);
  parl_evidence_page_init_row_menu (self);
  forget_rows (self);
}

void
parl_evidence_page_set_dashboard (ParlEvidencePage *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  stop_loading (self);
  g_clear_pointer (&self->link, g_free);
  self->dirty = false;
  forget_rows (self);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard != NULL)
    g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (on_dashboard_changed), self);
}

/**
 * parl_evidence_page_show:
 * @link: of the fact whose rows are to be shown, as soon as the page is seen
 */
void
parl_evidence_page_show (ParlEvidencePage *self, const char *link)
{
  if (g_strcmp0 (link, self->link) != 0)
    {
      char *old = self->link;
      self->link = g_strdup (link);
      g_free (old);
      forget_rows (self);
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      parl_evidence_model_reset (self->model);
      self->dirty = true;
    }
  if (self->dirty && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}
