/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Turns the controls of a what-if card as its user does. */

#include "app/panel/what-if-card.h"

void what_if_choose (GtkWidget *card, const char *cause, bool chosen);
/* @efficacy: the share of a cause's failures that its check would prevent, 0 to 1 */
void what_if_set_efficacy (GtkWidget *card, const char *cause, double efficacy);
void what_if_put_on_report (GtkWidget *card, bool on_report);
const char *what_if_get_sentence (GtkWidget *card);
GtkWidget *what_if_get_child (GtkWidget *card, const char *name); /* of its template */
