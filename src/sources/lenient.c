/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads members that may be missing, null or wrong. Knows no kind of source and no body. */
#include "config.h"

#include "sources/lenient.h"

#include <glib/gi18n-lib.h>

#define GO_NO_TIME "0001-01-01T00:00:00"

/* @value: what an attribute of a device says of a yes or no, in the words that people use */
ParlTristate
parl_parse_tristate (const char *value)
{
  static const char *const yes[] = { "yes", "true", "tested", "ok", "1", NULL };
  static const char *const no[] = { "no", "false", "untested", "none", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (g_strv_contains (yes, lower))
    return PARL_YES;
  return g_strv_contains (no, lower) ? PARL_NO : PARL_UNKNOWN;
}

/* A member that may be missing, null or, with a warning, of another type. */
bool
parl_lenient_find (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                   ParlJsonAt *member)
{
  g_autoptr (GError) problem = NULL;
  bool present = false;

  if (!parl_json_optional (at, name, member, &present, &problem))
    parl_complain (complaints, "%s", problem->message);
  return present && problem == NULL;
}

/* (transfer none): belongs to the body. NULL when there is none. */
const char *
parl_lenient_string (ParlComplaints *complaints, const ParlJsonAt *at, const char *name)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;
  const char *value = NULL;

  if (parl_lenient_find (complaints, at, name, &member)
      && !parl_json_read_string (&member, &value, &problem))
    parl_complain (complaints, "%s", problem->message);
  return value;
}

bool
parl_lenient_int (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                  int64_t *value)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;

  if (!parl_lenient_find (complaints, at, name, &member))
    return false;
  if (parl_json_read_int (&member, value, &problem))
    return true;
  parl_complain (complaints, "%s", problem->message);
  return false;
}

/* False where there is none. */
bool
parl_lenient_bool (ParlComplaints *complaints, const ParlJsonAt *at, const char *name)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;
  bool value = false;

  if (parl_lenient_find (complaints, at, name, &member)
      && !parl_json_read_bool (&member, &value, &problem))
    parl_complain (complaints, "%s", problem->message);
  return value;
}

/* A time more than a day ahead is a clock that runs wrong. */
static ParlTime
check_time (ParlComplaints *complaints, const ParlJsonAt *member, ParlTime value, ParlTime now,
            GError *problem)
{
  g_autoptr (GError) local = problem;
  bool is_future = local == NULL && value > now + PARL_DAY;

  if (local == NULL)
    parl_complaints_note_time (complaints, is_future);
  if (is_future)
    {
      g_autofree char *text = parl_time_to_iso (value);
      parl_json_fail (member, &local, _ ("the time %s lies in the future, it is not used"), text);
    }
  if (local == NULL)
    return value;
  parl_complain (complaints, "%s", local->message);
  return PARL_TIME_NONE;
}

/* PARL_TIME_NONE when there is none, or none that can be. */
ParlTime
parl_lenient_epoch_ms (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                       ParlTime now)
{
  GError *problem = NULL;
  ParlJsonAt member;
  ParlTime value = PARL_TIME_NONE;

  if (!parl_lenient_find (complaints, at, name, &member))
    return PARL_TIME_NONE;
  parl_json_read_epoch_ms (&member, &value, &problem);
  return check_time (complaints, &member, value, now, problem);
}

/* The same for RFC 3339: "2026-11-28T17:45:05.21Z". What Go writes for no time is none. */
ParlTime
parl_lenient_iso (ParlComplaints *complaints, const ParlJsonAt *at, const char *name, ParlTime now)
{
  GError *problem = NULL;
  ParlJsonAt member;
  const char *text;
  ParlTime value = PARL_TIME_NONE;

  if (!parl_lenient_find (complaints, at, name, &member))
    return PARL_TIME_NONE;
  if (parl_json_read_string (&member, &text, &problem) && g_str_has_prefix (text, GO_NO_TIME))
    return PARL_TIME_NONE;
  if (problem == NULL && !parl_time_from_iso (text, &value, NULL))
    {
      g_autofree char *found = parl_clean_name (text);
      parl_json_fail (&member, &problem, _ ("expected a time, found “%s”"),
                      found != NULL ? found : "");
    }
  return check_time (complaints, &member, value, now, problem);
}
