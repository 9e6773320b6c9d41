/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A mapping: how a service that Parlance knows nothing of is asked, and what its answers mean. A
 * settings file, NAME.mapping, with a group for each thing that is asked for; docs/mappings.md says
 * what stands in one. */

#include "sources/mapping/field.h"
#include "sources/source-kind.h"

#define PARL_MAP_KIND "json" /* of the sources that are read by one */
#define PARL_MAP_ENDING ".mapping"
#define PARL_MAP_MOST_FIELDS 20

/* What the rows of an answer are. */
typedef enum
{
  PARL_MAP_LIST, /* nothing of ours: they give values to other requests */
  PARL_MAP_ATTEMPTS,
  PARL_MAP_DAYS,
  PARL_MAP_DEVICES,
  PARL_MAP_SPEED,
  PARL_MAP_ROLLOUTS,
  PARL_MAP_MILESTONES,
  PARL_MAP_CHANGES,
  PARL_MAP_BUILDS,
  PARL_MAP_N_FEEDS
} ParlMapFeed;

typedef enum
{
  PARL_PAGING_NONE,
  PARL_PAGING_PAGE,   /* {page} counts pages */
  PARL_PAGING_OFFSET, /* {offset} counts rows */
  PARL_PAGING_CURSOR, /* {cursor} is what the body says at Next */
  PARL_PAGING_LINK,   /* the header Link says rel="next" */
  PARL_PAGING_NEXT    /* the body says an address at Next */
} ParlMapPaging;

typedef enum
{
  PARL_MAP_SERIES_FPS, /* observed rates */
  PARL_MAP_SERIES_FPS_TIME,
  PARL_MAP_SERIES_FRAME_TIME,
  PARL_MAP_SERIES_STAGE_TIME
} ParlMapSeries;

/* The fields of each feed. */
enum
{
  PARL_MAP_ENDED /* of a LIST: since when nothing of it changes */
};
enum
{
  PARL_ATTEMPT_KEY,
  PARL_ATTEMPT_DEVICE,
  PARL_ATTEMPT_ROLLOUT,
  PARL_ATTEMPT_STAGE,
  PARL_ATTEMPT_PRODUCT,
  PARL_ATTEMPT_FROM,
  PARL_ATTEMPT_TO,
  PARL_ATTEMPT_OUTCOME,
  PARL_ATTEMPT_STARTED,
  PARL_ATTEMPT_ENDED,
  PARL_ATTEMPT_CAUSE,
  PARL_ATTEMPT_CODE,
  PARL_ATTEMPT_MESSAGE,
  PARL_ATTEMPT_LINK,
  PARL_ATTEMPT_CLASS,
  PARL_ATTEMPT_SITE
};
enum
{
  PARL_DAY_DAY,
  PARL_DAY_PRODUCT,
  PARL_DAY_FROM,
  PARL_DAY_TO,
  PARL_DAY_CLASS,
  PARL_DAY_SITE,
  PARL_DAY_OUTCOME,
  PARL_DAY_CAUSE,
  PARL_DAY_COUNT
};
enum
{
  PARL_DEVICE_ID,
  PARL_DEVICE_CLASS,
  PARL_DEVICE_SITE,
  PARL_DEVICE_PRODUCT,
  PARL_DEVICE_RELEASE,
  PARL_DEVICE_ROLLOUT,
  PARL_DEVICE_STAGE,
  PARL_DEVICE_REGISTERED,
  PARL_DEVICE_LAST_SEEN,
  PARL_DEVICE_HEARTBEAT,
  PARL_DEVICE_TESTED_ROLLBACK
};
enum
{
  PARL_SPEED_TIME,
  PARL_SPEED_CLASS,
  PARL_SPEED_FPS,
  PARL_SPEED_LE,
  PARL_SPEED_ABOVE, /* where the bin begins; else at the next lower one that there is */
  PARL_SPEED_SECONDS,
  PARL_SPEED_FRAMES,
  PARL_SPEED_STAGE,
  PARL_SPEED_DURATION
};
enum
{
  PARL_ROLLOUT_ID,
  PARL_ROLLOUT_NAME,
  PARL_ROLLOUT_PRODUCT,
  PARL_ROLLOUT_RELEASE,
  PARL_ROLLOUT_PROGRESS,
  PARL_ROLLOUT_CREATED,
  PARL_ROLLOUT_STAGE,
  PARL_ROLLOUT_STAGE_NAME,
  PARL_ROLLOUT_STAGE_PROGRESS,
  PARL_ROLLOUT_TOTAL,
  PARL_ROLLOUT_SUCCEEDED,
  PARL_ROLLOUT_DOWNLOADED,
  PARL_ROLLOUT_FAILED,
  PARL_ROLLOUT_CANCELLED,
  PARL_ROLLOUT_RUNNING,
  PARL_ROLLOUT_WAITING,
  PARL_ROLLOUT_SUCCESS_THRESHOLD,
  PARL_ROLLOUT_ERROR_THRESHOLD
};

enum
{
  PARL_MILESTONE_ID,
  PARL_MILESTONE_TITLE,
  PARL_MILESTONE_LANE,
  PARL_MILESTONE_OWNER,
  PARL_MILESTONE_START,
  PARL_MILESTONE_DUE,
  PARL_MILESTONE_STATE,
  PARL_MILESTONE_DONE
};

enum
{
  PARL_CHANGE_ID,
  PARL_CHANGE_WHAT,
  PARL_CHANGE_TITLE,
  PARL_CHANGE_PRODUCT,
  PARL_CHANGE_RELEASE_NAME,
  PARL_CHANGE_MILESTONE,
  PARL_CHANGE_TIME,
  PARL_CHANGE_LINK
};

enum
{
  PARL_BUILD_ID,
  PARL_BUILD_OUTCOME,
  PARL_BUILD_STARTED,
  PARL_BUILD_ENDED,
  PARL_BUILD_DURATION,
  PARL_BUILD_ATTEMPT,
  PARL_BUILD_LINK
};

/* A value that a LIST gives: {jobs.id}. */
typedef struct
{
  ParlMapFieldInfo info;
  char *key;  /* "Value.id" */
  char *name; /* "jobs.id" */
  ParlMapField *field;
} ParlMapOut;

/* One group of the file. */
typedef struct _ParlMapPart ParlMapPart;
struct _ParlMapPart
{
  char *group;      /* "Attempts executions" */
  const char *name; /* in it: "executions" */
  ParlMapFeed feed;
  char *path; /* below the source's address, with {placeholders} */
  char *body; /* NULL: GET */
  bool is_form;
  char **headers; /* name, value, name, value, NULL */
  ParlMapPaging paging;
  int64_t first;       /* number of the first page */
  int64_t limit;       /* rows of a page; 0: the server's business */
  ParlJsonPath *next;  /* or NULL, as the following ones */
  ParlJsonPath *total; /* how many rows there are; or NULL */
  ParlJsonPath *rows;
  char *rows_text;
  ParlJsonPath *columns;
  ParlJsonPath *error;
  char *since_format;
  bool is_incremental;     /* {since} is in it, or newest rows come first */
  bool is_newest_first;    /* a page of which all rows lie before the period is the last */
  ParlTime slice;          /* a long period is asked for in parts of this length; 0: at once */
  ParlTime past;           /* how far back the first sync asks */
  ParlTime again;          /* how far before the newest row it asks again */
  const ParlMapPart *each; /* whose rows it is asked for, one by one; NULL: once */
  GPtrArray *needed; /* (element-type utf8): values of lists without which nothing can be asked */
  GPtrArray *wanted; /* (element-type utf8): settings without which nobody asks for it */
  ParlMapSeries series;
  bool is_begin; /* a sample's time is the beginning of its hour */
  ParlMapField *fields[PARL_MAP_MOST_FIELDS];
  GPtrArray *outs; /* (element-type ParlMapOut): of a LIST */
};

/* What each source sets itself: {project}. */
typedef struct
{
  char *name;
  char *title;
  char *initial; /* NULL: has to be set */
  bool is_optional;
} ParlMapSetting;

typedef struct
{
  char *name;          /* "balena" */
  char *path;          /* of the file */
  char *title;         /* for people */
  char *server;        /* what answers, for the history; or NULL */
  char *note;          /* what to know about it: address, signing in; or NULL */
  char *checksum;      /* of the file: another mapping means other rows */
  GPtrArray *parts;    /* (element-type ParlMapPart): lists before who asks for their rows */
  GPtrArray *settings; /* (element-type ParlMapSetting) */
} ParlMapping;

ParlMapping *parl_mapping_load (const char *path, GError **error);
ParlMapping *parl_mapping_find (const char *name, const ParlSourceDirs *dirs, GError **error);
char **parl_mapping_list (const ParlSourceDirs *dirs);
void parl_mapping_free (ParlMapping *self);

/* What the fields of a feed are; NULL key behind the last. */
const ParlMapFieldInfo *parl_map_get_fields (ParlMapFeed feed);
/* All groups that a file may have. */
const ParlSettingsGroup *parl_mapping_get_schema (unsigned *n_groups);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMapping, parl_mapping_free)
