-- CRM records, their settings, runs, and the audit log. Times are epoch milliseconds, booleans 0 or 1, JSON is text.

-- Part of the path of Xobito's API: `/api/v1/{subdomain}/…`.
ALTER TABLE workspaces ADD COLUMN subdomain TEXT NOT NULL DEFAULT '';
UPDATE workspaces SET subdomain = 'w' || serial::text;
CREATE UNIQUE INDEX workspaces_subdomain ON workspaces (subdomain) WHERE subdomain <> '';
-- JSON: what the workspace decides about its records. A key that is not there has its default.
ALTER TABLE workspaces ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

-- The contact that an event is about, as it was known when the event was committed: bodies that name it are the same in every attempt.
ALTER TABLE events ADD COLUMN contact_id TEXT COLLATE "C";
ALTER TABLE events ADD COLUMN contact_serial BIGINT;

-- The last serial that was given out, by kind of record. A node takes some at once, so numbers may be left out.
CREATE TABLE serials (
  workspace_id TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  kind         TEXT    NOT NULL CHECK (kind IN ('contact', 'status', 'source', 'contact_group')),
  last_serial  BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, kind)
);

-- What contacts are sorted by: statuses, sources and contact groups. Nodes keep them in memory.
CREATE TABLE labels (
  workspace_id TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  kind          TEXT    NOT NULL CHECK (kind IN ('status', 'source', 'contact_group')),
  serial        BIGINT NOT NULL,
  name          TEXT    NOT NULL,
  -- The name in lower case: names are unique however they are written.
  name_key TEXT COLLATE "C" NOT NULL,
  -- `#RRGGBB`. NULL but for statuses.
  color         TEXT,
  -- 1: new contacts get this status.
  is_default    INTEGER NOT NULL,
  created_at_ms BIGINT NOT NULL,
  updated_at_ms BIGINT NOT NULL,
  -- Time of its last event: those of one record lie at least a second apart (CONTRACTS 8, "Xobito timestamps").
  event_at_ms   BIGINT NOT NULL,
  deleted_at_ms BIGINT,
  revision      BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX labels_serial ON labels (workspace_id, kind, serial);
CREATE UNIQUE INDEX labels_name ON labels (workspace_id, kind, name_key) WHERE deleted_at_ms IS NULL;
-- Serves the reload of changed rows by `control/registry`.
CREATE INDEX labels_revision ON labels (revision);

CREATE TABLE contacts (
  workspace_id TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  serial            BIGINT NOT NULL,
  -- Grows by one with every change of the row; a change names the one that it was made on.
  revision          BIGINT NOT NULL,
  first_name        TEXT    NOT NULL,
  last_name         TEXT,
  company           TEXT,
  type              TEXT    NOT NULL,
  email             TEXT,
  -- As it was given, E.164 with +. Never rewritten.
  phone             TEXT,
  -- Digits without what Brazil, Mexico and Argentina write or leave out: one person, one key.
  phone_key         TEXT,
  bsuid             TEXT,
  username          TEXT,
  -- ISO 3166-1 alpha-2.
  country           TEXT,
  address           TEXT,
  city              TEXT,
  state             TEXT,
  zip               TEXT,
  website           TEXT,
  description       TEXT,
  source_id         TEXT,
  status_id         TEXT,
  -- JSON: list of ids.
  group_ids         TEXT    NOT NULL,
  assignee_id       TEXT,
  enabled           INTEGER NOT NULL,
  opted_out         INTEGER NOT NULL,
  -- JSON object.
  custom_attributes TEXT    NOT NULL,
  -- JSON: list of texts.
  tags              TEXT    NOT NULL,
  -- The name in lower case: the order by name.
  name_key TEXT COLLATE "C" NOT NULL,
  -- What a search by text looks through, in lower case.
  search_text       TEXT    NOT NULL,
  created_at_ms     BIGINT NOT NULL,
  updated_at_ms     BIGINT NOT NULL,
  -- Time of its last event, as in `labels`.
  event_at_ms       BIGINT NOT NULL,
  -- A deleted contact leaves a tombstone: id, serial and times, nothing of the person.
  deleted_at_ms     BIGINT,
  erased_at_ms      BIGINT,
  PRIMARY KEY (workspace_id, id)
);
-- Serves the compat APIs, which name a contact by its serial.
CREATE UNIQUE INDEX contacts_serial ON contacts (workspace_id, serial);
-- Serve the search for who a number or a BSUID is, and keep two contacts from being one person.
CREATE UNIQUE INDEX contacts_phone ON contacts (workspace_id, phone_key) WHERE phone_key IS NOT NULL;
CREATE UNIQUE INDEX contacts_bsuid ON contacts (workspace_id, bsuid) WHERE bsuid IS NOT NULL;
-- Serves the search by e-mail address.
CREATE INDEX contacts_email ON contacts (workspace_id, lower(email)) WHERE email IS NOT NULL;
-- Serve the lists by change and by name.
CREATE INDEX contacts_updated ON contacts (workspace_id, updated_at_ms, id) WHERE deleted_at_ms IS NULL;
CREATE INDEX contacts_name ON contacts (workspace_id, name_key, id) WHERE deleted_at_ms IS NULL;
-- Serve the lists by status and by source, and the question whether one is in use.
CREATE INDEX contacts_status ON contacts (workspace_id, status_id, id) WHERE status_id IS NOT NULL;
CREATE INDEX contacts_source ON contacts (workspace_id, source_id, id) WHERE source_id IS NOT NULL;

-- Long pieces of background work, such as an import.
CREATE TABLE runs (
  workspace_id TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  kind             TEXT    NOT NULL,
  state            TEXT    NOT NULL CHECK (state IN ('pending', 'running', 'completed', 'failed', 'canceled')),
  -- JSON: what was asked for.
  params           TEXT    NOT NULL,
  -- JSON: how far it is; enough to go on from after a crash.
  progress         TEXT    NOT NULL,
  -- JSON: the report. NULL until it has ended.
  result           TEXT,
  -- A sentence. NULL but for one that failed.
  error            TEXT,
  cancel_requested INTEGER NOT NULL,
  -- When a node may take it up; while one works on it, when its lease runs out. NULL: ended.
  due_at_ms        BIGINT,
  lease_token      TEXT,
  -- How often it was taken up since its progress was last saved: what always comes to nothing is given up.
  claims           INTEGER NOT NULL,
  created_at_ms    BIGINT NOT NULL,
  started_at_ms    BIGINT,
  finished_at_ms   BIGINT,
  PRIMARY KEY (workspace_id, id)
);
-- Serves the claim.
CREATE INDEX runs_due ON runs (due_at_ms) WHERE due_at_ms IS NOT NULL;

-- The text that a run works through, in pieces. Gone when the run has ended.
CREATE TABLE run_inputs (
  workspace_id TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  number       INTEGER NOT NULL,
  content      TEXT    NOT NULL,
  PRIMARY KEY (workspace_id, run_id, number)
);

-- What a run could not do, row by row.
CREATE TABLE run_problems (
  workspace_id TEXT COLLATE "C" NOT NULL,
  run_id TEXT COLLATE "C" NOT NULL,
  number        INTEGER NOT NULL,
  row_number    INTEGER NOT NULL,
  column_name   TEXT,
  message       TEXT    NOT NULL,
  -- The cell, cut short.
  value         TEXT,
  PRIMARY KEY (workspace_id, run_id, number)
);

-- Every change that somebody made through the API. Append-only, but for the erasure of a person.
CREATE TABLE audit_log (
  -- A workspace id, or 'operator'.
  workspace_id TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  at_ms         BIGINT NOT NULL,
  actor_kind    TEXT    NOT NULL,
  actor_id      TEXT,
  action        TEXT    NOT NULL,
  resource_type TEXT    NOT NULL,
  resource_id TEXT COLLATE "C" NOT NULL,
  -- JSON: the resource as the API shows it, without secrets. NULL: was not there.
  before        TEXT,
  after         TEXT,
  request_id    TEXT,
  PRIMARY KEY (workspace_id, id)
);
-- Serves the history of one resource.
CREATE INDEX audit_log_resource ON audit_log (workspace_id, resource_id, id);
