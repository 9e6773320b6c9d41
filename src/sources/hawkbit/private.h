/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the hawkBit source share. Nobody else includes this.
 *
 *   hawkbit.c     the sync, step by step, and what was found so far
 *   actions.c     actions where there is /actions (0.3.0M8 and later)
 *   legacy.c      actions where there is not (0.3)
 *   rollouts.c    rollouts, their stages and who belongs to them
 *   sets.c        distribution sets: which release, of which type
 *   devices.c     targets, and what they run
 *   attributes.c  class, site and the like, from as few requests as there are values
 *   attempts.c    actions and reports -> attempts
 *   reports.c     what the devices said about an action
 *   read.c        bodies -> values
 *   page.c        one request, or all pages of a list
 *   bookmark.c    what is kept from sync to sync
 *   findings.c    the test of a connection
 */

#include "sources/ask.h"
#include "sources/causes.h"
#include "sources/lenient.h"
#include "sources/source-config.h"
#include "sources/tally.h"

/* How far back a first sync asks for what costs a request for each action. */
#define PARL_HB_RECENT (90 * PARL_DAY)
#define PARL_HB_PAGE 500
/* Reports that are asked for before what they tell is stored. */
#define PARL_HB_PART 1000
/* The same of 0.3, in devices: some four requests each. */
#define PARL_HB_LEGACY_PART 250
/* Longer than nearly all updates take: who knows all updates that began since some day knows those
 * that ended so much later. */
#define PARL_HB_LONGEST (14 * PARL_DAY)

/* How this server tells of actions. */
typedef enum
{
  PARL_HB_UNDECIDED,
  PARL_HB_ACTIONS, /* GET /actions */
  PARL_HB_LEGACY   /* GET /targets/{id}/actions only: 0.3 */
} ParlHbWay;

/* An action that was there, to know the same database by. */
typedef struct
{
  int64_t id;
  ParlTime created;
  char *device;
} ParlHbAnchor;

typedef struct
{
  int64_t id;
  char *release;
  char *state;     /* its status and counts when it was last read; NULL: never completely */
  bool moving;     /* that differed from the time before: its stages are read once more */
  int64_t members; /* how many devices it had when its members were read; -1: never */
} ParlHbRolloutMark;

/* The bookmark. */
typedef struct
{
  ParlHbWay way;
  bool detailed;         /* has detailStatus: before 0.10 */
  int64_t epoch;         /* 1, and one more for each new database behind the same address */
  int64_t highest;       /* action id; 0: none */
  int64_t unread;        /* actions below this id were not asked for their reports; 0: none */
  char *left_device;     /* of 0.3: those that come behind this one, the newest change first, were
                            not asked for their actions; NULL: all were */
  ParlTime left_changed; /* when it was last changed */
  int64_t newest_set;    /* id of the newest distribution set whose type was asked for; -1: none */
  GPtrArray *anchors;    /* (element-type ParlHbAnchor): up to three first and three last */
  ParlTime seen;         /* every poll up to then was read */
  ParlTime changed;      /* every target made up to then was read; of 0.3, every change to one */
  ParlTime modified;     /* newest change of a target that its attributes were read after */
  ParlTime newest;       /* newest datum of all syncs */
  ParlTime heartbeat;    /* the server's polling time; 0: never asked, -1: not known */
  char *attributes;      /* the settings that the devices were classified with */
  GHashTable *rollouts;
} ParlHbMark;

typedef struct
{
  int64_t id;
  char *device;
  char *release;
  int64_t distribution; /* id of the distribution set; -1: not known */
  int64_t rollout;      /* -1: none */
  ParlTime created;
  ParlTime modified; /* when the server, not the device, last did something */
  bool by_server;    /* no person made it */
  ParlOutcome outcome;
  bool undecided; /* “finished” alone, before detailStatus: the last report decides */
  bool begun;     /* of an undecided one: not known to wait for its turn in a rollout */
  bool has_code;
  int64_t code;

  /* From the reports. */
  ParlTime reported;  /* PARL_TIME_NONE: not read, or no time */
  bool no_attempt;    /* the server closed it by itself: nothing was sent to the device */
  bool ended;         /* some report says how, or at least when */
  bool unread;        /* a later part of the sync, or the next sync, asks for its reports */
  ParlCauseMatch why; /* of the most specific rule that fits any of them */
  char *message;      /* what that rule fits; else its last word */

  /* From its place among the device's actions. */
  const ParlAttempt *known; /* history holds it as open; borrowed */
  char *from;
  ParlTime superseded; /* when the device's next action was made; PARL_TIME_NONE: it is the last */
} ParlHbAction;

typedef struct
{
  ParlDevice *device;
  bool known;            /* history has it */
  bool listed;           /* /targets told of it in this sync */
  bool changed;          /* differs from what history has */
  bool gone;             /* the server no longer has it */
  bool pending;          /* updateStatus */
  bool updated;          /* had an update ever: updateStatus is neither unknown nor registered */
  bool in_sync;          /* updateStatus: what was last assigned is what is installed */
  bool whole;            /* of 0.3: all that is read of its actions is read in this sync */
  int64_t installed_set; /* id of the distribution set that it has, where this sync has asked; then
                            its release is the device's; 0: not known */
  ParlTime installed;
  ParlTime modified;
  char *cohort;                        /* value of the attribute that makes the cohort */
  const ParlHbAction *newest_finished; /* of this sync's actions */
} ParlHbTarget;

/* A distribution set. Strings are NULL where they cannot be had. */
typedef struct
{
  int64_t id;
  char *name;
  char *release;
} ParlHbSet;

typedef struct
{
  int64_t id;
  char *key;
} ParlHbGroup;

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
  bool download;       /* installs nothing */
  bool closed;         /* no more outcomes to come */
  bool partial;        /* something of its stages or their members could not be read */
  GPtrArray *groups;   /* (element-type ParlHbGroup) */
  GHashTable *members; /* device id -> group key (borrowed); NULL: not read */
  bool members_tried;
} ParlHbRollout;

typedef struct
{
  const ParlSourceCall *call;

  ParlHarvest *harvest;
  ParlHbMark *mark;
  ParlTime changed_before; /* the mark's of the last sync */
  bool listed_all;         /* all targets were listed in this sync */
  bool listed_without_gap; /* no page of the list of targets is missing */
  ParlCauses *causes;
  GHashTable *targets; /* device id (borrowed) -> ParlHbTarget */
  GPtrArray *rollouts; /* (element-type ParlHbRollout), oldest first once they are read */
  GPtrArray *actions;  /* (element-type ParlHbAction): of 0.3, those of the part that is read now */
  bool newer;          /* than known: it says what no server that is known says */
  bool new_epoch;      /* a new database was met in this sync */
  bool from_start;     /* they are all that this database ever had, not only what is new */
  bool has_all;        /* no page of the list of actions is missing */
  int64_t stored_from, stored_to; /* history has what became of the actions between these ids; 0 and
                                     0: all actions of this sync are new to it */
  GHashTable *sets;               /* id (borrowed) -> ParlHbSet: those that were asked for */
  bool sets_read;                 /* all of them */
  ParlComplaints *complaints;
  unsigned page;   /* of the list that is being read */
  bool incomplete; /* something of the list that was read last is missing */
  bool gapped;     /* and nobody knows what: other rows came than its server spoke of */
} ParlHb;

/* page.c */
typedef bool (*ParlHbEach) (ParlHb *self, const ParlJsonAt *element, gpointer data, GError **error);
char *parl_hb_query (const char *path, const char *query);
char *parl_hb_quote (const char *value);
ParlJson *parl_hb_get (ParlHb *self, const char *path, GError **error);
ParlJson *parl_hb_get_any (ParlHb *self, const char *path, GError **error);
bool parl_hb_get_total (ParlHb *self, const char *path, int64_t *total, GError **error);
bool parl_hb_read_pages (ParlHb *self, const char *path, const char *key, const char *what,
                         ParlHbEach each, gpointer data, GError **error);

/* read.c */
const char *parl_hb_optional_string (ParlHb *self, const ParlJsonAt *at, const char *name);
bool parl_hb_optional_int (ParlHb *self, const ParlJsonAt *at, const char *name, int64_t *value);
ParlTime parl_hb_optional_time (ParlHb *self, const ParlJsonAt *at, const char *name);
bool parl_hb_find (ParlHb *self, const ParlJsonAt *at, const char *name, ParlJsonAt *member);
char *parl_hb_find_in_link (ParlHb *self, const ParlJsonAt *at, const char *link,
                            const char *after);
char *parl_hb_read_release (ParlHb *self, const ParlJsonAt *at);
int64_t parl_hb_read_distribution (ParlHb *self, const ParlJsonAt *at);
ParlHbAction *parl_hb_read_action (ParlHb *self, const ParlJsonAt *at, const char *device,
                                   GError **error);
void parl_hb_action_free (ParlHbAction *self);
ParlHbRollout *parl_hb_read_rollout (ParlHb *self, const ParlJsonAt *at, GError **error);
ParlStage *parl_hb_read_stage (ParlHb *self, const ParlJsonAt *at, bool download, bool *counted,
                               GError **error);
bool parl_hb_is_download (const char *kind);
void parl_hb_rollout_free (ParlHbRollout *self);

/* sets.c */
void parl_hb_set_free (ParlHbSet *self);
char *parl_hb_make_release (const char *name, const char *version);
char *parl_hb_spell_release (ParlHb *self, const char *text, int64_t distribution);
bool parl_hb_find_release (ParlHb *self, int64_t distribution, const char **release,
                           GError **error);
bool parl_hb_read_sets (ParlHb *self, GError **error);

/* bookmark.c */
ParlHbMark *parl_hb_mark_new (void);
ParlHbMark *parl_hb_mark_parse (const char *text, GError **error);
char *parl_hb_mark_to_text (const ParlHbMark *self);
void parl_hb_mark_forget (ParlHbMark *self);
void parl_hb_mark_add_anchor (ParlHbMark *self, const ParlHbAction *action);
ParlHbRolloutMark *parl_hb_mark_rollout (ParlHbMark *self, int64_t id, bool create);
void parl_hb_mark_free (ParlHbMark *self);

/* hawkbit.c */
char *parl_hb_key (const ParlHb *self, int64_t id);
bool parl_hb_parse_key (const ParlHb *self, const char *key, int64_t *id);
ParlHb *parl_hb_new (const ParlSourceCall *call);
void parl_hb_free (ParlHb *self);

bool parl_hb_keep_part (ParlHb *self, GError **error);
char *parl_hb_dup_server (const ParlHb *self);

/* findings.c */
char **parl_hb_test (const ParlSourceCall *call, GError **error);

/* the steps */
bool parl_hb_sync_new_actions (ParlHb *self, GError **error);
bool parl_hb_sync_open_actions (ParlHb *self, GError **error);
bool parl_hb_sync_by_device (ParlHb *self, GError **error);
bool parl_hb_sync_rollouts (ParlHb *self, GError **error);
bool parl_hb_sync_gone_devices (ParlHb *self, GError **error);
bool parl_hb_sync_devices (ParlHb *self, GError **error);
bool parl_hb_sync_installed (ParlHb *self, GError **error);
bool parl_hb_sync_attributes (ParlHb *self, GError **error);
bool parl_hb_sync_attempts (ParlHb *self, GError **error);

/* shared by several steps */
bool parl_hb_check_epoch (ParlHb *self, bool highest_is_there, GError **error);
GHashTable *parl_hb_index_open (ParlHb *self);
bool parl_hb_read_releases (ParlHb *self, GError **error);
bool parl_hb_sync_sets (ParlHb *self, GError **error);
ParlHbTarget *parl_hb_find_target (ParlHb *self, const char *id);
ParlHbRollout *parl_hb_find_rollout (ParlHb *self, int64_t id);
bool parl_hb_find_stage (ParlHb *self, ParlHbRollout *rollout, const char *device,
                         const char **stage, GError **error);
void parl_hb_apply_members (ParlHb *self);
bool parl_hb_read_reports (ParlHb *self, GPtrArray *actions, unsigned done, unsigned left,
                           GError **error);
bool parl_hb_read_cohorts (ParlHb *self, const char *name, GPtrArray *targets, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHb, parl_hb_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHbAction, parl_hb_action_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHbRollout, parl_hb_rollout_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHbMark, parl_hb_mark_free)
