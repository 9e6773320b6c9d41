/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers of the window's widgets. Knows none of them. */
#include "config.h"

#include "app/widget.h"

static void
dispose_template (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  G_OBJECT_CLASS (g_type_class_peek_parent (G_OBJECT_GET_CLASS (object)))->dispose (object);
}

void
parl_widget_class_set_template (GtkWidgetClass *klass, const char *file)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  g_autofree char *path = g_strconcat ("/org/parlance/Parlance/", file, NULL);

  if (object_class->dispose == G_OBJECT_CLASS (g_type_class_peek_parent (klass))->dispose)
    object_class->dispose = dispose_template;
  gtk_widget_class_set_template_from_resource (klass, path);
}

void
parl_widget_set_class (gpointer widget, const char *name, bool on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

void
parl_widget_set_spoken (gpointer widget, const char *name)
{
  gtk_accessible_update_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
parl_label_set_optional (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

void
parl_box_set_n_children (gpointer box, unsigned n, GtkWidget *(*create) (void))
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  for (; n > 0 && child != NULL; n--)
    child = gtk_widget_get_next_sibling (child);
  while (child != NULL)
    {
      GtkWidget *gone = child;
      child = gtk_widget_get_next_sibling (child);
      if (GTK_IS_LIST_BOX (box))
        gtk_list_box_remove (box, gone);
      else
        gtk_box_remove (box, gone);
    }
  for (; n > 0; n--)
    if (GTK_IS_LIST_BOX (box))
      gtk_list_box_append (box, create ());
    else
      gtk_box_append (box, create ());
}
