/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of a page: measured, wrapped, never clipped. What does not fit is first said in its
 * short form; then the last rows are left out, and their number is said. Chooses no words but that.
 */
#include "config.h"

#include "report/layout.h"

#include "audiences/format.h"
#include "report/facts-json.h"

#include <glib/gi18n-lib.h>

/*  y 32  audience ............................................ product, date     20
 *    64  the message, at most two lines                                          60 / 66
 *   216  chart 64..1216                        | four bullets 1264..1856         32, 24
 *   724  ======================================================================
 *   740  changes 496 | 40 | risks 496 | 40 | actions 720                         26, 25 / 30
 *  1002  ----------------------------------------------------------------------
 *        period, filters, n; data as of ................ snapshot; facts         18 / 23
 */

static const ParlFont small_font = { 20, 400 };
static const ParlFont head_font = { 26, 700 };
static const ParlFont row_font = { 25, 400 };
static const ParlFont row_bold_font = { 25, 700 };
static const ParlFont detail_font = { 21, 400 };
static const ParlFont bullet_font = { 32, 700 };
static const ParlFont bullet_detail_font = { 24, 400 };
static const ParlFont what_if_font = { 23, 400 };
static const ParlFont footer_font = { 18, 400 };

#define ROW_PITCH 30.0
#define ROW_GAP 6.0
#define DETAIL_PITCH 24.0
#define HEAD_HEIGHT 40.0
#define GLYPH_INDENT 40.0
#define COLUMN_GAP 40.0
#define COLUMN_WIDTH 496.0

/* @pitch: from baseline to baseline
 * Returns: the y below the last line */
double
parl_layout_paragraph (ParlScene *scene, ParlColorRole role, ParlFont font, double pitch,
                       const char *text, double x, double y, double width)
{
  g_auto (GStrv) lines = parl_scene_wrap (scene, font, text, width);

  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      parl_scene_add_text (scene, role, font, PARL_ANCHOR_START, x,
                           parl_scene_center (font, y + pitch / 2), lines[i]);
      y += pitch;
    }
  return y;
}

static unsigned
count_lines (ParlScene *scene, ParlFont font, const char *text, double width)
{
  g_auto (GStrv) lines = parl_scene_wrap (scene, font, text, width);
  return g_strv_length (lines);
}

/* The short form where the whole one takes more than @most lines. */
static const char *
choose_text (ParlScene *scene, const ParlLine *line, ParlFont font, double width, unsigned most)
{
  if (line->short_text != NULL && count_lines (scene, font, line->text, width) > most)
    return line->short_text;
  return line->text;
}

void
parl_layout_header (ParlScene *scene, const ParlBoard *board)
{
  g_autofree char *date = parl_format_date (board->findings->as_of, PARL_DATE_MOMENT);
  g_autofree char *right = g_strdup_printf ("Parlance · %s", date);
  double baseline = parl_scene_center (small_font, 46);

  parl_scene_add_text (scene, PARL_COLOR_TEXT_2, small_font, PARL_ANCHOR_START, PARL_PAGE_LEFT,
                       baseline, board->title);
  parl_scene_add_text (scene, PARL_COLOR_TEXT_2, small_font, PARL_ANCHOR_END, PARL_PAGE_RIGHT,
                       baseline, right);
}

/* At most two lines at the two sizes of the design; a title that is longer still gets smaller. */
void
parl_layout_title (ParlScene *scene, const char *title, ParlBox box)
{
  static const struct
  {
    ParlFont font;
    double pitch;
  } sizes[] = { { { 60, 800 }, 66 },
                { { 52, 800 }, 60 },
                { { 44, 800 }, 52 },
                { { 34, 800 }, 42 },
                { { 26, 800 }, 32 } };
  unsigned i = 0;

  while (i + 1 < G_N_ELEMENTS (sizes)
         && count_lines (scene, sizes[i].font, title, box.width) * sizes[i].pitch > box.height)
    i++;
  parl_layout_paragraph (scene, PARL_COLOR_TEXT_1, sizes[i].font, sizes[i].pitch, title, box.x,
                         box.y, box.width);
}

static void
lay_bullet (ParlScene *scene, const ParlLine *line, ParlBox box)
{
  const double indent = 52, top = 14, pitch = 36;
  double width = box.width - indent;
  g_autofree char *text
      = parl_scene_fit_names (scene, bullet_font, choose_text (scene, line, bullet_font, width, 1),
                              width, (unsigned)((box.height - top) / pitch));
  unsigned n_lines = count_lines (scene, bullet_font, text, width);
  double y = box.y + top;

  parl_scene_add_rect (scene, PARL_COLOR_GRID, box.x, box.y, box.width, 2);
  parl_scene_add_tone (scene, line->tone, box.x + 15, y + 20, 30);
  y = parl_layout_paragraph (scene, PARL_COLOR_TEXT_1, bullet_font, n_lines > 1 ? pitch : 40, text,
                             box.x + indent, y, width);
  /* Whole or not at all: a detail must never run into the next bullet. */
  if (line->detail != NULL
      && y + 30 * count_lines (scene, bullet_detail_font, line->detail, width)
             <= box.y + box.height)
    parl_layout_paragraph (scene, PARL_COLOR_TEXT_2, bullet_detail_font, 30, line->detail,
                           box.x + indent, y, width);
}

void
parl_layout_bullets (ParlScene *scene, const GPtrArray *lines, ParlBox box)
{
  double height = box.height / 4;

  for (unsigned i = 0; i < lines->len && i < 4; i++)
    lay_bullet (scene, g_ptr_array_index (lines, i),
                (ParlBox){ box.x, box.y + i * height, box.width, height });
}

/* What stands before a row: which way it went, how bad it is, or nothing. */
typedef enum
{
  ROW_CHANGE,
  ROW_RISK,
  ROW_ACTION
} Row;

static ParlGlyph
choose_direction (ParlTone tone)
{
  switch (tone)
    {
    case PARL_TONE_BAD:
    case PARL_TONE_WARN:
      return PARL_GLYPH_UP;
    case PARL_TONE_GOOD:
      return PARL_GLYPH_DOWN;
    case PARL_TONE_NONE:
      return PARL_GLYPH_EQUAL;
    case PARL_TONE_PLAIN:
    case PARL_TONE_PREVIOUS:
    default:
      return PARL_GLYPH_DOT;
    }
}

static void
add_sign (ParlScene *scene, Row kind, ParlTone tone, double x, double y)
{
  ParlGlyph glyph = choose_direction (tone);
  bool judged = glyph == PARL_GLYPH_UP || glyph == PARL_GLYPH_DOWN;

  if (kind == ROW_RISK)
    parl_scene_add_tone (scene, tone, x, y, 22);
  else if (kind == ROW_CHANGE)
    parl_scene_add_glyph (scene, glyph, judged ? parl_tone_get_fill (tone) : PARL_COLOR_TEXT_2, x,
                          y, judged ? 20 : 16);
}

/* One row of a list: its height, and its marks unless @dry. */
static double
lay_row (ParlScene *scene, const ParlLine *line, double x, double y, double width, Row kind,
         bool dry)
{
  bool action = kind == ROW_ACTION;
  ParlFont font = action ? row_bold_font : row_font;
  double indent = action ? 0 : GLYPH_INDENT;
  const char *text = choose_text (scene, line, font, width - indent, action ? 1 : 2);
  double height = count_lines (scene, font, text, width - indent) * ROW_PITCH;
  bool has_detail = action && line->detail != NULL;

  if (has_detail)
    height += count_lines (scene, detail_font, line->detail, width) * DETAIL_PITCH;
  if (dry)
    return height + ROW_GAP;

  add_sign (scene, kind, line->tone, x + 12, y + ROW_PITCH / 2);
  y = parl_layout_paragraph (scene, PARL_COLOR_TEXT_1, font, ROW_PITCH, text, x + indent, y,
                             width - indent);
  if (has_detail)
    parl_layout_paragraph (scene, PARL_COLOR_TEXT_2, detail_font, DETAIL_PITCH, line->detail, x, y,
                           width);
  return height + ROW_GAP;
}

/* How many rows fit into @height, with a place for "and N more" when not all do. */
static unsigned
count_rows (ParlScene *scene, const GPtrArray *lines, double width, double height, Row kind)
{
  double used = 0;

  for (unsigned i = 0; i < lines->len; i++)
    {
      double more = i + 1 < lines->len ? ROW_PITCH : 0;
      used += lay_row (scene, g_ptr_array_index (lines, i), 0, 0, width, kind, true);
      if (used - ROW_GAP + more > height && used - ROW_GAP > height)
        return i;
    }
  return lines->len;
}

static void
lay_list (ParlScene *scene, const char *head, const GPtrArray *lines, ParlBox box, Row kind)
{
  double y = box.y + HEAD_HEIGHT;
  double room = box.height - HEAD_HEIGHT;
  unsigned n = count_rows (scene, lines, box.width, room, kind);

  if (n < lines->len)
    n = count_rows (scene, lines, box.width, room - ROW_PITCH - ROW_GAP, kind);
  parl_scene_add_text (scene, PARL_COLOR_TEXT_1, head_font, PARL_ANCHOR_START, box.x,
                       parl_scene_center (head_font, box.y + 18), head);
  for (unsigned i = 0; i < n; i++)
    y += lay_row (scene, g_ptr_array_index (lines, i), box.x, y, box.width, kind, false);
  if (n < lines->len)
    {
      g_autofree char *more = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", lines->len - n),
          lines->len - n);
      parl_scene_add_text (scene, PARL_COLOR_TEXT_2, row_font, PARL_ANCHOR_START,
                           box.x + (kind == ROW_ACTION ? 0 : GLYPH_INDENT),
                           parl_scene_center (row_font, y + ROW_PITCH / 2), more);
    }
}

void
parl_layout_lists (ParlScene *scene, const ParlBoard *board, ParlBox box)
{
  double step = COLUMN_WIDTH + COLUMN_GAP;

  lay_list (scene, board->changes_head, board->changes,
            (ParlBox){ box.x, box.y, COLUMN_WIDTH, box.height }, ROW_CHANGE);
  lay_list (scene, board->risks_head, board->risks,
            (ParlBox){ box.x + step, box.y, COLUMN_WIDTH, box.height }, ROW_RISK);
  lay_list (scene, board->actions_head, board->actions,
            (ParlBox){ box.x + 2 * step, box.y, box.width - 2 * step, box.height }, ROW_ACTION);
}

/* What it comes to, below the first line, each part on lines of its own. Returns: the y below */
static double
lay_what_if_parts (ParlScene *scene, const GPtrArray *lines, double x, double y, double width,
                   bool dry)
{
  const double pitch = 28;

  for (unsigned i = 0; i < lines->len; i++)
    {
      const ParlLine *line = g_ptr_array_index (lines, i);
      const char *const parts[] = { i > 0 ? line->text : NULL, line->detail };
      for (unsigned j = 0; j < G_N_ELEMENTS (parts); j++)
        if (parts[j] != NULL && dry)
          y += pitch * count_lines (scene, what_if_font, parts[j], width);
        else if (parts[j] != NULL)
          y = parl_layout_paragraph (scene, PARL_COLOR_TEXT_2, what_if_font, pitch, parts[j], x, y,
                                     width);
    }
  return y;
}

/* @box: its height is not looked at
 * @dry: only to be measured
 * A box of its own, which begins with the words that mark it as imagined.
 * Returns: how high it is; 0: the board holds no what-if */
double
parl_layout_what_if (ParlScene *scene, const ParlBoard *board, ParlBox box, bool dry)
{
  const double padding = 12, gap = 20, bar = 6;
  if (board->what_if->len == 0)
    return 0;

  const ParlLine *first = g_ptr_array_index (board->what_if, 0);
  double head = box.x + bar + padding;
  double x = head + parl_scene_measure (scene, head_font, board->what_if_head) + gap;
  double width = box.x + box.width - padding - x;
  double y = padding + ROW_PITCH * count_lines (scene, row_bold_font, first->text, width);
  double height = lay_what_if_parts (scene, board->what_if, x, y, width, true) + padding;

  if (dry)
    return height;
  parl_scene_add_rect (scene, PARL_COLOR_BAND_2, box.x, box.y, box.width, height);
  parl_scene_add_rect (scene, PARL_COLOR_TEXT_1, box.x, box.y, bar, height);
  parl_scene_add_text (scene, PARL_COLOR_TEXT_1, head_font, PARL_ANCHOR_START, head,
                       parl_scene_center (head_font, box.y + padding + ROW_PITCH / 2),
                       board->what_if_head);
  parl_layout_paragraph (scene, PARL_COLOR_TEXT_1, row_bold_font, ROW_PITCH, first->text, x,
                         box.y + padding, width);
  lay_what_if_parts (scene, board->what_if, x, box.y + y, width, false);
  return height;
}

/* The first eight hexadecimal digits of a digest of every fact, so that two pages can be told to
 * rest on the same snapshot: of what is, not of what is imagined. */
static char *
format_snapshot (const ParlBoard *board)
{
  const ParlFindings *findings
      = board->findings->base != NULL ? board->findings->base : board->findings;
  g_autofree char *facts = parl_facts_to_json (findings, findings->facts);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, facts, -1);

  return g_strdup_printf (_ ("Snapshot %.4s %.4s"), digest, digest + 4);
}

static void
append_ids (GString *text, const GPtrArray *ids, unsigned most)
{
  for (unsigned i = 0; i < ids->len && i < most; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? ": " : ", ",
                            (const char *)g_ptr_array_index (ids, i));
}

/* "16 facts: ota-failure-rate and 15 more; what if: ota-rate-without, ota-budget-without" */
static char *
format_facts (const ParlBoard *board)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) imagined = g_ptr_array_new ();

  for (unsigned i = 0; i < board->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (board->facts, i);
      GPtrArray *kind = parl_labels_get (fact->subject, "what-if") != NULL ? imagined : ids;
      if (!g_ptr_array_find_with_equal_func (kind, fact->id, g_str_equal, NULL))
        g_ptr_array_add (kind, (char *)fact->id);
    }

  GString *text = g_string_new (NULL);
  unsigned most = imagined->len > 0 ? 1 : 3;
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u fact", "%u facts", ids->len),
                          ids->len);
  append_ids (text, ids, most);
  if (ids->len > most)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (
          text, g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", ids->len - most),
          ids->len - most);
    }
  if (imagined->len > 0)
    {
      g_string_append (text, _ ("; what if"));
      append_ids (text, imagined, imagined->len);
    }
  return g_string_free (text, FALSE);
}

/* A left and a right text on one line; the left one wraps before they would meet. */
static double
lay_footer_line (ParlScene *scene, const char *left, const char *right, ParlBox box, double y)
{
  const double pitch = 23;
  double right_width = parl_scene_measure (scene, footer_font, right);

  parl_scene_add_text (scene, PARL_COLOR_TEXT_2, footer_font, PARL_ANCHOR_END, box.x + box.width,
                       parl_scene_center (footer_font, y + pitch / 2), right);
  return parl_layout_paragraph (scene, PARL_COLOR_TEXT_2, footer_font, pitch, left, box.x, y,
                                box.width - right_width - COLUMN_GAP);
}

void
parl_layout_footer (ParlScene *scene, const ParlBoard *board, ParlBox box)
{
  g_autofree char *period = g_strdup_printf ("%s · %s", board->period, board->scope);
  g_autofree char *freshness = parl_board_dup_as_of (board);
  g_autofree char *snapshot = format_snapshot (board);
  g_autofree char *facts = format_facts (board);

  parl_scene_add_rect (scene, PARL_COLOR_GRID, box.x, box.y, box.width, 1);
  double y = lay_footer_line (scene, period, snapshot, box, box.y + 10);
  lay_footer_line (scene, freshness, facts, box, y);
}
