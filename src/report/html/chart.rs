//! A picture as data: shapes, the sentence that says the same, and the table of its numbers.

use crate::report::words::Words;
use askama::Template;

/// A picture with its two equivalents in words.
#[derive(Debug, Template)]
#[template(path = "chart.html", config = "src/report/html/askama.toml")]
pub(super) struct Chart<'a> {
    pub(super) w: Words<'a>,
    /// Unique on its page.
    pub(super) id: String,
    /// Level of its heading.
    pub(super) level: u8,
    pub(super) title: String,
    /// What the picture says, in a sentence.
    pub(super) text: String,
    pub(super) drawing: Drawing,
    pub(super) table: Table,
}

impl askama::filters::HtmlSafe for Chart<'_> {}

/// The numbers of a picture; the first cell of a row names it.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// What is not in the table, if anything.
    pub(super) rest: Option<String>,
}

impl Table {
    /// Under these titles.
    pub(super) fn new<const N: usize>(head: [&str; N], rows: Vec<Vec<String>>) -> Self {
        Self {
            head: head.map(str::to_owned).to_vec(),
            rows,
            rest: None,
        }
    }
}

/// Shapes on a sheet.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) shapes: Vec<Shape>,
}

/// A shape; its class says how it looks, in light and in dark.
#[derive(Debug)]
pub(super) enum Shape {
    Line {
        from: (i64, i64),
        to: (i64, i64),
        class: &'static str,
    },
    Rect {
        at: (i64, i64),
        size: (i64, i64),
        class: &'static str,
    },
    Circle {
        at: (i64, i64),
        radius: i64,
        class: &'static str,
    },
    /// A square on its tip.
    Diamond { at: (i64, i64), class: &'static str },
    Text {
        at: (i64, i64),
        anchor: &'static str,
        text: String,
    },
}

impl Drawing {
    pub(super) fn new(width: i64, height: i64) -> Self {
        Self {
            width,
            height,
            shapes: Vec::new(),
        }
    }

    /// Wider than a small screen: it scrolls by itself and the page does not.
    pub(super) fn is_wide(&self) -> bool {
        self.width > NARROW
    }

    pub(super) fn line(&mut self, from: (i64, i64), to: (i64, i64), class: &'static str) {
        self.shapes.push(Shape::Line { from, to, class });
    }

    pub(super) fn rect(&mut self, at: (i64, i64), size: (i64, i64), class: &'static str) {
        if size.0 > 0 && size.1 > 0 {
            self.shapes.push(Shape::Rect { at, size, class });
        }
    }

    pub(super) fn circle(&mut self, at: (i64, i64), radius: i64, class: &'static str) {
        self.shapes.push(Shape::Circle { at, radius, class });
    }

    pub(super) fn diamond(&mut self, at: (i64, i64), class: &'static str) {
        self.shapes.push(Shape::Diamond { at, class });
    }

    pub(super) fn text(&mut self, at: (i64, i64), anchor: &'static str, text: impl Into<String>) {
        let text = text.into();
        self.shapes.push(Shape::Text { at, anchor, text });
    }
}

/// Width up to which a picture fits a small screen.
pub(super) const NARROW: i64 = 340;

/// How much of a length a part of a whole takes.
pub(super) fn length(part: usize, whole: usize, full: i64) -> i64 {
    let (part, whole) = (as_i64(part), as_i64(whole.max(1)));
    // What is there shows, however little it is.
    (full * part / whole).max(i64::from(part > 0))
}

pub(super) fn as_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX / 4096)
}
