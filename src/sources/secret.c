/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets are asked for when they are needed and kept nowhere but in the keyring. Never puts one
 * into a message. */
#include "config.h"

#include "sources/secret.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAX_SECRET 4096
#define PATIENCE (30 * G_USEC_PER_SEC) /* a locked keyring waits for a person */

static const SecretSchema schema = {
  "com.parlance.Source",
  SECRET_SCHEMA_NONE,
  { { "source", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "url", SECRET_SCHEMA_ATTRIBUTE_STRING } },
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
};

/* Cancels a call to the keyring when the caller does, or when it takes too long. */
typedef struct
{
  GCancellable *inner;
  GCancellable *outer;
  gulong handler;
  GThread *thread;
  GMutex mutex;
  GCond changed;
  bool done;
  bool too_long;
} Guard;

static void
on_cancelled (GCancellable *outer G_GNUC_UNUSED, gpointer data)
{
  g_cancellable_cancel (data);
}

static gpointer
watch (gpointer data)
{
  Guard *guard = data;
  int64_t end = g_get_monotonic_time () + PATIENCE;

  g_mutex_lock (&guard->mutex);
  while (!guard->done && g_cond_wait_until (&guard->changed, &guard->mutex, end))
    ;
  guard->too_long = !guard->done;
  g_mutex_unlock (&guard->mutex);
  if (guard->too_long)
    g_cancellable_cancel (guard->inner);
  return NULL;
}

static void
begin_guard (Guard *guard, GCancellable *outer)
{
  *guard = (Guard){ .inner = g_cancellable_new (), .outer = outer };
  g_mutex_init (&guard->mutex);
  g_cond_init (&guard->changed);
  if (outer != NULL)
    guard->handler = g_cancellable_connect (outer, G_CALLBACK (on_cancelled), guard->inner, NULL);
  guard->thread = g_thread_new ("keyring", watch, guard);
}

static void
end_guard (Guard *guard)
{
  g_mutex_lock (&guard->mutex);
  guard->done = true;
  g_cond_signal (&guard->changed);
  g_mutex_unlock (&guard->mutex);
  g_thread_join (guard->thread);
  if (guard->outer != NULL)
    g_cancellable_disconnect (guard->outer, guard->handler);
  g_object_unref (guard->inner);
  g_mutex_clear (&guard->mutex);
  g_cond_clear (&guard->changed);
}

static void
fail_keyring (const char *source, const Guard *guard, const GError *cause, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (guard->outer, error))
    return;
  g_autofree char *variable = parl_secret_dup_variable (source);
  if (guard->too_long)
    g_set_error (
        error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET,
        _ ("%s: the keyring does not answer; it may be locked (the environment variable %s "
           "would be taken instead)"),
        source, variable);
  else
    g_set_error (
        error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET,
        _ ("%s: the keyring cannot be asked: %s (the environment variable %s would be taken "
           "instead)"),
        source, cause != NULL ? cause->message : _ ("it gives no reason"), variable);
}

/* Returns: (transfer full): "PARLANCE_SECRET_UPDATES_EU" for the source “updates-eu” */
char *
parl_secret_dup_variable (const char *source)
{
  g_autofree char *name = g_ascii_strup (source, -1);

  for (char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at))
      *at = '_';
  return g_strconcat ("PARLANCE_SECRET_", name, NULL);
}

/* Overwritten, then freed. */
void
parl_secret_free (char *secret)
{
  secret_password_free (secret);
}

static char *
read_descriptor (const char *source, int fd, GError **error)
{
  char text[MAX_SECRET + 1] = "";
  size_t length = 0;
  char *secret = NULL;

  while (length < MAX_SECRET && strchr (text, '\n') == NULL)
    {
      ssize_t got = read (fd, text + length, MAX_SECRET - length);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        break;
      length += (size_t)got;
      text[length] = '\0';
    }
  bool too_long = length == MAX_SECRET && strchr (text, '\n') == NULL;
  text[strcspn (text, "\r\n")] = '\0';

  if (*text == '\0' || too_long)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET,
                 _ ("%s: file descriptor %d gives no secret"), source, fd);
  else
    secret = g_strdup (text);
  explicit_bzero (text, sizeof text);
  return secret;
}

/* Returns: (transfer full): not empty; %NULL with SECRET, saying where one could be put, or with
 *   %G_IO_ERROR_CANCELLED */
char *
parl_secret_lookup (const char *source, const char *url, int fd, GCancellable *cancellable,
                    GError **error)
{
  g_return_val_if_fail (source != NULL && url != NULL, NULL);

  g_autofree char *variable = parl_secret_dup_variable (source);
  const char *set = g_getenv (variable);
  g_autoptr (GError) cause = NULL;
  Guard guard;

  if (fd >= 0)
    return read_descriptor (source, fd, error);
  if (set != NULL && *set != '\0')
    return g_strdup (set);

  begin_guard (&guard, cancellable);
  char *secret = secret_password_lookup_sync (&schema, guard.inner, &cause, "source", source, "url",
                                              url, NULL);
  end_guard (&guard);
  if (secret != NULL && *secret != '\0')
    return secret;
  if (cause != NULL)
    fail_keyring (source, &guard, cause, error);
  else
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET,
                 _ ("%s: no password or token is stored in the keyring, and %s is not set"), source,
                 variable);
  parl_secret_free (secret);
  return NULL;
}

bool
parl_secret_store (const char *source, const char *url, const char *secret,
                   GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (source != NULL && url != NULL && secret != NULL, false);

  g_autofree char *label = g_strdup_printf ("Parlance: %s", source);
  g_autoptr (GError) cause = NULL;
  Guard guard;

  begin_guard (&guard, cancellable);
  bool stored
      = secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, secret, guard.inner,
                                    &cause, "source", source, "url", url, NULL);
  end_guard (&guard);
  if (!stored)
    fail_keyring (source, &guard, cause, error);
  return stored;
}

/* Returns: true also when there was none; false with SECRET when the keyring cannot be asked */
bool
parl_secret_clear (const char *source, const char *url, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (source != NULL && url != NULL, false);

  g_autoptr (GError) cause = NULL;
  Guard guard;

  begin_guard (&guard, cancellable);
  secret_password_clear_sync (&schema, guard.inner, &cause, "source", source, "url", url, NULL);
  end_guard (&guard);
  if (cause != NULL)
    fail_keyring (source, &guard, cause, error);
  return cause == NULL;
}

void
parl_secret_forbid_dumps (void)
{
  setrlimit (RLIMIT_CORE, &(struct rlimit){ 0, 0 });
}
