/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a column of evidence looks. Knows no page and no fact. */
#include "config.h"

#include "app/evidence/evidence-columns.h"

#include "app/evidence/evidence-model.h"
#include "app/widget.h"
#include "audiences/format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MOST_CHARS 48 /* of a column, before it is made wider by hand */
#define LEAST_CHARS 5
#define LEGIBLE_CHARS 20 /* what fits in so many is never cut short */
#define SENTENCE_CHARS 36
#define SENTENCE_LINES 2
#define MOST_SAMPLES 400 /* texts that are looked at for a column's width */

static const struct
{
  const char *column, *title, *all;
} columns[] = {
  { "device", N_ ("Device"), NULL },
  { "class", N_ ("Device Class"), N_ ("All Device Classes") },
  { "site", N_ ("Site"), N_ ("All Sites") },
  { "started", N_ ("Started"), NULL },
  { "ended", N_ ("Ended"), NULL },
  { "from", N_ ("From Release"), N_ ("From All Releases") },
  { "to", N_ ("To Release"), N_ ("To All Releases") },
  { "outcome", N_ ("Outcome"), N_ ("All Outcomes") },
  { "cause", N_ ("Cause"), N_ ("All Causes") },
  { "message", N_ ("What the Device Said"), NULL },
  { "rollout", N_ ("Rollout"), NULL },
  { "stage", N_ ("Stage"), N_ ("All Stages") },
  { "link", N_ ("Log"), NULL },
  { "day", N_ ("Day That Began"), NULL },
  { "count", N_ ("Count"), NULL },
  { "release", N_ ("Release"), N_ ("All Releases") },
  { "last_seen", N_ ("Last Seen"), NULL },
  { "tested_rollback", N_ ("Rollback Tested"), N_ ("Rollback Tested or Not") },
  { "total", N_ ("Devices"), NULL },
  { "succeeded", N_ ("Succeeded"), NULL },
  { "failed", N_ ("Failed"), NULL },
  { "cancelled", N_ ("Cancelled"), NULL },
  { "running", N_ ("Running"), NULL },
  { "waiting", N_ ("Waiting"), NULL },
  { "name", N_ ("Series"), N_ ("All Series") },
  { "le", N_ ("Up To"), NULL },
  { "time", N_ ("Time"), NULL },
  { "value", N_ ("Value"), NULL },
  { "unit", N_ ("Unit"), NULL },
  { "since", N_ ("From"), NULL },
  { "until", N_ ("Until"), NULL },
  { "hours", N_ ("Hours"), NULL },
  { "milestone", N_ ("Milestone"), NULL },
  { "title", N_ ("Title"), NULL },
  { "owner", N_ ("Owner"), N_ ("All Owners") },
  { "start", N_ ("Start"), NULL },
  { "due", N_ ("Due"), NULL },
  { "done", N_ ("Done"), NULL },
  { "measure", N_ ("Measure"), NULL },
  { "before", N_ ("Before"), NULL },
  { "now", N_ ("Now"), NULL },
  { "verdict", N_ ("Verdict"), NULL },
  { "change", N_ ("Change"), NULL },
  { "merged", N_ ("Merged"), NULL },
  { "tagged", N_ ("Tagged"), NULL },
  { "first_device", N_ ("First Device"), NULL },
  { "half", N_ ("Half of the Fleet"), NULL },
  { "days", N_ ("Days"), NULL },
  { "devices", N_ ("Devices"), NULL },
  { "changes", N_ ("Changes"), NULL },
  { "build", N_ ("Build"), NULL },
  { "minutes", N_ ("Minutes"), NULL },
};

/* Words of our own among the cells; all others are a server's. */
static const char *const words[]
    = { N_ ("succeeded"), N_ ("failed"), N_ ("downloaded"), N_ ("cancelled"), N_ ("open"),
        N_ ("none"),      N_ ("yes"),    N_ ("no"),         N_ ("unknown"),   NULL };

/* Returns: the column's name in words; the name itself where there are none */
const char *
parl_evidence_column_get_title (const char *column)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].column, column) == 0)
      return _ (columns[i].title);
  return column;
}

const char *
parl_evidence_column_get_all (const char *column)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (columns); i++)
    if (strcmp (columns[i].column, column) == 0 && columns[i].all != NULL)
      return _ (columns[i].all);
  return NULL;
}

bool
parl_evidence_column_is_sentence (const char *column)
{
  return strcmp (column, "message") == 0;
}

/* Returns: where a column stands among the others: what tells most, before what can be asked for */
unsigned
parl_evidence_column_get_rank (const char *column)
{
  static const char *const first[]
      = { "device", "ended", "cause", "message", "from", "to", "class", "site" };
  unsigned rank = 0;

  while (rank < G_N_ELEMENTS (first) && strcmp (first[rank], column) != 0)
    rank++;
  return rank;
}

static char *
format_time (const char *cell)
{
  ParlTime time;

  if (!parl_time_from_iso (cell, &time, NULL))
    return g_strdup (cell);

  bool is_day = strlen (cell) == strlen ("2026-11-20");
  return parl_format_date (time, is_day ? PARL_DATE_YEAR : PARL_DATE_STAMP);
}

/* As many digits as the cell has, at most three. */
static char *
format_number (const char *cell)
{
  double value = g_ascii_strtod (cell, NULL);
  const char *dot = strchr (cell, '.');

  if (!isfinite (value))
    return g_strdup (cell);
  return parl_format_number (value, dot != NULL ? (int)MIN (strlen (dot + 1), 3) : 0);
}

/* Returns: (transfer full): the cell as it is to be read; a dash for an unknown one */
char *
parl_evidence_column_dup_words (const char *column, ParlCellKind kind, const char *cell)
{
  bool has_words = g_str_equal (column, "outcome") || g_str_equal (column, "tested_rollback")
                   || g_str_equal (column, "cause");

  if (*cell == '\0')
    return g_strdup ("–");
  if (kind == PARL_CELL_TIME)
    return format_time (cell);
  if (kind == PARL_CELL_NUMBER)
    return format_number (cell);
  return g_strdup (has_words && g_strv_contains (words, cell) ? _ (cell) : cell);
}

/* A column. */

typedef struct
{
  char *name;
  unsigned index;
  ParlCellKind kind;
  unsigned chars;
} ColumnLook;

static void
free_look (gpointer data, GClosure *closure)
{
  ColumnLook *look = data;
  g_free (look->name);
  g_free (look);
}

/* What devices said goes on in a second line; all of it is told when its row is chosen. */
static GtkWidget *
create_sentence (void)
{
  GtkWidget *cell = gtk_label_new (NULL);
  GtkLabel *label = GTK_LABEL (cell);

  gtk_label_set_wrap (label, true);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, SENTENCE_LINES);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (label, SENTENCE_CHARS);
  gtk_label_set_xalign (label, 0);
  return cell;
}

static GtkWidget *
create_inscription (const ColumnLook *look)
{
  GtkWidget *cell = gtk_inscription_new (NULL);
  GtkInscription *inscription = GTK_INSCRIPTION (cell);
  gtk_inscription_set_min_chars (inscription, MIN (look->chars, LEGIBLE_CHARS));
  gtk_inscription_set_nat_chars (inscription, look->chars);
  gtk_inscription_set_min_lines (inscription, 1);
  gtk_inscription_set_nat_lines (inscription, 1);
  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  /* GTK turns the sides of labels by itself, and those of inscriptions not. */
  bool rtl = gtk_widget_get_direction (cell) == GTK_TEXT_DIR_RTL;
  gtk_widget_set_direction (cell, GTK_TEXT_DIR_LTR); /* numbers alone would go the other way */
  gtk_inscription_set_xalign (inscription, (look->kind == PARL_CELL_NUMBER) != rtl ? 1 : 0);
  return cell;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const ColumnLook *look = data;
  GtkWidget *cell = parl_evidence_column_is_sentence (look->name) ? create_sentence ()
                                                                  : create_inscription (look);
  gtk_widget_add_css_class (cell, "cell");
  if (look->kind != PARL_CELL_TEXT)
    gtk_widget_add_css_class (cell, "numeric");
  gtk_list_item_set_child (item, cell);
  g_object_set_data (G_OBJECT (cell), "parl-list-item", item);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const ColumnLook *look = data;
  GtkWidget *cell = gtk_list_item_get_child (item);
  const char *const *cells = parl_evidence_row_get_cells (gtk_list_item_get_item (item));
  const char *raw = cells[look->index];
  g_autofree char *text = parl_evidence_column_dup_words (look->name, look->kind, raw);
  if (GTK_IS_LABEL (cell))
    gtk_label_set_text (GTK_LABEL (cell), text);
  else
    gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
  /* What does not fit is told by the pointer. */
  gtk_widget_set_tooltip_text (cell,
                               g_utf8_strlen (text, -1) > (long)look->chars * 9 / 10 ? text : NULL);
  parl_widget_set_class (cell, "dim-label", *raw == '\0');
}

static unsigned
count_chars (ParlEvidenceTable *table, const ColumnLook *look)
{
  const ParlEvidence *evidence = parl_evidence_table_get_evidence (table);
  unsigned step = MAX (evidence->rows->len / MOST_SAMPLES, 1);
  long most = g_utf8_strlen (parl_evidence_column_get_title (look->name), -1) + 3;

  for (unsigned i = 0; i < evidence->rows->len; i += step)
    {
      const char *cell = ((char **)g_ptr_array_index (evidence->rows, i))[look->index];
      g_autofree char *text = parl_evidence_column_dup_words (look->name, look->kind, cell);
      most = MAX (most, g_utf8_strlen (text, -1) + 1);
    }
  return (unsigned)CLAMP (most, LEAST_CHARS, MOST_CHARS);
}

/* @sorter: (transfer none): makes the header one to click on
 * Returns: (transfer full): the column */
GtkColumnViewColumn *
parl_evidence_column_new (ParlEvidenceTable *table, unsigned index, GtkSorter *sorter)
{
  const char *name = parl_evidence_table_get_evidence (table)->columns[index];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  ColumnLook *look = g_new0 (ColumnLook, 1);

  look->name = g_strdup (name);
  look->index = index;
  look->kind = parl_evidence_table_get_kind (table, index);
  look->chars = count_chars (table, look);
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), look, free_look, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), look);

  GtkColumnViewColumn *column
      = gtk_column_view_column_new (parl_evidence_column_get_title (name), factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_sorter (column, sorter);
  return column;
}

unsigned
parl_evidence_column_find_position (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      GtkListItem *item = g_object_get_data (G_OBJECT (widget), "parl-list-item");
      if (item != NULL)
        return gtk_list_item_get_position (item);
    }
  return GTK_INVALID_LIST_POSITION;
}

/* A cell of the row at @position; NULL: it is not on screen. */
GtkWidget *
parl_evidence_column_find_cell (GtkWidget *widget, unsigned position)
{
  if (g_object_get_data (G_OBJECT (widget), "parl-list-item") != NULL)
    return gtk_widget_get_mapped (widget) && parl_evidence_column_find_position (widget) == position
               ? widget
               : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = parl_evidence_column_find_cell (child, position);
      if (found != NULL)
        return found;
    }
  return NULL;
}
