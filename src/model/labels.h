/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A small immutable set of key = value pairs, sorted by key: the labels of a series, the subject
 * of a fact, the filter of an evidence query. */

#include <glib.h>
#include <stdbool.h>

typedef struct _ParlLabels ParlLabels;

ParlLabels *parl_labels_new (const char *first_key, ...) G_GNUC_NULL_TERMINATED;
ParlLabels *parl_labels_new_from_string (const char *text, GError **error);
ParlLabels *parl_labels_with (const ParlLabels *self, const char *key, const char *value);
ParlLabels *parl_labels_ref (const ParlLabels *self);
void parl_labels_unref (ParlLabels *self);

unsigned parl_labels_size (const ParlLabels *self);
const char *parl_labels_get_key (const ParlLabels *self, unsigned index);
const char *parl_labels_get_value (const ParlLabels *self, unsigned index);
const char *parl_labels_get (const ParlLabels *self, const char *key);
bool parl_labels_contain (const ParlLabels *self, const ParlLabels *part);
int parl_labels_compare (const ParlLabels *a, const ParlLabels *b);
char *parl_labels_to_string (const ParlLabels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlLabels, parl_labels_unref)
