/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the hawkBit source share. Nobody else includes this.
 *
 *   hawkbit.c             the sync, step by step
 *   hawkbit-actions.c     actions where there is /actions (0.3.0M8 and later)
 *   hawkbit-legacy.c      actions where there is not (0.3)
 *   hawkbit-rollouts.c    rollouts, their stages and who belongs to them
 *   hawkbit-devices.c     targets, and what they run
 *   hawkbit-attributes.c  class, site and the like, from as few requests as there are values
 *   hawkbit-attempts.c    actions and reports -> attempts
 *   hawkbit-reports.c     what the devices said about an action
 *   hawkbit-read*.c       bodies -> values
 *   hawkbit-page.c        one request, or all pages of a list; warnings
 *   hawkbit-bookmark.c    what is kept from sync to sync
 *   hawkbit-findings.c    the test of a connection
 */

#include "sources/causes.h"
#include "sources/json.h"
#include "sources/source.h"

/* How far back a first sync asks for what costs a request for each action. */
#define PARL_HAWKBIT_RECENT (90 * PARL_DAY)
#define PARL_HAWKBIT_PAGE 500

/* How this server tells of actions. */
typedef enum
{
  PARL_HAWKBIT_UNDECIDED,
  PARL_HAWKBIT_ACTIONS, /* GET /actions */
  PARL_HAWKBIT_LEGACY   /* GET /targets/{id}/actions only: 0.3 */
} ParlHawkbitWay;

/* An action that was there, to know the same database by. */
typedef struct
{
  int64_t id;
  ParlTime created;
  char *device;
} ParlHawkbitAnchor;

typedef struct
{
  int64_t id;
  char *release;
  char *state;     /* its status and counts when it was last read; NULL: never completely */
  bool moving;     /* that differed from the time before: its stages are read once more */
  int64_t members; /* how many devices it had when its members were read; -1: never */
} ParlHawkbitRolloutMark;

/* The bookmark. */
typedef struct
{
  ParlHawkbitWay way;
  bool detailed;      /* has detailStatus: before 0.10 */
  int64_t epoch;      /* 1, and one more for each new database behind the same address */
  int64_t highest;    /* action id; 0: none */
  GPtrArray *anchors; /* (element-type ParlHawkbitAnchor): up to three first and three last */
  ParlTime seen;      /* every poll up to then was read */
  ParlTime modified;  /* every change to a target up to then was read */
  ParlTime newest;    /* newest datum of all syncs */
  ParlTime heartbeat; /* the server's polling time; 0: never asked, -1: not known */
  char *attributes;   /* the settings that the devices were classified with */
  GHashTable *rollouts;
} ParlHawkbitMark;

typedef struct
{
  int64_t id;
  char *device;
  char *release;
  int64_t distribution; /* id of the distribution set; -1: not known */
  int64_t rollout;      /* -1: none */
  ParlTime created;
  ParlOutcome outcome;
  bool undecided; /* “finished” alone, before detailStatus: the last report decides */
  bool has_code;
  int64_t code;

  /* From the reports. */
  ParlTime reported; /* PARL_TIME_NONE: not read, or no time */
  char *message;

  /* From its place among the device's actions. */
  const ParlAttempt *known; /* history holds it as open; borrowed */
  char *from;
  ParlTime superseded; /* when the device's next action was made; PARL_TIME_NONE: it is the last */
} ParlHawkbitAction;

typedef struct
{
  ParlDevice *device;
  bool known;   /* history has it */
  bool listed;  /* /targets told of it in this sync */
  bool changed; /* differs from what history has */
  bool pending; /* updateStatus */
  bool updated; /* had an update ever: updateStatus is neither unknown nor registered */
  ParlTime installed;
  ParlTime modified;
  char *cohort;                             /* value of the attribute that makes the cohort */
  const ParlHawkbitAction *newest_finished; /* of this sync's actions */
} ParlHawkbitTarget;

typedef struct
{
  int64_t id;
  char *key;
} ParlHawkbitGroup;

typedef struct
{
  int64_t id;
  char *key;
  ParlRollout *value; /* without stages until they are read */
  bool harvested;     /* then the harvest owns the value */
  char *status;
  int64_t total;
  int64_t distribution;
  char *state;         /* as in the mark; NULL: the counts were not read */
  bool closed;         /* no more outcomes to come */
  GPtrArray *groups;   /* (element-type ParlHawkbitGroup) */
  GHashTable *members; /* device id -> group key (borrowed); NULL: not read */
  bool members_tried;
} ParlHawkbitRollout;

typedef struct
{
  ParlHttp *http;
  const ParlSourceConfig *config;
  const ParlKnown *known;
  ParlTime now;
  ParlSourceProgress progress;
  gpointer data;
  GCancellable *cancellable;

  ParlHarvest *harvest;
  ParlHawkbitMark *mark;
  ParlCauses *causes;
  GHashTable *targets;   /* device id (borrowed) -> ParlHawkbitTarget */
  GPtrArray *rollouts;   /* (element-type ParlHawkbitRollout), oldest first once they are read */
  GPtrArray *actions;    /* (element-type ParlHawkbitAction) */
  GHashTable *releases;  /* distribution set id -> version, "" when it cannot be read */
  GHashTable *complaints; /* a warning without its numbers -> its place in `warnings` */
  GArray *repeats;       /* unsigned: how often each warning came */
  ParlTime since;        /* 0.3: what was made before has been read; PARL_TIME_NONE: nothing */
  unsigned page;         /* of the list that is being read */
  bool incomplete;       /* something of the list that was read last is missing */
} ParlHawkbit;

/* hawkbit-page.c */
typedef bool (*ParlHawkbitEach) (ParlHawkbit *self, const ParlJsonAt *element, gpointer data,
                                 GError **error);
char *parl_hawkbit_query (const char *path, const char *query);
char *parl_hawkbit_quote (const char *value);
ParlJson *parl_hawkbit_parse (ParlHawkbit *self, const char *path, ParlHttpResponse *response,
                              GError **error);
ParlJson *parl_hawkbit_get (ParlHawkbit *self, const char *path, GError **error);
bool parl_hawkbit_get_total (ParlHawkbit *self, const char *path, int64_t *total, GError **error);
bool parl_hawkbit_read_pages (ParlHawkbit *self, const char *path, const char *key,
                              const char *what, ParlHawkbitEach each, gpointer data,
                              GError **error);
void parl_hawkbit_warn (ParlHawkbit *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
bool parl_hawkbit_is_local (const GError *error);
bool parl_hawkbit_tolerate (ParlHawkbit *self, GError *problem, const char *consequence,
                            GError **error);
void parl_hawkbit_finish_warnings (ParlHawkbit *self);
void parl_hawkbit_report (ParlHawkbit *self, const char *what, unsigned done, unsigned total);

/* hawkbit-read.c */
char *parl_hawkbit_clean (const char *text);
const char *parl_hawkbit_optional_string (ParlHawkbit *self, const ParlJsonAt *at,
                                          const char *name);
bool parl_hawkbit_optional_int (ParlHawkbit *self, const ParlJsonAt *at, const char *name,
                                int64_t *value);
ParlTime parl_hawkbit_optional_time (ParlHawkbit *self, const ParlJsonAt *at, const char *name);
bool parl_hawkbit_find (ParlHawkbit *self, const ParlJsonAt *at, const char *name,
                        ParlJsonAt *member);
char *parl_hawkbit_find_in_link (ParlHawkbit *self, const ParlJsonAt *at, const char *link,
                                 const char *after);
char *parl_hawkbit_read_release (ParlHawkbit *self, const ParlJsonAt *at);
int64_t parl_hawkbit_read_distribution (ParlHawkbit *self, const ParlJsonAt *at);

/* hawkbit-read-action.c */
ParlHawkbitAction *parl_hawkbit_read_action (ParlHawkbit *self, const ParlJsonAt *at,
                                             const char *device, GError **error);
void parl_hawkbit_action_free (ParlHawkbitAction *self);

/* hawkbit-read-rollout.c */
ParlHawkbitRollout *parl_hawkbit_read_rollout (ParlHawkbit *self, const ParlJsonAt *at,
                                               GError **error);
bool parl_hawkbit_read_counts (ParlHawkbit *self, const ParlJsonAt *at, ParlStage *stage,
                               bool *present, GError **error);
ParlStage *parl_hawkbit_read_stage (ParlHawkbit *self, const ParlJsonAt *at, bool *counted,
                                    GError **error);
void parl_hawkbit_rollout_free (ParlHawkbitRollout *self);

/* hawkbit-bookmark.c */
ParlHawkbitMark *parl_hawkbit_mark_new (void);
ParlHawkbitMark *parl_hawkbit_mark_parse (const char *text, GError **error);
char *parl_hawkbit_mark_to_text (const ParlHawkbitMark *self);
void parl_hawkbit_mark_forget (ParlHawkbitMark *self);
void parl_hawkbit_mark_add_anchor (ParlHawkbitMark *self, const ParlHawkbitAction *action);
ParlHawkbitRolloutMark *parl_hawkbit_mark_rollout (ParlHawkbitMark *self, int64_t id, bool create);
void parl_hawkbit_mark_free (ParlHawkbitMark *self);

/* hawkbit.c */
char *parl_hawkbit_key (const ParlHawkbit *self, int64_t id);
bool parl_hawkbit_parse_key (const ParlHawkbit *self, const char *key, int64_t *id);
ParlHawkbit *parl_hawkbit_new (ParlHttp *http, const ParlSourceConfig *config,
                               const ParlKnown *known, ParlTime now, GCancellable *cancellable);
void parl_hawkbit_free (ParlHawkbit *self);

char *parl_hawkbit_dup_server (const ParlHawkbit *self);

/* hawkbit-findings.c */
char **parl_hawkbit_test (ParlHttp *http, const ParlSourceConfig *config, ParlTime now,
                          GCancellable *cancellable, GError **error);

/* the steps */
bool parl_hawkbit_sync_new_actions (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_open_actions (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_legacy_actions (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_rollouts (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_devices (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_installed (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_attributes (ParlHawkbit *self, GError **error);
bool parl_hawkbit_sync_attempts (ParlHawkbit *self, GError **error);

/* shared by several steps */
bool parl_hawkbit_check_epoch (ParlHawkbit *self, bool highest_is_there, GError **error);
ParlHawkbitTarget *parl_hawkbit_find_target (ParlHawkbit *self, const char *id);
ParlHawkbitRollout *parl_hawkbit_find_rollout (ParlHawkbit *self, int64_t id);
bool parl_hawkbit_find_stage (ParlHawkbit *self, ParlHawkbitRollout *rollout, const char *device,
                              const char **stage, GError **error);
void parl_hawkbit_apply_members (ParlHawkbit *self);
bool parl_hawkbit_find_release (ParlHawkbit *self, int64_t distribution, const char **release,
                                GError **error);
bool parl_hawkbit_read_reports (ParlHawkbit *self, GPtrArray *actions, GError **error);
bool parl_hawkbit_read_cohorts (ParlHawkbit *self, const char *name, GPtrArray *targets,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHawkbit, parl_hawkbit_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHawkbitAction, parl_hawkbit_action_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHawkbitRollout, parl_hawkbit_rollout_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHawkbitMark, parl_hawkbit_mark_free)
