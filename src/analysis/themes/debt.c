/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Technical debt as devices have it: how many run a release that is long behind. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/release-lines.h"

/* A device of which nobody knows what it runs is in neither count. */
void
parl_add_debt_facts (ParlContext *context)
{
  const GPtrArray *devices = context->snapshot->devices;
  g_autoptr (GPtrArray) lines = parl_list_release_lines (context->snapshot);
  ParlFact *fact = parl_context_add (context, "tech-debt", parl_labels_new (NULL, NULL));
  ParlProportion old = { 0, 0 };

  for (unsigned i = 0; i < devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (devices, i);
      int behind = parl_count_lines_behind (lines, device->release);

      old.n += behind >= 0;
      old.count += behind >= PARL_OLD_LINES;
    }
  parl_fact_take_filter (fact, parl_labels_new ("old", "yes", NULL));
  parl_fact_set_rate (fact, old);
  if (old.n > 0 && old.n < devices->len)
    parl_fact_add_caveat (fact, "unknown:release");
}
