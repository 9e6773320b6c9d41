/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the most serious problem and its words, and shows them in a row. "Since" is the last time
 * that is known to have worked. */
#include "config.h"

#include "app/sources/notice.h"

#include "app/sources/source-chip.h"
#include "app/widget.h"
#include "audiences/format.h"

#include <glib/gi18n.h>

static bool
is_file (ParlSourceItem *item)
{
  return parl_source_config_get_file (item->config) != NULL;
}

/* What is shown of it, and when it is asked again. */
static char *
dup_rest (ParlSourceItem *item, ParlTime now)
{
  ParlTime next = item->next_try;
  bool syncing = item->syncing;
  g_autofree char *clock = next != PARL_TIME_NONE ? parl_format_clock (next, now) : NULL;
  const char *shown;

  if (item->fetched == PARL_TIME_NONE)
    shown = parl_source_feeds_speed (item) ? _ ("there are no speed numbers")
                                           : _ ("there are no update numbers");
  else
    shown = parl_source_feeds_speed (item) ? _ ("the speed numbers are from then")
                                           : _ ("the update numbers are from then");
  if (syncing)
    return g_strdup_printf (_ ("%s, and it is being asked again now."), shown);
  if (clock == NULL)
    return g_strdup_printf ("%s.", shown);
  return g_strdup_printf (_ ("%s, and it is asked again at %s."), shown, clock);
}

/* @since: (nullable): when it last worked. */
static char *
dup_offline_lead (ParlSourceItem *item, const char *since)
{
  const char *name = parl_source_item_get_name (item);

  /* A file neither answers nor refuses. */
  switch (is_file (item) ? PARL_SOURCE_ERROR_NOT_FOUND : item->error_code)
    {
    case PARL_SOURCE_ERROR_UNREACHABLE:
    case PARL_SOURCE_ERROR_SLOW:
      return since != NULL ? g_strdup_printf (_ ("%s has not answered since %s:"), name, since)
                           : g_strdup_printf (_ ("%s has not answered yet:"), name);
    case PARL_SOURCE_ERROR_BUSY:
      return since != NULL ? g_strdup_printf (_ ("%s has been too busy since %s:"), name, since)
                           : g_strdup_printf (_ ("%s is too busy:"), name);
    case PARL_SOURCE_ERROR_DENIED:
      return since != NULL
                 ? g_strdup_printf (_ ("%s has refused the credentials since %s:"), name, since)
                 : g_strdup_printf (_ ("%s refuses the credentials:"), name);
    case PARL_SOURCE_ERROR_SECRET:
      return since != NULL ? g_strdup_printf (_ ("%s has lacked its password or token since %s:"),
                                              name, since)
                           : g_strdup_printf (_ ("%s lacks its password or token:"), name);
    case PARL_SOURCE_ERROR_MALFORMED:
    case PARL_SOURCE_ERROR_TOO_LARGE:
      return since != NULL ? g_strdup_printf (_ ("%s has answered nonsense since %s:"), name, since)
                           : g_strdup_printf (_ ("%s answers nonsense:"), name);
    default:
      return since != NULL ? g_strdup_printf (_ ("%s could not be read since %s:"), name, since)
                           : g_strdup_printf (_ ("%s could not be read:"), name);
    }
}

static void
tell_offline (ParlNotice *self, ParlSourceItem *item, ParlTime now)
{
  ParlTime fetched = item->fetched;
  g_autofree char *since = fetched != PARL_TIME_NONE ? parl_format_clock (fetched, now) : NULL;
  int code = item->error_code;

  self->lead = dup_offline_lead (item, since);
  self->rest = dup_rest (item, now);
  self->edit = code == PARL_SOURCE_ERROR_DENIED || code == PARL_SOURCE_ERROR_SECRET
               || code == PARL_SOURCE_ERROR_CONFIG || code == PARL_SOURCE_ERROR_NOT_FOUND;
}

static void
tell_old (ParlNotice *self, ParlSourceItem *item, ParlTime now)
{
  g_autofree char *age = parl_source_dup_age (item, now);
  bool stale = self->condition == PARL_CONDITION_STALE;

  self->lead = g_strdup_printf (parl_source_feeds_speed (item)
                                    ? _ ("The newest speed measurement of %s is %s:")
                                    : _ ("The newest update of %s is %s:"),
                                parl_source_item_get_name (item), age);
  if (is_file (item))
    self->rest = g_strdup (stale ? _ ("what its file holds says nothing about today.")
                                 : _ ("its file holds nothing newer."));
  else
    self->rest = g_strdup (stale ? _ ("it answers, but what it has says nothing about today.")
                                 : _ ("it answers, but has nothing newer."));
}

static void
tell_partial (ParlNotice *self, ParlSourceItem *item)
{
  const char *message = item->message;

  self->lead = g_strdup_printf (_ ("%s gave only a part:"), parl_source_item_get_name (item));
  self->rest = message != NULL ? g_strdup_printf ("%s.", message) : g_strdup ("");
}

/* Returns: (transfer full) (nullable): the source in the worst condition, if that is worth a row.
 */
static ParlSourceItem *
find_worst (const ParlNoticeInput *input, ParlCondition *condition)
{
  g_autoptr (ParlSourceItem) worst = NULL;

  *condition = PARL_CONDITION_EMPTY;
  for (unsigned i = 0; i < g_list_model_get_n_items (input->sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (input->sources, i);
      ParlCondition here = parl_source_get_condition (item, input->now, input->targets);
      if (here <= *condition)
        continue;
      *condition = here;
      g_set_object (&worst, item);
    }
  return g_steal_pointer (&worst);
}

static ParlNotice *
new_notice (ParlCondition condition, const char *lead, const char *rest)
{
  ParlNotice *self = g_new0 (ParlNotice, 1);

  self->condition = condition;
  self->lead = g_strdup (lead);
  self->rest = g_strdup (rest);
  return self;
}

/* What was good the last time stays in use, where there was anything. */
static ParlNotice *
new_file_notice (const char *lead, const char *problem)
{
  g_autofree char *rest = g_strdup_printf (_ ("%s. What it says now is not used."), problem);

  return new_notice (PARL_CONDITION_LATE, lead, rest);
}

static ParlNotice *
new_audiences_notice (const GPtrArray *problems)
{
  g_autofree char *lead = g_strdup_printf (
      ngettext ("%u audience file can’t be used:",
                "%u audience files can’t be used, and this is the first one:", problems->len),
      problems->len);

  return new_file_notice (lead, g_ptr_array_index (problems, 0));
}

/* The usual promises, to be taken over as they stand. */
static ParlNotice *
new_targets_notice (void)
{
  g_autoptr (ParlTargets) usual = parl_targets_new_usual ();
  g_autofree char *success = parl_format_round (usual->promise.success, PARL_UNIT_SHARE);
  g_autofree char *speed = parl_format_round (usual->promise.fps, PARL_UNIT_FPS);
  g_autofree char *share = parl_format_round (usual->promise.fps_share, PARL_UNIT_SHARE);
  g_autofree char *rest = g_strdup_printf (
      _ ("nothing is judged by a promise. Usual are %s update success, and %s for %s of the time."),
      success, speed, share);
  ParlNotice *self = new_notice (PARL_CONDITION_PAUSED, _ ("No targets are set:"), rest);

  self->targets = true;
  return self;
}

/* A history that was set aside comes first: it is said once, and nobody will say it again. Then
 * what somebody has just written: the sources' troubles stand in their chips, too.
 * Returns: (transfer full) (nullable): the notice; %NULL when there is no trouble */
ParlNotice *
parl_notice_new (const ParlNoticeInput *input)
{
  ParlCondition condition;
  g_autoptr (ParlSourceItem) item = find_worst (input, &condition);

  if (input->history != NULL)
    return new_notice (PARL_CONDITION_LATE, input->history, "");
  if (input->targets_problem != NULL)
    return new_file_notice (_ ("The settings file can’t be used:"), input->targets_problem);
  if (input->audience_problems != NULL && input->audience_problems->len > 0)
    return new_audiences_notice (input->audience_problems);
  if (item == NULL && input->hold == PARL_HOLD_METERED)
    {
      ParlNotice *self
          = new_notice (PARL_CONDITION_PAUSED, _ ("The network connection is metered:"),
                        _ ("the sources are read only when you ask for it."));
      self->refresh = true;
      return self;
    }
  bool is_complete
      = item == NULL || condition == PARL_CONDITION_LATE || condition == PARL_CONDITION_STALE;
  if (is_complete && input->may_ask_for_targets && !parl_targets_has_promise (input->targets))
    return new_targets_notice ();
  if (item == NULL)
    return NULL;

  ParlNotice *self = new_notice (condition, NULL, NULL);
  self->source = g_strdup (parl_source_item_get_name (item));
  if (condition == PARL_CONDITION_OFFLINE)
    tell_offline (self, item, input->now);
  else if (condition == PARL_CONDITION_PARTIAL)
    tell_partial (self, item);
  else
    tell_old (self, item, input->now);
  return self;
}

void
parl_notice_free (ParlNotice *self)
{
  if (self == NULL)
    return;
  g_free (self->lead);
  g_free (self->rest);
  g_free (self->source);
  g_free (self);
}

/* The row that shows the notice, and what one can do about it. */

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
  GtkButton *edit_button, *retry_button, *refresh_button, *use_button, *preferences_button,
      *leave_button, *dismiss_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlNoticeRow, parl_notice_row, GTK_TYPE_BOX)

static void
show_source (ParlNoticeRow *self, const ParlNotice *notice, ParlTime now)
{
  ParlSourceItem *item
      = parl_source_items_find (G_LIST_MODEL (self->dashboard->syncs->sources), notice->source);

  gtk_widget_set_visible (GTK_WIDGET (self->details_button), item != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->edit_button), item != NULL && notice->edit);
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), item != NULL);
  if (item == NULL)
    return;
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", notice->source);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", notice->source);
  parl_source_details_update (self->details, item, now, self->dashboard->computer->targets);
}

/* What is wrong with a file of the user's own, the one that is told first. */
static const char *
get_problem (ParlNoticeRow *self)
{
  const GPtrArray *audiences = self->dashboard->computer->computed->problems;
  const char *targets = self->dashboard->targets_problem;

  return targets != NULL ? targets : audiences->len > 0 ? g_ptr_array_index (audiences, 0) : NULL;
}

static ParlNotice *
dup_notice (ParlNoticeRow *self, ParlTime now)
{
  ParlCollector *collector = self->dashboard->syncs->collector;
  /* Once mended, it is told anew when it is wrong again. */
  bool is_read
      = self->problem_read != NULL && g_strcmp0 (self->problem_read, get_problem (self)) == 0;
  if (!is_read)
    g_clear_pointer (&self->problem_read, g_free);

  const ParlNoticeInput input
      = { .sources = G_LIST_MODEL (self->dashboard->syncs->sources),
          .targets = self->dashboard->computer->targets,
          .hold = collector != NULL ? collector->hold : PARL_HOLD_NONE,
          .history = self->history_read ? NULL : self->dashboard->message,
          .targets_problem = is_read ? NULL : self->dashboard->targets_problem,
          .audience_problems = is_read ? NULL : self->dashboard->computer->computed->problems,
          .may_ask_for_targets = self->dashboard->may_ask_for_targets,
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
  gtk_widget_set_visible (GTK_WIDGET (self->use_button), notice->targets);
  gtk_widget_set_visible (GTK_WIDGET (self->preferences_button), notice->targets);
  gtk_widget_set_visible (GTK_WIDGET (self->leave_button), notice->targets);
  gtk_widget_set_visible (GTK_WIDGET (self->dismiss_button),
                          notice->source == NULL && !notice->refresh && !notice->targets);
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
  ParlCollector *collector = self->dashboard->syncs->collector;
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
                      details, edit_button, retry_button, refresh_button, use_button,
                      preferences_button, leave_button, dismiss_button);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
}

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
  if (dashboard->syncs->collector != NULL)
    g_signal_connect_swapped (dashboard->syncs->collector, "notify::hold",
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
