/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Escapes text for Markdown, as chats, wikis and trackers show it. */

#include <glib.h>

/* @text: (nullable): with names that a server gave
 * Appends one line that Markdown shows as it is: no mark-up, no link, nobody mentioned, no other
 * issue referred to; and without what only a screen needs. */
void parl_markdown_append (GString *out, const char *text);
