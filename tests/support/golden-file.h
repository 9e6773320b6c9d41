/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Golden files: what a test is held against, as it was read and found right. */

/* The text must be that of @name below tests/. PARLANCE_UPDATE_GOLDEN=1 writes the file instead:
 * read what git diff shows before it is committed. */
void golden_file_check (const char *name, const char *text);
