/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/instant.h"

static const struct
{
  const char *text;
  ParlTime time;
  const char *again; /* how it is written back; NULL: refused */
} cases[] = {
  { "1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z" },
  { "2026-11-21T09:40:00Z", 1795254000000, "2026-11-21T09:40:00Z" },
  { "2026-11-21T09:40:00.25Z", 1795254000250, "2026-11-21T09:40:00.250Z" },
  { "2026-11-21T10:40:00+01:00", 1795254000000, "2026-11-21T09:40:00Z" },
  { "2026-11-21", 1795219200000, "2026-11-21T00:00:00Z" },
  { "2026-11-31", 0, NULL },
  { "yesterday", 0, NULL },
  { "", 0, NULL },
  { "1969-12-31T23:59:59Z", 0, NULL },
  { "2400-01-01T00:00:00Z", 0, NULL },
};

static void
test_text_and_back (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ParlTime time = 0;
      bool read = parl_time_from_iso (cases[i].text, &time, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (read, ==, cases[i].again != NULL);
      if (!read)
        {
          g_assert_nonnull (error);
          continue;
        }
      g_autofree char *again = parl_time_to_iso (time);
      g_assert_cmpint (time, ==, cases[i].time);
      g_assert_cmpstr (again, ==, cases[i].again);
    }
  g_assert_null (parl_time_to_iso (PARL_TIME_NONE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/instant/text-and-back", test_text_and_back);
  return g_test_run ();
}
