# Reckons a quality sample again from the records that the program wrote beside its report. Base R only:
#   Rscript tests/golden/quality.R tests/golden/quality.csv 5 tests/golden/quality.tsv
# with the number of errors allowed; R version 4.x. Per level: error rate of the lot weighted by stratum, its standard error
# with finite population correction, effective sample size, interval of Korn and Graubard; then the plan.
arguments <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(arguments[1], colClasses = "character")
accept <- as.integer(arguments[2])
full <- function(x) sprintf("%.17g", x)
out <- file(arguments[3], "wb")
writeLines("kind\tvalues", out)
size <- tapply(as.numeric(rows$stratum_records), rows$stratum, max)
lot <- sum(size)
for (level in 1:5) {
  wrong <- as.numeric(rows[[paste0("wrong_", level)]])
  n <- tapply(!is.na(wrong), rows$stratum, sum)
  k <- tapply(wrong, rows$stratum, sum, na.rm = TRUE)
  weight <- size / lot
  p <- k / n
  rate <- sum(weight * p)
  error <- sqrt(sum(ifelse(n > 1, weight^2 * (1 - n / size) * p * (1 - p) / (n - 1), 0)))
  smooth <- (k + .5) / (n + 1)
  variance <- sum(weight^2 * (1 - n / size) * smooth * (1 - smooth) / n)
  spread <- sum(weight * smooth)
  effective <- min(spread * (1 - spread) / variance, sum(n))
  x <- rate * effective
  low <- if (x == 0) 0 else qbeta(.025, x, effective - x + 1)
  high <- if (x == effective) 1 else qbeta(.975, x + 1, effective - x)
  writeLines(paste(c("level", full(c(level, sum(n), sum(k), rate, error, effective, low, high))), collapse = "\t"), out)
}
# The plan: with which probability a lot with so many errors is accepted, without replacement.
drawn <- nrow(rows)
for (errors in c(0, 6, 12, 30, 60, 90)) {
  writeLines(paste(c("accepted", full(c(drawn, accept, errors, lot, phyper(accept, errors, lot - errors, drawn)))),
    collapse = "\t"), out)
}
close(out)
