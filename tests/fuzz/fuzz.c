/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* GLib's own fatal messages end in a trap, of which libFuzzer takes no note. */
static void
abort_on_critical (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  (void)data;
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) == 0)
    return;
  fprintf (stderr, "%s: %s\n", domain, message);
  abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void)argc;
  (void)argv;
  g_log_set_default_handler (abort_on_critical, NULL);
  return 0;
}

const char *
fuzz_file (const uint8_t *data, size_t size)
{
  static char path[64];
  static int file = -1;

  if (file < 0)
    {
      file = memfd_create ("fuzz", 0);
      g_assert_cmpint (file, >=, 0);
      g_snprintf (path, sizeof path, "/proc/self/fd/%d", file);
    }
  g_assert_cmpint (ftruncate (file, 0), ==, 0);
  g_assert_cmpint (pwrite (file, data, size, 0), ==, (ssize_t)size);
  return path;
}

char *
fuzz_text (const uint8_t *data, size_t size)
{
  return g_strndup ((const char *)data, size);
}

char *
fuzz_utf8 (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_text (data, size);

  return g_utf8_validate (text, -1, NULL) ? g_steal_pointer (&text) : NULL;
}

char *
fuzz_split (const uint8_t *data, size_t size, const uint8_t **rest, size_t *rest_size)
{
  const uint8_t *end = size > 0 ? memchr (data, '\n', size) : NULL;
  size_t length = end != NULL ? (size_t)(end - data) : size;

  *rest_size = end != NULL ? size - length - 1 : 0;
  *rest = end != NULL ? end + 1 : (const uint8_t *)"";
  return fuzz_text (data, length);
}

void
fuzz_check_error (bool read, const GError *error)
{
  g_assert_true (read == (error == NULL));
  if (error != NULL)
    {
      g_assert_cmpuint (strlen (error->message), >, 0);
      fuzz_check_text (error->message);
    }
}

void
fuzz_check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}
