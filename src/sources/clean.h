/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Text from outside, before it is kept. */

#include <stddef.h>

char *parl_clean_text (const char *text, size_t most);
char *parl_clean_name (const char *text);
char *parl_clean_message (const char *text);
