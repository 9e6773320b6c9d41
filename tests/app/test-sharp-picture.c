/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thin lines stay where a page is shown small: with one black column in six, all that is shown at a
 * sixth is equally grey. */
#include "config.h"

#include "app/sharp-picture.h"

#define WIDTH 1920
#define HEIGHT 60
#define LESS 6

static GdkTexture *
create_stripes (void)
{
  g_autofree unsigned char *pixels = g_malloc (WIDTH * HEIGHT * 4);

  for (unsigned i = 0; i < WIDTH * HEIGHT; i++)
    for (unsigned channel = 0; channel < 4; channel++)
      pixels[4 * i + channel] = channel < 3 && i % WIDTH % LESS == 0 ? 0 : 255;
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, WIDTH * HEIGHT * 4);
  return gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_DEFAULT, bytes, WIDTH * 4);
}

static void
test_stripes (void)
{
  g_autoptr (GdkTexture) texture = create_stripes ();
  g_autoptr (GdkPaintable) picture = parl_sharp_picture_new (texture);
  int width = WIDTH / LESS, height = HEIGHT / LESS;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (picture), ==, WIDTH);
  gdk_paintable_snapshot (picture, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const unsigned char *row
      = cairo_image_surface_get_data (surface) + 5 * cairo_image_surface_get_stride (surface);
  for (int x = 2; x < width - 2; x++)
    g_assert_cmpint (ABS (row[4 * x] - 255 * (LESS - 1) / LESS), <=, 12);
  gsk_render_node_unref (node);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sharp-picture/stripes", test_stripes);
  gtk_init_check ();
  return g_test_run ();
}
