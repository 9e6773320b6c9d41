/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question about something that would be lost. */
#include "config.h"

#include "app/confirm.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWindow *parent; /* owned only while a yes waits to be acted on */
  void (*done) (gpointer data);
  gpointer data;
} Answer;

static void
free_yes (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->parent);
  g_free (answer);
}

static void
free_answer (gpointer data, GClosure *closure)
{
  g_free (data);
}

static gboolean
on_idle (gpointer data)
{
  Answer *answer = data;

  answer->done (answer->data);
  return G_SOURCE_REMOVE;
}

/* Acted on when the dialog has done with itself: it goes with its parent. */
static void
on_response (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  const Answer *answer = data;
  if (!g_str_equal (response, "yes"))
    return;
  Answer *yes = g_new0 (Answer, 1);
  *yes = (Answer){ g_object_ref (answer->parent), answer->done, answer->data };
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle, yes, free_yes);
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

  *answer = (Answer){ parent, done, data };
  adw_message_dialog_add_response (dialog, "no", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "yes", yes);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "no");
  adw_message_dialog_set_close_response (dialog, "no");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), true);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), answer, free_answer, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
