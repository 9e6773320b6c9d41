/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every text that the window draws is legible: at least 4.5:1 against what is painted below it, 7:1
 * in high contrast (WCAG 2.1). Computed from what GTK is asked to draw, with fills and opacities
 * blended. What can't be used just now is exempt. */
#include "config.h"

#include "window-fixture.h"

#include <math.h>
#include <string.h>

#define DRAWN_SCALE 6
#define MOST_DRAWN 48 /* px of a side: some letters tell the colour of all */

typedef struct
{
  graphene_rect_t box;
  GdkRGBA color;
} Fill;

typedef struct
{
  GtkWidget *window;
  const char *where;
  double least;
  GArray *fills; /* in painting order */
  unsigned n_texts;
} Check;

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * linearize (color->red) + 0.7152 * linearize (color->green)
         + 0.0722 * linearize (color->blue);
}

static double
get_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double one = get_luminance (a) + 0.05, two = get_luminance (b) + 0.05;

  return fmax (one, two) / fmin (one, two);
}

static GdkRGBA
blend (GdkRGBA below, GdkRGBA above)
{
  return (GdkRGBA){ below.red + (above.red - below.red) * above.alpha,
                    below.green + (above.green - below.green) * above.alpha,
                    below.blue + (above.blue - below.blue) * above.alpha, 1 };
}

/* As GTK draws it: what render nodes tell of their colours differs from release to release. Drawn
 * so large that the middle of a stroke is covered whole, where its alpha is the text's. */
static GdkRGBA
get_drawn_color (GskRenderNode *node, const graphene_rect_t *bounds)
{
  int width = (int)ceilf (fminf (bounds->size.width, MOST_DRAWN) * DRAWN_SCALE);
  int height = (int)ceilf (fminf (bounds->size.height, MOST_DRAWN) * DRAWN_SCALE);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (width, 1), MAX (height, 1));
  cairo_t *cr = cairo_create (surface);
  guint32 most = 0;

  cairo_scale (cr, DRAWN_SCALE, DRAWN_SCALE);
  cairo_translate (cr, -bounds->origin.x, -bounds->origin.y);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < height; y++)
    {
      const unsigned char *row
          = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
      for (int x = 0; x < width; x++)
        {
          guint32 pixel;
          memcpy (&pixel, row + 4 * x, sizeof pixel);
          most = (pixel >> 24) > (most >> 24) ? pixel : most;
        }
    }
  cairo_surface_destroy (surface);

  float alpha = (float)(most >> 24);
  return (GdkRGBA){ (float)(most >> 16 & 255) / fmaxf (alpha, 1),
                    (float)(most >> 8 & 255) / fmaxf (alpha, 1),
                    (float)(most & 255) / fmaxf (alpha, 1), alpha / 255 };
}

static void
check_text (Check *self, const graphene_rect_t *box, GdkRGBA color)
{
  graphene_point_t at;
  GdkRGBA below = { 1, 1, 1, 1 };
  bool any = false;

  graphene_rect_get_center (box, &at);
  GtkWidget *widget
      = gtk_widget_pick (self->window, at.x, at.y, GTK_PICK_INSENSITIVE | GTK_PICK_NON_TARGETABLE);
  if (widget == NULL || !gtk_widget_is_sensitive (widget))
    return;
  for (unsigned i = 0; i < self->fills->len; i++)
    {
      const Fill *fill = &g_array_index (self->fills, Fill, i);
      if (!graphene_rect_contains_point (&fill->box, &at))
        continue;
      below = blend (below, fill->color);
      any = true;
    }
  g_assert_true (any);
  GdkRGBA shown = blend (below, color);
  double contrast = get_contrast (&shown, &below);
  self->n_texts++;
  if (contrast >= self->least - 0.005)
    return;
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "";
  g_autofree char *one = gdk_rgba_to_string (&shown), *two = gdk_rgba_to_string (&below);
  g_test_message ("%s: %.2f:1, %s on %s: a %s “%s” at %.0f, %.0f", self->where, contrast, one, two,
                  G_OBJECT_TYPE_NAME (widget), text, at.x, at.y);
  g_test_fail ();
}

static void check_node (Check *self, GskRenderNode *node, GskTransform *transform, double opacity);

static void
add_fill (Check *self, const graphene_rect_t *box, GdkRGBA color, double opacity)
{
  Fill fill = { *box, color };

  fill.color.alpha *= opacity;
  g_array_append_val (self->fills, fill);
}

static void
check_children (Check *self, GskRenderNode *node, GskTransform *transform, double opacity)
{
  for (unsigned i = 0; i < gsk_container_node_get_n_children (node); i++)
    check_node (self, gsk_container_node_get_child (node, i), transform, opacity);
}

static void
check_node (Check *self, GskRenderNode *node, GskTransform *transform, double opacity)
{
  graphene_rect_t own, box;
  GskRenderNodeType type = gsk_render_node_get_node_type (node);

  gsk_render_node_get_bounds (node, &own);
  gsk_transform_transform_bounds (transform, &own, &box);
  if (type == GSK_CONTAINER_NODE)
    check_children (self, node, transform, opacity);
  else if (type == GSK_TRANSFORM_NODE)
    {
      g_autoptr (GskTransform) next = gsk_transform_transform (
          gsk_transform_ref (transform), gsk_transform_node_get_transform (node));
      check_node (self, gsk_transform_node_get_child (node), next, opacity);
    }
  else if (type == GSK_OPACITY_NODE)
    check_node (self, gsk_opacity_node_get_child (node), transform,
                opacity * gsk_opacity_node_get_opacity (node));
  else if (type == GSK_CLIP_NODE)
    check_node (self, gsk_clip_node_get_child (node), transform, opacity);
  else if (type == GSK_ROUNDED_CLIP_NODE)
    check_node (self, gsk_rounded_clip_node_get_child (node), transform, opacity);
  else if (type == GSK_DEBUG_NODE)
    check_node (self, gsk_debug_node_get_child (node), transform, opacity);
  else if (type == GSK_SHADOW_NODE)
    check_node (self, gsk_shadow_node_get_child (node), transform, opacity);
  else if (type == GSK_COLOR_NODE)
    add_fill (self, &box, get_drawn_color (node, &own), opacity);
  else if (type == GSK_TEXT_NODE)
    {
      GdkRGBA color = get_drawn_color (node, &own);
      color.alpha *= opacity;
      check_text (self, &box, color);
    }
}

static void
assert_legible (GtkWidget *window, const char *where)
{
  Check self = { window, where,
                 adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 7 : 4.5,
                 g_array_new (FALSE, FALSE, sizeof (Fill)), 0 };
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GskRenderNode) node = NULL;

  /* Nothing to see until the next frame is drawn. */
  while (node == NULL)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                              gtk_widget_get_height (window));
      node = gtk_snapshot_free_to_node (snapshot);
      if (node == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  check_node (&self, node, NULL, 1);
  g_assert_cmpuint (self.n_texts, >, 3);
  g_array_unref (self.fills);
}

static bool
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

/* A page fades in for a fifth of a second. */
static gboolean
on_faded_in (gpointer data)
{
  *(bool *)data = true;
  return G_SOURCE_REMOVE;
}

static bool
is_true (gpointer data)
{
  return *(bool *)data;
}

static bool
has_rows (gpointer data)
{
  return window_fixture_find (data, GTK_TYPE_COLUMN_VIEW) != NULL;
}

static void
check_all (WindowFixture *self)
{
  static const char *const pages[]
      = { "win.audience::exec",     "win.audience::ops",          "win.audience::engineer",
          "win.audience::designer", "win.fact::ota-failure-rate", "win.fact::ota-avoidable" };
  static const char *const dialogs[]
      = { "win.sources", "win.add-source", "win.export", "app.preferences" };

  for (unsigned i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      window_fixture_do (self, pages[i]);
      assert_legible (self->window, pages[i]);
    }
  window_fixture_do (self, "win.close-panel win.evidence::ota-failure-rate");
  wait_until (has_rows, self->window);
  window_fixture_settle (self);
  assert_legible (self->window, "evidence");
  window_fixture_do (self, "win.back");
  for (unsigned i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      window_fixture_do (self, dialogs[i]);
      GtkWindow *dialog = window_fixture_find_dialog (self);
      wait_until (is_mapped, dialog);
      window_fixture_settle (self);
      assert_legible (GTK_WIDGET (dialog), dialogs[i]);
      window_fixture_close_dialog (self);
    }
}

static void
test_light (gconstpointer data)
{
  check_all ((gpointer)data);
}

static void
test_dark (gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  check_all ((gpointer)data);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
}

static void
prepare (WindowFixture *self)
{
  window_fixture_resize (self, 1280, 860);
  bool faded_in = false;
  g_timeout_add (700, on_faded_in, &faded_in);
  wait_until (is_true, &faded_in);
  window_fixture_settle (self);
  assert_legible (self->window, "first run");
  window_fixture_fill (self);
  g_test_add_data_func ("/app/contrast/light", self, test_light);
  g_test_add_data_func ("/app/contrast/dark", self, test_dark);
}

/* Of the two styles of the desktop, the environment says which. */
int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
