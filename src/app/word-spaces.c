/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK before 4.16 places letters at whole px; the space between words, 3.2 px in Cantarell at 11
 * pt, is rounded down there. Labels have no style for that, so each gets attributes when it appears
 * and when its words change. A label with attributes of its own keeps them. Knows no page. */
#include "config.h"

#include "app/word-spaces.h"

#include "charts/scene.h"

static void
widen (GtkWidget *label)
{
  PangoContext *context = gtk_widget_get_pango_context (label);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  PangoAttrList *attributes = pango_attr_list_new ();

  parl_text_widen_spaces (attributes, (double)pango_font_description_get_size (font) / PANGO_SCALE,
                          gtk_label_get_text (GTK_LABEL (label)));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
}

static gboolean
on_map (G_GNUC_UNUSED GSignalInvocationHint *hint, G_GNUC_UNUSED guint n_values,
        const GValue *values, G_GNUC_UNUSED gpointer data)
{
  GtkWidget *widget = g_value_get_object (values);

  if (!GTK_IS_LABEL (widget) || gtk_label_get_attributes (GTK_LABEL (widget)) != NULL
      || !pango_context_get_round_glyph_positions (gtk_widget_get_pango_context (widget)))
    return TRUE;
  widen (widget);
  g_signal_connect (widget, "notify::label", G_CALLBACK (widen), NULL);
  return TRUE;
}

void
parl_word_spaces_install (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
}
