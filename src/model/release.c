/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a release is called: from "2.3.0" to "v2.3", the words people use; of which product it is;
 * and which of two releases is the older. */
#include "config.h"

#include "model/release.h"

#include <glib.h>
#include <string.h>

/* The two numbers that a version begins with: "2.3" of "v2.3.1-rc2". Returns: their length; 0:
 * there are none */
static size_t
find_line (const char *version, const char **start)
{
  *start = *version == 'v' || *version == 'V' ? version + 1 : version;

  size_t major = strspn (*start, "0123456789");
  if (major == 0 || (*start)[major] != '.')
    return 0;

  size_t minor = strspn (*start + major + 1, "0123456789");
  return minor > 0 ? major + 1 + minor : 0;
}

/* How long the product's name is. */
static size_t
measure_product (const char *release)
{
  const char *mark = strstr (release, PARL_RELEASE_MARK);

  return mark != NULL ? (size_t)(mark - release) : 0;
}

/* @product: (nullable): %NULL or "": none
 * Returns: (transfer full): the release of that product */
char *
parl_release_new (const char *product, const char *version)
{
  return product == NULL || *product == '\0'
             ? g_strdup (version)
             : g_strconcat (product, PARL_RELEASE_MARK, version, NULL);
}

/* Returns: (transfer full) (nullable): its product; %NULL: it names none */
char *
parl_release_dup_product (const char *release)
{
  size_t length = measure_product (release);

  return length > 0 ? g_strndup (release, length) : NULL;
}

/* Returns: (transfer none): it without its product */
const char *
parl_release_get_version (const char *release)
{
  size_t length = measure_product (release);

  return length > 0 ? release + length + strlen (PARL_RELEASE_MARK) : release;
}

/* @release: (nullable)
 * Returns: (transfer full) (nullable): as it is written in files: "camera-os 2.6.0" */
char *
parl_release_to_text (const char *release)
{
  g_autofree char *product = release != NULL ? parl_release_dup_product (release) : NULL;

  return product != NULL ? g_strdup_printf ("%s %s", product, parl_release_get_version (release))
                         : g_strdup (release);
}

/* @release: (nullable): of a row: "2.3.0", "v2.3.1-rc2", "nightly", or one that names its product
 * Returns: (transfer full): its release line: "v2.3" or "camera-os 2.3" for anything that starts
 *   with two numbers, else the text itself; "unknown" for %NULL */
char *
parl_release_to_cohort (const char *release)
{
  const char *start;

  if (release == NULL || *release == '\0')
    return g_strdup (PARL_COHORT_UNKNOWN);

  g_autofree char *product = parl_release_dup_product (release);
  size_t length = find_line (parl_release_get_version (release), &start);
  if (length == 0)
    return parl_release_to_text (release);
  return product != NULL ? g_strdup_printf ("%s %.*s", product, (int)length, start)
                         : g_strdup_printf ("v%.*s", (int)length, start);
}

/* @cohort: "v2.3"
 * Returns: whether parl_release_to_cohort() of @release is @cohort */
bool
parl_release_is_of_cohort (const char *release, const char *cohort)
{
  g_autofree char *own = parl_release_to_cohort (release);

  return strcmp (own, cohort) == 0;
}

bool
parl_release_is_same_product (const char *a, const char *b)
{
  size_t length = measure_product (a);

  return length == measure_product (b) && strncmp (a, b, length) == 0;
}

/* Returns: whether it has a place in the order of its product's release lines */
bool
parl_release_has_line (const char *release)
{
  const char *start;

  return find_line (parl_release_get_version (release), &start) > 0;
}

/* What one text has more than the other: "-rc2" and "~beta" come before it, "-1" and ".1" after. */
static int
compare_rest (const char *rest)
{
  if (*rest == '\0')
    return 0;
  return *rest == '~' || (*rest == '-' && g_ascii_isalpha (rest[1])) ? -1 : 1;
}

/* Orders releases by their numbers, so that "2.10" comes after "2.9" and "2.6.0-rc1" before
 * "2.6.0"; texts without numbers by their letters. Returns: less than, equal to or greater than 0
 */
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
        return *a == '~' ? -1 : *b == '~' ? 1 : (unsigned char)*a - (unsigned char)*b;
      else
        {
          a++;
          b++;
        }
    }
  return *a != '\0' ? compare_rest (a) : -compare_rest (b);
}

static bool
is_numbered (const char *version)
{
  const char *start;

  return find_line (version, &start) > 0 || version[strspn (version, "0123456789")] == '\0';
}

/* Whether two names differ in their numbers alone: "nightly-20261001" and "nightly-20261015". */
static bool
is_alike (const char *a, const char *b)
{
  for (;;)
    {
      size_t digits_a = strspn (a, "0123456789");
      size_t digits_b = strspn (b, "0123456789");

      if ((digits_a > 0) != (digits_b > 0) || a[digits_a] != b[digits_b])
        return false;
      if (a[digits_a] == '\0')
        return true;
      a += digits_a + 1;
      b += digits_b + 1;
    }
}

/* Whether anybody knows which is the newer: of two hashes, or of "A" and "B", nobody does. */
static bool
has_order (const char *release, const char *other)
{
  const char *version = parl_release_get_version (release);
  const char *second = parl_release_get_version (other);

  return parl_release_is_same_product (release, other)
         && ((is_numbered (version) && is_numbered (second)) || is_alike (version, second));
}

/* Of two that have an order; "v2.4" comes after "2.3". */
static int
compare_versions (const char *release, const char *other)
{
  const char *version, *second;

  find_line (parl_release_get_version (release), &version);
  find_line (parl_release_get_version (other), &second);
  return parl_release_compare (version, second);
}

/* Returns: whether @release is surely older than @other, one of the same product */
bool
parl_release_is_older (const char *release, const char *other)
{
  return has_order (release, other) && compare_versions (release, other) < 0;
}

/* Returns: whether @release is @wanted or surely a newer one of the same product */
bool
parl_release_is_at_least (const char *release, const char *wanted)
{
  return strcmp (release, wanted) == 0
         || (has_order (release, wanted) && compare_versions (release, wanted) >= 0);
}
