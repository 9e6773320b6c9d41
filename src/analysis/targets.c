/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets: what each is called, may be and stands at by default, and how they are read. Numbers
 * that are allowed one by one may still contradict each other, which is refused, too: a target that
 * makes no sense must not silently be the default. Also how many attempts it takes to tell a rate
 * from its target. */
#include "config.h"

#include "analysis/targets.h"

#include "analysis/statistics/statistics.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GROUP "Targets"
#define CLASS_GROUP GROUP " class "
#define NUMBER(key_, field, initial_, minimum_, maximum_, unit_, help_)                            \
  {                                                                                                \
    .key = key_, .type = PARL_SETTING_NUMBER, .initial = initial_, .minimum = minimum_,            \
    .maximum = maximum_, .help = help_, .place = offsetof (ParlTargets, field), .unit = unit_      \
  }

/* The promise is the first thing in the targets, so that one table places it in both. */
G_STATIC_ASSERT (offsetof (ParlTargets, promise) == 0);
static const ParlSetting promises[] = {
  NUMBER ("success", promise.success, NULL, 0, 0.9999, 0,
          N_ ("Share of first attempts that should succeed")),
  NUMBER ("fps", promise.fps, NULL, 0.1, 10000, 0, N_ ("Promised frames per second")),
  NUMBER ("fps-share", promise.fps_share, NULL, 0, 1, 0, N_ ("Share of device-time at that speed")),
};

static const ParlSetting settings[] = {
  NUMBER ("halt", halt, "0.1", 0, 1, 0,
          N_ ("Failure share at which a stage, release or class is stopped")),
  NUMBER ("minimum-n", minimum_n, "200", 1, 1e9, 0,
          N_ ("Attempts below which a rate gets no verdict")),
  NUMBER ("minimum-effect", minimum_effect, "0.005", 0, 1, 0,
          N_ ("Smallest change of a share that is worth a word")),
  NUMBER ("impact-hours", impact_hours, NULL, 0, 1e12, 0,
          N_ ("Degraded device-hours that a window may have; 0: not set")),
  NUMBER ("cost-per-failure", cost_per_failure, NULL, 0, 1e9, 0,
          N_ ("What a failed update costs; 0: not set")),
  NUMBER ("cost-per-hour", cost_per_hour, NULL, 0, 1e9, 0,
          N_ ("What a degraded device-hour costs; 0: not set")),
  NUMBER ("silent-hours", silent_limit, "24", 0.01, 8760, PARL_HOUR,
          N_ ("Hours after which a device counts as silent")),
  NUMBER ("late-hours", late_after, "2", 0.01, 8760, PARL_HOUR,
          N_ ("Age of a source's newest datum, in hours, from which it is late")),
  NUMBER ("stale-hours", stale_after, "48", 0.01, 8760, PARL_HOUR,
          N_ ("Age in hours from which it is stale, and gets no verdict")),
  NUMBER ("risk-failure", risk.failure, "35", 0, 100, 0,
          N_ ("Points of risk for a failure rate above the promise")),
  NUMBER ("risk-next-stage", risk.next_stage, "20", 0, 100, 0,
          N_ ("Points of risk for the size of the next wave")),
  NUMBER ("risk-silent", risk.silent, "15", 0, 100, 0, N_ ("Points of risk for silent devices")),
  NUMBER ("risk-untraced", risk.untraced, "10", 0, 100, 0,
          N_ ("Points of risk for failures without a cause")),
  NUMBER ("risk-fps-drop", risk.fps_drop, "15", 0, 100, 0,
          N_ ("Points of risk for a loss of speed")),
  NUMBER ("risk-late", risk.late, "5", 0, 100, 0, N_ ("Points of risk for days late")),
  NUMBER ("risk-medium", risk.medium, "25", 0, 100, 0,
          N_ ("Risk score from which it is called medium")),
  NUMBER ("risk-high", risk.high, "50", 0, 100, 0, N_ ("Risk score from which it is called high")),
  NUMBER ("risk-severe", risk.severe, "75", 0, 100, 0,
          N_ ("Risk score from which it is called severe")),
  PARL_SETTING ("preventable", PARL_SETTING_LIST, NULL,
                N_ ("Causes that a check of the device's state before the update sees")),
  PARL_SETTING_RANGE ("efficacy", PARL_SETTING_NUMBERS, NULL, 0, 1,
                      N_ ("The share of each one's failures that its check prevents")),
  PARL_SETTING ("finish", PARL_SETTING_WORD, NULL,
                N_ ("By when the current rollout should be done, like 2026-12-24")),
  PARL_SETTING ("currency", PARL_SETTING_WORD, NULL, N_ ("What the costs are in, like EUR")),
};

const ParlSettingsGroup parl_class_targets_group
    = { CLASS_GROUP "*", promises, G_N_ELEMENTS (promises), NULL };
const ParlSettingsGroup parl_targets_group
    = { GROUP, settings, G_N_ELEMENTS (settings), &parl_class_targets_group };

const char *const parl_targets_usual[][2]
    = { { "success", "0.95" }, { "fps", "30" }, { "fps-share", "0.95" }, { NULL, NULL } };

static const char *const default_preventable[] = { "disk-space", "battery", "network", NULL };

G_DEFINE_QUARK (parl - analysis - error - quark, parl_analysis_error)

/* What has no default is unset at 0, too. */
static void
set_number (void *self, const ParlSetting *setting, double value)
{
  void *place = (char *)self + setting->place;

  if (value == 0 && setting->initial == NULL)
    value = NAN;

  if (setting->unit != 0)
    *(ParlTime *)place = llround (value * setting->unit);
  else
    *(double *)place = value;
}

static bool
is_number (const ParlSetting *setting)
{
  return setting->type == PARL_SETTING_NUMBER;
}

static void
set_preventable (ParlTargets *self, const char *const *causes, const double *efficacy)
{
  unsigned length = g_strv_length ((char **)causes);
  double *copy = g_new (double, length);

  for (unsigned i = 0; i < length; i++)
    copy[i] = efficacy != NULL ? efficacy[i] : 1;
  g_strfreev (self->preventable);
  g_free (self->efficacy);
  self->preventable = g_strdupv ((char **)causes);
  self->efficacy = copy;
}

static void
free_class (gpointer data)
{
  g_free (((ParlClassPromise *)data)->device_class);
}

static GArray *
create_classes (void)
{
  GArray *classes = g_array_new (FALSE, FALSE, sizeof (ParlClassPromise));

  g_array_set_clear_func (classes, free_class);
  return classes;
}

static void
add_class (GArray *classes, const char *device_class, ParlPromise promise)
{
  ParlClassPromise own = { g_strdup (device_class), promise };

  g_array_append_val (classes, own);
}

/* Returns: (transfer full): the defaults, and no promise */
ParlTargets *
parl_targets_new (void)
{
  ParlTargets *self = g_new0 (ParlTargets, 1);
  const ParlSetting *setting;

  self->classes = create_classes ();
  for (unsigned i = 0; (setting = parl_settings_group_get (&parl_targets_group, i)) != NULL; i++)
    if (is_number (setting))
      set_number (self, setting,
                  setting->initial != NULL ? g_ascii_strtod (setting->initial, NULL) : NAN);
  self->finish = PARL_TIME_NONE;
  set_preventable (self, default_preventable, NULL);
  return self;
}

/* Returns: (transfer full): the defaults, with the promises that most make */
ParlTargets *
parl_targets_new_usual (void)
{
  ParlTargets *self = parl_targets_new ();

  for (unsigned i = 0; parl_targets_usual[i][0] != NULL; i++)
    set_number (self, parl_settings_group_find (&parl_targets_group, parl_targets_usual[i][0]),
                g_ascii_strtod (parl_targets_usual[i][1], NULL));
  return self;
}

/* Causes and their efficacies; causes alone are prevented wholly. */
static bool
read_preventable (ParlTargets *self, const ParlSettingsFile *file, GError **error)
{
  g_auto (GStrv) causes = parl_settings_file_dup_list (file, GROUP, "preventable");
  g_auto (GStrv) shares = parl_settings_file_dup_list (file, GROUP, "efficacy");

  if (causes == NULL)
    causes = g_strdupv (self->preventable);

  unsigned length = g_strv_length (causes);
  g_autofree double *efficacy = shares != NULL ? g_new (double, length) : NULL;
  if (shares != NULL && g_strv_length (shares) != length)
    return parl_settings_file_refuse (
        file, GROUP, "efficacy", error,
        _ ("needs a number from 0 to 1 for each of the %u causes of “preventable”"), length);
  for (unsigned i = 0; shares != NULL && i < length; i++)
    efficacy[i] = g_ascii_strtod (shares[i], NULL);
  set_preventable (self, (const char *const *)causes, efficacy);
  return true;
}

static char *
dup_word (const ParlSettingsFile *file, const char *key)
{
  const ParlSetting *setting = parl_settings_group_find (&parl_targets_group, key);

  return parl_setting_dup_word (setting, file, GROUP);
}

static bool
read_words (ParlTargets *self, const ParlSettingsFile *file, GError **error)
{
  g_autofree char *finish = dup_word (file, "finish");

  if (finish != NULL && !parl_time_from_iso (finish, &self->finish, NULL))
    return parl_settings_file_refuse (file, GROUP, "finish", error,
                                      _ ("“%s” is not a date like 2026-12-24"), finish);
  self->currency = dup_word (file, "currency");
  if (self->currency == NULL && !(isnan (self->cost_per_failure) && isnan (self->cost_per_hour)))
    return parl_settings_file_refuse (file, GROUP, "currency", error,
                                      _ ("needs the currency of the costs, like EUR"));
  return true;
}

/* Numbers that are in range one by one may still contradict each other. */
static bool
check_order (const ParlTargets *self, const ParlSettingsFile *file, GError **error)
{
  const struct
  {
    bool good;
    const char *key, *rule;
  } rules[] = {
    { !(self->halt < parl_targets_get_slo (self)), "halt",
      N_ ("must not be below the failure share that “success” allows") },
    { self->stale_after >= self->late_after, "stale-hours", N_ ("must not be below “late-hours”") },
    { self->risk.high >= self->risk.medium, "risk-high", N_ ("must not be below “risk-medium”") },
    { self->risk.severe >= self->risk.high, "risk-severe", N_ ("must not be below “risk-high”") },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rules); i++)
    if (!rules[i].good)
      return parl_settings_file_refuse (file, GROUP, rules[i].key, error, "%s", _ (rules[i].rule));
  return true;
}

/* What is promised of each class. */
static bool
read_classes (ParlTargets *self, const ParlSettingsFile *file, GError **error)
{
  g_auto (GStrv) groups = parl_settings_file_list_groups (file);

  for (unsigned i = 0; groups[i] != NULL; i++)
    {
      ParlPromise promise = self->promise;

      if (!g_str_has_prefix (groups[i], CLASS_GROUP))
        continue;
      for (unsigned j = 0; j < G_N_ELEMENTS (promises); j++)
        if (parl_settings_file_get (file, groups[i], promises[j].key) != NULL)
          set_number (&promise, &promises[j],
                      parl_setting_get_number (&promises[j], file, groups[i]));
      if (self->halt < parl_promise_get_slo (&promise))
        return parl_settings_file_refuse (
            file, groups[i], "success", error,
            _ ("must not leave room for more failures than “halt” stops at"));
      add_class (self->classes, groups[i] + strlen (CLASS_GROUP), promise);
    }
  return true;
}

/* @file: checked against a schema that holds %parl_targets_group and %parl_class_targets_group
 * Returns: (transfer full): the targets, with their defaults for what the file leaves out; %NULL
 *   with %PARL_SETTINGS_ERROR_INVALID where they contradict each other */
ParlTargets *
parl_targets_read (const ParlSettingsFile *file, GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);

  g_autoptr (ParlTargets) self = parl_targets_new ();
  const ParlSetting *setting;

  for (unsigned i = 0; (setting = parl_settings_group_get (&parl_targets_group, i)) != NULL; i++)
    if (is_number (setting))
      set_number (self, setting, parl_setting_get_number (setting, file, GROUP));
  if (!read_preventable (self, file, error) || !read_words (self, file, error)
      || !check_order (self, file, error) || !read_classes (self, file, error))
    return NULL;
  return g_steal_pointer (&self);
}

ParlTargets *
parl_targets_copy (const ParlTargets *self)
{
  ParlTargets *copy = g_new (ParlTargets, 1);

  *copy = *self;
  copy->preventable = NULL;
  copy->efficacy = NULL;
  copy->currency = g_strdup (self->currency);
  copy->classes = create_classes ();
  for (unsigned i = 0; i < self->classes->len; i++)
    {
      const ParlClassPromise *own = &g_array_index (self->classes, ParlClassPromise, i);
      add_class (copy->classes, own->device_class, own->promise);
    }
  set_preventable (copy, (const char *const *)self->preventable, self->efficacy);
  return copy;
}

static bool
is_equal_number (const void *a, const void *b, const ParlSetting *setting)
{
  const void *first = (const char *)a + setting->place;
  const void *second = (const char *)b + setting->place;

  if (setting->unit != 0)
    return *(const ParlTime *)first == *(const ParlTime *)second;

  double x = *(const double *)first;
  double y = *(const double *)second;
  return x == y || (isnan (x) && isnan (y));
}

static bool
is_equal_promise (const ParlPromise *a, const ParlPromise *b)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (promises); i++)
    if (!is_equal_number (a, b, &promises[i]))
      return false;
  return true;
}

static bool
have_equal_classes (const GArray *a, const GArray *b)
{
  for (unsigned i = 0; a->len == b->len && i < a->len; i++)
    {
      const ParlClassPromise *x = &g_array_index (a, ParlClassPromise, i);
      const ParlClassPromise *y = &g_array_index (b, ParlClassPromise, i);
      if (!g_str_equal (x->device_class, y->device_class)
          || !is_equal_promise (&x->promise, &y->promise))
        return false;
    }
  return a->len == b->len;
}

bool
parl_targets_equal (const ParlTargets *a, const ParlTargets *b)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (settings); i++)
    if (is_number (&settings[i]) && !is_equal_number (a, b, &settings[i]))
      return false;
  if (!is_equal_promise (&a->promise, &b->promise) || !have_equal_classes (a->classes, b->classes))
    return false;
  if (a->finish != b->finish || g_strcmp0 (a->currency, b->currency) != 0
      || !g_strv_equal ((const char *const *)a->preventable, (const char *const *)b->preventable))
    return false;
  for (unsigned i = 0; a->preventable[i] != NULL; i++)
    if (a->efficacy[i] != b->efficacy[i])
      return false;
  return true;
}

void
parl_targets_free (ParlTargets *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->classes);
  g_strfreev (self->preventable);
  g_free (self->efficacy);
  g_free (self->currency);
  g_free (self);
}

ParlPromise
parl_targets_get_promise (const ParlTargets *self, const char *device_class)
{
  for (unsigned i = 0; device_class != NULL && i < self->classes->len; i++)
    {
      const ParlClassPromise *own = &g_array_index (self->classes, ParlClassPromise, i);
      if (g_str_equal (own->device_class, device_class))
        return own->promise;
    }
  return self->promise;
}

void
parl_targets_narrow (ParlTargets *self, const char *device_class)
{
  if (device_class == NULL)
    return;
  self->promise = parl_targets_get_promise (self, device_class);
  g_array_set_size (self->classes, 0);
}

bool
parl_targets_promises_speed (const ParlTargets *self)
{
  bool any = !isnan (self->promise.fps);

  for (unsigned i = 0; !any && i < self->classes->len; i++)
    any = !isnan (g_array_index (self->classes, ParlClassPromise, i).promise.fps);
  return any;
}

double
parl_targets_get_mark (const ParlTargets *self, const char *device_class)
{
  if (parl_targets_promises_speed (self))
    return parl_targets_get_promise (self, device_class).fps;

  g_autoptr (ParlTargets) usual = parl_targets_new_usual ();
  return usual->promise.fps;
}

bool
parl_targets_has_one_speed (const ParlTargets *self)
{
  for (unsigned i = 0; i < self->classes->len; i++)
    {
      double fps = g_array_index (self->classes, ParlClassPromise, i).promise.fps;
      if (fps != self->promise.fps && !(isnan (fps) && isnan (self->promise.fps)))
        return false;
    }
  return true;
}

static bool
is_promise (const ParlPromise *self)
{
  return !(isnan (self->success) && isnan (self->fps) && isnan (self->fps_share));
}

bool
parl_targets_has_promise (const ParlTargets *self)
{
  bool any = is_promise (&self->promise) || !isnan (self->impact_hours)
             || self->finish != PARL_TIME_NONE;

  for (unsigned i = 0; !any && i < self->classes->len; i++)
    any = is_promise (&g_array_index (self->classes, ParlClassPromise, i).promise);
  return any;
}

/* Returns: (transfer full): "success, fps, …" */
char *
parl_targets_list_promises (void)
{
  g_autoptr (GString) keys = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (promises); i++)
    g_string_append_printf (keys, "%s, ", promises[i].key);
  return g_strconcat (keys->str, "impact-hours, finish", NULL);
}

double
parl_promise_get_slo (const ParlPromise *self)
{
  return 1 - self->success;
}

double
parl_targets_get_slo (const ParlTargets *self)
{
  return parl_promise_get_slo (&self->promise);
}

/* Not n x (1 - success): 12,400 x 0.95 is a whole number in doubles, 12,400 x (1 - 0.95) is not. */
double
parl_targets_get_allowed (const ParlTargets *self, double n)
{
  return n - n * self->promise.success;
}

double
parl_targets_get_efficacy (const ParlTargets *self, const char *cause)
{
  for (unsigned i = 0; self->preventable[i] != NULL; i++)
    if (g_strcmp0 (self->preventable[i], cause) == 0)
      return self->efficacy[i];
  return 0;
}

/* @share: observed, 0..1
 * @target: 0..1
 * Wilson (1927) inverts the score test: his interval leaves @target out exactly when
 * |share - target| > z sqrt (target (1 - target) / n), so n = z^2 target (1 - target) / (share -
 * target)^2 is where it ends.
 * Returns: the smallest whole n at which the 95 % interval of @share no longer has @target inside;
 *   NAN where no n does: the two are the same */
double
parl_count_to_tell (double share, double target)
{
  double distance = share - target;

  if (isnan (distance) || distance == 0)
    return NAN;
  return floor (PARL_Z_95 * PARL_Z_95 * target * (1 - target) / (distance * distance)) + 1;
}

static bool
is_wilson (const ParlFact *fact)
{
  ParlInterval interval = parl_wilson (fact->count, fact->n);

  return fact->unit == PARL_UNIT_SHARE && fabs (interval.low - fact->low) < 1e-9
         && fabs (interval.high - fact->high) < 1e-9;
}

/* Says nothing of rates that are no shares of independent rows: device-time comes in days.
 * @minimum_n: below it a rate gets no verdict
 * Returns: how many more attempts, failing at the present rate, it would take to tell whether the
 *   target is met; NAN where that can be told already, cannot be computed, or would never be */
double
parl_fact_count_more_to_tell (const ParlFact *fact, double minimum_n)
{
  g_return_val_if_fail (fact != NULL, NAN);

  bool unclear = fact->target_state == PARL_TARGET_UNCLEAR;
  if (fact->target_state == PARL_TARGET_UNSET || !is_wilson (fact)
      || (!unclear && fact->n >= minimum_n))
    return NAN;
  if (!unclear)
    return minimum_n - fact->n;

  double enough = parl_count_to_tell (fact->value, fact->target);
  return isnan (enough) ? NAN : fmax (fmax (enough, minimum_n) - fact->n, 1);
}
