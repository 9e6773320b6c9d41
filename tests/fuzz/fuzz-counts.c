/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of counts. */
#include "config.h"

#include "sources/counts/table.h"
#include "tests/fuzz/fuzz.h"

#define TODAY 20785 /* 2026-11-28 */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  unsigned n_missing;
  g_autoptr (GPtrArray) rows
      = parl_counts_table_read ((const char *)data, size, "counts.csv", TODAY, &n_missing, &error);

  fuzz_check_error (rows != NULL, error);
  return 0;
}
