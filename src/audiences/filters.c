/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says what part of the fleet a board speaks of, so that no part passes for the whole. Narrows
 * nothing. */
#include "config.h"

#include "audiences/filters.h"

#include "audiences/format.h"
#include "audiences/phrase.h"

#include <glib/gi18n-lib.h>

/* The audience's word for @value; @all where there is none. */
static char *
name_value (const ParlWording *wording, const char *value, const char *all)
{
  return value != NULL ? parl_phrase_translate_word (wording->audience, value) : g_strdup (all);
}

/* Returns: (transfer full): "nano, harbour-north; from v2.3" */
char *
parl_filters_name (const ParlWording *wording)
{
  const ParlScope *scope = wording->findings->scope;

  if (!parl_scope_is_filtered (scope))
    return g_strdup (_ ("all sites, all device classes"));

  g_autofree char *device_class
      = name_value (wording, scope->device_class, _ ("all device classes"));
  g_autofree char *site = name_value (wording, scope->site, _ ("all sites"));
  return scope->release != NULL ? g_strdup_printf (C_ ("filters", "%s, %s; from %s"), device_class,
                                                   site, scope->release)
                                : g_strdup_printf (C_ ("filters", "%s, %s"), device_class, site);
}

/* Returns: (transfer full) (nullable): the same with the length of the window, for what is shown
 *   without its board; %NULL: all is as usual */
char *
parl_filters_name_with_days (const ParlWording *wording)
{
  const ParlScope *scope = wording->findings->scope;

  if (!parl_scope_is_filtered (scope) && scope->days == PARL_SCOPE_DEFAULT_DAYS)
    return NULL;

  g_autofree char *filters = parl_filters_name (wording);
  g_autofree char *days = parl_format_days (scope->days);
  return g_strdup_printf (C_ ("filters", "%s · last %s"), filters, days);
}

/* Returns: (transfer full) (nullable): why there is nothing to show, if filters may be the reason
 */
char *
parl_filters_explain_empty (const ParlWording *wording)
{
  if (!parl_scope_is_filtered (wording->findings->scope))
    return NULL;

  g_autofree char *filters = parl_filters_name (wording);
  return g_strdup_printf (_ ("Not known of “%s” alone; with fewer filters it may be"), filters);
}
