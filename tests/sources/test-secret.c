/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where secrets come from. Runs itself again, once without any session bus, and once on a bus of
 * its own with a real keyring daemon, where there is one. */

#include "sources/secret.h"

#include "support/keyring.h"

#include <string.h>
#include <unistd.h>

#define URL "https://updates.example.com"

static char *program;

static void
test_variable (void)
{
  g_autofree char *variable = parl_secret_dup_variable ("Updates-eu.2");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (variable, ==, "PARLANCE_SECRET_UPDATES_EU_2");
  g_setenv (variable, "pw", TRUE);
  char *secret = parl_secret_lookup ("Updates-eu.2", URL, -1, NULL, &error);
  g_unsetenv (variable);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, "pw");
  parl_secret_free (secret);
}

typedef struct
{
  const char *text;
  const char *secret; /* NULL: refused */
} DescriptorCase;

static const DescriptorCase descriptors[] = {
  { "pw", "pw" },         { "pw\n", "pw" }, { "pw\r\nmore\n", "pw" },
  { " p w \n", " p w " }, { "", NULL },     { "\npw", NULL },
};

static void
test_descriptor (void)
{
  g_setenv ("PARLANCE_SECRET_A", "not this one", TRUE);
  for (unsigned i = 0; i < G_N_ELEMENTS (descriptors); i++)
    {
      g_autoptr (GError) error = NULL;
      int ends[2];
      g_assert_cmpint (pipe (ends), ==, 0);
      g_assert_cmpint (write (ends[1], descriptors[i].text, strlen (descriptors[i].text)), ==,
                       strlen (descriptors[i].text));
      close (ends[1]);
      char *secret = parl_secret_lookup ("a", URL, ends[0], NULL, &error);
      close (ends[0]);
      g_assert_cmpstr (secret, ==, descriptors[i].secret);
      if (secret == NULL)
        g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET);
      parl_secret_free (secret);
    }
  g_unsetenv ("PARLANCE_SECRET_A");
}

static void
test_no_bus (void)
{
  keyring_run_without_bus (program);
}

static int
check_no_bus (void)
{
  g_autoptr (GError) error = NULL;
  char *secret = parl_secret_lookup ("updates", URL, -1, NULL, &error);

  g_assert_null (secret);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET);
  g_assert_true (g_str_has_prefix (error->message, "updates: the keyring cannot be asked: "));
  g_assert_nonnull (strstr (error->message, "PARLANCE_SECRET_UPDATES"));
  return 0;
}

static void
test_keyring (void)
{
  keyring_run_with_daemon (program);
}

static int
check_keyring (void)
{
  g_autoptr (GError) error = NULL;

  char *secret = parl_secret_lookup ("updates", URL, -1, NULL, &error);
  g_assert_null (secret);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET);
  g_assert_nonnull (strstr (error->message, "is stored in the keyring"));
  g_clear_error (&error);

  g_assert_true (parl_secret_store ("updates", URL, "open sesame", NULL, &error));
  g_assert_no_error (error);
  secret = parl_secret_lookup ("updates", URL, -1, NULL, &error);
  g_assert_cmpstr (secret, ==, "open sesame");
  parl_secret_free (secret);
  g_assert_null (parl_secret_lookup ("updates", "https://elsewhere.example.com", -1, NULL, NULL));

  g_assert_true (parl_secret_clear ("updates", URL, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (parl_secret_lookup ("updates", URL, -1, NULL, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "--inside-no-bus"))
    return check_no_bus ();
  if (argc == 2 && g_str_equal (argv[1], "--inside-keyring"))
    return check_keyring ();

  g_test_init (&argc, &argv, NULL);
  program = g_canonicalize_filename (argv[0], NULL);
  g_test_add_func ("/secret/variable", test_variable);
  g_test_add_func ("/secret/descriptor", test_descriptor);
  g_test_add_func ("/secret/no-bus", test_no_bus);
  g_test_add_func ("/secret/keyring", test_keyring);
  int failed = g_test_run ();
  g_free (program);
  return failed;
}
