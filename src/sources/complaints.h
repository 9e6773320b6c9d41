/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The warnings of one sync: what is missing in what it brings, each said once however many rows it
 * concerns. */

#include "sources/error.h"

#include <stdbool.h>

typedef struct _ParlComplaints ParlComplaints;

/* @warnings: (element-type utf8): gets the sentences; must outlive them */
ParlComplaints *parl_complaints_new (GPtrArray *warnings);
void parl_complaints_free (ParlComplaints *self);
void parl_complain (ParlComplaints *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
bool parl_complaints_tolerate (ParlComplaints *self, GError *problem, const char *consequence,
                               GError **error);
void parl_complaints_note_time (ParlComplaints *self, bool is_future);
bool parl_complaints_is_spent (const ParlComplaints *self);
bool parl_complaints_check_clock (const ParlComplaints *self, GError **error);
bool parl_complaints_finish (ParlComplaints *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlComplaints, parl_complaints_free)
