/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What http/http.c (the client and its batches) and http/transfer.c (one request with all its
 * tries) share. Nobody else includes this. */

#include "sources/http/http.h"
#include "sources/http/retry.h"
#include "sources/http/watchdog.h"

#include <libsoup/soup.h>

#define PARL_HTTP_MAX_REDIRECTS 3
#define PARL_HTTP_MAX_RETRY_AFTER 60 /* seconds that we are ready to wait when a server asks */

struct _ParlHttp
{
  char *source;
  GUri *base;
  char *prefix; /* the base address without a slash at its end */
  ParlAuth auth;
  GPtrArray *credentials;         /* headers: name, value, name, value; NULL: none */
  char **secrets;                 /* what no message may show */
  bool has_token;                 /* the last of them is a token */
  struct _ParlHttpTokens *tokens; /* NULL: the credentials go with each request */
  GTlsDatabase *authorities;      /* NULL: the system's */
  GTlsCertificate *certificate;   /* NULL: none */
  char *tenant;
  bool allow_plain;
  unsigned timeout;
  unsigned request_time, sync_time;
  unsigned parallel;
  size_t max_body;
  unsigned retries;
  unsigned backoff;

  GMainContext *context;
  SoupSession *session; /* made on, and for, the thread that asks */
  GThread *thread;
  GCancellable *cancellable; /* of the batch under way */
  ParlPace pace;
  ParlWatchdog *watchdog;
  int64_t ends; /* monotonic µs: when the whole sync is out of time */
  unsigned n_requests;
  GPtrArray *journal; /* (element-type ParlJournalEntry) */
  unsigned max_rows;
  uint64_t max_bytes;
  uint64_t n_rows, n_bytes; /* so far */
};

char *parl_http_dup_spent (const ParlHttp *self);
void parl_http_note_token (ParlHttp *self, const char *token);

/* One request of a batch. */
typedef struct _ParlTransfer ParlTransfer;
typedef void (*ParlTransferDone) (ParlTransfer *transfer, gpointer data);

ParlTransfer *parl_transfer_new (ParlHttp *http, const ParlHttpRequest *request, unsigned index,
                                 ParlHttpSink sink, gpointer sink_data);
void parl_transfer_free (ParlTransfer *self);
void parl_transfer_start (ParlTransfer *self, ParlTransferDone done, gpointer data);
void parl_transfer_cancel (ParlTransfer *self);
unsigned parl_transfer_get_index (const ParlTransfer *self);
ParlHttpResponse *parl_transfer_steal_response (ParlTransfer *self);
const GError *parl_transfer_get_error (const ParlTransfer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlTransfer, parl_transfer_free)
