/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a scope may name: the device classes, releases and sites that occur in a snapshot. */

#include "model/scope.h"
#include "model/snapshot.h"

/* Each %NULL-terminated, every value once, "v2.9" before "v2.10". */
typedef struct
{
  char **classes;
  char **releases; /* cohorts: what devices were updated from */
  char **sites;
} ParlChoices;

ParlChoices *parl_choices_new (const ParlSnapshot *snapshot);
void parl_choices_free (ParlChoices *self);
bool parl_choices_allow (const ParlChoices *self, const ParlScope *scope, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlChoices, parl_choices_free)
