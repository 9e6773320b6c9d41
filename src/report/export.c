/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file, whole or not at all. What stood under the name goes away when the export begins, so
 * that after a failure, or a kill at any instant, nobody takes yesterday's page for today's: the
 * same snapshot gives the same bytes again. Knows nothing of what is written. */
#include "config.h"

#include "report/export.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct _ParlExport
{
  char *path;
  char *part; /* NULL once it has been renamed */
  int fd;
  GOutputStream *stream;
};

G_DEFINE_QUARK (parl - report - error - quark, parl_report_error)

static void
fail_with_errno (GError **error, const char *path, int code)
{
  g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_UNWRITABLE,
               _ ("%s could not be written: %s"), path, g_strerror (code));
}

static bool
remove_previous (const char *path, GError **error)
{
  struct stat info;

  if (g_lstat (path, &info) != 0)
    {
      if (errno == ENOENT)
        return true;
      fail_with_errno (error, path, errno);
      return false;
    }
  if (!S_ISREG (info.st_mode) && !S_ISLNK (info.st_mode))
    {
      g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_UNWRITABLE,
                   _ ("%s could not be written: there is something that is no file"), path);
      return false;
    }
  if (g_unlink (path) != 0)
    {
      fail_with_errno (error, path, errno);
      return false;
    }
  return true;
}

/* @path: the name the file will have; a file that is there now is removed
 * Returns: (transfer full): an export under way, or %NULL with %PARL_REPORT_ERROR_UNWRITABLE */
ParlExport *
parl_export_begin (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  if (!remove_previous (path, error))
    return NULL;

  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *part_name = g_strdup_printf (".%s.XXXXXX.part", name);
  g_autofree char *part = g_build_filename (folder, part_name, NULL);
  int fd = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0644);

  if (fd < 0)
    {
      fail_with_errno (error, path, errno);
      return NULL;
    }

  ParlExport *self = g_new0 (ParlExport, 1);

  self->path = g_strdup (path);
  self->part = g_steal_pointer (&part);
  self->fd = fd;
  self->stream = g_unix_output_stream_new (fd, FALSE);
  return self;
}

/* Returns: (transfer none): the name that the file will have */
const char *
parl_export_get_path (const ParlExport *self)
{
  return self->path;
}

/* Returns: (transfer none): where the content goes */
GOutputStream *
parl_export_get_stream (ParlExport *self)
{
  return self->stream;
}

/* The new name is on the disk when its folder is; where that can't be, as on some network file
 * systems, the file is there all the same. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Puts the content on the disk and the file under its name.
 * Returns: false with %PARL_REPORT_ERROR_UNWRITABLE; then nothing is under the name */
bool
parl_export_finish (ParlExport *self, GError **error)
{
  g_return_val_if_fail (self->part != NULL, false);

  int fd = self->fd;

  self->fd = -1;
  if (fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    {
      fail_with_errno (error, self->path, errno);
      close (fd);
      return false;
    }
  if (close (fd) != 0 || g_rename (self->part, self->path) != 0)
    {
      fail_with_errno (error, self->path, errno);
      return false;
    }
  g_clear_pointer (&self->part, g_free);
  sync_folder (self->path);
  return true;
}

/* Takes an unfinished export away. */
void
parl_export_free (ParlExport *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->stream);
  if (self->fd >= 0)
    close (self->fd);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}
