/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A push-down reader of one kind of JSON document:
 *
 *   {"status":..., "data":{"resultType":..., "result":[
 *     {"metric":{label:value...}, "values":[[seconds,"number"]...]} or "value":[...],
 *     ...]}, "errorType", "error", "warnings":[...], "isPartial"}
 *
 * Each level of nesting has a role, and role and member say what a value is for. What it does not
 * know it checks and skips. Samples, nearly all of the bytes, take a short cut where they lie
 * whole in one piece. Knows nothing of what the series mean. */
#include "config.h"

#include "sources/prometheus/series-reader.h"

#include "sources/json/decimal.h"
#include "sources/http/reason.h"
#include "sources/json/lexer.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_NOTES 50
#define MAX_LABELS 64
#define MAX_SERIES 200000
#define SHORT_CUT 64 /* a sample is shorter */

typedef enum /* what a value is for */
{
  USE_SKIP,
  USE_TOP,
  USE_STATUS,
  USE_ERROR,
  USE_ERROR_TYPE,
  USE_NOTES,
  USE_NOTE,
  USE_PARTIAL,
  USE_DATA,
  USE_TYPE,
  USE_RESULT,
  USE_SERIES, /* or, for a scalar, the time of a sample */
  USE_METRIC,
  USE_LABEL,
  USE_VALUES,
  USE_SAMPLE,
  USE_TIME,
  USE_VALUE,
  USE_HISTOGRAM
} Use;

struct _ParlSeriesReader
{
  char *where;
  ParlJsonLexer lexer;
  Use uses[PARL_JSON_MAX_DEPTH]; /* of the arrays and objects that are not yet at their end */
  unsigned depth;                /* how many of them were accepted */
  Use use;                       /* of the next value */
  GString *key;                  /* of the label under way */
  ParlTime time;                 /* of the sample under way */
  ParlSeriesAnswer answer;
};

/* The answer: series are collected one at a time, within limits. */

/* What is wrong with what was added. */
typedef struct
{
  ParlSourceError code;
  const char *complaint;
} Flaw;

static void
init_answer (ParlSeriesAnswer *self, size_t max_samples)
{
  *self = (ParlSeriesAnswer){ .max_samples = max_samples };
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  self->times = g_array_new (FALSE, FALSE, sizeof (ParlTime));
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
clear_answer (ParlSeriesAnswer *self)
{
  g_free (self->status);
  g_free (self->error);
  g_free (self->error_type);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->series);
  g_clear_pointer (&self->labels, parl_labels_unref);
  g_array_unref (self->times);
  g_array_unref (self->values);
}

/* Forgets everything, as if newly made. */
static void
reset_answer (ParlSeriesAnswer *self)
{
  size_t max_samples = self->max_samples;

  clear_answer (self);
  init_answer (self, max_samples);
}

static void
begin_series (ParlSeriesAnswer *self)
{
  g_clear_pointer (&self->labels, parl_labels_unref);
  self->labels = parl_labels_new (NULL, NULL);
  g_array_set_size (self->times, 0);
  g_array_set_size (self->values, 0);
  self->has_metric = self->has_values = false;
  self->last = PARL_TIME_NONE;
}

/* Of two equal labels the last counts. */
static const Flaw *
add_label (ParlSeriesAnswer *self, const char *key, const char *value)
{
  static const Flaw too_many = { PARL_SOURCE_ERROR_TOO_LARGE, N_ ("a series has too many labels") };

  if (parl_labels_size (self->labels) == MAX_LABELS)
    return &too_many;

  ParlLabels *with = parl_labels_with (self->labels, key, value);
  parl_labels_unref (self->labels);
  self->labels = with;
  return NULL;
}

/* A value that is none is a gap, and what no metric can be is not believed: both are counted and
 * left out. */
static const Flaw *
add_sample (ParlSeriesAnswer *self, ParlTime time, double value)
{
  static const Flaw not_rising = { PARL_SOURCE_ERROR_MALFORMED, N_ ("the times do not rise") };
  static const Flaw too_many
      = { PARL_SOURCE_ERROR_TOO_LARGE, N_ ("the answer has too many samples") };

  if (time <= self->last)
    return &not_rising;
  self->last = time;
  if (!(fabs (value) <= PARL_SERIES_MOST))
    {
      *(isnan (value) ? &self->n_gaps : &self->n_absurd) += 1;
      return NULL;
    }
  if (++self->n_samples > self->max_samples)
    return &too_many;
  g_array_append_val (self->times, time);
  g_array_append_val (self->values, value);
  return NULL;
}

/* A series of nothing but gaps or histograms stays one, of no samples. */
static const Flaw *
end_series (ParlSeriesAnswer *self)
{
  static const Flaw too_many
      = { PARL_SOURCE_ERROR_TOO_LARGE, N_ ("the answer has too many series") };
  size_t length = self->times->len;
  const char *name = parl_labels_get (self->labels, "__name__");

  if (self->series->len == MAX_SERIES)
    return &too_many;
  g_ptr_array_add (self->series,
                   parl_series_new_take (name != NULL ? name : "", "",
                                         parl_labels_ref (self->labels), length,
                                         g_memdup2 (self->times->data, length * sizeof (ParlTime)),
                                         g_memdup2 (self->values->data, length * sizeof (double))));
  g_clear_pointer (&self->labels, parl_labels_unref);
  return NULL;
}

/* Returns: (transfer full): what a success says whose body tells of an error. */
static char *
dup_refusal (const ParlSeriesAnswer *self)
{
  static const char *const no_secrets[] = { NULL };
  const char *said = self->error != NULL ? self->error : "";
  const char *type = self->error_type != NULL ? self->error_type : _ ("of no type");
  g_autofree char *clean_said = parl_http_clean_text (said, strlen (said), no_secrets);
  g_autofree char *clean_type = parl_http_clean_text (type, strlen (type), no_secrets);

  return g_strdup_printf (_ ("the server answered with an error: “%s” (%s)"), clean_said,
                          clean_type);
}

/* What is wrong, and where. All of them set @error and return false. */

/* "data.result[3].values[17]"; ends where what we do not know begins */
static void
append_path (ParlSeriesReader *self, GString *path)
{
  static const char *const names[] = {
    [USE_DATA] = "data",      [USE_RESULT] = ".result", [USE_NOTES] = "notes",
    [USE_METRIC] = ".metric", [USE_VALUES] = ".values", [USE_HISTOGRAM] = ".histograms",
    [USE_SAMPLE] = "",        [USE_SERIES] = "",
  };

  for (unsigned i = 0; i < self->depth; i++)
    {
      Use use = self->uses[i];
      if (use == USE_SKIP)
        break;
      if (use < G_N_ELEMENTS (names) && names[use] != NULL)
        g_string_append (path, names[use]);
      if (!self->lexer.levels[i].object)
        g_string_append_printf (path, "[%u]", self->lexer.levels[i].index);
    }
}

static bool
fail (ParlSeriesReader *self, ParlSourceError code, GError **error, const char *complaint)
{
  g_autoptr (GString) path = g_string_new (NULL);

  append_path (self, path);
  g_set_error (error, PARL_SOURCE_ERROR, code, "%s: %s%s%s", self->where, path->str,
               path->len > 0 ? ": " : "", complaint);
  return false;
}

static bool
malformed (ParlSeriesReader *self, GError **error, const char *complaint)
{
  return fail (self, PARL_SOURCE_ERROR_MALFORMED, error, complaint);
}

static bool
unexpected (ParlSeriesReader *self, GError **error, const char *found)
{
  static const char *const expected[] = {
    [USE_TOP] = N_ ("an object"),         [USE_STATUS] = N_ ("a string"),
    [USE_ERROR] = N_ ("a string"),        [USE_ERROR_TYPE] = N_ ("a string"),
    [USE_NOTES] = N_ ("an array"),        [USE_NOTE] = N_ ("a string"),
    [USE_PARTIAL] = N_ ("true or false"), [USE_DATA] = N_ ("an object"),
    [USE_TYPE] = N_ ("a string"),         [USE_RESULT] = N_ ("an array"),
    [USE_SERIES] = N_ ("an object"),      [USE_METRIC] = N_ ("an object"),
    [USE_LABEL] = N_ ("a string"),        [USE_VALUES] = N_ ("an array"),
    [USE_SAMPLE] = N_ ("an array"),       [USE_TIME] = N_ ("a number"),
    [USE_VALUE] = N_ ("a string"),
  };
  g_autofree char *complaint
      = g_strdup_printf (_ ("expected %s, found %s"), _ (expected[self->use]), _ (found));

  return malformed (self, error, complaint);
}

/* @where: source and endpoint, for messages
 * @max_samples: how many samples the whole answer may have */
ParlSeriesReader *
parl_series_reader_new (const char *where, size_t max_samples)
{
  ParlSeriesReader *self = g_new0 (ParlSeriesReader, 1);

  self->where = g_strdup (where);
  parl_json_lexer_init (&self->lexer);
  init_answer (&self->answer, max_samples);
  self->key = g_string_new (NULL);
  self->use = USE_TOP;
  return self;
}

static void
restart (ParlSeriesReader *self)
{
  parl_json_lexer_restart (&self->lexer);
  reset_answer (&self->answer);
  self->depth = 0;
  self->use = USE_TOP;
}

void
parl_series_reader_free (ParlSeriesReader *self)
{
  if (self == NULL)
    return;
  parl_json_lexer_clear (&self->lexer);
  clear_answer (&self->answer);
  g_string_free (self->key, TRUE);
  g_free (self->where);
  g_free (self);
}

/* @flaw: (nullable): of what was just added */
static bool
pass_flaw (ParlSeriesReader *self, const Flaw *flaw, GError **error)
{
  return flaw == NULL || fail (self, flaw->code, error, _ (flaw->complaint));
}

static bool
token_is (const ParlJsonLexer *lexer, const char *word)
{
  return strlen (word) == lexer->length && memcmp (lexer->text, word, lexer->length) == 0;
}

static bool
claim (ParlSeriesReader *self, bool *has, GError **error)
{
  if (*has)
    return malformed (self, error, _ ("a part comes twice"));
  *has = true;
  return true;
}

/* A member's name says what its value is for. */
static bool
take_key (ParlSeriesReader *self, GError **error)
{
  static const struct
  {
    Use role;
    const char *key;
    Use use;
  } members[] = {
    { USE_TOP, "status", USE_STATUS },
    { USE_TOP, "data", USE_DATA },
    { USE_TOP, "error", USE_ERROR },
    { USE_TOP, "errorType", USE_ERROR_TYPE },
    { USE_TOP, "warnings", USE_NOTES },
    { USE_TOP, "isPartial", USE_PARTIAL },
    { USE_DATA, "resultType", USE_TYPE },
    { USE_DATA, "result", USE_RESULT },
    { USE_DATA, "warnings", USE_NOTES },
    { USE_SERIES, "metric", USE_METRIC },
    { USE_SERIES, "values", USE_VALUES },
    { USE_SERIES, "value", USE_SAMPLE },
    { USE_SERIES, "histogram", USE_HISTOGRAM },
    { USE_SERIES, "histograms", USE_HISTOGRAM },
  };
  Use role = self->uses[self->depth - 1];

  self->use = role == USE_METRIC ? USE_LABEL : USE_SKIP;
  g_string_truncate (self->key, 0);
  if (role == USE_METRIC)
    g_string_append_len (self->key, self->lexer.text, self->lexer.length);
  for (unsigned i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].role == role && token_is (&self->lexer, members[i].key))
      self->use = members[i].use;

  switch ((int)self->use)
    {
    case USE_DATA:
      return claim (self, &self->answer.has_data, error);
    case USE_RESULT:
      return claim (self, &self->answer.has_result, error);
    case USE_METRIC:
      return claim (self, &self->answer.has_metric, error);
    case USE_VALUES:
    case USE_SAMPLE:
      return claim (self, &self->answer.has_values, error);
    default:
      return true;
    }
}

/* What the elements of an array are for. */
static Use
get_element_use (ParlSeriesReader *self)
{
  unsigned index = self->lexer.levels[self->depth - 1].index;

  switch ((int)self->uses[self->depth - 1])
    {
    case USE_NOTES:
      return USE_NOTE;
    case USE_RESULT:
      return USE_SERIES;
    case USE_VALUES:
      return USE_SAMPLE;
    case USE_SAMPLE:
      return index == 0 ? USE_TIME : index == 1 ? USE_VALUE : USE_SKIP;
    case USE_HISTOGRAM:
    default:
      return USE_SKIP;
    }
}

static bool
open_level (ParlSeriesReader *self, bool object, GError **error)
{
  Use use = self->use;
  bool fits = object
                  ? use == USE_TOP || use == USE_DATA || use == USE_SERIES || use == USE_METRIC
                  : use == USE_NOTES || use == USE_RESULT || use == USE_VALUES || use == USE_SAMPLE;

  if (!fits && use != USE_SKIP && use != USE_HISTOGRAM)
    return unexpected (self, error, object ? N_ ("an object") : N_ ("an array"));
  if (use == USE_SERIES)
    begin_series (&self->answer);
  if (use == USE_HISTOGRAM && self->uses[self->depth - 1] == USE_SERIES)
    self->answer.n_histograms++;
  self->uses[self->depth++] = use;
  return true;
}

static bool
close_level (ParlSeriesReader *self, GError **error)
{
  Use use = self->uses[self->depth - 1];

  if (use == USE_SERIES && !pass_flaw (self, end_series (&self->answer), error))
    return false;
  if (use == USE_SAMPLE && self->lexer.levels[self->depth - 1].index != 1)
    return malformed (self, error, _ ("expected a time and a value"));
  self->depth--;

  /* a scalar: [time, "value"] stands where the list of series would */
  if (use == USE_SAMPLE && self->depth > 0 && self->uses[self->depth - 1] == USE_DATA)
    return pass_flaw (self, end_series (&self->answer), error);
  return true;
}

static bool
take_time (ParlSeriesReader *self, GError **error)
{
  double seconds;

  if (!parl_decimal_parse (self->lexer.text, self->lexer.length, &seconds) || !(seconds >= 0)
      || seconds >= (double)PARL_TIME_MAX / 1000)
    return malformed (self, error, _ ("expected a time in seconds since 1970"));
  self->time = (ParlTime)llround (seconds * 1000);
  return true;
}

static bool
take_number (ParlSeriesReader *self, GError **error)
{
  if (self->use == USE_SKIP || self->use == USE_HISTOGRAM)
    return true;
  if (self->use == USE_SERIES && self->lexer.levels[self->depth - 1].index == 0)
    {
      begin_series (&self->answer);
      self->uses[self->depth - 1] = USE_SAMPLE;
      return take_time (self, error);
    }
  if (self->use == USE_TIME)
    return take_time (self, error);
  return unexpected (self, error, N_ ("a number"));
}

static bool
take_value (ParlSeriesReader *self, GError **error)
{
  bool gap = token_is (&self->lexer, "NaN");
  bool endless = token_is (&self->lexer, "+Inf") || token_is (&self->lexer, "-Inf")
                 || token_is (&self->lexer, "Inf");
  double value = gap ? NAN : INFINITY;

  if (!gap && !endless && !parl_decimal_parse (self->lexer.text, self->lexer.length, &value))
    return malformed (self, error, _ ("expected a number in a string"));
  return pass_flaw (self, add_sample (&self->answer, self->time, value), error);
}

static bool
take_string (ParlSeriesReader *self, GError **error)
{
  if (self->use == USE_VALUE)
    return take_value (self, error);
  if (self->use == USE_SKIP || self->use == USE_HISTOGRAM)
    return true;

  g_autofree char *text = g_strndup (self->lexer.text, self->lexer.length);
  switch ((int)self->use)
    {
    case USE_STATUS:
      g_free (self->answer.status);
      self->answer.status = g_steal_pointer (&text);
      return true;
    case USE_ERROR:
      g_free (self->answer.error);
      self->answer.error = g_steal_pointer (&text);
      return true;
    case USE_ERROR_TYPE:
      g_free (self->answer.error_type);
      self->answer.error_type = g_steal_pointer (&text);
      return true;
    case USE_TYPE:
      self->answer.type = g_str_equal (text, "matrix")   ? PARL_RESULT_MATRIX
                          : g_str_equal (text, "vector") ? PARL_RESULT_VECTOR
                          : g_str_equal (text, "scalar") ? PARL_RESULT_SCALAR
                                                         : PARL_RESULT_OTHER;
      return true;
    case USE_NOTE:
      if (self->answer.notes->len < MAX_NOTES)
        g_ptr_array_add (self->answer.notes, g_steal_pointer (&text));
      return true;
    case USE_LABEL:
      return pass_flaw (self, add_label (&self->answer, self->key->str, text), error);
    default:
      return unexpected (self, error, N_ ("a string"));
    }
}

/* true, false or null. Go writes null for an empty list. */
static bool
take_word (ParlSeriesReader *self, ParlToken token, GError **error)
{
  if (token != PARL_TOKEN_NULL && self->use == USE_PARTIAL)
    {
      self->answer.partial = token == PARL_TOKEN_TRUE;
      return true;
    }
  if (self->use == USE_SKIP || self->use == USE_HISTOGRAM
      || (token == PARL_TOKEN_NULL
          && (self->use == USE_RESULT || self->use == USE_METRIC || self->use == USE_VALUES
              || self->use == USE_NOTES || self->use == USE_PARTIAL || self->use == USE_ERROR
              || self->use == USE_ERROR_TYPE)))
    return true;
  return unexpected (self, error, token == PARL_TOKEN_NULL ? N_ ("null") : N_ ("a truth value"));
}

static bool
take_value_token (ParlSeriesReader *self, ParlToken token, GError **error)
{
  if (self->depth == 0 && token != PARL_TOKEN_BEGIN_OBJECT)
    return malformed (self, error, _ ("expected a JSON object"));
  if (self->depth > 0 && !self->lexer.levels[self->depth - 1].object)
    self->use = get_element_use (self);
  switch ((int)token)
    {
    case PARL_TOKEN_BEGIN_OBJECT:
    case PARL_TOKEN_BEGIN_ARRAY:
      return open_level (self, token == PARL_TOKEN_BEGIN_OBJECT, error);
    case PARL_TOKEN_STRING:
      return take_string (self, error);
    case PARL_TOKEN_NUMBER:
      return take_number (self, error);
    default:
      return take_word (self, token, error);
    }
}

static bool
refuse (ParlSeriesReader *self, GError **error)
{
  const ParlJsonLexer *lexer = &self->lexer;
  g_autofree char *complaint = NULL;

  if (lexer->expect == PARL_EXPECT_END)
    return malformed (self, error, _ ("the answer is not JSON: something comes after its end"));
  if (lexer->expect == PARL_EXPECT_NEXT && (lexer->first == ']' || lexer->first == '}'))
    return malformed (self, error, _ ("the answer is not JSON: a bracket does not match"));
  complaint = g_strdup_printf (_ ("the answer is not JSON: expected %s"), _ (lexer->expected));
  return malformed (self, error, complaint);
}

static bool
take_token (ParlSeriesReader *self, ParlToken token, GError **error)
{
  switch ((int)token)
    {
    case PARL_TOKEN_BROKEN:
      return refuse (self, error);
    case PARL_TOKEN_TOO_LONG:
      return fail (self, PARL_SOURCE_ERROR_TOO_LARGE, error, _ ("a text is too long"));
    case PARL_TOKEN_TOO_DEEP:
      return fail (self, PARL_SOURCE_ERROR_TOO_LARGE, error, _ ("the answer is nested too deep"));
    case PARL_TOKEN_NAME:
      return take_key (self, error);
    case PARL_TOKEN_END_OBJECT:
    case PARL_TOKEN_END_ARRAY:
      return close_level (self, error);
    default:
      return take_value_token (self, token, error);
    }
}

/* Reads samples of the usual look, each whole in the piece and far from its end; leaves the first
 * other one to the tokens. */
static bool
take_short_cut (ParlSeriesReader *self, const char **at, const char *end, GError **error)
{
  while (end - *at >= SHORT_CUT && **at == '[')
    {
      const char *p = *at + 1;
      ParlTime time = parl_decimal_parse_seconds (&p);
      double value;

      if (!parl_time_is_plausible (time) || p[0] != ',' || p[1] != '"')
        return true;
      p += 2;
      if (!parl_decimal_parse_plain (&p, &value) || p[0] != '"' || p[1] != ']')
        return true;
      if (!pass_flaw (self, add_sample (&self->answer, time, value), error))
        return false;
      self->lexer.expect = PARL_EXPECT_NEXT;
      *at = p + 2;
      if (**at != ',')
        return true;
      ++*at;
      self->lexer.expect = PARL_EXPECT_VALUE;
      self->lexer.levels[self->depth - 1].index++;
    }
  return true;
}

/* Steps over the comma behind a sample that was read by its tokens, since the lexer would go on to
 * the next sample without a word. */
static bool
can_cut_short (ParlSeriesReader *self, const char **at, const char *end)
{
  if (self->depth == 0 || self->uses[self->depth - 1] != USE_VALUES || self->lexer.kind != 0)
    return false;
  if (self->lexer.expect == PARL_EXPECT_NEXT && *at < end && **at == ',')
    {
      ++*at;
      self->lexer.expect = PARL_EXPECT_VALUE;
      self->lexer.levels[self->depth - 1].index++;
    }
  return self->lexer.expect == PARL_EXPECT_FIRST || self->lexer.expect == PARL_EXPECT_VALUE;
}

/* @piece: (nullable): the next bytes; %NULL: forget all, the answer begins anew
 * @reader: the ParlSeriesReader
 * Returns: false with MALFORMED or TOO_LARGE; then only a restart can follow */
bool
parl_series_reader_feed (const char *piece, size_t length, gpointer reader, GError **error)
{
  ParlSeriesReader *self = reader;
  const char *at = piece;
  const char *end = piece + length;

  if (piece == NULL)
    {
      restart (self);
      return true;
    }
  if (length > 0 && *piece == '<' && self->depth == 0 && self->lexer.expect == PARL_EXPECT_VALUE)
    return malformed (self, error, _ ("expected JSON, found a web page: a page to sign in on?"));
  for (;;)
    {
      if (can_cut_short (self, &at, end) && !take_short_cut (self, &at, end, error))
        return false;

      ParlToken token = parl_json_lexer_next (&self->lexer, &at, end);
      if (token == PARL_TOKEN_MORE)
        return true;
      if (!take_token (self, token, error))
        return false;
    }
}

/* Returns: false when the answer ended early (MALFORMED), or says that it is an error (SERVER) */
bool
parl_series_reader_finish (ParlSeriesReader *self, GError **error)
{
  if (self->lexer.expect != PARL_EXPECT_END || self->lexer.kind != 0)
    return malformed (self, error, _ ("the answer does not end where it should"));
  if (g_strcmp0 (self->answer.status, "error") == 0)
    {
      g_autofree char *refusal = dup_refusal (&self->answer);
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER, "%s: %s", self->where,
                   refusal);
      return false;
    }
  if (g_strcmp0 (self->answer.status, "success") != 0)
    return malformed (self, error, _ ("“status” is neither “success” nor “error”"));
  if (!self->answer.has_data || !self->answer.has_result)
    return malformed (self, error, _ ("“data.result” is missing"));
  return true;
}

/* Returns: (transfer none): what was read; lives as long as @self */
ParlSeriesAnswer *
parl_series_reader_get_answer (ParlSeriesReader *self)
{
  return &self->answer;
}
