/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cause rules on texts as real update clients write them (SWUpdate, RAUC and its hawkBit
 * updater, Mender, aktualizr, curl, OSTree, the kernel), and on rule files with mistakes. */
#include "config.h"

#include "model/attempt.h"
#include "settings/file.h"
#include "sources/causes.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct
{
  const char *message;
  const char *cause;
} texts[] = {
  /* RAUC and rauc-hawkbit-updater */
  { "Error: Not enough free space. File size: 5661. Free space: -1", "disk-space" },
  { "Not enough free space. File size: 78853632. Free space: 1048576", "disk-space" },
  { "Failed to calculate free space: No such file or directory", PARL_CAUSE_UNKNOWN },
  { "Artifact verification failed: invalid checksum", "verify" },
  { "Software download failed: Invalid checksum, expected sha1 aa09c00d, got 14e0d42d", "verify" },
  { "Download failed: HTTP request failed: 500", "network" },
  { "Download failed: Timeout was reached", "network" },
  { "Failed to download file: Operation timed out after 60000 milliseconds", "network" },
  { "signature verification failed: Verify error: self-signed certificate", "verify" },
  { "Signature size (7957085066972967886) exceeds bundle size", "verify" },
  { "Installation error: Compatible mismatch: expected 'imx8' but bundle manifest has 'imx6'",
    "incompatible" },
  { "Installation error: Failed to find matching variant of image for rootfs", "incompatible" },
  { "Failed mounting bundle: failed to mount bundle: No such device", "flash-write" },
  { "Installation error: Failed updating slot rootfs.1: failed to splice data: "
    "Input/output error",
    "flash-write" },
  { "Failed updating slot rootfs.1: No space left on device", "disk-space" },
  { "device-mapper: verity: 7:0: data block 8 is corrupted", "verify" },
  { "Installation error: Pre-install handler error: Child process exited with code 1", "script" },
  /* SWUpdate */
  { "SWUPDATE failed [1] Image invalid or corrupted. Not installing ...", "verify" },
  { "ERROR core/cpio_utils.c : copyfile : 547 : HASH mismatch", "verify" },
  { "ERROR : SWUPDATE failed [0] ERROR corelib/swupdate_cms_verify.c : Signature verification "
    "failed",
    "verify" },
  { "SWUPDATE failed [0] ERROR handlers/raw_handler.c : install_raw_image : cannot open "
    "/dev/mmcblk0p3",
    "flash-write" },
  { "Just 3072 bytes available, 78853632 bytes needed: not enough free space on /tmp",
    "disk-space" },
  { "Channel operation returned error (7): 'Couldn't connect to server'", "network" },
  { "Channel get operation failed (28): 'Timeout was reached'", "network" },
  { "HW compatibility not found: hardware not supported", "incompatible" },
  { "Failed executing postinstall script", "script" },
  /* curl */
  { "curl: (28) Timeout was reached", "network" },
  { "Download failed: curl error 28 (timeout was reached)", "network" },
  { "cURL error 28: Resolving timed out after 10001 milliseconds", "network" },
  { "curl: (92) HTTP/2 stream 0 was not closed cleanly: PROTOCOL_ERROR (err 1)", "network" },
  { "curl: (6) Could not resolve host: updates.example.com", "network" },
  { "Failed to connect to 192.0.2.7 port 8080: Connection refused", "network" },
  { "Response 200 - Transferred a partial file", "network" },
  { "SSL certificate problem: certificate has expired", "network" },
  /* Mender */
  { "ArtifactCommit_Enter script failed: statescript: error executing "
    "'ArtifactCommit_Enter_80_bl-check-update': 1 : exit status 1",
    "script" },
  { "Reboot to new update failed. Expected to boot from /dev/mmcblk0p3, but device is not the "
    "running partition",
    "boot-rollback" },
  { "Artifact Payload type 'rootfs-image' checksum is wrong after download", "verify" },
  { "Cannot write to update partition: write /dev/mmcblk0p3: no space left on device",
    "disk-space" },
  { "Image device type not compatible with device raspberrypi4", "incompatible" },
  { "Rolling back Artifact...", "boot-rollback" },
  /* OSTree, aktualizr, balena, UEFI and the kernel */
  { "Installing kernel: regfile copy: No space left on device", "disk-space" },
  { "Failed to copy to a temporary location: No space left on device (os error 28)", "disk-space" },
  { "Installation has failed, the device was rolled back to release-41", "boot-rollback" },
  { "Running the fallback boot slot 0 because boot limit was reached", "boot-rollback" },
  { "RootfsStatusSlot 1 is marked unbootable", "boot-rollback" },
  { "Target download failed", "network" },
  { "Invalid hash given", "verify" },
  { "mmc0: error -110 whilst writing: I/O error, dev mmcblk0, sector 81920", "flash-write" },
  { "tar: write error: Cannot allocate memory", "flash-write" },
  { "fork: Cannot allocate memory", "memory" },
  /* Cameras and other devices with a battery */
  { "Battery too low to update: 14 %, 30 % needed", "battery" },
  { "battery_low", "battery" },
  { "Update refused: state of charge 18 %", "battery" },
  { "Started installation; charge 12 %, minimum 30 %", "battery" },
  { "Started installation; slot B: 210 MB free, 480 MB needed", "disk-space" },
  { "boot check failed, rolled back to slot A", "boot-rollback" },
  { "signature verification failed: sha256 mismatch in chunk 17", "verify" },
  { "Update aborted: supply voltage 10.4 V", "battery" },
  { "Started installation; Update interrupted: device rebooted during installation",
    "interrupted" },
  /* What says nothing of a cause */
  { "Installation failed", PARL_CAUSE_UNKNOWN },
  { "error -1", PARL_CAUSE_UNKNOWN },
  { "", PARL_CAUSE_UNKNOWN },
  { NULL, PARL_CAUSE_UNKNOWN },
};

static ParlCauses *
load_builtin (const char *user_file, GPtrArray *warnings)
{
  g_autoptr (GError) error = NULL;
  ParlCauses *causes
      = parl_causes_load (user_file, g_getenv ("PARLANCE_DATA_DIR"), warnings, &error);

  g_assert_no_error (error);
  return causes;
}

static void
test_real_texts (void)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlCauses) causes = load_builtin (NULL, warnings);

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *cause = parl_causes_match (causes, texts[i].message, NULL).cause;

      if (strcmp (cause, texts[i].cause) != 0)
        g_test_message ("“%s” is taken for %s", texts[i].message, cause);
      g_assert_cmpstr (cause, ==, texts[i].cause);
    }
  g_assert_cmpuint (warnings->len, ==, 0);
}

static char *
write_rules (const char *text)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("causes-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_codes (void)
{
  g_autofree char *path = write_rules ("message disk-space full\n"
                                       "  code   network   28  \n"
                                       "# 29 is left out\n"
                                       "code flash-write -7..-5\n");
  g_autoptr (ParlCauses) causes = parl_causes_new ();
  static const struct
  {
    int64_t code;
    const char *message;
    const char *cause;
  } cases[] = {
    { 28, NULL, "network" },      { 29, NULL, PARL_CAUSE_UNKNOWN },
    { -7, "odd", "flash-write" }, { -5, NULL, "flash-write" },
    { -4, NULL, "unknown" },      { 28, "Disk FULL", "disk-space" },
  };

  g_assert_true (parl_causes_add_file (causes, path, NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (parl_causes_match (causes, cases[i].message, &cases[i].code).cause, ==,
                     cases[i].cause);
  g_unlink (path);
}

static void
test_mistakes (void)
{
  static const struct
  {
    const char *text;
    const char *says;
  } cases[] = {
    { "\n# fine\nwhatever disk-space full\n", "line 3: expected “message” or “code”, found "
                                              "“whatever”" },
    { "message Disk_Space full", "line 1: expected a cause of small letters, digits and hyphens, "
                                 "like “disk-space”, found “Disk_Space”" },
    { "message disk-space", "line 1: expected a regular expression after the cause" },
    { "code network", "line 1: expected a number after the cause" },
    { "message ok ok\nmessage disk-space (full", "line 2: expected a regular expression, found "
                                                 "“(full”" },
    { "code network twenty", "line 1: expected a number like “28” or a span like “400..499”" },
    { "code network 9..3", "found “9..3”" },
    { "\xff\xfe", "line 1: is not UTF-8" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_rules (cases[i].text);
      g_autoptr (ParlCauses) causes = parl_causes_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (parl_causes_add_file (causes, path, &error));
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, path));
      if (strstr (error->message, cases[i].says) == NULL)
        g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_cmpstr (parl_causes_match (causes, "ok", NULL).cause, ==, PARL_CAUSE_UNKNOWN);
      g_unlink (path);
    }
}

/* The user's rules come first; with a mistake in them the builtin ones go on alone. */
static void
test_user_file (void)
{
  g_autofree char *good = write_rules ("message camera-busy ^no space left$\n");
  g_autofree char *bad = write_rules ("message camera-busy ^no space left$\nnonsense\n");
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlCauses) with_good = load_builtin (good, warnings);

  g_assert_cmpuint (warnings->len, ==, 0);
  g_assert_cmpstr (parl_causes_match (with_good, "No space left", NULL).cause, ==, "camera-busy");
  g_assert_cmpstr (parl_causes_match (with_good, "No space left on device", NULL).cause, ==,
                   "disk-space");

  g_autoptr (ParlCauses) with_bad = load_builtin (bad, warnings);
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_nonnull (strstr (warnings->pdata[0], "line 2"));
  g_assert_cmpstr (parl_causes_match (with_bad, "No space left", NULL).cause, ==, "disk-space");

  g_autoptr (ParlCauses) without = load_builtin ("/nowhere/causes.rules", warnings);
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_cmpstr (parl_causes_match (without, "No space left", NULL).cause, ==, "disk-space");
  g_unlink (good);
  g_unlink (bad);
}

static void
test_no_builtin (void)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_null (parl_causes_load (NULL, "/nowhere", warnings, &error));
  g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_UNREADABLE);
}

/* An expression that never ends on a text made for it gives up and does not fit. */
static void
test_bounded (void)
{
  g_autofree char *path = write_rules ("message endless (x+x+)+y\nmessage later ^x\n");
  g_autoptr (ParlCauses) causes = parl_causes_new ();
  g_autofree char *text = g_strnfill (5000, 'x');

  g_assert_true (parl_causes_add_file (causes, path, NULL));
  g_assert_cmpstr (parl_causes_match (causes, text, NULL).cause, ==, "later");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sources/causes/real-texts", test_real_texts);
  g_test_add_func ("/sources/causes/codes", test_codes);
  g_test_add_func ("/sources/causes/mistakes", test_mistakes);
  g_test_add_func ("/sources/causes/user-file", test_user_file);
  g_test_add_func ("/sources/causes/no-builtin", test_no_builtin);
  g_test_add_func ("/sources/causes/bounded", test_bounded);
  return g_test_run ();
}
