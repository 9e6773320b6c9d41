/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A display list of marks: added in painting order, measured, hit and dumped; its words are
 * measured and wrapped with Pango. Knows nothing of what the marks mean; painting is in paint.c. */
#include "config.h"

#include "charts/scene.h"

#include "model/name.h"

#include <math.h>
#include <string.h>
#include <pango/pangocairo.h>

/* The context belongs to the thread that made it.
 * Returns: (transfer full): a context whose measures depend on the font alone */
PangoContext *
parl_text_create_context (const ParlStyle *style)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *description = pango_font_description_new ();
  cairo_font_options_t *options = cairo_font_options_create ();

  pango_font_description_set_family (description, style->font);
  pango_context_set_font_description (context, description);
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_context_set_language (context, pango_language_from_string ("en"));
  pango_context_set_round_glyph_positions (context, style->whole_px);
  pango_cairo_context_set_resolution (context, 96);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, style->whole_px ? CAIRO_HINT_METRICS_ON
                                                                : CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_font_description_free (description);
  return context;
}

/* @size: px of the font
 * Where letters stand at whole px, the space of some fonts is 3 px wide at the size of a label, and
 * words run together: each in @text gets one more. */
void
parl_text_widen_spaces (PangoAttrList *attributes, double size, const char *text)
{
  for (const char *at = text; size < 16 && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      if (letter != ' ' && letter != 0xA0)
        continue;
      PangoAttribute *wider = pango_attr_letter_spacing_new (PANGO_SCALE);
      wider->start_index = (unsigned)(at - text);
      wider->end_index = (unsigned)(g_utf8_next_char (at) - text);
      pango_attr_list_insert (attributes, wider);
    }
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
  if (pango_context_get_round_glyph_positions (context))
    parl_text_widen_spaces (attributes, font.size, line);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, line, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (description);
  return layout;
}

/* Width of the line; top and bottom of its ink, from the baseline, downwards positive. */
typedef struct
{
  double width, top, bottom;
} TextSize;

static TextSize
measure_text (PangoContext *context, ParlFont font, const char *text)
{
  g_autofree char *shown = parl_names_shorten (text, PARL_NAME_MOST);
  g_autoptr (PangoLayout) layout = parl_text_create_layout (context, font, shown);
  PangoRectangle ink, logical;

  pango_layout_get_extents (layout, &ink, &logical);
  double baseline = pango_layout_get_baseline (layout);
  return (TextSize){ (double)logical.width / PANGO_SCALE, (ink.y - baseline) / PANGO_SCALE,
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

#define HIT_RADIUS 12

static void
clear_mark (ParlSceneMark *mark)
{
  g_free (mark->text);
  g_free (mark->points);
}

/* @width: px
 * @height: px
 * Returns: (transfer full): an empty scene; to be used in one thread */
ParlScene *
parl_scene_new (const ParlStyle *style, double width, double height)
{
  g_return_val_if_fail (style != NULL && style->font != NULL && style->label_size > 0, NULL);

  ParlScene *self = g_new0 (ParlScene, 1);

  self->style = *style;
  self->width = width;
  self->height = height;
  self->scale = style->label_size / 13;
  self->context = parl_text_create_context (style);
  self->item = -1;
  self->view = (ParlView){ NAN, NAN };
  self->view_left = self->view_right = self->plot_left = self->plot_right = NAN;
  self->marks = g_array_new (FALSE, TRUE, sizeof (ParlSceneMark));
  g_array_set_clear_func (self->marks, (GDestroyNotify)clear_mark);
  return self;
}

void
parl_scene_free (ParlScene *self)
{
  g_array_unref (self->marks);
  g_object_unref (self->context);
  g_free (self);
}

/* The mark is valid until the next one is added. */
static ParlSceneMark *
add_mark (ParlScene *self, ParlMarkKind kind, ParlColorRole role)
{
  ParlSceneMark mark
      = { .kind = kind, .role = role, .item = self->item, .in_plot = self->in_plot, .alpha = 1 };

  g_array_append_val (self->marks, mark);
  return &g_array_index (self->marks, ParlSceneMark, self->marks->len - 1);
}

/* Edges on whole pixels; what is there at all stays at least one pixel wide. */
static void
set_box (ParlSceneMark *mark, double x, double y, double width, double height)
{
  mark->x = round (x);
  mark->y = round (y);
  mark->width = round (x + width) - mark->x;
  mark->height = round (y + height) - mark->y;
  if (width > 0)
    mark->width = fmax (mark->width, 1);
  if (height > 0)
    mark->height = fmax (mark->height, 1);
}

void
parl_scene_add_rect (ParlScene *self, ParlColorRole role, double x, double y, double width,
                     double height)
{
  if (width > 0 && height > 0)
    set_box (add_mark (self, PARL_MARK_RECT, role), x, y, width, height);
}

/* A rectangle that lets through what is below, with round corners for @radius above 0. */
void
parl_scene_add_tint (ParlScene *self, ParlColorRole role, double alpha, double radius, double x,
                     double y, double width, double height)
{
  if (width <= 0 || height <= 0)
    return;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_RECT, role);
  set_box (mark, x, y, width, height);
  mark->alpha = alpha;
  mark->radius = radius;
}

void
parl_scene_add_outline (ParlScene *self, ParlColorRole role, double x, double y, double width,
                        double height, double stroke)
{
  if (width <= 0 || height <= 0)
    return;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_OUTLINE, role);
  set_box (mark, x, y, width, height);
  mark->stroke = fmin (stroke, fmin (mark->width, mark->height));
}

/* A light background; where the theme has no light fill, its outline. */
void
parl_scene_add_band (ParlScene *self, ParlColorRole role, double x, double y, double width,
                     double height)
{
  parl_scene_add_rect (self, role, x, y, width, height);
  if (self->style.theme == PARL_THEME_CONTRAST || self->style.theme == PARL_THEME_CONTRAST_DARK)
    parl_scene_add_outline (self, PARL_COLOR_TEXT_1, x, y, width, height, 1);
}

void
parl_scene_add_hatch (ParlScene *self, ParlColorRole role, double x, double y, double width,
                      double height)
{
  if (width > 0 && height > 0)
    set_box (add_mark (self, PARL_MARK_HATCH, role), x, y, width, height);
}

/* The middle of a line that covers whole pixels. */
static double
snap_line (double position, double stroke)
{
  return fmod (stroke, 2) == 1 ? floor (position) + 0.5 : round (position);
}

/* @stroke: px; of an upright or level line rounded to whole ones */
void
parl_scene_add_line (ParlScene *self, ParlColorRole role, double x1, double y1, double x2,
                     double y2, double stroke, ParlDash dash)
{
  bool is_upright = x1 == x2, is_level = y1 == y2;

  if (is_upright || is_level)
    stroke = fmax (round (stroke), 1);
  x1 = is_upright ? snap_line (x1, stroke) : is_level ? round (x1) : x1;
  x2 = is_upright ? x1 : is_level ? round (x2) : x2;
  y1 = is_level ? snap_line (y1, stroke) : is_upright ? round (y1) : y1;
  y2 = is_level ? y1 : is_upright ? round (y2) : y2;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_LINE, role);
  mark->x = x1;
  mark->y = y1;
  mark->width = x2 - x1;
  mark->height = y2 - y1;
  mark->stroke = stroke;
  mark->dash = dash;
}

/* @points: (array): @n_points pairs of x and y */
void
parl_scene_add_polyline (ParlScene *self, ParlColorRole role, double stroke, size_t n_points,
                         const double *points)
{
  if (n_points < 2)
    return;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_POLYLINE, role);
  mark->stroke = stroke;
  mark->n_points = n_points;
  mark->points = g_memdup2 (points, 2 * n_points * sizeof (double));
}

/* As parl_scene_add_polyline(), filled: what lies between its points and the way back to the first.
 */
void
parl_scene_add_polygon (ParlScene *self, ParlColorRole role, double alpha, size_t n_points,
                        const double *points)
{
  if (n_points < 3)
    return;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_POLYGON, role);
  mark->alpha = alpha;
  mark->n_points = n_points;
  mark->points = g_memdup2 (points, 2 * n_points * sizeof (double));
}

/* @columns: (array): @n_columns triples of x, top and bottom; each is one px wide */
void
parl_scene_add_columns (ParlScene *self, ParlColorRole role, size_t n_columns,
                        const double *columns)
{
  if (n_columns == 0)
    return;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_COLUMNS, role);
  mark->n_points = n_columns;
  mark->points = g_memdup2 (columns, 3 * n_columns * sizeof (double));
}

/* @role: its colour; the glyphs of the verdicts good, warn and bad have their own
 * @x: of its middle
 * @y: of its middle
 * @size: px from side to side */
void
parl_scene_add_glyph (ParlScene *self, ParlGlyph glyph, ParlColorRole role, double x, double y,
                      double size)
{
  if (glyph == PARL_GLYPH_GOOD)
    role = PARL_COLOR_GOOD;
  else if (glyph == PARL_GLYPH_WARN)
    role = PARL_COLOR_WARN;
  else if (glyph == PARL_GLYPH_BAD)
    role = PARL_COLOR_BAD;

  ParlSceneMark *mark = add_mark (self, PARL_MARK_GLYPH, role);
  mark->glyph = glyph;
  mark->x = x - size / 2;
  mark->y = y - size / 2;
  mark->width = mark->height = size;
}

/* The glyph that stands before a sentence or a verdict. */
void
parl_scene_add_tone (ParlScene *self, ParlTone tone, double x, double y, double size)
{
  static const struct
  {
    ParlGlyph glyph;
    ParlColorRole role;
    double part;
  } glyphs[] = {
    [PARL_TONE_PLAIN] = { PARL_GLYPH_DOT, PARL_COLOR_ACTUAL, 0.6 },
    [PARL_TONE_PREVIOUS] = { PARL_GLYPH_EQUAL, PARL_COLOR_TEXT_3, 0.9 },
    [PARL_TONE_GOOD] = { PARL_GLYPH_GOOD, PARL_COLOR_GOOD, 1 },
    [PARL_TONE_WARN] = { PARL_GLYPH_WARN, PARL_COLOR_WARN, 1.04 },
    [PARL_TONE_BAD] = { PARL_GLYPH_BAD, PARL_COLOR_BAD, 1.08 },
    [PARL_TONE_NONE] = { PARL_GLYPH_RING, PARL_COLOR_TEXT_3, 0.92 },
  };

  parl_scene_add_glyph (self, glyphs[tone].glyph, glyphs[tone].role, x, y,
                        size * glyphs[tone].part);
}

void
parl_scene_add_area (ParlScene *self, double x, double y, double width, double height)
{
  ParlSceneMark *mark = add_mark (self, PARL_MARK_AREA, PARL_COLOR_CARD);

  mark->x = x;
  mark->y = y;
  mark->width = width;
  mark->height = height;
}

/* What @px of the window, where a label is 13 px, is here. */
double
parl_scene_px (const ParlScene *self, double px)
{
  return px * self->scale;
}

ParlFont
parl_scene_label (const ParlScene *self, bool bold)
{
  return (ParlFont){ self->style.label_size, bold ? 700 : 400 };
}

/* The width of @text in px; %NULL is 0 wide. */
double
parl_scene_measure (const ParlScene *self, ParlFont font, const char *text)
{
  return text == NULL ? 0 : measure_text (self->context, font, text).width;
}

/* The baseline on which digits and capitals have their middle at @y. */
double
parl_scene_center (ParlFont font, double y)
{
  return y + 0.35 * font.size;
}

static ParlSceneMark
measure_mark (const ParlScene *self, ParlColorRole role, ParlFont font, ParlAnchor anchor, double x,
              double baseline, const char *text)
{
  TextSize size = measure_text (self->context, font, text);
  double shift = anchor == PARL_ANCHOR_START ? 0 : anchor == PARL_ANCHOR_END ? 1 : 0.5;

  return (ParlSceneMark){ .kind = PARL_MARK_TEXT,
                          .role = role,
                          .item = self->item,
                          .in_plot = self->in_plot,
                          .alpha = 1,
                          .x = x - shift * size.width,
                          .y = baseline + size.top,
                          .width = size.width,
                          .height = size.bottom - size.top,
                          .baseline = baseline,
                          .font = font };
}

/* @x: of the start, middle or end of the line, as @anchor says
 * @text: (nullable): %NULL and "" add nothing
 * Adds it whatever is there: the caller has measured it. */
void
parl_scene_add_text (ParlScene *self, ParlColorRole role, ParlFont font, ParlAnchor anchor,
                     double x, double baseline, const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  ParlSceneMark mark = measure_mark (self, role, font, anchor, x, baseline, text);
  mark.text = parl_names_shorten (text, PARL_NAME_MOST);
  g_array_append_val (self->marks, mark);
}

static bool
overlap_marks (const ParlSceneMark *a, const ParlSceneMark *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

/* As parl_scene_add_text(), but adds nothing where the text would leave the scene or touch another:
 * labels are added in the order of their importance, and what does not fit is left out whole.
 * Returns: whether it was added */
bool
parl_scene_try_text (ParlScene *self, ParlColorRole role, ParlFont font, ParlAnchor anchor,
                     double x, double baseline, const char *text)
{
  if (text == NULL || *text == '\0')
    return false;

  ParlSceneMark mark = measure_mark (self, role, font, anchor, x, baseline, text);
  if (mark.x < 0 || mark.y < 0 || mark.x + mark.width > self->width
      || mark.y + mark.height > self->height)
    return false;
  ParlSceneMark room = mark; /* and a space before and after it */
  room.x -= 0.35 * font.size;
  room.width += 0.7 * font.size;
  for (unsigned i = 0; i < self->marks->len; i++)
    {
      const ParlSceneMark *other = &g_array_index (self->marks, ParlSceneMark, i);
      if (other->kind == PARL_MARK_TEXT && overlap_marks (&room, other))
        return false;
    }
  mark.text = parl_names_shorten (text, PARL_NAME_MOST);
  g_array_append_val (self->marks, mark);
  return true;
}

/* @within: (inout): whether a name goes on from the line before, and into the next
 * Returns: (transfer full): the line, with the marks of its names in pairs */
static char *
complete_names (const char *line, bool *within)
{
  const char *before = *within ? PARL_NAME_BEGIN : "";
  const char *begin = g_strrstr (line, PARL_NAME_BEGIN);
  const char *end = g_strrstr (line, PARL_NAME_END);

  if (begin != NULL || end != NULL)
    *within = end == NULL || (begin != NULL && begin > end);
  return g_strconcat (before, line, *within ? PARL_NAME_END : "", NULL);
}

/* @width: px
 * Takes the line count at @width, then the narrowest width that keeps it. A single word that is too
 * long for a line is broken inside, and only then.
 * Returns: (transfer full): the lines, %NULL-terminated; at least one */
char **
parl_scene_wrap (const ParlScene *self, ParlFont font, const char *text, double width)
{
  g_autofree char *shown = parl_names_shorten (text, PARL_NAME_MOST);
  g_autoptr (PangoLayout) layout = parl_text_create_layout (self->context, font, shown);
  int units = (int)round (CLAMP (width, 1, 1e6) * PANGO_SCALE);

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  if (fits_in (layout, units, G_MAXINT))
    balance_lines (layout, units);
  else
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);

  GPtrArray *lines = g_ptr_array_new ();
  bool within = false;
  const char *whole = pango_layout_get_text (layout);
  for (GSList *at = pango_layout_get_lines_readonly (layout); at != NULL; at = at->next)
    {
      PangoLayoutLine *line = at->data;
      g_autofree char *part = g_strndup (whole + line->start_index, line->length);
      g_ptr_array_add (lines, complete_names (g_strstrip (part), &within));
    }
  g_ptr_array_add (lines, NULL);
  return (char **)g_ptr_array_free (lines, FALSE);
}

/* @width: px
 * @most: lines
 * Returns: (transfer full): @text with its names as long as they may be for it to fit, when wrapped
 *   to @width, into @most lines; the shortest names where none fits */
char *
parl_scene_fit_names (const ParlScene *self, ParlFont font, const char *text, double width,
                      unsigned most)
{
  static const unsigned lengths[] = PARL_NAME_LENGTHS;
  char *shown = NULL;
  bool fits = false;

  for (unsigned i = 0; !fits && i < G_N_ELEMENTS (lengths); i++)
    {
      g_free (shown);
      shown = parl_names_shorten (text, lengths[i]);
      g_auto (GStrv) lines = parl_scene_wrap (self, font, shown, width);
      fits = g_strv_length (lines) <= most;
    }
  return shown;
}

/* What is added while `in_plot` holds is measured along the one scale of the scene, from @left to
 * @right: mirrored, it moves as a whole and keeps its order. */
void
parl_scene_begin_plot (ParlScene *self, double left, double right)
{
  self->in_plot = true;
  self->plot_left = left;
  self->plot_right = right;
}

static void
mirror_mark (ParlSceneMark *mark, double width)
{
  unsigned values = mark->kind == PARL_MARK_COLUMNS ? 3 : 2;

  for (size_t i = 0; i < mark->n_points; i++)
    mark->points[i * values] = width - mark->points[i * values] - (values == 3 ? 1 : 0);
  if (mark->kind == PARL_MARK_LINE)
    {
      mark->x = width - mark->x;
      mark->width = -mark->width;
    }
  else
    mark->x = width - mark->x - mark->width;
  if (mark->kind == PARL_MARK_GLYPH && mark->glyph == PARL_GLYPH_RIGHT)
    mark->glyph = PARL_GLYPH_LEFT;
}

/* Words that stood out of the plot stay in the scene. */
static void
move_mark (ParlSceneMark *mark, double dx, double width)
{
  unsigned values = mark->kind == PARL_MARK_COLUMNS ? 3 : 2;

  for (size_t i = 0; i < mark->n_points; i++)
    mark->points[i * values] += dx;
  mark->x += dx;
  if (mark->kind == PARL_MARK_TEXT)
    mark->x = fmax (fmin (mark->x, width - mark->width), 0);
}

/* Mirrors the scene for readers of right-to-left languages: what stood at the left edge stands at
 * the right one. */
void
parl_scene_mirror (ParlScene *self)
{
  double dx = round (self->width - self->plot_left - self->plot_right);

  for (unsigned i = 0; i < self->marks->len; i++)
    {
      ParlSceneMark *mark = &g_array_index (self->marks, ParlSceneMark, i);
      if (mark->in_plot && mark->kind != PARL_MARK_AREA)
        move_mark (mark, dx, self->width);
      else
        mirror_mark (mark, self->width);
    }
  self->view_left += dx;
  self->view_right += dx;
}

ParlColorRole
parl_tone_get_fill (ParlTone tone)
{
  static const ParlColorRole roles[] = {
    [PARL_TONE_PLAIN] = PARL_COLOR_ACTUAL, [PARL_TONE_PREVIOUS] = PARL_COLOR_PREVIOUS,
    [PARL_TONE_GOOD] = PARL_COLOR_GOOD,    [PARL_TONE_WARN] = PARL_COLOR_WARN,
    [PARL_TONE_BAD] = PARL_COLOR_BAD,      [PARL_TONE_NONE] = PARL_COLOR_AXIS,
  };
  return roles[tone];
}

ParlColorRole
parl_tone_get_text (ParlTone tone)
{
  static const ParlColorRole roles[] = {
    [PARL_TONE_PLAIN] = PARL_COLOR_TEXT_1,   [PARL_TONE_PREVIOUS] = PARL_COLOR_TEXT_1,
    [PARL_TONE_GOOD] = PARL_COLOR_GOOD_TEXT, [PARL_TONE_WARN] = PARL_COLOR_WARN_TEXT,
    [PARL_TONE_BAD] = PARL_COLOR_BAD_TEXT,   [PARL_TONE_NONE] = PARL_COLOR_TEXT_2,
  };
  return roles[tone];
}

/* Returns: the item of the nearest glyph within 12 px of the window, else of the topmost area or
 *   words at @x, @y, else -1 */
int
parl_scene_hit (const ParlScene *self, double x, double y)
{
  double nearest = parl_scene_px (self, HIT_RADIUS);
  int point = -1, area = -1;

  for (unsigned i = 0; i < self->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (self->marks, ParlSceneMark, i);
      if (mark->item < 0)
        continue;
      if (mark->kind == PARL_MARK_GLYPH)
        {
          double distance = hypot (mark->x + mark->width / 2 - x, mark->y + mark->height / 2 - y);
          if (distance <= nearest)
            {
              nearest = distance;
              point = mark->item;
            }
        }
      else if ((mark->kind == PARL_MARK_AREA || mark->kind == PARL_MARK_TEXT) && x >= mark->x
               && x < mark->x + mark->width && y >= mark->y && y < mark->y + mark->height)
        area = mark->item;
    }
  return point >= 0 ? point : area;
}

/* @x: user units
 * Returns: the time at @x, in units of the view; %NAN: outside the axis, or there is none */
double
parl_scene_get_time (const ParlScene *self, double x)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (!(x >= self->view_left && x <= self->view_right))
    return NAN;
  if (self->view_right <= self->view_left)
    return self->view.from;

  double part = (x - self->view_left) / (self->view_right - self->view_left);
  return self->view.from * (1 - part) + self->view.to * part;
}

/* @time: in units of the view
 * Returns: where @time stands, in user units; %NAN: outside the view, or there is no time axis */
double
parl_scene_get_x (const ParlScene *self, double time)
{
  g_return_val_if_fail (self != NULL, NAN);

  if (!(time >= self->view.from && time <= self->view.to))
    return NAN;

  double span = self->view.to / 2 - self->view.from / 2;
  double part = span > 0 ? (time / 2 - self->view.from / 2) / span : 0;
  return self->view_left + part * (self->view_right - self->view_left);
}

/* A line's box has its first point in x, y, and may go up or left. */
static void
join_box (const ParlSceneMark *mark, double *left, double *top, double *right, double *bottom)
{
  *left = fmin (*left, fmin (mark->x, mark->x + mark->width));
  *top = fmin (*top, fmin (mark->y, mark->y + mark->height));
  *right = fmax (*right, fmax (mark->x, mark->x + mark->width));
  *bottom = fmax (*bottom, fmax (mark->y, mark->y + mark->height));
}

/* @x: (out), @y: (out), @width: (out), @height: (out): around all of its marks, in user units
 * For the ring around the item that has the keyboard's focus.
 * Returns: false: it is not shown, or (of a line denser than its pixels) not by itself */
bool
parl_scene_get_item_box (const ParlScene *self, int item, double *x, double *y, double *width,
                         double *height)
{
  g_return_val_if_fail (self != NULL && x != NULL && y != NULL, false);
  g_return_val_if_fail (width != NULL && height != NULL, false);

  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (unsigned i = 0; item >= 0 && i < self->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (self->marks, ParlSceneMark, i);
      bool is_path = mark->n_points > 0;
      if (mark->item == item && !is_path)
        join_box (mark, &left, &top, &right, &bottom);
    }
  if (right < left)
    return false;
  *x = left;
  *y = top;
  *width = right - left;
  *height = bottom - top;
  return true;
}

static const char *const kinds[] = {
  [PARL_MARK_RECT] = "rect",         [PARL_MARK_OUTLINE] = "outline",
  [PARL_MARK_HATCH] = "hatch",       [PARL_MARK_LINE] = "line",
  [PARL_MARK_POLYLINE] = "polyline", [PARL_MARK_COLUMNS] = "columns",
  [PARL_MARK_GLYPH] = "glyph",       [PARL_MARK_TEXT] = "text",
  [PARL_MARK_AREA] = "area",         [PARL_MARK_POLYGON] = "polygon",
};

static const char *const roles[] = {
  [PARL_COLOR_CARD] = "card",     [PARL_COLOR_TEXT_1] = "text-1",
  [PARL_COLOR_TEXT_2] = "text-2", [PARL_COLOR_TEXT_3] = "text-3",
  [PARL_COLOR_ACTUAL] = "actual", [PARL_COLOR_PREVIOUS] = "previous",
  [PARL_COLOR_GOOD] = "good",     [PARL_COLOR_GOOD_TEXT] = "good-text",
  [PARL_COLOR_WARN] = "warn",     [PARL_COLOR_WARN_TEXT] = "warn-text",
  [PARL_COLOR_BAD] = "bad",       [PARL_COLOR_BAD_TEXT] = "bad-text",
  [PARL_COLOR_BAND_1] = "band-1", [PARL_COLOR_BAND_2] = "band-2",
  [PARL_COLOR_GRID] = "grid",     [PARL_COLOR_AXIS] = "axis",
  [PARL_COLOR_HEAT] = "heat",     [PARL_COLOR_INVERSE] = "inverse",
  [PARL_COLOR_FULL] = "full",     [PARL_COLOR_TODAY] = "today",
  [PARL_COLOR_FOCUS] = "focus",
};

static const char *const glyphs[] = {
  [PARL_GLYPH_GOOD] = "good",       [PARL_GLYPH_WARN] = "warn",     [PARL_GLYPH_BAD] = "bad",
  [PARL_GLYPH_RING] = "ring",       [PARL_GLYPH_EQUAL] = "equal",   [PARL_GLYPH_DOT] = "dot",
  [PARL_GLYPH_DIAMOND] = "diamond", [PARL_GLYPH_HOLLOW] = "hollow", [PARL_GLYPH_UP] = "up",
  [PARL_GLYPH_DOWN] = "down",       [PARL_GLYPH_OPEN] = "open",     [PARL_GLYPH_RIGHT] = "right",
  [PARL_GLYPH_LEFT] = "left",
};

static const char *const dashes[]
    = { [PARL_DASH_NONE] = "", [PARL_DASH_DASHED] = " dashed", [PARL_DASH_DOTTED] = " dotted" };

/* A locale's decimal comma would make the dump a different one. */
static void
append_number (GString *out, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.1f", value);
  g_string_append_printf (out, " %s", strcmp (buffer, "-0.0") == 0 ? "0.0" : buffer);
}

static void
append_mark (GString *out, const ParlSceneMark *mark)
{
  bool has_points = mark->kind == PARL_MARK_POLYLINE || mark->kind == PARL_MARK_COLUMNS
                    || mark->kind == PARL_MARK_POLYGON;
  unsigned values = mark->kind == PARL_MARK_COLUMNS ? 3 : 2;

  g_string_append_printf (out, "%s %s", kinds[mark->kind], roles[mark->role]);
  if (has_points)
    for (size_t i = 0; i < mark->n_points * values; i++)
      append_number (out, mark->points[i]);
  else
    {
      append_number (out, mark->x);
      append_number (out, mark->y);
      append_number (out, mark->width);
      append_number (out, mark->height);
    }
  if (mark->stroke > 0)
    {
      g_string_append (out, " stroke");
      append_number (out, mark->stroke);
    }
  g_string_append (out, dashes[mark->dash]);
  if (mark->alpha < 1)
    {
      g_string_append (out, " alpha");
      append_number (out, mark->alpha);
    }
  if (mark->kind == PARL_MARK_GLYPH)
    g_string_append_printf (out, " %s", glyphs[mark->glyph]);
  if (mark->item >= 0)
    g_string_append_printf (out, " item %d", mark->item);
  if (mark->text != NULL)
    {
      append_number (out, mark->font.size);
      g_string_append_printf (out, " %d “%s”", mark->font.weight, mark->text);
    }
  g_string_append_c (out, '\n');
}

/* Returns: (transfer full): a line a mark: kind, role, x, y, width, height (or the points), then
 *   stroke, dash, alpha, glyph, item, and of a text its size, weight and words */
char *
parl_scene_dump (const ParlScene *self)
{
  GString *out = g_string_new (NULL);

  for (unsigned i = 0; i < self->marks->len; i++)
    append_mark (out, &g_array_index (self->marks, ParlSceneMark, i));
  return g_string_free (out, FALSE);
}
