/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK tells a screen reader the class of a control that shows only a sign: "GtkToggleButton". So
 * each control is named when it appears: by the words in it, else by its tooltip, else as the menu
 * button or row that it is a part of. Signs say nothing; the words beside them do. A name that a
 * widget has given itself stays. Knows no page. */
#include "config.h"

#include "app/spoken.h"

#include "app/widget.h"

#include <glib/gi18n.h>

#define MOST_LABELS 12

static bool
is_list (GtkWidget *widget)
{
  return GTK_IS_LIST_BASE (widget) || GTK_IS_LIST_BOX (widget);
}

/* What the keyboard or the pointer acts on, and a cell of a table. */
static bool
is_control (GtkWidget *widget)
{
  static const GtkAccessibleRole roles[] = { GTK_ACCESSIBLE_ROLE_CELL,
                                             GTK_ACCESSIBLE_ROLE_COLUMN_HEADER,
                                             GTK_ACCESSIBLE_ROLE_GRID_CELL,
                                             GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                             GTK_ACCESSIBLE_ROLE_MENU_ITEM,
                                             GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX,
                                             GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO,
                                             GTK_ACCESSIBLE_ROLE_ROW,
                                             GTK_ACCESSIBLE_ROLE_TAB };
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  for (unsigned i = 0; i < G_N_ELEMENTS (roles); i++)
    if (role == roles[i])
      return true;
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)
         || (gtk_widget_get_focusable (widget) && !GTK_IS_SCROLLED_WINDOW (widget)
             && !GTK_IS_LABEL (widget) && !GTK_IS_NATIVE (widget));
}

/* GTK relates a button to its sign, which says nothing, and an item of a menu to its words, which
 * 4.18 tells nobody; a relation counts for more than a name. */
static bool
is_badly_related (GtkWidget *widget)
{
  bool is_sign
      = GTK_IS_BUTTON (widget) && GTK_IS_IMAGE (gtk_button_get_child (GTK_BUTTON (widget)));
  bool is_item = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget))
                 == GTK_ACCESSIBLE_ROLE_MENU_ITEM;

  return (is_sign || is_item)
         && gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* GTK has no other call that tells what was set; these are in every build of it. */
bool
parl_spoken_has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return !is_badly_related (widget)
         && (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
             || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY));
}

/* The words in a control, a sentence a label; changed when one of them is. */

static void name_by_content (GtkWidget *widget);

static void
add_labels (GtkWidget *widget, GtkWidget *control, GString *words, unsigned *n)
{
  if (GTK_IS_POPOVER (widget) || !gtk_widget_get_visible (widget) || *n == MOST_LABELS)
    return;
  if (GTK_IS_LABEL (widget) || GTK_IS_INSCRIPTION (widget))
    {
      bool is_label = GTK_IS_LABEL (widget);
      const char *text = is_label ? gtk_label_get_text (GTK_LABEL (widget))
                                  : gtk_inscription_get_text (GTK_INSCRIPTION (widget));
      if (text != NULL && *text != '\0')
        g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", text);
      (*n)++;
      g_signal_handlers_disconnect_by_func (widget, name_by_content, control);
      g_signal_connect_object (widget, is_label ? "notify::label" : "notify::text",
                               G_CALLBACK (name_by_content), control, G_CONNECT_SWAPPED);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_labels (child, control, words, n);
}

/* A relation to the labels would say the same, but GTK 4.8 may not survive that they go first. */
static void
name_by_content (GtkWidget *widget)
{
  g_autoptr (GString) words = g_string_new (NULL);
  unsigned n = 0;

  add_labels (widget, widget, words, &n);
  if (n > 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    words->str, -1);
}

/* By its title or tooltip. */
static bool
name_by_words (GtkWidget *widget, GtkWidget *named)
{
  const char *tooltip = gtk_widget_get_tooltip_text (widget);
  const char *title = ADW_IS_PREFERENCES_ROW (widget)
                          ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget))
                          : NULL;
  const char *words = title != NULL && *title != '\0' ? title : tooltip;

  if (words == NULL || *words == '\0')
    return false;
  parl_widget_set_spoken (named, words);
  return true;
}

/* The one button of GTK's that shows a sign and has no words anywhere: in the list of shortcuts. */
static bool
name_by_sign (GtkWidget *widget)
{
  if (!GTK_IS_BUTTON (widget)
      || g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "edit-find-symbolic") != 0)
    return false;
  parl_widget_set_spoken (widget, _ ("Search"));
  return true;
}

/* What @widget is a part of: the button in a menu button, the text in a row for an entry. */
static GtkWidget *
find_whole (GtkWidget *widget)
{
  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    if (GTK_IS_MENU_BUTTON (at) || GTK_IS_DROP_DOWN (at) || GTK_IS_SPIN_BUTTON (at)
        || GTK_IS_EDITABLE (at) || ADW_IS_PREFERENCES_ROW (at))
      return at;
  return NULL;
}

static bool
name_by_whole (GtkWidget *widget)
{
  GtkWidget *whole = find_whole (widget);

  return whole != NULL && name_by_words (whole, widget);
}

static gboolean
on_map (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GtkWidget *widget = g_value_get_object (values);
  if (GTK_IS_IMAGE (widget) || parl_spoken_has_name (widget))
    return TRUE;
  if (is_badly_related (widget))
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  if (is_list (widget))
    name_by_whole (widget);
  else if (is_control (widget) && !name_by_words (widget, widget) && !name_by_sign (widget))
    {
      name_by_content (widget);
      if (!parl_spoken_has_name (widget))
        name_by_whole (widget);
    }
  return TRUE;
}

/* By the role of all: that one is hidden, newer GTKs forget when it is mapped again. */
static void
silence_signs (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_IMAGE);

  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_NONE);
}

void
parl_spoken_install (void)
{
  silence_signs ();
  g_type_ensure (GTK_TYPE_WIDGET);
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);
  (void)klass;
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
}
