/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli report: one page for one audience. Fails closed: a stale, partial or empty page is
 * not written, and an older file of that name is removed before the page is begun. */
#include "config.h"

#include "cli/command.h"
#include "report/export.h"
#include "report/facts-json.h"
#include "report/page.h"

#include <glib/gi18n.h>

/* As an audience: each of them, into a folder, as AUDIENCE.png. */
#define ALL_AUDIENCES "all"

/* The pictures come first, and in their own order. */
typedef enum
{
  FORMAT_PNG = PARL_PICTURE_PNG,
  FORMAT_PDF = PARL_PICTURE_PDF,
  FORMAT_SVG = PARL_PICTURE_SVG,
  FORMAT_TEXT,
  FORMAT_JSON
} Format;

static const char *const format_names[] = { "png", "pdf", "svg", "text", "json", NULL };
static const char *const endings[] = { "png", "pdf", "svg", "txt", "json" };
static const char *const theme_names[]
    = { "light", "dark", "contrast", "contrast-dark", "print", NULL };

typedef struct
{
  char *audience;
  char *format_name;
  char *size_name;
  char *theme_name;
  char *output;
  char *card_id;
  gboolean allow_stale;
  gboolean allow_partial;
  gboolean draft;
  gboolean beside;

  Format format;
  const ParlPageSize *size;
  ParlTheme theme;
} Request;

static void
clear_request (Request *request)
{
  g_free (request->audience);
  g_free (request->format_name);
  g_free (request->size_name);
  g_free (request->theme_name);
  g_free (request->output);
  g_free (request->card_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, clear_request)

/* Position of @name in a list of names, or -1. */
static int
find_name (const char *const *names, const char *name)
{
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;
  return -1;
}

static bool
is_picture (int format)
{
  return format <= FORMAT_SVG;
}

static int
check_request (const ParlCommon *common, Request *request)
{
  int format
      = find_name (format_names, request->format_name != NULL ? request->format_name : "png");
  int theme = find_name (theme_names, request->theme_name != NULL ? request->theme_name : "print");

  /* As everywhere, "-" is standard output. */
  if (g_strcmp0 (request->output, "-") == 0)
    g_clear_pointer (&request->output, g_free);
  request->size = parl_page_size_find (request->size_name != NULL ? request->size_name : "1080p");
  if (request->audience == NULL)
    return parl_command_usage (&parl_command_report, _ ("name an audience, like --audience exec"));
  if (format < 0)
    return parl_command_usage (&parl_command_report,
                               _ ("--format is png, pdf, svg, text or json, not “%s”"),
                               request->format_name);
  if (theme < 0)
    return parl_command_usage (
        &parl_command_report,
        _ ("--theme is light, dark, contrast, contrast-dark or print, not “%s”"),
        request->theme_name);
  if (request->size == NULL)
    return parl_command_usage (&parl_command_report, _ ("--size is 1080p, 2x or a4, not “%s”"),
                               request->size_name);
  if (request->output == NULL
      && (is_picture (format) || g_str_equal (request->audience, ALL_AUDIENCES)))
    return parl_command_usage (&parl_command_report, _ ("say with -o where it goes"));
  if (request->card_id != NULL && !is_picture (format))
    return parl_command_usage (&parl_command_report, _ ("--card is for --format png, pdf or svg"));
  if (request->card_id != NULL && common->checks->len > 0)
    return parl_command_usage (&parl_command_report,
                               _ ("--what-if is for a whole page, not for --card"));
  if (request->beside && !is_picture (format))
    return parl_command_usage (&parl_command_report,
                               _ ("--beside is for --format png, pdf or svg"));
  if (request->beside
      && (g_str_has_suffix (request->output, ".txt")
          || g_str_has_suffix (request->output, ".json")))
    return parl_command_usage (&parl_command_report,
                               _ ("--beside writes the words to “%s” itself: name the picture .%s"),
                               request->output, endings[format]);
  request->format = (Format)format;
  request->theme = (ParlTheme)theme;
  return PARL_EXIT_DONE;
}

static bool
is_allowed (const Request *request, const ParlBoard *board, GError **error)
{
  if (!board->has_data)
    g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_NO_DATA, _ ("Nothing to report: %s"),
                 parl_scope_is_filtered (board->findings->scope)
                     ? _ ("there are no data of what is asked for")
                     : _ ("the data that came say nothing on this page"));
  else if (board->is_stale && !request->allow_stale)
    g_set_error (
        error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_STALE,
        _ ("Not written: the data are too old to speak about now (--allow-stale writes the "
           "page with that word across it)"));
  else if (board->is_partial && !request->allow_partial)
    g_set_error (
        error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_PARTIAL,
        _ ("Not written: a source brought less than asked for, or nothing (--allow-partial "
           "writes the page with that word across it)"));
  else
    return true;
  return false;
}

static const char *
choose_stamp (const Request *request, const ParlBoard *board)
{
  if (board->is_stale)
    return _ ("STALE");
  if (board->is_partial)
    return _ ("PARTIAL");
  return request->draft ? _ ("DRAFT") : NULL;
}

static bool
write_card (const Request *request, const ParlBoard *board, GOutputStream *stream, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      if (g_str_equal (card->id, request->card_id))
        return parl_card_write (card, request->size, request->theme,
                                (ParlPictureFormat)request->format, stream, error);
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", card->id);
    }
  g_set_error (error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_NOT_FOUND,
               _ ("There is no card “%s” for this audience; there are %s"), request->card_id,
               known->str);
  return false;
}

static bool
write_report (const Request *request, const ParlBoard *board, Format format, GOutputStream *stream,
              GError **error)
{
  ParlPageOptions options = { request->theme, choose_stamp (request, board) };

  if (is_picture ((int)format))
    return request->card_id != NULL ? write_card (request, board, stream, error)
                                    : parl_page_write (board, request->size, &options,
                                                       (ParlPictureFormat)format, stream, error);

  g_autofree char *text
      = format == FORMAT_TEXT ? parl_board_to_text (board) : parl_board_to_json (board);
  return g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, error);
}

/* To standard output; a picture always goes to a file. */
static bool
print_report (const Request *request, const ParlBoard *board, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  if (!write_report (request, board, request->format, stream, error)
      || !g_output_stream_write_all (stream, "", 1, NULL, NULL, error))
    return false;
  return parl_command_print (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                             error);
}

#define MOST_FILES 3

/* One page on its way: who it is for, and the files it becomes; none: standard output. */
typedef struct
{
  char *audience;
  unsigned n_files;
  Format formats[MOST_FILES];
  ParlExport *exports[MOST_FILES]; /* the picture is the last to get its name */
} Page;

static void
free_page (Page *page)
{
  g_free (page->audience);
  for (unsigned i = 0; i < page->n_files; i++)
    parl_export_free (page->exports[i]);
  g_free (page);
}

static char **
list_audiences (const Request *request)
{
  if (!g_str_equal (request->audience, ALL_AUDIENCES))
    return g_strdupv ((char *[]){ request->audience, NULL });

  ParlSessionOptions options = parl_session_default_options ();
  return parl_session_list_audiences (&options, NULL);
}

static bool
begin_file (Page *page, Format format, const char *path, GError **error)
{
  ParlExport *export = parl_export_begin (path, error);

  if (export == NULL)
    return false;
  page->formats[page->n_files] = format;
  page->exports[page->n_files++] = export;
  return true;
}

/* "exec.png" has "exec.txt" beside it. */
static bool
begin_beside (Page *page, const char *path, GError **error)
{
  static const Format formats[] = { FORMAT_TEXT, FORMAT_JSON };
  const char *dot = strrchr (path, '.'), *slash = strrchr (path, G_DIR_SEPARATOR);
  bool has_ending = dot != NULL && (slash == NULL || dot > slash + 1);
  int length = (int)(has_ending ? (size_t)(dot - path) : strlen (path));

  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name = g_strdup_printf ("%.*s.%s", length, path, endings[formats[i]]);
      if (!begin_file (page, formats[i], name, error))
        return false;
    }
  return true;
}

/* Takes away what stands under every page's name before anything else is tried. */
static GPtrArray *
begin_pages (const Request *request, char **audiences, GError **error)
{
  bool many = g_str_equal (request->audience, ALL_AUDIENCES);
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify)free_page);

  for (char **audience = audiences; *audience != NULL; audience++)
    {
      Page *page = g_new0 (Page, 1);
      g_autofree char *name = g_strdup_printf ("%s.%s", *audience, endings[request->format]);
      g_autofree char *path
          = many ? g_build_filename (request->output, name, NULL) : g_strdup (request->output);

      g_ptr_array_add (pages, page);
      page->audience = g_strdup (*audience);
      if (path == NULL)
        continue;
      if ((request->beside && !begin_beside (page, path, error))
          || !begin_file (page, request->format, path, error))
        return NULL;
    }
  return g_steal_pointer (&pages);
}

static bool
finish_page (ParlCommon *common, const Request *request, const ParlComputed *computed, Page *page,
             GError **error)
{
  const ParlBoard *board = parl_computed_get_board (computed, page->audience);

  if (!is_allowed (request, board, error)
      || g_cancellable_set_error_if_cancelled (common->cancellable, error))
    return false;
  if (page->n_files == 0)
    return print_report (request, board, error);
  for (unsigned i = 0; i < page->n_files; i++)
    if (!write_report (request, board, page->formats[i], parl_export_get_stream (page->exports[i]),
                       error))
      {
        g_prefix_error (error, "%s: ", parl_export_get_path (page->exports[i]));
        return false;
      }
  for (unsigned i = 0; i < page->n_files; i++)
    if (!parl_export_finish (page->exports[i], error))
      return false;
  return true;
}

static bool
make_report (ParlCommon *common, const Request *request, GError **error)
{
  g_auto (GStrv) audiences = list_audiences (request);
  g_autoptr (GPtrArray) pages = begin_pages (request, audiences, error);
  g_autoptr (ParlSession) session
      = pages != NULL ? parl_command_open_session (common, error) : NULL;
  g_autoptr (ParlComputed) computed
      = session != NULL
            ? parl_command_compute (common, session, (const char *const *)audiences, error)
            : NULL;

  if (computed == NULL)
    return false;
  for (unsigned i = 0; i < pages->len; i++)
    if (!finish_page (common, request, computed, g_ptr_array_index (pages, i), error))
      return false;
  parl_command_note_targets (computed);
  return true;
}

static int
run_report (ParlCommon *common, int argc, char **argv)
{
  g_auto (Request) request = { NULL };
  GOptionEntry entries[] = {
    { "audience", 0, 0, G_OPTION_ARG_STRING, &request.audience,
      _ ("exec, ops, engineer, designer, your own, or all: then -o is a folder"), "AUDIENCE" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &request.format_name, _ ("png, pdf, svg, text or json"),
      "FORMAT" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &request.size_name, "1080p, 2x or a4", "SIZE" },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &request.theme_name,
      _ ("print, light, dark, contrast or contrast-dark"), "THEME" },
    { "card", 0, 0, G_OPTION_ARG_STRING, &request.card_id, _ ("One card alone, as a picture"),
      "CARD" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &request.output,
      _ ("The file to write; -: standard output, of text and JSON"), "FILE" },
    { "beside", 0, 0, G_OPTION_ARG_NONE, &request.beside,
      _ ("Beside the picture, its words as .txt and its facts as .json"), NULL },
    { "allow-stale", 0, 0, G_OPTION_ARG_NONE, &request.allow_stale,
      _ ("Write it from old data too, with STALE across the page"), NULL },
    { "allow-partial", 0, 0, G_OPTION_ARG_NONE, &request.allow_partial,
      _ ("Write it from partial data too, with PARTIAL across the page"), NULL },
    { "draft", 0, 0, G_OPTION_ARG_NONE, &request.draft, _ ("Put DRAFT across the page"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!parl_command_parse (&parl_command_report, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc > 1)
    return parl_command_usage (&parl_command_report, _ ("“%s” is not expected here"), argv[1]);

  g_autoptr (GError) error = NULL;
  int status = check_request (common, &request);
  if (status != PARL_EXIT_DONE)
    return status;
  return make_report (common, &request, &error) ? PARL_EXIT_DONE : parl_command_fail (error);
}

const ParlCommand parl_command_report = {
  .name = "report",
  .summary = N_ ("Write one page for one audience: a picture, text or JSON."),
  .traits = PARL_COMMAND_SHOWS_FACTS,
  .run = run_report,
};
