/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A part of the board that speaks of one fact, and so is a link: click, Enter or Space explain the
 * fact; right click, Menu, Shift+F10 or a long press offer the rows and copies too. Cards, lines
 * and the headline are such areas; the innermost one is meant. */

#include "audiences/wording.h"

#include <gtk/gtk.h>

#define PARL_TYPE_FACT_AREA (parl_fact_area_get_type ())
G_DECLARE_DERIVABLE_TYPE (ParlFactArea, parl_fact_area, PARL, FACT_AREA, GtkBox)

struct _ParlFactAreaClass
{
  GtkBoxClass parent_class;
};

/* @line: what the area says; without a fact it is no link. @number: (nullable): as shown, for
 * copying. All copied. Signals: "activate": explains the fact. */
void parl_fact_area_set_line (ParlFactArea *self, const ParlLine *line, const char *number);
ParlLine *parl_fact_area_dup_line (ParlFactArea *self);
const char *parl_fact_area_get_link (ParlFactArea *self); /* (nullable) */
/* Whether its fact is the one being explained: keeps a ring. */
void parl_fact_area_set_explained (ParlFactArea *self, bool explained);
