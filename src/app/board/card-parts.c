/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verdict or a state in a sign and a word, and the sign alone; a balanced label.
 * Chooses none of them and knows no fact. */
#include "config.h"

#include "app/board/card-parts.h"

#include "app/widget.h"
#include "charts/scene.h"

#include <adwaita.h>
#include <math.h>

/* The sign: one glyph of the charts, at the size of the text around it. */

struct _ParlGlyphView
{
  GtkWidget parent_instance;

  ParlTone tone;
  bool offline;
};

G_DEFINE_FINAL_TYPE (ParlGlyphView, parl_glyph_view, GTK_TYPE_WIDGET)

static void
parl_glyph_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int ascent = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics));
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
  pango_font_metrics_unref (metrics);
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? height : ascent;
  *minimum_baseline = *natural_baseline = orientation == GTK_ORIENTATION_VERTICAL ? ascent : -1;
}

static void
paint_offline (const ParlStyle *style, cairo_t *cr, double x, double y, double size)
{
  ParlColor color = parl_style_get_color (style, PARL_COLOR_BAD);
  double radius = size * 0.43, reach = radius * M_SQRT1_2;

  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
  cairo_set_line_width (cr, size * 0.13);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_move_to (cr, x - reach, y + reach);
  cairo_line_to (cr, x + reach, y - reach);
  cairo_stroke (cr);
}

/* Between the top of a capital and the line it stands on, whatever height was given. */
static double
find_middle (GtkWidget *widget)
{
  int baseline = gtk_widget_get_allocated_baseline (widget);
  if (baseline < 0)
    return gtk_widget_get_height (widget) / 2.0;

  PangoFontMetrics *metrics
      = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  double ascent = (double)pango_font_metrics_get_ascent (metrics) / PANGO_SCALE;
  double descent = (double)pango_font_metrics_get_descent (metrics) / PANGO_SCALE;
  pango_font_metrics_unref (metrics);
  return baseline - (ascent - descent) / 2;
}

static void
parl_glyph_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlGlyphView *self = PARL_GLYPH_VIEW (widget);
  ParlStyle style = parl_style_of_desktop ();
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double size = MIN (width, height) * 0.93, middle = find_middle (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (-1, -1, (float)width + 2, (float)height + 2));

  if (self->offline)
    paint_offline (&style, cr, width / 2, middle, size);
  else
    {
      g_autoptr (ParlScene) scene = parl_scene_new (&style, width, height);
      parl_scene_add_tone (scene, self->tone, width / 2, middle, size);
      parl_scene_paint (scene, cr);
    }
  cairo_destroy (cr);
}

static void
parl_glyph_view_class_init (ParlGlyphViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = parl_glyph_view_measure;
  widget_class->snapshot = parl_glyph_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
parl_glyph_view_init (ParlGlyphView *self)
{
  self->tone = PARL_TONE_NONE;
  parl_widget_follow_theme (self, G_CALLBACK (gtk_widget_queue_draw));
}

void
parl_glyph_view_set_tone (ParlGlyphView *self, ParlTone tone)
{
  if (!self->offline && self->tone == tone)
    return;
  self->tone = tone;
  self->offline = false;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_offline (ParlGlyphView *self)
{
  self->offline = true;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The badge. */

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
  GtkWidget *glyph = g_object_new (PARL_TYPE_GLYPH_VIEW, NULL);
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
  set_offline (self->glyph);
  set_text (self, "bad", text);
}

const char *
parl_badge_get_text (ParlBadge *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_text (self->label) : NULL;
}

/* The balanced label. */

struct _ParlBalancedLabel
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GPtrArray *peers; /* (element-type ParlBalancedLabel), with itself; NULL: none */
};

G_DEFINE_FINAL_TYPE (ParlBalancedLabel, parl_balanced_label, GTK_TYPE_WIDGET)

static void
parl_balanced_label_dispose (GObject *object)
{
  parl_balanced_label_set_peers (PARL_BALANCED_LABEL (object), NULL);
  g_clear_pointer (&PARL_BALANCED_LABEL (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (parl_balanced_label_parent_class)->dispose (object);
}

static GtkSizeRequestMode
parl_balanced_label_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parl_balanced_label_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  ParlBalancedLabel *self = PARL_BALANCED_LABEL (widget);

  gtk_widget_measure (self->label, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
  for (unsigned i = 0;
       orientation == GTK_ORIENTATION_VERTICAL && self->peers != NULL && i < self->peers->len; i++)
    {
      int least, height;
      gtk_widget_measure (PARL_BALANCED_LABEL (self->peers->pdata[i])->label, orientation, for_size,
                          &least, &height, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, height);
    }
}

static int
get_height (GtkWidget *label, int width)
{
  int height;

  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

/* The narrowest width at which @label is no taller than at @width. */
static int
find_width (GtkWidget *label, int width)
{
  int least, natural, height = get_height (label, width);

  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  int most = MIN (width, natural);
  if (natural <= width)
    return most;
  while (least < most)
    {
      int middle = (least + most) / 2;
      if (get_height (label, middle) <= height)
        most = middle;
      else
        least = middle + 1;
    }
  return most;
}

static void
parl_balanced_label_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *label = PARL_BALANCED_LABEL (widget)->label;
  bool rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int narrow = find_width (label, width);

  gtk_widget_size_allocate (label, &(GtkAllocation){ rtl ? width - narrow : 0, 0, narrow, height },
                            baseline);
}

static void
parl_balanced_label_class_init (ParlBalancedLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_balanced_label_dispose;
  widget_class->get_request_mode = parl_balanced_label_get_request_mode;
  widget_class->measure = parl_balanced_label_measure;
  widget_class->size_allocate = parl_balanced_label_size_allocate;
}

static void
parl_balanced_label_init (ParlBalancedLabel *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), true);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_yalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

void
parl_balanced_label_set_text (ParlBalancedLabel *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->label), text);
  for (unsigned i = 0; self->peers != NULL && i < self->peers->len; i++)
    gtk_widget_queue_resize (self->peers->pdata[i]);
}

void
parl_balanced_label_set_peers (ParlBalancedLabel *self, GPtrArray *peers)
{
  if (self->peers != NULL)
    g_ptr_array_remove (self->peers, self);
  g_clear_pointer (&self->peers, g_ptr_array_unref);
  if (peers != NULL)
    {
      self->peers = g_ptr_array_ref (peers);
      g_ptr_array_add (peers, self);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
