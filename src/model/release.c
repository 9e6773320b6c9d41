/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From "2.3.0" to "v2.3", the words people use; and which of two releases is the older. */
#include "config.h"

#include "model/release.h"

#include <glib.h>
#include <string.h>

/* The two numbers that a release begins with: "2.3" of "v2.3.1-rc2". Returns: their length; 0:
 * there are none */
static size_t
find_line (const char *release, const char **start)
{
  *start = *release == 'v' || *release == 'V' ? release + 1 : release;

  size_t major = strspn (*start, "0123456789");
  if (major == 0 || (*start)[major] != '.')
    return 0;

  size_t minor = strspn (*start + major + 1, "0123456789");
  return minor > 0 ? major + 1 + minor : 0;
}

/* @release: (nullable): as the server spells it: "2.3.0", "v2.3.1-rc2", "nightly"
 * Returns: (transfer full): its release line: "v2.3" for anything that starts with two numbers,
 *   else the text itself; "unknown" for %NULL */
char *
parl_release_to_cohort (const char *release)
{
  const char *start;

  if (release == NULL || *release == '\0')
    return g_strdup (PARL_COHORT_UNKNOWN);

  size_t length = find_line (release, &start);
  return length > 0 ? g_strdup_printf ("v%.*s", (int)length, start) : g_strdup (release);
}

/* @cohort: "v2.3"
 * Returns: whether parl_release_to_cohort() of @release is @cohort */
bool
parl_release_is_of_cohort (const char *release, const char *cohort)
{
  const char *start;

  if (release == NULL || *release == '\0')
    return strcmp (cohort, PARL_COHORT_UNKNOWN) == 0;

  size_t length = find_line (release, &start);
  if (length == 0)
    return strcmp (cohort, release) == 0;
  return *cohort == 'v' && strncmp (cohort + 1, start, length) == 0 && cohort[1 + length] == '\0';
}

/* Orders releases by their numbers, so that "2.10" comes after "2.9"; texts without numbers by
 * their letters.
 * Returns: less than, equal to or greater than 0 */
int
parl_release_compare (const char *a, const char *b)
{
  while (*a != '\0' && *b != '\0')
    {
      if (g_ascii_isdigit (*a) && g_ascii_isdigit (*b))
        {
          char *end_a, *end_b;
          guint64 number_a = g_ascii_strtoull (a, &end_a, 10);
          guint64 number_b = g_ascii_strtoull (b, &end_b, 10);

          if (number_a != number_b)
            return number_a < number_b ? -1 : 1;
          a = end_a;
          b = end_b;
        }
      else if (*a != *b)
        return (unsigned char)*a - (unsigned char)*b;
      else
        {
          a++;
          b++;
        }
    }
  return (unsigned char)*a - (unsigned char)*b;
}
