/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four bars and their connectors, at a fixed size. Shows no data. */
#include "config.h"

#include "app/state-art.h"

#include "charts/style.h"

#define WIDTH 200
#define HEIGHT 86

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
static const Bar bars[] = {
  { 4, 20, 40, 65, PARL_COLOR_PREVIOUS }, { 44, 20, 12, 1, PARL_COLOR_AXIS },
  { 56, 0, 40, 20, PARL_COLOR_BAD },      { 96, 0, 12, 1, PARL_COLOR_AXIS },
  { 108, 0, 40, 8, PARL_COLOR_GOOD },     { 148, 8, 12, 1, PARL_COLOR_AXIS },
  { 160, 8, 36, 77, PARL_COLOR_ACTUAL },  { 0, 85, 200, 1, PARL_COLOR_AXIS },
};

static void
parl_state_art_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
parl_state_art_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  bool dark = adw_style_manager_get_dark (manager);
  bool contrast = adw_style_manager_get_high_contrast (manager);
  ParlStyle style = parl_style_new (contrast ? dark ? PARL_THEME_CONTRAST_DARK : PARL_THEME_CONTRAST
                                    : dark   ? PARL_THEME_DARK
                                             : PARL_THEME_LIGHT);
  float start = (float)(gtk_widget_get_width (widget) - WIDTH) / 2;

  for (unsigned i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      ParlColor color = parl_style_get_color (&style, bars[i].role);
      GdkRGBA rgba
          = { (float)color.red, (float)color.green, (float)color.blue, (float)color.alpha };
      gtk_snapshot_append_color (
          snapshot, &rgba,
          &GRAPHENE_RECT_INIT (start + bars[i].x, bars[i].y, bars[i].width, bars[i].height));
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
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}
