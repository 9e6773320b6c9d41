/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading audience files: every slip of the pen is told with its place and with what is allowed. */
#include "config.h"

#include "audiences/file/audience.h"

#include "audiences/fact-words.h"
#include "audiences/file/template.h"

#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static const char good[] = "[Audience]\n"
                           "Name=Sales\nTitle=Sales review\nSummary=For sales\nOrder=9\nDigits=0\n"
                           "Headline=a\nMain=m\nBullets=a;b\nCards=m\n"
                           "ChangesHead=C\nChangesEmpty=c\nRisksHead=R\nRisksEmpty=r\n"
                           "ActionsHead=A\nActionsEmpty=a\n"
                           "Empty=Nothing\nStale=Old\nUnchanged=Nothing else\n"
                           "[Words]\nx=y\n"
                           "[Line a]\nFact=ota-failure-rate\nWith.r=ota-cause-share;cause=*\n"
                           "met={value} and {r.cause}\nmet.tone=good\n"
                           "[Line b]\nFact=ota-failure-change\nany=x\n"
                           "[Card m]\nTitle=a\nChart=bullet\nOf=ota-failure-rate\nPart.promise=a\n"
                           "Empty=e\nHelp=h\n";

typedef struct
{
  const char *name;
  const char *from, *to; /* what is changed in the good file */
  const char *says;      /* part of the message; several, apart by '|' */
} ErrorCase;

static const ErrorCase error_cases[] = {
  { "not-a-key-file", "[Audience]", "Audience", "sales.audience, line 1:" },
  { "unknown-group", "[Words]", "[Wordz]", "group [Wordz]|[Line *]" },
  { "unknown-key", "Order=9", "Order=9\nColour=red", "group [Audience], key “Colour”:|Headline" },
  { "unknown-base", "Order=9", "Order=9\nBase=none.base",
    "line 6, group [Audience], key “Base”|none.base" },
  { "base-of-itself", "Order=9", "Order=9\nBase=sales.audience", "key “Base”|build on each other" },
  { "group-twice", "[Words]", "[Line b]", "group [Line b]: stands twice" },
  { "key-twice", "Order=9", "Order=9\nOrder=8",
    "line 5, group [Audience], key “Order”: stands twice" },
  { "state-twice", "any=x", "any=x\nzero|any=y", "group [Line b]|“any” stands twice" },
  { "one-wrong-of-two-states", "met=", "met|good=", "key “met|missed, met, unclear" },
  { "missing-name", "Name=Sales\n", "", "group [Audience], key “Name”: is missing" },
  { "missing-headline", "Headline=a\n", "", "group [Audience], key “Headline”: is missing" },
  { "missing-column-head", "RisksHead=R\n", "", "group [Audience], key “RisksHead”: is missing" },
  { "order-no-number", "Order=9", "Order=last", "group [Audience], key “Order”:" },
  { "digits-too-many", "Digits=0", "Digits=12", "group [Audience], key “Digits”:" },
  { "unchanged-placeholder", "Nothing else", "{count} else",
    "group [Audience], key “Unchanged”:|{window}" },
  { "head-placeholder", "RisksHead=R\n", "RisksHead={value}\n",
    "group [Audience], key “RisksHead”:|{window}" },
  { "unknown-line", "Bullets=a;b", "Bullets=a;zz", "group [Audience], key “Bullets”:|[Line zz]" },
  { "unknown-card", "Cards=m", "Cards=m;n", "group [Audience], key “Cards”:|[Card n]" },
  { "main-not-a-card", "Main=m", "Main=n", "group [Audience], key “Main”:|“n”" },
  { "unknown-fact", "Fact=ota-failure-rate\nWith", "Fact=ota-failures\nWith",
    "group [Line a], key “Fact”:|“ota-failures”|ota-failure-rate" },
  { "missing-fact", "Fact=ota-failure-change\n", "", "group [Line b], key “Fact”: is missing" },
  { "unknown-subject", "With.r=ota-cause-share;cause=*", "With.r=ota-cause-share;site=*",
    "group [Line a], key “With.r”:|“site”" },
  { "bad-subject", "With.r=ota-cause-share;cause=*", "With.r=ota-cause-share;cause",
    "group [Line a], key “With.r”:|key=value" },
  { "unknown-where", "With.r=ota-cause-share;cause=*", "With.r=ota-cause-share;cause=*;late",
    "group [Line a], key “With.r”:|“late”" },
  { "each-no-number", "any=x", "any=x\nEach=many", "group [Line b], key “Each”:" },
  { "unknown-state",
    "met=", "good=", "group [Line a], key “good”:|missed, met, unclear|stop, over" },
  { "aspect-of-another-fact", "any=x", "any=x\nspread=x", "group [Line b], key “spread”:|mix" },
  { "unknown-suffix", "met.tone=good", "met.color=good",
    "group [Line a], key “met.color”:|.detail" },
  { "unknown-tone", "met.tone=good", "met.tone=green",
    "group [Line a], key “met.tone”:|“green”|warn" },
  { "suffix-without-sentence", "any=x", "any=x\nmet.detail=x",
    "group [Line b], key “met”:|no sentence" },
  { "unknown-placeholder", "{value} and", "{valeu} and",
    "group [Line a], key “met”:|{valeu}|one-in" },
  { "undeclared-reference", "{r.cause}", "{q.cause}", "group [Line a], key “met”:|“q”|With.q=" },
  { "open-brace", "{value} and", "{value and", "group [Line a], key “met”:|brace" },
  { "lonely-brace", "{value} and", "value} and", "group [Line a], key “met”:|brace" },
  { "empty-placeholder", "{value} and", "{} and", "group [Line a], key “met”:|brace" },
  { "bad-digits", "{value} and", "{value:x} and", "group [Line a], key “met”:|{value:x}|0 to 4" },
  { "bad-plural", "{value} and", "{count:device} and",
    "group [Line a], key “met”:|{count:device}|devices" },
  { "unknown-card-key", "Chart=bullet", "Chart=bullet\nPie=1", "group [Card m], key “Pie”:|Title" },
  { "bar-of-what-is-good", "Of=ota-failure-rate", "Of=fps-compliance",
    "group [Card m], key “Of”:|less" },
  { "bar-of-another-number", "Of=ota-failure-rate", "Of=ota-failure-rate\nValue=fps-slow",
    "group [Card m], key “Value”:|the bar" },
  { "unit-placeholder", "Of=ota-failure-rate", "Of=ota-failure-rate\nUnit=of {value}",
    "group [Card m], key “Unit”:|{speed}" },
  { "unknown-chart", "Chart=bullet", "Chart=pie", "group [Card m], key “Chart”:|“pie”|waterfall" },
  { "unknown-part", "Part.promise=a", "Part.slice=a",
    "group [Card m], key “Part.slice”:|promise previous" },
  { "unknown-part-line", "Part.promise=a", "Part.promise=zz",
    "group [Card m], key “Part.promise”|[Line zz]" },
  { "span-too-wide", "Help=h", "Help=h\nSpan=13", "group [Card m], key “Span”:" },
  { "chart-without-fact", "Of=ota-failure-rate\n", "", "group [Card m], key “Of”: is missing" },
  { "card-without-help", "Help=h\n", "", "group [Card m], key “Help”: is missing" },
  { "card-help-placeholder", "Help=h", "Help={n} h", "group [Card m], key “Help”:|{window}" },
  { "card-bad-value", "Help=h", "Help=h\nValue=nothing", "group [Card m], key “Value”:|“nothing”" },
};

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (to, parts);
}

static char *
write_file (const char *dir, const char *name, const char *text)
{
  char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_error (gconstpointer data)
{
  const ErrorCase *test = data;
  g_autofree char *dir = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *text = replace (good, test->from, test->to);
  g_autofree char *path = write_file (dir, "sales.audience", text);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience = parl_audience_load (path, NULL, &error);

  g_assert_null (audience);
  g_assert_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, path));
  g_auto (GStrv) parts = g_strsplit (test->says, "|", -1);
  for (unsigned i = 0; parts[i] != NULL; i++)
    if (strstr (error->message, parts[i]) == NULL)
      g_error ("“%s” is not in “%s”", parts[i], error->message);
  g_remove (path);
  g_rmdir (dir);
}

static void
test_good (void)
{
  g_autofree char *dir = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *path = write_file (dir, "sales.audience", good);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience = parl_audience_load (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (parl_audience_get_id (audience), ==, "sales");
  g_assert_cmpstr (parl_audience_get_name (audience), ==, "Sales");
  g_remove (path);
  g_rmdir (dir);
}

static void
check_says (const ParlAudience *audience, const char *state, const char *text, const char *detail)
{
  const ParlLineTemplate *line = g_hash_table_lookup (audience->lines, "b");
  const ParlSentence *sentence = g_hash_table_lookup (line->templates, state);

  g_assert_cmpstr (sentence->text, ==, text);
  g_assert_cmpstr (sentence->detail, ==, detail);
}

/* What a file says itself wins, state by state; all else is as in the file that it builds on, which
 * may stand among the built-in ones. A mistake there is told with its own line. */
static char *
fill_known (const ParlPlaceholder *placeholder, G_GNUC_UNUSED gpointer data)
{
  return g_str_equal (placeholder->name, "known") ? g_strdup ("7") : NULL;
}

/* What stands in brackets goes where a number of it is missing; other brackets are text. */
static void
test_optional (void)
{
  static const char *const cases[][2] = {
    { "a {known}[, {known} before]", "a 7, 7 before" },
    { "a {known}[, {lost} before]", "a 7" },
    { "[{lost} of ]all[ and {known}]", "all and 7" },
    { "a [b] {known}", "a [b] 7" },
    { "a [b {known}", "a [b 7" },
    { "{lost}[ and {known}]", NULL },
    { "a[ and {known]", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = parl_placeholders_fill (cases[i][0], fill_known, NULL, NULL);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

static void
test_base (void)
{
  g_autofree char *built_in = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *dir = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *all = replace (good, "any=x\n", "zero|any=x\nany.detail=y\n");
  g_autofree char *base = write_file (built_in, "sales.audience", all);
  g_autofree char *path = write_file (dir, "east.audience",
                                      "[Audience]\nName=East\nBase=sales.audience\n"
                                      "[Line b]\nany|none=z\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience = parl_audience_load (path, built_in, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (parl_audience_get_id (audience), ==, "east");
  g_assert_cmpstr (audience->name, ==, "East");
  g_assert_cmpstr (audience->title, ==, "Sales review");
  check_says (audience, "zero", "x", NULL);
  check_says (audience, "any", "z", "y");
  check_says (audience, "none", "z", NULL);

  g_autofree char *broken = replace (good, "Order=9", "Order=nine");
  g_autofree char *same = write_file (built_in, "sales.audience", broken);
  g_assert_null (parl_audience_load (path, built_in, &error));
  g_assert_nonnull (strstr (error->message, base));
  g_assert_nonnull (strstr (error->message, "line 5, group [Audience], key “Order”"));
  g_remove (path);
  g_remove (base);
  g_rmdir (dir);
  g_rmdir (built_in);
}

/* The built-in ones in their order; a user's own after them; a broken one hides none. */
static void
test_list (void)
{
  g_autofree char *built_in = fixture_get_audiences_dir ();
  g_autofree char *dir = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *own = write_file (dir, "sales.audience", good);
  g_autofree char *broken = write_file (dir, "exec.audience", "[Audience]\nNane=Boss\n");
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = parl_audience_list (dir, built_in, problems);
  g_autofree char *joined = g_strjoinv (" ", ids);

  g_assert_cmpstr (joined, ==, "engineer ops exec designer sales");
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (problems->pdata[0], broken));
  g_assert_nonnull (strstr (problems->pdata[0], "Nane"));

  g_autoptr (ParlAudience) exec = parl_audience_find ("exec", dir, built_in, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parl_audience_get_name (exec), ==, "Exec");
  g_assert_null (parl_audience_find ("exec", dir, NULL, &error));
  g_assert_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (parl_audience_find ("board", dir, built_in, &error));
  g_assert_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "engineer, ops, exec, designer, sales"));
  g_remove (own);
  g_remove (broken);
  g_rmdir (dir);
}

/* Of a file that can't be read any more, what it said the last time stays; not of one that is gone.
 */
static void
test_before (void)
{
  g_autofree char *built_in = fixture_get_audiences_dir ();
  g_autofree char *dir = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *path = write_file (dir, "exec.audience", good);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) first = parl_audience_load_all (dir, built_in, NULL, problems);
  ParlAudience *own = g_ptr_array_index (first, 3);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpstr (parl_audience_get_name (own), ==, "Sales");
  g_free (write_file (dir, "exec.audience", "[Audience]\nNa"));
  g_autoptr (GPtrArray) broken = parl_audience_load_all (dir, built_in, first, problems);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpuint (broken->len, ==, first->len);
  g_assert_true (g_ptr_array_index (broken, 3) == own);
  g_remove (path);
  g_autoptr (GPtrArray) gone = parl_audience_load_all (dir, built_in, broken, problems);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_false (g_ptr_array_find (gone, own, NULL));
  g_assert_cmpuint (gone->len, ==, 4);
  g_rmdir (dir);
}

/* A user's file of the same name stands for the built-in one. */
static void
test_override (void)
{
  g_autofree char *built_in = fixture_get_audiences_dir ();
  g_autofree char *dir = g_dir_make_tmp ("parlance-XXXXXX", NULL);
  g_autofree char *path = write_file (dir, "exec.audience", good);
  g_autoptr (ParlAudience) exec = parl_audience_find ("exec", dir, built_in, NULL);

  g_assert_cmpstr (parl_audience_get_name (exec), ==, "Sales");
  g_remove (path);
  g_rmdir (dir);
}

/* The worked example of docs/audiences.md: right, in use, and as the text shows it. */
static void
test_example (void)
{
  const char *const wanted
      = "1\u00a0in\u00a014 updates failed at our customers; we promised at most 1\u00a0in\u00a020";
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "audiences",
                                            "customer-success.audience", NULL);
  g_autofree char *readme
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "docs", "audiences.md", NULL);
  g_autofree char *example = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience = parl_audience_load (path, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = parl_board_new (audience, findings);
  g_assert_cmpstr (board->headline->text, ==, wanted);

  g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, board->headline->fact);
  g_assert_cmpstr (line->text, ==, wanted);

  g_assert_true (g_file_get_contents (path, &example, NULL, NULL));
  g_assert_true (g_file_get_contents (readme, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  unsigned n = 0;
  for (unsigned i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "    ") && lines[i][4] != ' ')
      {
        if (strstr (example, lines[i] + 4) == NULL)
          g_error ("the example has no line “%s”", lines[i] + 4);
        n++;
      }
  g_assert_cmpuint (n, >, 15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audience/good", test_good);
  g_test_add_func ("/audience/base", test_base);
  g_test_add_func ("/audience/optional", test_optional);
  g_test_add_func ("/audience/list", test_list);
  g_test_add_func ("/audience/before", test_before);
  g_test_add_func ("/audience/override", test_override);
  for (unsigned i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/audience/error/", error_cases[i].name, NULL);
      g_test_add_data_func (path, &error_cases[i], test_error);
    }
  g_test_add_func ("/audience/example", test_example);
  return g_test_run ();
}
