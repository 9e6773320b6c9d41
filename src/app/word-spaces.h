/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps words apart in labels where GTK places letters at whole px. */
#pragma once

#include <gtk/gtk.h>

/* From now on in every label of this program that appears. Once a program. */
void parl_word_spaces_install (void);
