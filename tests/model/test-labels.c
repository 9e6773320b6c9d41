/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/labels.h"

#include <gio/gio.h>

static void
test_sorted_and_unique (void)
{
  g_autoptr (ParlLabels) labels
      = parl_labels_new ("cohort", "v2.3", "site", NULL, "cause", "disk-space", NULL);
  g_autoptr (ParlLabels) changed = parl_labels_with (labels, "cohort", "v2.4");
  g_autofree char *text = parl_labels_to_string (labels);
  g_autofree char *changed_text = parl_labels_to_string (changed);

  g_assert_cmpstr (text, ==, "cause=disk-space,cohort=v2.3");
  g_assert_cmpstr (changed_text, ==, "cause=disk-space,cohort=v2.4");
  g_assert_null (parl_labels_get (labels, "site"));
  g_assert_cmpstr (parl_labels_get (labels, "cause"), ==, "disk-space");
}

static void
test_from_string (void)
{
  static const struct
  {
    const char *text;
    const char *again; /* NULL: refused */
  } cases[] = {
    { "", "" },    { "b=2,a=1", "a=1,b=2" }, { "a=x=y", "a=x=y" }, { "a=1,a=2", "a=2" },
    { "a", NULL }, { "=1", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlLabels) labels = parl_labels_new_from_string (cases[i].text, &error);
      g_autofree char *again = labels != NULL ? parl_labels_to_string (labels) : NULL;

      g_assert_cmpstr (again, ==, cases[i].again);
      if (labels == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_contain_and_compare (void)
{
  g_autoptr (ParlLabels) none = parl_labels_new (NULL, NULL);
  g_autoptr (ParlLabels) one = parl_labels_new ("a", "1", NULL);
  g_autoptr (ParlLabels) two = parl_labels_new ("a", "1", "b", "2", NULL);
  g_autoptr (ParlLabels) other = parl_labels_new ("a", "2", NULL);

  g_assert_true (parl_labels_contain (two, one));
  g_assert_true (parl_labels_contain (one, none));
  g_assert_false (parl_labels_contain (one, two));
  g_assert_false (parl_labels_contain (two, other));
  g_assert_cmpint (parl_labels_compare (one, two), <, 0);
  g_assert_cmpint (parl_labels_compare (other, two), >, 0);
  g_assert_cmpint (parl_labels_compare (two, two), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/labels/sorted-and-unique", test_sorted_and_unique);
  g_test_add_func ("/model/labels/from-string", test_from_string);
  g_test_add_func ("/model/labels/contain-and-compare", test_contain_and_compare);
  return g_test_run ();
}
