/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verdict or a state in two cues and a word. Chooses none of them. */
#include "config.h"

#include "app/badge.h"

struct _ParlBadge
{
  GtkBox parent_instance;

  ParlGlyphView *glyph;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ParlBadge, parl_badge, GTK_TYPE_BOX)

static void
parl_badge_class_init (ParlBadgeClass *klass)
{
}

static void
parl_badge_init (ParlBadge *self)
{
  GtkWidget *glyph = parl_glyph_view_new ();
  GtkWidget *label = gtk_label_new (NULL);

  self->glyph = PARL_GLYPH_VIEW (glyph);
  self->label = GTK_LABEL (label);
  gtk_widget_set_valign (glyph, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (label, GTK_ALIGN_BASELINE);
  gtk_label_set_xalign (self->label, 0);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_box_append (GTK_BOX (self), glyph);
  gtk_box_append (GTK_BOX (self), label);
  gtk_widget_add_css_class (GTK_WIDGET (self), "badge");
  gtk_widget_set_visible (GTK_WIDGET (self), false);
}

static void
set_text (ParlBadge *self, const char *tone, const char *text)
{
  gtk_widget_set_css_classes (GTK_WIDGET (self), (const char *[]){ "badge", tone, NULL });
  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

void
parl_badge_set (ParlBadge *self, ParlTone tone, const char *text)
{
  static const char *const classes[] = {
    [PARL_TONE_PLAIN] = "plain", [PARL_TONE_PREVIOUS] = "plain", [PARL_TONE_GOOD] = "good",
    [PARL_TONE_WARN] = "warn",   [PARL_TONE_BAD] = "bad",        [PARL_TONE_NONE] = "plain",
  };

  parl_glyph_view_set_tone (self->glyph, tone);
  set_text (self, classes[tone], text);
}

void
parl_badge_set_offline (ParlBadge *self, const char *text)
{
  parl_glyph_view_set_offline (self->glyph);
  set_text (self, "bad", text);
}

/**
 * parl_badge_get_text:
 *
 * Returns: (transfer none) (nullable): the word; %NULL while it is hidden
 */
const char *
parl_badge_get_text (ParlBadge *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (self->label) : NULL;
}
