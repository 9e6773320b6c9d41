# SPDX-License-Identifier: GPL-3.0-or-later
# Finds every fact of a fleet again, from its raw counts, by R's own means. Usage:
# Rscript facts.R fleets.txt, as test-facts-against-r.c writes it. Of a fact all its numbers are
# compared, those that must not be there too. Fails for a number that differs by more than 1e-9, and
# for an id that it knows no way to.
#
# Not found again here: verdicts, aspects, targets, caveats and freshness, which are words about the
# numbers (tested in C, case by case); the order of facts; control charts and distributions, whose
# formulas check.R recomputes.

DAY <- 86400000; HOUR <- 3600000; N <- 28
FIELDS <- c("value", "low", "high", "count", "n", "before", "before_n", "before_low", "before_high",
            "change", "change_low", "change_high", "relative")

wilson <- function(x, n, level = 0.95)
  if (is.na(n) || n <= 0) c(NA, NA) else
    as.numeric(suppressWarnings(prop.test(x, n, correct = FALSE, conf.level = level))$conf.int)
newcombe <- function(x1, n1, x0, n0) {
  if (n1 <= 0 || n0 <= 0) return(c(NA, NA))
  w1 <- wilson(x1, n1); w0 <- wilson(x0, n0); p1 <- x1 / n1; p0 <- x0 / n0
  c(p1 - p0 - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), p1 - p0 + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
}
share <- function(x, n) if (n > 0) x / n else NA
clamp <- function(x, low, high) pmin(pmax(x, low), high)

# A fact's numbers; what is not given is not there.
fact <- function(...) {
  given <- c(...)
  all <- setNames(rep(NA_real_, length(FIELDS)), FIELDS)
  all[names(given)] <- given
  all
}
proportion <- function(x, n) {
  w <- wilson(x, n)
  fact(value = share(x, n), low = w[1], high = w[2], count = x, n = n)
}
compared <- function(f, before, n)
  { f[c("before", "before_n", "change", "relative")] <-
      c(before, n, f[["value"]] - before, if (!is.na(before) && before > 0) f[["value"]] / before - 1 else NA); f }
rate_fact <- function(x1, n1, x0, n0) {
  f <- proportion(x1, n1)
  if (n0 <= 0) return(f)
  f <- compared(f, x0 / n0, n0)
  f[c("before_low", "before_high")] <- wilson(x0, n0)
  f[c("change_low", "change_high")] <- newcombe(x1, n1, x0, n0)
  f
}

# What a fleet is asked for again and again; emptied before the next one.
memo <- new.env()
once <- function(key, make) {
  if (is.null(memo[[key]])) memo[[key]] <- make()
  memo[[key]]
}

# --- attempts ---------------------------------------------------------------------------------
cohort_of <- function(release) {
  parts <- regmatches(release, regexec("^[vV]?([0-9]+)\\.([0-9]+)", release))
  ifelse(is.na(release), "unknown", ifelse(lengths(parts) == 3,
    vapply(parts, function(p) paste0("v", p[2], ".", p[3]), ""), release))
}
total <- function(f, rows, period) sum(f$cells$count[rows & f$cells$period == period])
first_failed <- function(f) f$cells$outcome == "failed" & !f$cells$retry
first_tried <- function(f) f$cells$outcome %in% c("failed", "succeeded") & !f$cells$retry
picked <- function(f, s) {
  rows <- rep(TRUE, nrow(f$cells))
  if (!is.null(s[["cohort"]])) rows <- rows & f$cells[["cohort"]] == s[["cohort"]]
  if (!is.null(s[["cohort-not"]])) rows <- rows & f$cells[["cohort"]] != s[["cohort-not"]]
  if (!is.null(s[["class"]])) rows <- rows & f$cells[["class"]] %in% s[["class"]]
  if (!is.null(s[["site"]])) rows <- rows & f$cells[["site"]] %in% s[["site"]]
  if (!is.null(s[["cause"]])) rows <- rows & f$cells[["cause"]] %in% s[["cause"]]
  rows
}
failures <- function(f, s) {
  p <- picked(f, s)
  c(total(f, p & first_failed(f), 1), total(f, p & first_tried(f), 1),
    total(f, p & first_failed(f), 0), total(f, p & first_tried(f), 0))
}
# Kitagawa's split, over the cohorts, each told apart by another column where one is named.
strata <- function(f, column = NULL) {
  rows <- first_tried(f) & f$cells$period >= 0
  d <- f$cells[rows, ]
  of <- if (is.null(column)) d[["cohort"]] else paste(d[["cohort"]], d[[column]], sep = "\n")
  names <- unique(of)
  count <- function(period, outcomes)
    vapply(names, function(name) sum(d$count[of == name & d$period == period & d$outcome %in% outcomes]), 0)
  tried <- c("failed", "succeeded")
  m <- cbind(count(1, "failed"), count(1, tried), count(0, "failed"), count(0, tried))
  s1 <- m[, 2] / sum(m[, 2]); s0 <- m[, 4] / sum(m[, 4])
  seen1 <- m[, 2] > 0; seen0 <- m[, 4] > 0
  r1 <- ifelse(seen1, m[, 1] / m[, 2], m[, 3] / m[, 4])
  r0 <- ifelse(seen0, m[, 3] / m[, 4], m[, 1] / m[, 2])
  v1 <- ifelse(seen1, r1 * (1 - r1) / m[, 2], 0); v0 <- ifelse(seen0, r0 * (1 - r0) / m[, 4], 0)
  both <- seen1 & seen0
  data.frame(name = names, failed = m[, 1], tried = m[, 2], tried_before = m[, 4], s1 = s1, s0 = s0, r1 = r1,
             mix = (s1 - s0) * (r1 + r0) / 2, within = (s1 + s0) / 2 * (r1 - r0),
             variance = ifelse(both, ((s1 + s0) / 2)^2 * (v1 + v0), 0),
             variance_now = ifelse(seen1, v1, v0), both = both)
}
split <- function(f) once("split", function() strata(f))
# Whether the cohorts tell what the same devices did: each window has less than a tenth of cohorts of its
# own, or classes, sites and single releases tell the same.
torn <- function(d, least) {
  own <- function(share, n) sum(share[!d$both & n >= least])
  min(own(d$s1, d$tried), own(d$s0, d$tried_before)) >= 0.1
}
way <- function(d) {
  w <- sum(d$within)
  if (abs(w) < 0.005 || abs(w) <= qnorm(0.975) * sqrt(sum(d$variance))) 0 else sign(w)
}
is_split <- function(f) once("is_split", function() {
  d <- split(f)
  if (torn(d, 0)) return(FALSE)
  for (column in c("class", "site", "from")) {
    fine <- strata(f, column)
    if (torn(fine, 0) && !torn(fine, 10)) next
    if (torn(fine, 0) && column == "from") return(way(d) == 0)
    if (way(d) != way(fine) && abs(sum(fine$within) - sum(d$within)) >= 0.005) return(FALSE)
  }
  TRUE
})
normal <- function(f, variance)
  { f[c("low", "high")] <- f[["value"]] + c(-1, 1) * qnorm(0.975) * sqrt(variance); f }
of_cohort <- function(f, s) {
  d <- split(f)
  if (is.null(s[["cohort"]])) d else d[d$name == s[["cohort"]], ]
}
allowed <- function(f, n) n * (1 - f$success)
avoided <- function(f, s) {
  checks <- strsplit(s[["checks"]], "+", fixed = TRUE)[[1]]
  sum(vapply(checks, function(c) failures(f, list(cause = c))[1] * f$efficacy[[c]], 0))
}
scaled <- function(x, n, scale_value, slo) {
  w <- wilson(x, n) / slo
  fact(value = if (n > 0) x / scale_value else NA, low = w[1], high = w[2], count = x, n = scale_value)
}

attempts <- list(
  "ota-failure-rate" = function(f, s) do.call(rate_fact, as.list(failures(f, s))),
  "ota-failure-change" = function(f, s) {
    c <- failures(f, s)
    if (c[2] == 0 || c[4] == 0) return(fact(count = c[1], n = c[2]))
    d <- newcombe(c[1], c[2], c[3], c[4])
    fact(value = c[1] / c[2] - c[3] / c[4], low = d[1], high = d[2], count = c[1], n = c[2],
         before = c[3] / c[4], before_n = c[4],
         relative = if (c[3] > 0) (c[1] / c[2]) / (c[3] / c[4]) - 1 else NA)
  },
  "ota-failure-z" = function(f, s) {
    c <- failures(f, s)
    t <- suppressWarnings(prop.test(c[c(1, 3)], c[c(2, 4)], correct = FALSE))
    z <- sign(c[1] / c[2] - c[3] / c[4]) * sqrt(as.numeric(t$statistic))
    fact(value = z, count = c[1], n = c[2])
  },
  "ota-failure-mix" = function(f, s) {
    d <- of_cohort(f, s)
    fact(value = if (is_split(f)) sum(d$mix) else NA, count = sum(d$failed), n = sum(d$tried))
  },
  "ota-failure-within" = function(f, s) {
    d <- of_cohort(f, s)
    if (!is_split(f)) return(fact(count = sum(d$failed), n = sum(d$tried)))
    normal(fact(value = sum(d$within), count = sum(d$failed), n = sum(d$tried)), sum(d$variance))
  },
  "ota-failure-standardised" = function(f, s) {
    d <- split(f); c <- failures(f, s)
    if (!is_split(f)) return(fact(count = c[1], n = c[2]))
    normal(compared(fact(value = sum(d$s0 * d$r1), count = c[1], n = c[2]), c[3] / c[4], c[4]),
           sum(d$s0^2 * d$variance_now))
  },
  "ota-cohort-share" = function(f, s) {
    own <- failures(f, s); all <- failures(f, list())
    rate_fact(own[2], all[2], own[4], all[4])
  },
  "ota-cause-share" = function(f, s) {
    own <- failures(f, s); all <- failures(f, list())
    rate_fact(own[1], all[1], own[3], all[3])
  },
  "ota-cohort-cause-rate" = function(f, s) {
    own <- failures(f, s); all <- failures(f, list(cohort = s[["cohort"]]))
    rate_fact(own[1], all[2], own[3], all[4])
  },
  "ota-avoidable" = function(f, s) proportion(avoided(f, s), failures(f, list())[1]),
  "ota-rate-without" = function(f, s) {
    c <- failures(f, list())
    proportion(c[1] - avoided(f, s), c[2])
  },
  "ota-budget-without" = function(f, s) {
    c <- failures(f, list())
    scaled(c[1] - avoided(f, s), c[2], allowed(f, c[2]), 1 - f$success)
  },
  "ota-budget-left" = function(f, s) {
    c <- failures(f, s)
    b <- scaled(c[1], c[2], allowed(f, c[2]), 1 - f$success)
    b[c("value", "low", "high")] <- 1 - b[c("value", "high", "low")]
    b
  },
  "ota-burn" = function(f, s) {
    if (!is.null(s[["window"]])) {
      last <- f$cells[["age"]] < as.numeric(sub("d", "", s[["window"]]))
      c <- c(total(f, last & first_failed(f), 1), total(f, last & first_tried(f), 1))
      return(scaled(c[1], c[2], allowed(f, c[2]), 1 - f$success))
    }
    c <- failures(f, s); slo <- 1 - f$success
    b <- scaled(c[1], c[2], allowed(f, c[2]), slo)
    if (c[2] == 0 || c[4] == 0) return(b)
    b <- compared(b, c[3] / c[4] / slo, c[4])
    b[c("before_low", "before_high")] <- wilson(c[3], c[4]) / slo
    b
  },
  "ota-budget-over" = function(f, s) {
    c <- failures(f, s)
    fact(value = c[1] - allowed(f, c[2]), count = c[1], n = allowed(f, c[2]))
  },
  "ota-budget-spent" = function(f, s) {
    c <- failures(f, s)
    rows <- first_failed(f) & f$cells$period == 1
    by_day <- vapply(27:0, function(age) sum(f$cells$count[rows & f$cells[["age"]] == age]), 0)
    day <- which(cumsum(by_day) > allowed(f, c[2]) + 1e-9)[1]
    fact(value = if (is.na(day)) NA else (f$as_of - 1) %/% DAY * DAY - (N - day) * DAY, n = allowed(f, c[2]))
  },
  "ota-traceable" = function(f, s) {
    all <- failures(f, s); traced <- first_failed(f) & f$cells$traced
    rate_fact(total(f, traced, 1), all[1], total(f, traced, 0), all[3])
  },
  "ota-untraced" = function(f, s) {
    x <- total(f, first_failed(f) & !f$cells$traced, 1)
    fact(value = x, count = x, n = failures(f, s)[1])
  },
  "ota-cancelled" = function(f, s) {
    x <- total(f, f$cells$outcome == "cancelled", 1)
    compared(fact(value = x, count = x), total(f, f$cells$outcome == "cancelled", 0), NA)
  },
  "ota-open" = function(f, s) {
    x <- total(f, f$cells$outcome == "open", 1) + total(f, f$cells$outcome == "open", 0)
    fact(value = x, count = x)
  },
  "cost-of-impact" = function(f, s) {
    i <- customer_impact(f); v <- i[c("value", "low", "high")] * f$cost_per_hour
    fact(value = v[[1]], low = v[[2]], high = v[[3]], count = i[["count"]], n = i[["n"]])
  },
  "cost-of-failures" = function(f, s) {
    c <- failures(f, list()); w <- wilson(c[1], c[2]) * c[2]
    price <- if (is.na(f$cost_per_failure)) 0 else f$cost_per_failure
    hours <- if (is.na(f$cost_per_hour) || !is.null(s[["of"]])) c(0, 0, 0)
             else customer_impact(f)[c("value", "low", "high")] * f$cost_per_hour
    v <- c(c[1], w) * price + hours
    fact(value = v[[1]], low = v[[2]], high = v[[3]], count = c[1], n = c[2])
  },
  "cost-avoidable" = function(f, s) {
    n <- failures(f, list())[1]; x <- avoided(f, s); w <- wilson(x, n) * n * f$cost_per_failure
    fact(value = x * f$cost_per_failure, low = w[1], high = w[2], count = x, n = n)
  },
  "scale-tenfold" = function(f, s) {
    c <- failures(f, s); devices <- 10 * nrow(f$devices); w <- wilson(c[1], c[2]) * devices
    fact(value = c[1] / c[2] * devices, low = w[1], high = w[2], count = c[1], n = devices)
  })

# --- speed ------------------------------------------------------------------------------------
# Bins of one name: lower end, upper end, amount by day of age 0..55. What is not above 0 was offline.
bins_of <- function(f, name, class) {
  mine <- Filter(function(q) q$name == name && !is.na(q$le) && q$le > 0, f$series)
  lapply(Filter(function(q) is.null(class) || q$class %in% class, mine), function(q) {
    ends <- vapply(Filter(function(o) o$class %in% q$class, mine), function(o) o$le, 0)
    list(lower = max(0, ends[ends < q$le]), upper = q$le, days = q$days)
  })
}
sum_days <- function(times, values, as_of) { # of whole hours within each window
  days <- numeric(2 * N)
  for (period in 1:0) {
    until <- as_of - (1 - period) * N * DAY
    seen <- times >= until - N * DAY + HOUR & times <= until
    sums <- rowsum(values[seen], (as_of - times[seen]) %/% DAY)
    days[as.numeric(rownames(sums)) + 1] <- days[as.numeric(rownames(sums)) + 1] + sums[, 1]
  }
  days
}
part_below <- function(b, x) if (x <= b$lower) 0 else if (x >= b$upper || is.infinite(b$upper)) 1 else
  (x - b$lower) / (b$upper - b$lower)
days_below <- function(bins, x, period) {
  days <- if (period == 1) 1:N else N + 1:N
  Reduce(`+`, lapply(bins, function(b) part_below(b, x) * b$days[days]), numeric(N))
}
ratio <- function(part, whole) { # Cochran's, days as clusters
  part <- part[whole > 0]; whole <- whole[whole > 0]; n <- length(whole)
  if (n == 0) return(c(NA, NA, NA))
  r <- sum(part) / sum(whole)
  if (n == 1) return(c(r, NA, NA))
  c(r, sqrt(n) * sd(part - r * whole) / sum(whole), n - 1)
}
t_interval <- function(e) e[1] + c(-1, 1) * suppressWarnings(qt(0.975, e[3])) * e[2]
compliance <- function(f, bins, period) {
  e <- ratio(days_below(bins, f$fps, period), days_below(bins, Inf, period))
  c(1 - e[1], e[2:3])
}
quantile_of <- function(bins, p, period) {
  ends <- sort(unique(unlist(lapply(bins, function(b) c(b$lower, if (is.finite(b$upper)) b$upper)))))
  below <- function(x) sum(days_below(bins, x, period))
  wanted <- p * below(Inf)
  for (i in seq_along(ends)[-1]) {
    jump <- sum(vapply(bins, function(b) # what sits on the lower end itself
      if (is.infinite(b$upper) && b$lower == ends[i - 1]) sum(b$days[if (period == 1) 1:N else N + 1:N]) else 0, 0))
    from <- below(ends[i - 1]) + jump; to <- below(ends[i])
    if (to >= wanted)
      return(if (wanted <= from) ends[i - 1] else approx(c(from, to), ends[i - 1:0], wanted)$y)
  }
  if (length(ends) > 0) ends[length(ends)] else NA
}
percentile <- function(bins, p, period) {
  if (!(sum(days_below(bins, Inf, period)) > 0)) return(c(NA, NA, NA))
  value <- quantile_of(bins, p, period)
  e <- ratio(days_below(bins, value, period), days_below(bins, Inf, period))
  ends <- t_interval(c(p, e[2:3]))
  if (anyNA(ends)) return(c(value, NA, NA))
  c(value, vapply(clamp(ends, 0, 1), function(q) quantile_of(bins, q, period), 0))
}
percentile_fact <- function(f, name, s, p, unit) {
  bins <- bins_of(f, name, s[["class"]])
  now <- percentile(bins, p, 1); then <- percentile(bins, p, 0)
  r <- fact(value = now[1], low = now[2], high = now[3], n = sum(days_below(bins, Inf, 1)) / unit)
  if (is.na(then[1])) return(r)
  r <- compared(r, then[1], sum(days_below(bins, Inf, 0)) / unit)
  r[c("before_low", "before_high")] <- then[2:3]
  r
}
fps_compliance <- function(f, s) {
  bins <- bins_of(f, "fps-time", s[["class"]])
  now <- compliance(f, bins, 1); then <- compliance(f, bins, 0)
  hours <- sum(days_below(bins, Inf, 1)) / 3600; hours_before <- sum(days_below(bins, Inf, 0)) / 3600
  i <- clamp(t_interval(now), 0, 1)
  r <- fact(value = now[1], low = i[1], high = i[2], n = hours,
            count = hours - sum(days_below(bins, f$fps, 1)) / 3600)
  if (!(hours_before > 0)) return(r)
  r <- compared(r, then[1], hours_before)
  v <- c(now[2], then[2])^2
  df <- sum(v)^2 / (v[1]^2 / now[3] + v[2]^2 / then[3])
  r[c("before_low", "before_high")] <- clamp(t_interval(then), 0, 1)
  r[c("change_low", "change_high")] <- t_interval(c(now[1] - then[1], sqrt(sum(v)), df))
  r
}
slow_time <- function(f, s) {
  c <- fps_compliance(f, s)
  r <- fact(value = 1 - c[["value"]], low = 1 - c[["high"]], high = 1 - c[["low"]],
            count = c[["n"]] - c[["count"]], n = c[["n"]])
  if (is.na(c[["before"]])) return(r)
  r <- compared(r, 1 - c[["before"]], c[["before_n"]])
  r[c("before_low", "before_high")] <- 1 - c[c("before_high", "before_low")]
  r
}
slow_share <- function(f, s) {
  part <- slow_time(f, s)[["count"]]; all <- slow_time(f, list())[["count"]]
  fact(value = part / all, count = part, n = all)
}
slow_hours <- function(f) {
  c <- fps_compliance(f, list())
  if (!(c[["n"]] > 0)) return(NULL)
  r <- fact(value = (1 - c[["value"]]) * c[["n"]], low = (1 - c[["high"]]) * c[["n"]],
            high = (1 - c[["low"]]) * c[["n"]], count = c[["n"]] - c[["count"]], n = c[["n"]])
  if (is.na(c[["before"]])) r else compared(r, (1 - c[["before"]]) * c[["before_n"]], c[["before_n"]])
}
stage_times <- function(f) once("stages", function() {
  levels <- Filter(function(q) q$name == "stage-time", f$series)
  frames <- function(class) sum(days_below(bins_of(f, "frame-time", class), Inf, 1))
  rows <- lapply(levels, function(q) {
    seen <- q$times >= f$as_of - N * DAY + HOUR & q$times <= f$as_of
    data.frame(stage = q$stage, level = mean(q$values[seen]), weight = frames(q$class) / frames(NULL))
  })
  d <- do.call(rbind, rows)
  vapply(split.default(seq_len(nrow(d)), d$stage), function(i) weighted.mean(d$level[i], d$weight[i]), 0)
})
speed <- list(
  "fps-compliance" = fps_compliance,
  "fps-p5" = function(f, s) percentile_fact(f, "fps-time", s, 0.05, 3600),
  "fps-slow" = slow_time,
  "fps-slow-share" = slow_share,
  "fps-slow-hours" = function(f, s) slow_hours(f),
  "frame-time-p95" = function(f, s) percentile_fact(f, "frame-time", s, 0.95, 1),
  "latency-budget" = function(f, s) fact(value = 1000 / f$fps),
  "latency-headroom" = function(f, s) {
    t <- percentile_fact(f, "frame-time", s, 0.95, 1); b <- 1000 / f$fps
    r <- fact(value = b - t[["value"]], low = b - t[["high"]], high = b - t[["low"]], n = t[["n"]])
    if (is.na(t[["before"]])) return(r)
    r <- compared(r, b - t[["before"]], t[["before_n"]])
    r[c("before_low", "before_high")] <- b - t[c("before_high", "before_low")]
    r
  },
  "latency-stage-time" = function(f, s) fact(value = stage_times(f)[[s[["stage"]]]]),
  "latency-stage-share" = function(f, s) fact(value = stage_times(f)[[s[["stage"]]]] / sum(stage_times(f))))

# --- rollouts ---------------------------------------------------------------------------------
current <- function(f) {
  open <- which(!f$rollouts$progress %in% c("finished", "stopped"))
  f$rollouts[if (length(open) > 0) open[1] else 1, ]
}
stages_of <- function(f, id) f$stages[f$stages$rollout == id, ]
stage_progress <- function(stage, rollout) {
  ended <- stage$succeeded + stage$failed + stage$cancelled
  if (ended > 0 && (ended >= stage$total || stage$running + stage$waiting == 0)) return("finished")
  if (rollout$progress == "stopped") return("stopped")
  if (ended == 0 && stage$running == 0) return("waiting")
  if (rollout$progress == "paused") "paused" else "running"
}
subject_stages <- function(f, s) {
  d <- stages_of(f, s[["rollout"]])
  if (is.null(s[["stage"]])) d else d[d$stage == s[["stage"]], ]
}
rollout_left <- function(f, id) { d <- stages_of(f, id); sum(pmax(d$total - d$succeeded, 0)) }
completed <- function(f) f$cells$outcome == "succeeded" & f$cells$to %in% current(f)$release
history <- function(f, shift = 0) { # as of so many days ago
  at <- f$as_of - shift * DAY
  unseen <- if (is.na(f$fetched) || f$fetched >= at) 0 else (at - f$fetched) %/% DAY
  unseen <- min(unseen, 2 * N) + shift
  done <- completed(f) & f$cells[["age"]] >= unseen & f$cells[["age"]] < shift + 2 * N
  if (!any(done)) return(list(days = numeric(0), until = f$as_of - unseen * DAY, oldest = -1))
  oldest <- max(f$cells[["age"]][done])
  list(days = vapply(oldest:unseen, function(age) sum(f$cells$count[done & f$cells[["age"]] == age]), 0),
       until = f$as_of - unseen * DAY, oldest = oldest)
}

# SplitMix64 in four limbs of 16 bits, lowest first: R has no integers of 64.
multiply64 <- function(a, b) {
  r <- list(0, 0, 0, 0); carry <- 0
  for (k in 1:4) {
    t <- carry
    for (i in 1:k) t <- t + a[[i]] * b[[k - i + 1]]
    r[[k]] <- t %% 65536; carry <- t %/% 65536
  }
  r
}
add64 <- function(a, b) {
  r <- list(); carry <- 0
  for (k in 1:4) { t <- a[[k]] + b[[k]] + carry; r[[k]] <- t %% 65536; carry <- t %/% 65536 }
  r
}
shift64 <- function(a, s) {
  q <- s %/% 16; m <- 2^(s %% 16); a <- c(a, list(0, 0, 0, 0, 0))
  lapply(1:4, function(k) a[[k + q]] %/% m + (a[[k + q + 1]] %% m) * (65536 / m))
}
xor64 <- function(a, b) Map(function(x, y) bitwXor(as.integer(x), as.integer(y)) + 0, a, b)
limbs <- function(hex) as.list(rev(strtoi(substring(hex, c(1, 5, 9, 13), c(4, 8, 12, 16)), 16L)) + 0)
splitmix <- function(index) {
  i <- index + 1
  x <- add64(limbs("5061726c616e6365"),
             multiply64(list(i %% 65536, i %/% 65536, 0 * i, 0 * i), limbs("9e3779b97f4a7c15")))
  x <- multiply64(xor64(x, shift64(x, 30)), limbs("bf58476d1ce4e5b9"))
  x <- multiply64(xor64(x, shift64(x, 27)), limbs("94d049bb133111eb"))
  y <- shift64(xor64(x, shift64(x, 31)), 11)
  (y[[1]] + 65536 * y[[2]] + 65536^2 * y[[3]] + 65536^3 * y[[4]]) * 2^-53
}
forecast <- function(days, left) {
  n <- length(days)
  if (n < 14 || sum(days) <= 0) return(c(NA, NA, NA))
  long <- c(days, days); weeks <- vapply(seq_len(n), function(i) sum(long[i + 0:6]), 0)
  done <- numeric(2000); end <- rep(Inf, 2000); open <- seq_len(2000)
  for (block in 0:519) {
    start <- floor(splitmix((open - 1) * 520 + block) * n) + 1
    over <- done[open] + weeks[start] >= left
    for (j in which(over)) {
      sums <- done[open[j]] + cumsum(long[start[j] + 0:6])
      i <- which(sums >= left)[1]
      end[open[j]] <- block * 7 + i - (sums[i] - left) / long[start[j] + i - 1]
    }
    done[open] <- done[open] + weeks[start]
    open <- open[!over]
    if (length(open) == 0) break
  }
  vapply(c(0.5, 0.15, 0.85), function(p) {
    s <- sort(end); if (is.infinite(s[floor(1999 * p) + 2])) NA else quantile(s, p, type = 7, names = FALSE)
  }, 0)
}
# What the devices left wait for. A stage is held when it is surely over the promise.
stopped <- function(f) {
  all <- unique(f$cells[["cohort"]])
  all[vapply(all, function(g) { c <- failures(f, list(cohort = g)); c[2] >= 200 && wilson(c[1], c[2])[1] > f$halt }, NA)]
}
is_held <- function(f, stage, rollout) {
  n <- stage$succeeded + stage$failed; low <- wilson(stage$failed, n)[1]
  n >= 200 && (low > f$halt || (low > 1 - f$success && stage_progress(stage, rollout) != "finished"))
}
waits <- function(f, id) once("waits", function() {
  d <- stages_of(f, id); r <- current(f); bad <- stopped(f); gated <- FALSE
  w <- c(failed = 0, cancelled = 0, gate = 0, held = 0, nothing = 0)
  o <- f$outages[order(f$outages$failed), ]; o <- o[!duplicated(o$device, fromLast = TRUE), ]
  o <- o[is.na(o$succeeded) & o$to %in% r$release, ]
  for (i in seq_len(nrow(d))) {
    left <- max(d$total[i] - d$succeeded[i], 0)
    if (gated && stage_progress(d[i, ], r) == "waiting") w["gate"] <- w["gate"] + left
    else if (left > 0) {
      own <- members(f, d[i, ]); open <- own & !(f$devices$release %in% r$release)
      failed <- open & f$devices[["id"]] %in% o$device
      held <- open & cohort_of(f$devices$release) %in% bad
      if (length(bad) > 0 && (sum(own) != d$total[i] || sum(open) != left
          || (sum(failed) != d$failed[i] && sum(held) > 0))) return(NULL)
      n <- c(failed = d$failed[i], cancelled = d$cancelled[i], held = if (length(bad) > 0) sum(held & !failed) else 0)
      w[names(n)] <- w[names(n)] + n
      w["nothing"] <- w["nothing"] + max(left - sum(n), 0)
    }
    gated <- gated || is_held(f, d[i, ], r)
  }
  w
})
rounded <- function(x) floor(x + 0.5)
days_from <- function(forecast, since, at) pmax(forecast - (at - since) / DAY, 0)
finish <- function(f, s) once("finish", function() {
  h <- history(f); w <- waits(f, s[["rollout"]]); days <- forecast(h$days, w["nothing"])
  if (is.na(days[3]) || days[3] > 365) days <- rep(NA, 3)
  c(days_from(days, h$until, f$as_of), length(h$days), f$as_of)
})
derisked <- function(f, s) {
  shift <- (f$as_of - f$review) %/% DAY
  then <- history(f, shift)
  if (shift + 2 * N > 120 && then$oldest + 1 >= 120) return(fact())
  since <- sum(f$cells$count[completed(f) & f$cells[["age"]] < shift])
  at <- f$as_of - shift * DAY
  late <- at + rounded(days_from(forecast(then$days, waits(f, s[["rollout"]])["nothing"] + since)[3], then$until, at)) * DAY
  now <- finish(f, s)
  fact(value = (late - (now[5] + rounded(now[3]) * DAY)) / DAY)
}
customer_impact <- function(f) {
  slow <- slow_hours(f); down <- down_hours(f, list())
  if (is.null(slow) || is.na(down[["value"]])) return(fact())
  hours <- slow[["value"]] + down[["value"]]
  fact(value = hours, low = slow[["low"]] + down[["value"]], high = slow[["high"]] + down[["value"]],
       count = hours, n = slow[["n"]] + down[["value"]])
}
down_hours <- function(f, s) {
  o <- f$outages; d <- f$devices
  until <- floor((if (is.na(f$fetched)) f$as_of else min(f$fetched, f$as_of)) / HOUR) * HOUR
  c <- failures(f, list())
  if (nrow(d) == 0 || c[2] == 0 || sum(o$failed >= f$as_of - N * DAY & o$failed < f$as_of) != c[1])
    return(fact())
  o <- o[!is.na(o$device) & o$failed >= f$as_of - N * DAY & o$failed < until, ]
  o <- o[order(-o$failed), ]
  o <- o[!duplicated(o$device), ]
  d <- merge(d, o[is.na(o$succeeded), c("device", "failed")], by.x = "id", by.y = "device")
  d <- d[!is.na(d$last_seen) & d$last_seen <= d$failed
         & until - d$last_seen > pmax(3 * d$heartbeat, f$silent_limit), ]
  if (!is.null(s[["site"]])) d <- d[d$site %in% s[["site"]], ]
  if (!is.null(s[["class"]])) d <- d[d$class %in% s[["class"]], ]
  fact(value = sum(until - d$failed) / HOUR, count = nrow(d))
}
detect <- function(f, s) {
  h <- f$hours[f$hours[["rollout"]] == s[["rollout"]] & (is.null(s[["stage"]]) | f$hours[["stage"]] %in% s[["stage"]]), ]
  d <- aggregate(cbind(failed, tried = succeeded + failed) ~ until, h, sum)
  failed <- cumsum(d$failed); tried <- cumsum(d$tried)
  low <- mapply(function(x, n) wilson(x, n, 0.99)[1], failed, tried)
  i <- which(tried >= 200 & low > 1 - f$success)[1]
  fact(value = (d$until[i] - min(subject_stages(f, s)$first, na.rm = TRUE)) / HOUR, n = tried[i])
}
# The halt: of the spells that began halted, in their order, the first that had not ended by then.
halt_of <- function(d, detected) {
  if (nrow(d) == 0) return(c(NA, NA))
  halted <- d$progress %in% c("paused", "stopped")
  run <- cumsum(c(TRUE, halted[-1] != halted[-length(halted)]))
  first <- as.vector(tapply(d$first, run, head, 1)); last <- as.vector(tapply(d$last, run, tail, 1))
  halted <- as.vector(tapply(halted, run, head, 1))
  ended <- c(first[-1], Inf)
  i <- which(halted & ended > detected)[1]
  if (is.na(i)) c(NA, NA) else c(if (i > 1) min(last[i - 1], first[i]) else NA, first[i])
}
detected_at <- function(f, s)
  detect(f, s)[["value"]] * HOUR + min(subject_stages(f, s)$first, na.rm = TRUE)
halt_spells <- function(f, s, stage) {
  d <- f$spells[f$spells[["rollout"]] == s[["rollout"]], ]
  if (is.na(stage)) d[is.na(d[["stage"]]), ] else d[d[["stage"]] %in% stage, ]
}
find_halt <- function(f, s) {
  t <- detected_at(f, s); h <- halt_of(halt_spells(f, s, NA), t)
  part <- if (is.null(s[["stage"]])) c(NA, NA) else halt_of(halt_spells(f, s, s[["stage"]]), t)
  if (is.na(h[2]) || (!is.na(part[2]) && part[2] < h[2])) part else h
}
halt <- function(f, s) {
  h <- find_halt(f, s); t <- detected_at(f, s)
  if (nrow(halt_spells(f, s, NA)) == 0 || is.na(h[1])) return(fact())
  fact(value = (h[2] - t) / HOUR, low = (h[1] - t) / HOUR, high = (h[2] - t) / HOUR)
}
unhalted <- function(f, s) {
  d <- halt_spells(f, s, NA); now <- d[nrow(d), ]; t <- detected_at(f, s)
  if (nrow(d) == 0 || !is.na(find_halt(f, s)[2]) || now$progress == "finished" || now$last < t) return(NULL)
  fact(value = (now$last - t) / HOUR)
}
members <- function(f, stage) f$devices[["rollout"]] %in% stage$rollout & f$devices[["stage"]] %in% stage$stage
blast <- function(f, s) {
  d <- stages_of(f, current(f)$id); stage <- d[d$stage == s[["stage"]], ]
  own <- members(f, stage); open <- own & !(f$devices$release %in% current(f)$release)
  if (s[["of"]] == "devices") {
    x <- if (sum(own) >= stage$total) sum(open) else max(stage$total - stage$succeeded, 0)
    return(fact(value = x, count = x, n = stage$total))
  }
  if (sum(own) == 0) return(fact())
  if (s[["of"]] == "sites") {
    x <- length(unique(na.omit(f$devices[["site"]][open])))
    return(if (x > 0 || sum(open) == 0) fact(value = x, count = x) else fact())
  }
  x <- sum(f$devices$rollback[open] == 0)
  if (all(f$devices$rollback[open] == -1) && sum(open) > 0) return(fact(n = sum(open)))
  fact(value = x, count = x, n = sum(open))
}
risk_parts <- function(f) once("risk", function() {
  slo <- 1 - f$success; c <- failures(f, list()); high <- wilson(c[1], c[2])[2]
  room <- f$halt - slo
  failure <- if (c[2] < 200) NA else if (room > 1e-12) (high - slo) / room else as.numeric(high > slo)
  stage <- NA
  if (nrow(f$rollouts) > 0) {
    r <- current(f); d <- stages_of(f, r$id)
    waiting <- Filter(function(i) stage_progress(d[i, ], r) == "waiting", seq_len(nrow(d)))
    stage <- 0
    if (length(waiting) > 0) {
      next_stage <- d[waiting[1], ]
      left <- blast(f, list(of = "devices", stage = next_stage$stage))[["value"]]
      tested <- sum(members(f, next_stage) & !(f$devices$release %in% r$release) & f$devices$rollback == 1)
      stage <- (left - min(tested, left) / 2) / sum(d$total)
    }
  }
  silent <- mean(is_silent(f)); traced <- attempts[["ota-traceable"]](f, list()); speed <- fps_compliance(f, list())
  enough <- function(x) if (is.na(x[["n"]]) || x[["n"]] >= 200) 1 else NA # of too few nothing is known
  weights <- c(failure = 35, "next-stage" = 20, silent = 15, untraced = 10, "fps-drop" = 15, late = 5)
  has_forecast <- any(f$facts$id == "rollout-finish-date") && !is.na(f$finish)
  late <- if (!has_forecast) NA else {
    v <- finish(f, list(rollout = current(f)$id))
    x <- (v[5] + rounded(v[3]) * DAY - f$finish) / DAY / 10
    w <- waits(f, current(f)$id)
    if (is.na(x) || (x <= 0 && sum(w) > w["nothing"])) NA else x
  }
  extent <- c(failure, stage, silent / 0.1, enough(traced) * (1 - traced[["value"]]) / 0.2,
    -enough(speed) * speed[["change"]] / 0.05, late)
  data.frame(weight = weights, value = weights * clamp(extent, 0, 1))
})
pace <- function(f) { h <- history(f); sum(h$days) / length(h$days) }
rollouts <- list(
  "rollout-progress" = function(f, s) {
    if (is.null(s[["rollout"]])) return(fact())
    d <- subject_stages(f, s)
    fact(value = share(sum(d$succeeded), sum(d$total)), count = sum(d$succeeded), n = sum(d$total))
  },
  "rollout-stage-rate" = function(f, s) {
    d <- subject_stages(f, s)
    proportion(d$failed, d$failed + d$succeeded)
  },
  "rollout-soak" = function(f, s) {
    d <- subject_stages(f, s)
    end <- if (stage_progress(d, current(f)) == "finished") d$last else f$as_of
    fact(value = (end - d$first) / DAY)
  },
  "rollout-left" = function(f, s) {
    x <- rollout_left(f, s[["rollout"]])
    fact(value = x, count = x, n = sum(stages_of(f, s[["rollout"]])$total))
  },
  "rollout-waits" = function(f, s) {
    w <- waits(f, s[["rollout"]])
    fact(value = w[[s[["waits"]]]], n = rollout_left(f, s[["rollout"]]))
  },
  "rollout-stage-best" = function(f, s) {
    d <- subject_stages(f, s); n <- d$total - d$cancelled
    fact(value = share(d$failed, n), count = d$failed, n = n)
  },
  "rollout-pace" = function(f, s) {
    h <- history(f)
    fact(value = pace(f), count = sum(h$days), n = length(h$days))
  },
  "rollout-finish" = function(f, s) {
    v <- finish(f, s)
    fact(value = v[1], low = v[2], high = v[3], n = v[4])
  },
  "rollout-finish-date" = function(f, s) {
    v <- finish(f, s); t <- v[5] + rounded(v[1:3]) * DAY
    fact(value = t[1], low = t[2], high = t[3], n = v[4])
  },
  "schedule-derisked" = derisked,
  "rollout-detect" = detect,
  "rollout-halt" = halt,
  "rollout-unhalted" = unhalted,
  "scale-tenfold-days" = function(f, s)
    fact(value = 10 * nrow(f$devices) / pace(f), n = 10 * nrow(f$devices)),
  "impact-down-hours" = down_hours,
  "customer-impact" = function(f, s) customer_impact(f),
  "rollout-risk" = function(f, s) {
    p <- risk_parts(f)
    if (!is.null(s[["part"]])) return(fact(value = p[s[["part"]], "value"], n = p[s[["part"]], "weight"]))
    rated <- !is.na(p["failure", "value"]) && sum(p$weight[!is.na(p$value)]) >= 60
    fact(value = if (rated) sum(p$value, na.rm = TRUE) else NA, n = sum(p$weight))
  },
  "blast-radius" = blast)

# --- devices ----------------------------------------------------------------------------------
quiet <- function(f) (if (is.na(f$fetched)) f$as_of else min(f$fetched, f$as_of)) - f$devices$last_seen
is_silent <- function(f) {
  limit <- pmax(3 * f$devices$heartbeat, f$silent_limit)
  is.na(f$devices$last_seen) | quiet(f) > limit
}
release_line <- function(release) { # its place; NA for what has no number
  parts <- regmatches(release, regexec("^[vV]?([0-9]+)\\.([0-9]+)", release))
  vapply(parts, function(p) if (length(p) == 3) as.numeric(p[2]) * 1e6 + as.numeric(p[3]) else NA_real_, 0)
}
devices <- list(
  "fleet-silent" = function(f, s) {
    silent <- is_silent(f)
    if (!is.null(s[["age"]])) {
      ages <- ifelse(is.na(f$devices$last_seen), "never",
        as.character(cut(quiet(f) / DAY, c(-Inf, 1, 3, 7, 28, Inf), c("0-1 d", "1-3 d", "3-7 d", "7-28 d", "28 d+"))))
      return(proportion(sum(silent & ages == s[["age"]]), length(silent)))
    }
    mine <- rep(TRUE, length(silent))
    if (!is.null(s[["site"]])) mine <- f$devices[["site"]] %in% s[["site"]]
    if (!is.null(s[["class"]])) mine <- f$devices[["class"]] %in% s[["class"]]
    proportion(sum(silent[mine]), sum(mine))
  },
  "fleet-size" = function(f, s) {
    n <- nrow(f$devices)
    if (n > 0) fact(value = n, count = n) else fact()
  },
  "tech-debt" = function(f, s) {
    own <- release_line(f$devices$release)
    all <- sort(unique(c(own, release_line(f$rollouts$release[f$rollouts$progress != "waiting"]))))
    behind <- length(all) - match(own, all)
    proportion(sum(behind >= 2, na.rm = TRUE), sum(!is.na(behind)))
  })

# --- milestones -------------------------------------------------------------------------------
subject_of <- function(text) {
  pairs <- if (is.na(text) || text == "") list() else strsplit(strsplit(text, ",")[[1]], "=")
  setNames(lapply(pairs, `[`, 2), vapply(pairs, `[`, "", 1))
}
effect <- function(f, id) { # failed or traced, of how many, now and before
  m <- f$milestones[f$milestones$id == id, ]
  since <- (f$as_of - m$done) %/% DAY
  known <- max(-1, f$cells[["age"]][f$cells$count > 0])
  weeks <- min(4, max(since - 1, 0) %/% 7, max(known - since, 0) %/% 7)
  if (is.na(m$measure) || weeks < 1) return(NULL)
  s <- subject_of(m$of)
  part <- picked(f, s) & first_failed(f)
  whole <- picked(f, s[names(s) != "cause"]) & first_tried(f)
  if (m$measure == "ota-traceable") { whole <- part; part <- part & f$cells$traced }
  within <- function(rows, first)
    sum(f$cells$count[rows & f$cells[["age"]] >= first & f$cells[["age"]] < first + 7 * weeks])
  c(within(part, 0), within(whole, 0), within(part, since + 1), within(whole, since + 1))
}
milestones <- list(
  "milestone-effect" = function(f, s) {
    c <- effect(f, s[["milestone"]])
    if (is.null(c)) fact() else do.call(rate_fact, as.list(c))
  },
  "value-delivered" = function(f, s) {
    done <- f$milestones$id[!is.na(f$milestones$done) & f$milestones$done <= f$as_of]
    measured <- vapply(done, function(id) { c <- effect(f, id); !is.null(c) && min(c[c(2, 4)]) >= 200 }, NA)
    if (length(done) == 0) fact(n = 0) else
      fact(value = sum(measured), count = sum(measured), n = length(done))
  })

# --- delivery ---------------------------------------------------------------------------------
bare <- function(name) sub("^[vV](?=[0-9])", "", name, perl = TRUE)
# All changes of releases that half of the fleet got from as_of - since days on, before - until days.
trips <- function(f, since, until) {
  a <- f$arrivals[f$arrivals$before == 0 & !is.na(f$arrivals$half) & f$arrivals$half >= f$as_of - since * DAY
                  & f$arrivals$half < f$as_of - until * DAY, ]
  tags <- f$changes[f$changes$kind == "release", ]; merges <- f$changes[f$changes$kind == "merge", ]
  do.call(rbind, lapply(seq_len(nrow(a)), function(i) {
    mine <- tags[bare(tags$release) == bare(a$release[i]), ]
    named <- Filter(function(m) sum(tags$milestone %in% m) == 1, unique(mine$milestone[!is.na(mine$milestone)]))
    in_it <- merges[bare(merges$milestone) == bare(a$release[i]) | merges$milestone %in% named, ]
    times <- unique(mine$time)
    tag <- if (length(times) == 1 && !any(mine$moved == 1)) times else NA
    if (nrow(in_it) == 0) return(NULL)
    d <- data.frame(cluster = i, merged = in_it$time, tag = tag, first = a$first[i], half = a$half[i])
    d[d$merged <= d$first & (is.na(tag) | d$merged <= d$tag), ]
  }))
}
spread_of <- function(days, clusters, p) { # value, ends
  if (length(days) == 0) return(c(NA, NA, NA))
  q <- as.numeric(quantile(days, p, type = 2)); m <- length(unique(clusters)); n <- length(days)
  if (m < 2) return(c(q, NA, NA))
  x <- as.numeric(tapply(days, clusters, length)); y <- as.numeric(tapply(days <= q, clusters, sum))
  share <- sum(y) / n
  error <- max(sqrt(sum((y - share * x)^2) * m / (m - 1)) / n, sqrt(p * (1 - p) / n))
  ends <- p + c(-1, 1) * qt(0.975, m - 1) * error
  if (ends[1] <= 0 || ends[2] >= 1) c(q, NA, NA) else c(q, as.numeric(quantile(days, ends, type = 2)))
}
lead_fact <- function(f, p, leg = NULL) {
  spread <- function(since, until) {
    t <- trips(f, since, until)
    if (!is.null(leg)) t <- t[!is.na(t$tag) & t$tag <= t$first, ]
    days <- if (is.null(t)) numeric(0) else (if (is.null(leg)) t$half - t$merged else switch(leg,
      "merge-tag" = t$tag - t$merged, "tag-device" = t$first - t$tag, "device-half" = t$half - t$first)) / DAY
    c(length(days), spread_of(days, t$cluster, p))
  }
  now <- spread(N, 0); before <- spread(2 * N, N)
  least <- if (p > 0.5) 10 else 1
  if (now[1] < least) return(fact(n = now[1]))
  r <- fact(value = now[2], low = now[3], high = now[4], count = now[1], n = now[1])
  if (before[1] < least) return(r)
  r <- compared(r, before[2], before[1])
  r[c("before_low", "before_high")] <- before[3:4]
  r
}
delivery <- list(
  "delivery-lead" = function(f, s) lead_fact(f, 0.5),
  "delivery-lead-p90" = function(f, s) lead_fact(f, 0.9),
  "delivery-leg" = function(f, s) lead_fact(f, 0.5, s[["leg"]]),
  "delivery-frequency" = function(f, s) {
    count <- function(since, until) sum(f$arrivals$before == 0 & !is.na(f$arrivals$half)
      & f$arrivals$half >= f$as_of - since * DAY & f$arrivals$half < f$as_of - until * DAY)
    oldest <- max(-1, f$cells[["age"]][f$cells$count > 0]) + 1
    if (oldest <= N - 7) return(fact())
    exact <- function(x) as.numeric(poisson.test(x)$conf.int)
    now <- count(N, 0); before <- count(2 * N, N)
    r <- fact(value = now, low = exact(now)[1], high = exact(now)[2], count = now, n = now)
    if (oldest <= 2 * N - 7) return(r)
    r <- compared(r, before, before)
    r[c("before_low", "before_high")] <- exact(before)
    if (now + before > 0)
      r[c("change_low", "change_high")] <- (now + before) * (2 * as.numeric(binom.test(c(now, before))$conf.int) - 1)
    r
  })

# --- builds -----------------------------------------------------------------------------------
mover <- function(v1, i1, v0, i0) v1 - v0 + c(-sqrt((v1 - i1[1])^2 + (i0[2] - v0)^2), sqrt((i1[2] - v1)^2 + (v0 - i0[1])^2))
score <- function(p, n, z) (p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n)
builds_of <- function(f, since, until) { # from as_of - since days on, before - until days
  b <- f$builds[f$builds$outcome != "neither" & f$builds$ended >= f$as_of - since * DAY & f$builds$ended < f$as_of - until * DAY, ]
  b$day <- (b$ended - (f$as_of - since * DAY)) %/% DAY
  b
}
build_fact <- function(f, summarise, least) {
  if (nrow(f$builds) == 0) return(fact())
  now <- summarise(builds_of(f, N, 0)); before <- summarise(builds_of(f, 2 * N, N)) # n, count, value, ends
  if (now[1] < least) return(fact(n = now[1]))
  r <- fact(value = now[3], low = now[4], high = now[5], count = now[2], n = now[1])
  if (before[1] < least || min(f$builds$ended) >= f$as_of - (2 * N - 7) * DAY) return(r)
  r <- compared(r, before[3], before[1])
  r[c("before_low", "before_high")] <- before[4:5]
  r[c("change_low", "change_high")] <- mover(now[3], now[4:5], before[3], before[4:5])
  r
}
build_time <- function(f, p, least) build_fact(f, function(b) {
  b <- b[b$outcome == "succeeded" & b$again == 0 & !is.na(b$duration), ]
  c(nrow(b), nrow(b), spread_of(b$duration / 60000, b$day, p))
}, least)
builds <- list(
  "build-time" = function(f, s) build_time(f, 0.5, 1),
  "build-time-p90" = function(f, s) build_time(f, 0.9, 10),
  "build-success" = function(f, s) build_fact(f, function(b) {
    n <- nrow(b); good <- b$outcome == "succeeded"; p <- mean(good); m <- length(unique(b$day))
    if (n == 0) return(c(0, 0, NA, NA, NA))
    if (m < 2) return(c(n, sum(good), p, NA, NA))
    x <- as.numeric(tapply(good, b$day, length)); y <- as.numeric(tapply(good, b$day, sum))
    error2 <- sum((y - p * x)^2) * m / (m - 1) / n^2
    effect <- if (p > 0 && p < 1) max(1, error2 / (p * (1 - p) / n)) else 1
    c(n, sum(good), p, score(p, n / effect, qt(0.975, m - 1)))
  }, 1))

known <- c(attempts, speed, rollouts, devices, milestones, delivery, builds)

# --- reading and comparing --------------------------------------------------------------------
COLUMNS <- list(
  cell = c("age#", "outcome", "retry#", "from", "to", "class", "site", "cause", "traced#", "count#"),
  rollout = c("id", "release", "progress"),
  stage = c("rollout", "stage", "total#", "succeeded#", "failed#", "cancelled#", "running#", "waiting#",
            "first#", "last#"),
  hour = c("rollout", "stage", "until#", "succeeded#", "failed#"),
  spell = c("rollout", "stage", "progress", "first#", "last#"),
  device = c("id", "class", "site", "release", "rollout", "stage", "last_seen#", "heartbeat#", "rollback#"),
  outage = c("device", "class", "site", "to", "failed#", "succeeded#"),
  milestone = c("id", "done#", "measure", "of"),
  arrival = c("release", "first#", "half#", "before#"),
  change = c("kind", "release", "milestone", "time#", "moved#"),
  build = c("outcome", "ended#", "duration#", "again#"),
  fact = c("id", "subject", paste0(FIELDS, "#")),
  burn = c("time#", "left#", "even#"))
read_table <- function(rows, columns) {
  m <- do.call(rbind, rows)
  d <- lapply(seq_along(columns), function(i) {
    v <- if (is.null(m)) character(0) else m[, i + 1]
    if (grepl("#$", columns[i])) suppressWarnings(as.numeric(v)) else ifelse(v == "-", NA, v)
  })
  as.data.frame(setNames(d, sub("#$", "", columns)))
}
numbers <- function(text) as.numeric(strsplit(text, " ")[[1]])
read_fleet <- function(lines) {
  parts <- strsplit(lines, "\t")
  tags <- vapply(parts, `[`, "", 1)
  t <- lapply(names(COLUMNS), function(tag) read_table(parts[tags == tag], COLUMNS[[tag]]))
  names(t) <- c("cells", "rollouts", "stages", "hours", "spells", "devices", "outages", "milestones", "arrivals", "changes", "builds", "facts",
    "burn")
  head <- parts[[1]]
  values <- suppressWarnings(as.numeric(head[3:10]))
  names(values) <- c("as_of", "success", "halt", "fps", "silent_limit", "fetched", "cost_per_failure",
                     "cost_per_hour")
  checks <- strsplit(strsplit(head[11], " ")[[1]], "=")
  t$efficacy <- setNames(lapply(checks, function(c) as.numeric(c[2])), vapply(checks, `[`, "", 1))
  t$finish <- suppressWarnings(as.numeric(head[12]))
  t$review <- as.numeric(c(unlist(lapply(parts[tags == "review"], `[`, 2)), NA)[1])
  t$name <- head[2]
  t$series <- lapply(parts[tags == "series"], function(p) {
    p <- ifelse(p == "-", NA, p)
    list(name = p[2], class = p[3], stage = p[4], le = as.numeric(sub("\\+Inf", "Inf", p[5])),
         times = numbers(p[6]), values = numbers(p[7]),
         days = sum_days(numbers(p[6]), numbers(p[7]), values[["as_of"]]))
  })
  t$cells$retry <- t$cells$retry == 1; t$cells$traced <- t$cells$traced == 1
  t$cells[["cohort"]] <- cohort_of(t$cells$from)
  t$cells[["cause"]][t$cells$outcome == "failed" & is.na(t$cells[["cause"]])] <- "unknown"
  t$cells$period <- ifelse(t$cells[["age"]] < N, 1, ifelse(t$cells[["age"]] < 2 * N, 0, -1))
  c(as.list(values), t)
}
differ <- function(said, right)
  xor(is.na(said), is.na(right)) |
    (!is.na(said) & !is.na(right) & abs(said - right) > 1e-9 * pmax(1, abs(right)))

wrong <- 0; seen <- c(); n_facts <- 0
complain <- function(...) { wrong <<- wrong + 1; if (wrong <= 40) cat(..., "\n") }
check_fleet <- function(f) {
  rm(list = ls(memo), envir = memo)
  for (i in seq_len(nrow(f$facts))) {
    id <- f$facts$id[i]; text <- f$facts$subject[i]
    if (is.null(known[[id]])) { complain("No way to", id); next }
    pairs <- if (is.na(text) || text == "") list() else strsplit(strsplit(text, ",")[[1]], "=")
    s <- setNames(lapply(pairs, `[`, 2), vapply(pairs, `[`, "", 1))
    right <- tryCatch(known[[id]](f, s), error = function(e) { complain(f$name, id, text, conditionMessage(e)); NULL })
    if (is.null(right)) { complain(f$name, id, text, "should not be"); next }
    said <- unlist(f$facts[i, FIELDS])
    bad <- differ(said, right[FIELDS])
    if (any(bad))
      complain(sprintf("%s: %s {%s}: %s", f$name, id, text, paste(FIELDS[bad], format(said[bad], digits = 17),
                       "not", format(right[FIELDS][bad], digits = 17), collapse = "; ")))
  }
  seen <<- union(seen, f$facts$id); n_facts <<- n_facts + nrow(f$facts)
  c <- failures(f, list())
  if ((nrow(f$burn) > 0) != (c[2] > 0)) complain(f$name, "burn-down is there or not")
  if (nrow(f$burn) > 0) {
    rows <- first_failed(f) & f$cells$period == 1
    spent <- cumsum(c(0, vapply(27:0, function(age) sum(f$cells$count[rows & f$cells[["age"]] == age]), 0)))
    if (any(differ(f$burn$left, 1 - spent / allowed(f, c[2]))) || any(differ(f$burn$even, 28:0 / 28))
        || any(differ(f$burn$time, f$as_of - 28:0 * DAY))) complain(f$name, "burn-down")
  }
}

lines <- readLines(commandArgs(trailingOnly = TRUE)[1])
starts <- grep("^fleet\t", lines); ends <- which(lines == "end")
for (k in seq_along(starts)) check_fleet(read_fleet(lines[starts[k]:(ends[k] - 1)]))
catalogue <- sub("^catalogue\t", "", grep("^catalogue\t", lines, value = TRUE))
if (!setequal(catalogue, names(known))) complain("Ways to what is no fact, or none to one that is")
if (!setequal(catalogue, seen)) complain("Never seen:", setdiff(catalogue, seen))
cat(length(starts), "fleets,", n_facts, "facts,", length(seen), "ids,", wrong, "wrong\n")
quit(status = if (wrong > 0 || length(starts) == 0) 1 else 0)
