/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks once a second. Touches nothing of a connection but shutdown(2), which may be called from
 * any thread: the loop then finds the connection at its end. */
#include "config.h"

#include "sources/http/watchdog.h"

#include <sys/socket.h>

#define PATIENCE 2 /* seconds of a turn after a cancel */

struct _ParlWatchdog
{
  GThread *thread; /* NULL: not needed yet */
  GMutex mutex;    /* over all below */
  GCond cond;
  unsigned limit;
  bool is_over, is_paused;
  int64_t turned; /* monotonic µs: when the loop turned last */
  GCancellable *cancellable;
  GPtrArray *sockets; /* (element-type GSocket) */
};

ParlWatchdog *
parl_watchdog_new (unsigned limit)
{
  ParlWatchdog *self = g_new0 (ParlWatchdog, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->limit = limit;
  self->is_paused = true;
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
parl_watchdog_free (ParlWatchdog *self)
{
  g_mutex_lock (&self->mutex);
  self->is_over = true;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_ptr_array_unref (self->sockets);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
shut_down (ParlWatchdog *self)
{
  g_debug ("the loop has not turned for too long: %u connections are shut down",
           self->sockets->len);
  for (unsigned i = 0; i < self->sockets->len; i++)
    {
      GSocket *socket = g_ptr_array_index (self->sockets, i);
      if (!g_socket_is_closed (socket))
        shutdown (g_socket_get_fd (socket), SHUT_RDWR);
    }
  g_ptr_array_set_size (self->sockets, 0);
}

static gpointer
watch (gpointer data)
{
  ParlWatchdog *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->is_over)
    {
      bool is_cancelled = !self->is_paused && g_cancellable_is_cancelled (self->cancellable);
      int64_t now = g_get_monotonic_time ();
      int64_t most = (is_cancelled ? PATIENCE : (int64_t)self->limit) * G_USEC_PER_SEC;

      if (self->is_paused)
        g_cond_wait (&self->cond, &self->mutex);
      else if (now - self->turned > most && self->sockets->len > 0)
        shut_down (self);
      else
        g_cond_wait_until (&self->cond, &self->mutex, now + G_USEC_PER_SEC);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

void
parl_watchdog_start (ParlWatchdog *self, GCancellable *cancellable)
{
  g_mutex_lock (&self->mutex);
  self->is_paused = false;
  self->cancellable = cancellable;
  self->turned = g_get_monotonic_time ();
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  if (self->thread == NULL)
    self->thread = g_thread_new ("http-watchdog", watch, self);
}

void
parl_watchdog_turn (ParlWatchdog *self)
{
  g_mutex_lock (&self->mutex);
  self->turned = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
}

void
parl_watchdog_pause (ParlWatchdog *self)
{
  g_mutex_lock (&self->mutex);
  self->is_paused = true;
  self->cancellable = NULL;
  g_mutex_unlock (&self->mutex);
}

/* Those that are closed meanwhile are forgotten. */
void
parl_watchdog_add (ParlWatchdog *self, GSocket *socket)
{
  g_mutex_lock (&self->mutex);
  for (unsigned i = self->sockets->len; i > 0; i--)
    if (g_socket_is_closed (g_ptr_array_index (self->sockets, i - 1)))
      g_ptr_array_remove_index_fast (self->sockets, i - 1);
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_mutex_unlock (&self->mutex);
}
