/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels for the database: "class=Dome%2C%20outdoor&le=25". Unlike parl_labels_to_string(), which
 * is for people, it keeps apart what servers put into a value. */
#include "config.h"

#include "store/labels.h"

#include <string.h>

/**
 * parl_labels_to_key:
 *
 * Returns: (transfer full): the labels, sorted by key, keys and values with %-escapes
 */
char *
parl_labels_to_key (const ParlLabels *labels)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < parl_labels_size (labels); i++)
    {
      if (i > 0)
        g_string_append_c (text, '&');
      g_string_append_uri_escaped (text, parl_labels_get_key (labels, i), NULL, TRUE);
      g_string_append_c (text, '=');
      g_string_append_uri_escaped (text, parl_labels_get_value (labels, i), NULL, TRUE);
    }
  return g_string_free (text, FALSE);
}

/**
 * parl_labels_from_key:
 * @key: what parl_labels_to_key() wrote
 *
 * Returns: (transfer full) (nullable): the labels; %NULL when @key is anything else
 */
ParlLabels *
parl_labels_from_key (const char *key)
{
  g_autoptr (ParlLabels) labels = parl_labels_new (NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (key, "&", -1);

  for (unsigned i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      if (equals == NULL)
        return NULL;

      g_autofree char *name = g_uri_unescape_segment (parts[i], equals, NULL);
      g_autofree char *value = g_uri_unescape_string (equals + 1, NULL);
      if (name == NULL || value == NULL)
        return NULL;

      ParlLabels *longer = parl_labels_with (labels, name, value);
      parl_labels_unref (labels);
      labels = longer;
    }
  return g_steal_pointer (&labels);
}
