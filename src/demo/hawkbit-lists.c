/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters, sorts and cuts the lists of the Management API. Knows nothing of paths and HTTP.
 *
 * The real servers sort by almost any field; here it is those in which the order of ids is the
 * order asked for, and all others are refused as the server refuses an unknown field. */
#include "config.h"

#include "demo/hawkbit-lists.h"

#include "demo/json-writer.h"

#include <string.h>

G_DEFINE_QUARK (parl - hawkbit - sort - error - quark, parl_hawkbit_sort_error)

enum
{
  TARGET_ID,
  TARGET_CONTROLLER_ID,
  TARGET_NAME,
  TARGET_DESCRIPTION,
  TARGET_UPDATE_STATUS,
  TARGET_ATTRIBUTE,
  TARGET_ASSIGNED_NAME,
  TARGET_ASSIGNED_VERSION,
  TARGET_INSTALLED_NAME,
  TARGET_INSTALLED_VERSION,
  TARGET_SEEN,
  TARGET_CREATED,
  TARGET_MODIFIED
};

static const ParlFiqlField target_fields[] = { { "id", PARL_FIQL_TEXT },
                                               { "controllerid", PARL_FIQL_TEXT },
                                               { "name", PARL_FIQL_TEXT },
                                               { "description", PARL_FIQL_TEXT },
                                               { "updatestatus", PARL_FIQL_TEXT },
                                               { "attribute", PARL_FIQL_MAP },
                                               { "assignedds.name", PARL_FIQL_TEXT },
                                               { "assignedds.version", PARL_FIQL_TEXT },
                                               { "installedds.name", PARL_FIQL_TEXT },
                                               { "installedds.version", PARL_FIQL_TEXT },
                                               { "lastcontrollerrequestat", PARL_FIQL_NUMBER },
                                               { "createdat", PARL_FIQL_NUMBER },
                                               { "lastmodifiedat", PARL_FIQL_NUMBER },
                                               { NULL, PARL_FIQL_TEXT } };

enum
{
  ACTION_ID,
  ACTION_STATUS,
  ACTION_ACTIVE,
  ACTION_CREATED,
  ACTION_ROLLOUT_ID,
  ACTION_ROLLOUT_NAME,
  ACTION_SET_NAME,
  ACTION_SET_VERSION,
  ACTION_TARGET_CONTROLLER_ID,
  ACTION_TARGET_NAME,
  ACTION_TARGET_UPDATE_STATUS
};

static const ParlFiqlField action_fields[] = { { "id", PARL_FIQL_NUMBER },
                                               { "status", PARL_FIQL_TEXT },
                                               { "active", PARL_FIQL_TEXT },
                                               { "createdat", PARL_FIQL_NUMBER },
                                               { "rollout.id", PARL_FIQL_NUMBER },
                                               { "rollout.name", PARL_FIQL_TEXT },
                                               { "distributionset.name", PARL_FIQL_TEXT },
                                               { "distributionset.version", PARL_FIQL_TEXT },
                                               { "target.controllerid", PARL_FIQL_TEXT },
                                               { "target.name", PARL_FIQL_TEXT },
                                               { "target.updatestatus", PARL_FIQL_TEXT },
                                               { NULL, PARL_FIQL_TEXT } };

/* Rollouts, groups and distribution sets share this one. */
enum
{
  NAMED_ID,
  NAMED_NAME,
  NAMED_VERSION
};

static const ParlFiqlField named_fields[] = { { "id", PARL_FIQL_NUMBER },
                                              { "name", PARL_FIQL_TEXT },
                                              { "version", PARL_FIQL_TEXT },
                                              { NULL, PARL_FIQL_TEXT } };

static const ParlFiqlEntity target_entity
    = { target_fields,
        "id, name, description, createdat, lastmodifiedat, controllerid, updatestatus, ipaddress, "
        "attribute, assignedds, installedds, tag, lastcontrollerrequestat, metadata",
        NULL, NULL };

static const ParlFiqlEntity action_entity
    = { action_fields, "id, status, active, createdat, rollout, distributionset, target", "target",
        "controllerId, name, updateStatus, address" };

static const ParlFiqlEntity named_entity = { named_fields, "id, name, version", NULL, NULL };

static const char *
get_attribute (const ParlFleetDevice *device, const char *key)
{
  if (g_str_equal (key, "hw"))
    return parl_fleet_get_class_name (device->device_class);
  if (g_str_equal (key, "site"))
    return parl_fleet_get_site_name (device->site);
  if (g_str_equal (key, "rollback"))
    return device->tested_rollback ? "tested" : "untested";
  return NULL;
}

static void
get_target_value (gconstpointer data, unsigned index, unsigned field, const char *key,
                  ParlFiqlValue *value)
{
  const ParlHawkbitList *list = data;
  const ParlFleetDevice *device = &list->style->fleet->devices[index];

  switch (field)
    {
    case TARGET_ID:
    case TARGET_CONTROLLER_ID:
      parl_fleet_name_device (index, value->buffer);
      value->text = value->buffer;
      break;
    case TARGET_NAME:
      g_snprintf (value->buffer, sizeof value->buffer, "Camera %u", index + 1);
      value->text = value->buffer;
      break;
    case TARGET_DESCRIPTION:
      value->text = parl_fleet_get_class_name (device->device_class);
      break;
    case TARGET_UPDATE_STATUS:
      value->text = parl_hawkbit_spell_target (device->last_state);
      break;
    case TARGET_ATTRIBUTE:
      value->text = get_attribute (device, key);
      break;
    case TARGET_ASSIGNED_NAME:
    case TARGET_INSTALLED_NAME:
      value->text = "camera";
      break;
    case TARGET_ASSIGNED_VERSION:
      value->text = parl_fleet_get_version (device->assigned);
      break;
    case TARGET_INSTALLED_VERSION:
      value->text = parl_fleet_get_version (device->installed);
      break;
    case TARGET_SEEN:
      value->number = device->last_seen;
      break;
    case TARGET_CREATED:
      value->number = device->created;
      break;
    case TARGET_MODIFIED:
      value->number = parl_hawkbit_find_touched (list->style->fleet, index);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
get_action_value (gconstpointer data, unsigned index, unsigned field, G_GNUC_UNUSED const char *key,
                  ParlFiqlValue *value)
{
  const ParlHawkbitList *list = data;
  const ParlFleet *fleet = list->style->fleet;
  const ParlFleetAction *action = &fleet->actions[index];

  switch (field)
    {
    case ACTION_ID:
      value->number = index + 1;
      break;
    case ACTION_STATUS:
      value->text = parl_hawkbit_spell_action (action->state);
      break;
    case ACTION_ACTIVE:
      value->text = action->state == PARL_FLEET_RUNNING ? "true" : "false";
      break;
    case ACTION_CREATED:
      value->number = action->created;
      break;
    case ACTION_ROLLOUT_ID:
      value->number = action->rollout >= 0 ? action->rollout + 1 : INT64_MIN;
      break;
    case ACTION_ROLLOUT_NAME:
      value->text = action->rollout >= 0 ? fleet->rollouts[action->rollout].name : NULL;
      break;
    case ACTION_SET_NAME:
      value->text = "camera";
      break;
    case ACTION_SET_VERSION:
      value->text = parl_fleet_get_version (action->set);
      break;
    case ACTION_TARGET_CONTROLLER_ID:
      get_target_value (list, action->device, TARGET_CONTROLLER_ID, NULL, value);
      break;
    case ACTION_TARGET_NAME:
      get_target_value (list, action->device, TARGET_NAME, NULL, value);
      break;
    case ACTION_TARGET_UPDATE_STATUS:
      get_target_value (list, action->device, TARGET_UPDATE_STATUS, NULL, value);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
get_named_value (gconstpointer data, unsigned index, unsigned field, G_GNUC_UNUSED const char *key,
                 ParlFiqlValue *value)
{
  const ParlHawkbitList *list = data;
  const ParlFleet *fleet = list->style->fleet;

  if (field == NAMED_ID)
    value->number = list->kind == PARL_HAWKBIT_GROUPS
                        ? parl_hawkbit_get_group_id (fleet, list->owner, index)
                        : index + 1;
  else if (list->kind == PARL_HAWKBIT_SETS)
    value->text = field == NAMED_NAME ? "camera" : parl_fleet_get_version ((ParlFleetSet)index);
  else if (field == NAMED_NAME)
    value->text = list->kind == PARL_HAWKBIT_GROUPS
                      ? fleet->rollouts[list->owner].groups[index].name
                      : fleet->rollouts[index].name;
}

/* How a kind of list is asked, and in which fields the order of its ids may be asked for. */
static const struct
{
  const ParlFiqlEntity *entity; /* NULL: cannot be filtered */
  ParlFiqlGet get;
  const char *sorts[3];
  bool newest_first; /* when no order is asked for */
} kinds[] = {
  [PARL_HAWKBIT_ROLLOUTS] = { &named_entity, get_named_value, { "id", "createdat" }, false },
  [PARL_HAWKBIT_GROUPS] = { &named_entity, get_named_value, { "id", "createdat" }, false },
  [PARL_HAWKBIT_ACTIONS] = { &action_entity, get_action_value, { "id", "createdat" }, true },
  [PARL_HAWKBIT_TARGETS] = { &target_entity, get_target_value, { "id", "controllerid" }, false },
  [PARL_HAWKBIT_SETS] = { &named_entity, get_named_value, { "id" }, false },
  [PARL_HAWKBIT_ENTRIES] = { NULL, NULL, { "id", "reportedat" }, true },
};

static bool
read_sort (const ParlHawkbitList *list, const char *sort, bool *descending, GError **error)
{
  *descending = kinds[list->kind].newest_first;
  if (sort == NULL || *sort == '\0')
    return true;

  g_auto (GStrv) parts = g_strsplit (sort, ":", 2);
  bool down = parts[1] != NULL && g_ascii_strcasecmp (parts[1], "DESC") == 0;
  if (parts[1] == NULL || (!down && g_ascii_strcasecmp (parts[1], "ASC") != 0))
    {
      g_set_error (error, PARL_HAWKBIT_SORT_ERROR, PARL_HAWKBIT_SORT_SYNTAX,
                   "The given sort parameter is not well formed");
      return false;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds[0].sorts); i++)
    {
      const char *known = kinds[list->kind].sorts[i];
      if (known != NULL && g_ascii_strcasecmp (known, parts[0]) == 0)
        {
          *descending = down;
          return true;
        }
    }
  g_set_error (error, PARL_HAWKBIT_SORT_ERROR, PARL_HAWKBIT_SORT_FIELD,
               "The given sort parameter field {%s} does not exist", parts[0]);
  return false;
}

static void
write_item (GString *json, const ParlHawkbitList *list, unsigned item, ParlHawkbitDetail detail,
            const ParlLog *log)
{
  switch (list->kind)
    {
    case PARL_HAWKBIT_ROLLOUTS:
      parl_hawkbit_write_rollout (json, list->style, item, detail);
      break;
    case PARL_HAWKBIT_GROUPS:
      parl_hawkbit_write_group (json, list->style, list->owner, item, detail);
      break;
    case PARL_HAWKBIT_ACTIONS:
      parl_hawkbit_write_action (json, list->style, item, detail);
      break;
    case PARL_HAWKBIT_TARGETS:
      parl_hawkbit_write_target (json, list->style, item, detail);
      break;
    case PARL_HAWKBIT_SETS:
      parl_hawkbit_write_set (json, list->style, (ParlFleetSet)item);
      break;
    case PARL_HAWKBIT_ENTRIES:
      parl_hawkbit_write_entry (json, list->style, &log->entries[item],
                                (int64_t)list->owner * PARL_LOG_ENTRIES + item + 1);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The members that are asked for; NULL: all of them. */
static GArray *
filter_list (const ParlHawkbitList *list, const ParlFiql *fiql)
{
  if (fiql == NULL && list->members == NULL)
    return NULL;

  GArray *found = g_array_new (FALSE, FALSE, sizeof (unsigned));
  for (unsigned i = 0; i < list->length; i++)
    {
      unsigned item = list->members != NULL ? list->members[i] : i;
      if (fiql == NULL || parl_fiql_match (fiql, kinds[list->kind].get, list, item))
        g_array_append_val (found, item);
    }
  return found;
}

/* @json: (inout): gets `{"content":[...],"total":n,"size":n}`
 * @page: with an offset and a limit that are already as the server would have them
 * Returns: whether it could be asked so; if not, a #ParlFiqlError or #ParlHawkbitSortError */
bool
parl_hawkbit_write_page (GString *json, const ParlHawkbitList *list, const ParlHawkbitPage *page,
                         GError **error)
{
  g_autoptr (ParlFiql) fiql = NULL;
  bool descending;

  if (!read_sort (list, page->sort, &descending, error))
    return false;
  if (page->fiql != NULL && *page->fiql != '\0' && kinds[list->kind].entity != NULL)
    {
      fiql = parl_fiql_new (page->fiql, kinds[list->kind].entity, error);
      if (fiql == NULL)
        return false;
    }

  g_autoptr (ParlLog) log
      = list->kind == PARL_HAWKBIT_ENTRIES ? parl_log_new (list->style->fleet, list->owner) : NULL;
  g_autoptr (GArray) found = filter_list (list, fiql);
  unsigned total = found != NULL ? found->len : list->length;
  unsigned size = page->offset < total ? MIN (page->limit, total - page->offset) : 0;

  parl_writer_open (json, NULL, '{');
  parl_writer_open (json, "content", '[');
  for (unsigned i = 0; i < size; i++)
    {
      unsigned rank = page->offset + i;
      unsigned place = descending ? total - 1 - rank : rank;
      write_item (json, list, found != NULL ? g_array_index (found, unsigned, place) : place,
                  page->detail, log);
    }
  parl_writer_close (json, ']');
  parl_writer_int (json, "total", total);
  parl_writer_int (json, "size", size);
  parl_writer_close (json, '}');
  return true;
}
