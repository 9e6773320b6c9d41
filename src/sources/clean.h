/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Text from outside, before it is kept. */

#include <stddef.h>

char *parl_clean_text (const char *text, size_t most);
