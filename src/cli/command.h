/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the commands of parlance-cli share: their exit codes, common options and the session. */

#include "session/compute.h"

/* Documented in the README: scripts and timers act on them. */
typedef enum
{
  PARL_EXIT_DONE = 0,
  PARL_EXIT_FAILED = 1,
  PARL_EXIT_USAGE = 2,
  PARL_EXIT_STALE = 3,
  PARL_EXIT_PARTIAL = 4,
  PARL_EXIT_NO_DATA = 5
} ParlExit;

/* What main offers behind --demo; no command knows the demo fleet. */
typedef struct
{
  const char *const
      *generations; /* which hawkBit it can speak, %NULL-terminated; usually the first */
  const char *const
      *servers;        /* what it can be, %NULL-terminated; usually the first, that hawkBit */
  ParlOpenOrigin open; /* with a generation or one of the other servers as its data */
} ParlDemoOffer;

/* Filled in by parl_command_parse() from what the user typed. */
typedef struct
{
  const ParlDemoOffer *demo_offer; /* set by main */
  gboolean demo;
  char *demo_server;
  char *demo_generation; /* one of the offer's generations or servers */
  char *counts;          /* a file, "-" for standard input; NULL: none */
  char *now;             /* --now or --as-of, as typed */
  int secret_fd;
  gboolean verbose;
  ParlTime time; /* that instant, or the wall clock */
  int days;
  char *device_class, *release, *site; /* NULL: all */
  char **what_if;                      /* "disk-space=0.9", as typed; NULL: nothing is imagined */
  GArray *checks;                      /* (element-type ParlCheck): those */
  GCancellable *cancellable;
  GString *description; /* set by main: what is done is to describe the options here; else NULL */
} ParlCommon;

typedef enum
{
  PARL_COMMAND_TAKES_NOW = 1 << 0, /* acts at an instant, --now; others speak as of one, --as-of */
  PARL_COMMAND_SHOWS_FACTS = 1 << 1, /* has the options of a scope, a what-if and a counts file */
} ParlCommandTraits;

typedef int (*ParlCommandFunc) (ParlCommon *common, int argc, char **argv);

typedef struct
{
  const char *name;
  const char *synopsis; /* after the name: "FACT-ID [--subject KEY=VALUE]..." */
  const char *summary;
  ParlCommandTraits traits;
  ParlCommandFunc run;
  char *(*describe) (void); /* what stands below the options in its help; NULL: nothing */
} ParlCommand;

extern const ParlCommand parl_command_audience;
extern const ParlCommand parl_command_causes;
extern const ParlCommand parl_command_collect;
extern const ParlCommand parl_command_evidence;
extern const ParlCommand parl_command_facts;
extern const ParlCommand parl_command_mapping;
extern const ParlCommand parl_command_plan;
extern const ParlCommand parl_command_report;
extern const ParlCommand parl_command_source;

bool parl_command_parse (const ParlCommand *command, ParlCommon *common,
                         const GOptionEntry *entries, int *argc, char ***argv);
void parl_common_clear (ParlCommon *common);
ParlSession *parl_command_open_session (ParlCommon *common, GError **error);
bool parl_command_verify (ParlCommon *common, ParlSession *session, GError **error);
ParlComputed *parl_command_compute (ParlCommon *common, ParlSession *session,
                                    const char *const *audiences, GError **error);
void parl_command_note_targets (const ParlComputed *computed);
GPtrArray *parl_command_collect_sources (ParlCommon *common, ParlSession *session, const char *only,
                                         GError **error);
bool parl_command_set_settings (ParlSourceConfig *config, char **settings, GError **error);
int parl_command_usage (const ParlCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
int parl_command_fail (const GError *error);
bool parl_command_print (const char *text, GError **error);
