/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests for JSON, one or many at once. Knows neither kinds nor what stands in a body. */
#include "config.h"

#include "sources/ask.h"

typedef struct
{
  const ParlSourceCall *call;
  const ParlAskEach *each;
  GPtrArray *rows;
  gpointer data;
  ParlComplaints *complaints;
  ParlHttpRequest *requests;
  unsigned done;
} Batch;

static ParlJson *
parse (const ParlSourceCall *call, const ParlHttpRequest *request, ParlHttpResponse *response,
       GError **error)
{
  g_autofree char *where = parl_http_dup_where (call->http, request);

  return parl_json_parse (response->body, where, error);
}

/* @path: below the source's address, already escaped
 * Returns: (transfer full): the body; %NULL with an error of this room or %G_IO_ERROR_CANCELLED */
ParlJson *
parl_ask (const ParlSourceCall *call, const char *path, GError **error)
{
  const ParlHttpRequest request = { .path = path };
  g_autoptr (ParlHttpResponse) response
      = parl_http_fetch (call->http, &request, call->cancellable, error);

  return response != NULL ? parse (call, &request, response, error) : NULL;
}

/* The same, but an empty answer is none. Returns: (nullable): NULL without an error: it was empty
 */
ParlJson *
parl_ask_any (const ParlSourceCall *call, const char *path, GError **error)
{
  const ParlHttpRequest request = { .path = path };
  g_autoptr (ParlHttpResponse) response
      = parl_http_fetch (call->http, &request, call->cancellable, error);

  return response != NULL && g_bytes_get_size (response->body) > 0
             ? parse (call, &request, response, error)
             : NULL;
}

static bool
on_answer (unsigned index, ParlHttpResponse *response, const GError *error, gpointer data,
           GError **out_error)
{
  Batch *batch = data;
  g_autoptr (GError) problem = error != NULL ? g_error_copy (error) : NULL;
  g_autoptr (ParlJson) body = NULL;

  batch->done++;
  if (batch->each->what != NULL)
    parl_ask_report (batch->call, batch->each->what, batch->each->done + batch->done,
                     batch->each->done + batch->rows->len + batch->each->left);
  if (problem == NULL)
    body = parse (batch->call, &batch->requests[index], response, &problem);
  if (body != NULL)
    {
      ParlJsonAt root = parl_json_root (body);
      batch->each->read (batch->rows->pdata[index], &root, batch->data, &problem);
    }
  return problem == NULL
         || parl_complaints_tolerate (batch->complaints, g_steal_pointer (&problem),
                                      batch->each->consequence, out_error);
}

/* @rows: one request for each, several under way at once
 * @data: for @each's read function
 * A body that cannot be had or read is a complaint, if asking for something else may still work.
 * Returns: false with the error that ends the sync */
bool
parl_ask_each (const ParlSourceCall *call, const ParlAskEach *each, GPtrArray *rows, gpointer data,
               ParlComplaints *complaints, GError **error)
{
  g_autofree ParlHttpRequest *requests = g_new0 (ParlHttpRequest, MAX (rows->len, 1));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  Batch batch = { call, each, rows, data, complaints, requests, 0 };

  for (unsigned i = 0; i < rows->len; i++)
    {
      g_ptr_array_add (paths, each->build_path (rows->pdata[i]));
      requests[i].path = paths->pdata[i];
    }
  return rows->len == 0
         || parl_http_fetch_many (call->http, requests, rows->len, on_answer, &batch,
                                  call->cancellable, error);
}

/* Returns: (transfer full): the user's rules before our own; what is wrong with his is a complaint
 */
ParlCauses *
parl_ask_load_causes (const ParlSourceCall *call, ParlComplaints *complaints, GError **error)
{
  g_autofree char *user_file
      = call->rules_dir != NULL ? g_build_filename (call->rules_dir, "causes.rules", NULL) : NULL;
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  ParlCauses *causes = parl_causes_load (user_file, call->data_dir, warnings, error);

  for (unsigned i = 0; i < warnings->len; i++)
    parl_complain (complaints, "%s", (const char *)warnings->pdata[i]);
  return causes;
}

/* Tells the progress, if anybody wants to know. */
void
parl_ask_report (const ParlSourceCall *call, const char *what, unsigned done, unsigned total)
{
  if (call->progress != NULL)
    call->progress (what, done, total, call->data);
}
