/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "certificate.h"

#include <glib/gstdio.h>

bool
certificate_make (const char *folder, char **pem, GError **error)
{
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *both = NULL, *first = NULL, *second = NULL;
  int status;

  *pem = g_build_filename (folder, "cert.pem", NULL);
  const char *arguments[] = { "openssl",  "req",
                              "-x509",    "-newkey",
                              "rsa:2048", "-nodes",
                              "-keyout",  key,
                              "-out",     *pem,
                              "-days",    "2",
                              "-subj",    "/CN=127.0.0.1",
                              "-addext",  "subjectAltName=IP:127.0.0.1",
                              NULL };
  if (!g_spawn_sync (NULL, (char **)arguments, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                     &status, error)
      || !g_spawn_check_wait_status (status, error)
      || !g_file_get_contents (*pem, &first, NULL, error)
      || !g_file_get_contents (key, &second, NULL, error))
    return false;
  g_unlink (key);
  both = g_strconcat (first, second, NULL);
  return g_file_set_contents (*pem, both, -1, error);
}
