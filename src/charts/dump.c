/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scene as text, one mark a line, for tests: "rect bad 101.0 412.5 121.0 86.0 item 1". */
#include "config.h"

#include "charts/scene.h"

#include <string.h>

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
  [PARL_COLOR_TODAY] = "today",   [PARL_COLOR_FOCUS] = "focus",
};

static const char *const glyphs[] = {
  [PARL_GLYPH_GOOD] = "good",       [PARL_GLYPH_WARN] = "warn",     [PARL_GLYPH_BAD] = "bad",
  [PARL_GLYPH_RING] = "ring",       [PARL_GLYPH_EQUAL] = "equal",   [PARL_GLYPH_DOT] = "dot",
  [PARL_GLYPH_DIAMOND] = "diamond", [PARL_GLYPH_HOLLOW] = "hollow", [PARL_GLYPH_UP] = "up",
  [PARL_GLYPH_DOWN] = "down",       [PARL_GLYPH_OPEN] = "open",     [PARL_GLYPH_RIGHT] = "right",
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
