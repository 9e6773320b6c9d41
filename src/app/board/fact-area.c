/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base class of all widgets that link to a fact: pointer, touch, keyboard and context menu.
 * Shows nothing itself. */
#include "config.h"

#include "app/board/fact-area.h"

#include "analysis/fact-link.h"
#include "app/widget.h"

#include <glib/gi18n.h>

typedef struct
{
  char *link, *sentence, *detail, *number;
  GtkWidget *menu;
} ParlFactAreaPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (ParlFactArea, parl_fact_area, GTK_TYPE_BOX)

static guint activate_signal;

static ParlFactAreaPrivate *
get_private (gpointer self)
{
  return parl_fact_area_get_instance_private (PARL_FACT_AREA (self));
}

static void
parl_fact_area_dispose (GObject *object)
{
  ParlFactAreaPrivate *priv = get_private (object);

  g_clear_pointer (&priv->menu, gtk_widget_unparent);
  g_clear_pointer (&priv->link, g_free);
  g_clear_pointer (&priv->sentence, g_free);
  g_clear_pointer (&priv->detail, g_free);
  g_clear_pointer (&priv->number, g_free);
  G_OBJECT_CLASS (parl_fact_area_parent_class)->dispose (object);
}

/* Actions. */

static void
on_activate (ParlFactArea *self)
{
  ParlFactAreaPrivate *priv = get_private (self);

  if (priv->link != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.fact", "s", priv->link);
}

static void
on_explain (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_activate (PARL_FACT_AREA (widget));
}

static void
on_show_rows (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.evidence", "s", get_private (widget)->link);
}

static void
on_show_part (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.drill", "s", get_private (widget)->link);
}

static void
on_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlFactAreaPrivate *priv = get_private (widget);
  bool is_number = g_str_equal (name, "fact.copy-number");
  parl_widget_copy (widget, is_number ? priv->number : priv->sentence,
                    is_number ? _ ("Number copied") : _ ("Sentence copied"));
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  if (get_private (widget)->link == NULL)
    return FALSE;
  parl_widget_pop_up (widget, &get_private (widget)->menu, "fact",
                      &(GdkRectangle){ 16, gtk_widget_get_height (widget) / 2, 1, 1 });
  return TRUE;
}

/* Pointer and touch. A gesture is claimed only at its end, so that a finger can still scroll. */

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, ParlFactArea *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  if (get_private (self)->link == NULL || !gtk_widget_contains (widget, x, y))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (widget);
  g_signal_emit (self, activate_signal, 0);
}

static void
on_secondary (GtkGesture *gesture, int n_press, double x, double y, ParlFactArea *self)
{
  if (get_private (self)->link == NULL)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  parl_widget_pop_up (self, &get_private (self)->menu, "fact",
                      &(GdkRectangle){ (int)x, (int)y, 1, 1 });
}

static void
on_long_press (GtkGesture *gesture, double x, double y, ParlFactArea *self)
{
  on_secondary (gesture, 1, x, y, self);
}

static void
add_bindings (GtkWidgetClass *klass)
{
  static const unsigned keys[]
      = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space, GDK_KEY_KP_Space };

  for (unsigned i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_signal (klass, keys[i], 0, "activate", NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void
parl_fact_area_class_init (ParlFactAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_fact_area_dispose;
  activate_signal = g_signal_new_class_handler (
      "activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (on_activate), NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_activate_signal (widget_class, activate_signal);
  gtk_widget_class_install_action (widget_class, "fact.explain", NULL, on_explain);
  gtk_widget_class_install_action (widget_class, "fact.show-rows", NULL, on_show_rows);
  gtk_widget_class_install_action (widget_class, "fact.show-part", NULL, on_show_part);
  gtk_widget_class_install_action (widget_class, "fact.copy-sentence", NULL, on_copy);
  gtk_widget_class_install_action (widget_class, "fact.copy-number", NULL, on_copy);
  /* A box gives the focus to its children only; this one takes it, as any widget does. */
  GtkWidgetClass *any = g_type_class_peek (GTK_TYPE_WIDGET);
  widget_class->focus = any->focus;
  widget_class->grab_focus = any->grab_focus;
  add_bindings (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
parl_fact_area_init (ParlFactArea *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "fact");

  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), true);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect (secondary, "pressed", G_CALLBACK (on_secondary), self);
  g_signal_connect (press, "pressed", G_CALLBACK (on_long_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

void
parl_fact_area_set_line (ParlFactArea *self, const ParlLine *line, const char *number)
{
  ParlFactAreaPrivate *priv = get_private (self);
  GtkWidget *widget = GTK_WIDGET (self);

  g_free (priv->link);
  g_free (priv->sentence);
  g_free (priv->detail);
  g_free (priv->number);
  priv->link = line->fact != NULL ? parl_fact_link_new (line->fact) : NULL;
  priv->sentence = g_strdup (line->text);
  priv->detail = g_strdup (line->detail);
  priv->number = g_strdup (number);
  gtk_widget_set_focusable (widget, line->fact != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_DISABLED,
                               line->fact == NULL, -1);
  parl_widget_set_class (widget, "activatable", line->fact != NULL);
  gtk_widget_action_set_enabled (widget, "fact.copy-number", number != NULL);
  gtk_widget_action_set_enabled (widget, "fact.show-part",
                                 line->fact != NULL && parl_fact_names_part (line->fact));
}

const char *
parl_fact_area_get_link (ParlFactArea *self)
{
  return get_private (self)->link;
}

/* Returns: (transfer full): what the area says, of no fact */
ParlLine *
parl_fact_area_dup_line (ParlFactArea *self)
{
  ParlFactAreaPrivate *priv = get_private (self);
  ParlLine *line = parl_line_new (PARL_TONE_PLAIN, priv->sentence, NULL);

  line->detail = g_strdup (priv->detail);
  return line;
}

void
parl_fact_area_set_explained (ParlFactArea *self, bool explained)
{
  parl_widget_set_class (GTK_WIDGET (self), "explained", explained);
}
