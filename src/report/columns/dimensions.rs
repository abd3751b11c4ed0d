//! The columns of the dimensions: presences, rules, provisions, codes.

use super::{INSTITUTION, Kind, LEVEL_ONE, PLATFORM, PRESENCE, SCHEMA, Table, full, open};
use crate::model::Bilingual;

pub(in crate::report) const PRESENCES: Table = Table {
    file: "presences.csv",
    title: Bilingual::new("Presences", "Présences"),
    about: Bilingual::new(
        "One row a presence: its accounts, and what was read of them.",
        "Une ligne par présence\u{a0}: ses comptes et ce qui en a été lu.",
    ),
    columns: &[
        SCHEMA,
        PRESENCE,
        INSTITUTION,
        LEVEL_ONE,
        PLATFORM,
        open(
            "english_account",
            Kind::Text,
            [
                "English account",
                "Compte anglais",
                "Empty where one account serves both languages",
                "Vide si un même compte sert dans les deux langues",
            ],
        ),
        open(
            "french_account",
            Kind::Text,
            [
                "French account",
                "Compte français",
                "Empty where one account serves both languages",
                "Vide si un même compte sert dans les deux langues",
            ],
        ),
        open(
            "bilingual_account",
            Kind::Text,
            [
                "Bilingual account",
                "Compte bilingue",
                "Empty where each language has its account",
                "Vide si chaque langue a son compte",
            ],
        ),
        full(
            "period_from",
            Kind::Instant,
            [
                "From (UTC)",
                "Du (UTC)",
                "First instant of the period",
                "Premier instant de la période",
            ],
        ),
        full(
            "period_to",
            Kind::Instant,
            [
                "To (UTC)",
                "Au (UTC)",
                "First instant after it",
                "Premier instant qui la suit",
            ],
        ),
        full(
            "english_state",
            Kind::Code("coverage_state"),
            [
                "Reading of the English account",
                "Lecture du compte anglais",
                "How its last reading ended",
                "Comment sa dernière lecture s’est terminée",
            ],
        ),
        full(
            "french_state",
            Kind::Code("coverage_state"),
            [
                "Reading of the French account",
                "Lecture du compte français",
                "How its last reading ended",
                "Comment sa dernière lecture s’est terminée",
            ],
        ),
        full(
            "english_unread_seconds",
            Kind::Count,
            [
                "English unread (seconds)",
                "Anglais non lu (secondes)",
                "Seconds of the period that were not read",
                "Secondes de la période qui n’ont pas été lues",
            ],
        ),
        full(
            "french_unread_seconds",
            Kind::Count,
            [
                "French unread (seconds)",
                "Français non lu (secondes)",
                "Seconds of the period that were not read",
                "Secondes de la période qui n’ont pas été lues",
            ],
        ),
        open(
            "unread_intervals",
            Kind::Text,
            [
                "Not read",
                "Non lu",
                "Account and interval of everything that was not read",
                "Compte et intervalle de tout ce qui n’a pas été lu",
            ],
        ),
    ],
    key: &["presence_id"],
    points: &[],
};

pub(in crate::report) const RULES: Table = Table {
    file: "rules.csv",
    title: Bilingual::new("Rules", "Règles"),
    about: Bilingual::new(
        "One row a rule that was applied, whether it found something or not.",
        "Une ligne par règle appliquée, qu’elle ait mené à un constat ou non.",
    ),
    columns: &[
        SCHEMA,
        full(
            "rule",
            Kind::Text,
            [
                "Rule",
                "Règle",
                "Stable name of the rule",
                "Nom stable de la règle",
            ],
        ),
        full(
            "severity",
            Kind::Code("severity"),
            [
                "Severity",
                "Gravité",
                "How much its findings weigh unless they say otherwise",
                "L’importance de ses constats, sauf indication contraire",
            ],
        ),
        full(
            "summary_english",
            Kind::Text,
            [
                "Summary in English",
                "Résumé en anglais",
                "What it looks for",
                "Ce qu’elle cherche",
            ],
        ),
        full(
            "summary_french",
            Kind::Text,
            [
                "Summary in French",
                "Résumé en français",
                "What it looks for",
                "Ce qu’elle cherche",
            ],
        ),
        open(
            "provisions",
            Kind::Text,
            [
                "Provisions",
                "Dispositions",
                "Ids of the provisions that it rests on, those in force first, with ; between them",
                "Identifiants des dispositions sur lesquelles elle repose, celles en vigueur d’abord, séparés par ;",
            ],
        ),
        open(
            "citation_english",
            Kind::Text,
            [
                "Citations in English",
                "Références en anglais",
                "The provisions in words",
                "Les dispositions en toutes lettres",
            ],
        ),
        open(
            "citation_french",
            Kind::Text,
            [
                "Citations in French",
                "Références en français",
                "The provisions in words",
                "Les dispositions en toutes lettres",
            ],
        ),
        full(
            "findings",
            Kind::Count,
            [
                "Findings",
                "Constats",
                "Findings of the period; those that a person waived are not counted",
                "Constats de la période; ceux visés par une dispense ne sont pas comptés",
            ],
        ),
    ],
    key: &["rule"],
    points: &[],
};

pub(in crate::report) const PROVISIONS: Table = Table {
    file: "provisions.csv",
    title: Bilingual::new("Provisions", "Dispositions"),
    about: Bilingual::new(
        "One row a provision that a rule rests on.",
        "Une ligne par disposition sur laquelle une règle repose.",
    ),
    columns: &[
        SCHEMA,
        full(
            "provision",
            Kind::Text,
            [
                "Provision",
                "Disposition",
                "Stable id of the provision",
                "Identifiant stable de la disposition",
            ],
        ),
        full(
            "status",
            Kind::Code("provision_status"),
            [
                "Status",
                "Statut",
                "Whether it is in force; one that is not is cited as former guidance only",
                "En vigueur ou non; celle qui ne l’est plus n’est citée qu’à titre d’ancienne ligne directrice",
            ],
        ),
        full(
            "citation_english",
            Kind::Text,
            [
                "Citation in English",
                "Référence en anglais",
                "Instrument and paragraph",
                "Instrument et paragraphe",
            ],
        ),
        full(
            "citation_french",
            Kind::Text,
            [
                "Citation in French",
                "Référence en français",
                "Instrument and paragraph",
                "Instrument et paragraphe",
            ],
        ),
        full(
            "requirement_english",
            Kind::Text,
            [
                "Requirement in English",
                "Exigence en anglais",
                "What it asks, summarised",
                "Ce qu’elle demande, en résumé",
            ],
        ),
        full(
            "requirement_french",
            Kind::Text,
            [
                "Requirement in French",
                "Exigence en français",
                "What it asks, summarised",
                "Ce qu’elle demande, en résumé",
            ],
        ),
        open(
            "source",
            Kind::Text,
            [
                "Source",
                "Source",
                "Where it can be read; empty where it is not public",
                "Où la lire; vide si elle n’est pas publique",
            ],
        ),
    ],
    key: &["provision"],
    points: &[],
};

pub(in crate::report) const CODES: Table = Table {
    file: "codes.csv",
    title: Bilingual::new("Codes", "Codes"),
    about: Bilingual::new(
        "What the codes of the other files mean, in both languages.",
        "Ce que signifient les codes des autres fichiers, dans les deux langues.",
    ),
    columns: &[
        SCHEMA,
        full(
            "list",
            Kind::Text,
            [
                "List",
                "Liste",
                "The list that the code belongs to",
                "La liste à laquelle le code appartient",
            ],
        ),
        full(
            "code",
            Kind::Text,
            [
                "Code",
                "Code",
                "As it stands in the other files",
                "Tel qu’il figure dans les autres fichiers",
            ],
        ),
        full(
            "english",
            Kind::Text,
            ["English", "Anglais", "What it means", "Ce qu’il signifie"],
        ),
        full(
            "french",
            Kind::Text,
            ["French", "Français", "What it means", "Ce qu’il signifie"],
        ),
    ],
    key: &["list", "code"],
    points: &[],
};
