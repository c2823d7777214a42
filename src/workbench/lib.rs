//! What the application knows and can do, without a screen.
