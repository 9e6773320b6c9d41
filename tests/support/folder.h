/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A folder for the length of one test. */

/* Returns: (transfer full): the path of a new, empty folder. */
char *folder_new (void);
/* Removes it with all that is in it; follows no symbolic link. @folder: (transfer full) */
void folder_remove (char *folder);
