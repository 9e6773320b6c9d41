/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exported pages, as the desktop's list of recent files has them: a menu of the last few, and
 * what says that one was written. */
#pragma once

#include <adwaita.h>

/* Puts the file at @path on the list. */
void parl_exports_add (const char *path);
/* Keeps in @menu a submenu of the last few that are still there; none: no submenu. As long as it
 * lives. */
void parl_exports_follow (GMenu *menu);
/* Returns: (transfer full): that @path was written, with buttons that open it and its folder */
AdwToast *parl_exports_create_toast (const char *path);
/* The same as a notification of the desktop. */
void parl_exports_notify (const char *path);
