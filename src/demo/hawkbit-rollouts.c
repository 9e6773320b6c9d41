/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rollouts and their groups as hawkBit writes them. Knows nothing of paging, queries or HTTP. */
#include "config.h"

#include "demo/hawkbit-json.h"

#include "demo/json-writer.h"

static bool
is_old (const ParlHawkbitStyle *style)
{
  return style->generation == PARL_DEMO_HAWKBIT_0_3;
}

unsigned
parl_hawkbit_get_group_id (const ParlFleet *fleet, unsigned rollout, unsigned group)
{
  unsigned id = group + 1;

  for (unsigned i = 0; i < rollout; i++)
    id += fleet->rollouts[i].n_groups;
  return id;
}

static void
write_totals (GString *json, const ParlFleetRollout *rollout, unsigned first, unsigned last)
{
  static const struct
  {
    const char *name;
    int state;
  } totals[] = { { "running", PARL_FLEET_RUNNING },     { "notstarted", -1 },
                 { "scheduled", PARL_FLEET_SCHEDULED }, { "cancelled", -1 },
                 { "finished", PARL_FLEET_SUCCEEDED },  { "error", PARL_FLEET_FAILED } };

  parl_writer_open (json, "totalTargetsPerStatus", '{');
  for (unsigned i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      unsigned sum = 0;
      for (unsigned group = first; group < last && totals[i].state >= 0; group++)
        sum += rollout->groups[group].counts[totals[i].state];
      parl_writer_int (json, totals[i].name, sum);
    }
  parl_writer_close (json, '}');
}

static const char *
spell_group (const ParlFleetGroup *group)
{
  if (group->started == PARL_TIME_NONE)
    return "scheduled";
  return group->counts[PARL_FLEET_RUNNING] > 0 ? "running" : "finished";
}

static const char *
spell_rollout (const ParlFleetRollout *rollout)
{
  for (unsigned i = 0; i < rollout->n_groups; i++)
    if (!g_str_equal (spell_group (&rollout->groups[i]), "finished"))
      return "running";
  return "finished";
}

static void
write_link (GString *json, const ParlHawkbitStyle *style, unsigned rollout, const char *rel,
            const char *rest, bool templated)
{
  parl_writer_open (json, rel, '{');
  parl_writer_printf (json, "href", "%s/rest/v1/rollouts/%u%s", style->base, rollout + 1, rest);
  if (templated)
    parl_writer_bool (json, "templated", true);
  parl_writer_close (json, '}');
}

static void
write_rollout_links (GString *json, const ParlHawkbitStyle *style, unsigned index, bool detailed)
{
  const ParlFleetSet set = style->fleet->rollouts[index].set;
  bool old = is_old (style);

  parl_writer_open (json, "_links", '{');
  if (detailed)
    {
      write_link (json, style, index, "start", "/start", false);
      write_link (json, style, index, "pause", "/pause", false);
      write_link (json, style, index, "resume", "/resume", false);
      if (!old)
        write_link (json, style, index, "triggerNextGroup", "/triggerNextGroup", false);
      write_link (json, style, index, "approve", old ? "/approve{?remark}" : "/approve", old);
      write_link (json, style, index, "deny", old ? "/deny{?remark}" : "/deny", old);
      write_link (json, style, index, "groups",
                  old ? "/deploygroups?offset=0&limit=50{&sort,q}"
                      : "/deploygroups?offset=0&limit=50",
                  old);
      if (!old)
        {
          parl_writer_open (json, "distributionset", '{');
          parl_writer_printf (json, "href", "%s/rest/v1/distributionsets/%u", style->base,
                              (unsigned)set + 1);
          parl_writer_printf (json, "name", "camera:%s", parl_fleet_get_version (set));
          parl_writer_close (json, '}');
        }
    }
  write_link (json, style, index, "self", "", false);
  parl_writer_close (json, '}');
}

/* Lists have totals only in the new server's full form; what is asked for by its id always has. */
static bool
has_totals (const ParlHawkbitStyle *style, ParlHawkbitDetail detail)
{
  return detail == PARL_HAWKBIT_SINGLE || (detail == PARL_HAWKBIT_FULL && !is_old (style));
}

void
parl_hawkbit_write_rollout (GString *json, const ParlHawkbitStyle *style, unsigned index,
                            ParlHawkbitDetail detail)
{
  const ParlFleetRollout *rollout = &style->fleet->rollouts[index];
  bool detailed = has_totals (style, detail);
  ParlTime touched = rollout->created;

  for (unsigned i = 0; i < rollout->n_groups; i++)
    touched = MAX (touched, rollout->groups[i].touched);

  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "createdBy", "admin");
  parl_writer_int (json, "createdAt", rollout->created);
  parl_writer_string (json, "lastModifiedBy", "system");
  parl_writer_int (json, "lastModifiedAt", touched);
  parl_writer_string (json, "name", rollout->name);
  parl_writer_string (json, "description", "staged");
  if (!is_old (style))
    parl_writer_int (json, "id", index + 1);
  parl_writer_string (json, "targetFilterQuery", "controllerId==cam-*");
  parl_writer_int (json, "distributionSetId", (int)rollout->set + 1);
  parl_writer_string (json, "status", spell_rollout (rollout));
  parl_writer_int (json, "totalTargets", rollout->total);
  if (detailed)
    write_totals (json, rollout, 0, rollout->n_groups);
  if (detailed && !is_old (style))
    {
      parl_writer_int (json, "totalGroups", rollout->n_groups);
      parl_writer_int (json, "forcetime", 0);
    }
  parl_writer_bool (json, "deleted", false);
  parl_writer_string (json, "type", "forced");
  if (!is_old (style))
    {
      parl_writer_int (json, "weight", 1000);
      parl_writer_bool (json, "dynamic", false);
    }
  write_rollout_links (json, style, index, detailed);
  if (is_old (style))
    parl_writer_int (json, "id", index + 1);
  parl_writer_close (json, '}');
}

/* A Java float between 0.001 and 10 million: the fewest decimals, at least one, that give the same
 * float back. */
static void
write_float (GString *json, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  float exact = (float)value;
  char format[8];

  for (int decimals = 1; decimals <= 9; decimals++)
    {
      g_snprintf (format, sizeof format, "%%.%df", decimals);
      g_ascii_formatd (text, sizeof text, format, (double)exact);
      if ((float)g_ascii_strtod (text, NULL) == exact)
        break;
    }
  parl_writer_raw (json, key, text);
}

/* The old server gives the share of what the groups before have left. */
static double
get_percentage (const ParlHawkbitStyle *style, const ParlFleetRollout *rollout, unsigned group)
{
  unsigned left = rollout->total;

  for (unsigned i = 0; i < group && is_old (style); i++)
    left -= rollout->groups[i].total;
  return 100.0 * rollout->groups[group].total / left;
}

static void
write_rule (GString *json, const char *name, const char *kind, const char *value,
            const char *expression)
{
  parl_writer_open (json, name, '{');
  parl_writer_string (json, kind, value);
  parl_writer_string (json, "expression", expression);
  parl_writer_close (json, '}');
}

void
parl_hawkbit_write_group (GString *json, const ParlHawkbitStyle *style, unsigned index,
                          unsigned number, ParlHawkbitDetail detail)
{
  const ParlFleetRollout *rollout = &style->fleet->rollouts[index];
  const ParlFleetGroup *group = &rollout->groups[number];
  unsigned id = parl_hawkbit_get_group_id (style->fleet, index, number);
  g_autofree char *self = g_strdup_printf ("/deploygroups/%u", id);

  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "createdBy", "admin");
  parl_writer_int (json, "createdAt", rollout->created + 12 + number);
  parl_writer_string (json, "lastModifiedBy", "system");
  parl_writer_int (json, "lastModifiedAt", group->touched);
  parl_writer_string (json, "name", group->name);
  parl_writer_string (json, "description", group->name);
  write_rule (json, "successCondition", "condition", "THRESHOLD",
              rollout->set == PARL_FLEET_2_6_0 ? "90" : "70");
  write_rule (json, "successAction", "action", "NEXTGROUP", "");
  write_rule (json, "errorCondition", "condition", "THRESHOLD", "30");
  write_rule (json, "errorAction", "action", "PAUSE", "");
  parl_writer_string (json, "targetFilterQuery", "");
  write_float (json, "targetPercentage", get_percentage (style, rollout, number));
  if (!is_old (style))
    {
      parl_writer_int (json, "id", id);
      parl_writer_bool (json, "dynamic", false);
    }
  parl_writer_string (json, "status", spell_group (group));
  parl_writer_int (json, "totalTargets", group->total);
  if (has_totals (style, detail))
    write_totals (json, rollout, number, number + 1);
  parl_writer_open (json, "_links", '{');
  write_link (json, style, index, "self", self, false);
  parl_writer_close (json, '}');
  if (is_old (style))
    parl_writer_int (json, "id", id);
  parl_writer_close (json, '}');
}
