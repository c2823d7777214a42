//! The fonts that the program brings along, for the window and for pictures: Inter with figures of equal width, and DejaVu
//! Sans for signs and scripts that it lacks.

/// Inter, regular.
pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Inter, semi-bold.
pub static STRONG: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
/// DejaVu Sans.
pub static FALLBACK: &[u8] = include_bytes!("../../assets/fonts/DejaVuSans.ttf");
