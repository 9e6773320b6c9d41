/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which attributes are proposed: by name, and by how their values are spread. */
#include "config.h"

#include "sources/traits.h"

typedef struct
{
  const char *name;
  const char *values[6]; /* of six devices; NULL: this one has none */
} Attribute;

static const struct
{
  const char *expected; /* what is proposed, "KEY=NAME" with blanks between */
  Attribute attributes[3];
} cases[] = {
  { "ClassAttribute=hw SiteAttribute=site",
    { { "hw", { "a", "b", "c", "a", "b", "c" } }, { "site", { "x", "x", "x", "y", "y", "y" } } } },
  { "ClassAttribute=Hw_Revision", { { "Hw_Revision", { "1", "1", "1", "1", "1", "1" } } } },
  { "ClassAttribute=hw", /* the likelier name */
    { { "model", { "a", "a", "a", "b", "b", "b" } }, { "hw", { "a", "a", "a", "b", "b", "b" } } } },
  { "", { { "hw", { "1", "2", "3", "4", "5", "6" } } } }, /* a serial number */
  { "SiteAttribute=site", { { "site", { "1", "2", "3", "4", "5", "6" } } } },
  { "", { { "hw", { "a", "a", NULL, NULL, NULL, NULL } } } },             /* of too few */
  { "", { { "kernel", { "6.1", "6.1", "6.1", "5.4", "5.4", "5.4" } } } }, /* no name of a class */
  { "RollbackAttribute=rollback", { { "rollback", { "true", "false", "true", "true", "true" } } } },
  { "", { { "rollback", { "v1", "v1", "v1", "v2", "v2", "v2" } } } },
};

static void
test_propose (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlTraits) traits = parl_traits_new ();
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (ParlSourceConfig) config
          = parl_source_config_new ("a", "hawkbit", "https://example.com");
      ParlSourceVerdict verdict = { .values = g_strv_builder_new () };
      const ParlSourceCall call = { .config = config, .verdict = &verdict };
      g_autoptr (GString) found = g_string_new (NULL);

      for (unsigned device = 0; device < 6; device++)
        {
          parl_traits_begin_device (traits);
          for (const Attribute *one = cases[i].attributes; one->name != NULL; one++)
            if (one->values[device] != NULL)
              parl_traits_add (traits, one->name, one->values[device]);
        }
      parl_traits_propose (traits, &call, findings);
      g_auto (GStrv) values = g_strv_builder_end (verdict.values);
      for (char **value = values; *value != NULL; value += 2)
        g_string_append_printf (found, "%s%s=%s", found->len > 0 ? " " : "", value[0], value[1]);
      g_assert_cmpstr (found->str, ==, cases[i].expected);
      g_assert_cmpuint (findings->len, ==, g_strv_length (values) / 2);
      g_strv_builder_unref (verdict.values);
    }
}

/* What is set is not questioned. */
static void
test_set (void)
{
  g_autoptr (ParlTraits) traits = parl_traits_new ();
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("a", "hawkbit", "https://example.com");
  const ParlSourceCall call = { .config = config };

  g_assert_true (parl_source_config_set (config, "ClassAttribute", "board", NULL));
  parl_traits_begin_device (traits);
  parl_traits_add (traits, "hw", "a");
  parl_traits_add (traits, "site", "x");
  parl_traits_propose (traits, &call, findings);
  g_assert_cmpuint (findings->len, ==, 1);
  g_assert_cmpstr (findings->pdata[0], ==,
                   "SiteAttribute=site would fit: it has 1 value on 1 of 1 devices that were "
                   "looked at");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/traits/propose", test_propose);
  g_test_add_func ("/traits/set", test_set);
  return g_test_run ();
}
