/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a source, and again whenever its mapping file is saved, so that whoever writes a mapping
 * sees its effect at once. Stores nothing. */
#include "config.h"

#include "app/sources/preview-window.h"

#include "app/sources/source-tasks.h"
#include "app/widget.h"
#include "sources/secret.h"
#include "sources/source-kind.h"

#include <glib/gi18n.h>
#include <string.h>

#define SETTLE 300 /* ms: an editor saves a file in several steps */
#define CELL_WIDTH 36

struct _ParlPreviewWindow
{
  AdwWindow parent_instance;

  ParlSourceConfig *config;
  char *secret;          /* NULL: the keyring's */
  GPtrArray *previews;   /* (element-type ParlPreview); NULL: none yet */
  GCancellable *looking; /* NULL: no look is under way */
  bool again;            /* the file was saved meanwhile */
  GFileMonitor *monitor; /* of that file; NULL: it is not known yet */
  unsigned timer;        /* 0: none */

  GtkDropDown *requests;
  GtkButton *refresh_button;
  GtkSpinner *spinner;
  GtkLabel *request, *count, *failure, *path;
  GtkButton *copy_button;
  GtkPaned *panes;
  GtkTextView *raw;
  GtkGrid *grid;
  GtkBox *notes;
};

G_DEFINE_FINAL_TYPE (ParlPreviewWindow, parl_preview_window, ADW_TYPE_WINDOW)

static void look (ParlPreviewWindow *self);

/* Showing one request. */

static void
add_cell (ParlPreviewWindow *self, const char *text, int column, int row)
{
  GtkWidget *label = gtk_label_new (*text != '\0' ? text : "–");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), row > 0);
  if (g_utf8_strlen (text, -1) > CELL_WIDTH)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (label), CELL_WIDTH);
      gtk_label_set_max_width_chars (GTK_LABEL (label), CELL_WIDTH);
    }
  gtk_widget_set_tooltip_text (label, *text != '\0' ? text : _ ("Not known"));
  if (row == 0)
    gtk_widget_add_css_class (label, "heading");
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
}

static void
clear_grid (ParlPreviewWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
}

static void
show_grid (ParlPreviewWindow *self, const ParlPreview *preview)
{
  clear_grid (self);
  for (int column = 0; preview->columns[column] != NULL && preview->rows->len > 0; column++)
    add_cell (self, preview->columns[column], column, 0);
  for (unsigned row = 0; row < preview->rows->len; row++)
    {
      char **cells = g_ptr_array_index (preview->rows, row);
      for (int column = 0; cells[column] != NULL; column++)
        add_cell (self, cells[column], column, (int)row + 1);
    }
}

static void
show_notes (ParlPreviewWindow *self, const ParlPreview *preview)
{
  GtkWidget *child;

  parl_box_set_n_children (self->notes, preview->notes->len, GTK_TYPE_LABEL);
  child = gtk_widget_get_first_child (GTK_WIDGET (self->notes));
  for (unsigned i = 0; child != NULL; i++, child = gtk_widget_get_next_sibling (child))
    {
      gtk_label_set_text (GTK_LABEL (child), g_ptr_array_index (preview->notes, i));
      gtk_label_set_wrap (GTK_LABEL (child), true);
      gtk_label_set_xalign (GTK_LABEL (child), 0);
      gtk_label_set_selectable (GTK_LABEL (child), true);
      gtk_widget_add_css_class (child, "flaw");
    }
}

static const ParlPreview *
get_shown (ParlPreviewWindow *self)
{
  unsigned index = gtk_drop_down_get_selected (self->requests);

  return self->previews != NULL && index < self->previews->len
             ? g_ptr_array_index (self->previews, index)
             : NULL;
}

/* Tells the path of the value at the cursor, which a click or the arrow keys move. */
static void
on_cursor (ParlPreviewWindow *self)
{
  const ParlPreview *preview = get_shown (self);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->raw);
  GtkTextIter start, cursor;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  g_autofree char *before = gtk_text_buffer_get_text (buffer, &start, &cursor, true);
  g_autofree char *path = preview != NULL ? parl_preview_dup_path (preview, strlen (before)) : NULL;

  gtk_label_set_text (self->path,
                      path != NULL ? path : _ ("Choose a value to see how a mapping calls it"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->copy_button), path != NULL);
}

static void
on_copy (ParlPreviewWindow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_text (self->path));
}

static void
on_request (ParlPreviewWindow *self)
{
  const ParlPreview *preview = get_shown (self);

  if (preview == NULL)
    return;
  g_autofree char *count = parl_preview_dup_count (preview);

  parl_label_set_optional (self->request, preview->request);
  parl_label_set_optional (self->count, count);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->raw), preview->body, -1);
  on_cursor (self);
  show_grid (self, preview);
  show_notes (self, preview);
}

/* Looking. */

static gboolean
on_settled (gpointer data)
{
  ParlPreviewWindow *self = data;

  self->timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
on_file_changed (ParlPreviewWindow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (SETTLE, on_settled, self);
}

static void
watch_file (ParlPreviewWindow *self, const char *path)
{
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  if (self->monitor != NULL || file == NULL)
    return;
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_file_changed), self,
                             G_CONNECT_SWAPPED);
}

/* Keeps the request that is looked at. */
static void
show_previews (ParlPreviewWindow *self)
{
  unsigned before = gtk_drop_down_get_selected (self->requests);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (unsigned i = 0; i < self->previews->len; i++)
    gtk_string_list_append (titles, ((ParlPreview *)self->previews->pdata[i])->title);
  gtk_drop_down_set_model (self->requests, G_LIST_MODEL (titles));
  if (before < self->previews->len)
    gtk_drop_down_set_selected (self->requests, before);
  if (self->previews->len > 0)
    watch_file (self, ((ParlPreview *)self->previews->pdata[0])->file);
  on_request (self);
}

static void
show_looking (ParlPreviewWindow *self, bool looking)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_sensitive (GTK_WIDGET (self->refresh_button), !looking);
}

static void
on_looked (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlPreviewWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) previews = parl_source_preview_finish (result, &error);
  bool closed = g_cancellable_is_cancelled (self->looking);

  g_clear_object (&self->looking);
  if (closed)
    return;
  show_looking (self, false);
  g_autofree char *sentence = error != NULL ? g_strdup_printf ("%s.", error->message) : NULL;
  parl_label_set_optional (self->failure, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->panes), previews != NULL || self->previews != NULL);
  if (previews != NULL)
    {
      g_clear_pointer (&self->previews, g_ptr_array_unref);
      self->previews = g_steal_pointer (&previews);
      show_previews (self);
    }
  if (self->again)
    look (self);
}

static void
look (ParlPreviewWindow *self)
{
  self->again = self->looking != NULL;
  if (self->looking != NULL)
    return;
  show_looking (self, true);
  self->looking = g_cancellable_new ();
  parl_source_preview_async (self->config, self->secret, self->looking, on_looked,
                             g_object_ref (self));
}

/* A look under way keeps the window in memory, but not on the screen. */
static void
parl_preview_window_unrealize (GtkWidget *widget)
{
  ParlPreviewWindow *self = PARL_PREVIEW_WINDOW (widget);

  g_cancellable_cancel (self->looking);
  g_clear_handle_id (&self->timer, g_source_remove);
  GTK_WIDGET_CLASS (parl_preview_window_parent_class)->unrealize (widget);
}

static void
parl_preview_window_dispose (GObject *object)
{
  ParlPreviewWindow *self = PARL_PREVIEW_WINDOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->monitor);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_PREVIEW_WINDOW);
  g_clear_pointer (&self->previews, g_ptr_array_unref);
  g_clear_pointer (&self->config, parl_source_config_unref);
  g_clear_pointer (&self->secret, parl_secret_free);
  G_OBJECT_CLASS (parl_preview_window_parent_class)->dispose (object);
}

static void
parl_preview_window_class_init (ParlPreviewWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_preview_window_dispose;
  widget_class->unrealize = parl_preview_window_unrealize;
  parl_widget_class_set_template (widget_class, "preview-window.ui");
  PARL_BIND_CHILDREN (widget_class, ParlPreviewWindow, requests, refresh_button, spinner, request,
                      count, failure, panes, raw, path, copy_button, grid, notes);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_request);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_refresh", G_CALLBACK (look));
}

static void
parl_preview_window_init (ParlPreviewWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->raw), "notify::cursor-position",
                           G_CALLBACK (on_cursor), self, G_CONNECT_SWAPPED);
}

GtkWindow *
parl_preview_window_new (ParlSourceConfig *config, const char *secret)
{
  g_return_val_if_fail (config != NULL, NULL);

  ParlPreviewWindow *self = g_object_new (PARL_TYPE_PREVIEW_WINDOW, NULL);

  self->config = parl_source_config_ref (config);
  self->secret = g_strdup (secret);
  gtk_window_set_title (GTK_WINDOW (self), parl_source_config_get_name (config));
  look (self);
  return GTK_WINDOW (self);
}
