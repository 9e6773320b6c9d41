/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts together what one audience sees. Picks, orders and words; holds no arithmetic. */
#include "config.h"

#include "audiences/board.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"
#include "audiences/charts/board-chart.h"
#include "audiences/fact-words.h"
#include "audiences/file/template.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/unread.h"
#include "audiences/vocabulary.h"
#include "audiences/wording.h"
#include "model/name.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The audience's word for @value; @all where there is none. */
static char *
name_value (const ParlWording *wording, const char *value, const char *all)
{
  return value != NULL ? parl_phrase_translate_word (wording->audience, value) : g_strdup (all);
}

/* What part of the fleet the board speaks of, so that no part passes for the whole.
 * Returns: (transfer full): "nano, harbour-north; from v2.3" */
static char *
name_filters (const ParlWording *wording)
{
  const ParlScope *scope = wording->findings->scope;

  if (!parl_scope_is_filtered (scope))
    return g_strdup (_ ("all sites, all device classes"));

  g_autofree char *device_class
      = name_value (wording, scope->device_class, _ ("all device classes"));
  g_autofree char *site = name_value (wording, scope->site, _ ("all sites"));
  g_autofree char *release = parl_name_mark (scope->release);
  return scope->release != NULL
             ? g_strdup_printf (C_ ("filters", "%s, %s; from %s"), device_class, site, release)
             : g_strdup_printf (C_ ("filters", "%s, %s"), device_class, site);
}

/* Returns: (transfer full) (nullable): the same with the length of the window, for what is shown
 *   without its board; %NULL: all is as usual */
static char *
name_filters_with_days (const ParlWording *wording)
{
  const ParlScope *scope = wording->findings->scope;

  if (!parl_scope_is_filtered (scope) && scope->days == PARL_SCOPE_DEFAULT_DAYS)
    return NULL;

  g_autofree char *filters = name_filters (wording);
  g_autofree char *days = parl_format_days (scope->days);
  return g_strdup_printf (C_ ("filters", "%s · last %s"), filters, days);
}

/* Returns: (transfer full) (nullable): why there is nothing to show, if filters may be the reason
 */
static char *
explain_empty (const ParlWording *wording)
{
  if (!parl_scope_is_filtered (wording->findings->scope))
    return NULL;

  g_autofree char *filters = name_filters (wording);
  return g_strdup_printf (_ ("Not known of “%s” alone; with fewer filters it may be"), filters);
}

#define MAX_BULLETS 4

static void
free_card (ParlCard *self)
{
  g_free (self->id);
  g_free (self->head);
  parl_line_free (self->title);
  g_free (self->value);
  g_free (self->unit);
  g_free (self->verdict);
  if (self->chart != NULL)
    parl_chart_spec_unref (self->chart);
  g_ptr_array_unref (self->lines);
  g_free (self->note);
  g_clear_pointer (&self->note_facts, g_ptr_array_unref);
  g_free (self->scope);
  g_free (self->reading);
  g_free (self);
}

static GPtrArray *
create_lines (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)parl_line_free);
}

static ParlLine *
say_plain (const ParlWording *wording, const char *text)
{
  g_autofree char *words = parl_wording_say_plain (wording, text);

  return parl_line_new (PARL_TONE_NONE, words, NULL);
}

static ParlLine *
say_unread (const ParlSourceState *source)
{
  g_autofree char *words = parl_unread_say (source);

  return parl_line_new (PARL_TONE_NONE, words, NULL);
}

/* Met or missed; nothing where the data are stale; too few data are said with their n. */
static char *
make_verdict (const ParlFact *fact, double minimum_n)
{
  const char *words[] = {
    [PARL_TARGET_UNSET] = NULL,
    [PARL_TARGET_MET] = C_ ("verdict", "Met"),
    [PARL_TARGET_MISSED] = C_ ("verdict", "Missed"),
    [PARL_TARGET_UNCLEAR] = C_ ("verdict", "Cannot tell yet"),
  };

  if (fact->verdict == PARL_VERDICT_TOO_LITTLE && parl_vocabulary_is_silent (fact, minimum_n))
    {
      g_autofree char *n = parl_format_number (isnan (fact->n) ? 0 : fact->n, 0);
      return g_strdup_printf (C_ ("verdict", "too few to tell (n = %s)"), n);
    }
  return parl_vocabulary_is_silent (fact, minimum_n) ? NULL : g_strdup (words[fact->target_state]);
}

static char *
fill_placeholder (const ParlPlaceholder *placeholder, gpointer data)
{
  return parl_phrase_make (data, placeholder);
}

static void
fill_value (ParlCard *card, ParlWording *wording, const ParlCardTemplate *template)
{
  const ParlFact *fact
      = template->value != NULL ? parl_wording_find (wording, template->value, 0) : NULL;
  double minimum_n = wording->findings->targets->minimum_n;
  if (fact == NULL || isnan (fact->value))
    return;

  ParlPhraseContext context = { wording->audience, wording->findings, fact, false, true, NULL };
  int digits = parl_phrase_get_digits (wording->audience, fact->unit);
  card->verdict = make_verdict (fact, minimum_n);
  card->tone = parl_vocabulary_get_tone (fact, minimum_n);
  const char *unit = parl_audience_translate (wording->audience, template->unit);
  card->unit
      = unit != NULL ? parl_placeholders_fill (unit, fill_placeholder, &context, NULL) : NULL;
  if (fact->verdict == PARL_VERDICT_TOO_LITTLE && card->verdict != NULL && !isnan (fact->low))
    {
      g_autofree char *interval = parl_format_interval (fact->low, fact->high, fact->unit, digits);
      card->value = fact->unit == PARL_UNIT_SHARE
                        ? g_strdup_printf (C_ ("number", "%s\u00a0%%"), interval)
                        : g_strdup (interval);
    }
  else
    {
      card->value = fill_placeholder (&(ParlPlaceholder){ .name = "short-a-day" }, &context);
      if (card->value == NULL)
        card->value = parl_format_value (fact->value, fact->unit, digits);
    }
  parl_wording_note (wording, fact);
  card->fact = fact;
}

/* Every fact whose numbers stand in @line. */
static GPtrArray *
list_facts (const ParlLine *line)
{
  GPtrArray *facts = g_ptr_array_new ();

  g_ptr_array_add (facts, (gpointer)line->fact);
  if (line->others != NULL)
    g_ptr_array_extend (facts, line->others, NULL, NULL);
  return facts;
}

static void
fill_empty (ParlCard *card, const ParlWording *wording, const ParlCardTemplate *template)
{
  const ParlSourceState *unread = parl_unread_find (wording, template->titles);

  card->is_empty = true;
  card->title = say_plain (wording, template->empty);
  card->note = unread != NULL ? parl_unread_say (unread) : explain_empty (wording);
  card->reading = unread != NULL && unread->is_being_read ? g_strdup (unread->name) : NULL;
  if (card->note == NULL)
    card->note = parl_wording_say_plain (wording, template->help);
}

/* A card keeps its place: without anything to say it tells why and what to do. One that has no
 * words for that has no place then: it is of what most fleets don't know of. Returns: (transfer
 * full) (nullable) */
static ParlCard *
create_card (ParlWording *wording, const ParlCardTemplate *template)
{
  ParlCard *card = g_new0 (ParlCard, 1);

  card->id = g_strdup (template->id);
  card->head = template->head != NULL
                   ? g_strdup (parl_audience_translate (wording->audience, template->head))
                   : NULL;
  card->span = template->span;
  card->scope = name_filters_with_days (wording);
  card->tone = PARL_TONE_NONE;
  card->lines = create_lines ();
  card->title = parl_wording_say_first (wording, template->titles);
  if (card->title == NULL && template->empty == NULL)
    {
      free_card (card);
      return NULL;
    }
  if (card->title == NULL)
    {
      fill_empty (card, wording, template);
      return card;
    }

  g_autoptr (ParlLine) note = parl_wording_say_first (wording, template->notes);
  fill_value (card, wording, template);
  card->chart = parl_board_chart_new (wording, template, card->title->text);
  parl_wording_say_all (wording, template->lines, G_MAXUINT, card->lines);
  if (note != NULL)
    {
      card->note = g_strdup (note->text);
      card->note_facts = list_facts (note);
    }
  return card;
}

/* Whether a line tells of @fact, or of another number of the same kind. */
static bool
is_said (GPtrArray *lines, const ParlFact *fact)
{
  for (unsigned i = 0; i < lines->len; i++)
    {
      const ParlFact *said = ((const ParlLine *)lines->pdata[i])->fact;
      if (said != NULL
          && (said->entry == fact->entry || (said->entry->of_change && fact->entry->of_change)))
        return true;
    }
  return false;
}

/* What is neither good nor bad, such as the share of a cohort, explains: it is not watched. */
static bool
is_watched (const ParlWording *wording, const ParlFact *fact)
{
  return (fact->entry->good == PARL_GOOD_LESS || fact->entry->good == PARL_GOOD_MORE)
         && g_ptr_array_find (wording->spoken, fact, NULL);
}

/* Returns: (transfer none) (nullable): what got better or worse for sure, and no line tells */
static const ParlFact *
find_untold (const ParlWording *wording, GPtrArray *lines)
{
  GPtrArray *facts = wording->findings->facts;

  for (unsigned i = 0; i < facts->len; i++)
    {
      const ParlFact *fact = facts->pdata[i];
      bool is_sure = fact->verdict == PARL_VERDICT_CONFIRMED || parl_fact_has_small_change (fact);
      if (is_sure && is_watched (wording, fact) && !is_said (lines, fact))
        return fact;
    }
  return NULL;
}

/* A rate that changed by what changed, where that is a fact of its own. */
static ParlLine *
say_untold (ParlWording *wording, const ParlFact *untold)
{
  const ParlFact *change
      = parl_findings_find (wording->findings, PARL_FACT_FAILURE_CHANGE, untold->subject, true);

  return parl_fact_words_say (wording,
                              untold->entry->of_change && change != NULL ? change : untold);
}

/* Everything that was compared and did not change folds into one line, which is true only while
 * all that the board speaks of and that got better or worse for sure stands above it. */
static void
add_unchanged (ParlWording *wording, GPtrArray *lines)
{
  GPtrArray *facts = wording->findings->facts;
  const ParlFact *untold = find_untold (wording, lines);
  bool any = false;

  for (unsigned i = 0; i < facts->len; i++)
    any = any || ((const ParlFact *)facts->pdata[i])->verdict == PARL_VERDICT_NO_CHANGE;
  if (untold == NULL && any)
    g_ptr_array_add (lines, say_plain (wording, wording->audience->unchanged));
  else if (untold != NULL && lines->len == 0)
    g_ptr_array_add (lines, say_untold (wording, untold));
}

/* Why a column is empty: because nothing is known yet, or not any more, or there is nothing to say.
 */
static ParlLine *
say_empty (const ParlWording *wording, const ParlColumnTemplate *template)
{
  const ParlSourceState *unread = parl_unread_find (wording, template->lines);
  bool has_data = false, is_stale = false;

  if (unread != NULL)
    return say_unread (unread);
  for (unsigned i = 0; i < wording->spoken->len; i++)
    {
      const ParlFact *fact = wording->spoken->pdata[i];
      has_data = has_data || !isnan (fact->value);
      is_stale = is_stale || fact->verdict == PARL_VERDICT_STALE;
    }
  return say_plain (wording, is_stale   ? wording->audience->stale
                             : has_data ? template->empty
                                        : wording->audience->empty);
}

static GPtrArray *
create_column (ParlWording *wording, const ParlColumnTemplate *template, bool is_changes,
               char **head)
{
  GPtrArray *lines = create_lines ();

  *head = parl_wording_say_plain (wording, template->head);
  parl_wording_say_all (wording, template->lines, G_MAXUINT, lines);
  if (is_changes && parl_unread_find (wording, template->lines) == NULL)
    add_unchanged (wording, lines);
  if (lines->len == 0)
    g_ptr_array_add (lines, say_empty (wording, template));
  return lines;
}

/* No audience chooses its heading, so that what is imagined is always marked as such. */
static void
fill_what_if (ParlBoard *self, ParlWording *wording)
{
  const ParlWhatIf *what_if = wording->findings->what_if;
  double minimum_n = wording->findings->targets->minimum_n;

  self->what_if_head = g_strdup (_ ("What if"));
  self->what_if = create_lines ();
  if (what_if == NULL)
    return;
  g_ptr_array_add (self->what_if, parl_fact_words_say (wording, what_if->rate));
  if (what_if->cost != NULL && !parl_vocabulary_is_silent (what_if->cost, minimum_n))
    g_ptr_array_add (self->what_if, parl_fact_words_say (wording, what_if->cost));
}

static ParlLine *
create_freshness (const ParlSourceState *source, const ParlFindings *findings)
{
  bool is_known = source->newest != PARL_TIME_NONE;
  ParlTime age = is_known ? findings->as_of - source->newest : 0;
  bool is_stale = age > findings->targets->stale_after;
  bool is_late = age > findings->targets->late_after;
  g_autofree char *time = is_known ? parl_format_date (source->newest, PARL_DATE_TIME) : NULL;
  const char *state = source->state == PARL_SYNC_FAILED    ? C_ ("freshness", " (not reached)")
                      : source->state == PARL_SYNC_PARTIAL ? C_ ("freshness", " (partial)")
                      : is_stale                           ? C_ ("freshness", " (stale)")
                      : is_late                            ? C_ ("freshness", " (late)")
                                                           : "";
  ParlTone tone = source->state == PARL_SYNC_FAILED || is_stale   ? PARL_TONE_BAD
                  : source->state == PARL_SYNC_PARTIAL || is_late ? PARL_TONE_WARN
                  : is_known                                      ? PARL_TONE_GOOD
                                                                  : PARL_TONE_NONE;
  g_autofree char *name = parl_name_mark (source->name);
  g_autofree char *text
      = is_known ? g_strdup_printf (C_ ("freshness", "%s %s%s"), name, time, state)
                 : g_strdup_printf (C_ ("freshness", "%s: no data yet%s"), name, state);
  ParlLine *line = parl_line_new (tone, text, NULL);

  line->detail = g_strdup (source->message);
  return line;
}

static void
fill_frame (ParlBoard *self, const ParlWording *wording)
{
  const ParlFindings *findings = wording->findings;
  const ParlFact *rate = parl_findings_find (findings, PARL_FACT_FAILURE_RATE, NULL, true);
  GPtrArray *sources = findings->snapshot->sources;
  g_autofree char *now = parl_format_period (findings->window, true);
  g_autofree char *before = parl_format_period (findings->before, false);

  self->period = g_strdup_printf (C_ ("period", "%s against %s"), now, before);
  self->scope = name_filters (wording);
  g_autofree char *zone = parl_format_zone (findings->snapshot->zone, findings->as_of);
  if (rate != NULL && !isnan (rate->n))
    {
      g_autofree char *filters = g_steal_pointer (&self->scope);
      g_autofree char *n = parl_format_number (rate->n, 0);
      g_autofree char *n_before
          = isnan (rate->comparison.n) ? NULL : parl_format_number (rate->comparison.n, 0);
      self->scope
          = n_before != NULL
                ? g_strdup_printf (_ ("%s · first try, n = %s and %s · days in %s"), filters, n,
                                   n_before, zone)
                : g_strdup_printf (_ ("%s · first try, n = %s · days in %s"), filters, n, zone);
    }
  if (!parl_targets_has_promise (findings->targets))
    {
      g_autofree char *scope = g_steal_pointer (&self->scope);
      self->scope = g_strdup_printf (_ ("%s · no targets are set"), scope);
    }
  self->freshness = create_lines ();
  for (unsigned i = 0; i < sources->len; i++)
    {
      const ParlSourceState *source = sources->pdata[i];
      g_ptr_array_add (self->freshness, create_freshness (source, findings));
      if (!parl_source_state_is_whole (source) && source->state != PARL_SYNC_NEVER)
        self->is_partial = true;
    }
}

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

/* What was spoken of, in the catalogue's order, and what that means for the board as a whole. */
static void
fill_facts (ParlBoard *self, const ParlWording *wording)
{
  GPtrArray *facts = wording->findings->facts;

  self->facts = g_ptr_array_new ();
  for (unsigned i = 0; i < facts->len; i++)
    {
      const ParlFact *fact = facts->pdata[i];
      if (!g_ptr_array_find (wording->spoken, fact, NULL))
        continue;
      g_ptr_array_add (self->facts, (gpointer)fact);
      if (fact->verdict == PARL_VERDICT_STALE)
        self->is_stale = true;
      if (has_caveat (fact, "partial"))
        self->is_partial = true;
      if (!isnan (fact->value))
        self->has_data = true;
    }
}

/* The first of @ids that has a chart; where none has, the first. */
static const ParlCard *
choose_main (const GPtrArray *cards, char **ids)
{
  const ParlCard *main = NULL;

  for (char **id = ids; *id != NULL && (main == NULL || main->chart == NULL); id++)
    for (unsigned i = 0; i < cards->len; i++)
      {
        const ParlCard *card = g_ptr_array_index (cards, i);
        if (strcmp (card->id, *id) == 0 && (main == NULL || card->chart != NULL))
          main = card;
      }
  return main;
}

/* Returns: (transfer full): what @audience sees of @findings, in the current locale */
ParlBoard *
parl_board_new (const ParlAudience *audience, const ParlFindings *findings)
{
  g_return_val_if_fail (audience != NULL && findings != NULL, NULL);

  ParlBoard *self = g_atomic_rc_box_new0 (ParlBoard);
  g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
  ParlWording wording = { audience, findings, spoken, NULL };

  self->findings = parl_findings_ref (findings);
  self->audience = g_strdup (audience->id);
  self->name = g_strdup (parl_audience_translate (audience, audience->name));
  self->title = g_strdup (parl_audience_translate (audience, audience->title));
  self->headline = parl_wording_say_first (&wording, audience->headlines);
  const ParlSourceState *unread = parl_unread_find (&wording, audience->headlines);
  if (self->headline == NULL)
    self->headline = unread != NULL ? say_unread (unread) : say_plain (&wording, audience->empty);
  self->bullets = create_lines ();
  parl_wording_say_all (&wording, audience->bullets, MAX_BULLETS, self->bullets);

  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify)free_card);
  for (unsigned i = 0; i < audience->cards->len; i++)
    {
      ParlCard *card = create_card (&wording, audience->cards->pdata[i]);
      if (card != NULL)
        g_ptr_array_add (self->cards, card);
    }
  self->main_card = choose_main (self->cards, audience->mains);
  self->risks = create_column (&wording, &audience->risks, false, &self->risks_head);
  self->actions = create_column (&wording, &audience->actions, false, &self->actions_head);
  /* Comes last: which other facts did not change depends on all that the board speaks of. */
  self->changes = create_column (&wording, &audience->changes, true, &self->changes_head);
  fill_what_if (self, &wording);
  fill_frame (self, &wording);
  fill_facts (self, &wording);
  return self;
}

ParlBoard *
parl_board_ref (const ParlBoard *self)
{
  return g_atomic_rc_box_acquire ((ParlBoard *)self);
}

static void
free_board (ParlBoard *self)
{
  g_free (self->audience);
  g_free (self->name);
  g_free (self->title);
  parl_line_free (self->headline);
  g_ptr_array_unref (self->cards);
  g_ptr_array_unref (self->bullets);
  g_free (self->changes_head);
  g_free (self->risks_head);
  g_free (self->actions_head);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->risks);
  g_ptr_array_unref (self->actions);
  g_free (self->what_if_head);
  g_ptr_array_unref (self->what_if);
  g_free (self->period);
  g_free (self->scope);
  g_ptr_array_unref (self->freshness);
  g_ptr_array_unref (self->facts);
  parl_findings_unref ((ParlFindings *)self->findings);
}

void
parl_board_unref (ParlBoard *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_board);
}

/* Returns: (transfer full): what must be said before anything of the board is believed; empty for
 *   data that are new and whole */
char **
parl_board_dup_caveats (const ParlBoard *self)
{
  g_autoptr (GStrvBuilder) caveats = g_strv_builder_new ();

  if (self->is_stale)
    g_strv_builder_add (caveats, _ ("STALE: the newest data are too old to judge by"));
  if (self->is_partial)
    g_strv_builder_add (caveats, _ ("PARTIAL: a source brought less than asked for"));
  return g_strv_builder_end (caveats);
}

/* Returns: (transfer full): "Data as of: hawkBit 21 Nov 09:28 · Prometheus 21 Nov 09:29" */
char *
parl_board_dup_as_of (const ParlBoard *self)
{
  GString *text = g_string_new (_ ("Data as of:"));

  for (unsigned i = 0; i < self->freshness->len; i++)
    {
      const ParlLine *line = g_ptr_array_index (self->freshness, i);
      g_string_append_printf (text, "%s%s", i == 0 ? " " : " · ", line->text);
    }
  return g_string_free (text, FALSE);
}
