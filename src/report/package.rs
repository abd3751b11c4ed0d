//! What the CSV files mean, for programs: `datapackage.json` (Frictionless Table Schema) and `csvw.json` (CSV on the
//! Web), both from the table of columns.

use super::columns::{Column, Kind, TABLES, Table};
use super::{Options, Report, SCHEMA_VERSION, codes};
use crate::model::Bilingual;
use crate::text::wording;
use serde::Serialize;

/// The promise to whoever builds a dashboard.
const PROMISE: Bilingual<&str> = Bilingual::new(
    "Within one schema version (first column of every file) no column is renamed, moved, removed or given another meaning, and no code of codes.csv changes its meaning; columns, codes and files may be added at the end. Anything else raises the version. Join facts (posts, pairs, findings, summary) to dimensions (presences, rules, provisions, codes) by their keys. Times are UTC; an empty cell is a value that is not known or does not apply.",
    "Au sein d’une version du schéma (première colonne de chaque fichier), aucune colonne n’est renommée, déplacée, retirée ni ne change de sens, et aucun code de codes.csv ne change de sens; des colonnes, des codes et des fichiers peuvent s’ajouter à la fin. Tout autre changement augmente la version. Joignez les faits (posts, pairs, findings, summary) aux dimensions (presences, rules, provisions, codes) par leurs clés. Les heures sont en UTC; une cellule vide est une valeur inconnue ou sans objet.",
);
/// How guarded cells are had back.
const GUARD: Bilingual<&str> = Bilingual::new(
    "Cells of text that a spreadsheet would take for a formula, and those that begin with ', have a ' before them: take one ' off the front to have the text back.",
    "Les cellules de texte qu’un tableur prendrait pour une formule, et celles qui commencent par ', sont précédées de '\u{a0}: retirez un ' au début pour retrouver le texte.",
);

/// `{"en": …, "fr": …}`.
#[derive(Debug, Clone, Serialize)]
struct Words {
    en: String,
    fr: String,
}

fn words(text: Bilingual<&str>) -> Words {
    Words {
        en: text.english.to_owned(),
        fr: text.french.to_owned(),
    }
}

/// One line for whoever has a field for one language only.
fn both(text: Bilingual<&str>) -> String {
    format!("{} | {}", text.english, text.french)
}

#[derive(Serialize)]
struct Package {
    profile: &'static str,
    name: &'static str,
    schema_version: u32,
    title: String,
    title_translated: Words,
    description: String,
    description_translated: Words,
    formula_guard: bool,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    path: &'static str,
    profile: &'static str,
    title: String,
    title_translated: Words,
    description: String,
    description_translated: Words,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: Dialect,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: char,
    line_terminator: &'static str,
    quote_char: char,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    title: String,
    title_translated: Words,
    description: String,
    description_translated: Words,
    constraints: Constraints,
}

#[derive(Serialize)]
struct Constraints {
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    codes: Option<Vec<&'static str>>,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: &'static str,
    reference: Target,
}

#[derive(Serialize)]
struct Target {
    resource: &'static str,
    fields: &'static str,
}

/// `datapackage.json`.
pub(super) fn datapackage(report: &Report) -> Vec<u8> {
    let title = title(report);
    let description = description(report.options);
    let package = Package {
        profile: "tabular-data-package",
        name: "tandem-report",
        schema_version: SCHEMA_VERSION,
        title: both(Bilingual::new(&title.english, &title.french)),
        title_translated: words(Bilingual::new(&title.english, &title.french)),
        description: both(Bilingual::new(&description.english, &description.french)),
        description_translated: words(Bilingual::new(&description.english, &description.french)),
        formula_guard: report.options.formula_guard,
        resources: TABLES
            .iter()
            .map(|table| resource(table, report.options))
            .collect(),
    };
    super::json::bytes(&package)
}

fn title(report: &Report) -> Bilingual<String> {
    let head = &report.head;
    let period = wording::stretch(head.period, &head.zone);
    Bilingual::text(
        format!(
            "{} – official languages parity, {}",
            head.institution.english, period.english
        ),
        format!(
            "{} – parité des langues officielles, {}",
            head.institution.french, period.french
        ),
    )
}

fn description(options: Options) -> Bilingual<String> {
    if options.formula_guard {
        Bilingual::new(
            format!("{} {}", PROMISE.english, GUARD.english),
            format!("{} {}", PROMISE.french, GUARD.french),
        )
    } else {
        PROMISE.into()
    }
}

fn resource(table: &'static Table, options: Options) -> Resource {
    Resource {
        name: table.name(),
        path: table.file,
        profile: "tabular-data-resource",
        title: both(table.title),
        title_translated: words(table.title),
        description: both(table.about),
        description_translated: words(table.about),
        format: "csv",
        mediatype: "text/csv",
        encoding: if options.bom { "utf-8-sig" } else { "utf-8" },
        dialect: Dialect {
            delimiter: options.delimiter.into(),
            line_terminator: "\n",
            quote_char: '"',
            double_quote: true,
            header: true,
        },
        schema: Schema {
            fields: table.columns.iter().map(field).collect(),
            missing_values: [""],
            primary_key: table.key,
            foreign_keys: table.points.iter().map(foreign).collect(),
        },
    }
}

fn foreign((column, target): &(&'static str, &'static Table)) -> ForeignKey {
    ForeignKey {
        fields: column,
        reference: Target {
            resource: target.name(),
            fields: column,
        },
    }
}

fn field(column: &Column) -> Field {
    let (r#type, format) = match column.kind {
        Kind::Text | Kind::Code(_) | Kind::Week | Kind::Digest => ("string", None),
        Kind::Address => ("string", Some("uri")),
        Kind::Count => ("integer", None),
        Kind::Share => ("number", None),
        Kind::Instant => ("datetime", Some("any")),
        Kind::Flag => ("boolean", None),
    };
    Field {
        name: column.name,
        r#type,
        format,
        title: both(column.title),
        title_translated: words(column.title),
        description: both(column.about),
        description_translated: words(column.about),
        constraints: Constraints {
            required: column.required,
            minimum: matches!(column.kind, Kind::Count | Kind::Share).then_some(0),
            maximum: (column.kind == Kind::Share).then_some(1),
            pattern: match column.kind {
                Kind::Week => Some("[0-9]{4}-W[0-9]{2}"),
                Kind::Digest => Some("[0-9a-f]{64}"),
                _ => None,
            },
            codes: match column.kind {
                Kind::Code(list) => Some(codes::of(list)),
                _ => None,
            },
        },
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "dc:title")]
    title: [Tagged; 2],
    #[serde(rename = "dc:description")]
    description: [Tagged; 2],
    dialect: WebDialect,
    tables: Vec<WebTable>,
}

/// A text with its language.
#[derive(Serialize)]
struct Tagged {
    #[serde(rename = "@value")]
    value: String,
    #[serde(rename = "@language")]
    language: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebDialect {
    encoding: &'static str,
    delimiter: char,
    quote_char: char,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebTable {
    url: &'static str,
    #[serde(rename = "dc:title")]
    title: [Tagged; 2],
    #[serde(rename = "dc:description")]
    description: [Tagged; 2],
    table_schema: WebSchema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebSchema {
    columns: Vec<WebColumn>,
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<WebKey>,
}

#[derive(Serialize)]
struct WebColumn {
    name: &'static str,
    titles: WebTitles,
    #[serde(rename = "dc:description")]
    description: [Tagged; 2],
    datatype: Datatype,
    required: bool,
}

/// `und` is the header of the file itself: without it a reader would say that header and titles do not fit.
#[derive(Serialize)]
struct WebTitles {
    und: &'static str,
    en: &'static str,
    fr: &'static str,
}

#[derive(Serialize)]
struct Datatype {
    base: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebKey {
    column_reference: &'static str,
    reference: WebTarget,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebTarget {
    resource: &'static str,
    column_reference: &'static str,
}

/// `csvw.json`.
pub(super) fn csvw(report: &Report) -> Vec<u8> {
    let group = Group {
        context: "http://www.w3.org/ns/csvw",
        title: tagged(title(report)),
        description: tagged(description(report.options)),
        dialect: WebDialect {
            encoding: "utf-8",
            delimiter: report.options.delimiter.into(),
            quote_char: '"',
            double_quote: true,
            header: true,
        },
        tables: TABLES.iter().map(|table| web_table(table)).collect(),
    };
    super::json::bytes(&group)
}

fn tagged(text: Bilingual<impl Into<String>>) -> [Tagged; 2] {
    let Bilingual { english, french } = text;
    [
        Tagged {
            value: english.into(),
            language: "en",
        },
        Tagged {
            value: french.into(),
            language: "fr",
        },
    ]
}

fn web_table(table: &'static Table) -> WebTable {
    WebTable {
        url: table.file,
        title: tagged(table.title),
        description: tagged(table.about),
        table_schema: WebSchema {
            columns: table.columns.iter().map(web_column).collect(),
            primary_key: table.key,
            foreign_keys: table
                .points
                .iter()
                .map(|(column, target)| WebKey {
                    column_reference: column,
                    reference: WebTarget {
                        resource: target.file,
                        column_reference: column,
                    },
                })
                .collect(),
        },
    }
}

fn web_column(column: &Column) -> WebColumn {
    let (base, format) = match column.kind {
        Kind::Text => ("string", None),
        Kind::Code(list) => ("string", Some(codes::of(list).join("|"))),
        Kind::Week => ("string", Some("[0-9]{4}-W[0-9]{2}".to_owned())),
        Kind::Digest => ("string", Some("[0-9a-f]{64}".to_owned())),
        Kind::Address => ("anyURI", None),
        Kind::Count => ("integer", None),
        Kind::Share => ("decimal", None),
        Kind::Instant => ("dateTimeStamp", None),
        Kind::Flag => ("boolean", Some("true|false".to_owned())),
    };
    WebColumn {
        name: column.name,
        titles: WebTitles {
            und: column.name,
            en: column.title.english,
            fr: column.title.french,
        },
        description: tagged(column.about),
        datatype: Datatype {
            base,
            format,
            minimum: matches!(column.kind, Kind::Count | Kind::Share).then_some("0"),
            maximum: (column.kind == Kind::Share).then_some("1"),
        },
        required: column.required,
    }
}
