/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses of facts. Found by comparing addresses, so that no name of a release or site can be
 * mistaken for a separator. */
#include "config.h"

#include "analysis/fact-link.h"

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

bool
parl_fact_names_part (const ParlFact *fact)
{
  return parl_labels_get (fact->subject, "class") != NULL
         || parl_labels_get (fact->subject, "cohort") != NULL
         || parl_labels_get (fact->subject, "site") != NULL;
}

static void
narrow (char **field, const ParlFact *fact, const char *key)
{
  const char *value = parl_labels_get (fact->subject, key);

  if (value == NULL)
    return;
  g_free (*field);
  *field = g_strdup (value);
}

/* Returns: (transfer full) (nullable): the scope of the findings, narrowed to the part of the fleet
 *   that the fact is about; %NULL where it is about no part, or where that is the scope already */
ParlScope *
parl_fact_link_narrow (const char *link, const ParlFindings *findings)
{
  const ParlFact *fact = parl_fact_link_find (link, findings);
  g_autoptr (ParlScope) scope = parl_scope_copy (findings->scope);

  if (fact == NULL)
    return NULL;
  narrow (&scope->device_class, fact, "class");
  narrow (&scope->release, fact, "cohort");
  narrow (&scope->site, fact, "site");
  return parl_scope_equal (scope, findings->scope) ? NULL : g_steal_pointer (&scope);
}
