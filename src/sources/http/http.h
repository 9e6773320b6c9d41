/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one HTTP client. It blocks: a sync runs on a thread of its own, and so reads straight down.
 * Inside, up to `parallel` requests of one batch are under way at once on a main context of its
 * own, never more than `rate` a second. It may be made on one thread and used on another, by one
 * thread at a time. A cancelled call fails with G_IO_ERROR_CANCELLED, all others with an error of
 * this room. */

#include "sources/error.h"

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct _ParlHttp ParlHttp;

typedef enum
{
  PARL_AUTH_NONE,
  PARL_AUTH_BASIC,
  PARL_AUTH_BEARER,
  PARL_AUTH_HEADER, /* the secret in headers of any name */
  PARL_AUTH_OAUTH2  /* client credentials: user and secret fetch a token, which is then a Bearer */
} ParlAuth;

typedef struct
{
  const char *source;   /* the source's name, for messages */
  const char *base_url; /* "https://host:port/prefix", no query, no user:password */
  ParlAuth auth;
  const char *user;   /* for BASIC; for OAUTH2 the client's id */
  const char *secret; /* password or token; kept in memory only */
  const char *header; /* for HEADER: "NAME" or "NAME: WORD", several with ";" between them, for as
                         many secrets with blanks between them */
  const char *token_url;       /* for OAUTH2 */
  const char *scope;           /* for OAUTH2, or NULL */
  const char *ca_file;         /* whose certificates are trusted instead of the system's; or NULL */
  const char *certificate;     /* PEM file with Parlance's own certificate and its key; or NULL */
  const char *certificate_key; /* the key (PEM), where the file doesn't hold it; or NULL */
  const char *login;     /* for BASIC: a path that gives a token for user and password, which then
                            goes with all other requests; NULL: user and password go with each */
  const char *tenant;    /* X-Scope-OrgID, or NULL */
  bool allow_plain;      /* credentials or data over http to other hosts than loopback */
  unsigned timeout;      /* seconds without a byte */
  unsigned request_time; /* seconds for one request, with all its tries */
  unsigned sync_time;    /* seconds for all that this client is asked for */
  unsigned max_rows;     /* rows of lists in all that this client is asked for */
  uint64_t max_bytes;    /* bytes of all its bodies, after decompression */
  unsigned parallel;     /* requests under way at once */
  double rate;           /* requests a second at most; 0: no limit */
  size_t max_body;       /* bytes, after decompression */
  unsigned retries;      /* tries after the first, for what can be retried */
  unsigned backoff; /* ms: the first retry waits a random part of it, each further of twice that */
} ParlHttpOptions;

/* Sensible values for all but source, base_url, auth, user, secret. */
#define PARL_HTTP_OPTIONS_INIT                                                                     \
  {                                                                                                \
    .timeout = 30, .request_time = 600, .sync_time = 6 * 3600, .max_rows = 1000000,                \
    .max_bytes = (uint64_t)2000 * 1000 * 1000, .parallel = 4, .rate = 50,                          \
    .max_body = 64 * 1024 * 1024, .retries = 4, .backoff = 500                                     \
  }

typedef struct
{
  const char *path; /* below base_url, already escaped: "/rest/v1/rollouts?offset=0" */
  const char *form; /* NULL: GET; else POST with this application/x-www-form-urlencoded body */
  const char *json; /* NULL; else POST with this body of JSON */
  const char *text; /* NULL; else POST with this body of plain text */
  const char *etag; /* If-None-Match, or NULL; not for a sink */
  const char *const *headers; /* name, value, name, value, NULL; or NULL */
} ParlHttpRequest;

typedef struct
{
  unsigned status; /* 200, 304, or any other that is not an error of this client */
  GBytes *body;    /* NULL when it went into a sink */
  char *etag;
  char *content_type;
  GHashTable *headers; /* name in small letters -> value; of several lines, joined by ", " */
} ParlHttpResponse;

/* Called with each piece of a successful body as it arrives, instead of keeping it. Returning false
 * with @error ends the request with that error. After a retry it starts with a NULL piece. */
typedef bool (*ParlHttpSink) (const char *piece, size_t length, gpointer data, GError **error);

/* Called on the calling thread for each finished request of a batch, in any order. @error is why
 * that one failed. Returning false with @out_error stops the batch with that error. */
typedef bool (*ParlHttpDone) (unsigned index, ParlHttpResponse *response, const GError *error,
                              gpointer data, GError **out_error);

ParlHttp *parl_http_new (const ParlHttpOptions *options, GError **error);
void parl_http_free (ParlHttp *self);
ParlHttpResponse *parl_http_fetch (ParlHttp *self, const ParlHttpRequest *request,
                                   GCancellable *cancellable, GError **error);
bool parl_http_fetch_into (ParlHttp *self, const ParlHttpRequest *request, ParlHttpSink sink,
                           gpointer data, GCancellable *cancellable, GError **error);
bool parl_http_fetch_many (ParlHttp *self, const ParlHttpRequest *requests, unsigned n_requests,
                           ParlHttpDone done, gpointer data, GCancellable *cancellable,
                           GError **error);
char *parl_http_dup_path (ParlHttp *self, const ParlHttpRequest *request, const char *address,
                          GError **error);
bool parl_http_take_rows (ParlHttp *self, unsigned rows, GError **error);
unsigned parl_http_get_n_requests (ParlHttp *self);
GPtrArray *parl_http_get_journal (ParlHttp *self); /* http/journal.h */
const char *parl_http_get_source (ParlHttp *self);
char *parl_http_dup_where (ParlHttp *self, const ParlHttpRequest *request);
const char *parl_http_response_get_header (const ParlHttpResponse *self, const char *name);
void parl_http_response_free (ParlHttpResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHttp, parl_http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHttpResponse, parl_http_response_free)
