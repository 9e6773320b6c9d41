/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in which is remembered what a receiver of metrics was told: what can be read is remembered
 * the same, and no total is less than none. */
#include "config.h"

#include "session/totals.h"
#include "tests/fuzz/fuzz.h"

#include <glib/gstdio.h>
#include <unistd.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlTotals) told = parl_totals_recall (fuzz_file (data, size), &error);

  fuzz_check_error (told != NULL, error);
  if (told == NULL)
    return 0;

  g_free (told->path);
  told->path = g_strdup_printf ("%s/fuzz-told-%d", g_get_tmp_dir (), (int)getpid ());
  bool is_written = parl_totals_remember (told, &error);
  g_assert_no_error (error);
  g_assert_true (is_written);
  g_autoptr (ParlTotals) again = parl_totals_recall (told->path, &error);
  g_unlink (told->path);
  g_assert_no_error (error);
  g_assert_cmpint (again->since, ==, told->since);
  g_assert_cmpuint (again->all->len, ==, told->all->len);
  for (unsigned i = 0; i < told->all->len; i++)
    {
      const ParlTotal *one = told->all->pdata[i], *other = again->all->pdata[i];
      g_assert_cmpint (parl_labels_compare (one->labels, other->labels), ==, 0);
      g_assert_cmpint (parl_total_get (one, told->since), >=, 0);
      g_assert_cmpint (parl_total_get (other, told->since), ==, parl_total_get (one, told->since));
    }
  return 0;
}
