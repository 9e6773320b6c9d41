/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question about something that would be lost. */
#include "config.h"

#include "app/confirm.h"

#include <glib/gi18n.h>

typedef struct
{
  void (*done) (gpointer data);
  gpointer data;
} Answer;

static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Answer *answer = data;

  (void)dialog;
  if (g_str_equal (response, "yes"))
    answer->done (answer->data);
}

static void
free_answer (gpointer data, GClosure *closure)
{
  (void)closure;
  g_free (data);
}

/**
 * parl_confirm:
 * @yes: the destructive button's label
 *
 * The dialog goes with @parent; Escape and closing it mean no.
 */
void
parl_confirm (GtkWindow *parent, const char *question, const char *consequence, const char *yes,
              void (*done) (gpointer data), gpointer data)
{
  GtkWidget *widget = adw_message_dialog_new (parent, question, consequence);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Answer *answer = g_new0 (Answer, 1);

  *answer = (Answer){ done, data };
  adw_message_dialog_add_response (dialog, "no", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "yes", yes);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "no");
  adw_message_dialog_set_close_response (dialog, "no");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), true);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), answer, free_answer, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
