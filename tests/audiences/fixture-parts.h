/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The parts that fleets of the fixture are made of. Subjects are spelled as parl_labels_to_string()
 * writes them; "_0" is the window before. */

#include "analysis/findings.h"

typedef struct
{
  const char *id, *name;
  double total, done, failed;
  const char *progress, *aspect;
  double soak;
} FixtureStage;

ParlFact *fixture_add (ParlFindings *findings, const char *id, const char *subject, ParlUnit unit,
                       double value);
void fixture_set_interval (ParlFact *fact, double low, double high);
ParlFact *fixture_add_share (ParlFindings *findings, const char *id, const char *subject,
                             double count, double n);
ParlFact *fixture_add_rate (ParlFindings *findings, const char *id, const char *subject,
                            double count, double n, double count_0, double n_0);
ParlFact *fixture_add_failures (ParlFindings *findings, const char *subject, double count, double n,
                                double count_0, double n_0);
ParlFact *fixture_add_change (ParlFindings *findings, const char *subject, const char *aspect);
void fixture_add_checks (ParlFindings *findings, const char *checks, double avoided, double failed,
                         double n);
void fixture_add_budget (ParlFindings *findings, double failed, double n, double spent);
void fixture_add_traced (ParlFindings *findings, double traced, double failed, double traced_0,
                         double failed_0);
ParlFact *fixture_add_speed (ParlFindings *findings, const char *subject, double value, double half,
                             double before, double hours);
void fixture_add_latency (ParlFindings *findings);
void fixture_add_fps (ParlFindings *findings);
void fixture_add_distribution (ParlFindings *findings, const char *device_class, double middle);
void fixture_add_rollout (ParlFindings *findings, const FixtureStage *stages, unsigned n_stages,
                          const char *state);
void fixture_add_blast (ParlFindings *findings, const char *when, const char *stage, double devices,
                        double sites, double untested);
void fixture_add_risk (ParlFindings *findings, double score, const char *aspect, const char *caveat,
                       const double parts[6]);
void fixture_add_silent (ParlFindings *findings, const double ages[5], double n);
void fixture_add_control (ParlFindings *findings, double before, double now, unsigned from);
void fixture_add_forecast (ParlFindings *findings);
void fixture_open_gates (ParlFindings *findings);
void fixture_add_impact (ParlFindings *findings, double slow, double half);
void fixture_add_burn_windows (ParlFindings *findings, const double ratios[4]);
void fixture_add_burn_down (ParlFindings *findings, double left);
void fixture_add_event (ParlFindings *findings, const char *stage, unsigned day);
void fixture_add_source (ParlSnapshot *snapshot, const char *name, const char *kind, ParlTime age);
ParlFindings *fixture_create_findings (void);
