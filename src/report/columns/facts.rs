//! The columns of the facts: posts, pairs, findings, weeks.

use super::dimensions::{PRESENCES, PROVISIONS, RULES};
use super::{
    ENGLISH_POST, ENGLISH_URL, FRENCH_POST, FRENCH_URL, INSTITUTION, Kind, LAGGING, LEVEL_ONE,
    PLATFORM, POST_URL, PRESENCE, SCHEMA, SKEW, Table, WEEK, always, full, open,
};
use crate::model::Bilingual;

pub(in crate::report) const POSTS: Table = Table {
    file: "posts.csv",
    title: Bilingual::new("Posts", "Publications"),
    about: Bilingual::new(
        "One row a post that was read in the period. The pair of a post may stand in the report of a later period, when its second version came then.",
        "Une ligne par publication lue dans la période. La paire d’une publication peut figurer au rapport d’une période suivante, si sa seconde version y est venue.",
    ),
    columns: &[
        SCHEMA,
        PRESENCE,
        INSTITUTION,
        LEVEL_ONE,
        PLATFORM,
        full(
            "account",
            Kind::Text,
            ["Account", "Compte", "Name of the account", "Nom du compte"],
        ),
        full(
            "account_language",
            Kind::Code("account_language"),
            [
                "Language of the account",
                "Langue du compte",
                "The language that the account stands for",
                "La langue que le compte représente",
            ],
        ),
        full(
            "post_id",
            Kind::Text,
            [
                "Post",
                "Publication",
                "Id of the post, with the platform before it so that a spreadsheet keeps all its digits: platform:id",
                "Identifiant de la publication, précédé de la plateforme pour qu’un tableur en garde tous les chiffres\u{a0}: plateforme:identifiant",
            ],
        ),
        POST_URL,
        full(
            "published_at",
            Kind::Instant,
            [
                "Published (UTC)",
                "Publiée (UTC)",
                "When it was first published",
                "Première publication",
            ],
        ),
        WEEK,
        full(
            "kind",
            Kind::Code("kind"),
            [
                "Kind",
                "Nature",
                "Written by the account, or somebody’s post passed on, quoted or answered",
                "Rédigée par le compte, ou publication d’autrui rediffusée, citée ou suivie d’une réponse",
            ],
        ),
        full(
            "language",
            Kind::Code("language"),
            [
                "Language",
                "Langue",
                "The language of its own words",
                "La langue de ses propres mots",
            ],
        ),
        full(
            "language_confidence",
            Kind::Share,
            [
                "Confidence in the language",
                "Confiance en la langue",
                "How sure the language is, 0 to 1",
                "Degré de certitude de la langue, de 0 à 1",
            ],
        ),
        full(
            "outcome",
            Kind::Code("outcome"),
            [
                "Outcome",
                "Issue",
                "How the post ended; every post has exactly one outcome",
                "Ce qu’il est advenu de la publication; chacune a exactement une issue",
            ],
        ),
        open(
            "outcome_reason",
            Kind::Code("outcome_reason"),
            [
                "Reason",
                "Motif",
                "Why, where the outcome alone does not say",
                "Pourquoi, si l’issue ne suffit pas à le dire",
            ],
        ),
        open(
            "pair_id",
            Kind::Text,
            [
                "Pair",
                "Paire",
                "The pair that it belongs to; pairs.csv lists it in the period in which its second version came",
                "La paire à laquelle elle appartient; pairs.csv la présente pour la période où sa seconde version est parue",
            ],
        ),
    ],
    key: &["account", "post_id"],
    points: &[("presence_id", &PRESENCES)],
};

pub(in crate::report) const PAIRS: Table = Table {
    file: "pairs.csv",
    title: Bilingual::new("Pairs", "Paires"),
    about: Bilingual::new(
        "One row a pair whose second version came in the period.",
        "Une ligne par paire dont la seconde version est venue dans la période.",
    ),
    columns: &[
        SCHEMA,
        full(
            "pair_id",
            Kind::Text,
            [
                "Pair",
                "Paire",
                "Made of the two posts: the same in every report",
                "Formé des deux publications\u{a0}: le même dans tous les rapports",
            ],
        ),
        PRESENCE,
        PLATFORM,
        always(ENGLISH_POST),
        always(FRENCH_POST),
        ENGLISH_URL,
        FRENCH_URL,
        full(
            "english_published_at",
            Kind::Instant,
            [
                "English published (UTC)",
                "Version anglaise publiée (UTC)",
                "When the English post was published",
                "Heure de la publication anglaise",
            ],
        ),
        full(
            "french_published_at",
            Kind::Instant,
            [
                "French published (UTC)",
                "Version française publiée (UTC)",
                "When the French post was published",
                "Heure de la publication française",
            ],
        ),
        SKEW,
        LAGGING,
        full(
            "confidence",
            Kind::Share,
            [
                "Confidence",
                "Confiance",
                "Probability that the two are a pair, 0 to 1",
                "Probabilité que les deux forment une paire, de 0 à 1",
            ],
        ),
        full(
            "needs_review",
            Kind::Flag,
            [
                "To be looked at",
                "À regarder",
                "True where a person should look",
                "Vrai si une personne devrait regarder",
            ],
        ),
        open(
            "evidence",
            Kind::Text,
            [
                "Evidence",
                "Indices",
                "The strongest reasons with their weight, then those for which the next best candidate came second",
                "Les raisons les plus fortes et leur poids, puis celles pour lesquelles le deuxième choix l’est resté",
            ],
        ),
        open(
            "runner_up_post_id",
            Kind::Text,
            [
                "Runner-up",
                "Deuxième choix",
                "Id of the next best candidate",
                "Identifiant du deuxième choix",
            ],
        ),
        open(
            "decision",
            Kind::Text,
            [
                "Decision",
                "Décision",
                "What a person decided",
                "Ce qu’une personne a décidé",
            ],
        ),
    ],
    key: &["presence_id", "pair_id"],
    points: &[("presence_id", &PRESENCES)],
};

pub(in crate::report) const FINDINGS: Table = Table {
    file: "findings.csv",
    title: Bilingual::new("Findings", "Constats"),
    about: Bilingual::new(
        "One row a possible finding. Only the Commissioner of Official Languages or a court finds a contravention.",
        "Une ligne par constat possible. Seul le commissaire aux langues officielles ou un tribunal conclut à un manquement.",
    ),
    columns: &[
        SCHEMA,
        full(
            "finding_id",
            Kind::Text,
            [
                "Finding",
                "Constat",
                "Stable: the same in every report",
                "Stable\u{a0}: le même dans tous les rapports",
            ],
        ),
        full(
            "rule",
            Kind::Text,
            [
                "Rule",
                "Règle",
                "The rule that found it",
                "La règle en cause",
            ],
        ),
        full(
            "severity",
            Kind::Code("severity"),
            [
                "Severity",
                "Gravité",
                "How much it weighs",
                "Son importance",
            ],
        ),
        full(
            "confidence",
            Kind::Share,
            [
                "Confidence",
                "Confiance",
                "How sure it is, 0 to 1",
                "Degré de certitude, de 0 à 1",
            ],
        ),
        full(
            "state",
            Kind::Code("state"),
            [
                "State",
                "État",
                "What became of it",
                "Ce qu’il en est advenu",
            ],
        ),
        PRESENCE,
        INSTITUTION,
        LEVEL_ONE,
        PLATFORM,
        ENGLISH_POST,
        FRENCH_POST,
        ENGLISH_URL,
        FRENCH_URL,
        open(
            "published_at",
            Kind::Instant,
            [
                "Published (UTC)",
                "Publication (UTC)",
                "When the first of its posts was published; empty for a finding about the whole period",
                "Heure de la première de ses publications; vide pour un constat sur toute la période",
            ],
        ),
        SKEW,
        LAGGING,
        full(
            "message_english",
            Kind::Text,
            [
                "Message in English",
                "Message en anglais",
                "The finding in words",
                "Le constat en mots",
            ],
        ),
        full(
            "message_french",
            Kind::Text,
            [
                "Message in French",
                "Message en français",
                "The finding in words",
                "Le constat en mots",
            ],
        ),
        open(
            "provision",
            Kind::Text,
            [
                "Provision",
                "Disposition",
                "The first provision that it rests on",
                "La première disposition sur laquelle il repose",
            ],
        ),
        open(
            "decision",
            Kind::Text,
            [
                "Decision",
                "Décision",
                "What a person decided",
                "Ce qu’une personne a décidé",
            ],
        ),
        open(
            "waived_until",
            Kind::Text,
            [
                "Waived until",
                "Levé jusqu’au",
                "Last day of a waiver",
                "Dernier jour d’une dispense",
            ],
        ),
        open(
            "first_seen",
            Kind::Text,
            [
                "First seen",
                "Premier relevé",
                "Period of the first report that names it",
                "Période du premier rapport qui le mentionne",
            ],
        ),
        open(
            "corrected_at",
            Kind::Instant,
            [
                "Corrected (UTC)",
                "Corrigé (UTC)",
                "When it was mended",
                "Quand il a été corrigé",
            ],
        ),
        full(
            "evidence_sha256",
            Kind::Digest,
            [
                "Digest of the evidence",
                "Empreinte des éléments de preuve",
                "SHA-256 over the posts that it rests on",
                "SHA-256 des publications sur lesquelles il repose",
            ],
        ),
        open(
            "citation",
            Kind::Text,
            [
                "Citation",
                "Référence",
                "The provision in words, English and French",
                "La disposition en toutes lettres, en anglais et en français",
            ],
        ),
        WEEK,
    ],
    key: &["finding_id"],
    points: &[
        ("rule", &RULES),
        ("presence_id", &PRESENCES),
        ("provision", &PROVISIONS),
    ],
};

pub(in crate::report) const SUMMARY: Table = Table {
    file: "summary.csv",
    title: Bilingual::new("Weeks", "Semaines"),
    about: Bilingual::new(
        "One row a presence and ISO week. Posts read = paired + bilingual + missing + pending + undecidable + not comparable + exempt. A pair counts in the week of its second version.",
        "Une ligne par présence et semaine ISO. Publications lues = jumelées + bilingues + sans équivalent + en attente + indécidables + non comparables + exemptées. Une paire compte dans la semaine de sa seconde version.",
    ),
    columns: &[
        SCHEMA,
        PRESENCE,
        INSTITUTION,
        LEVEL_ONE,
        PLATFORM,
        always(WEEK),
        full(
            "week_from",
            Kind::Instant,
            [
                "From (UTC)",
                "Du (UTC)",
                "First instant of the week inside the period",
                "Premier instant de la semaine dans la période",
            ],
        ),
        full(
            "week_to",
            Kind::Instant,
            [
                "To (UTC)",
                "Au (UTC)",
                "First instant after it",
                "Premier instant qui la suit",
            ],
        ),
        full(
            "posts_read",
            Kind::Count,
            [
                "Posts read",
                "Publications lues",
                "Posts that were read; the sum of the outcomes",
                "Publications lues; la somme des issues",
            ],
        ),
        full(
            "paired",
            Kind::Count,
            [
                "Paired",
                "Jumelées",
                "Posts that have their counterpart",
                "Publications qui ont leur équivalent",
            ],
        ),
        full(
            "bilingual",
            Kind::Count,
            [
                "Bilingual",
                "Bilingues",
                "Posts that carry both languages",
                "Publications dans les deux langues",
            ],
        ),
        full(
            "missing_counterpart",
            Kind::Count,
            [
                "Missing counterpart",
                "Sans équivalent",
                "Posts without counterpart within the window",
                "Publications sans équivalent dans la fenêtre",
            ],
        ),
        full(
            "pending",
            Kind::Count,
            [
                "Pending",
                "En attente",
                "Posts whose window is open",
                "Publications dont la fenêtre est ouverte",
            ],
        ),
        full(
            "undecidable",
            Kind::Count,
            [
                "Undecidable",
                "Indécidables",
                "Posts with nothing to judge by",
                "Publications dont rien ne permet de juger",
            ],
        ),
        full(
            "not_comparable",
            Kind::Count,
            [
                "Not comparable",
                "Non comparables",
                "Posts of times when the other account was not read",
                "Publications de périodes où l’autre compte n’a pas été lu",
            ],
        ),
        full(
            "exempt",
            Kind::Count,
            [
                "Exempt",
                "Exemptées",
                "Posts not held to parity",
                "Publications non soumises à la parité",
            ],
        ),
        full(
            "english_posts",
            Kind::Count,
            [
                "English posts",
                "Publications anglaises",
                "Posts of the English account, or in English",
                "Publications du compte anglais, ou en anglais",
            ],
        ),
        full(
            "french_posts",
            Kind::Count,
            [
                "French posts",
                "Publications françaises",
                "Posts of the French account, or in French",
                "Publications du compte français, ou en français",
            ],
        ),
        full(
            "late_pairs",
            Kind::Count,
            [
                "Late pairs",
                "Paires tardives",
                "Findings of publication-skew",
                "Constats de publication-skew",
            ],
        ),
        open(
            "median_skew_seconds",
            Kind::Count,
            [
                "Median skew (seconds)",
                "Décalage médian (secondes)",
                "Median of the pairs of the week; empty without pairs",
                "Médiane des paires de la semaine; vide s’il n’y en a pas",
            ],
        ),
        open(
            "maximum_skew_seconds",
            Kind::Count,
            [
                "Maximum skew (seconds)",
                "Décalage maximal (secondes)",
                "Longest of the week; empty without pairs",
                "Le plus long de la semaine; vide s’il n’y a pas de paires",
            ],
        ),
        full(
            "english_second",
            Kind::Count,
            [
                "English second",
                "Anglais en second",
                "Pairs of which English came second",
                "Paires dont l’anglais est venu en second",
            ],
        ),
        full(
            "french_second",
            Kind::Count,
            [
                "French second",
                "Français en second",
                "Pairs of which French came second",
                "Paires dont le français est venu en second",
            ],
        ),
        full(
            "wrong_language",
            Kind::Count,
            [
                "Wrong language",
                "Langue erronée",
                "Findings of wrong-language",
                "Constats de wrong-language",
            ],
        ),
        full(
            "unilingual_reposts",
            Kind::Count,
            [
                "Unilingual reposts",
                "Rediffusions unilingues",
                "Findings of unilingual-repost",
                "Constats de unilingual-repost",
            ],
        ),
        full(
            "disseminated",
            Kind::Count,
            [
                "Disseminated",
                "Diffusées",
                "All items addressed to the public: the denominator of the share of unilingual reposts",
                "Tout ce qui s’adresse au public\u{a0}: le dénominateur de la part des rediffusions unilingues",
            ],
        ),
        full(
            "post_findings",
            Kind::Count,
            [
                "Findings on posts",
                "Constats sur des publications",
                "Findings that name a post; those that a person waived are not counted",
                "Constats qui nomment une publication; ceux visés par une dispense ne sont pas comptés",
            ],
        ),
    ],
    key: &["presence_id", "iso_week"],
    points: &[("presence_id", &PRESENCES)],
};
