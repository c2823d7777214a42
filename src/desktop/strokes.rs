//! Keystrokes one at a time, so that each acts on what the one before it brought about.
//!
//! A person types faster than a slow machine draws: the key that opens a field and the word meant for it can arrive in
//! one frame. Keys are therefore let into a frame singly, except what is plainly typed into a field that has the focus,
//! and none is let in until a field that was opened has the focus.

use std::collections::VecDeque;

use egui::{Context, Event, Id, Key, Plugin, RawInput};

/// Frames in which a field that was opened may come to have the focus.
const PATIENCE: u32 = 12;

/// What has to have the focus before the next key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Awaited {
    Field(Id),
    AnythingBut(Id),
}

/// Keystrokes that wait for their frame.
#[derive(Debug, Default)]
pub struct Strokes {
    held: VecDeque<Vec<Event>>,
    awaited: Option<Awaited>,
    waited: u32,
}

impl Strokes {
    /// Lets no key in until this field has been drawn with the focus.
    pub fn wait_for(&mut self, field: Id) {
        self.awaited = Some(Awaited::Field(field));
        self.waited = 0;
    }

    /// Lets no key in until something else than this has the focus.
    pub fn wait_for_another_than(&mut self, id: Id) {
        self.awaited = Some(Awaited::AnythingBut(id));
        self.waited = 0;
    }

    /// The field that is waited for.
    pub fn awaited(&self) -> Option<Id> {
        match self.awaited? {
            Awaited::Field(field) => Some(field),
            Awaited::AnythingBut(_) => None,
        }
    }

    fn arrived(&mut self, ctx: &Context) -> bool {
        let Some(awaited) = self.awaited else { return true };
        let focused = ctx.memory(|memory| memory.focused()).filter(|id| ctx.read_response(*id).is_some());
        let there = focused.is_some_and(|id| match awaited {
            Awaited::Field(field) => id == field,
            Awaited::AnythingBut(other) => id != other,
        });
        self.waited += 1;
        if there || self.waited > PATIENCE {
            self.awaited = None;
        }
        self.awaited.is_none()
    }

    /// Takes the keystrokes out of the events; what belongs to a stroke stays with it.
    fn collect(&mut self, events: &mut Vec<Event>) {
        let mut fresh = false;
        for event in std::mem::take(events) {
            match &event {
                Event::Key { pressed: true, .. } | Event::Copy | Event::Cut | Event::Paste(_) | Event::Ime(_) => {
                    self.held.push_back(vec![event]);
                    fresh = true;
                }
                Event::Text(_) => {
                    let with_key = self.held.back_mut().filter(|stroke| fresh && is_key_alone(stroke));
                    match with_key {
                        Some(stroke) => stroke.push(event),
                        None => self.held.push_back(vec![event]),
                    }
                }
                Event::Key { pressed: false, .. } => match self.held.back_mut() {
                    // A key is let go after it was pressed.
                    Some(stroke) => stroke.push(event),
                    None => events.push(event),
                },
                _ => events.push(event),
            }
        }
    }
}

impl Plugin for Strokes {
    fn debug_name(&self) -> &'static str {
        "keystrokes"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.collect(&mut input.events);
        if !self.arrived(ctx) {
            ctx.request_repaint();
            return;
        }
        let typing = ctx.text_edit_focused();
        let Some(first) = self.held.pop_front() else { return };
        let plain = typing && is_plain(&first);
        input.events.extend(first.iter().cloned());
        while let Some(next) = self.held.pop_front_if(|next| (plain && is_plain(next)) || is_repeat(&first, next)) {
            input.events.extend(next);
        }
        if !self.held.is_empty() {
            ctx.request_repaint();
        }
    }
}

fn is_key_alone(stroke: &[Event]) -> bool {
    matches!(stroke.first(), Some(Event::Key { .. })) && !stroke.iter().any(|event| matches!(event, Event::Text(_)))
}

/// Typing that a field takes without anything else changing.
fn is_plain(stroke: &[Event]) -> bool {
    match stroke.first() {
        Some(Event::Text(_)) => true,
        Some(Event::Key { key, modifiers, .. }) => {
            let moves = matches!(key, Key::Enter | Key::Escape | Key::Tab | Key::ArrowUp | Key::ArrowDown);
            !modifiers.alt && !modifiers.ctrl && !modifiers.command && !moves && !is_function_key(*key)
        }
        _ => false,
    }
}

fn is_function_key(key: Key) -> bool {
    let name = key.name();
    name.len() > 1 && name.starts_with('F') && name[1..].chars().all(|digit| digit.is_ascii_digit())
}

/// A key held down goes on as fast as it comes.
fn is_repeat(first: &[Event], next: &[Event]) -> bool {
    match (first.first(), next.first()) {
        (
            Some(Event::Key { key, modifiers, .. }),
            Some(Event::Key { key: again, repeat: true, modifiers: with, .. }),
        ) => key == again && modifiers == with && !matches!(key, Key::Enter | Key::Escape),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    fn text(text: &str) -> Event {
        Event::Text(text.to_owned())
    }

    fn input(events: Vec<Event>) -> RawInput {
        RawInput { events, ..RawInput::default() }
    }

    #[test]
    fn one_stroke_with_its_text_comes_into_a_frame_and_the_others_follow_in_order() {
        let ctx = Context::default();
        let mut strokes = Strokes::default();
        let mut first = input(vec![key(Key::N), text("n"), key(Key::A), text("a"), Event::PointerGone]);
        strokes.input_hook(&ctx, &mut first);
        assert_eq!(first.events, [Event::PointerGone, key(Key::N), text("n")]);
        let mut second = input(vec![key(Key::B)]);
        strokes.input_hook(&ctx, &mut second);
        assert_eq!(second.events, [key(Key::A), text("a")]);
        let mut third = input(Vec::new());
        strokes.input_hook(&ctx, &mut third);
        assert_eq!(third.events, [key(Key::B)]);
    }

    #[test]
    fn nothing_comes_in_while_a_field_is_awaited_but_not_for_ever() {
        let ctx = Context::default();
        let mut strokes = Strokes::default();
        strokes.wait_for(Id::unique("never drawn"));
        let mut frames = 0;
        loop {
            let mut frame = input(if frames == 0 { vec![key(Key::A)] } else { Vec::new() });
            strokes.input_hook(&ctx, &mut frame);
            if !frame.events.is_empty() {
                break;
            }
            frames += 1;
        }
        assert_eq!(frames, PATIENCE);
    }
}
