/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roles and profiles: which PromQL gives which of our series. In a profile's queries "$class" and
 * the like stand for what the settings say the server calls that label; a query from the settings
 * is asked as it is written, but for the wrapping of `fps`. Asks nothing itself. */
#include "config.h"

#include "sources/prometheus/roles.h"

#include "model/series.h"
#include "sources/prometheus/counters.h"

#include <string.h>

/* Bins of what is observed now are [k, k + 1): who runs at exactly 30 is in the one up to 31, and
 * keeps a promise of 30; so is who misses it by rounding. At 0 the bin stays the one up to 0. */
#define A_HAIR_ABOVE "1.000000001"

static const ParlRoleInfo infos[PARL_N_ROLES] = {
  [PARL_ROLE_FPS_TIME]
  = { "fps-time", PARL_SERIES_FPS_TIME, "s", PARL_SHAPE_BUCKETS, { "class", "le" } },
  [PARL_ROLE_FPS] = { "fps", PARL_SERIES_FPS_TIME, "s", PARL_SHAPE_BINS, { "class", "le" } },
  [PARL_ROLE_FRAME_TIME]
  = { "frame-time", PARL_SERIES_FRAME_TIME, "frames", PARL_SHAPE_BUCKETS, { "class", "le" } },
  [PARL_ROLE_STAGE_TIME]
  = { "stage-time", PARL_SERIES_STAGE_TIME, "ms", PARL_SHAPE_LEVELS, { "class", "stage" } },
  [PARL_ROLE_OTA_ATTEMPTS] = { "ota-attempts",
                               NULL,
                               "attempts",
                               PARL_SHAPE_DAYS,
                               { "outcome", "cause", "from", "to", "class", "site", "product" } },
  [PARL_ROLE_ROLLOUTS] = { "rollouts", NULL, "rollouts", PARL_SHAPE_ROLLOUTS, { NULL } },
};

const char *const parl_profile_names[]
    = { "exporter", "exporter-ota", "triton", "deepstream", "frigate", "parlance", NULL };

/* One for each name. */
typedef struct
{
  const char *queries[PARL_N_ROLES];
} Profile;

#define EXPORTER                                                                                   \
  [PARL_ROLE_FPS_TIME] = "sum by ($class, le) (increase(camera_fps_seconds_bucket[1h]))",          \
  [PARL_ROLE_FRAME_TIME] = "sum by ($class, le) (increase(camera_frame_ms_bucket[1h]))",           \
  [PARL_ROLE_STAGE_TIME]                                                                           \
      = "avg by ($class, $stage) (avg_over_time(camera_slow_frame_stage_ms[1h]))"

/* Triton counts a frame once for each model that it passes, and an ensemble beside its steps, with
 * their time in it. Where all models of an instance count alike, it does not matter which one
 * counts; where they do not, only a setting tells. */
#define TRITON_MODELS "sum by ($class, instance, model) (rate(nv_inference_count$model[5m]))"
#define TRITON_UNLIKE                                                                              \
  "max by ($class, instance) (" TRITON_MODELS ") > 1.05 * "                                        \
  "min by ($class, instance) (" TRITON_MODELS " > 0)"
#define TRITON_FRAMES "max by ($class, instance) (" TRITON_MODELS ") unless (" TRITON_UNLIKE ")"

/* Mean ms of one request in one stage of Triton; it knows no slow frames. */
#define TRITON_STAGE(stage)                                                                        \
  "label_replace(max by ($class) (sum by ($class, model) (increase(nv_inference_" stage            \
  "_duration_us$model[1h])) / (sum by ($class, model) "                                            \
  "(increase(nv_inference_request_success$model[1h])) > 0)) / 1000, "                              \
  "\"$stage\", \"" stage "\", \"\", \"\")"

static const Profile profiles[] = {
  { { EXPORTER } },
  { { EXPORTER, [PARL_ROLE_OTA_ATTEMPTS] = "sum by ($outcome, $cause, $from, $to, $class) "
                                           "(increase(ota_updates_total[1d]))" } },
  { { [PARL_ROLE_FPS] = TRITON_FRAMES,
      [PARL_ROLE_STAGE_TIME] = TRITON_STAGE ("queue") " or " TRITON_STAGE (
          "compute_input") " or " TRITON_STAGE ("compute_infer") " or " TRITON_STAGE ("compute_"
                                                                                      "output") } },
  { { [PARL_ROLE_FPS] = "stream_fps" } },         /* -1: inactive */
  { { [PARL_ROLE_FPS] = "frigate_camera_fps" } }, /* 0: offline */
  /* What “parlance-cli collect” tells, see session/exposition.c. */
  { { [PARL_ROLE_OTA_ATTEMPTS] = "sum by ($outcome, $cause, $product, $from, $to, $class) "
                                 "(increase(parlance_updates_total[1d]))",
      [PARL_ROLE_ROLLOUTS] = "last_over_time({__name__=~\"parlance_(rollout|stage)_.+\"}[1h])" } },
};

const ParlRoleInfo *
parl_role_get_info (ParlRole role)
{
  return &infos[role];
}

static const Profile *
find_profile (const char *name)
{
  for (unsigned i = 0; parl_profile_names[i] != NULL; i++)
    if (g_str_equal (parl_profile_names[i], name))
      return &profiles[i];
  return NULL;
}

static const char *
get_own_query (ParlRole role, const ParlSourceConfig *config)
{
  g_autofree char *key = g_strconcat ("Query.", infos[role].name, NULL);

  return parl_source_config_get (config, key);
}

/* @label: one of ours: "class"
 * Returns: (transfer none): what the server calls it */
const char *
parl_role_get_label (const ParlSourceConfig *config, const char *label)
{
  g_autofree char *key = g_strconcat ("Label.", label, NULL);

  return parl_source_config_get_or_default (config, key);
}

/* (transfer full): the selector of the model that counts; "" where none is set */
static char *
dup_model_selector (const ParlSourceConfig *config)
{
  const char *model = parl_source_config_get (config, "Model");
  g_autoptr (GString) text = g_string_new (model);

  if (text->len == 0)
    return g_strdup ("");
  g_string_replace (text, "\\", "\\\\", 0);
  g_string_replace (text, "\"", "\\\"", 0);
  return g_strdup_printf ("{model=\"%s\"}", text->str);
}

static char *
fill_in (const char *query, const ParlSourceConfig *config)
{
  static const char *const labels[]
      = { "class", "stage", "outcome", "cause", "from", "to", "site", "product" };
  g_autoptr (GString) text = g_string_new (query);
  g_autofree char *model = dup_model_selector (config);

  for (unsigned i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *mark = g_strconcat ("$", labels[i], NULL);
      g_string_replace (text, mark, parl_role_get_label (config, labels[i]), 0);
    }
  g_string_replace (text, "$model", model, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @undecided: for how many instances have models of which none is chosen, though they differ; else
 *   for the inferences a second of each model
 * Returns: (transfer full) (nullable): PromQL; NULL where the profile knows no models */
char *
parl_role_dup_models_query (const ParlSourceConfig *config, bool undecided)
{
  const char *profile = parl_source_config_get_or_default (config, "Profile");

  if (!g_str_equal (profile, "triton") || get_own_query (PARL_ROLE_FPS, config) != NULL
      || get_own_query (PARL_ROLE_FPS_TIME, config) != NULL)
    return NULL;
  if (!undecided)
    return g_strdup ("sum by (model) (rate(nv_inference_count[5m]))");
  return fill_in ("count(" TRITON_UNLIKE ")", config);
}

/* A setting beats the profile; an empty one turns the role off. Only one of `fps` and `fps-time`
 * is asked, as both fill the same series: the one from the settings, else `fps-time`.
 * Returns: (transfer full) (nullable): PromQL, %NULL for a role that is not asked for */
char *
parl_role_dup_query (ParlRole role, const ParlSourceConfig *config)
{
  const Profile *profile = find_profile (parl_source_config_get_or_default (config, "Profile"));
  const char *own = get_own_query (role, config);
  const char *own_fps = get_own_query (PARL_ROLE_FPS, config);
  const char *own_fps_time = get_own_query (PARL_ROLE_FPS_TIME, config);
  bool has_own_fps = own_fps != NULL && *own_fps != '\0';
  bool has_own_fps_time = own_fps_time != NULL && *own_fps_time != '\0';

  if (role == PARL_ROLE_FPS_TIME && has_own_fps && !has_own_fps_time)
    return NULL;
  if (role == PARL_ROLE_FPS && has_own_fps_time)
    return NULL;

  const char *base = own != NULL ? own : profile != NULL ? profile->queries[role] : NULL;
  if (base == NULL || *base == '\0')
    return NULL;
  g_autofree char *query = own != NULL ? g_strdup (own) : fill_in (base, config);
  if (role != PARL_ROLE_FPS)
    return g_steal_pointer (&query);
  return g_strdup_printf ("count_values by (%s) (\"le\", ceil((%s) * " A_HAIR_ABOVE "))",
                          parl_role_get_label (config, "class"), query);
}

/* Returns: (transfer full): differs when any query does, or what is made of it, so that all is to
 * be asked anew */
char *
parl_role_dup_fingerprint (const ParlSourceConfig *config)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    {
      g_autofree char *query = parl_role_dup_query (role, config);
      g_autofree char *births = role == PARL_ROLE_OTA_ATTEMPTS && query != NULL
                                    ? parl_counters_dup_query (query, PARL_HOUR)
                                    : NULL;
      g_string_append_printf (all, "%s\n", births != NULL ? births : query != NULL ? query : "");
      for (unsigned i = 0; infos[role].labels[i] != NULL; i++)
        g_string_append_printf (all, "%s,", parl_role_get_label (config, infos[role].labels[i]));
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all->str, (gssize)all->len);
}
