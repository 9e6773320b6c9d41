/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PromQL as text, read into its parts. */
#include "config.h"

#include "demo/promql.h"

#include <gio/gio.h>

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    ParlPromqlAggregate aggregate;
    ParlPromqlFunction function;
    ParlTime range;
    unsigned n_by, n_matchers;
  } cases[] = {
    { "up", PARL_PROMQL_PLAIN, PARL_PROMQL_LEVEL, 0, 0, 0 },
    { "up{job=\"x\"}", PARL_PROMQL_PLAIN, PARL_PROMQL_LEVEL, 0, 0, 1 },
    { "sum(up)", PARL_PROMQL_SUM, PARL_PROMQL_LEVEL, 0, 0, 0 },
    { "sum by (class, le) (increase(up[1h]))", PARL_PROMQL_SUM, PARL_PROMQL_INCREASE, PARL_HOUR, 2,
      0 },
    { "sum(increase(up{a='b',c!=\"d\"}[1d])) by (le)", PARL_PROMQL_SUM, PARL_PROMQL_INCREASE,
      PARL_DAY, 1, 2 },
    { "avg by(stage)(up)", PARL_PROMQL_AVG, PARL_PROMQL_LEVEL, 0, 1, 0 },
    { " rate ( up [ 1h30m ] ) ", PARL_PROMQL_PLAIN, PARL_PROMQL_RATE, 90 * PARL_MINUTE, 0, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlPromql) promql = parl_promql_new (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_no_error (error);
      g_assert_cmpstr (promql->metric, ==, "up");
      g_assert_cmpint (promql->aggregate, ==, cases[i].aggregate);
      g_assert_cmpint (promql->function, ==, cases[i].function);
      g_assert_cmpint (promql->range, ==, cases[i].range);
      g_assert_cmpuint (promql->by->len, ==, cases[i].n_by);
      g_assert_cmpuint (promql->matchers->len, ==, cases[i].n_matchers);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "1:1: parse error: no expression found in input" },
    { "sum(up", "1:7: parse error: unclosed left parenthesis" },
    { "up up", "1:4: parse error: unexpected token, expected end of input" },
    { "up{", NULL },
    { "up{a}", NULL },
    { "up{a=b}", NULL },
    { "up{a=\"b}", NULL },
    { "up[1h]", NULL },
    { "increase(up)", NULL },
    { "increase(up[0s])", NULL },
    { "increase(up[1x])", NULL },
    { "sum by (1) (up)", NULL },
    { "sum by (a) (up) by (b)", NULL },
    { "quantile_over_time(0.5, up[1h])", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (parl_promql_new (cases[i].text, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (error->message, ": parse error: "));
      if (cases[i].message != NULL)
        g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/promql/read", test_read);
  g_test_add_func ("/demo/promql/errors", test_errors);
  return g_test_run ();
}
