/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules for a source's fields, and what becomes of them. */

#include "app/sources/source-form.h"
#include "app/dashboard/source-item.h"

static void
test_normalize (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "  ", "" },
    { "https://updates.example.com", "https://updates.example.com" },
    { " https://updates.example.com/ ", "https://updates.example.com" },
    { "updates.example.com", "https://updates.example.com" },
    { "localhost:9090", "http://localhost:9090" },
    { "127.0.0.1:8080/rest/v1/", "http://127.0.0.1:8080" },
    { "https://updates.example.com/UI/#/targets", "https://updates.example.com" },
    { "https://mender.example.com/ui/deployments/active", "https://mender.example.com" },
    { "https://metrics.example.com/prometheus/graph", "https://metrics.example.com/prometheus" },
    { "http://metrics.example.com:9090/api/v1/", "http://metrics.example.com:9090" },
    { "ftp://example.com/a/", "ftp://example.com/a" },
    { "https://", "https://" },
    { "not an address", "https://not%20an%20address" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = parl_source_form_normalize_url (cases[i][0]);
      g_assert_cmpstr (url, ==, cases[i][1]);
    }
}

static GListModel *
new_sources (void)
{
  GListStore *sources = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("hawkBit", "hawkbit", "https://updates.example.com");
  g_autoptr (ParlSourceItem) item = parl_source_item_new (config);

  g_list_store_append (sources, item);
  return G_LIST_MODEL (sources);
}

/* Of a new source; fields that are NULL have the value that is right. */
typedef struct
{
  const char *name, *url, *auth, *user;
  bool has_secret, allow_plain;
  ParlField field;
  const char *flaw; /* NULL: none; "": to be filled in; else how the sentence begins */
} FlawCase;

static const FlawCase flaws[] = {
  { .field = PARL_FIELD_NAME },
  { .field = PARL_FIELD_URL },
  { .field = PARL_FIELD_SECRET },
  { .name = " ", .field = PARL_FIELD_NAME, .flaw = "" },
  { .name = "a[b]", .field = PARL_FIELD_NAME, .flaw = "A name" },
  { .name = "HAWKBIT", .field = PARL_FIELD_NAME, .flaw = "There is already" },
  { .url = "", .field = PARL_FIELD_URL, .flaw = "" },
  { .url = "https://", .field = PARL_FIELD_URL, .flaw = "This is no address" },
  { .url = "not an address", .field = PARL_FIELD_URL, .flaw = "This is no address" },
  { .url = "ftp://example.com", .field = PARL_FIELD_URL, .flaw = "The address has to begin" },
  { .url = "https://me:pw@example.com", .field = PARL_FIELD_URL, .flaw = "The address must not" },
  { .url = "https://example.com/?a=b", .field = PARL_FIELD_URL, .flaw = "The address must not" },
  { .url = "http://example.com", .field = PARL_FIELD_URL },
  { .url = "http://example.com", .field = PARL_FIELD_PLAIN, .flaw = "Use https" },
  { .url = "http://example.com", .allow_plain = true, .field = PARL_FIELD_PLAIN },
  { .url = "http://127.0.0.1:8080", .field = PARL_FIELD_PLAIN },
  { .auth = "basic", .user = "", .field = PARL_FIELD_USER, .flaw = "" },
  { .auth = "basic", .user = "me", .field = PARL_FIELD_USER },
  { .auth = "basic", .user = "me", .field = PARL_FIELD_SECRET, .flaw = "" },
  { .auth = "bearer", .has_secret = true, .field = PARL_FIELD_SECRET },
};

static void
test_flaws (void)
{
  g_autoptr (GListModel) sources = new_sources ();

  for (unsigned i = 0; i < G_N_ELEMENTS (flaws); i++)
    {
      const FlawCase *each = &flaws[i];
      const ParlSourceForm form
          = { .kind = parl_source_kind_find ("hawkbit"),
              .name = each->name != NULL ? each->name : "Updates",
              .url = each->url != NULL ? each->url : "https://updates.example.com",
              .auth = each->auth != NULL ? each->auth : "none",
              .user = each->user != NULL ? each->user : "",
              .has_secret = each->has_secret,
              .allow_plain = each->allow_plain,
              .sources = sources };
      g_autofree char *flaw = parl_source_form_dup_flaw (&form, each->field);

      if (each->flaw == NULL || *each->flaw == '\0')
        g_assert_cmpstr (flaw, ==, each->flaw);
      else if (flaw == NULL || !g_str_has_prefix (flaw, each->flaw))
        g_error ("case %u: “%s” instead of “%s…”", i, flaw, each->flaw);
    }
}

/* A secret belongs to one address: it must not be sent to another. */
static void
test_changed_address (void)
{
  g_autoptr (GListModel) sources = new_sources ();
  g_autoptr (ParlSourceConfig) before
      = parl_source_config_new ("hawkBit", "hawkbit", "https://updates.example.com");
  ParlSourceForm form = { .kind = parl_source_kind_find ("hawkbit"),
                          .name = "hawkBit",
                          .url = "https://updates.example.com/",
                          .auth = "bearer",
                          .user = "",
                          .before = before,
                          .sources = sources };

  g_assert_true (parl_source_config_set (before, "Auth", "bearer", NULL));
  g_assert_true (parl_source_form_keeps_secret (&form));
  g_assert_null (parl_source_form_dup_flaw (&form, PARL_FIELD_SECRET));
  g_assert_null (parl_source_form_dup_flaw (&form, PARL_FIELD_NAME));
  form.url = "https://elsewhere.example.com";
  g_assert_false (parl_source_form_keeps_secret (&form));
  g_autofree char *flaw = parl_source_form_dup_flaw (&form, PARL_FIELD_SECRET);
  g_assert_true (g_str_has_prefix (flaw, "The address is another one"));
}

static void
test_config (void)
{
  g_autoptr (GListModel) sources = new_sources ();
  g_autoptr (ParlSourceConfig) before
      = parl_source_config_new ("Updates", "hawkbit", "http://updates.example.com");
  g_autoptr (GError) error = NULL;
  const ParlSourceForm form = { .kind = parl_source_kind_find ("hawkbit"),
                                .name = " Updates ",
                                .url = "http://updates.example.com/UI/",
                                .auth = "basic",
                                .user = "reader",
                                .has_secret = true,
                                .allow_plain = true,
                                .before = before,
                                .sources = sources };

  g_assert_true (parl_source_config_set (before, "Paused", "true", NULL));
  g_autoptr (ParlSourceConfig) config = parl_source_form_new_config (&form, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parl_source_config_get_name (config), ==, "Updates");
  g_assert_cmpstr (parl_source_config_get_url (config), ==, "http://updates.example.com");
  g_assert_cmpint (parl_source_config_get_auth (config), ==, PARL_AUTH_BASIC);
  g_assert_cmpstr (parl_source_config_get_user (config), ==, "reader");
  g_assert_cmpstr (parl_source_config_get (config, "AllowPlain"), ==, "true");
  g_assert_true (parl_source_config_get_paused (config));
}

static void
test_free_name (void)
{
  g_autoptr (GListModel) sources = new_sources ();
  g_autofree char *second
      = parl_source_form_dup_free_name (parl_source_kind_find ("hawkbit"), sources);
  g_autofree char *first
      = parl_source_form_dup_free_name (parl_source_kind_find ("prometheus"), sources);

  g_assert_cmpstr (second, ==, "hawkBit 2");
  g_assert_cmpstr (first, ==, "Prometheus");
}

static void
test_fields_of_errors (void)
{
  static const struct
  {
    int code;
    ParlField field;
  } cases[] = { { PARL_SOURCE_ERROR_DENIED, PARL_FIELD_SECRET },
                { PARL_SOURCE_ERROR_SECRET, PARL_FIELD_SECRET },
                { PARL_SOURCE_ERROR_CONFIG, PARL_FIELD_MORE },
                { PARL_SOURCE_ERROR_UNREACHABLE, PARL_FIELD_URL },
                { PARL_SOURCE_ERROR_MALFORMED, PARL_FIELD_URL } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new (PARL_SOURCE_ERROR, cases[i].code, "why");
      g_assert_cmpint (parl_source_form_find_field (error), ==, cases[i].field);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source-form/normalize", test_normalize);
  g_test_add_func ("/source-form/flaws", test_flaws);
  g_test_add_func ("/source-form/changed-address", test_changed_address);
  g_test_add_func ("/source-form/config", test_config);
  g_test_add_func ("/source-form/free-name", test_free_name);
  g_test_add_func ("/source-form/fields-of-errors", test_fields_of_errors);
  return g_test_run ();
}
