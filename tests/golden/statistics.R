# Numbers that the statistics of `review` are compared with. Base R only:
#   Rscript tests/golden/statistics.R tests/golden
# writes binomial.tsv, agreement.tsv, calibration.tsv and estimate.tsv there; R version 4.x.
folder <- commandArgs(trailingOnly = TRUE)[1]
full <- function(x) sprintf("%.17g", x)

# Distribution functions and intervals.
out <- file(file.path(folder, "binomial.tsv"), "wb")
writeLines("kind\tvalues", out)
for (case in list(c(0, 10, .1), c(3, 10, .1), c(10, 10, .5), c(1, 1, .3), c(5, 523, .02), c(40, 1000, .05), c(60, 1000, .05),
                  c(50, 1000, .05), c(0, 1000000, 1e-6), c(49500, 1000000, .05), c(50500, 1000000, .05), c(7, 5000000, 2e-6),
                  c(14, 15, .9), c(15, 16, .9), c(16, 17, .9), c(300, 400, .5), c(999, 1000, .999)))
  writeLines(paste(c("binomial", full(c(case, dbinom(case[1], case[2], case[3]), pbinom(case[1], case[2], case[3]),
    pbinom(case[1] - 1, case[2], case[3], lower.tail = FALSE)))), collapse = "\t"), out)
for (case in list(c(0, 20, 5, 100), c(2, 20, 5, 100), c(5, 20, 5, 100), c(0, 100, 5, 100), c(3, 150, 40, 3000),
                  c(8, 200, 1000, 20000), c(1, 5, 9, 10), c(12, 500, 20000, 1000000)))
  writeLines(paste(c("hypergeometric", full(c(case, dhyper(case[1], case[3], case[4] - case[3], case[2]),
    phyper(case[1], case[3], case[4] - case[3], case[2])))), collapse = "\t"), out)
for (confidence in c(.8, .95, .99)) for (case in list(c(0, 1), c(1, 1), c(0, 30), c(1, 30), c(29, 30), c(30, 30), c(5, 208),
                  c(104, 208), c(17, 1000), c(0, 5000), c(1234, 1000000))) {
  wilson <- prop.test(case[1], case[2], conf.level = confidence, correct = FALSE)$conf.int
  writeLines(paste(c("interval", full(c(case, confidence, binom.test(case[1], case[2], conf.level = confidence)$conf.int,
    wilson))), collapse = "\t"), out)
}
for (confidence in c(.5, .8, .9, .95, .99, .999))
  writeLines(paste(c("z", full(c(confidence, qnorm((1 + confidence) / 2)))), collapse = "\t"), out)
close(out)

# Smallest samples of finite lots, as they stand in the tests of acceptance plans.
for (case in list(c(100, .1, 0), c(500, .05, 1), c(3000, .02, 2))) {
  wrong <- ceiling(case[1] * case[2])
  message(paste(case, collapse = " "), ": ", min(which(phyper(case[3], wrong, case[1] - wrong, 1:case[1]) <= .05)))
}

# Agreement of three coders, who leave out some records.
set.seed(20241)
truth <- sample(1:6, 400, replace = TRUE, prob = c(.35, .25, .15, .1, .1, .05))
coder <- function(error, missing) {
  given <- ifelse(runif(400) < error, sample(1:6, 400, replace = TRUE), truth)
  ifelse(runif(400) < missing, NA, given)
}
coders <- list(coder(.1, .1), coder(.25, .3), coder(.4, .05))
out <- file(file.path(folder, "agreement.tsv"), "wb")
for (at in 1:400) writeLines(paste(c("record", sapply(coders, function(given) given[at])), collapse = "\t"), out)

# Cohen 1960; standard error of Fleiss, Cohen and Everitt 1969.
kappa <- function(one, other) {
  both <- !is.na(one) & !is.na(other)
  counts <- table(factor(one[both], 1:6), factor(other[both], 1:6))
  n <- sum(counts); p <- counts / n; rows <- rowSums(p); columns <- colSums(p)
  observed <- sum(diag(p)); chance <- sum(rows * columns); k <- (observed - chance) / (1 - chance)
  A <- sum(diag(p) * (1 - (rows + columns) * (1 - k))^2)
  B <- 0
  for (i in 1:6) for (j in 1:6) if (i != j) B <- B + p[i, j] * (columns[i] + rows[j])^2
  C <- (k - chance * (1 - k))^2
  c(n, sum(diag(counts)), k, sqrt((A + (1 - k)^2 * B - C) / n) / (1 - chance))
}
for (pair in list(1:2, c(1, 3), 2:3))
  writeLines(paste(c("pair", pair, full(kappa(coders[[pair[1]]], coders[[pair[2]]]))), collapse = "\t"), out)

# Krippendorff's alpha by its coincidence matrix; percentile bootstrap over records.
alpha <- function(records) {
  coincidences <- matrix(0, 6, 6)
  for (at in seq_len(nrow(records))) {
    labels <- records[at, !is.na(records[at, ])]
    if (length(labels) > 1) for (i in seq_along(labels)) for (j in seq_along(labels)) if (i != j)
      coincidences[labels[i], labels[j]] <- coincidences[labels[i], labels[j]] + 1 / (length(labels) - 1)
  }
  totals <- rowSums(coincidences); n <- sum(totals)
  1 - (sum(coincidences) - sum(diag(coincidences))) * (n - 1) / (n^2 - sum(totals^2))
}
records <- do.call(cbind, coders)
again <- replicate(2000, alpha(records[sample(400, replace = TRUE), ]))
writeLines(paste(c("alpha", full(c(alpha(records), quantile(again, c(.025, .975))))), collapse = "\t"), out)
close(out)

# A reliability diagram of weighted records.
wilson <- function(p, n, confidence = .95) {
  z <- qnorm((1 + confidence) / 2)
  middle <- (p + z^2 / (2 * n)) / (1 + z^2 / n)
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
  c(if (p == 0) 0 else middle - half, if (p == 1) 1 else middle + half)
}
confidence <- round(rbeta(500, 3, 1), 3)
right <- runif(500) < confidence^1.3
weight <- sample(c(1, 4, 20), 500, replace = TRUE)
out <- file(file.path(folder, "calibration.tsv"), "wb")
writeLines(paste("record", full(confidence), as.integer(right), weight, sep = "\t"), out)
bin <- pmin(floor(confidence * 10), 9)
error <- 0
for (at in sort(unique(bin))) {
  here <- bin == at; w <- weight[here]
  p <- sum(w * right[here]) / sum(w); mean <- sum(w * confidence[here]) / sum(w); n <- sum(w)^2 / sum(w^2)
  error <- error + sum(w) / sum(weight) * abs(p - mean)
  writeLines(paste(c("bin", at, sum(here), full(c(mean, p, n, wilson(p, n)))), collapse = "\t"), out)
}
writeLines(paste("error", full(error), sep = "\t"), out)
close(out)

# Error rates of stratified samples: records, checked, wrong of each stratum; rate, standard error, effective size and
# Korn and Graubard's interval with the smoothed variance that the code documents.
out <- file(file.path(folder, "estimate.tsv"), "wb")
for (strata in list(rbind(c(8000, 100, 2), c(2000, 50, 15)), rbind(c(90000, 50, 0), c(10000, 150, 9)),
                    rbind(c(1000, 40, 0), c(1000, 40, 0)), rbind(c(500, 400, 20), c(300, 300, 30), c(9000, 80, 1)))) {
  N <- strata[, 1]; n <- strata[, 2]; x <- strata[, 3]; share <- N / sum(N); p <- x / n
  rate <- sum(share * p)
  error <- sqrt(sum(share^2 * (1 - n / N) * p * (1 - p) / (n - 1)))
  s <- (x + .5) / (n + 1)
  spread <- sum(share * s)
  effective <- min(sum(n), spread * (1 - spread) / sum(share^2 * (1 - n / N) * s * (1 - s) / n))
  k <- rate * effective
  low <- if (k == 0) 0 else qbeta(.025, k, effective - k + 1)
  high <- qbeta(.975, k + 1, effective - k)
  writeLines(paste(paste(t(strata), collapse = " "), paste(full(c(rate, error, effective, low, high)), collapse = "\t"),
    sep = "\t"), out)
}
close(out)
