/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of bodies of hawkBit, both generations: texts, times, links. What is missing stays unknown;
 * what is there and wrong stays unknown too, with a warning. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_TEXT 500 /* characters of any name or message that is kept */

/**
 * parl_hb_clean:
 * @text: (nullable): text from outside
 *
 * Control characters, line separators and marks that turn the direction of writing become spaces;
 * what is left is trimmed and cut to 500 characters. Markup stays: it is text to us.
 *
 * Returns: (transfer full) (nullable): %NULL when nothing is left
 */
char *
parl_hb_clean (const char *text)
{
  if (text == NULL)
    return NULL;

  GString *clean = g_string_new (NULL);
  const char *start = text;

  while (g_unichar_isspace (g_utf8_get_char (start)) || g_unichar_iscntrl (g_utf8_get_char (start)))
    {
      if (*start == '\0')
        break;
      start = g_utf8_next_char (start);
    }
  for (unsigned n = 0; *start != '\0' && n < MAX_TEXT; n++, start = g_utf8_next_char (start))
    {
      gunichar c = g_utf8_get_char (start);
      bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

      g_string_append_unichar (clean,
                               g_unichar_iscntrl (c) || g_unichar_isspace (c) || turns ? ' ' : c);
    }
  g_strchomp (clean->str);
  return g_string_free (clean, *clean->str == '\0');
}

/* A member that may be missing, null or, with a warning, of another type. */
bool
parl_hb_find (ParlHb *self, const ParlJsonAt *at, const char *name, ParlJsonAt *member)
{
  g_autoptr (GError) problem = NULL;
  bool present = false;

  if (!parl_json_optional (at, name, member, &present, &problem))
    parl_complain (self->complaints, "%s", problem->message);
  return present && problem == NULL;
}

/* (transfer none): belongs to the body. NULL when there is none. */
const char *
parl_hb_optional_string (ParlHb *self, const ParlJsonAt *at, const char *name)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;
  const char *value = NULL;

  if (parl_hb_find (self, at, name, &member) && !parl_json_read_string (&member, &value, &problem))
    parl_complain (self->complaints, "%s", problem->message);
  return value;
}

bool
parl_hb_optional_int (ParlHb *self, const ParlJsonAt *at, const char *name, int64_t *value)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;

  if (!parl_hb_find (self, at, name, &member))
    return false;
  if (parl_json_read_int (&member, value, &problem))
    return true;
  parl_complain (self->complaints, "%s", problem->message);
  return false;
}

/* PARL_TIME_NONE when there is none, or none that can be: a time more than a day ahead is a clock
 * that runs wrong. */
ParlTime
parl_hb_optional_time (ParlHb *self, const ParlJsonAt *at, const char *name)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;
  ParlTime value;

  if (!parl_hb_find (self, at, name, &member))
    return PARL_TIME_NONE;
  if (parl_json_read_epoch_ms (&member, &value, &problem) && value > self->call->now + PARL_DAY)
    {
      g_autofree char *text = parl_time_to_iso (value);
      parl_json_fail (&member, &problem, _ ("the time %s lies in the future, it is not used"),
                      text);
    }
  if (problem == NULL)
    return value;
  parl_complain (self->complaints, "%s", problem->message);
  return PARL_TIME_NONE;
}

/* What stands behind @after in a link: "cam-7" for ".../targets/cam-7/actions/3{?x}" and
 * "/targets/". The links of 0.3 are templates. */
char *
parl_hb_find_in_link (ParlHb *self, const ParlJsonAt *at, const char *link, const char *after)
{
  ParlJsonAt links, one;

  if (!parl_hb_find (self, at, "_links", &links) || !parl_hb_find (self, &links, link, &one))
    return NULL;

  const char *href = parl_hb_optional_string (self, &one, "href");
  const char *start = href != NULL ? g_strrstr (href, after) : NULL;
  if (start == NULL)
    return NULL;

  start += strlen (after);
  size_t length = strcspn (start, "/?#{");
  return length > 0 ? g_uri_unescape_segment (start, start + length, NULL) : NULL;
}

/* "camera:2.4.0" -> "2.4.0" */
char *
parl_hb_read_release (ParlHb *self, const ParlJsonAt *at)
{
  ParlJsonAt links, one;

  if (!parl_hb_find (self, at, "_links", &links)
      || !parl_hb_find (self, &links, "distributionset", &one))
    return NULL;

  const char *name = parl_hb_optional_string (self, &one, "name");
  const char *colon = name != NULL ? strrchr (name, ':') : NULL;
  return parl_hb_clean (colon != NULL ? colon + 1 : name);
}

int64_t
parl_hb_read_distribution (ParlHb *self, const ParlJsonAt *at)
{
  g_autofree char *text = parl_hb_find_in_link (self, at, "distributionset", "/distributionsets/");
  gint64 id = -1;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &id, NULL))
    return -1;
  return id;
}
