/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which attributes the devices of a server have, with how many values on how many of them, and so
 * which of them may name their class, their site and a tested rollback. */

#include "sources/source-config.h"
#include "sources/source-kind.h"

typedef struct _ParlTraits ParlTraits;

ParlTraits *parl_traits_new (void);
void parl_traits_free (ParlTraits *self);
void parl_traits_begin_device (ParlTraits *self); /* what is added from now on is another's */
void parl_traits_add (ParlTraits *self, const char *name, const char *value);
/* Adds to the test's proposals, and a line for each to @findings, as far as nothing is set. */
void parl_traits_propose (const ParlTraits *self, const ParlSourceCall *call, GPtrArray *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlTraits, parl_traits_free)
