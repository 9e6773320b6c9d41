/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages by number, by offset, by cursor, by the header Link or by an address in the body. Ends when
 * a server has no more rows, and when it lies about that: the same page again, a next page that was
 * there before, one of another host, too many of them. Knows not what rows are for. */
#include "config.h"

#include "sources/mapping/pages.h"

#include "sources/clean.h"
#include "sources/http/url.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MOST_SAID 200
#define MOST_COLUMNS 500
#define MOST_EMPTY 100 /* pages without a row, one after the other, that a filter may explain */

/* All pages of one part. */
typedef struct
{
  ParlMapAsk *ask;
  ParlMapEachRow each;
  gpointer data;
  GHashTable *values; /* those of the ask, and of the page */
  char *path;         /* of this page */
  char *body;         /* NULL: GET */
  char *next;         /* of LINK and NEXT the path, of CURSOR the cursor; NULL: the first page */
  GHashTable *seen;   /* (element-type utf8): all that `next` was */
  char *checksum;     /* of the page before */
  unsigned page_rows, page_fresh, page_past;
  bool is_over; /* all that is left lies before the period */
  ParlTally tally;
  unsigned n_empty; /* pages without a row, up to this one */

  /* of this page */
  ParlJson *json;
  const struct ParlJsonNode *columns_of; /* which object they lie in */
  GHashTable *columns;                   /* (element-type utf8 guint) */
} Pages;

/* Building a request. */

static char *
escape_for_url (const char *value)
{
  return g_uri_escape_string (value, NULL, false);
}

static char *
escape_for_json (const char *value)
{
  GString *text = g_string_new (NULL);

  for (; *value != '\0'; value++)
    if (*value == '"' || *value == '\\')
      g_string_append_printf (text, "\\%c", *value);
    else if (g_ascii_iscntrl (*value))
      g_string_append_printf (text, "\\u%04x", (unsigned)*value);
    else
      g_string_append_c (text, *value);
  return g_string_free (text, FALSE);
}

/* What a person writes into a path, such as the blanks of a query, is escaped; what is escaped
 * already stays. */
static char *
escape_rest (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text) || strchr ("-._~!$&'()*+,;=:@/?%", *text) != NULL)
      g_string_append_c (escaped, *text);
    else
      g_string_append_printf (escaped, "%%%02X", (unsigned)(unsigned char)*text);
  return g_string_free (escaped, FALSE);
}

static bool
has_no_value (const char *parameter, GHashTable *values)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  parl_map_list_placeholders (parameter, names);
  for (unsigned i = 0; i < names->len; i++)
    if (g_hash_table_contains (values, names->pdata[i]))
      return false;
  return names->len > 0;
}

/* Parameters of which no placeholder has a value are left out. */
static char *
fill_in_parameters (const char *text, GHashTable *values)
{
  g_auto (GStrv) parameters = g_strsplit (text, "&", -1);
  g_autoptr (GString) filled = g_string_new (NULL);

  for (char **each = parameters; *each != NULL; each++)
    {
      if (has_no_value (*each, values))
        continue;
      g_autofree char *parameter = parl_map_fill_in (*each, values, escape_for_url);
      g_autofree char *escaped = escape_rest (parameter);
      g_string_append_printf (filled, "%s%s", filled->len > 0 ? "&" : "", escaped);
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

static char *
fill_in_path (const char *text, GHashTable *values)
{
  size_t length = strcspn (text, "?");
  g_autofree char *place = g_strndup (text, length);
  g_autofree char *filled = parl_map_fill_in (place, values, escape_for_url);
  g_autofree char *escaped = escape_rest (filled);

  if (text[length] == '\0')
    return g_steal_pointer (&escaped);
  g_autofree char *query = fill_in_parameters (text + length + 1, values);
  return g_strconcat (escaped, *query != '\0' ? "?" : NULL, query, NULL);
}

static void
set_number (Pages *self, const char *name, uint64_t number)
{
  g_hash_table_replace (self->values, g_strdup (name), g_strdup_printf ("%" PRIu64, number));
}

static void
prepare (Pages *self, unsigned index)
{
  const ParlMapPart *part = self->ask->part;
  bool is_address = part->paging == PARL_PAGING_LINK || part->paging == PARL_PAGING_NEXT;

  set_number (self, "page", (uint64_t)part->first + index);
  set_number (self, "offset", (uint64_t)self->tally.read);
  if (part->paging == PARL_PAGING_CURSOR && self->next != NULL)
    g_hash_table_replace (self->values, g_strdup ("cursor"), g_strdup (self->next));
  g_free (self->path);
  g_clear_pointer (&self->body, g_free);
  self->path = is_address && self->next != NULL ? g_strdup (self->next)
                                                : fill_in_path (part->path, self->values);
  if (part->body != NULL)
    self->body = part->is_form ? fill_in_parameters (part->body, self->values)
                               : parl_map_fill_in (part->body, self->values, escape_for_json);
}

static char **
fill_in_headers (const Pages *self)
{
  char *const *headers = self->ask->part->headers;
  GStrvBuilder *filled = g_strv_builder_new ();

  for (unsigned i = 0; headers[i] != NULL; i++)
    {
      g_autofree char *text = parl_map_fill_in (headers[i], self->values, NULL);
      g_strdelimit (text, "\r\n", ' ');
      g_strv_builder_add (filled, text);
    }
  char **list = g_strv_builder_end (filled);
  g_strv_builder_unref (filled);
  return list;
}

static ParlHttpRequest
describe (const Pages *self, char **headers)
{
  bool is_form = self->ask->part->is_form;

  return (ParlHttpRequest){ .path = self->path,
                            .form = is_form ? self->body : NULL,
                            .json = is_form ? NULL : self->body,
                            .headers = (const char *const *)headers };
}

/* Complaints about the server. */

static bool G_GNUC_PRINTF (4, 5)
    fail (const Pages *self, ParlSourceError code, GError **error, const char *format, ...)
{
  const ParlHttpRequest request = describe (self, NULL);
  g_autofree char *where = parl_http_dup_where (self->ask->call->http, &request);
  va_list args;

  va_start (args, format);
  g_autofree char *reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, PARL_SOURCE_ERROR, code, "%s: %s", where, reason);
  return false;
}

static bool
take_from_budget (Pages *self, GError **error)
{
  ParlMapBudget *budget = self->ask->budget;

  if (budget->pages == 0 || self->n_empty > MOST_EMPTY)
    return fail (self, PARL_SOURCE_ERROR_TOO_LARGE, error,
                 _ ("the server has more than is read at once: the pages do not end"));
  budget->pages--;
  return true;
}

static bool
is_same_as_before (Pages *self, GBytes *body)
{
  char *checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  bool same = g_strcmp0 (checksum, self->checksum) == 0;

  g_free (self->checksum);
  self->checksum = checksum;
  return same;
}

/* An error inside of a success. */
static bool
take_error (const ParlJsonAt *at, bool name G_GNUC_UNUSED, gpointer data,
            GError **error G_GNUC_UNUSED)
{
  char **said = data;
  ParlJsonAt message;
  bool present;
  g_autofree char *text = parl_json_dup_scalar (at, NULL);

  if (parl_json_optional (at, "message", &message, &present, NULL) && present)
    text = parl_json_dup_scalar (&message, NULL);
  else if (text == NULL && parl_json_count_children (at) > 0)
    text = g_strdup (_ ("it does not say which"));
  if (text == NULL || *text == '\0' || g_str_equal (text, "0") || g_str_equal (text, "false"))
    return true;
  *said = parl_clean_text (text, MOST_SAID);
  return *said == NULL;
}

static bool
check_error (Pages *self, const ParlJsonAt *root, GError **error)
{
  g_autofree char *said = NULL;

  if (self->ask->part->error != NULL)
    parl_json_path_walk (self->ask->part->error, root, NULL, take_error, &said, NULL);
  return said == NULL
         || fail (self, PARL_SOURCE_ERROR_SERVER, error,
                  _ ("the server reports an error in a successful answer: “%s”"), said);
}

/* Rows. */

static bool
take_column (const ParlJsonAt *at, bool name G_GNUC_UNUSED, gpointer data,
             GError **error G_GNUC_UNUSED)
{
  GHashTable *columns = data;
  char *text = parl_json_dup_scalar (at, NULL);

  g_hash_table_insert (columns, text != NULL ? text : g_strdup (""),
                       GUINT_TO_POINTER (g_hash_table_size (columns) + 1));
  return g_hash_table_size (columns) < MOST_COLUMNS;
}

/* Which element is which, of a row that is an array. */
static GHashTable *
find_columns (Pages *self, const ParlJsonAt *row)
{
  const ParlJsonAt *around = row->parent;

  if (self->ask->part->columns == NULL || parl_json_is_object (row))
    return NULL;
  while (around != NULL && !parl_json_is_object (around))
    around = around->parent;
  const struct ParlJsonNode *node = around != NULL ? around->node : row->node;
  if (self->columns == NULL || self->columns_of != node)
    {
      g_clear_pointer (&self->columns, g_hash_table_unref);
      self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->columns_of = node;
      parl_json_path_walk (self->ask->part->columns, row, NULL, take_column, self->columns, NULL);
    }
  return self->columns;
}

static bool
take_row (const ParlJsonAt *at, bool name G_GNUC_UNUSED, gpointer data, GError **error)
{
  Pages *self = data;
  ParlMapRow row = { .at = at, .columns = find_columns (self, at), .values = self->values };

  self->page_rows++;
  bool going = parl_http_take_rows (self->ask->call->http, 1, error)
               && self->each (&row, self->data, error);
  self->page_fresh += !row.repeated;
  self->page_past += row.past;
  return going;
}

/* Where the next page is. */

static bool
take_text (const ParlJsonAt *at, bool name G_GNUC_UNUSED, gpointer data,
           GError **error G_GNUC_UNUSED)
{
  char **text = data;

  if (parl_json_is_null (at))
    return true;
  *text = parl_json_dup_scalar (at, NULL);
  return false;
}

/* (transfer full) (nullable): what the server says of it. */
static char *
find_next (Pages *self, const ParlJsonAt *root, const ParlHttpResponse *response)
{
  char *said = NULL;

  if (self->ask->part->paging == PARL_PAGING_LINK)
    return parl_http_link_dup_next (parl_http_response_get_header (response, "link"));
  parl_json_path_walk (self->ask->part->next, root, NULL, take_text, &said, NULL);
  if (said != NULL && (*said == '\0' || g_str_equal (said, "false")))
    g_clear_pointer (&said, g_free);
  return said;
}

static bool
follow (Pages *self, char *said, const ParlHttpRequest *request, bool *more, GError **error)
{
  g_autofree char *next = said;

  *more = next != NULL;
  if (next != NULL && self->ask->part->paging != PARL_PAGING_CURSOR)
    {
      g_autofree char *address = g_steal_pointer (&next);
      next = parl_http_dup_path (self->ask->call->http, request, address, error);
      if (next == NULL)
        return false;
    }
  if (next == NULL)
    return true;
  if (!g_hash_table_add (self->seen, g_strdup (next)) || g_str_equal (next, self->path))
    return fail (self, PARL_SOURCE_ERROR_MALFORMED, error,
                 _ ("the server names a page as the next one that was there before"));
  g_free (self->next);
  self->next = g_steal_pointer (&next);
  return true;
}

/* How many rows the server says there are, in a header or in the body; -1: it does not say. */
static int64_t
find_total (Pages *self, const ParlJsonAt *root, const ParlHttpResponse *response)
{
  static const char *const headers[] = { "x-total-count", "x-total" };
  g_autofree char *said = NULL;
  gint64 total;

  if (self->ask->part->total != NULL)
    parl_json_path_walk (self->ask->part->total, root, NULL, take_text, &said, NULL);
  for (unsigned i = 0; said == NULL && i < G_N_ELEMENTS (headers); i++)
    said = g_strdup (parl_http_response_get_header (response, headers[i]));
  return said != NULL && g_ascii_string_to_signed (said, 10, 0, G_MAXINT64, &total, NULL) ? total
                                                                                          : -1;
}

/* One page. */

static bool
read_page (Pages *self, const ParlHttpRequest *request, const ParlHttpResponse *response,
           bool *more, GError **error)
{
  const ParlMapPart *part = self->ask->part;
  g_autofree char *where = parl_http_dup_where (self->ask->call->http, request);

  g_clear_pointer (&self->json, parl_json_free);
  g_clear_pointer (&self->columns, g_hash_table_unref);
  self->json = parl_json_parse (response->body, where, error);
  if (self->json == NULL)
    return false;

  ParlJsonAt root = parl_json_root (self->json);
  self->page_rows = self->page_fresh = self->page_past = 0;
  if (!check_error (self, &root, error))
    return false;
  bool is_numbered = part->paging == PARL_PAGING_PAGE || part->paging == PARL_PAGING_OFFSET;
  bool is_same = is_same_as_before (self, response->body);
  g_autoptr (GError) local = NULL;
  if (!(is_numbered && is_same))
    parl_json_path_walk (part->rows, &root, NULL, take_row, self, &local);
  else
    return fail (self, PARL_SOURCE_ERROR_MALFORMED, error,
                 _ ("the server gives the same page again instead of the next one"));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return false;
    }
  parl_tally_add_page (&self->tally, find_total (self, &root, response), self->page_rows,
                       self->page_fresh);
  self->n_empty = self->page_rows == 0 ? self->n_empty + 1 : 0;
  /* A page may be short and not the last: where no total is said, an empty one is the end. */
  self->is_over
      = part->is_newest_first && self->page_rows > 0 && self->page_past == self->page_rows;
  *more = is_numbered && !self->is_over && parl_tally_goes_on (&self->tally, 1, false);
  if (is_numbered || self->is_over || part->paging == PARL_PAGING_NONE)
    return true;
  return follow (self, find_next (self, &root, response), request, more, error);
}

static bool
ask_page (Pages *self, unsigned index, bool *more, GError **error)
{
  prepare (self, index);

  g_auto (GStrv) headers = fill_in_headers (self);
  const ParlHttpRequest request = describe (self, headers);
  g_autoptr (GError) local = NULL;

  g_autoptr (ParlHttpResponse) response
      = parl_http_fetch (self->ask->call->http, &request, self->ask->call->cancellable, &local);
  *more = false;
  if (index > 0 && g_error_matches (local, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND)
      && (self->ask->part->paging == PARL_PAGING_PAGE
          || self->ask->part->paging == PARL_PAGING_OFFSET))
    return true; /* many servers know no page behind the last */
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return false;
    }
  if (index == 0)
    {
      self->ask->body = g_bytes_ref (response->body);
      self->ask->where = g_strdup_printf ("%s %s", self->body != NULL ? "POST" : "GET", self->path);
    }
  return take_from_budget (self, error) && read_page (self, &request, response, more, error);
}

static GHashTable *
copy_values (GHashTable *values)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  const char *name, *value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, (gpointer *)&name, (gpointer *)&value))
    g_hash_table_insert (copy, g_strdup (name), g_strdup (value));
  return copy;
}

/* @each: called for each row of each page; false with @error ends it
 * Returns: false with any error of this room: what came before it is not all there is */
bool
parl_map_ask (ParlMapAsk *self, ParlMapEachRow each, gpointer data, GError **error)
{
  Pages pages = { .ask = self,
                  .each = each,
                  .data = data,
                  .values = copy_values (self->values),
                  .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  .tally = PARL_TALLY_INIT };
  bool more = true, going = true;

  if (self->part->limit > 0)
    set_number (&pages, "limit", (uint64_t)self->part->limit);
  for (unsigned index = 0; going && more && !(self->first_page_only && index > 0); index++)
    going = ask_page (&pages, index, &more, error);
  if (going && !self->first_page_only && !pages.is_over && self->part->paging != PARL_PAGING_NONE
      && !parl_tally_is_whole (&pages.tally))
    {
      const ParlHttpRequest request = describe (&pages, NULL);
      g_autofree char *where = parl_http_dup_where (self->call->http, &request);

      self->is_short = true;
      parl_tally_complain (&pages.tally, where, self->complaints);
    }

  g_hash_table_unref (pages.values);
  g_hash_table_unref (pages.seen);
  g_clear_pointer (&pages.columns, g_hash_table_unref);
  g_clear_pointer (&pages.json, parl_json_free);
  g_free (pages.path);
  g_free (pages.body);
  g_free (pages.next);
  g_free (pages.checksum);
  return going;
}
