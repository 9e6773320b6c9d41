/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the releases of the history are told apart by name, the same for all that is read of it. */

#include "store/sql.h"

typedef struct _ParlNames ParlNames;

ParlNames *parl_names_load (ParlSql *sql, const char *sources, ParlTime as_of, GError **error);
void parl_names_free (ParlNames *self);
/* (nullable) (transfer none): what @release, as the history holds it, is called; NULL for NULL. */
const char *parl_names_get (const ParlNames *self, const char *release);
/* The same for what a device ran before @to: NULL for what is of another product, too. */
const char *parl_names_get_before (const ParlNames *self, const char *from, const char *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlNames, parl_names_free)
