/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Origins of a session other than the user's own files. Knows no server and no demo fleet. */
#include "config.h"

#include "session/origin.h"

#include "sources/source.h"

/* Returns: (transfer full): an origin without sources, for its maker to fill */
ParlOrigin *
parl_origin_new (void)
{
  ParlOrigin *self = g_new0 (ParlOrigin, 1);

  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_config_unref);
  return self;
}

/* @path: a CSV file of counts, as a %ParlOpenOrigin's data
 * Returns: (transfer full): that file as the one source */
ParlOrigin *
parl_origin_open_counts (gconstpointer path, ParlTime now, GError **error)
{
  ParlOrigin *self = parl_origin_new ();
  g_autofree char *name = g_filename_display_basename (path);

  (void)now;
  (void)error;
  g_ptr_array_add (self->sources, parl_source_config_new (name, parl_kind_counts.name, path));
  return self;
}

void
parl_origin_free (ParlOrigin *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->plan, parl_plan_unref);
  g_clear_pointer (&self->settings, parl_settings_file_free);
  g_clear_pointer (&self->server, self->stop_server);
  g_free (self);
}
