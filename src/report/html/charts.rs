//! The pictures of figures: skews, which language leads, weeks, shares.

use super::chart::{Chart, Drawing, Table, as_i64, length};
use crate::model::Language::{self, English, French};
use crate::model::Share;
use crate::report::dimensions::SummaryRow;
use crate::report::figures::Figures;
use crate::report::words::Words;
use std::collections::BTreeMap;

/// Weeks that the trend shows at most: the last two years.
const WEEKS_SHOWN: usize = 104;
/// Rows of a picture of shares at most.
pub(super) const BARS_SHOWN: usize = 20;

/// Where a picture stands on its page.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) w: Words<'a>,
    /// Before the ids of its pictures.
    pub(super) prefix: String,
    /// Level of their headings.
    pub(super) level: u8,
}

impl<'a> Place<'a> {
    pub(super) fn chart(
        &self,
        name: &str,
        title: &str,
        text: String,
        drawing: Drawing,
        table: Table,
    ) -> Chart<'a> {
        Chart {
            w: self.w,
            id: format!("{}{name}", self.prefix),
            level: self.level,
            title: title.to_owned(),
            text,
            drawing,
            table,
        }
    }
}

/// The pairs by the time between their versions: French second to the right, English second to the left.
pub(super) fn skews<'a>(place: &Place<'a>, figures: &Figures) -> Chart<'a> {
    let w = place.w;
    let bins = bins(w, figures);
    let most = bins.iter().flat_map(|(_, counts)| counts).max();
    let most = most.copied().unwrap_or(0);
    let mut drawing = Drawing::new(340, 40 + 24 * as_i64(bins.len()));
    let (axis, full) = (216, 90);
    drawing.text(
        (axis - 8, 14),
        "end",
        w.say("English second", "anglais en second"),
    );
    drawing.text(
        (axis + 8, 14),
        "start",
        w.say("French second", "français en second"),
    );
    drawing.line((axis, 22), (axis, 32 + 24 * as_i64(bins.len())), "axis");
    for (row, (label, [english, french])) in bins.iter().enumerate() {
        let y = 28 + 24 * as_i64(row);
        drawing.text((0, y + 14), "start", label);
        for (count, side, class) in [(*english, -1, "bar en"), (*french, 1, "bar fr")] {
            let wide = length(count, most, full);
            let left = if side < 0 { axis - wide } else { axis };
            drawing.rect((left, y + 2), (wide, 16), class);
            if count > 0 {
                let anchor = if side < 0 { "end" } else { "start" };
                drawing.text((axis + side * (wide + 4), y + 14), anchor, w.count(count));
            }
        }
    }
    let rows = bins
        .into_iter()
        .map(|(label, [english, french])| vec![label, w.count(english), w.count(french)]);
    let table = Table::new(
        [
            w.say("Time between the versions", "Temps entre les versions"),
            w.say("English second, pairs", "Anglais en second, paires"),
            w.say("French second, pairs", "Français en second, paires"),
        ],
        rows.collect(),
    );
    let title = w.say(
        "Time between the two versions",
        "Temps entre les deux versions",
    );
    place.chart("skews", title, skew_text(w, figures), drawing, table)
}

/// Pairs by the time between them and by who came second; at the same instant, nobody did.
fn bins(w: Words, figures: &Figures) -> Vec<(String, [usize; 2])> {
    let limits = [
        (60, w.say("up to 1 min", "jusqu’à 1 min")),
        (300, w.say("1 to 5 min", "1 à 5 min")),
        (900, w.say("5 to 15 min", "5 à 15 min")),
        (3_600, w.say("15 to 60 min", "15 à 60 min")),
        (21_600, w.say("1 to 6 h", "1 à 6 h")),
        (86_400, w.say("6 to 24 h", "6 à 24 h")),
        (i64::MAX, w.say("over a day", "plus d’un jour")),
    ];
    let mut bins = limits.map(|(_, label)| (label.to_owned(), [0, 0]));
    for (seconds, second) in &figures.skews {
        let place = limits.partition_point(|(limit, _)| limit < seconds);
        match second {
            Some(English) => bins[place].1[0] += 1,
            Some(French) => bins[place].1[1] += 1,
            None => {}
        }
    }
    bins.into()
}

/// Median, 90th percentile and maximum.
pub(super) fn skew_text(w: Words, figures: &Figures) -> String {
    let (Some(middle), Some(high), Some(most)) =
        (figures.skew(50), figures.skew(90), figures.skew(100))
    else {
        return w
            .say(
                "No pair whose times are known well enough.",
                "Aucune paire dont les heures sont connues assez finement.",
            )
            .to_owned();
    };
    let [middle, high, most] = [middle, high, most].map(|seconds| w.duration(seconds));
    if let [(seconds, _)] = figures.skews.as_slice() {
        let skew = w.duration(*seconds);
        return match w.language {
            English => format!("One pair, {skew} apart."),
            French => format!("Une seule paire, à {skew} d’intervalle."),
        };
    }
    let pairs = w.count(figures.skews.len());
    match w.language {
        English => format!(
            "Of {pairs} pairs, half came within {middle} and 90% within {high}; the longest gap is {most}."
        ),
        French => format!(
            "Sur {pairs} paires, la moitié a paru en {middle} ou moins et 90\u{a0}% en {high} ou moins; l’écart le plus long est de {most}."
        ),
    }
}

/// Which language comes first.
pub(super) fn lead<'a>(place: &Place<'a>, figures: &Figures) -> Chart<'a> {
    let w = place.w;
    let all = figures.skews.len();
    let (english, french) = (figures.second(French).part, figures.second(English).part);
    let same = all - english - french;
    let parts = [
        (
            w.say("English first", "Anglais en premier"),
            english,
            "bar en",
        ),
        (w.say("At the same time", "En même temps"), same, "bar same"),
        (
            w.say("French first", "Français en premier"),
            french,
            "bar fr",
        ),
    ];
    let mut drawing = Drawing::new(340, 112);
    let mut x = 0;
    for (row, (label, count, class)) in parts.iter().enumerate() {
        let wide = length(*count, all, 340).min(340 - x);
        drawing.rect((x, 0), (wide, 30), class);
        x += wide;
        let y = 44 + 24 * as_i64(row);
        drawing.rect((0, y), (14, 14), class);
        let share = Share::new(*count, all);
        let words = format!("{label} {} ({})", w.of_whole(share), w.percent(share));
        drawing.text((22, y + 12), "start", words);
    }
    let text = match w.language {
        English => format!(
            "English came first in {} of {} pairs, French in {}; at the same time: {}.",
            w.count(english),
            w.count(all),
            w.count(french),
            w.count(same)
        ),
        French => format!(
            "L’anglais a paru en premier dans {} paires sur {}, le français dans {}; en même temps\u{a0}: {}.",
            w.count(english),
            w.count(all),
            w.count(french),
            w.count(same)
        ),
    };
    let rows = parts.iter().map(|(label, count, _)| {
        vec![
            (*label).to_owned(),
            w.count(*count),
            w.percent(Share::new(*count, all)),
        ]
    });
    let table = Table::new(
        [
            w.say("Order", "Ordre"),
            w.say("Pairs", "Paires"),
            w.say("Share", "Part"),
        ],
        rows.collect(),
    );
    let title = w.say(
        "Which language comes first",
        "Quelle langue paraît en premier",
    );
    place.chart("lead", title, text, drawing, table)
}

/// One week, of one presence or of all.
#[derive(Debug, Clone, Copy, Default)]
struct Week {
    with: usize,
    missing: usize,
    late: usize,
    reposts: usize,
}

/// Week by week: how much had its counterpart.
pub(super) fn trend<'a>(
    place: &Place<'a>,
    rows: &[SummaryRow],
    before: Option<&Figures>,
) -> Chart<'a> {
    let w = place.w;
    let mut weeks: BTreeMap<&str, Week> = BTreeMap::new();
    for row in rows {
        let week = weeks.entry(&row.iso_week).or_default();
        week.with += row.paired + row.bilingual;
        week.missing += row.missing_counterpart;
        week.late += row.late_pairs;
        week.reposts += row.unilingual_reposts;
    }
    let left_out = weeks.len().saturating_sub(WEEKS_SHOWN);
    let mut shown: Vec<(&str, Week)> = weeks.into_iter().skip(left_out).collect();
    let text = trend_text(w, &shown);
    // A report of one week has a past as well.
    if let Some(before) = before {
        shown.insert(
            0,
            (
                w.say("Period before", "Période précédente"),
                Week::of(before),
            ),
        );
    }
    let step = if shown.len() <= 6 { 48 } else { 26 };
    let every = if step == 48 { 1 } else { 2 };
    let mut drawing = Drawing::new((44 + step * as_i64(shown.len())).max(340), 172);
    for (percent, y) in [(100, 20), (50, 80), (0, 140)] {
        drawing.line((40, y), (drawing.width, y), "axis");
        drawing.text((36, y + 4), "end", w.percent(Share::new(percent, 100)));
    }
    for (place, (name, week)) in shown.iter().enumerate() {
        let x = 46 + step * as_i64(place);
        let share = Share::new(week.with, week.with + week.missing);
        let high = length(share.part, share.whole, 120);
        drawing.rect((x, 140 - high), (step - 8, high), "bar with");
        let gap = length(week.missing, share.whole, 120).min(120 - high);
        drawing.rect((x, 140 - high - gap), (step - 8, gap), "bar without");
        if step == 48 && share.whole > 0 {
            drawing.text((x + 20, 14), "middle", w.percent(share));
        }
        if place % every == 0 {
            let short = match name.split_once("-W") {
                Some((_, week)) => format!("{}{week}", w.say("W", "S")),
                None => w.say("before", "avant").to_owned(),
            };
            drawing.text((x + (step - 8) / 2, 158), "middle", short);
        }
    }
    let table = Table {
        rest: (left_out > 0).then(|| w.cut(left_out, "summary.csv")),
        ..Table::new(
            [
                w.say("ISO week", "Semaine ISO"),
                w.say("With counterpart", "Avec équivalent"),
                w.say("Without", "Sans"),
                w.say("Share", "Part"),
                w.say("Late pairs", "Paires tardives"),
                w.say("Unilingual reposts", "Rediffusions unilingues"),
            ],
            shown
                .iter()
                .map(|(name, week)| week.cells(w, name))
                .collect(),
        )
    };
    let title = w.say(
        "Week by week: posts with their counterpart",
        "Semaine par semaine\u{a0}: publications avec leur équivalent",
    );
    place.chart("weeks", title, text, drawing, table)
}

impl Week {
    fn of(figures: &Figures) -> Self {
        let share = figures.coverage();
        Self {
            with: share.part,
            missing: share.missing(),
            late: figures.late().part,
            reposts: figures.unilingual().part,
        }
    }

    fn cells(self, w: Words, name: &str) -> Vec<String> {
        let share = Share::new(self.with, self.with + self.missing);
        vec![
            name.replace("-W", w.say("-W", "-S")),
            w.count(self.with),
            w.count(self.missing),
            w.percent(share),
            w.count(self.late),
            w.count(self.reposts),
        ]
    }
}

fn trend_text(w: Words, weeks: &[(&str, Week)]) -> String {
    let judged: Vec<Share> = weeks
        .iter()
        .map(|(_, week)| Share::new(week.with, week.with + week.missing))
        .filter(|share| share.whole > 0)
        .collect();
    let (Some(first), Some(last)) = (judged.first(), judged.last()) else {
        return w
            .say(
                "Nothing was judged in these weeks.",
                "Rien n’a été jugé pendant ces semaines.",
            )
            .to_owned();
    };
    let (first, last) = (w.percent(*first), w.percent(*last));
    let count = w.count(weeks.len());
    let shares = match (w.language, weeks.len()) {
        (English, 1) => format!("This week {last}."),
        (French, 1) => format!("Cette semaine\u{a0}: {last}."),
        (English, _) => {
            format!("First week {first}, last week {last}; weeks shown: {count}.")
        }
        (French, _) => format!(
            "Première semaine\u{a0}: {first}, dernière semaine\u{a0}: {last}; semaines affichées\u{a0}: {count}."
        ),
    };
    let key = w.say(
        "Filled: with a counterpart; outlined: without.",
        "Plein\u{a0}: avec équivalent; contour seul\u{a0}: sans équivalent.",
    );
    format!("{key} {shares}")
}

/// Third-party content in one language, as a share of all that was disseminated: by language, or by presence.
pub(super) fn reposts<'a>(
    place: &Place<'a>,
    mut rows: Vec<(String, Share)>,
    all: Share,
) -> Chart<'a> {
    let w = place.w;
    let left_out = rows.len().saturating_sub(BARS_SHOWN);
    rows.truncate(BARS_SHOWN);
    let mut drawing = Drawing::new(340, 4 + 42 * as_i64(rows.len()));
    for (row, (label, share)) in rows.iter().enumerate() {
        let y = 42 * as_i64(row);
        let words = format!("{} ({})", w.of_whole(*share), w.percent(*share));
        // A long name gives way to its figures; it stands whole in the table.
        drawing.text(
            (0, y + 14),
            "start",
            crate::text::wording::excerpt(label, 26),
        );
        drawing.text((340, y + 14), "end", words);
        drawing.rect((0, y + 20), (340, 14), "track");
        let wide = length(share.part, share.whole, 340);
        drawing.rect((0, y + 20), (wide, 14), "bar without");
    }
    let text = match w.language {
        English => format!(
            "Third-party items passed on in one language only, of everything disseminated: {}.",
            w.share(all)
        ),
        French => format!(
            "Contenu de tiers rediffusé dans une seule langue, sur tout ce qui a été diffusé\u{a0}: {}.",
            w.share(all)
        ),
    };
    let cells = rows.into_iter().map(|(label, share)| {
        vec![
            label,
            w.count(share.part),
            w.count(share.whole),
            w.percent(share),
        ]
    });
    let table = Table {
        rest: (left_out > 0).then(|| w.cut(left_out, "summary.csv")),
        ..Table::new(
            [
                w.say("Where", "Où"),
                w.say("In one language only", "Dans une seule langue"),
                w.say("Disseminated", "Diffusées"),
                w.say("Share", "Part"),
            ],
            cells.collect(),
        )
    };
    let title = w.say(
        "Share of unilingual reposts",
        "Part des rediffusions unilingues",
    );
    place.chart("reposts", title, text, drawing, table)
}

/// The shares of both languages of one presence.
pub(super) fn by_language(w: Words, figures: &Figures) -> Vec<(String, Share)> {
    [English, French]
        .map(|language: Language| {
            let share = Share::new(
                *figures.reposts.get(language),
                *figures.disseminated.get(language),
            );
            (w.name(language).to_owned(), share)
        })
        .into()
}
