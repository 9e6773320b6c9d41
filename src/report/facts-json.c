/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts and boards as JSON, for programs. Rounds nothing and words nothing: numbers stand as the
 * analysis made them. Refuses to write what is not finite: such a key is left out. */
#include "config.h"

#include "report/facts-json.h"

#include "analysis/targets.h"
#include "analysis/what-if.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* Whole numbers as such, so that a count reads 905 and not 905.0. */
static void
add_number (JsonBuilder *builder, const char *key, double value)
{
  if (!isfinite (value))
    return;
  json_builder_set_member_name (builder, key);
  if (value == floor (value) && fabs (value) < 9007199254740992.0)
    json_builder_add_int_value (builder, (int64_t)value);
  else
    json_builder_add_double_value (builder, value);
}

static void
add_string (JsonBuilder *builder, const char *key, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_time (JsonBuilder *builder, const char *key, ParlTime time)
{
  g_autofree char *text = parl_time_to_iso (time);
  add_string (builder, key, text);
}

/* A value in the fact's unit: instants are written as such. */
static void
add_value (JsonBuilder *builder, const char *key, const ParlFact *fact, double value)
{
  if (fact->unit == PARL_UNIT_TIME && isfinite (value))
    add_time (builder, key, (ParlTime)value);
  else
    add_number (builder, key, value);
}

static void
add_labels (JsonBuilder *builder, const char *key, const ParlLabels *labels)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  for (unsigned i = 0; i < parl_labels_size (labels); i++)
    add_string (builder, parl_labels_get_key (labels, i), parl_labels_get_value (labels, i));
  json_builder_end_object (builder);
}

static void
add_window (JsonBuilder *builder, ParlWindow window)
{
  if (window.until == PARL_TIME_NONE)
    return;
  json_builder_set_member_name (builder, "window");
  json_builder_begin_object (builder);
  add_time (builder, "since", window.since);
  add_time (builder, "until", window.until);
  json_builder_end_object (builder);
}

static void
add_comparison (JsonBuilder *builder, const ParlFact *fact)
{
  if (!parl_fact_has_comparison (fact))
    return;
  json_builder_set_member_name (builder, "comparison");
  json_builder_begin_object (builder);
  add_value (builder, "value", fact, fact->comparison.value);
  add_value (builder, "low", fact, fact->comparison.low);
  add_value (builder, "high", fact, fact->comparison.high);
  add_number (builder, "n", fact->comparison.n);
  add_number (builder, "change", fact->comparison.change);
  add_number (builder, "change_low", fact->comparison.change_low);
  add_number (builder, "change_high", fact->comparison.change_high);
  add_number (builder, "relative", fact->comparison.relative);
  add_window (builder, fact->comparison.window);
  json_builder_end_object (builder);
}

static void
add_target (JsonBuilder *builder, const ParlFact *fact, double minimum_n)
{
  if (fact->target_state == PARL_TARGET_UNSET)
    return;
  json_builder_set_member_name (builder, "target");
  json_builder_begin_object (builder);
  add_value (builder, "value", fact, fact->target);
  add_string (builder, "state", parl_target_state_to_string (fact->target_state));
  add_number (builder, "more", parl_fact_count_more_to_tell (fact, minimum_n));
  json_builder_end_object (builder);
}

static void
add_evidence (JsonBuilder *builder, const ParlFact *fact)
{
  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_object (builder);
  add_string (builder, "rows", parl_rows_to_string (fact->evidence.rows));
  add_labels (builder, "filter", fact->evidence.filter);
  json_builder_end_object (builder);
}

static void
add_fact (JsonBuilder *builder, const ParlFact *fact, double minimum_n)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", fact->id);
  add_labels (builder, "subject", fact->subject);
  add_value (builder, "value", fact, fact->value);
  add_string (builder, "unit", parl_unit_to_string (fact->unit));
  add_value (builder, "low", fact, fact->low);
  add_value (builder, "high", fact, fact->high);
  add_number (builder, "n", fact->n);
  add_number (builder, "count", fact->count);
  add_string (builder, "verdict", parl_verdict_to_string (fact->verdict));
  add_string (builder, "aspect", fact->aspect);
  add_window (builder, fact->window);
  add_comparison (builder, fact);
  add_target (builder, fact, minimum_n);
  if (fact->caveats[0] != NULL)
    {
      json_builder_set_member_name (builder, "caveats");
      json_builder_begin_array (builder);
      for (char **token = fact->caveats; *token != NULL; token++)
        json_builder_add_string_value (builder, *token);
      json_builder_end_array (builder);
    }
  add_string (builder, "source", fact->source);
  add_time (builder, "freshness", fact->freshness);
  add_evidence (builder, fact);
  json_builder_end_object (builder);
}

/* What is left out is not filtered by. */
static void
add_scope (JsonBuilder *builder, const ParlScope *scope)
{
  json_builder_set_member_name (builder, "scope");
  json_builder_begin_object (builder);
  add_number (builder, "days", scope->days);
  add_string (builder, "class", scope->device_class);
  add_string (builder, "release", scope->release);
  add_string (builder, "site", scope->site);
  json_builder_end_object (builder);
}

static void
add_facts (JsonBuilder *builder, const ParlFindings *findings, const GPtrArray *facts)
{
  const GPtrArray *sources = findings->snapshot->sources;

  add_time (builder, "as_of", findings->as_of);
  add_scope (builder, findings->scope);
  json_builder_set_member_name (builder, "sources");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < sources->len; i++)
    {
      const ParlSourceState *source = g_ptr_array_index (sources, i);
      json_builder_begin_object (builder);
      add_string (builder, "name", source->name);
      add_string (builder, "kind", source->kind);
      add_string (builder, "state", parl_sync_state_to_string (source->state));
      add_string (builder, "message", source->message);
      add_time (builder, "newest", source->newest);
      add_time (builder, "fetched", source->fetched);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "facts");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < facts->len; i++)
    add_fact (builder, g_ptr_array_index (facts, i), findings->targets->minimum_n);
  json_builder_end_array (builder);
}

/* Which fact is meant: what the list of facts has under this id and subject. */
static void
add_address (JsonBuilder *builder, const ParlFact *fact)
{
  if (fact == NULL)
    return;
  add_string (builder, "fact", fact->id);
  add_labels (builder, "subject", fact->subject);
}

static void
add_addresses (JsonBuilder *builder, const char *key, const GPtrArray *facts)
{
  if (facts == NULL)
    return;
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < facts->len; i++)
    {
      json_builder_begin_object (builder);
      add_address (builder, g_ptr_array_index (facts, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_line (JsonBuilder *builder, const ParlLine *line)
{
  json_builder_begin_object (builder);
  add_string (builder, "text", line->text);
  add_string (builder, "detail", line->detail);
  add_address (builder, line->fact);
  add_addresses (builder, "others", line->others);
  json_builder_end_object (builder);
}

static void
add_lines (JsonBuilder *builder, const char *key, const GPtrArray *lines)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < lines->len; i++)
    add_line (builder, g_ptr_array_index (lines, i));
  json_builder_end_array (builder);
}

/* Left out where nothing is imagined. @lines: (nullable): what a board says of it */
static void
add_what_if (JsonBuilder *builder, const ParlWhatIf *what_if, const GPtrArray *lines)
{
  if (what_if == NULL)
    return;
  json_builder_set_member_name (builder, "what_if");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < what_if->checks->len; i++)
    {
      const ParlCheck *check = &g_array_index (what_if->checks, ParlCheck, i);
      json_builder_begin_object (builder);
      add_string (builder, "cause", check->cause);
      add_number (builder, "efficacy", check->efficacy);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (lines != NULL)
    add_lines (builder, "lines", lines);
  json_builder_end_object (builder);
}

/* The big number of a card. */
static void
add_card_value (JsonBuilder *builder, const ParlCard *card)
{
  if (card->value == NULL)
    return;
  json_builder_set_member_name (builder, "value");
  json_builder_begin_object (builder);
  add_string (builder, "text", card->value);
  add_string (builder, "unit", card->unit);
  add_string (builder, "verdict", card->verdict);
  add_address (builder, card->fact);
  json_builder_end_object (builder);
}

static void
add_cards (JsonBuilder *builder, const ParlBoard *board)
{
  json_builder_set_member_name (builder, "cards");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      json_builder_begin_object (builder);
      add_string (builder, "id", card->id);
      json_builder_set_member_name (builder, "title");
      add_line (builder, card->title);
      add_card_value (builder, card);
      add_lines (builder, "lines", card->lines);
      add_string (builder, "note", card->note);
      add_addresses (builder, "note_facts", card->note_facts);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static char *
write_text (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);

  g_autofree char *text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}

/* @facts: (element-type ParlFact): which of the findings' facts, in this order
 * Returns: (transfer full): as_of, scope, sources and facts */
char *
parl_facts_to_json (const ParlFindings *findings, const GPtrArray *facts)
{
  g_return_val_if_fail (findings != NULL && facts != NULL, NULL);

  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_what_if (builder, findings->what_if, NULL);
  add_facts (builder, findings, facts);
  json_builder_end_object (builder);
  return write_text (builder);
}

/* Returns: (transfer full): the same object for the facts that the board speaks of, with its
 *   audience and every sentence beside them */
char *
parl_board_to_json (const ParlBoard *board)
{
  g_return_val_if_fail (board != NULL, NULL);

  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_string (builder, "audience", board->audience);
  add_string (builder, "title", board->title);
  json_builder_set_member_name (builder, "headline");
  add_line (builder, board->headline);
  add_lines (builder, "bullets", board->bullets);
  add_cards (builder, board);
  add_lines (builder, "changes", board->changes);
  add_lines (builder, "risks", board->risks);
  add_lines (builder, "actions", board->actions);
  add_what_if (builder, board->findings->what_if, board->what_if);
  add_facts (builder, board->findings, board->facts);
  json_builder_end_object (builder);
  return write_text (builder);
}
