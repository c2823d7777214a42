//! Append-only log of decisions, status, flags, filters.
