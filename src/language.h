/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The reader's language, for the two mains. */

void parl_language_start (void);
