/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made of the names of Mender's artifacts, and what is kept from sync to sync. */
#include "config.h"

#include "model/release.h"
#include "sources/mender/private.h"

static const struct
{
  const char *artifact, *product, *version;
} cases[] = {
  { "cam-1.0.0", "cam", "1.0.0" },
  { "cam_v1.0.0", "cam", "v1.0.0" },
  { "Application 0.0.1", "Application", "0.0.1" },
  { "mender-demo-artifact-3.2.1", "mender-demo-artifact", "3.2.1" },
  { "core-image-base-2024.05-r3", "core-image-base", "2024.05-r3" },
  { "cam-2.6.0-rc.2", "cam", "2.6.0-rc.2" },
  { "cam-2.6.0-2026.11.02", "cam", "2.6.0-2026.11.02" },
  { "raspberrypi4-64-os-1.2", "raspberrypi4-64-os", "1.2" },
  { "registry/app:1.2.3", "registry/app", "1.2.3" },
  { "2.3.4", NULL, "2.3.4" },
  { "v2.3.4", NULL, "v2.3.4" },
  { "release-42", NULL, "release-42" },
  { "nightly", NULL, "nightly" },
  { "cam-1.", NULL, "cam-1." },
  { "-1.2", NULL, "-1.2" },
  { " cam\t1.2.0\n", "cam", "1.2.0" },
};

static void
test_release (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *release = parl_md_spell_release (cases[i].artifact);
      g_autofree char *product = parl_release_dup_product (release);

      g_assert_cmpstr (product, ==, cases[i].product);
      g_assert_cmpstr (parl_release_get_version (release), ==, cases[i].version);
    }
  g_assert_null (parl_md_spell_release (NULL));
  g_assert_null (parl_md_spell_release (" \n"));
}

/* What one sync keeps, the next one finds; what is none is an error, not a guess. */
static void
test_bookmark (void)
{
  static const char *const bad[]
      = { "", "{}", "[]", "{\"old\":false,\"deployments\":[{}]}",
          "{\"old\":false,\"deployments\":[{\"id\":\"a\",\"closed\":true,\"unseen\":-1,\"begun\":0,"
          "\"failed\":[]}]}" };
  g_autoptr (ParlMdBookmark) before = parl_md_bookmark_new ();
  ParlMdMark *mark = parl_md_bookmark_get (before, "a", true);
  g_autoptr (GError) error = NULL;

  before->old = true;
  before->seen = 5;
  mark->created = 7;
  mark->state = g_strdup ("inprogress 3 success=2");
  mark->unseen = 2;
  mark->begun = 3;
  g_hash_table_add (mark->failed, g_strdup ("device \"1\""));
  parl_md_bookmark_get (before, "b", true);

  g_autofree char *text = parl_md_bookmark_to_text (before);
  g_autoptr (ParlMdBookmark) after = parl_md_bookmark_parse (text, &error);
  g_assert_no_error (error);
  ParlMdMark *again = parl_md_bookmark_get (after, "a", false);
  g_assert_nonnull (again);
  g_assert_true (after->old);
  g_assert_cmpint (after->seen, ==, 5);
  g_assert_cmpint (after->synced, ==, PARL_TIME_NONE);
  g_assert_cmpint (again->created, ==, 7);
  g_assert_cmpstr (again->state, ==, mark->state);
  g_assert_cmpuint (again->unseen, ==, 2);
  g_assert_cmpint (again->begun, ==, 3);
  g_assert_cmpint (again->unseen_end, ==, PARL_TIME_NONE);
  g_assert_true (g_hash_table_contains (again->failed, "device \"1\""));
  g_assert_null (parl_md_bookmark_get (after, "b", false)->state);
  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (parl_md_bookmark_parse (bad[i], &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mender/release", test_release);
  g_test_add_func ("/mender/bookmark", test_bookmark);
  return g_test_run ();
}
