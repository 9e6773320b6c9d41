/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands where boards will: first run, opening, the first sync, and a history that can't be
 * opened. Decides words and pages; what its buttons do are actions of others. */
#include "config.h"

#include "app/state-page.h"

#include "app/state-art.h"
#include "app/sync-row.h"
#include "app/widget.h"

#include <glib/gi18n.h>

#define PATIENCE 500 /* ms that may pass before a spinner is worth showing */
#define TICK 30      /* seconds between two looks at the clock */

struct _ParlStatePage
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  ParlSourceWatch *watch;
  guint spinner_timer, timer;

  GtkStack *stack;
  GtkWidget *opening;
  GtkSpinner *spinner;
  GtkLabel *opening_label;
  GtkLabel *sync_title, *sync_text;
  GtkListBox *sync_list; /* of ParlSyncRow, in the order of the sources */
  GtkButton *cancel_button, *read_button;
  GtkLabel *failed_title, *failed_message, *failed_advice;
  GtkButton *again_button, *demo_button;
};

G_DEFINE_FINAL_TYPE (ParlStatePage, parl_state_page, GTK_TYPE_BOX)

/* Opening. */

static gboolean
on_spinner_timer (gpointer data)
{
  ParlStatePage *self = data;

  self->spinner_timer = 0;
  gtk_widget_set_visible (self->opening, true);
  gtk_spinner_set_spinning (self->spinner, true);
  return G_SOURCE_REMOVE;
}

static void
show_opening (ParlStatePage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "opening");
  gtk_label_set_text (self->opening_label, parl_dashboard_is_demo (self->dashboard)
                                               ? _ ("Making the demo fleet")
                                               : _ ("Opening the history"));
  if (self->spinner_timer == 0)
    self->spinner_timer = g_timeout_add (PATIENCE, on_spinner_timer, self);
}

static void
stop_opening (ParlStatePage *self)
{
  g_clear_handle_id (&self->spinner_timer, g_source_remove);
  gtk_widget_set_visible (self->opening, false);
  gtk_spinner_set_spinning (self->spinner, false);
}

/* The first sync. */

static void
set_n_rows (ParlStatePage *self, unsigned n)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->sync_list, (int)n)) != NULL)
    gtk_list_box_remove (self->sync_list, GTK_WIDGET (row));
  for (unsigned i = 0; i < n; i++)
    if (gtk_list_box_get_row_at_index (self->sync_list, (int)i) == NULL)
      gtk_list_box_append (self->sync_list, parl_sync_row_new ());
}

static void
set_sync_words (ParlStatePage *self, bool any_failed, bool any_read)
{
  bool syncing = parl_dashboard_get_syncing (self->dashboard);

  if (syncing)
    {
      gtk_label_set_text (self->sync_title, _ ("Reading the Fleet for the First Time"));
      gtk_label_set_text (self->sync_text,
                          _ ("This first time takes longest: later, only news is read. The boards "
                             "appear when every source has answered."));
    }
  else if (any_read)
    {
      gtk_label_set_text (self->sync_title, _ ("Putting the Boards Together"));
      gtk_label_set_text (self->sync_text, _ ("All that there is to read has been read."));
    }
  else if (any_failed)
    {
      gtk_label_set_text (self->sync_title, _ ("Nothing Could Be Read Yet"));
      gtk_label_set_text (self->sync_text,
                          _ ("The boards appear as soon as one source has answered."));
    }
  else
    {
      gtk_label_set_text (self->sync_title, _ ("Nothing Has Been Read Yet"));
      gtk_label_set_text (self->sync_text, _ ("The boards appear when the sources are read."));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), syncing);
  gtk_widget_set_visible (GTK_WIDGET (self->read_button), !syncing && !any_read);
}

static void
update_sync (gpointer data)
{
  ParlStatePage *self = data;
  GListModel *sources = parl_dashboard_get_sources (self->dashboard);
  unsigned n = g_list_model_get_n_items (sources);
  ParlTime now = parl_time_now ();
  bool any_failed = false;
  bool any_read = false;

  if (parl_dashboard_get_state (self->dashboard) != PARL_DASHBOARD_FIRST_SYNC)
    return;
  set_n_rows (self, n);
  for (unsigned i = 0; i < n; i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      any_read |= parl_source_item_get_unsettled (item);
      any_failed |= parl_source_item_get_sync_state (item) == PARL_SYNC_FAILED;
      parl_sync_row_update (PARL_SYNC_ROW (gtk_list_box_get_row_at_index (self->sync_list, (int)i)),
                            item, now);
    }
  set_sync_words (self, any_failed, any_read);
}

static gboolean
on_tick (gpointer data)
{
  update_sync (data);
  return G_SOURCE_CONTINUE;
}

/* Failure. */

static const char *
get_trouble_title (ParlTrouble trouble)
{
  switch (trouble)
    {
    case PARL_TROUBLE_SETTINGS:
      return _ ("The Settings Can’t Be Read");
    case PARL_TROUBLE_DAMAGED:
      return _ ("The History Is Damaged");
    case PARL_TROUBLE_NEWER:
      return _ ("The History Is from a Newer Version");
    case PARL_TROUBLE_FULL:
      return _ ("No Space Is Left");
    case PARL_TROUBLE_UNWRITABLE:
      return _ ("The History Can’t Be Written");
    case PARL_TROUBLE_BUSY:
      return _ ("Another Program Uses the History");
    case PARL_TROUBLE_OTHER:
    default:
      return _ ("The Fleet Can’t Be Opened");
    }
}

/* What was kept, and what to do. */
static const char *
get_trouble_advice (ParlTrouble trouble)
{
  switch (trouble)
    {
    case PARL_TROUBLE_SETTINGS:
      return _ ("The file was left as it is. Correct it, then try again.");
    case PARL_TROUBLE_DAMAGED:
      return _ ("The file was left where it is. Move it to another place, then try again: a new "
                "history begins with what the servers still have.");
    case PARL_TROUBLE_NEWER:
      return _ ("Nothing in it was changed. Update Parlance, then try again.");
    case PARL_TROUBLE_FULL:
      return _ ("What was stored before is kept. Make room on the disk, then try again.");
    case PARL_TROUBLE_UNWRITABLE:
      return _ ("Nothing in it was changed. Allow yourself to write the file and its folder, then "
                "try again.");
    case PARL_TROUBLE_BUSY:
      return _ ("Nothing in it was changed. Close the other program, then try again.");
    case PARL_TROUBLE_OTHER:
    default:
      return _ ("What was stored before was left as it is.");
    }
}

static void
show_failure (ParlStatePage *self)
{
  ParlTrouble trouble = parl_dashboard_get_trouble (self->dashboard);
  const char *message = parl_dashboard_get_message (self->dashboard);
  g_autofree char *sentence = g_strdup_printf ("%s.", message != NULL ? message : "");
  bool demo = parl_dashboard_is_demo (self->dashboard);

  gtk_label_set_text (self->failed_title, get_trouble_title (trouble));
  gtk_label_set_text (self->failed_message, sentence);
  gtk_label_set_text (self->failed_advice, get_trouble_advice (trouble));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again_button),
                                  demo ? "app.demo" : "app.own-fleet");
  gtk_widget_set_visible (GTK_WIDGET (self->demo_button), !demo);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
update_page (ParlStatePage *self)
{
  ParlDashboardState state = parl_dashboard_get_state (self->dashboard);

  if (state != PARL_DASHBOARD_OPENING)
    stop_opening (self);
  switch (state)
    {
    case PARL_DASHBOARD_OPENING:
      show_opening (self);
      break;
    case PARL_DASHBOARD_FAILED:
      show_failure (self);
      break;
    case PARL_DASHBOARD_UNSET:
      gtk_stack_set_visible_child_name (self->stack, "first-run");
      break;
    case PARL_DASHBOARD_FIRST_SYNC:
      gtk_stack_set_visible_child_name (self->stack, "first-sync");
      update_sync (self);
      break;
    case PARL_DASHBOARD_READY:
    default:
      break;
    }
}

static void
parl_state_page_dispose (GObject *object)
{
  parl_state_page_set_dashboard (PARL_STATE_PAGE (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_STATE_PAGE);
  G_OBJECT_CLASS (parl_state_page_parent_class)->dispose (object);
}

static void
parl_state_page_class_init (ParlStatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_state_page_dispose;
  g_type_ensure (PARL_TYPE_STATE_ART);
  parl_widget_class_set_template (widget_class, "state-page.ui");
  PARL_BIND_CHILDREN (widget_class, ParlStatePage, stack, opening, spinner, opening_label,
                      sync_title, sync_text, sync_list, cancel_button, read_button, failed_title,
                      failed_message, failed_advice, again_button, demo_button);
}

static void
parl_state_page_init (ParlStatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parl_state_page_set_dashboard:
 * @dashboard: (nullable): whose state to show
 */
void
parl_state_page_set_dashboard (ParlStatePage *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_clear_pointer (&self->watch, parl_source_watch_free);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->spinner_timer, g_source_remove);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard == NULL)
    return;
  self->watch = parl_source_watch_new (parl_dashboard_get_sources (dashboard), update_sync, self);
  self->timer = g_timeout_add_seconds (TICK, on_tick, self);
  g_signal_connect_swapped (dashboard, "notify::state", G_CALLBACK (update_page), self);
  g_signal_connect_swapped (dashboard, "notify::syncing", G_CALLBACK (update_sync), self);
  update_page (self);
}
