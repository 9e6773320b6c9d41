/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets: defaults, and a strict reader of the group [Targets]. A key that is not known or a value
 * out of range is refused, with the place: a misspelt target must not silently be the default.
 * Leaves the other groups of the file to whoever they belong to. */
#include "config.h"

#include "analysis/targets.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define GROUP "Targets"

/* One number: where it is kept, and what it may be. */
typedef struct
{
  const char *key;
  size_t offset;
  double initial, minimum, maximum;
  ParlTime unit; /* 0: a double; else a ParlTime that is written in these units */
} Number;

#define PLACE(field) offsetof (ParlTargets, field)

static const Number numbers[] = {
  { "success", PLACE (success), 0.95, 0, 0.9999, 0 },
  { "halt", PLACE (halt), 0.10, 0, 1, 0 },
  { "fps", PLACE (fps), 30, 0.1, 10000, 0 },
  { "fps-share", PLACE (fps_share), 0.95, 0, 1, 0 },
  { "minimum-n", PLACE (minimum_n), 200, 1, 1e9, 0 },
  { "minimum-effect", PLACE (minimum_effect), 0.005, 0, 1, 0 },
  { "impact-hours", PLACE (impact_hours), NAN, 0, 1e12, 0 },
  { "cost-per-failure", PLACE (cost_per_failure), NAN, 0, 1e9, 0 },
  { "cost-per-hour", PLACE (cost_per_hour), NAN, 0, 1e9, 0 },
  { "silent-hours", PLACE (silent_limit), 24, 0.01, 8760, PARL_HOUR },
  { "late-hours", PLACE (late_after), 2, 0.01, 8760, PARL_HOUR },
  { "stale-hours", PLACE (stale_after), 48, 0.01, 8760, PARL_HOUR },
  { "risk-failure", PLACE (risk.failure), 35, 0, 100, 0 },
  { "risk-next-stage", PLACE (risk.next_stage), 20, 0, 100, 0 },
  { "risk-silent", PLACE (risk.silent), 15, 0, 100, 0 },
  { "risk-untraced", PLACE (risk.untraced), 10, 0, 100, 0 },
  { "risk-fps-drop", PLACE (risk.fps_drop), 15, 0, 100, 0 },
  { "risk-late", PLACE (risk.late), 5, 0, 100, 0 },
  { "risk-medium", PLACE (risk.medium), 25, 0, 100, 0 },
  { "risk-high", PLACE (risk.high), 50, 0, 100, 0 },
  { "risk-severe", PLACE (risk.severe), 75, 0, 100, 0 },
};

static const char *const default_preventable[] = { "disk-space", "battery", "network", NULL };

G_DEFINE_QUARK (parl - analysis - error - quark, parl_analysis_error)

/* What has no default is unset at 0, so that a settings store can say so. */
static void
set_number (ParlTargets *self, const Number *number, double value)
{
  void *place = (char *)self + number->offset;

  if (value == 0 && isnan (number->initial))
    value = NAN;

  if (number->unit != 0)
    *(ParlTime *)place = llround (value * number->unit);
  else
    *(double *)place = value;
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

/**
 * parl_targets_new:
 *
 * Returns: (transfer full): the defaults
 */
ParlTargets *
parl_targets_new (void)
{
  ParlTargets *self = g_new0 (ParlTargets, 1);

  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    set_number (self, &numbers[i], numbers[i].initial);
  self->finish = PARL_TIME_NONE;
  set_preventable (self, default_preventable, NULL);
  return self;
}

static bool
read_number (ParlTargets *self, const Number *number, GKeyFile *file, const char *path,
             GError **error)
{
  g_autoptr (GError) cause = NULL;
  double value = g_key_file_get_double (file, GROUP, number->key, &cause);

  if (cause != NULL || !(value >= number->minimum && value <= number->maximum))
    {
      g_autofree char *text = g_key_file_get_value (file, GROUP, number->key, NULL);
      g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_TARGETS,
                   "%s, group [%s], key “%s”: “%s” is not a number from %g to %g", path, GROUP,
                   number->key, text, number->minimum, number->maximum);
      return false;
    }
  set_number (self, number, value);
  return true;
}

/* Causes and their efficacies; causes alone are prevented wholly. */
static bool
read_preventable (ParlTargets *self, GKeyFile *file, const char *path, GError **error)
{
  if (!g_key_file_has_key (file, GROUP, "preventable", NULL)
      && !g_key_file_has_key (file, GROUP, "efficacy", NULL))
    return true;

  g_auto (GStrv) causes = g_key_file_get_string_list (file, GROUP, "preventable", NULL, NULL);
  if (causes == NULL)
    causes = g_strdupv (self->preventable);

  size_t length = 0;
  g_autoptr (GError) cause = NULL;
  g_autofree double *efficacy = NULL;
  if (g_key_file_has_key (file, GROUP, "efficacy", NULL))
    {
      efficacy = g_key_file_get_double_list (file, GROUP, "efficacy", &length, &cause);
      bool good = cause == NULL && length == g_strv_length (causes);
      for (size_t i = 0; good && i < length; i++)
        good = efficacy[i] >= 0 && efficacy[i] <= 1;
      if (!good)
        {
          g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_TARGETS,
                       "%s, group [%s], key “efficacy”: needs a number from 0 to 1 for each of the "
                       "%u causes of “preventable”",
                       path, GROUP, g_strv_length (causes));
          return false;
        }
    }
  set_preventable (self, (const char *const *)causes, efficacy);
  return true;
}

/* As somebody writes it, or in quotes, as a settings store does. Returns: NULL: unset or empty */
static char *
read_text (GKeyFile *file, const char *key)
{
  g_autofree char *raw = g_key_file_get_value (file, GROUP, key, NULL);
  g_autoptr (GVariant) quoted
      = raw != NULL ? g_variant_parse (G_VARIANT_TYPE_STRING, raw, NULL, NULL, NULL) : NULL;
  g_autofree char *text = quoted != NULL ? g_variant_dup_string (quoted, NULL)
                                         : g_key_file_get_string (file, GROUP, key, NULL);

  return text == NULL || *g_strstrip (text) == '\0' ? NULL : g_steal_pointer (&text);
}

static bool
read_finish (ParlTargets *self, GKeyFile *file, const char *path, GError **error)
{
  g_autofree char *text = read_text (file, "finish");

  if (text == NULL || parl_time_from_iso (text, &self->finish, NULL))
    return true;
  g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_TARGETS,
               "%s, group [%s], key “finish”: “%s” is not a date like 2026-12-24", path, GROUP,
               text);
  return false;
}

/* A price without a currency is no price. */
static bool
read_currency (ParlTargets *self, GKeyFile *file, const char *path, GError **error)
{
  self->currency = read_text (file, "currency");
  if (self->currency != NULL || (isnan (self->cost_per_failure) && isnan (self->cost_per_hour)))
    return true;
  g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_TARGETS,
               "%s, group [%s], key “currency”: needs the currency of the costs, like EUR", path,
               GROUP);
  return false;
}

static const Number *
find_number (const char *key)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (strcmp (numbers[i].key, key) == 0)
      return &numbers[i];
  return NULL;
}

/* Numbers that are in range one by one may still contradict each other. */
static bool
check_order (const ParlTargets *self, const char *path, GError **error)
{
  const struct
  {
    bool good;
    const char *key, *rule;
  } rules[] = {
    { self->halt >= parl_targets_get_slo (self), "halt",
      "must not be below the failure share that “success” allows" },
    { self->stale_after >= self->late_after, "stale-hours", "must not be below “late-hours”" },
    { self->risk.high >= self->risk.medium, "risk-high", "must not be below “risk-medium”" },
    { self->risk.severe >= self->risk.high, "risk-severe", "must not be below “risk-high”" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rules); i++)
    if (!rules[i].good)
      {
        g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_TARGETS,
                     "%s, group [%s], key “%s”: %s", path, GROUP, rules[i].key, rules[i].rule);
        return false;
      }
  return true;
}

/**
 * parl_targets_load:
 * @path: a key file; what its group [Targets] leaves out keeps its default, other groups are not
 *   looked at
 *
 * Returns: (transfer full): the targets, or %NULL with the error of reading the file, or
 *   %PARL_ANALYSIS_ERROR_TARGETS for a key that is unknown or a value that is not allowed
 */
ParlTargets *
parl_targets_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  g_autoptr (ParlTargets) self = parl_targets_new ();
  g_auto (GStrv) keys = g_key_file_get_keys (file, GROUP, NULL, NULL);
  static const char *const others[] = { "preventable", "efficacy", "finish", "currency", NULL };

  for (unsigned i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const Number *number = find_number (keys[i]);

      if (number != NULL)
        {
          if (!read_number (self, number, file, path, error))
            return NULL;
        }
      else if (!g_strv_contains (others, keys[i]))
        {
          g_set_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_TARGETS,
                       "%s, group [%s]: there is no key “%s”", path, GROUP, keys[i]);
          return NULL;
        }
    }
  if (!read_preventable (self, file, path, error) || !read_finish (self, file, path, error)
      || !read_currency (self, file, path, error) || !check_order (self, path, error))
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
  set_preventable (copy, (const char *const *)self->preventable, self->efficacy);
  return copy;
}

static bool
is_equal_number (const ParlTargets *a, const ParlTargets *b, const Number *number)
{
  const void *first = (const char *)a + number->offset;
  const void *second = (const char *)b + number->offset;

  if (number->unit != 0)
    return *(const ParlTime *)first == *(const ParlTime *)second;

  double x = *(const double *)first;
  double y = *(const double *)second;
  return x == y || (isnan (x) && isnan (y));
}

bool
parl_targets_equal (const ParlTargets *a, const ParlTargets *b)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!is_equal_number (a, b, &numbers[i]))
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
  g_strfreev (self->preventable);
  g_free (self->efficacy);
  g_free (self->currency);
  g_free (self);
}

double
parl_targets_get_slo (const ParlTargets *self)
{
  return 1 - self->success;
}

/* Not n x (1 - success): 12,400 x 0.95 is a whole number in doubles, 12,400 x (1 - 0.95) is not. */
double
parl_targets_get_allowed (const ParlTargets *self, double n)
{
  return n - n * self->success;
}

double
parl_targets_get_efficacy (const ParlTargets *self, const char *cause)
{
  for (unsigned i = 0; self->preventable[i] != NULL; i++)
    if (g_strcmp0 (self->preventable[i], cause) == 0)
      return self->efficacy[i];
  return 0;
}
