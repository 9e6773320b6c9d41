/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A paintable whose pixels cairo scales: its good filter takes the mean, and GTK runs it at the
 * screen's own resolution. */
#include "config.h"

#include "app/sharp-picture.h"

struct _ParlSharpPicture
{
  GObject parent_instance;

  cairo_surface_t *pixels;
};

static void
parl_sharp_picture_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width,
                             double height)
{
  ParlSharpPicture *self = PARL_SHARP_PICTURE (paintable);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));

  cairo_scale (cr, width / cairo_image_surface_get_width (self->pixels),
               height / cairo_image_surface_get_height (self->pixels));
  cairo_set_source_surface (cr, self->pixels, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static int
parl_sharp_picture_get_intrinsic_width (GdkPaintable *paintable)
{
  return cairo_image_surface_get_width (PARL_SHARP_PICTURE (paintable)->pixels);
}

static int
parl_sharp_picture_get_intrinsic_height (GdkPaintable *paintable)
{
  return cairo_image_surface_get_height (PARL_SHARP_PICTURE (paintable)->pixels);
}

static GdkPaintableFlags
parl_sharp_picture_get_flags (G_GNUC_UNUSED GdkPaintable *paintable)
{
  return GDK_PAINTABLE_STATIC_CONTENTS | GDK_PAINTABLE_STATIC_SIZE;
}

static void
init_paintable (GdkPaintableInterface *iface)
{
  iface->snapshot = parl_sharp_picture_snapshot;
  iface->get_intrinsic_width = parl_sharp_picture_get_intrinsic_width;
  iface->get_intrinsic_height = parl_sharp_picture_get_intrinsic_height;
  iface->get_flags = parl_sharp_picture_get_flags;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlSharpPicture, parl_sharp_picture, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, init_paintable))

static void
parl_sharp_picture_finalize (GObject *object)
{
  cairo_surface_destroy (PARL_SHARP_PICTURE (object)->pixels);
  G_OBJECT_CLASS (parl_sharp_picture_parent_class)->finalize (object);
}

static void
parl_sharp_picture_class_init (ParlSharpPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_sharp_picture_finalize;
}

static void
parl_sharp_picture_init (ParlSharpPicture *self)
{
}

/* Returns: (transfer full): as large as @texture */
GdkPaintable *
parl_sharp_picture_new (GdkTexture *texture)
{
  ParlSharpPicture *self = g_object_new (PARL_TYPE_SHARP_PICTURE, NULL);
  cairo_surface_t *pixels = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture), gdk_texture_get_height (texture));

  gdk_texture_download (texture, cairo_image_surface_get_data (pixels),
                        (size_t)cairo_image_surface_get_stride (pixels));
  cairo_surface_mark_dirty (pixels);
  self->pixels = pixels;
  return GDK_PAINTABLE (self);
}
