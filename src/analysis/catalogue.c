/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of facts, in the order in which findings list them. A fact that is not in here
 * cannot be made. Holds no numbers of a fleet. */
#include "config.h"

#include "analysis/catalogue.h"

#include "analysis/formula.h"
#include "analysis/listing.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const ParlCatalogueEntry entries[] = {
  { PARL_FACT_FAILURE_RATE, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_MINIMUM, "cohort cohort-not class", "stop over within unclear",
    N_ ("Updates that failed at the first try"),
    N_ ("failed / (succeeded + failed), first attempts"),
    N_ ("Wilson (1927); change: Newcombe (1998), method 10"), parl_fill_failure_rate,
    parl_list_attempts, .work = PARL_WORK_HOLD, .milestones = "-|cohort|cohort-not|class",
    .of_failures = true, .of_change = true },
  { PARL_FACT_FAILURE_CHANGE, PARL_UNIT_POINTS, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_MINIMUM, "cohort cohort-not",
    "mix within both plain other-releases kinds",
    N_ ("Change of the failure rate against the window before"), N_ ("rate now - rate before"),
    N_ ("Newcombe (1998), method 10"), parl_fill_change, parl_list_attempts, .of_failures = true,
    .of_change = true },
  { "ota-failure-z", PARL_UNIT_RATIO, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("How many standard errors the change of the failure rate is"),
    N_ ("change / its standard error at the pooled rate"),
    N_ ("Pearson's chi-squared, signed root"), parl_fill_nothing, parl_list_attempts,
    .of_change = true },
  { PARL_FACT_FAILURE_MIX, PARL_UNIT_POINTS, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "cohort", "",
    N_ ("Part of the change because other devices were updated"),
    N_ ("sum over cohorts of (share now - before) x mean of the two rates"),
    N_ ("Kitagawa (1955); an identity, so no interval"), parl_fill_mix, parl_list_attempts,
    .of_failures = true, .of_change = true },
  { PARL_FACT_FAILURE_WITHIN, PARL_UNIT_POINTS, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_MINIMUM, "cohort", "",
    N_ ("Part of the change because the same kind of device did worse or better"),
    N_ ("sum over cohorts of mean of the two shares x (rate now - before)"),
    N_ ("Kitagawa (1955); delta method, shares held fixed"), parl_fill_within, parl_list_attempts,
    .of_failures = true, .of_change = true },
  { "ota-failure-standardised", PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "",
    N_ ("What the failure rate would be had the same devices been updated as before"),
    N_ ("sum over cohorts of share before x rate now"),
    N_ ("direct standardisation; delta method, shares held fixed"), parl_fill_standardised,
    parl_list_attempts, .of_change = true },
  { PARL_FACT_COHORT_SHARE, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_MINIMUM, "cohort class site", "old newest kind",
    N_ ("Share of a cohort in all attempts"), N_ ("attempts of the cohort / all attempts"),
    N_ ("Wilson (1927); change: Newcombe (1998), method 10"), parl_fill_quotient,
    parl_list_attempts, .rule = PARL_RULE_NONE },
  { PARL_FACT_CAUSE_SHARE, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_MINIMUM, "cause", "only spread",
    N_ ("Share of a cause in all failures"), N_ ("failures of the cause / failures"),
    N_ ("Wilson (1927); change: Newcombe (1998), method 10"), parl_fill_quotient,
    parl_list_attempts, .work = PARL_WORK_CAUSE, .of_failures = true },
  { PARL_FACT_COHORT_CAUSE_RATE, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_MINIMUM, "cause cohort", "",
    N_ ("Attempts of a cohort that failed of a cause"),
    N_ ("failures of cause and cohort / attempts of the cohort"),
    N_ ("Wilson (1927); change: Newcombe (1998), method 10"), parl_fill_quotient,
    parl_list_attempts, .work = PARL_WORK_CAUSE, .milestones = "cause,cohort",
    .of_failures = true },
  { "ota-avoidable", PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_AVOIDED, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "checks efficacy what-if", "always sometimes",
    N_ ("Failures that checks of the device's state before the update would prevent"),
    N_ ("sum over the checked causes of failures x efficacy / failures"), N_ ("Wilson (1927)"),
    parl_fill_avoidable, parl_list_attempts, .work = PARL_WORK_CHECKS, .of_failures = true },
  { "ota-rate-without", PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_REMAINING, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "checks efficacy what-if", "always sometimes",
    N_ ("What the failure rate would be with these checks"),
    N_ ("(failures - avoidable failures) / attempts"), N_ ("Wilson (1927)"), parl_fill_without,
    parl_list_attempts, .of_failures = true },
  { "ota-budget-without", PARL_UNIT_RATIO, PARL_ROWS_ATTEMPTS, PARL_MEASURE_REMAINING,
    PARL_N_ALLOWED, PARL_GOOD_LESS, PARL_EFFECT_NONE, "checks efficacy what-if", "always sometimes",
    N_ ("What would be used of the failure budget with these checks"),
    N_ ("(failures - avoidable failures) / allowed failures"), N_ ("Wilson (1927), scaled"),
    parl_fill_without, parl_list_attempts, .rule = PARL_RULE_BUDGET, .of_failures = true },
  { PARL_FACT_BUDGET_LEFT, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ALLOWED,
    PARL_GOOD_MORE, PARL_EFFECT_NONE, "", "",
    N_ ("What is left of the failure budget; below 0: overdrawn"),
    N_ ("1 - failures / (attempts x (1 - success target))"), N_ ("Wilson (1927), scaled"),
    parl_fill_budget_left, parl_list_attempts, .rule = PARL_RULE_BUDGET, .of_failures = true },
  { "ota-burn", PARL_UNIT_RATIO, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ALLOWED,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "window", "",
    N_ ("How fast the failure budget is used; 1: exactly used up"),
    N_ ("failure rate / (1 - success target); of the last 1, 3, 7 and 28 days too"),
    N_ ("Wilson (1927), scaled; windows: Beyer et al., The Site Reliability Workbook (2018), "
        "ch. 5"),
    parl_fill_burn, parl_list_attempts, .rule = PARL_RULE_BUDGET, .of_failures = true },
  { PARL_FACT_BUDGET_OVER, PARL_UNIT_COUNT, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ALLOWED,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "",
    N_ ("Failures beyond the allowed number; below 0: still allowed"),
    N_ ("failures - attempts x (1 - success target)"), "", parl_fill_budget_over,
    parl_list_attempts, .rule = PARL_RULE_BUDGET, .of_failures = true },
  { PARL_FACT_BUDGET_SPENT, PARL_UNIT_TIME, PARL_ROWS_ATTEMPTS, PARL_MEASURE_NONE, PARL_N_ALLOWED,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("The day on which the failures of the window passed the allowed number"),
    N_ ("first day with failures since the window began > allowed failures of the whole window"),
    "", parl_fill_nothing, parl_list_attempts, .rule = PARL_RULE_BUDGET },
  { PARL_FACT_TRACEABLE, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_MORE, PARL_EFFECT_MINIMUM, "", "by-day", N_ ("Failures that have a cause and a log"),
    N_ ("failures with a cause and a log / failures"),
    N_ ("Wilson (1927); change: Newcombe (1998), method 10"), parl_fill_quotient,
    parl_list_attempts, .milestones = "-" },
  { "ota-untraced", PARL_UNIT_COUNT, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "", N_ ("Failures without a cause or a log"),
    N_ ("failures - traceable failures"), "", parl_fill_untraced, parl_list_attempts,
    .work = PARL_WORK_UNTRACED },
  { "ota-cancelled", PARL_UNIT_COUNT, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("Attempts that were called off; they are in no rate"),
    N_ ("cancelled attempts, retries too"), "", parl_fill_nothing, parl_list_attempts,
    .rule = PARL_RULE_NONE },
  { "ota-open", PARL_UNIT_COUNT, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS, PARL_GOOD_LESS,
    PARL_EFFECT_NONE, "", "", N_ ("Attempts without an outcome yet; they are in no rate"),
    N_ ("open attempts, retries too"), "", parl_fill_nothing, parl_list_attempts,
    .rule = PARL_RULE_NONE },
  { "cost-of-failures", PARL_UNIT_MONEY, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "of", "failures hours both",
    N_ ("What failures and degraded hours cost, as far as a price is set"),
    N_ ("failures x cost per failed update + customer impact x cost per degraded device-hour"),
    N_ ("the failure rate's interval (Wilson) and the impact's, both ends at once"),
    parl_fill_nothing, parl_list_attempts, .of_failures = true },
  { "cost-of-impact", PARL_UNIT_MONEY, PARL_ROWS_DEVICES, PARL_MEASURE_HOURS, PARL_N_DEVICE_HOURS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("What degraded hours cost, at the price that was set"),
    N_ ("customer impact x cost per degraded device-hour"),
    N_ ("the customer impact's interval, scaled"), parl_fill_nothing, parl_list_impact,
    .rule = PARL_RULE_NONE },
  { "cost-avoidable", PARL_UNIT_MONEY, PARL_ROWS_ATTEMPTS, PARL_MEASURE_AVOIDED, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "checks efficacy what-if", "always sometimes",
    N_ ("What the failures cost that checks before the update would prevent"),
    N_ ("avoidable failures x cost per failed update"), N_ ("Wilson (1927), scaled"),
    parl_fill_nothing, parl_list_attempts, .of_failures = true },
  { "scale-tenfold", PARL_UNIT_COUNT, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("Failures that an update of ten times the fleet would have at today's rate"),
    N_ ("10 x devices x failure rate"), N_ ("Wilson (1927), scaled"), parl_fill_nothing,
    parl_list_attempts, .rule = PARL_RULE_NONE },
  { PARL_FACT_SPEED_KEPT, PARL_UNIT_SHARE, PARL_ROWS_SERIES, PARL_MEASURE_TARGET_TIME,
    PARL_N_DEVICE_HOURS, PARL_GOOD_MORE, PARL_EFFECT_MINIMUM, "class", "unpromised",
    N_ ("Device-time at or above the promised speed; where none is promised, the usual 30 FPS"),
    N_ ("hours at or above the target / hours observed"),
    N_ ("Cochran, Sampling Techniques, ch. 6, days as clusters, Student's t; change: Welch "
        "(1947)"),
    parl_fill_quotient, parl_list_series, .rule = PARL_RULE_SPEED },
  { PARL_FACT_LOWEST_SPEED, PARL_UNIT_FPS, PARL_ROWS_SERIES, PARL_MEASURE_NONE, PARL_N_DEVICE_HOURS,
    PARL_GOOD_MORE, PARL_EFFECT_NONE, "class", "",
    /* xgettext:no-c-format */
    N_ ("The speed that cameras reach 95 % of the time"),
    N_ ("time-weighted 5th percentile, time spread evenly within a bin"),
    N_ ("Woodruff (1952), days as clusters"), parl_fill_nothing, parl_list_series,
    .rule = PARL_RULE_SPEED },
  { PARL_FACT_SLOW, PARL_UNIT_SHARE, PARL_ROWS_SERIES, PARL_MEASURE_SLOW_TIME, PARL_N_DEVICE_HOURS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "class", "",
    N_ ("Share of device-time below the promised speed"),
    N_ ("hours below the target / hours observed"),
    N_ ("Cochran, Sampling Techniques, ch. 6, days as clusters, Student's t"), parl_fill_quotient,
    parl_list_series, .rule = PARL_RULE_SPEED },
  { PARL_FACT_SLOW_SHARE, PARL_UNIT_SHARE, PARL_ROWS_SERIES, PARL_MEASURE_SLOW_TIME,
    PARL_N_DEVICE_HOURS, PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "class", "",
    N_ ("Share of a class in all device-time below the promised speed"),
    N_ ("hours of the class below its target / all hours below their targets"), "",
    parl_fill_quotient, parl_list_series, .rule = PARL_RULE_SPEED },
  { PARL_FACT_SLOW_HOURS, PARL_UNIT_HOURS, PARL_ROWS_SERIES, PARL_MEASURE_SLOW_TIME,
    PARL_N_DEVICE_HOURS, PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "",
    N_ ("Device-time below the promised speed"),
    N_ ("hours observed - hours at or above the target"),
    N_ ("Cochran, Sampling Techniques, ch. 6, days as clusters, Student's t, scaled"),
    parl_fill_slow, parl_list_series, .rule = PARL_RULE_SPEED },
  { "impact-down-hours", PARL_UNIT_HOURS, PARL_ROWS_DEVICES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "site class", "",
    N_ ("Device-time of devices not heard of since their update failed; no less than this"),
    N_ ("sum over silent devices whose last first attempt of the window failed, with no success "
        "and no sign of life since, of (last fetch - failure), up to the last whole hour"),
    "", parl_fill_nothing, parl_list_down, .rule = PARL_RULE_NONE },
  { "customer-impact", PARL_UNIT_HOURS, PARL_ROWS_DEVICES, PARL_MEASURE_HOURS, PARL_N_DEVICE_HOURS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("Device-time below the promised speed, or not heard of since a failed update"),
    N_ ("slow hours + hours not heard of since a failed update; a device that is not heard of "
        "reports "
        "no speed, so none counts twice"),
    N_ ("Cochran, Sampling Techniques, ch. 6, days as clusters, Student's t, of the slow hours"),
    parl_fill_nothing, parl_list_impact, .rule = PARL_RULE_NONE },
  { PARL_FACT_FRAME_TIME, PARL_UNIT_MILLISECONDS, PARL_ROWS_SERIES, PARL_MEASURE_NONE,
    PARL_N_FRAMES, PARL_GOOD_LESS, PARL_EFFECT_NONE, "class", "",
    /* xgettext:no-c-format */
    N_ ("The time from camera to result that 95 % of frames stay within"),
    N_ ("95th percentile over frames, frames spread evenly within a bin"),
    N_ ("Woodruff (1952), days as clusters"), parl_fill_nothing, parl_list_series,
    .rule = PARL_RULE_NONE },
  { PARL_FACT_FRAME_BUDGET, PARL_UNIT_MILLISECONDS, PARL_ROWS_SERIES, PARL_MEASURE_SETTING,
    PARL_N_ROWS, PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("The time that one frame may take at the promised speed"), N_ ("1000 / target frames/s"),
    "", parl_fill_frame_budget, parl_list_series, .rule = PARL_RULE_NONE },
  { "latency-headroom", PARL_UNIT_MILLISECONDS, PARL_ROWS_SERIES, PARL_MEASURE_NONE, PARL_N_FRAMES,
    PARL_GOOD_MORE, PARL_EFFECT_NONE, "", "pooled",
    N_ ("Time left in a slow frame; below 0: the promise cannot hold"),
    N_ ("1000 / target frames/s - p95 of the frame time"), N_ ("Woodruff (1952), days as clusters"),
    parl_fill_headroom, parl_list_series, .work = PARL_WORK_FRAMES, .promises_speed = true },
  { PARL_FACT_STAGE_TIME, PARL_UNIT_MILLISECONDS, PARL_ROWS_SERIES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "stage", "largest",
    N_ ("What a stage of the pipeline takes of a slow frame"),
    N_ ("mean over the window's samples, classes weighted by their frames"), "", parl_fill_nothing,
    parl_list_series, .rule = PARL_RULE_NONE },
  { "latency-stage-share", PARL_UNIT_SHARE, PARL_ROWS_SERIES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "stage", "largest",
    N_ ("Share of a stage in the time of a slow frame"),
    N_ ("time of the stage / time of all stages"), "", parl_fill_stage_share, parl_list_series,
    .rule = PARL_RULE_NONE },
  { PARL_FACT_PROGRESS, PARL_UNIT_SHARE, PARL_ROWS_STAGES, PARL_MEASURE_DONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout stage", "waiting running paused finished stopped",
    N_ ("Devices of a rollout or stage that have been updated"), N_ ("succeeded / devices"), "",
    parl_fill_quotient, parl_list_stages, .rule = PARL_RULE_NONE },
  { PARL_FACT_STAGE_RATE, PARL_UNIT_SHARE, PARL_ROWS_STAGES, PARL_MEASURE_FAILED, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "rollout stage",
    "not-started passed over unclear hold stop running",
    N_ ("Devices of a stage whose update failed"), N_ ("failed / (succeeded + failed)"),
    N_ ("Wilson (1927)"), parl_fill_quotient, parl_list_stages, .work = PARL_WORK_HOLD_STAGE },
  { PARL_FACT_STAGE_BEST, PARL_UNIT_SHARE, PARL_ROWS_STAGES, PARL_MEASURE_FAILED, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "rollout stage", "reachable unreachable",
    N_ ("The share of failures that a held stage ends with if every update to come succeeds"),
    N_ ("failed / (devices - cancelled)"), "", parl_fill_quotient, parl_list_stages,
    .rule = PARL_RULE_NONE },
  { PARL_FACT_SOAK, PARL_UNIT_DAYS, PARL_ROWS_STAGES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout stage", "",
    N_ ("How long a stage has been watched"),
    N_ ("last outcome - first outcome; of a running stage: now - first outcome"), "",
    parl_fill_nothing, parl_list_stages, .rule = PARL_RULE_NONE },
  { "rollout-left", PARL_UNIT_COUNT, PARL_ROWS_STAGES, PARL_MEASURE_LEFT, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout", "",
    N_ ("Devices of the rollout that have not been updated"), N_ ("devices - succeeded"), "",
    parl_fill_left, parl_list_stages, .rule = PARL_RULE_NONE },
  { PARL_FACT_WAITS, PARL_UNIT_COUNT, PARL_ROWS_STAGES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout waits", "part all",
    N_ ("Devices left to update, by what they wait for"),
    N_ ("failed or cancelled without a newer update; in a stage behind one that is to be held; on "
        "a "
        "release that the halt rule stops; the others wait for nothing"),
    "", parl_fill_nothing, parl_list_stages, .rule = PARL_RULE_NONE },
  { "rollout-pace", PARL_UNIT_COUNT, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout", "",
    N_ ("Devices that a day brings to the target release"),
    N_ ("successes at the target release / days, from the day of the first one in both windows"),
    "", parl_fill_nothing, parl_list_attempts, .rule = PARL_RULE_NONE },
  { PARL_FACT_FINISH, PARL_UNIT_DAYS, PARL_ROWS_ATTEMPTS, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout", "",
    N_ ("In how many days the devices that wait for nothing are done if the rollout goes on as it "
        "went; no less than 14 days of history"),
    N_ ("median (P15, P85) of the days in which made-up futures of whole past weeks do what waits "
        "for nothing"),
    N_ ("circular block bootstrap, Politis and Romano (1992), 2,000 replicates, seeded "
        "SplitMix64"),
    parl_fill_nothing, parl_list_attempts, .rule = PARL_RULE_NONE },
  { "rollout-finish-date", PARL_UNIT_TIME, PARL_ROWS_ATTEMPTS, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout", "",
    N_ ("The day on which the devices that wait for nothing are done if the rollout goes on as it "
        "went"),
    N_ ("now + days of rollout-finish, rounded"), N_ ("as rollout-finish"), parl_fill_nothing,
    parl_list_attempts, .rule = PARL_RULE_NONE },
  { "schedule-derisked", PARL_UNIT_DAYS, PARL_ROWS_ATTEMPTS, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout", "safer later same",
    N_ ("By how many days the late end of the forecast is safer than at the last review"),
    N_ ("(target - P85 now) - (target - P85 at the review) = P85 at the review - P85 now; both "
        "ends "
        "are dates, so the target falls out"),
    N_ ("as rollout-finish; at the review from the completions known by then, and what was left "
        "then"),
    parl_fill_nothing, parl_list_attempts, .rule = PARL_RULE_NONE },
  { "rollout-detect", PARL_UNIT_HOURS, PARL_ROWS_STAGES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout stage", "",
    N_ ("How long a rollout or stage ran before its failures were surely too many"),
    N_ ("end of the first hour with n >= minimum and lower bound > 1 - success target, - first "
        "outcome"),
    N_ ("Wilson (1927) at 99 %, looked at every hour"), parl_fill_nothing, parl_list_stages,
    .rule = PARL_RULE_NONE },
  { "rollout-halt", PARL_UNIT_HOURS, PARL_ROWS_STAGES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout stage",
    "halted about early not-halted finished unseen",
    N_ ("How long until a rollout was halted, since its failures were surely too many"),
    N_ ("first look that found it halted - end of the first hour in which that was sure; low end: "
        "the look before"),
    N_ ("the first halt that had not ended by then; its interval is the time between two looks"),
    parl_fill_nothing, parl_list_stages, .rule = PARL_RULE_NONE },
  { "rollout-unhalted", PARL_UNIT_HOURS, PARL_ROWS_STAGES, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "rollout stage", "",
    N_ ("How long a rollout has gone on since its failures were surely too many"),
    N_ ("newest look - end of the first hour in which that was sure; neither halted nor finished"),
    "", parl_fill_nothing, parl_list_stages, .rule = PARL_RULE_NONE },
  { "scale-tenfold-days", PARL_UNIT_DAYS, PARL_ROWS_ATTEMPTS, PARL_MEASURE_NONE, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("How long an update of ten times the fleet would take at today's pace"),
    N_ ("10 x devices / pace"), "", parl_fill_nothing, parl_list_attempts, .rule = PARL_RULE_NONE },
  { PARL_FACT_RISK, PARL_UNIT_SCORE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_NONE, PARL_N_NOTHING,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "part",
    "low medium high severe stop spent high-raised severe-raised",
    N_ ("How much speaks against going on: an ordinal score, never a probability"),
    N_ ("sum of weight x part clamped to 0..1, over six parts; an unknown part counts nothing; no "
        "score without the failure part or with less than 60 points of weight known"),
    "", parl_fill_risk, parl_list_any, .rule = PARL_RULE_ORDINAL },
  { "blast-radius", PARL_UNIT_COUNT, PARL_ROWS_DEVICES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "of when stage", "",
    N_ ("What a bad release could hit now and next"),
    N_ ("devices of the stage that do not run the release; their sites; those without a tested "
        "rollback"),
    "", parl_fill_nothing, parl_list_blast, .rule = PARL_RULE_NONE },
  { "fleet-silent", PARL_UNIT_SHARE, PARL_ROWS_DEVICES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "age site class", "",
    N_ ("Devices not heard of for too long"),
    N_ ("last seen longer ago than max (3 x heartbeat, limit) / devices"), N_ ("Wilson (1927)"),
    parl_fill_quotient, parl_list_devices, .rule = PARL_RULE_SILENT, .work = PARL_WORK_SILENT },
  { "fleet-size", PARL_UNIT_COUNT, PARL_ROWS_DEVICES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "", N_ ("Devices that are known of"), N_ ("devices"),
    "", parl_fill_nothing, parl_list_devices, .rule = PARL_RULE_NONE },
  { "tech-debt", PARL_UNIT_SHARE, PARL_ROWS_DEVICES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "",
    N_ ("Devices two or more release lines behind the newest"),
    N_ ("devices with two or more newer lines among devices and rollouts / devices whose release "
        "is "
        "known"),
    N_ ("Wilson (1927)"), parl_fill_quotient, parl_list_devices, .rule = PARL_RULE_NONE },
  { PARL_FACT_MILESTONE_EFFECT, PARL_UNIT_SHARE, PARL_ROWS_ATTEMPTS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_ASPECT, PARL_EFFECT_MINIMUM, "milestone", "better worse same few early history plain",
    N_ ("What a milestone was to change; before it was done, and now"),
    N_ ("the share in the last k whole weeks, against the k whole weeks before the day on which it "
        "was done; k = 4, or as many as there are on both sides"),
    N_ ("Wilson (1927); change: Newcombe (1998), method 10"), parl_fill_quotient, parl_list_effect,
    .rule = PARL_RULE_NONE },
  { "value-delivered", PARL_UNIT_COUNT, PARL_ROWS_MILESTONES, PARL_MEASURE_EFFECT, PARL_N_ROWS,
    PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "", N_ ("Milestones done whose effect is measured"),
    N_ ("milestones done with enough attempts before and after to compare them; of all that are "
        "done"),
    "", parl_fill_nothing, parl_list_milestones, .rule = PARL_RULE_MEASURED },
  { PARL_FACT_DELIVERY_LEAD, PARL_UNIT_DAYS, PARL_ROWS_CHANGES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "early unnamed clocks",
    N_ ("How long changes took from their merge until half of the fleet had them"),
    N_ ("median over the changes of releases that reached half of the fleet in the window of (half "
        "of the fleet - merge)"),
    N_ ("Hyndman and Fan (1996), definition 2; Woodruff (1952), releases as clusters, Student's t"),
    parl_fill_nothing, parl_list_changes, .rule = PARL_RULE_DELIVERED },
  { PARL_FACT_DELIVERY_LEAD_LONG, PARL_UNIT_DAYS, PARL_ROWS_CHANGES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "early unnamed clocks few",
    /* xgettext:no-c-format */
    N_ ("The time within which 90 % of changes came from their merge to half of the fleet"),
    N_ ("90th percentile of what delivery-lead is the median of, from 10 changes on"),
    N_ ("as delivery-lead"), parl_fill_nothing, parl_list_changes, .rule = PARL_RULE_DELIVERED },
  { PARL_FACT_DELIVERY_LEG, PARL_UNIT_DAYS, PARL_ROWS_CHANGES, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "leg", "longest early unnamed clocks",
    N_ ("How long changes took on one leg of their way to half of the fleet"),
    N_ ("median over the changes of which all times are known: tag - merge, first device - tag, or "
        "half of the fleet - first device"),
    N_ ("as delivery-lead"), parl_fill_nothing, parl_list_changes, .rule = PARL_RULE_DELIVERED },
  { PARL_FACT_DELIVERY_FREQUENCY, PARL_UNIT_COUNT, PARL_ROWS_RELEASES, PARL_MEASURE_ROW,
    PARL_N_ROWS, PARL_GOOD_NEITHER, PARL_EFFECT_NONE, "", "few unsure",
    N_ ("Releases that reached half of the fleet in the window"),
    N_ ("releases of which the update that made them half of the fleet's ended in the window"),
    N_ ("Garwood (1936), exact Poisson; change: Przyborowski and Wilenski (1940), Clopper and "
        "Pearson (1934)"),
    parl_fill_nothing, parl_list_releases, .rule = PARL_RULE_DELIVERED },
  { PARL_FACT_BUILD_TIME, PARL_UNIT_MINUTES, PARL_ROWS_BUILDS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "unsure untimed",
    N_ ("How long builds took that succeeded"),
    N_ ("median over the builds that succeeded of how long the tracker says that they took, or of "
        "(end - start)"),
    N_ ("Hyndman and Fan (1996), definition 2; Woodruff (1952), days as clusters, Student's t; "
        "change: Zou and Donner (2008)"),
    parl_fill_nothing, parl_list_builds, .rule = PARL_RULE_BUILDS },
  { PARL_FACT_BUILD_TIME_LONG, PARL_UNIT_MINUTES, PARL_ROWS_BUILDS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_LESS, PARL_EFFECT_NONE, "", "unsure few untimed",
    /* xgettext:no-c-format */
    N_ ("The time within which 90 % of the builds ended that succeeded"),
    N_ ("90th percentile of what build-time is the median of, from 10 builds on"),
    N_ ("as build-time"), parl_fill_nothing, parl_list_builds, .rule = PARL_RULE_BUILDS },
  { PARL_FACT_BUILD_SUCCESS, PARL_UNIT_SHARE, PARL_ROWS_BUILDS, PARL_MEASURE_ROW, PARL_N_ROWS,
    PARL_GOOD_MORE, PARL_EFFECT_MINIMUM, "", "", N_ ("Builds that succeeded"),
    N_ ("succeeded / (succeeded + failed)"),
    N_ ("Wilson (1927) of the effective size by Kish (1965), days as clusters, Student's t; "
        "change: "
        "Zou and Donner (2008)"),
    parl_fill_quotient, parl_list_builds, .rule = PARL_RULE_BUILDS },
};

size_t
parl_catalogue_size (void)
{
  return G_N_ELEMENTS (entries);
}

const ParlCatalogueEntry *
parl_catalogue_get (size_t index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (entries), NULL);

  return &entries[index];
}

/* Returns: (nullable): the entry of @id; its address orders it among the others */
const ParlCatalogueEntry *
parl_catalogue_find (const char *id)
{
  for (size_t i = 0; id != NULL && i < G_N_ELEMENTS (entries); i++)
    if (strcmp (entries[i].id, id) == 0)
      return &entries[i];
  return NULL;
}

/* @id: in the catalogue, which gives the unit
 * @subject: (transfer full): what it speaks about
 * Returns: (transfer full): a fact in which no number is set, to be filled in by its maker */
ParlFact *
parl_fact_new (const char *id, ParlLabels *subject)
{
  g_return_val_if_fail (id != NULL && subject != NULL, NULL);

  const ParlCatalogueEntry *entry = parl_catalogue_find (id);
  g_return_val_if_fail (entry != NULL, NULL);

  ParlFact *self = g_new0 (ParlFact, 1);
  self->entry = entry;
  self->id = entry->id;
  self->subject = subject;
  self->unit = entry->unit;
  self->value = self->low = self->high = self->count = self->n = self->target = NAN;
  self->comparison.value = self->comparison.n = NAN;
  self->comparison.low = self->comparison.high = NAN;
  self->comparison.change = self->comparison.relative = NAN;
  self->comparison.change_low = self->comparison.change_high = NAN;
  self->caveats = g_new0 (char *, 1);
  self->window = (ParlWindow){ PARL_TIME_NONE, PARL_TIME_NONE };
  self->comparison.window = self->window;
  self->freshness = PARL_TIME_NONE;
  self->evidence.filter = parl_labels_new (NULL, NULL);
  return self;
}

/* @id: one of PARL_FACT_..., or a fact's own */
bool
parl_fact_is (const ParlFact *self, const char *id)
{
  return strcmp (self->id, id) == 0;
}
