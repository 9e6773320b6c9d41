/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Questions with two answers. Here alone is the dialog that newer versions of libadwaita have given
 * another name. */

#include <adwaita.h>

/* Calls @done only when the answer is yes, and @parent still there. */
void parl_confirm (GtkWindow *parent, const char *question, const char *consequence,
                   const char *yes, void (*done) (gpointer data), gpointer data);
