/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A server on 127.0.0.1 that answers from a table, on threads of its own, and remembers what it
 * was asked. It speaks HTTP/1.1 by hand, so it can also do what no honest server would: cut a body
 * short, lie about its length, fall silent. */

#include <gio/gio.h>
#include <stdbool.h>

typedef struct
{
  unsigned status;     /* 0: 200 */
  const char *headers; /* further lines, each ended by "\r\n"; NULL: none */
  const char *type;    /* Content-Type; NULL: application/json */
  const char *body;    /* text; NULL: empty */
  GBytes *bytes;       /* instead of body */
  size_t piece;    /* send the body chunked, in pieces of so many bytes; 0: whole, with length */
  size_t cut;      /* close after so many bytes of the body; 0: no */
  unsigned delay;  /* ms before the answer */
  bool silent;     /* send the head and `cut` bytes, then nothing until the server stops */
  bool drop;       /* close without an answer */
  const char *raw; /* instead of all that: send this as it is, then close */
} ScriptAnswer;

typedef struct _ScriptServer ScriptServer;

/* For answers that depend on the request: @target with its query, @body of a POST. The strings
 * and bytes of the returned answer must outlive the call: keep them in @data. */
typedef ScriptAnswer (*ScriptHandler) (const char *method, const char *target, const char *body,
                                       gpointer data);

ScriptServer *script_server_new (void);
ScriptServer *script_server_new_tls (GTlsCertificate *certificate);
/* From now on a client has to show a certificate; any will do. */
void script_server_want_certificate (ScriptServer *self);
void script_server_free (ScriptServer *self);

/* Answers for one target play one after the other, and the last one stays. A target with a query
 * matches exactly; one without matches any query. What is in no table is a 404 in plain text.
 * @answer is copied, with its strings. */
void script_server_add (ScriptServer *self, const char *target, const ScriptAnswer *answer);
void script_server_add_file (ScriptServer *self, const char *target, const char *path);
/* Asked for whatever the table does not have. */
void script_server_set_handler (ScriptServer *self, ScriptHandler handler, gpointer data);

/* "http://127.0.0.1:12345" */
const char *script_server_get_url (ScriptServer *self);
unsigned script_server_get_port (ScriptServer *self);

unsigned script_server_count (ScriptServer *self); /* requests so far */
unsigned script_server_count_target (ScriptServer *self, const char *target);
unsigned script_server_get_most_parallel (ScriptServer *self);
/* (transfer full): request @index as it came: request line, headers, empty line, body */
char *script_server_dup_request (ScriptServer *self, unsigned index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptServer, script_server_free)
