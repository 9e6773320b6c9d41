/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows belong to a scope, and how long its window may be. */
#include "config.h"

#include "model/scope.h"

static void
test_accepts (void)
{
  static const struct
  {
    ParlScope scope;
    const char *release, *device_class, *site;
    bool accepted;
  } cases[] = {
    { { 28, NULL, NULL, NULL }, NULL, NULL, NULL, true },
    { { 28, NULL, NULL, NULL }, "2.3.0", "nano", "Delft", true },
    { { 28, (char *)"nano", NULL, NULL }, NULL, "nano", NULL, true },
    { { 28, (char *)"nano", NULL, NULL }, NULL, "Nano", NULL, false },
    { { 28, (char *)"nano", NULL, NULL }, "2.3.0", NULL, "Delft", false },
    { { 28, NULL, (char *)"v2.3", NULL }, "2.3.0", NULL, NULL, true },
    { { 28, NULL, (char *)"v2.3", NULL }, "v2.3.9-rc1", NULL, NULL, true },
    { { 28, NULL, (char *)"v2.3", NULL }, "2.30.0", NULL, NULL, false },
    { { 28, NULL, (char *)"v2.3", NULL }, NULL, NULL, NULL, false },
    { { 28, NULL, (char *)"unknown", NULL }, NULL, NULL, NULL, true },
    { { 28, NULL, NULL, (char *)"Delft" }, NULL, NULL, "Delft", true },
    { { 28, NULL, NULL, (char *)"Delft" }, NULL, NULL, NULL, false },
    { { 28, (char *)"nano", (char *)"v2.3", (char *)"Delft" }, "2.3.1", "nano", "Delft", true },
    { { 28, (char *)"nano", (char *)"v2.3", (char *)"Delft" }, "2.3.1", "nano", "Gouda", false },
    { { 28, (char *)"nano", (char *)"v2.3", (char *)"Delft" }, "2.4.1", "nano", "Delft", false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      g_assert_true (parl_scope_accepts (&cases[i].scope, cases[i].release, cases[i].device_class,
                                         cases[i].site)
                     == cases[i].accepted);
    }
}

static void
test_days (void)
{
  static const unsigned allowed[] = { 7, 14, 21, 28, 35, 42, 49, 56 };
  unsigned n = 0;

  for (unsigned days = 0; days < 200; days++)
    if (parl_scope_allows_days (days))
      g_assert_cmpuint (days, ==, allowed[n++]);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (allowed));
}

static void
test_copy (void)
{
  g_autoptr (ParlScope) scope = parl_scope_new ();
  g_autoptr (ParlScope) whole = parl_scope_copy (scope);

  g_assert_false (parl_scope_is_filtered (scope));
  scope->site = g_strdup ("Delft");
  g_autoptr (ParlScope) copy = parl_scope_copy (scope);
  g_assert_true (parl_scope_is_filtered (copy));
  g_assert_true (parl_scope_equal (scope, copy));
  g_assert_false (parl_scope_equal (scope, whole));
  whole->days = 7;
  g_assert_false (parl_scope_is_filtered (whole));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/scope/accepts", test_accepts);
  g_test_add_func ("/model/scope/days", test_days);
  g_test_add_func ("/model/scope/copy", test_copy);
  return g_test_run ();
}
