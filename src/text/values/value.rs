//! The typed values and what makes two of them say the same.

use super::Decimal;
use std::ops::Range;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What is stated.
    pub value: Value,
    /// Where, in bytes of the prose.
    pub span: Range<usize>,
}

/// What a text states.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A time of day, in minutes since midnight.
    Time(u16),
    /// A time zone.
    Zone(Zone),
    /// A day. It may be impossible (see [`super::is_possible`]).
    Date {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
        /// Where it is given.
        year: Option<u16>,
    },
    /// A month, alone or with its year.
    Month {
        /// 1 to 12.
        month: u8,
        /// Where it is given.
        year: Option<u16>,
    },
    /// A day of the week; 1 is Monday.
    Weekday(u8),
    /// A fiscal year or another range of years.
    Years(u16, u16),
    /// An amount of money.
    Money(Decimal, Currency),
    /// A percentage.
    Percent(Decimal),
    /// A phone number without the 1 of North America, and its extension.
    Phone(u64, Option<u32>),
    /// A postal code in capitals, without its space.
    PostalCode(String),
    /// An e-mail address in lower case.
    Email(String),
    /// A bill, a part or a section of an act, a directive …
    Reference(Reference),
    /// A name with digits in it (COVID-19), in capitals: not a number.
    Name(String),
    /// A number with its unit.
    Quantity(Decimal, Unit),
    /// A rank.
    Ordinal(u64),
    /// `1/3`: a fraction, a place in a thread.
    Ratio(u32, u32),
    /// Any other number.
    Number(Decimal),
}

/// The bits of [`Value::kind`].
const DATE: u16 = 1;
const MONTH: u16 = 1 << 1;
const ZONE: u16 = 1 << 2;
const MONEY: u16 = 1 << 3;
const NUMBER: u16 = 1 << 4;
const QUANTITY: u16 = 1 << 5;
const COUNTED: u16 = 1 << 6;
const REFERENCE: u16 = 1 << 7;
const TIME: u16 = 1 << 8;
const NAME: u16 = 1 << 9;

impl Value {
    /// Do the two, unequal as they may be written, say the same? A year, a unit or the season of a zone that only
    /// one side gives is no difference.
    #[must_use]
    pub fn alike(&self, other: &Self) -> bool {
        self == other || self.agrees(other) || other.agrees(self)
    }

    /// One bit for each kind whose values may be alike and not equal; the kinds of [`Self::akin`].
    pub(super) fn kind(&self) -> u16 {
        match self {
            Self::Date { .. } => DATE,
            Self::Month { .. } => MONTH,
            Self::Zone(_) => ZONE,
            Self::Money(..) => MONEY,
            Self::Number(_) => NUMBER,
            Self::Quantity(..) => QUANTITY,
            Self::Ordinal(_) | Self::Phone(..) | Self::Ratio(..) => COUNTED,
            Self::Reference(_) => REFERENCE,
            Self::Time(_) => TIME,
            Self::Name(_) => NAME,
            _ => 0,
        }
    }

    /// The kinds of values that it may be [`Self::alike`] to.
    pub(super) fn akin(&self) -> u16 {
        match self {
            Self::Date { .. } | Self::Month { .. } | Self::Zone(_) | Self::Money(..) => self.kind(),
            Self::Number(_) => QUANTITY | COUNTED | REFERENCE,
            Self::Quantity(..) => NUMBER | TIME,
            Self::Ordinal(_) | Self::Phone(..) | Self::Ratio(..) => NUMBER,
            Self::Reference(_) => NUMBER | NAME,
            Self::Time(_) => QUANTITY,
            Self::Name(_) => REFERENCE,
            _ => 0,
        }
    }

    fn agrees(&self, other: &Self) -> bool {
        let same = |one: &Option<u16>, two: &Option<u16>| one.is_none() || two.is_none();
        match (self, other) {
            (
                Self::Date { month, day, year },
                Self::Date {
                    month: other_month,
                    day: other_day,
                    year: other_year,
                },
            ) => month == other_month && day == other_day && same(year, other_year),
            (
                Self::Month { month, year },
                Self::Month {
                    month: other_month,
                    year: other_year,
                },
            ) => month == other_month && same(year, other_year),
            (Self::Zone(one), Self::Zone(two)) => {
                one.region == two.region
                    && (one.kind == ZoneKind::Generic || two.kind == ZoneKind::Generic)
            }
            (Self::Money(one, unmarked), Self::Money(two, marked)) => {
                one == two && *unmarked == Currency::Dollar && *marked == Currency::Canadian
            }
            (Self::Number(number), Self::Quantity(quantity, _)) => number == quantity,
            (Self::Number(number), Self::Ordinal(rank)) => *number == Decimal::whole(*rank),
            (Self::Number(number), Self::Phone(digits, None)) => *number == Decimal::whole(*digits),
            (Self::Number(number), Self::Ratio(part, whole)) => {
                Decimal::ratio(u64::from(*part), u64::from(*whole)) == Some(*number)
            }
            (Self::Number(number), Self::Reference(reference)) => {
                reference.id == number.to_string()
            }
            // « 10 heures » is a time or a duration.
            (Self::Time(minutes), Self::Quantity(hours, Unit("h"))) => {
                let at = |minutes: u16| Some(Decimal::whole(u64::from(minutes)));
                hours.times(60) == at(*minutes) || *minutes == 0 && hours.times(60) == at(1440)
            }
            (Self::Name(name), Self::Reference(reference)) => {
                *name == reference.id.replace('-', "")
            }
            _ => false,
        }
    }

    /// May a true counterpart leave it out? A weekday beside its date, a zone, a name, a month in passing, and
    /// *one*, *two*, *first*,
    /// *second*, which the other language says in other words (*both*, *a*).
    #[must_use]
    pub fn is_optional(&self) -> bool {
        match self {
            Self::Weekday(_) | Self::Zone(_) | Self::Name(_) | Self::Month { year: None, .. } => {
                true
            }
            Self::Ordinal(rank) => *rank < 3,
            Self::Number(number) | Self::Quantity(number, _) => {
                *number == Decimal::whole(1) || *number == Decimal::whole(2)
            }
            _ => false,
        }
    }

    /// Are both of one kind (two dates, two amounts)?
    #[must_use]
    pub fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A unit by its symbol: `km`, `°C`, `km/h`, `y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(pub &'static str);

impl Unit {
    /// Not of the metric system: often a conversion in parentheses.
    #[must_use]
    pub fn is_imperial(self) -> bool {
        matches!(
            self.0,
            "ft" | "in" | "mi" | "ac" | "lb" | "mph" | "nmi" | "kn" | "°F"
        )
    }
}

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// `$` without a country.
    Dollar,
    /// CA$, $ CA, CAD.
    Canadian,
    /// US$, $ US, USD.
    UnitedStates,
    /// € and EUR.
    Euro,
    /// £ and GBP.
    Pound,
}

impl Currency {
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "$" => Self::Dollar,
            "CAD" => Self::Canadian,
            "USD" => Self::UnitedStates,
            "EUR" => Self::Euro,
            "GBP" => Self::Pound,
            _ => return None,
        })
    }
}

/// A time zone of Canada, or universal time. EST = HNE, ET = HE (TERMIUM).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    /// Where.
    pub region: Region,
    /// Which of its times.
    pub kind: ZoneKind,
}

/// Standard or daylight time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneKind {
    /// Whichever holds at the date.
    Generic,
    /// Standard time, heure normale.
    Standard,
    /// Daylight time, heure avancée.
    Daylight,
}

/// The part of the country whose time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Region {
    Newfoundland,
    Atlantic,
    Eastern,
    Central,
    Mountain,
    Pacific,
    /// UTC, GMT.
    Universal,
}

impl Region {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "newfoundland" => Self::Newfoundland,
            "atlantic" => Self::Atlantic,
            "eastern" => Self::Eastern,
            "central" => Self::Central,
            "mountain" => Self::Mountain,
            "pacific" => Self::Pacific,
            "universal" => Self::Universal,
            _ => return None,
        })
    }
}

/// A place in an act, a bill, a directive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// What is referred to.
    pub kind: ReferenceKind,
    /// Its number: capitals, Roman numerals as digits, `5(1)(a)` and `5(1)a)` as `5.1.A`.
    pub id: String,
}

/// What a reference refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReferenceKind {
    /// Bill, projet de loi.
    Bill,
    /// Part, partie.
    Part,
    /// Section, subsection, paragraph; article, paragraphe, alinéa: the two languages cut them differently.
    Provision,
    /// Chapter, chapitre.
    Chapter,
    /// Schedule, annexe.
    Schedule,
    /// DAOD, DOAD.
    Directive,
    /// SOR, DORS.
    Regulation,
    /// Phase.
    Phase,
}

impl ReferenceKind {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "bill" => Self::Bill,
            "part" => Self::Part,
            "provision" => Self::Provision,
            "chapter" => Self::Chapter,
            "schedule" => Self::Schedule,
            "directive" => Self::Directive,
            "regulation" => Self::Regulation,
            "phase" => Self::Phase,
            _ => return None,
        })
    }
}
