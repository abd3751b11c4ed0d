//! A draft as the fields of a form, and back. What a form has no field for goes along in a hidden one.

use super::fields::Fields;
use crate::model::{Bilingual, Language, MediaKind, Problem};
use crate::rules::{Attachment, Draft, Order, Version};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Media of a draft at most: more than any platform takes.
const MEDIA: usize = 20;

/// Which of the two posts a medium is attached to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Where {
    #[default]
    Both,
    English,
    French,
}

impl Where {
    pub(super) const ALL: [Self; 3] = [Self::Both, Self::English, Self::French];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::English => "en",
            Self::French => "fr",
        }
    }

    pub(super) fn text(self) -> Bilingual<&'static str> {
        match self {
            Self::Both => Bilingual::new("to both posts", "aux deux publications"),
            Self::English => Bilingual::new("to the English one only", "à l’anglaise seulement"),
            Self::French => Bilingual::new("to the French one only", "à la française seulement"),
        }
    }

    fn holds(self, side: Language) -> bool {
        match self {
            Self::Both => true,
            Self::English => side == Language::English,
            Self::French => side == Language::French,
        }
    }
}

/// A medium with both its alternative texts, as a row of the form; without a kind it is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Medium {
    pub(super) kind: Option<MediaKind>,
    pub(super) place: Where,
    pub(super) alts: Bilingual<String>,
}

/// Kinds with the codes they have in a draft.
pub(super) const KINDS: [(MediaKind, &str); 4] = [
    (MediaKind::Image, "image"),
    (MediaKind::Video, "video"),
    (MediaKind::Audio, "audio"),
    (MediaKind::Other, "other"),
];

/// The draft that the fields say.
pub(super) fn draft(fields: &Fields, zone: &TimeZone) -> Result<Draft, Problem> {
    let kept = fields.get("kept").unwrap_or_default();
    let mut draft = if kept.is_empty() {
        Draft::default()
    } else {
        Draft::parse("draft", kept)?
    };
    let text = |name| fields.get(name).unwrap_or_default().to_owned();
    let some = |name| {
        fields
            .get(name)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
    };
    draft.english.text = text("english");
    draft.french.text = text("french");
    draft.platforms = fields.all("platform").map(str::to_owned).collect();
    draft.presence = some("presence");
    draft.order = match fields.get("order") {
        Some("both") => Order::Both,
        _ => Order::Separate,
    };
    // `routine` need not be said.
    draft.class = some("class").filter(|class| class != "routine");
    draft.planned_at = match some("planned") {
        Some(local) => Some(planned(&local, zone, draft.planned_at.as_deref())?),
        None => None,
    };
    let rows = media_fields(fields);
    attach(&mut draft.english, &rows, Language::English);
    attach(&mut draft.french, &rows, Language::French);
    Ok(draft)
}

fn media_fields(fields: &Fields) -> Vec<Medium> {
    let kinds = fields.all("medium");
    let places = fields.all("medium-of");
    let alts = fields.all("alt-en").zip(fields.all("alt-fr"));
    let rows = kinds.zip(places).zip(alts).take(MEDIA);
    rows.map(|((kind, place), (english, french))| Medium {
        kind: KINDS
            .iter()
            .find(|(_, code)| *code == kind)
            .map(|(kind, _)| *kind),
        place: Where::ALL
            .into_iter()
            .find(|it| it.code() == place)
            .unwrap_or_default(),
        alts: Bilingual::text(english, french),
    })
    .collect()
}

/// The media of a version as the rows say; addresses and captions stay where they were.
fn attach(version: &mut Version, rows: &[Medium], side: Language) {
    let mut before = std::mem::take(&mut version.media).into_iter();
    for row in rows.iter().filter(|row| row.place.holds(side)) {
        let Some(kind) = row.kind else { continue };
        let known = before.next();
        let alt = row.alts.get(side).trim().to_owned();
        version.media.push(Attachment {
            kind,
            alt: Some(alt),
            captions: known.as_ref().and_then(|it| it.captions.clone()),
            url: known.and_then(|it| it.url),
        });
    }
}

/// The media of a draft as rows.
pub(super) fn rows(draft: &Draft) -> Vec<Medium> {
    let (english, french) = (&draft.english.media, &draft.french.media);
    let mut rows = Vec::new();
    for at in 0..english.len().max(french.len()).min(MEDIA) {
        let alt = |it: &Attachment| it.alt.clone().unwrap_or_default();
        match (english.get(at), french.get(at)) {
            (Some(one), Some(other)) if one.kind == other.kind => rows.push(Medium {
                kind: Some(one.kind),
                place: Where::Both,
                alts: Bilingual::new(alt(one), alt(other)),
            }),
            (one, other) => {
                rows.extend(one.map(|it| Medium {
                    kind: Some(it.kind),
                    place: Where::English,
                    alts: Bilingual::new(alt(it), String::new()),
                }));
                rows.extend(other.map(|it| Medium {
                    kind: Some(it.kind),
                    place: Where::French,
                    alts: Bilingual::new(String::new(), alt(it)),
                }));
            }
        }
    }
    rows
}

/// The time of a form, which has no zone, as an instant with the offset of the institution's; the one that was there
/// if it is the same.
fn planned(local: &str, zone: &TimeZone, before: Option<&str>) -> Result<String, Problem> {
    if let Some(before) = before.filter(|it| local_time(it, zone).as_deref() == Some(local)) {
        return Ok(before.to_owned());
    }
    let time: Option<DateTime> = local.parse().ok();
    let at = time.and_then(|it| zone.to_timestamp(it).ok());
    let at = at.map(|it| it.display_with_offset(zone.to_offset(it)).to_string());
    at.ok_or_else(|| {
        Problem::new(
            local,
            "this is not a time; write for example 2026-11-23T09:00",
            "ce n’est pas une heure; écrivez par exemple 2026-11-23T09:00",
        )
    })
}

/// An instant as a form shows it.
pub(super) fn local_time(instant: &str, zone: &TimeZone) -> Option<String> {
    let at: Timestamp = instant.parse().ok()?;
    Some(zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::form_urlencoded;

    fn form(draft: &Draft, zone: &TimeZone) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("kept", &serde_json::to_string(draft).unwrap());
        form.append_pair("english", &draft.english.text.replace('\n', "\r\n"));
        form.append_pair("french", &draft.french.text);
        for platform in &draft.platforms {
            form.append_pair("platform", platform);
        }
        form.append_pair("presence", draft.presence.as_deref().unwrap_or_default());
        let order = if draft.order == Order::Both {
            "both"
        } else {
            "separate"
        };
        form.append_pair("order", order);
        form.append_pair("class", draft.class.as_deref().unwrap_or("routine"));
        let planned = draft
            .planned_at
            .as_deref()
            .and_then(|at| local_time(at, zone));
        form.append_pair("planned", &planned.unwrap_or_default());
        for row in rows(draft) {
            let kind = KINDS
                .iter()
                .find(|(kind, _)| Some(*kind) == row.kind)
                .unwrap()
                .1;
            form.append_pair("medium", kind);
            form.append_pair("medium-of", row.place.code());
            form.append_pair("alt-en", &row.alts.english);
            form.append_pair("alt-fr", &row.alts.french);
        }
        form.append_pair("medium", "")
            .append_pair("medium-of", "both");
        form.append_pair("alt-en", "").append_pair("alt-fr", "");
        form.finish()
    }

    /// A draft that is opened, looked at and saved would else lose what the page does not show.
    #[test]
    fn a_draft_comes_back_whole() {
        let zone = TimeZone::get("America/Toronto").unwrap();
        let text = r#"{ "platforms": ["x", "bluesky"], "presence": "coast-x", "class": "emergency",
            "planned_at": "2026-11-23T09:00:30-05:00", "order": "both",
            "english": { "text": "One\ntwo", "links": ["https://canada.ca/en"],
                "media": [{ "type": "image", "alt": "A boat", "url": "https://canada.ca/boat.png" },
                          { "type": "video", "alt": "", "captions": ["en"] }] },
            "french": { "text": "Un", "media": [{ "type": "image", "alt": "Un bateau" }] },
            "tables": { "accounts": { "@CoastWatchCA": "@GardeCotesCA" }, "glossary": { "sea": { "keep": true } } } }"#;
        let draft = Draft::parse("test", text).unwrap();
        let fields = Fields::parse(form(&draft, &zone).as_bytes());
        assert_eq!(super::draft(&fields, &zone).unwrap(), draft);
    }

    /// The hour that a person chose is the hour of the institution, also on the day the clocks change.
    #[test]
    fn a_time_gets_the_offset_of_its_day() {
        let zone = TimeZone::get("America/Toronto").unwrap();
        let of = |local: &str| planned(local, &zone, None);
        assert_eq!(of("2026-11-23T09:00").unwrap(), "2026-11-23T09:00:00-05:00");
        assert_eq!(of("2026-07-01T09:00").unwrap(), "2026-07-01T09:00:00-04:00");
        assert!(of("tomorrow").is_err());
    }
}
