/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of releases. The history holds "camera-os 2.6.0"; most fleets have one product, and say
 * "2.6.0".
 *
 * A name that came with two versions or more is a product. Names with a single version each are
 * builds of one product where they have the same type: then the name tells the release, and the
 * type is the product. A product that makes up 95 % of the attempts is not named. What came without
 * a name may be of any product: it counts for none. */
#include "config.h"

#include "store/names.h"

#include "model/release.h"
#include "model/scope.h"

#define NEARLY_ALL 0.95

typedef struct
{
  char *key; /* its name, or the type of its builds */
  bool is_name;
  unsigned n_releases;
  GHashTable *versions; /* (element-type utf8), borrowed */
  int64_t n_attempts;
} Product;

typedef struct
{
  char *release, *name, *type;
  const char *version; /* of release */
  int64_t n_attempts;
  Product *product;
} Entry;

struct _ParlNames
{
  GHashTable *shown; /* release -> what it is called */
};

static void
free_product (Product *product)
{
  g_free (product->key);
  g_hash_table_unref (product->versions);
  g_free (product);
}

static void
free_entry (Entry *entry)
{
  g_free (entry->release);
  g_free (entry->name);
  g_free (entry->type);
  g_free (entry);
}

/* @entries: (element-type Entry): gets those that name a product */
static bool
read_entries (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *entries, GError **error)
{
  g_autoptr (ParlStatement) row = parl_sql_query (
      sql,
      "WITH named AS (SELECT release, max (type) AS type FROM release"
      "  WHERE source IN (SELECT value FROM json_each (?1)) GROUP BY release)"
      " SELECT release, type, n FROM named LEFT JOIN ("
      "  SELECT to_release, count (*) AS n FROM attempt"
      "   WHERE source IN (SELECT value FROM json_each (?1)) AND EXISTS (SELECT 1 FROM named)"
      "    AND outcome <> 'no-attempt' AND ended < ?2 AND ended >= ?3 GROUP BY to_release)"
      " ON to_release = release ORDER BY release",
      error, "sii", sources, as_of, as_of - PARL_SCOPE_MAX_DAYS * PARL_DAY);
  ParlStep step;

  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      Entry *entry = g_new0 (Entry, 1);

      entry->release = parl_column_dup_text (row, 0);
      entry->name = parl_release_dup_product (entry->release);
      entry->version = parl_release_get_version (entry->release);
      entry->type = parl_column_dup_text (row, 1);
      entry->n_attempts = parl_column_is_null (row, 2) ? 0 : parl_column_integer (row, 2);
      g_ptr_array_add (entries, entry);
    }
  return step == PARL_STEP_DONE;
}

static void
put (GHashTable *products, Entry *entry, bool by_name)
{
  const char *type = entry->type != NULL ? entry->type : "";
  g_autofree char *key
      = g_strconcat (by_name ? "name " : "type ", by_name ? entry->name : type, NULL);
  Product *product = g_hash_table_lookup (products, key);

  if (product == NULL)
    {
      product = g_new0 (Product, 1);
      product->key = g_strdup (by_name ? entry->name : type);
      product->is_name = by_name;
      product->versions = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (products, g_steal_pointer (&key), product);
    }
  product->n_releases++;
  product->n_attempts += entry->n_attempts;
  g_hash_table_add (product->versions, (gpointer)entry->version);
  entry->product = product;
}

/* Returns: (transfer full) (element-type utf8 Product) */
static GHashTable *
sort_into_products (GPtrArray *entries)
{
  GHashTable *products
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)free_product);
  g_autoptr (GHashTable) several = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < entries->len; i++)
    {
      const Entry *entry = entries->pdata[i];
      if (entry->name != NULL && !g_hash_table_add (seen, entry->name))
        g_hash_table_add (several, entry->name);
    }
  for (unsigned i = 0; i < entries->len; i++)
    {
      Entry *entry = entries->pdata[i];
      if (entry->name != NULL)
        put (products, entry, g_hash_table_contains (several, entry->name));
    }
  return products;
}

/* (nullable): the product that goes without saying. Without any attempt, the only one. */
static const Product *
find_main (GHashTable *products)
{
  Product *product, *most = NULL;
  GHashTableIter iter;
  int64_t all = 0;

  g_hash_table_iter_init (&iter, products);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&product))
    {
      all += product->n_attempts;
      if (most == NULL || product->n_attempts > most->n_attempts)
        most = product;
    }
  if (most == NULL || (all == 0 && g_hash_table_size (products) > 1))
    return NULL;
  return (double)most->n_attempts >= NEARLY_ALL * (double)all ? most : NULL;
}

/* Of builds whose versions are not all different, the name is a part of the version. */
static char *
name_release (const Entry *entry, const Product *main)
{
  const Product *product = entry->product;
  bool is_build = !product->is_name && product->n_releases > 1;
  bool is_told = !is_build || g_hash_table_size (product->versions) == product->n_releases;

  if (product == main)
    return is_told ? g_strdup (entry->version)
                   : g_strdup_printf ("%s %s", entry->name, entry->version);
  if (!is_build || *product->key == '\0')
    return g_strdup (entry->release);

  g_autofree char *whole = g_strdup_printf ("%s %s", entry->name, entry->version);
  return parl_release_new (product->key, whole);
}

/* @sources: rows of the table of sources, "[1,2]"
 * @as_of: the attempts of the longest period that a scope may have before it decide
 * Returns: (transfer full): the names */
ParlNames *
parl_names_load (ParlSql *sql, const char *sources, ParlTime as_of, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify)free_entry);

  if (!read_entries (sql, sources, as_of, entries, error))
    return NULL;

  ParlNames *self = g_new0 (ParlNames, 1);
  g_autoptr (GHashTable) products = sort_into_products (entries);
  const Product *main = find_main (products);

  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (unsigned i = 0; i < entries->len; i++)
    {
      Entry *entry = entries->pdata[i];
      if (entry->product != NULL)
        g_hash_table_insert (self->shown, g_strdup (entry->release), name_release (entry, main));
    }
  return self;
}

void
parl_names_free (ParlNames *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->shown);
  g_free (self);
}

/* @self: (nullable): NULL: as the source calls it */
const char *
parl_names_get (const ParlNames *self, const char *release)
{
  const char *shown
      = self != NULL && release != NULL ? g_hash_table_lookup (self->shown, release) : NULL;

  return shown != NULL ? shown : release;
}

const char *
parl_names_get_before (const ParlNames *self, const char *from, const char *to)
{
  const char *shown = parl_names_get (self, from);

  return from == NULL || to == NULL
                 || parl_release_is_same_product (shown, parl_names_get (self, to))
             ? shown
             : NULL;
}
