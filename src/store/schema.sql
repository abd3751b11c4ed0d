-- The store: what was answered (raw), what it says (post, version, reference), what was read (coverage),
-- where a walk stopped (walk). Times are milliseconds since 1970 UTC.
CREATE TABLE IF NOT EXISTS raw (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL,
    source TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (sha256, source)
);
-- What follows the body of a large file, piece by piece.
CREATE TABLE IF NOT EXISTS piece (
    raw INTEGER NOT NULL REFERENCES raw (id),
    number INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (raw, number)
);
CREATE TABLE IF NOT EXISTS account (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    UNIQUE (platform, handle)
);
CREATE TABLE IF NOT EXISTS post (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    native TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    UNIQUE (account, native)
);
-- With all that a report reads of a post beside its versions.
CREATE INDEX IF NOT EXISTS post_time ON post (account, published_at, first_seen);
CREATE TABLE IF NOT EXISTS version (
    post INTEGER NOT NULL REFERENCES post (id),
    number INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    raw INTEGER NOT NULL REFERENCES raw (id),
    body TEXT NOT NULL,
    PRIMARY KEY (post, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reference (
    platform TEXT NOT NULL,
    native TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (platform, native)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS coverage (
    account INTEGER NOT NULL REFERENCES account (id),
    covered_from INTEGER NOT NULL,
    covered_to INTEGER NOT NULL,
    state TEXT NOT NULL,
    origin TEXT NOT NULL,
    detail_english TEXT NOT NULL,
    detail_french TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (account, covered_from, covered_to, state, origin)
);
CREATE TABLE IF NOT EXISTS rejected (
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    english TEXT NOT NULL,
    french TEXT NOT NULL,
    UNIQUE (source, place, english)
);
CREATE TABLE IF NOT EXISTS walk (
    account INTEGER PRIMARY KEY REFERENCES account (id),
    covered_from INTEGER NOT NULL,
    covered_to INTEGER NOT NULL,
    reaches_back_to INTEGER,
    step TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS validator (
    url TEXT PRIMARY KEY,
    etag TEXT,
    last_modified TEXT,
    raw INTEGER NOT NULL REFERENCES raw (id)
);
-- How an account presented itself, each time it changed.
CREATE TABLE IF NOT EXISTS profile (
    account INTEGER NOT NULL REFERENCES account (id),
    sha256 BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    raw INTEGER NOT NULL REFERENCES raw (id),
    body TEXT NOT NULL,
    PRIMARY KEY (account, seen_at)
) WITHOUT ROWID;
-- What a picture showed when it was fetched; the picture itself is kept only when asked for.
CREATE TABLE IF NOT EXISTS picture (
    url TEXT PRIMARY KEY,
    fetched_at INTEGER NOT NULL,
    sha256 TEXT,
    width INTEGER,
    height INTEGER,
    likeness TEXT,
    body BLOB
) WITHOUT ROWID;
-- Which answer was read at which step of which walk: with it posts can be derived again without asking again.
CREATE TABLE IF NOT EXISTS page (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    step TEXT NOT NULL,
    raw INTEGER NOT NULL REFERENCES raw (id),
    covered_from INTEGER NOT NULL,
    covered_to INTEGER NOT NULL,
    url TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    UNIQUE (account, step, raw)
);
-- Posts whose words and pictures were taken out, and stay out.
CREATE TABLE IF NOT EXISTS redaction (
    platform TEXT NOT NULL,
    native TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (platform, native)
) WITHOUT ROWID;
