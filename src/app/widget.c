/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Helpers of the window's widgets. Knows none of them. */
#include "config.h"

#include "app/widget.h"

#include "audiences/format.h"

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
parl_box_set_n_children (gpointer box, unsigned n, GType type)
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
      gtk_list_box_append (box, g_object_new (type, NULL));
    else
      gtk_box_append (box, g_object_new (type, NULL));
}

void
parl_toast (AdwToastOverlay *toasts, const char *sentence)
{
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  adw_toast_overlay_add_toast (toasts, adw_toast_new (markup));
}

void
parl_widget_copy_text (gpointer widget, const char *text)
{
  g_autofree char *plain = parl_format_plain (text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), plain);
}

void
parl_widget_copy_markdown (gpointer widget, const char *text, const char *sentence)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.toast", "s", sentence);
}

void
parl_widget_copy (gpointer widget, const char *text, const char *sentence)
{
  parl_widget_copy_text (widget, text);
  gtk_widget_activate_action (widget, "win.toast", "s", sentence);
}

void
parl_window_present_over (GtkWindow *parent, GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, parent);
  gtk_window_set_modal (dialog, true);
  gtk_window_present (dialog);
}

/* Where the focus was: a weak pointer to it, kept by the popover. */

static void
free_place (gpointer data)
{
  GtkWidget **place = data;

  g_clear_weak_pointer (place);
  g_free (place);
}

static void
on_popover_map (GtkWidget *popover, GtkWidget **place)
{
  GtkRoot *root = gtk_widget_get_root (popover);
  g_set_weak_pointer (place, root != NULL ? gtk_root_get_focus (root) : NULL);
}

/* What was chosen in the menu may have moved the focus already. */
static void
on_popover_closed (GtkWidget *popover, GtkWidget **place)
{
  GtkRoot *root = gtk_widget_get_root (popover);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  bool is_lost = focus == NULL || gtk_widget_is_ancestor (focus, popover)
                 || gtk_widget_is_ancestor (*place != NULL ? *place : popover, focus);
  if (*place != NULL && is_lost && gtk_widget_get_mapped (*place))
    gtk_widget_grab_focus (*place);
}

void
parl_popover_return_focus (GtkPopover *popover)
{
  GtkWidget **place = g_new0 (GtkWidget *, 1);

  g_object_set_data_full (G_OBJECT (popover), "parl-place", place, free_place);
  g_signal_connect (popover, "map", G_CALLBACK (on_popover_map), place);
  g_signal_connect (popover, "closed", G_CALLBACK (on_popover_closed), place);
}

void
parl_widget_pop_up (gpointer widget, GtkWidget **menu, const char *id, const GdkRectangle *at)
{
  if (*menu == NULL)
    {
      g_autoptr (GtkBuilder) builder
          = gtk_builder_new_from_resource ("/org/parlance/Parlance/context-menus.ui");
      *menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, id)));
      gtk_popover_set_has_arrow (GTK_POPOVER (*menu), false);
      gtk_widget_set_halign (*menu, GTK_ALIGN_START);
      gtk_widget_set_parent (*menu, widget);
      parl_popover_return_focus (GTK_POPOVER (*menu));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (*menu), at);
  gtk_popover_popup (GTK_POPOVER (*menu));
}

ParlStyle
parl_style_of_desktop (void)
{
  static const ParlTheme themes[2][2] = { { PARL_THEME_LIGHT, PARL_THEME_CONTRAST },
                                          { PARL_THEME_DARK, PARL_THEME_CONTRAST_DARK } };
  AdwStyleManager *manager = adw_style_manager_get_default ();

  ParlStyle style = parl_style_new (
      themes[adw_style_manager_get_dark (manager)][adw_style_manager_get_high_contrast (manager)]);
  g_autofree char *font = NULL;
  g_object_get (gtk_settings_get_default (), "gtk-font-name", &font, NULL);
  PangoFontDescription *description = pango_font_description_from_string (font != NULL ? font : "");
  const char *family = pango_font_description_get_family (description);
  if (family != NULL)
    style.font = g_intern_string (family);
  pango_font_description_free (description);
  return style;
}

/* For as long as @widget lives: the settings outlive it. */
void
parl_widget_follow_theme (gpointer widget, GCallback changed)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", changed, widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", changed, widget, G_CONNECT_SWAPPED);
}

double
parl_widget_get_text_scale (gpointer widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / 1024.0 / 96 : 1;
}

void
parl_label_set_formula (GtkLabel *label)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (label));
  bool rtl = gtk_widget_get_direction (parent) == GTK_TEXT_DIR_RTL;

  gtk_widget_set_direction (GTK_WIDGET (label), GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (label, rtl ? 1 : 0);
}
