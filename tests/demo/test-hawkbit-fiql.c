/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FIQL as text against a small table of three items. */
#include "config.h"

#include "demo/hawkbit-fiql.h"

static const ParlFiqlField fields[] = { { "id", PARL_FIQL_NUMBER },
                                        { "name", PARL_FIQL_TEXT },
                                        { "attribute", PARL_FIQL_MAP },
                                        { "target.name", PARL_FIQL_TEXT },
                                        { NULL, PARL_FIQL_TEXT } };
static const ParlFiqlEntity entity = { fields, "id, name, attribute", "target", "name" };

static const struct
{
  int64_t id;
  const char *name;
  const char *hw;
} items[] = { { 1, "Camera 1", "nano" }, { 2, "Camera 2", "orin" }, { INT64_MIN, NULL, "nano" } };

static void
get_value (G_GNUC_UNUSED gconstpointer data, unsigned index, unsigned field, const char *key,
           ParlFiqlValue *value)
{
  value->number = items[index].id;
  value->text = field == 2 ? g_str_equal (key, "hw") ? items[index].hw : NULL : items[index].name;
}

static void
test_match (void)
{
  static const struct
  {
    const char *text;
    const char *found; /* one character an item */
  } cases[] = {
    { "id==1", "x--" },
    { "id!=1", "-x-" },
    { "ID=gt=1", "-x-" },
    { "id=ge=1", "xx-" },
    { "id=lt=2", "x--" },
    { "id=le=2", "xx-" },
    { "id=in=(7,2,5)", "-x-" },
    { "id=out=(2,5)", "x--" },
    { "name==\"camera 2\"", "-x-" },
    { "name=='Camera 2'", "-x-" },
    { "name==Camera*", "xx-" },
    { "name!=*2", "x--" },
    { "name=in=('Camera 1',*2)", "xx-" },
    { "attribute.hw==NANO", "x-x" },
    { "attribute.site==depot", "---" },
    { "attribute.hw==nano;id==1", "x--" },
    { "id==1,id==2", "xx-" },
    { "id==2,attribute.hw==nano;id==1", "xx-" },
    { "(id==2,attribute.hw==nano);id==1", "x--" },
    { "target.name==*1", "x--" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlFiql) fiql = parl_fiql_new (cases[i].text, &entity, &error);
      char found[4] = "---";

      g_assert_no_error (error);
      for (unsigned j = 0; j < G_N_ELEMENTS (items); j++)
        if (parl_fiql_match (fiql, get_value, NULL, j))
          found[j] = 'x';
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    ParlFiqlError code;
  } cases[] = {
    { "", PARL_FIQL_ERROR_SYNTAX },
    { "id", PARL_FIQL_ERROR_SYNTAX },
    { "id=1", PARL_FIQL_ERROR_SYNTAX },
    { "id==", PARL_FIQL_ERROR_SYNTAX },
    { "id==one", PARL_FIQL_ERROR_SYNTAX },
    { "id=in=1", PARL_FIQL_ERROR_SYNTAX },
    { "id=in=(1", PARL_FIQL_ERROR_SYNTAX },
    { "id==1;", PARL_FIQL_ERROR_SYNTAX },
    { "(id==1", PARL_FIQL_ERROR_SYNTAX },
    { "id==1)", PARL_FIQL_ERROR_SYNTAX },
    { "name=='x", PARL_FIQL_ERROR_SYNTAX },
    { "nofield==1", PARL_FIQL_ERROR_FIELD },
    { "attribute==1", PARL_FIQL_ERROR_FIELD },
    { "target.attribute.hw==1", PARL_FIQL_ERROR_SUBFIELD },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (parl_fiql_new (cases[i].text, &entity, &error));
      g_assert_error (error, PARL_FIQL_ERROR, (int)cases[i].code);
    }
}

static void
test_depth (void)
{
  g_autofree char *open = g_strnfill (100000, '(');
  g_autoptr (GError) error = NULL;

  g_assert_null (parl_fiql_new (open, &entity, &error));
  g_assert_error (error, PARL_FIQL_ERROR, PARL_FIQL_ERROR_SYNTAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/fiql/match", test_match);
  g_test_add_func ("/demo/fiql/errors", test_errors);
  g_test_add_func ("/demo/fiql/depth", test_depth);
  return g_test_run ();
}
