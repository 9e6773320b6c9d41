/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: measured and wrapped with Pango. Refuses to know where they go and what colour they have.
 */
#include "config.h"

#include "charts/text.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

/* @family: of the font: "Cantarell"
 * The context belongs to the thread that made it.
 * Returns: (transfer full): a context whose measures depend on the font alone */
PangoContext *
parl_text_create_context (const char *family)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *description = pango_font_description_new ();
  cairo_font_options_t *options = cairo_font_options_create ();

  pango_font_description_set_family (description, family);
  pango_context_set_font_description (context, description);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_context_set_language (context, pango_language_from_string ("en"));
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_cairo_context_set_resolution (context, 96);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_font_description_free (description);
  return context;
}

/* @text: one paragraph; line breaks in it count as spaces
 * Returns: (transfer full): its layout, not wrapped */
PangoLayout *
parl_text_create_layout (PangoContext *context, ParlFont font, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoAttrList *attributes = pango_attr_list_new ();
  PangoFontDescription *description
      = pango_font_description_copy (pango_context_get_font_description (context));
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');

  pango_font_description_set_absolute_size (description, font.size * PANGO_SCALE);
  pango_font_description_set_weight (description, (PangoWeight)font.weight);
  pango_layout_set_font_description (layout, description);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, line, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (description);
  return layout;
}

ParlTextSize
parl_text_measure (PangoContext *context, ParlFont font, const char *text)
{
  g_autoptr (PangoLayout) layout = parl_text_create_layout (context, font, text);
  PangoRectangle ink, logical;

  pango_layout_get_extents (layout, &ink, &logical);
  double baseline = pango_layout_get_baseline (layout);
  return (ParlTextSize){ (double)logical.width / PANGO_SCALE, (ink.y - baseline) / PANGO_SCALE,
                         (ink.y + ink.height - baseline) / PANGO_SCALE };
}

static bool
fits_in (PangoLayout *layout, int width, int n_lines)
{
  PangoRectangle logical;

  pango_layout_set_width (layout, width);
  pango_layout_get_extents (layout, NULL, &logical);
  return pango_layout_get_line_count (layout) <= n_lines && logical.width <= width;
}

/* Leaves @layout at the narrowest width, down to the quarter px, that keeps its line count. */
static void
balance_lines (PangoLayout *layout, int width)
{
  int n_lines = pango_layout_get_line_count (layout);
  int too_narrow = 0;

  while (n_lines > 1 && width - too_narrow > PANGO_SCALE / 4)
    {
      int middle = too_narrow + (width - too_narrow) / 2;
      if (fits_in (layout, middle, n_lines))
        width = middle;
      else
        too_narrow = middle;
    }
  pango_layout_set_width (layout, width);
}

/* @width: px
 * Takes the line count at @width, then the narrowest width that keeps it. A single word that is too
 * long for a line is broken inside, and only then.
 * Returns: (transfer full): the lines, %NULL-terminated; at least one */
char **
parl_text_wrap (PangoContext *context, ParlFont font, const char *text, double width)
{
  g_autoptr (PangoLayout) layout = parl_text_create_layout (context, font, text);
  int units = (int)round (CLAMP (width, 1, 1e6) * PANGO_SCALE);

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  if (fits_in (layout, units, G_MAXINT))
    balance_lines (layout, units);
  else
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);

  GPtrArray *lines = g_ptr_array_new ();
  const char *whole = pango_layout_get_text (layout);
  for (GSList *at = pango_layout_get_lines_readonly (layout); at != NULL; at = at->next)
    {
      PangoLayoutLine *line = at->data;
      char *part = g_strndup (whole + line->start_index, line->length);
      g_ptr_array_add (lines, g_strstrip (part));
    }
  g_ptr_array_add (lines, NULL);
  return (char **)g_ptr_array_free (lines, FALSE);
}
