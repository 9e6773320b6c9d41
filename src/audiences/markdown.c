/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escapes what Markdown would take for its own signs. A word joiner behind a sign that no backslash
 * disarms, such as "@", is the only invisible character that is left. */
#include "config.h"

#include "audiences/markdown.h"

#include "audiences/format.h"

#include <stdbool.h>
#include <string.h>

#define WORD_JOINER "\u2060"

/* Trackers make links of whole and of bare addresses, mentions and numbers of issues. */
static bool
begins_link (const char *text)
{
  return strchr ("@#!", *text) != NULL || g_str_has_prefix (text, "://")
         || g_str_has_prefix (text, "www.");
}

void
parl_markdown_append (GString *out, const char *text)
{
  g_autofree char *plain = parl_format_plain (text != NULL ? text : "");

  for (const char *at = plain; *at != '\0'; at++)
    {
      unsigned char c = (unsigned char)*at;
      if (c < 0x20 || c == 0x7f)
        g_string_append_c (out, ' ');
      else if (strchr ("\\`*_[]<>#|~&", c) != NULL)
        g_string_append_printf (out, "\\%c", c);
      else
        g_string_append_c (out, *at);
      if (begins_link (at))
        g_string_append (out, WORD_JOINER);
    }
}
