/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a board as plain text, at most 80 characters wide, and as Markdown. Chooses no words. */
#include "config.h"

#include "audiences/board.h"

#include "audiences/markdown.h"

#include <string.h>

#define WIDTH 80

/* Characters that take up room: all but the word joiner. */
static unsigned
measure (const char *text)
{
  unsigned width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += g_utf8_get_char (text) != 0x2060;
  return width;
}

/* Breaks at spaces and newlines only: a no-break space holds number and unit together. */
static void
append_wrapped (GString *out, const char *first, const char *rest, const char *text)
{
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n", -1);

  for (unsigned i = 0; paragraphs[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (paragraphs[i], " ", -1);
      const char *indent = i == 0 ? first : rest;
      unsigned at = measure (indent);
      bool is_start = true;

      g_string_append (out, indent);
      for (unsigned j = 0; words[j] != NULL; j++)
        {
          unsigned width = measure (words[j]);
          if (!is_start && at + 1 + width > WIDTH)
            {
              g_string_append_printf (out, "\n%s", rest);
              at = measure (rest);
              is_start = true;
            }
          g_string_append_printf (out, "%s%s", is_start ? "" : " ", words[j]);
          at += width + !is_start;
          is_start = false;
        }
      g_string_append_c (out, '\n');
    }
}

static const char *
get_mark (ParlTone tone)
{
  switch (tone)
    {
    case PARL_TONE_GOOD:
      return "✓ ";
    case PARL_TONE_WARN:
      return "! ";
    case PARL_TONE_BAD:
      return "✗ ";
    case PARL_TONE_NONE:
      return "○ ";
    case PARL_TONE_PLAIN:
    case PARL_TONE_PREVIOUS:
    default:
      return "• ";
    }
}

static void
append_line (GString *out, const ParlLine *line)
{
  append_wrapped (out, get_mark (line->tone), "  ", line->text);
  if (line->detail != NULL)
    append_wrapped (out, "  ", "  ", line->detail);
}

static void
append_heading (GString *out, const char *text, char rule)
{
  g_string_append_c (out, '\n');
  append_wrapped (out, "", "", text);
  for (unsigned i = 0; i < MIN (measure (text), WIDTH); i++)
    g_string_append_c (out, rule);
  g_string_append_c (out, '\n');
}

static void
append_column (GString *out, const char *head, GPtrArray *lines)
{
  append_heading (out, head, '-');
  for (unsigned i = 0; i < lines->len; i++)
    append_line (out, lines->pdata[i]);
}

static void
append_card (GString *out, const ParlCard *card)
{
  if (card->head != NULL)
    append_heading (out, card->head, '=');
  append_heading (out, card->title->text, '-');
  if (card->title->detail != NULL && card->note == NULL)
    append_wrapped (out, "", "", card->title->detail);
  if (card->value != NULL)
    {
      g_autofree char *value = g_strconcat (
          card->value, card->unit != NULL ? " " : "", card->unit != NULL ? card->unit : "",
          card->verdict != NULL ? ": " : NULL, card->verdict, NULL);
      append_wrapped (out, get_mark (card->tone), "  ", value);
    }
  if (card->chart != NULL)
    {
      g_autofree char *words = parl_chart_spec_describe (card->chart);
      const char *rest = words; /* without the title, which stands above */
      if (g_str_has_prefix (rest, card->title->text))
        rest += strlen (card->title->text);
      g_autofree char *list = g_strstrip (g_strdup (rest));
      if (*list != '\0')
        append_wrapped (out, "", "", list);
    }
  for (unsigned i = 0; i < card->lines->len; i++)
    append_line (out, card->lines->pdata[i]);
  if (card->note != NULL)
    append_wrapped (out, "", "", card->note);
}

/* Returns: (transfer full): the whole board, in the order in which it is read */
char *
parl_board_to_text (const ParlBoard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) caveats = parl_board_dup_caveats (self);
  append_wrapped (out, "", "", self->title);
  append_wrapped (out, "", "", self->period);
  for (char **caveat = caveats; *caveat != NULL; caveat++)
    append_wrapped (out, "", "", *caveat);
  g_string_append_c (out, '\n');
  append_line (out, self->headline);
  if (self->bullets->len > 0)
    g_string_append_c (out, '\n');
  for (unsigned i = 0; i < self->bullets->len; i++)
    append_line (out, self->bullets->pdata[i]);
  if (self->what_if->len > 0)
    append_column (out, self->what_if_head, self->what_if);
  append_column (out, self->changes_head, self->changes);
  append_column (out, self->risks_head, self->risks);
  append_column (out, self->actions_head, self->actions);
  for (unsigned i = 0; i < self->cards->len; i++)
    append_card (out, self->cards->pdata[i]);
  g_string_append_c (out, '\n');
  append_wrapped (out, "", "", self->scope);
  for (unsigned i = 0; i < self->freshness->len; i++)
    append_line (out, self->freshness->pdata[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Markdown. */

static void
append_item (GString *out, const ParlLine *line)
{
  g_string_append (out, "- ");
  parl_markdown_append (out, line->text);
  if (line->detail != NULL)
    g_string_append (out, " — ");
  parl_markdown_append (out, line->detail);
  g_string_append_c (out, '\n');
}

static void
append_items (GString *out, const char *head, const GPtrArray *lines)
{
  if (lines->len == 0)
    return;
  if (head != NULL)
    {
      g_string_append (out, "\n## ");
      parl_markdown_append (out, head);
      g_string_append (out, "\n\n");
    }
  for (unsigned i = 0; i < lines->len; i++)
    append_item (out, lines->pdata[i]);
}

/* A card: its sentence in bold, its number and its lines. */
static void
append_card_item (GString *out, const ParlCard *card)
{
  if (card->head != NULL)
    {
      g_string_append (out, "\n## ");
      parl_markdown_append (out, card->head);
      g_string_append_c (out, '\n');
    }
  g_string_append (out, "\n**");
  parl_markdown_append (out, card->title->text);
  g_string_append (out, "**");
  if (card->value != NULL)
    {
      g_string_append (out, ": ");
      parl_markdown_append (out, card->value);
      g_string_append (out, card->unit != NULL ? " " : "");
      parl_markdown_append (out, card->unit);
      g_string_append (out, card->verdict != NULL ? ", " : "");
      parl_markdown_append (out, card->verdict);
    }
  g_string_append (out, "\n\n");
  for (unsigned i = 0; i < card->lines->len; i++)
    append_item (out, card->lines->pdata[i]);
  if (card->note != NULL)
    {
      parl_markdown_append (out, card->note);
      g_string_append_c (out, '\n');
    }
}

/* Returns: (transfer full): the whole board in Markdown, for a chat, a wiki or an issue */
char *
parl_board_to_markdown (const ParlBoard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GString) out = g_string_new ("# ");
  g_auto (GStrv) caveats = parl_board_dup_caveats (self);
  parl_markdown_append (out, self->headline->text);
  g_string_append (out, "\n\n");
  parl_markdown_append (out, self->headline->detail);
  g_string_append (out, self->headline->detail != NULL ? "\n\n" : "");
  parl_markdown_append (out, self->title);
  g_string_append (out, ", ");
  parl_markdown_append (out, self->period);
  g_string_append_c (out, '\n');
  if (caveats[0] != NULL)
    g_string_append_printf (out, "\n**%s**\n", caveats[0]);
  append_items (out, self->what_if_head, self->what_if);
  append_items (out, self->changes_head, self->changes);
  for (unsigned i = 0; i < self->cards->len; i++)
    append_card_item (out, self->cards->pdata[i]);
  g_string_append_c (out, '\n');
  parl_markdown_append (out, self->scope);
  g_string_append (out, "\n\n");
  append_items (out, NULL, self->freshness);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
