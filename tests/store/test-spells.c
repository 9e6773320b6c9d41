/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at a rollout, and what is remembered of them: when it was first and last seen in the same
 * progress, whatever later looks find. */
#include "config.h"

#include "fixture.h"

#define T(minutes) (NOW - PARL_DAY + (minutes)*PARL_MINUTE)

/* A look at minute `at`: r, p, s, f: the rollout is running, paused, stopped, finished;
 * =: as it was; -: not looked at. */
typedef struct
{
  int at;
  char seen;
} Look;

static const struct
{
  const char *name;
  Look looks[8];
  const char *expected; /* spells as "r0-10 p20-20" */
  int as_of;
} cases[] = {
  { "one-look", { { 5, 'r' } }, "r5-5", 99 },
  { "same-again", { { 0, 'r' }, { 10, 'r' }, { 20, '=' } }, "r0-20", 99 },
  { "halted", { { 0, 'r' }, { 10, '=' }, { 20, 'p' }, { 30, '=' } }, "r0-10 p20-30", 99 },
  { "not-looked-at", { { 0, 'r' }, { 10, '-' }, { 20, 'p' }, { 30, '-' } }, "r0-0 p20-20", 99 },
  { "resumed",
    { { 0, 'r' }, { 10, 'p' }, { 20, 'r' }, { 30, 's' } },
    "r0-0 p10-10 r20-20 s30-30",
    99 },
  { "finished", { { 0, 'r' }, { 10, 'f' }, { 20, '=' } }, "r0-0 f10-20", 99 },
  { "as-of-before", { { 0, 'r' }, { 10, '=' }, { 20, 'p' }, { 30, '=' } }, "r0-10", 15 },
  { "as-of-within", { { 0, 'r' }, { 10, '=' }, { 20, 'p' }, { 30, '=' } }, "r0-10 p20-25", 25 },
  { "as-of-a-look", { { 0, 'r' }, { 20, 'p' } }, "r0-0 p20-20", 20 },
  { "clock-set-back", { { 30, 'r' }, { 10, '=' }, { 20, 'p' } }, "r30-30 p20-20", 99 },
};

static ParlProgress
get_progress (char letter)
{
  return letter == 'r'   ? PARL_PROGRESS_RUNNING
         : letter == 'p' ? PARL_PROGRESS_PAUSED
         : letter == 's' ? PARL_PROGRESS_STOPPED
                         : PARL_PROGRESS_FINISHED;
}

/* The rollout 7 with the stage 70, which is always running. */
static void
add_look (ParlStore *store, const Look *look)
{
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  if (look->seen == '=')
    g_ptr_array_add (harvest->same, g_strdup ("7"));
  else if (look->seen != '-')
    {
      ParlRollout *rollout = parl_rollout_new ("7", "Rollout");
      ParlStage *stage = parl_stage_new ("70", "Stage");

      rollout->created = T (0) - PARL_DAY;
      rollout->progress = get_progress (look->seen);
      stage->progress = PARL_PROGRESS_RUNNING;
      g_ptr_array_add (rollout->stages, stage);
      g_ptr_array_add (harvest->rollouts, rollout);
    }
  g_assert_true (parl_store_add (store, "a", "hawkbit", harvest, T (look->at), &error));
  g_assert_no_error (error);
}

static char *
write_spells (const GArray *spells)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < spells->len; i++)
    {
      const ParlSpell *spell = &g_array_index (spells, ParlSpell, i);
      g_string_append_printf (
          text, "%s%c%d-%d", i > 0 ? " " : "", *parl_progress_to_string (spell->progress),
          (int)((spell->first - T (0)) / PARL_MINUTE), (int)((spell->last - T (0)) / PARL_MINUTE));
    }
  return g_string_free (text, FALSE);
}

static ParlSnapshot *
take (ParlStore *store, ParlTime as_of)
{
  ParlSnapshot *snapshot = take_snapshot (store, as_of);

  g_assert_cmpuint (snapshot->rollouts->len, ==, 1);
  return snapshot;
}

static void
test_looks (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (ParlStore) store = open_store (NULL);

  for (unsigned j = 0; j < G_N_ELEMENTS (cases[i].looks) && cases[i].looks[j].seen != '\0'; j++)
    add_look (store, &cases[i].looks[j]);

  g_autoptr (ParlSnapshot) snapshot = take (store, T (cases[i].as_of));
  const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  g_autofree char *spells = write_spells (rollout->spells);
  g_assert_cmpstr (spells, ==, cases[i].expected);
}

/* A stage was looked at only where its rollout was brought. */
static void
test_stages (void)
{
  const Look looks[] = { { 0, 'r' }, { 10, '=' }, { 20, 'p' }, { 30, '=' } };
  g_autoptr (ParlStore) store = open_store (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (looks); i++)
    add_look (store, &looks[i]);
  g_autoptr (ParlSnapshot) snapshot = take (store, NOW);
  const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  const ParlStage *stage = g_ptr_array_index (rollout->stages, 0);
  g_autofree char *spells = write_spells (stage->spells);

  g_assert_cmpstr (spells, ==, "r0-20");
}

/* Another source has a rollout of the same number. */
static void
test_sources_apart (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) other = parl_harvest_new ();
  ParlRollout *rollout = parl_rollout_new ("7", "Other");

  add_look (store, &(Look){ 0, 'r' });
  rollout->progress = PARL_PROGRESS_STOPPED;
  g_ptr_array_add (other->rollouts, rollout);
  add_harvest (store, "b", other);

  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSnapshot) snapshot
      = parl_store_snapshot (store, (const char *const[]){ "a", NULL }, NOW, NULL, &error);
  g_assert_no_error (error);
  const ParlRollout *own = g_ptr_array_index (snapshot->rollouts, 0);
  g_autofree char *spells = write_spells (own->spells);
  g_assert_cmpstr (spells, ==, "r0-0");
}

/* A history of the version before: everything is kept, and the next look is the first. */
static void
test_from_version_1 (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_clear_pointer (&(ParlStore *){ open_store (place->path) }, parl_store_close);
  {
    g_autoptr (ParlStore) store = open_store (place->path);
    add_look (store, &(Look){ 0, 'p' });
  }
  run_sql (place->path, BACK_TO_VERSION_5
           "DROP TABLE gap; DROP TABLE retention; DROP TABLE milestone; DROP TABLE "
           "spell; DROP TABLE release; PRAGMA user_version = 1;"
           "ALTER TABLE attempt DROP COLUMN class;"
           "ALTER TABLE attempt DROP COLUMN site;"
           "ALTER TABLE device DROP COLUMN also;"
           "ALTER TABLE device DROP COLUMN registered;"
           "ALTER TABLE device DROP COLUMN gone;"
           "ALTER TABLE rollout DROP COLUMN gone;"
           "ALTER TABLE stage DROP COLUMN downloaded;");

  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (ParlSnapshot) old = take (store, NOW);
  const ParlRollout *rollout = g_ptr_array_index (old->rollouts, 0);
  g_assert_cmpint (rollout->progress, ==, PARL_PROGRESS_PAUSED);
  g_assert_cmpuint (rollout->stages->len, ==, 1);
  g_assert_cmpuint (rollout->spells->len, ==, 0);

  add_look (store, &(Look){ 10, '=' });
  add_look (store, &(Look){ 20, '=' });
  g_autoptr (ParlSnapshot) snapshot = take (store, NOW);
  g_autofree char *spells
      = write_spells (((ParlRollout *)g_ptr_array_index (snapshot->rollouts, 0))->spells);
  g_assert_cmpstr (spells, ==, "p10-20");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/spells/%s", cases[i].name);
      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_looks);
    }
  g_test_add_func ("/store/spells/stages", test_stages);
  g_test_add_func ("/store/spells/sources-apart", test_sources_apart);
  g_test_add ("/store/spells/from-version-1", Place, NULL, place_set_up, test_from_version_1,
              place_tear_down);
  return g_test_run ();
}
