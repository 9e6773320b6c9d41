/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's filters as a value. */
#include "config.h"

#include "model/scope.h"

#include "model/release.h"

/* Returns: (transfer full): the whole fleet, the last 28 days */
ParlScope *
parl_scope_new (void)
{
  ParlScope *self = g_new0 (ParlScope, 1);

  self->days = PARL_SCOPE_DEFAULT_DAYS;
  return self;
}

ParlScope *
parl_scope_copy (const ParlScope *self)
{
  ParlScope *copy = g_new0 (ParlScope, 1);

  copy->days = self->days;
  copy->device_class = g_strdup (self->device_class);
  copy->release = g_strdup (self->release);
  copy->site = g_strdup (self->site);
  return copy;
}

void
parl_scope_free (ParlScope *self)
{
  if (self == NULL)
    return;
  g_free (self->device_class);
  g_free (self->release);
  g_free (self->site);
  g_free (self);
}

bool
parl_scope_equal (const ParlScope *a, const ParlScope *b)
{
  return a->days == b->days && g_strcmp0 (a->device_class, b->device_class) == 0
         && g_strcmp0 (a->release, b->release) == 0 && g_strcmp0 (a->site, b->site) == 0;
}

bool
parl_scope_allows_days (unsigned days)
{
  return days > 0 && days % 7 == 0 && days <= PARL_SCOPE_MAX_DAYS;
}

bool
parl_scope_is_filtered (const ParlScope *self)
{
  return self->device_class != NULL || self->release != NULL || self->site != NULL;
}

static bool
accepts_text (const char *wanted, const char *value)
{
  return wanted == NULL || g_strcmp0 (wanted, value) == 0;
}

/* @release: (nullable): of a row, as the server spells it; so are @device_class and @site
 * Returns: whether the row belongs to it; a row that does not tell a thing that is asked for, does
 *   not */
bool
parl_scope_accepts (const ParlScope *self, const char *release, const char *device_class,
                    const char *site)
{
  return accepts_text (self->device_class, device_class) && accepts_text (self->site, site)
         && (self->release == NULL || parl_release_is_of_cohort (release, self->release));
}
