/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies PEM files that were chosen, takes private keys out of them, and keeps these in the
 * keyring. Opens no connection. */
#include "config.h"

#include "sources/certificate.h"

#include "sources/secret.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define BEGIN "-----BEGIN "
#define END "-----END "

/* A key is never sent, so it belongs to no address. */
#define KEY_ADDRESS "certificate"

typedef struct
{
  const char *key;    /* the setting that holds the path */
  const char *ending; /* of the copy's name */
  bool is_own;        /* goes with a private key */
} Use;

static const Use uses[]
    = { { "CaFile", "-authorities.pem", false }, { "Certificate", "-own.pem", true } };

static char *
dup_folder (const char *config_dir)
{
  return g_build_filename (config_dir, "certificates", NULL);
}

static char *
dup_copy (const char *config_dir, const char *source, const Use *use)
{
  g_autofree char *folder = dup_folder (config_dir);
  g_autofree char *stem = g_uri_escape_string (source, " ", TRUE);
  g_autofree char *name = g_strconcat (stem, use->ending, NULL);

  return g_build_filename (folder, name, NULL);
}

/* "updates key": the environment variable is PARLANCE_SECRET_UPDATES_KEY. */
static char *
dup_key_name (const char *source)
{
  return g_strconcat (source, " key", NULL);
}

/* The parts of a PEM file: each certificate with a line of its own before and behind it. */
typedef struct
{
  GString *certificates;
  GString *key; /* empty: there is none */
} Parts;

static void
clear_parts (Parts *parts)
{
  g_string_free (parts->certificates, TRUE);
  explicit_bzero (parts->key->str, parts->key->len);
  g_string_free (parts->key, TRUE);
}

static void
split (const char *text, Parts *parts)
{
  *parts = (Parts){ g_string_new (NULL), g_string_new (NULL) };
  for (const char *begin = strstr (text, BEGIN); begin != NULL;)
    {
      const char *end = strstr (begin, END);
      const char *line = end != NULL ? strchr (end, '\n') : NULL;
      size_t length = line != NULL ? (size_t)(line + 1 - begin) : strlen (begin);
      const char *label = begin + strlen (BEGIN);
      size_t label_length = strcspn (label, "-\n");
      bool is_key = g_strstr_len (label, (gssize)label_length, "PRIVATE KEY") != NULL;

      if (is_key || g_str_has_prefix (label, "CERTIFICATE-"))
        {
          GString *part = is_key ? parts->key : parts->certificates;
          g_string_append_len (part, begin, (gssize)length);
          if (line == NULL)
            g_string_append_c (part, '\n');
        }
      begin = strstr (begin + length, BEGIN);
    }
}

/* Each certificate by itself, and the key with the first of them. */
static const char *
find_flaw (const Parts *parts, const Use *use, GError **cause)
{
  if (parts->certificates->len == 0)
    return _ ("it holds no certificate in PEM form");
  if (use->is_own && parts->key->len == 0)
    return _ ("it holds no private key");
  if (use->is_own && strstr (parts->key->str, "ENCRYPTED") != NULL)
    return _ (
        "its private key is encrypted: choose it without its passphrase, the keyring keeps it");

  for (const char *at = parts->certificates->str; at != NULL; at = strstr (at + 1, BEGIN))
    {
      g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (at, -1, cause);
      if (certificate == NULL)
        return (*cause)->message;
    }
  if (!use->is_own)
    return NULL;
  g_autofree char *both = g_strconcat (parts->certificates->str, parts->key->str, NULL);
  g_autoptr (GTlsCertificate) own = g_tls_certificate_new_from_pem (both, -1, cause);
  explicit_bzero (both, strlen (both));
  return own != NULL ? NULL : (*cause)->message;
}

static bool
write_copy (const char *path, const Parts *parts, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, (int)g_file_error_from_errno (errno),
                           g_strerror (errno));
      return false;
    }
  return g_file_set_contents_full (path, parts->certificates->str, (gssize)parts->certificates->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static bool
import_one (ParlSourceConfig *config, const char *config_dir, const Use *use, char **key,
            GError **error)
{
  const char *path = parl_source_config_get (config, use->key);
  const char *source = parl_source_config_get_name (config);
  g_autofree char *copy = dup_copy (config_dir, source, use);
  g_autoptr (GError) cause = NULL;
  char *text = NULL;
  size_t length;
  Parts parts;

  if (path == NULL || g_str_equal (path, copy) || parl_source_config_is_fixed (config, use->key))
    return true;
  if (!g_file_get_contents (path, &text, &length, &cause))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                   _ ("%s: %s cannot be used: %s"), source, path, cause->message);
      return false;
    }
  split (text, &parts);
  explicit_bzero (text, length);
  g_free (text);

  const char *flaw = find_flaw (&parts, use, &cause);
  if (flaw == NULL && !write_copy (copy, &parts, &cause))
    flaw = cause->message;
  if (flaw != NULL)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                 _ ("%s: %s cannot be used: %s"), source, path, flaw);
  else if (use->is_own)
    *key = g_strdup (parts.key->str);
  clear_parts (&parts);
  return flaw == NULL && parl_source_config_set (config, use->key, copy, error);
}

/* Copies the files that @config names, unless they are copies already, and lets it name the copies.
 * @key: (out) (nullable): the private key that has to be kept; for parl_secret_free()
 * Returns: false with CONFIG for a file that can't be read, or is none of certificates */
bool
parl_certificate_import (ParlSourceConfig *config, const char *config_dir, char **key,
                         GError **error)
{
  *key = NULL;
  for (unsigned i = 0; i < G_N_ELEMENTS (uses); i++)
    if (!import_one (config, config_dir, &uses[i], key, error))
      {
        g_clear_pointer (key, parl_secret_free);
        return false;
      }
  return true;
}

bool
parl_certificate_keep_key (const char *source, const char *key, GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *name = dup_key_name (source);
  g_autofree char *variable = parl_secret_dup_variable (name);

  if (key != NULL && g_getenv (variable) != NULL)
    return true;
  return key != NULL ? parl_secret_store (name, KEY_ADDRESS, key, cancellable, error)
                     : parl_secret_clear (name, KEY_ADDRESS, cancellable, error);
}

/* @key: (out) (nullable): what belongs to the certificate; %NULL: it has none, or it stands in the
 *   same file; for parl_secret_free()
 * Returns: false with SECRET, or with %G_IO_ERROR_CANCELLED */
bool
parl_certificate_lookup_key (const ParlSourceConfig *config, char **key, GCancellable *cancellable,
                             GError **error)
{
  const char *path = parl_source_config_get (config, "Certificate");
  g_autofree char *name = dup_key_name (parl_source_config_get_name (config));
  char *text = NULL;
  size_t length;

  *key = NULL;
  if (path == NULL || !g_file_get_contents (path, &text, &length, NULL))
    return true; /* who opens it says what is wrong */
  bool has_key = strstr (text, "PRIVATE KEY-----") != NULL;
  explicit_bzero (text, length);
  g_free (text);
  if (has_key)
    return true;
  *key = parl_secret_lookup (name, KEY_ADDRESS, -1, cancellable, error);
  return *key != NULL;
}

void
parl_certificate_remove_copies (const char *config_dir, const char *source)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      g_autofree char *copy = dup_copy (config_dir, source, &uses[i]);
      g_unlink (copy);
    }
}
