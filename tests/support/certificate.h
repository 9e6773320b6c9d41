/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A certificate for 127.0.0.1 that has signed itself. */

#include <glib.h>
#include <stdbool.h>

/* @pem: (out) (transfer full): path of a file in @folder with the certificate and its key
 * Returns: false where there is no openssl; the test is then to be skipped. */
bool certificate_make (const char *folder, char **pem, GError **error);
