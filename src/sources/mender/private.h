/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the Mender source share. Nobody else includes this.
 *
 *   mender.c       the sync, step by step, what was found so far, and the descriptor
 *   page.c         all pages of a list
 *   read.c         bodies -> deployments, rows of devices
 *   deployments.c  which deployments there are, and the rows of those that changed
 *   devices.c      the inventory -> devices
 *   attempts.c     rows -> attempts, and what a device ran before each
 *   logs.c         why updates failed
 *   stages.c       phases as stages, who is in which, and their counts
 *   bookmark.c     what is kept from sync to sync
 *   findings.c     the test of a connection
 */

#include "sources/ask.h"
#include "sources/lenient.h"
#include "sources/source-config.h"
#include "sources/tally.h"

#define PARL_MD_DEPLOYMENTS_V1 "/api/management/v1/deployments/deployments"
#define PARL_MD_DEPLOYMENTS_V2 "/api/management/v2/deployments/deployments"
#define PARL_MD_INVENTORY "/api/management/v1/inventory/devices"
#define PARL_MD_SEARCH "/api/management/v2/inventory/filters/search"
#define PARL_MD_CHECK_INS "/api/management/v2/devauth/devices?status=accepted"

#define PARL_MD_PAGE 500 /* the most that a server gives */

/* How long a deployment is watched: a finished row of it may still change. No fact looks further
 * back. */
#define PARL_MD_WATCH (PARL_SNAPSHOT_DAYS * PARL_DAY)

/* What is kept of a deployment. */
typedef struct
{
  char *id;
  ParlTime created;
  char *state; /* its status and statistics when its rows were last read; NULL: never completely */
  bool closed; /* it was finished then */
  ParlTime looked;       /* when that was */
  ParlTime newest_start; /* newest `started` of its rows then, by the server's clock */
  int64_t begun;         /* how many rows had one */
  unsigned unseen;       /* successes after a failure that nobody saw */
  ParlTime unseen_end;   /* when the newest of them ended */
  GHashTable *failed;    /* (element-type utf8): devices whose failure is in the history */
} ParlMdMark;

/* The bookmark. */
typedef struct
{
  bool old;                /* no v2 list of deployments */
  char *attributes;        /* the settings that the devices were classified with */
  ParlTime seen;           /* every change of the inventory up to then was read */
  ParlTime synced;         /* when the last sync began */
  ParlTime checked;        /* when the devices' check-ins were last read */
  ParlTime newest;         /* newest datum of all syncs */
  GHashTable *deployments; /* id (borrowed) -> ParlMdMark */
} ParlMdBookmark;

typedef enum
{
  PARL_MD_PENDING, /* told nothing yet */
  PARL_MD_ACTIVE,  /* under way, in whatever state */
  PARL_MD_SUCCESS,
  PARL_MD_FAILURE,
  PARL_MD_ABORTED, /* aborted or decommissioned */
  PARL_MD_IDLE     /* nothing to do: already installed, or no artifact for it */
} ParlMdStatus;

#define PARL_MD_N_STATUSES (PARL_MD_IDLE + 1)

/* One device in one deployment. */
typedef struct
{
  char *device;
  ParlMdStatus status;
  bool aborted; /* not decommissioned */
  bool has_row; /* else the server only counts it: it has not asked yet */
  bool logged;  /* a log of a failure is there */
  char *substate;
  ParlTime started; /* when it asked; PARL_TIME_NONE: it did not */
  ParlTime ended;

  const ParlAttempt *known; /* history holds it as open; borrowed */
  int phase;                /* index; -1: not known */
  char *message;            /* from the log */
  const char *cause;        /* borrowed from the rules */
} ParlMdRow;

typedef struct
{
  int64_t batch;  /* percent of the devices; -1: not said */
  ParlTime start; /* PARL_TIME_NONE: not said */
  int64_t asked;  /* devices that have asked in it; -1: not said */
} ParlMdPhase;

typedef struct
{
  char *id;
  char *name;
  char *release;
  char *status;
  char *state; /* as in the mark */
  ParlTime created;
  ParlTime finished;
  int64_t devices;    /* as many as it is for, by the server's word */
  bool dynamic;       /* devices may still join */
  bool counted;       /* the list has its statistics */
  bool over;          /* finished, or aborted */
  bool configures;    /* changes settings: no update */
  GArray *phases;     /* (element-type ParlMdPhase) */
  GPtrArray *members; /* (element-type utf8): ids of those it is for; NULL: not told */

  ParlMdMark *mark;
  bool first;       /* its rows were never read completely */
  GHashTable *rows; /* device (borrowed) -> ParlMdRow; NULL: not read in this sync */
  bool complete;    /* all of them */
  bool raced;       /* there are some that should have been there at the last look, and were not */
  bool stopped;     /* called off as a whole */
} ParlMdDeployment;

/* What this sync knows of a device. */
typedef struct
{
  ParlDevice *device;
  bool known;       /* history has it */
  bool listed;      /* the inventory told of it in this sync */
  bool changed;     /* differs from what history has */
  bool gone;        /* the server no longer has it */
  char *reported;   /* what the inventory says that it runs */
  ParlTime updated; /* when it said so */
  bool news;        /* no earlier sync read that */
  GPtrArray *rows;  /* (element-type ParlMdDeviceRow): of this sync, in the order they were made */
} ParlMdDevice;

typedef struct
{
  ParlMdDeployment *deployment; /* borrowed */
  ParlMdRow *row;               /* borrowed */
} ParlMdDeviceRow;

typedef struct
{
  const ParlSourceCall *call;

  ParlHarvest *harvest;
  ParlComplaints *complaints;
  ParlCauses *causes;
  ParlMdBookmark *mark;
  ParlMdBookmark *kept; /* of a first sync: the failures that were handed out */
  GPtrArray
      *deployments;    /* (element-type ParlMdDeployment): those that were listed, oldest first */
  GHashTable *devices; /* id (borrowed) -> ParlMdDevice */
  GHashTable *open;    /* key (borrowed) -> ParlAttempt (borrowed): what history holds as open */
  unsigned page;       /* elements that are asked for at once */
} ParlMd;

/* page.c */
typedef bool (*ParlMdEach) (ParlMd *self, const ParlJsonAt *element, gpointer data, GError **error);
typedef struct
{
  const char *path; /* with or without a query */
  const char
      *body; /* NULL: GET; else what is posted, without page and per_page: "\"filters\":[]" */
  const char *what; /* for the progress; NULL: none */
  ParlMdEach each;  /* called for each element, maybe more than once for one; its error is a warning
                       and leaves the element out */
  bool (*is_enough) (ParlMd *self, gpointer data); /* after a page; NULL: never */
  gpointer data;
} ParlMdList;
bool parl_md_read_list (ParlMd *self, const ParlMdList *list, bool *complete, int64_t *total,
                        GError **error);
bool parl_md_count (ParlMd *self, const char *path, int64_t *total, GError **error);

/* read.c */
ParlMdDeployment *parl_md_read_deployment (ParlMd *self, const ParlJsonAt *at, GError **error);
ParlMdRow *parl_md_read_row (ParlMd *self, const ParlJsonAt *at, GError **error);
bool parl_md_append_statistics (GString *state, const ParlJsonAt *status, GError **error);
char *parl_md_spell_release (const char *artifact);
void parl_md_row_free (ParlMdRow *self);
void parl_md_deployment_free (ParlMdDeployment *self);

/* bookmark.c */
ParlMdBookmark *parl_md_bookmark_new (void);
ParlMdBookmark *parl_md_bookmark_parse (const char *text, GError **error);
char *parl_md_bookmark_to_text (const ParlMdBookmark *self);
ParlMdMark *parl_md_bookmark_get (ParlMdBookmark *self, const char *id, bool create);
void parl_md_bookmark_free (ParlMdBookmark *self);

/* mender.c */
ParlMd *parl_md_new (const ParlSourceCall *call);
void parl_md_free (ParlMd *self);
ParlMdDevice *parl_md_find_device (ParlMd *self, const char *id);
void parl_md_note_datum (ParlMd *self, ParlTime time);

/* findings.c */
char **parl_md_test (const ParlSourceCall *call, GError **error);

/* the steps, in their order */
bool parl_md_sync_deployments (ParlMd *self, GError **error);
bool parl_md_sync_rows (ParlMd *self, GError **error);
bool parl_md_sync_devices (ParlMd *self, GError **error);
bool parl_md_sync_check_ins (ParlMd *self, GError **error);
void parl_md_place_devices (ParlMd *self);
bool parl_md_sync_logs (ParlMd *self, GError **error);
bool parl_md_keep_failures (ParlMd *self, const GArray *failures, GError **error);
void parl_md_make_attempts (ParlMd *self);
void parl_md_call_off (ParlMd *self, const char *deployment);
void parl_md_make_rollouts (ParlMd *self);

/* shared by several steps */
char *parl_md_get_key (const ParlMdDeployment *deployment, const ParlMdRow *row);
char *parl_md_get_stage_key (const ParlMdDeployment *deployment, int phase);
bool parl_md_is_new (const ParlMdDeployment *deployment, const ParlMdRow *row);
bool parl_md_has_failed (const ParlMdDeployment *deployment, const ParlMdRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMd, parl_md_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMdRow, parl_md_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMdDeployment, parl_md_deployment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMdBookmark, parl_md_bookmark_free)
