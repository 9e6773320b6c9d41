/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows one line as it is worded. */
#include "config.h"

#include "app/line-view.h"

#include "app/glyph-view.h"
#include "app/widget.h"
#include "audiences/format.h"
#include "audiences/phrase.h"

#include <math.h>

struct _ParlLineView
{
  ParlFactArea parent_instance;

  ParlGlyphView *glyph;
  GtkLabel *text, *detail;
};

G_DEFINE_FINAL_TYPE (ParlLineView, parl_line_view, PARL_TYPE_FACT_AREA)

static void
parl_line_view_class_init (ParlLineViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PARL_TYPE_GLYPH_VIEW);
  parl_widget_class_set_template (widget_class, "line-view.ui");
  PARL_BIND_CHILDREN (widget_class, ParlLineView, glyph, text, detail);
}

static void
parl_line_view_init (ParlLineView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
parl_line_view_new (void)
{
  return g_object_new (PARL_TYPE_LINE_VIEW, NULL);
}

void
parl_line_view_set_line (ParlLineView *self, const ParlLine *line, const ParlAudience *audience)
{
  const ParlFact *fact = line->fact;
  bool has_number = fact != NULL && audience != NULL && !isnan (fact->value);
  g_autofree char *number = has_number
                                ? parl_format_value (fact->value, fact->unit,
                                                     parl_phrase_get_digits (audience, fact->unit))
                                : NULL;

  parl_glyph_view_set_tone (self->glyph, line->tone);
  gtk_label_set_text (self->text, line->text);
  gtk_label_set_text (self->detail, line->detail != NULL ? line->detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->detail), line->detail != NULL);
  parl_widget_set_class (self, "detailed", line->detail != NULL);
  parl_fact_area_set_fact (PARL_FACT_AREA (self), fact, line->text, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, line->text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  line->detail != NULL ? line->detail : "", -1);
}
