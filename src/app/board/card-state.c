/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says how old and how complete a card's data are, from its fact alone. Knows no clock: ages are as
 * of the findings. */
#include "config.h"

#include "app/board/card-state.h"

#include "audiences/format.h"

#include <glib/gi18n.h>

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

/* @fact: (nullable): what the card is about
 * @findings: it is from
 * Returns: (transfer full) (nullable): %NULL where there is nothing to say: fresh and whole */
ParlCardState *
parl_card_state_new (const ParlFact *fact, const ParlFindings *findings)
{
  if (fact == NULL || fact->freshness == PARL_TIME_NONE)
    return NULL;

  bool failed = has_caveat (fact, "failed"), partial = has_caveat (fact, "partial");
  bool stale = fact->verdict == PARL_VERDICT_STALE;
  bool late = findings->as_of - fact->freshness > findings->targets->late_after;
  if (!failed && !partial && !stale && !late)
    return NULL;

  ParlCardState *self = g_new0 (ParlCardState, 1);
  self->is_offline = failed;
  self->is_stale = stale;
  self->is_partial = !failed && !stale && !late;
  if (self->is_partial)
    self->text = g_strdup (_ ("partial"));
  else
    {
      /* Of several sources, one may be newer: then only a part is as old as that. */
      bool part = failed && fact->source == NULL;
      g_autofree char *time = parl_format_clock (fact->freshness, findings->as_of);
      self->text = g_strdup_printf (part ? _ ("part as of %s") : _ ("as of %s"), time);
    }
  return self;
}

void
parl_card_state_free (ParlCardState *self)
{
  g_free (self->text);
  g_free (self);
}
