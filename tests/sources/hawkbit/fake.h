/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A hawkBit made of recorded bodies that a test can change: it pages, sorts and answers the queries
 * that Parlance asks, and in the old way when told so. Behind a ScriptServer. */

#include "support/script-server.h"

#include <json-glib/json-glib.h>

typedef struct _HawkbitFake HawkbitFake;

HawkbitFake *hawkbit_fake_new (bool old); /* with the recorded fleet of 120 */
void hawkbit_fake_free (HawkbitFake *self);
const char *hawkbit_fake_get_url (HawkbitFake *self);
ScriptServer *hawkbit_fake_get_server (HawkbitFake *self);

/* The rows, to be changed between two syncs: "targets", "actions", "rollouts", "groups". */
GPtrArray *hawkbit_fake_get (HawkbitFake *self, const char *list);
JsonObject *hawkbit_fake_find_action (HawkbitFake *self, int64_t id);
JsonObject *hawkbit_fake_find_target (HawkbitFake *self, const char *id);
/* @release: a version of "camera", or "NAME:VERSION" */
JsonObject *hawkbit_fake_add_action (HawkbitFake *self, int64_t id, const char *target,
                                     const char *release, const char *status, int64_t created);
void hawkbit_fake_add_target (HawkbitFake *self, const char *id, int64_t created);

/* What a device reported last about an action. */
void hawkbit_fake_report (HawkbitFake *self, int64_t action, const char *type, const char *messages,
                          int64_t at);
/* Answers this path, whatever its query, with something else; a NULL body: the usual again. */
void hawkbit_fake_override (HawkbitFake *self, const char *path, unsigned status, const char *body);
/* Refuses a search in which @term stands. */
void hawkbit_fake_refuse (HawkbitFake *self, const char *term);
/* How many more requests are answered before the line is cut; -1: all. */
void hawkbit_fake_set_left (HawkbitFake *self, int left);
/* How the lists lie. */
void hawkbit_fake_set_cap (HawkbitFake *self, unsigned cap); /* rows a page at most */
void hawkbit_fake_set_promise (HawkbitFake *self, const char *list, int64_t total);

/* Requests since the last call. */
unsigned hawkbit_fake_count (HawkbitFake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HawkbitFake, hawkbit_fake_free)
