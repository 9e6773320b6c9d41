/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The row that shows a notice, and what one can do about it. Chooses no words. */
#include "config.h"

#include "app/sources/notice-row.h"

#include "app/sources/notice.h"
#include "app/sources/source-chip.h"
#include "app/widget.h"

struct _ParlNoticeRow
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  bool history_read;  /* the user has put the history's own notice away */
  char *problem_read; /* what was wrong with a file, put away; NULL: nothing */

  GtkRevealer *revealer;
  GtkBox *row;
  GtkImage *sign;
  GtkLabel *sentence;
  GtkMenuButton *details_button;
  ParlSourceDetails *details;
  GtkButton *edit_button, *retry_button, *refresh_button, *dismiss_button;
};

G_DEFINE_FINAL_TYPE (ParlNoticeRow, parl_notice_row, GTK_TYPE_BOX)

static void
show_source (ParlNoticeRow *self, const ParlNotice *notice, ParlTime now)
{
  ParlSourceItem *item
      = parl_source_items_find (parl_dashboard_get_sources (self->dashboard), notice->source);

  gtk_widget_set_visible (GTK_WIDGET (self->details_button), item != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->edit_button), item != NULL && notice->edit);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), item != NULL);
  if (item == NULL)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", notice->source);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", notice->source);
  parl_source_details_update (self->details, item, now,
                              parl_dashboard_get_targets (self->dashboard));
}

/* What is wrong with a file of the user's own, the one that is told first. */
static const char *
get_problem (ParlNoticeRow *self)
{
  const GPtrArray *audiences = parl_computer_get_computed (self->dashboard->computer)->problems;
  const char *targets = self->dashboard->targets_problem;

  return targets != NULL ? targets : audiences->len > 0 ? g_ptr_array_index (audiences, 0) : NULL;
}

static ParlNotice *
dup_notice (ParlNoticeRow *self, ParlTime now)
{
  ParlCollector *collector = parl_syncs_get_collector (self->dashboard->syncs);
  /* Once mended, it is told anew when it is wrong again. */
  bool is_read
      = self->problem_read != NULL && g_strcmp0 (self->problem_read, get_problem (self)) == 0;
  if (!is_read)
    g_clear_pointer (&self->problem_read, g_free);

  const ParlNoticeInput input
      = { .sources = parl_dashboard_get_sources (self->dashboard),
          .targets = parl_dashboard_get_targets (self->dashboard),
          .hold = collector != NULL ? parl_collector_get_hold (collector) : PARL_HOLD_NONE,
          .history = self->history_read ? NULL : self->dashboard->message,
          .targets_problem = is_read ? NULL : self->dashboard->targets_problem,
          .audience_problems
          = is_read ? NULL : parl_computer_get_computed (self->dashboard->computer)->problems,
          .now = now };

  /* Before there are boards, the page itself says what is wrong. */
  return self->dashboard->state == PARL_DASHBOARD_READY ? parl_notice_new (&input) : NULL;
}

static void
update_notice (ParlNoticeRow *self)
{
  ParlTime now = parl_time_now ();
  g_autoptr (ParlNotice) notice = dup_notice (self, now);

  gtk_revealer_set_reveal_child (self->revealer, notice != NULL);
  /* Hidden, it must not ask for the width of its buttons. */
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), notice != NULL);
  if (notice == NULL)
    return;

  g_autofree char *lead = g_markup_escape_text (notice->lead, -1);
  g_autofree char *rest = g_markup_escape_text (notice->rest, -1);
  g_autofree char *markup
      = g_strdup_printf (*rest != '\0' ? "<b>%s</b> %s" : "<b>%s</b>%s", lead, rest);
  parl_condition_show (notice->condition, self->row, self->sign);
  gtk_label_set_markup (self->sentence, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->refresh_button), notice->refresh);
  gtk_widget_set_visible (GTK_WIDGET (self->dismiss_button),
                          notice->source == NULL && !notice->refresh);
  show_source (self, notice, now);
}

static void
on_dismiss (ParlNoticeRow *self)
{
  if (!self->history_read && self->dashboard->message != NULL)
    self->history_read = true;
  else
    self->problem_read = g_strdup (get_problem (self));
  update_notice (self);
}

static void
stop_following (ParlNoticeRow *self)
{
  if (self->dashboard == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->dashboard, self);
  ParlCollector *collector = parl_syncs_get_collector (self->dashboard->syncs);
  if (collector != NULL)
    g_signal_handlers_disconnect_by_data (collector, self);
}

static void
parl_notice_row_dispose (GObject *object)
{
  parl_notice_row_set_dashboard (PARL_NOTICE_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_NOTICE_ROW);
  G_OBJECT_CLASS (parl_notice_row_parent_class)->dispose (object);
}

static void
parl_notice_row_class_init (ParlNoticeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_notice_row_dispose;
  g_type_ensure (PARL_TYPE_SOURCE_DETAILS);
  parl_widget_class_set_template (widget_class, "notice-row.ui");
  PARL_BIND_CHILDREN (widget_class, ParlNoticeRow, revealer, row, sign, sentence, details_button,
                      details, edit_button, retry_button, refresh_button, dismiss_button);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

static void
parl_notice_row_init (ParlNoticeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parl_notice_row_set_dashboard:
 * @dashboard: (nullable): whose troubles to tell
 */
void
parl_notice_row_set_dashboard (ParlNoticeRow *self, ParlDashboard *dashboard)
{
  stop_following (self);
  g_set_object (&self->dashboard, dashboard);
  self->history_read = false;
  g_clear_pointer (&self->problem_read, g_free);
  if (dashboard == NULL)
    {
      if (self->revealer != NULL)
        gtk_revealer_set_reveal_child (self->revealer, false);
      return;
    }
  g_signal_connect_swapped (dashboard, "sources-changed", G_CALLBACK (update_notice), self);
  g_signal_connect_swapped (dashboard, "notify::state", G_CALLBACK (update_notice), self);
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (update_notice), self);
  g_signal_connect_swapped (dashboard, "files-read", G_CALLBACK (update_notice), self);
  if (parl_syncs_get_collector (dashboard->syncs) != NULL)
    g_signal_connect_swapped (parl_syncs_get_collector (dashboard->syncs), "notify::hold",
                              G_CALLBACK (update_notice), self);
  update_notice (self);
}

void
parl_notice_row_set_mode (ParlNoticeRow *self, ParlWidth mode)
{
  bool narrow = mode == PARL_WIDTH_NARROW;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->row),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  parl_widget_set_class (self->row, "narrow", narrow);
}
