/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which act is on the screen, and the keys of keyboards and clickers. The board is the window's
 * own, with all cards but those of the act hidden. */
#include "config.h"

#include "app/present/presentation.h"

#include "app/board/board-view.h"
#include "app/present/acts.h"
#include "app/present/scaled-bin.h"
#include "app/widget.h"

#include <glib/gi18n.h>

#define POINTER_TIME 2000 /* ms for which a pointer that rests is still seen */

struct _ParlPresentation
{
  AdwWindow parent_instance;

  ParlDashboard *dashboard;
  char *audience;
  GArray *acts; /* of ParlAct; NULL: none yet */
  unsigned act; /* index of the one on the screen */
  unsigned pointer_id;

  ParlScaledBin *stage;
  ParlBoardView *board;
  GtkLabel *foot, *place;
};

G_DEFINE_FINAL_TYPE (ParlPresentation, parl_presentation, ADW_TYPE_WINDOW)

/* As on the report's page; what makes the data doubtful comes first. */
static char *
make_foot (const ParlBoard *board)
{
  g_auto (GStrv) caveats = parl_board_dup_caveats (board);
  g_autofree char *caveat = g_strjoinv (" · ", caveats);
  g_autofree char *as_of = parl_board_dup_as_of (board);

  return g_strdup_printf ("%s%s%s · %s\n%s", caveat, *caveat != '\0' ? "\n" : "", board->period,
                          board->scope, as_of);
}

static void
show_act (ParlPresentation *self)
{
  ParlBoard *board = parl_dashboard_get_board (self->dashboard, self->audience);
  const ParlAct *act = &g_array_index (self->acts, ParlAct, self->act);
  const ParlCard *first = g_ptr_array_index (board->cards, act->first);
  g_autofree char *foot = make_foot (board);
  /* TRANSLATORS: the screen of a presentation, and of how many */
  g_autofree char *place = g_strdup_printf (_ ("%u of %u"), self->act + 1, self->acts->len);
  const char *name = self->act == 0        ? board->headline->text
                     : first->head != NULL ? first->head
                                           : first->title->text;
  g_autofree char *spoken = g_strdup_printf ("%s. %s", name, place);

  parl_board_view_set_part (self->board, board, act->first, act->n);
  gtk_label_set_text (self->foot, foot);
  gtk_label_set_text (self->place, place);
  parl_widget_set_spoken (self->stage, spoken);
  gtk_widget_queue_resize (GTK_WIDGET (self->stage));
}

/* What is on the screen stays there where new data have as many acts. */
static void
update (ParlPresentation *self)
{
  ParlBoard *board = parl_dashboard_get_board (self->dashboard, self->audience);

  if (board == NULL || board->cards->len == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  g_clear_pointer (&self->acts, g_array_unref);
  self->acts = parl_acts_new (board);
  self->act = MIN (self->act, self->acts->len - 1);
  show_act (self);
}

void
parl_presentation_step (ParlPresentation *self, int n)
{
  if (self->acts == NULL)
    return;
  self->act = (unsigned)CLAMP ((int)self->act + n, 0, (int)self->acts->len - 1);
  show_act (self);
}

/* The keys of the window do here what they do there. */
static void
on_nth_audience (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlPresentation *self = PARL_PRESENTATION (widget);
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  unsigned index = (unsigned)g_variant_get_int32 (parameter);

  if (index < 1 || index > g_strv_length ((char **)ids))
    return;
  g_free (self->audience);
  self->audience = g_strdup (ids[index - 1]);
  self->act = 0;
  update (self);
}

static void
on_end (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/* By how many acts a key goes on; 0: it is no such key. Clickers send Page Up and Page Down. */
static int
get_step (ParlPresentation *self, guint key)
{
  int right = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  switch (key)
    {
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return right;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return -right;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
    case GDK_KEY_space:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return 1;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_BackSpace:
      return -1;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return -(int)self->acts->len;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return (int)self->acts->len;
    default:
      return 0;
    }
}

/* B and the full stop, which clickers send, too, leave the screen empty until the next key. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        ParlPresentation *self)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || self->acts == NULL)
    return FALSE;

  bool is_blank = !gtk_widget_get_child_visible (GTK_WIDGET (self->stage));
  bool blanks = key == GDK_KEY_b || key == GDK_KEY_period;
  int step = get_step (self, key);
  if (is_blank || blanks)
    {
      gtk_widget_set_child_visible (GTK_WIDGET (self->stage), is_blank);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return blanks || step != 0;
    }
  if (step != 0)
    parl_presentation_step (self, step);
  return step != 0;
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, ParlPresentation *self)
{
  bool back = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture))
              == GDK_BUTTON_SECONDARY;

  parl_presentation_step (self, back ? -1 : 1);
}

static gboolean
on_pointer_rests (gpointer data)
{
  ParlPresentation *self = data;

  self->pointer_id = 0;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "none");
  return G_SOURCE_REMOVE;
}

static void
on_motion (ParlPresentation *self)
{
  g_clear_handle_id (&self->pointer_id, g_source_remove);
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  self->pointer_id = g_timeout_add (POINTER_TIME, on_pointer_rests, self);
}

static void
parl_presentation_dispose (GObject *object)
{
  ParlPresentation *self = PARL_PRESENTATION (object);

  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_clear_object (&self->dashboard);
  g_clear_handle_id (&self->pointer_id, g_source_remove);
  g_clear_pointer (&self->acts, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_PRESENTATION);
  g_clear_pointer (&self->audience, g_free);
  G_OBJECT_CLASS (parl_presentation_parent_class)->dispose (object);
}

static void
parl_presentation_class_init (ParlPresentationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_presentation_dispose;
  g_type_ensure (PARL_TYPE_BOARD_VIEW);
  g_type_ensure (PARL_TYPE_SCALED_BIN);
  parl_widget_class_set_template (widget_class, "presentation.ui");
  PARL_BIND_CHILDREN (widget_class, ParlPresentation, stage, board, foot, place);
  gtk_widget_class_install_action (widget_class, "win.nth-audience", "i", on_nth_audience);
  gtk_widget_class_install_action (widget_class, "win.close-panel", NULL, on_end);
  gtk_widget_class_install_action (widget_class, "win.present", NULL, on_end);
}

static void
parl_presentation_init (ParlPresentation *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

GtkWindow *
parl_presentation_new (ParlDashboard *dashboard, const char *audience)
{
  ParlPresentation *self = g_object_new (PARL_TYPE_PRESENTATION, NULL);

  self->dashboard = g_object_ref (dashboard);
  self->audience = g_strdup (audience);
  parl_board_view_set_dashboard (self->board, dashboard);
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WINDOW (self);
}
