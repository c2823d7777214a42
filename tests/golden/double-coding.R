# Recomputes agreement from what “Write the tables…” writes under Supervise, Agreement. Base R only:
#   Rscript tests/golden/double-coding.R NAME-codings.csv                 prints the figures
#   Rscript tests/golden/double-coding.R NAME-codings.csv NAME.csv        compares them with those of the program
#   Rscript tests/golden/double-coding.R tests/golden/double-coding.csv > tests/golden/double-coding.tsv
# In the codings a blank cell is a record that the coder did not code, and "uncodable" a label like any other.
arguments <- commandArgs(trailingOnly = TRUE)
codings <- read.csv(arguments[1], colClasses = "character", na.strings = "", check.names = FALSE)
coders <- names(codings)[-1]
full <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))

kappa <- function(one, other) {
  both <- !is.na(one) & !is.na(other)
  if (!any(both)) return(c(0, 0, NA, NA, NA))
  labels <- sort(unique(c(one[both], other[both])))
  n <- sum(both)
  p <- table(factor(one[both], labels), factor(other[both], labels)) / n
  agreed <- sum(diag(p)); row <- rowSums(p); column <- colSums(p); chance <- sum(row * column)
  if (length(labels) == 1) return(c(n, sum(one[both] == other[both]), NA, NA, NA))
  k <- (agreed - chance) / (1 - chance)
  # Fleiss, Cohen and Everitt (1969).
  a <- sum(diag(p) * (1 - (row + column) * (1 - k))^2)
  weights <- outer(column, row, "+")^2; diag(weights) <- 0
  se <- sqrt(max(0, a + (1 - k)^2 * sum(p * weights) - (k - chance * (1 - k))^2) / (n * (1 - chance)^2))
  z <- qnorm(.975)
  c(n, sum(one[both] == other[both]), k, max(-1, k - z * se), min(1, k + z * se))
}

alpha <- function(labels) {
  units <- apply(labels, 1, function(unit) unit[!is.na(unit)], simplify = FALSE)
  units <- units[lengths(units) > 1]
  counts <- table(unlist(units)); n <- sum(counts)
  observed <- sum(sapply(units, function(unit) {
    t <- table(unit); (length(unit)^2 - sum(t^2)) / (length(unit) - 1) }))
  expected <- n^2 - sum(counts^2)
  if (expected == 0) NA else 1 - (n - 1) * observed / expected
}

figures <- NULL
for (level in 1:5) {
  digits <- c(1, 2, 3, 4, 6)[level]
  at <- function(x) ifelse(is.na(x) | x == "uncodable", x, substr(x, 1, digits))
  labels <- sapply(codings[coders], at)
  several <- rowSums(!is.na(labels)) > 1
  same <- apply(labels[several, , drop = FALSE], 1, function(unit) length(unique(unit[!is.na(unit)])) == 1)
  wilson <- prop.test(sum(same), sum(several), correct = FALSE)$conf.int
  figures <- rbind(figures, data.frame(level, coders = "all", records = sum(several), agreed = sum(same),
    share_low = wilson[1], share_high = wilson[2], kappa = NA, kappa_low = NA, kappa_high = NA, alpha = alpha(labels)))
  for (first in seq_along(coders)) for (second in seq_along(coders)) if (first < second) {
    k <- kappa(labels[, first], labels[, second])
    wilson <- if (k[1] > 0) prop.test(k[2], k[1], correct = FALSE)$conf.int else c(NA, NA)
    figures <- rbind(figures, data.frame(level, coders = paste(coders[first], coders[second], sep = "; "), records = k[1],
      agreed = k[2], share_low = wilson[1], share_high = wilson[2], kappa = k[3], kappa_low = k[4], kappa_high = k[5],
      alpha = NA))
  }
}
numbers <- c("share_low", "share_high", "kappa", "kappa_low", "kappa_high", "alpha")
if (length(arguments) < 2) {
  shown <- figures
  shown[numbers] <- lapply(shown[numbers], full)
  write.table(shown, quote = FALSE, sep = "\t", row.names = FALSE)
} else {
  ours <- read.csv(arguments[2], check.names = FALSE)
  stopifnot(nrow(ours) == nrow(figures), ours$level == figures$level, ours$coders == figures$coders)
  stopifnot(ours$records == figures$records, ours$agreed == figures$agreed)
  for (name in numbers) {
    known <- !is.na(figures[[name]]) & figures$records > 0
    stopifnot(all(abs(ours[[name]][known] - figures[[name]][known]) < 1e-6))
  }
  cat("all", nrow(figures), "lines agree\n")
}
