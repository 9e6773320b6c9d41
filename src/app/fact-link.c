/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses of facts. Found by comparing addresses, so that no name of a release or site can be
 * mistaken for a separator. */
#include "config.h"

#include "app/fact-link.h"

#include "analysis/catalogue.h"
#include <string.h>

/* Returns: (transfer full): "id?key=value,key=value"; without a subject the id alone */
char *
parl_fact_link_new (const ParlFact *fact)
{
  g_autofree char *subject = parl_labels_to_string (fact->subject);

  return *subject != '\0' ? g_strconcat (fact->id, "?", subject, NULL) : g_strdup (fact->id);
}

/* Returns: (transfer none) (nullable): the fact; %NULL where these findings have none such */
const ParlFact *
parl_fact_link_find (const char *link, const ParlFindings *findings)
{
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      g_autofree char *own = g_str_has_prefix (link, fact->id) ? parl_fact_link_new (fact) : NULL;
      if (own != NULL && strcmp (own, link) == 0)
        return fact;
    }
  return NULL;
}

/* Its failure rate, or how far it has got where nothing has been counted yet. */
static const ParlFact *
find_stage_fact (const ParlFindings *findings, const ParlRollout *rollout, const ParlStage *stage)
{
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("rollout", rollout->id, "stage", stage->id, NULL);
  const ParlFact *rate = parl_findings_find (findings, PARL_FACT_STAGE_RATE, subject, true);

  return rate != NULL ? rate : parl_findings_find (findings, PARL_FACT_PROGRESS, subject, true);
}

/* @begin: of the calendar day on which the stage's first outcome came, as marks on time axes have
 * it Returns: (transfer none) (nullable): the fact that says how the stage goes */
const ParlFact *
parl_fact_link_find_stage (ParlTime begin, const ParlFindings *findings)
{
  const GPtrArray *rollouts = findings->snapshot->rollouts;
  GTimeZone *zone = findings->snapshot->zone;
  int64_t day = parl_get_calendar_day (begin, zone);

  for (unsigned i = 0; i < rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (rollouts, i);
      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          const ParlStage *stage = g_ptr_array_index (rollout->stages, j);
          if (stage->first_outcome != PARL_TIME_NONE
              && parl_get_calendar_day (stage->first_outcome, zone) == day)
            return find_stage_fact (findings, rollout, stage);
        }
    }
  return NULL;
}
