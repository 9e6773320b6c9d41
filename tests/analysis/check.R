# SPDX-License-Identifier: GPL-3.0-or-later
# Recomputes the statistics of src/analysis by R's own means, by another route than the C code where
# there is one. Usage: Rscript check.R cases.txt. Each line: kind <tab> what C says <tab> arguments,
# as lists of numbers. Says which cases disagree by more than 1e-9, and fails then.

wilson <- function(x, n) as.numeric(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)

newcombe <- function(x1, n1, x0, n0) {
  w1 <- wilson(x1, n1); w0 <- wilson(x0, n0); p1 <- x1 / n1; p0 <- x0 / n0
  c(p1 - p0 - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2),
    p1 - p0 + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
}

z <- function(x1, n1, x0, n0) {
  test <- suppressWarnings(prop.test(c(x1, x0), c(n1, n0), correct = FALSE))
  sign(x1 / n1 - x0 / n0) * sqrt(as.numeric(test$statistic))
}

# A ratio is the slope of a regression through the origin with weights 1 / x; its error over clusters
# is the sandwich with the small-sample factor n / (n - 1).
ratio <- function(y, x) {
  seen <- x > 0; y <- y[seen]; x <- x[seen]; n <- length(x)
  fit <- lm(y ~ 0 + x, weights = 1 / x)
  bread <- sum(x^2 / x)
  error <- sqrt(sum((residuals(fit) * x / x)^2) / bread^2 * n / (n - 1))
  c(coef(fit)[[1]], error, coef(fit)[[1]] + c(-1, 1) * qt(0.975, n - 1) * error)
}

laney <- function(counts, sizes) {
  p <- sum(counts) / sum(sizes)
  z <- ifelse(sizes > 0, (counts / sizes - p) / sqrt(p * (1 - p) / sizes), NA)
  spread <- mean(abs(diff(z)), na.rm = TRUE) / 1.128
  c(p, if (is.na(spread)) 1 else max(spread, 1))
}

# Rates and their covariance from a saturated binomial model; the delta method is then w' V w.
within <- function(before, n_before, now, n_now) {
  s0 <- n_before / sum(n_before); s1 <- n_now / sum(n_now); k <- length(now)
  cell <- factor(seq_len(2 * k))
  failed <- c(now, before); n <- c(n_now, n_before)
  fit <- glm(cbind(failed, n - failed) ~ 0 + cell, family = binomial("identity"), start = failed / n)
  weights <- c((s0 + s1) / 2, -(s0 + s1) / 2)
  value <- sum(weights * coef(fit))
  error <- sqrt(as.numeric(t(weights) %*% vcov(fit) %*% weights))
  mix <- sum((s1 - s0) * (coef(fit)[1:k] + coef(fit)[k + 1:k]) / 2)
  c(mix, value, value + c(-1, 1) * qnorm(0.975) * error)
}

percentile <- function(p, ends, weights) {
  total <- c(0, cumsum(weights)) / sum(weights)
  approx(total, ends, xout = p, ties = "ordered")$y
}

# The share of values up to a quantile, with clusters, read back through the distribution.
woodruff <- function(values, clusters, p) {
  q <- as.numeric(quantile(values, p, type = 2)); n <- length(values); m <- length(unique(clusters))
  if (m < 2) return(c(q, -1, -1))
  parts <- tapply(values <= q, clusters, sum); wholes <- tapply(values, clusters, length)
  error <- max(ratio(as.numeric(parts), as.numeric(wholes))[2], sqrt(p * (1 - p) / n))
  ends <- p + c(-1, 1) * qt(0.975, m - 1) * error
  if (ends[1] <= 0 || ends[2] >= 1) c(q, -1, -1) else c(q, as.numeric(quantile(values, ends, type = 2)))
}

recompute <- list(
  poisson = function(count) as.numeric(poisson.test(count)$conf.int), woodruff = woodruff,
  wilsons = function(parts, wholes) {
    p <- sum(parts) / sum(wholes); n <- sum(wholes)
    effect <- max(1, ratio(parts, wholes)[2]^2 / (p * (1 - p) / n))
    z <- qt(0.975, sum(wholes > 0) - 1); n <- n / effect
    as.numeric(suppressWarnings(prop.test(p * n, n, correct = FALSE, conf.level = 2 * pnorm(z) - 1))$conf.int)
  },
  rare = function(now, before)
    (now + before) * (2 * as.numeric(binom.test(c(now, before))$conf.int) - 1),
  wilson = wilson, newcombe = newcombe, z = z, laney = laney,
  tail = function(count, n, p) pbinom(count - 1, n, p, lower.tail = FALSE), ratio = ratio, within = within,
  percentile = percentile, quantile = function(p, df) qt(p, df), cdf = function(t, df) pt(t, df))

numbers <- function(text) as.numeric(strsplit(text, " ")[[1]])
lines <- readLines(commandArgs(trailingOnly = TRUE)[1])
wrong <- 0
for (line in lines) {
  parts <- strsplit(line, "\t")[[1]]
  said <- numbers(parts[2])
  right <- do.call(recompute[[parts[1]]], unname(lapply(parts[-(1:2)], numbers)))
  if (length(said) != length(right) || anyNA(right)
      || any(abs(said - right) > 1e-9 * pmax(1, abs(right)))) {
    cat("Disagreement:", line, "\n  R says", format(right, digits = 17), "\n", file = stderr())
    wrong <- wrong + 1
  }
}
cat(length(lines), "cases,", wrong, "wrong\n")
quit(status = if (wrong > 0 || length(lines) == 0) 1 else 0)
