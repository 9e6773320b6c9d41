/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page shown while there are no boards: first run, opening, the first sync, and a history that
 * can't be opened. Its buttons activate actions of the window and the application. */
#include "config.h"

#include "app/state-page.h"

#include "app/sources/source-words.h"
#include "app/widget.h"

#include <glib/gi18n.h>
#include <math.h>

#define ART_WIDTH 200
#define ART_HEIGHT 86
#define PATIENCE 500 /* ms that may pass before a spinner is worth showing */

/* An ornament for pages without data: a little waterfall chart in the colours of the charts. */

#define PARL_TYPE_STATE_ART (parl_state_art_get_type ())
G_DECLARE_FINAL_TYPE (ParlStateArt, parl_state_art, PARL, STATE_ART, GtkWidget)

struct _ParlStateArt
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlStateArt, parl_state_art, GTK_TYPE_WIDGET)

typedef struct
{
  float x, y, width, height;
  ParlColorRole role;
} Bar;

/*        +--+ +--+
 *   +--+-|  |-+--+-+--+
 *   |  | +--+      |  |
 *  -+--+-----------+--+-   */
static const Bar art_bars[] = {
  { 4, 20, 40, 65, PARL_COLOR_PREVIOUS }, { 44, 20, 12, 1, PARL_COLOR_AXIS },
  { 56, 0, 40, 20, PARL_COLOR_BAD },      { 96, 0, 12, 1, PARL_COLOR_AXIS },
  { 108, 0, 40, 8, PARL_COLOR_GOOD },     { 148, 8, 12, 1, PARL_COLOR_AXIS },
  { 160, 8, 36, 77, PARL_COLOR_ACTUAL },  { 0, 85, 200, 1, PARL_COLOR_AXIS },
};

static void
parl_state_art_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? ART_WIDTH : ART_HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
parl_state_art_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlStyle style = parl_style_of_desktop ();
  float start = (float)(gtk_widget_get_width (widget) - ART_WIDTH) / 2;

  for (unsigned i = 0; i < G_N_ELEMENTS (art_bars); i++)
    {
      ParlColor color = parl_style_get_color (&style, art_bars[i].role);
      GdkRGBA rgba
          = { (float)color.red, (float)color.green, (float)color.blue, (float)color.alpha };
      gtk_snapshot_append_color (snapshot, &rgba,
                                 &GRAPHENE_RECT_INIT (start + art_bars[i].x, art_bars[i].y,
                                                      art_bars[i].width, art_bars[i].height));
    }
}

static void
parl_state_art_class_init (ParlStateArtClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = parl_state_art_measure;
  widget_class->snapshot = parl_state_art_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
parl_state_art_init (ParlStateArt *self)
{
  parl_widget_follow_theme (self, G_CALLBACK (gtk_widget_queue_draw));
}

/* One source during the first sync: how far it is, or why it failed and what to do. */

#define PARL_TYPE_SYNC_ROW (parl_sync_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlSyncRow, parl_sync_row, PARL, SYNC_ROW, AdwPreferencesRow)

struct _ParlSyncRow
{
  AdwPreferencesRow parent_instance;

  GtkImage *sign;
  GtkSpinner *spinner;
  GtkLabel *title, *sentence, *next;
  GtkProgressBar *bar;
  GtkBox *buttons;
  GtkButton *retry_button, *edit_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlSyncRow, parl_sync_row, ADW_TYPE_PREFERENCES_ROW)

static void
parl_sync_row_class_init (ParlSyncRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  parl_widget_class_set_template (widget_class, "sync-row.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSyncRow, sign, spinner, title, sentence, next, bar, buttons,
                      retry_button, edit_button);
}

static bool
is_read (ParlSourceItem *item)
{
  return item->unsettled || item->fetched != PARL_TIME_NONE;
}

static char *
dup_sentence (ParlSourceItem *item)
{
  const char *message = item->message;

  if (item->syncing)
    return parl_source_dup_step (item);
  if (item->sync_state == PARL_SYNC_FAILED && message != NULL)
    return g_strdup (message);
  if (parl_source_config_get_paused (item->config))
    return g_strdup (_ ("Paused: not read"));
  if (is_read (item))
    return g_strdup (_ ("Read"));
  return g_strdup (_ ("Not read yet"));
}

static void
update_sync_row (ParlSyncRow *self, ParlSourceItem *item, ParlTime now)
{
  const char *name = parl_source_item_get_name (item);
  bool syncing = item->syncing;
  bool failed = !syncing && item->sync_state == PARL_SYNC_FAILED;
  bool paused = parl_source_config_get_paused (item->config);
  double fraction = parl_source_item_get_fraction (item);
  g_autofree char *title = parl_source_dup_title (item);
  g_autofree char *sentence = dup_sentence (item);
  g_autofree char *next = parl_source_dup_next_try (item, now);
  ParlCondition condition = failed           ? PARL_CONDITION_OFFLINE
                            : paused         ? PARL_CONDITION_PAUSED
                            : is_read (item) ? PARL_CONDITION_FRESH
                                             : PARL_CONDITION_NEVER;

  gtk_image_set_from_icon_name (self->sign, parl_condition_get_icon (condition));
  parl_widget_set_class (self, "bad", failed);
  parl_widget_set_class (self, "good", condition == PARL_CONDITION_FRESH);
  gtk_widget_set_visible (GTK_WIDGET (self->sign), !syncing);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), syncing);
  gtk_spinner_set_spinning (self->spinner, syncing);
  gtk_label_set_text (self->title, title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_label_set_text (self->sentence, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->next), failed && next != NULL);
  gtk_label_set_text (self->next, next != NULL ? next : "");
  gtk_widget_set_visible (GTK_WIDGET (self->bar), syncing);
  gtk_progress_bar_set_fraction (self->bar, isnan (fraction) ? 0 : fraction);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), failed);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->retry_button), "s", name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit_button), "s", name);
}

/* The page. */

struct _ParlStatePage
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  guint spinner_timer;

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

PARL_DEFINE_TEMPLATE_TYPE (ParlStatePage, parl_state_page, GTK_TYPE_BOX)

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
  gtk_label_set_text (self->opening_label, self->dashboard->demo ? _ ("Making the demo fleet")
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
set_sync_words (ParlStatePage *self, bool any_failed, bool any_read)
{
  bool syncing = parl_syncs_get_syncing (self->dashboard->syncs);

  if (syncing)
    {
      gtk_label_set_text (self->sync_title, _ ("Reading the Fleet for the First Time"));
      gtk_label_set_text (self->sync_text,
                          _ ("This first time takes longest: later, only news is read. The boards "
                             "appear as soon as one source has answered."));
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
update_sync (ParlStatePage *self)
{
  GListModel *sources = G_LIST_MODEL (self->dashboard->syncs->sources);
  unsigned n = g_list_model_get_n_items (sources);
  ParlTime now = parl_time_now ();
  bool any_failed = false;
  bool any_read = false;

  if (self->dashboard->state != PARL_DASHBOARD_FIRST_SYNC)
    return;
  parl_box_set_n_children (self->sync_list, n, PARL_TYPE_SYNC_ROW);
  for (unsigned i = 0; i < n; i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      any_read |= item->unsettled;
      any_failed |= item->sync_state == PARL_SYNC_FAILED;
      update_sync_row (PARL_SYNC_ROW (gtk_list_box_get_row_at_index (self->sync_list, (int)i)),
                       item, now);
    }
  set_sync_words (self, any_failed, any_read);
}

/* Failure. */

/* What is wrong; then what was kept, and what to do. */
static const struct
{
  const char *title, *advice;
} troubles[] = {
  [PARL_TROUBLE_OTHER]
  = { N_ ("The Fleet Can’t Be Opened"), N_ ("What was stored before was left as it is.") },
  [PARL_TROUBLE_SETTINGS] = { N_ ("The Settings Can’t Be Read"),
                              N_ ("The file was left as it is. Correct it, then try again.") },
  [PARL_TROUBLE_DAMAGED]
  = { N_ ("The History Is Damaged"),
      N_ ("The file was left where it is. Move it to another place, then try again: a new history "
          "begins with what the servers still have.") },
  [PARL_TROUBLE_NEWER] = { N_ ("The History Is from a Newer Version"),
                           N_ ("Nothing in it was changed. Update Parlance, then try again.") },
  [PARL_TROUBLE_FULL]
  = { N_ ("No Space Is Left"),
      N_ ("What was stored before is kept. Make room on the disk, then try again.") },
  [PARL_TROUBLE_UNWRITABLE]
  = { N_ ("The History Can’t Be Written"),
      N_ ("Nothing in it was changed. Allow yourself to write the file and its folder, then try "
          "again.") },
  [PARL_TROUBLE_BUSY]
  = { N_ ("Another Program Uses the History"),
      N_ ("Nothing in it was changed. Close the other program, then try again.") },
};

static void
show_failure (ParlStatePage *self)
{
  ParlTrouble trouble = self->dashboard->trouble;
  const char *message = self->dashboard->message;
  g_autofree char *sentence = g_strdup_printf ("%s.", message != NULL ? message : "");
  bool demo = self->dashboard->demo;

  gtk_label_set_text (self->failed_title, _ (troubles[trouble].title));
  gtk_label_set_text (self->failed_message, sentence);
  gtk_label_set_text (self->failed_advice, _ (troubles[trouble].advice));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->again_button),
                                  demo ? "app.demo" : "app.own-fleet");
  gtk_widget_set_visible (GTK_WIDGET (self->demo_button), !demo);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

static void
update_page (ParlStatePage *self)
{
  ParlDashboardState state = self->dashboard->state;

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

void
parl_state_page_set_dashboard (ParlStatePage *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_clear_handle_id (&self->spinner_timer, g_source_remove);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard == NULL)
    return;
  g_signal_connect_swapped (dashboard, "sources-changed", G_CALLBACK (update_sync), self);
  g_signal_connect_swapped (dashboard, "notify::state", G_CALLBACK (update_page), self);
  g_signal_connect_swapped (dashboard, "notify::syncing", G_CALLBACK (update_sync), self);
  update_page (self);
}
