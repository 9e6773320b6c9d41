/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and times in texts: the decimal reader beside strtod, times there and back. */
#include "config.h"

#include "model/instant.h"
#include "sources/http/retry.h"
#include "sources/json/decimal.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_utf8 (data, size);
  double value;
  ParlTime time, again;
  int64_t seconds;

  if (text == NULL)
    return 0;
  if (parl_decimal_parse (text, strlen (text), &value))
    {
      double second = g_ascii_strtod (text, NULL);
      g_assert_true (value == second || (isnan (value) && isnan (second)));
    }
  g_autoptr (GError) error = NULL;
  bool is_time = parl_time_from_iso (text, &time, &error);
  fuzz_check_error (is_time, error);
  if (is_time)
    {
      g_autofree char *iso = parl_time_to_iso (time);
      g_assert_true (parl_time_from_iso (iso, &again, NULL));
      g_assert_cmpint (again, ==, time);
    }
  if (parl_http_read_retry_after (text, NULL, 1795910400, &seconds))
    g_assert_cmpint (seconds, >=, 0);
  return 0;
}
