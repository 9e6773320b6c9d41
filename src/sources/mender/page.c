/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All pages of a list. Knows how Mender pages (page from 1, per_page up to 500, the body a bare
 * array, X-Total-Count and Link in the headers, a page behind the end empty), not what is in the
 * lists. */
#include "config.h"

#include "sources/mender/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* How often a list is read whose pages shifted: rows are in the order of their status, and move
 * while devices report. */
#define MAX_PASSES 4

typedef struct
{
  ParlMd *md;
  const ParlMdList *list;
  GHashTable *seen; /* (element-type utf8): ids */
  GHashTable *here; /* (element-type utf8): those of this pass */
  ParlTally tally;  /* of this pass */
  bool more;        /* the Link of the last page names a next one */
  bool left_out;    /* something of it could not be read */
} Pages;

/* Returns: (transfer full): the answer to a request for one page, and its body in *@response */
static ParlJson *
ask_page (Pages *pages, int64_t page, unsigned per_page, ParlHttpResponse **response,
          GError **error)
{
  const ParlMdList *list = pages->list;
  const ParlSourceCall *call = pages->md->call;
  g_autofree char *query
      = g_strdup_printf ("%s%cpage=%" G_GINT64_FORMAT "&per_page=%u", list->path,
                         strchr (list->path, '?') != NULL ? '&' : '?', page, per_page);
  g_autofree char *json
      = list->body == NULL
            ? NULL
            : g_strdup_printf ("{\"page\":%" G_GINT64_FORMAT ",\"per_page\":%u%s%s}", page,
                               per_page, *list->body != '\0' ? "," : "", list->body);
  const ParlHttpRequest request = { .path = json != NULL ? list->path : query, .json = json };
  g_autofree char *where = parl_http_dup_where (call->http, &request);

  *response = parl_http_fetch (call->http, &request, call->cancellable, error);
  return *response != NULL ? parl_json_parse ((*response)->body, where, error) : NULL;
}

/* -1: it says nothing, or nothing that is a count. */
static int64_t
read_total (const ParlHttpResponse *response)
{
  const char *text = parl_http_response_get_header (response, "x-total-count");
  gint64 total;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &total, NULL))
    return -1;
  return total;
}

/* Whether a Link header has rel="next"; it comes in several lines or in one. */
static bool
has_next (const ParlHttpResponse *response)
{
  const char *link = parl_http_response_get_header (response, "link");

  return link != NULL
         && (strstr (link, "rel=\"next\"") != NULL || strstr (link, "rel=next") != NULL);
}

/* *fresh: no page of this pass had it before */
static bool
read_element (Pages *pages, const ParlJsonAt *element, bool *fresh, GError **error)
{
  const char *id;

  if (!parl_json_get_string (element, "id", &id, error))
    return false;
  if (*id == '\0' || strlen (id) > 200)
    {
      parl_json_fail (element, error, _ ("expected an id"));
      return false;
    }
  if (!pages->list->each (pages->md, element, pages->list->data, error))
    return false;
  g_hash_table_add (pages->seen, g_strdup (id));
  *fresh = g_hash_table_add (pages->here, g_strdup (id));
  return true;
}

static bool
read_page (Pages *pages, int64_t page, unsigned per_page, GError **error)
{
  g_autoptr (ParlHttpResponse) response = NULL;
  g_autoptr (ParlJson) body = ask_page (pages, page, per_page, &response, error);

  if (body == NULL)
    return false;
  ParlJsonAt root = parl_json_root (body);
  unsigned length, n_fresh = 0;
  if (!parl_json_length (&root, &length, error)
      || !parl_http_take_rows (pages->md->call->http, length, error))
    return false;

  pages->more = has_next (response);
  for (unsigned i = 0; i < length; i++)
    {
      g_autoptr (GError) problem = NULL;
      ParlJsonAt element;
      bool fresh = false;

      if (!parl_json_element (&root, i, &element, error))
        return false;
      if (read_element (pages, &element, &fresh, &problem))
        {
          n_fresh += fresh;
          continue;
        }
      parl_complain (pages->md->complaints, _ ("%s; it was left out"), problem->message);
      pages->left_out = true;
    }
  parl_tally_add_page (&pages->tally, read_total (response), length, n_fresh);
  return true;
}

static void
report (const Pages *pages)
{
  unsigned found = g_hash_table_size (pages->seen);

  if (pages->list->what != NULL)
    parl_ask_report (pages->md->call, pages->list->what, found,
                     (unsigned)CLAMP (pages->tally.most, 0, G_MAXUINT));
}

static void
begin_pass (Pages *pages)
{
  pages->tally = (ParlTally)PARL_TALLY_INIT;
  g_hash_table_remove_all (pages->here);
}

/* Once from the first page to the last. *enough: it was ended by the caller. */
static bool
read_pass (Pages *pages, bool *enough, GError **error)
{
  unsigned per_page = pages->md->page;

  begin_pass (pages);
  for (int64_t page = 1;; page++)
    {
      g_autoptr (GError) problem = NULL;

      if (!read_page (pages, page, per_page, &problem))
        {
          /* A deployment names all its devices: half as many may fit. */
          if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE)
              && per_page > 1)
            {
              per_page = pages->md->page = per_page / 2;
              page = 0;
              begin_pass (pages);
              continue;
            }
          g_propagate_error (error, g_steal_pointer (&problem));
          return false;
        }
      report (pages);
      *enough
          = pages->list->is_enough != NULL && pages->list->is_enough (pages->md, pages->list->data);
      if (*enough || !parl_tally_goes_on (&pages->tally, per_page, pages->more))
        return true;
    }
}

static bool
is_complete (const Pages *pages)
{
  return parl_tally_is_whole (&pages->tally)
         || pages->tally.most == g_hash_table_size (pages->seen);
}

/* @complete: (out) (optional): whether every element was read, or the caller had enough
 * @total: (out) (optional): how many the server speaks of; -1: it does not say
 * Reads a list to its end. Where fewer different elements came than there are, pages shifted, and
 * it is read again: what is there is never lost, and what comes twice is one. It also ends, with a
 * warning, where the server never would.
 * Returns: false when a page cannot be had or read; those before it have been given to the caller
 */
bool
parl_md_read_list (ParlMd *self, const ParlMdList *list, bool *complete, int64_t *total,
                   GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const ParlHttpRequest request = { .path = list->path, .json = list->body };
  g_autofree char *where = parl_http_dup_where (self->call->http, &request);
  Pages pages = { .md = self, .list = list, .seen = seen, .here = here, .tally = PARL_TALLY_INIT };
  bool enough = false;

  for (unsigned pass = 0; pass < MAX_PASSES; pass++)
    {
      unsigned before = g_hash_table_size (seen);

      if (!read_pass (&pages, &enough, error))
        return false;
      if (enough || pages.left_out || is_complete (&pages) || parl_tally_is_endless (&pages.tally)
          || (pass > 0 && g_hash_table_size (seen) == before))
        break;
    }
  if (!enough && !pages.left_out && !is_complete (&pages))
    {
      pages.tally.found = g_hash_table_size (seen); /* of all passes */
      parl_tally_complain (&pages.tally, where, self->complaints);
    }
  if (complete != NULL)
    *complete = enough || (is_complete (&pages) && !pages.left_out);
  if (total != NULL)
    *total = pages.tally.most;
  return true;
}

/* Asks for one element of a list, only to learn how many there are; -1: the server does not say. */
bool
parl_md_count (ParlMd *self, const char *path, int64_t *total, GError **error)
{
  const ParlMdList list = { .path = path };
  Pages pages = { .md = self, .list = &list };
  g_autoptr (ParlHttpResponse) response = NULL;
  g_autoptr (ParlJson) body = ask_page (&pages, 1, 1, &response, error);
  unsigned length;

  if (body == NULL)
    return false;
  ParlJsonAt root = parl_json_root (body);
  *total = read_total (response);
  return parl_json_length (&root, &length, error);
}
