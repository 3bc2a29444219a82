-- Times are epoch milliseconds, booleans 0 or 1, JSON is text. Ids come from the application.

-- One row: what the installation itself has to remember.
CREATE TABLE instance (
  id                  INTEGER PRIMARY KEY CHECK (id = 1),
  -- Grows with every change of what nodes keep in memory (workspaces, apps, channels, endpoints).
  config_revision     BIGINT NOT NULL,
  last_serial         BIGINT NOT NULL,
  -- Fingerprint of the encryption key: a node with another key refuses to start.
  encryption_key_id   TEXT,
  -- Encrypted. Key of the links that this installation hands out (media capabilities).
  link_key            TEXT
);
INSERT INTO instance (id, config_revision, last_serial) VALUES (1, 0, 0);

CREATE TABLE workspaces (
  id            TEXT COLLATE "C" PRIMARY KEY,
  serial        BIGINT NOT NULL UNIQUE,
  account_id    TEXT    NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  created_at_ms BIGINT NOT NULL,
  revision      BIGINT NOT NULL
);
-- Serves the reload of changed rows by `control/registry`.
CREATE INDEX workspaces_revision ON workspaces (revision);

CREATE TABLE api_keys (
  workspace_id    TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id              TEXT COLLATE "C" NOT NULL,
  name            TEXT    NOT NULL,
  key_hash        TEXT    NOT NULL UNIQUE,
  -- Last characters, so that a person can tell keys apart.
  hint            TEXT    NOT NULL,
  scopes          TEXT    NOT NULL,
  expires_at_ms   BIGINT,
  last_used_at_ms BIGINT,
  created_at_ms   BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE meta_apps (
  id            TEXT COLLATE "C" PRIMARY KEY,
  -- NULL: the registration is the operator's.
  workspace_id  TEXT COLLATE "C" REFERENCES workspaces (id),
  app_id        TEXT    NOT NULL,
  app_secrets   TEXT    NOT NULL,
  verify_token  TEXT    NOT NULL,
  created_at_ms BIGINT NOT NULL,
  updated_at_ms BIGINT NOT NULL,
  deleted_at_ms BIGINT,
  revision      BIGINT NOT NULL
);
CREATE INDEX meta_apps_revision ON meta_apps (revision);

CREATE TABLE channels (
  workspace_id         TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id                   TEXT COLLATE "C" NOT NULL,
  meta_app_id          TEXT COLLATE "C" NOT NULL REFERENCES meta_apps (id),
  waba_id              TEXT    NOT NULL,
  phone_number_id      TEXT    NOT NULL,
  display_phone_number TEXT    NOT NULL,
  access_token         TEXT,
  created_at_ms        BIGINT NOT NULL,
  updated_at_ms        BIGINT NOT NULL,
  deleted_at_ms        BIGINT,
  revision             BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- A number is unique inside a registration (CONTRACTS 8, "Whose event").
CREATE UNIQUE INDEX channels_number ON channels (meta_app_id, phone_number_id) WHERE deleted_at_ms IS NULL;
CREATE INDEX channels_revision ON channels (revision);

CREATE TABLE endpoints (
  workspace_id        TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id                  TEXT COLLATE "C" NOT NULL,
  url                 TEXT    NOT NULL,
  description         TEXT    NOT NULL,
  event_types         TEXT    NOT NULL,
  channel_ids         TEXT,
  format              TEXT    NOT NULL,
  format_options      TEXT    NOT NULL,
  -- As given: a preset's name or the delays.
  retry               TEXT    NOT NULL,
  -- Encrypted JSON.
  secrets             TEXT    NOT NULL,
  -- Encrypted JSON.
  headers             TEXT    NOT NULL,
  -- Encrypted.
  verify_token        TEXT,
  enabled             INTEGER NOT NULL,
  disabled_reason     TEXT,
  created_at_ms       BIGINT NOT NULL,
  updated_at_ms       BIGINT NOT NULL,
  deleted_at_ms       BIGINT,
  revision            BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX endpoints_revision ON endpoints (revision);

-- Answers of POST requests that carried an Idempotency-Key.
CREATE TABLE idempotency_keys (
  -- A workspace id, or 'operator'.
  scope         TEXT    NOT NULL,
  key           TEXT    NOT NULL,
  request_hash  TEXT    NOT NULL,
  -- NULL while the first request runs.
  status_code   INTEGER,
  -- Encrypted: an answer may hold a secret that is shown once.
  response      TEXT,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at_ms);

-- What makes an event the same event: `<wamid>|message`, `<wamid>|delivered`, a hash. Outlives the event
-- when retention is shorter than 14 days, and finds events by wamid as a prefix.
CREATE TABLE event_keys (
  workspace_id  TEXT COLLATE "C" NOT NULL,
  key           TEXT COLLATE "C" NOT NULL,
  event_id      TEXT COLLATE "C" NOT NULL,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, key)
);

-- Positions are taken under a shared advisory lock, see `pipeline/event-log/position-horizon.store.ts`.
CREATE SEQUENCE events_position;

CREATE TABLE events (
  -- Order of the event log. Gaps are normal: a transaction that failed leaves one.
  position       BIGINT NOT NULL DEFAULT nextval('events_position'),
  workspace_id   TEXT COLLATE "C" NOT NULL,
  id             TEXT COLLATE "C" NOT NULL,
  type           TEXT    NOT NULL,
  origin         TEXT    NOT NULL,
  channel_id     TEXT COLLATE "C",
  occurred_at_ms BIGINT NOT NULL,
  created_at_ms  BIGINT NOT NULL,
  phone          TEXT,
  bsuid          TEXT,
  hops           INTEGER NOT NULL,
  payload        TEXT    NOT NULL
);
-- Serves one event by id and the list, newest first.
CREATE UNIQUE INDEX events_id ON events (workspace_id, id);
-- Serves `GET /v1/events?after=`.
CREATE INDEX events_by_position ON events (workspace_id, position);
-- Serve the search by person.
CREATE INDEX events_phone ON events (workspace_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX events_bsuid ON events (workspace_id, bsuid) WHERE bsuid IS NOT NULL;

-- Unfinished deliveries, and those that were canceled before an attempt could say so.
CREATE TABLE deliveries (
  workspace_id   TEXT COLLATE "C" NOT NULL,
  id             TEXT COLLATE "C" NOT NULL,
  event_id       TEXT COLLATE "C" NOT NULL,
  endpoint_id    TEXT COLLATE "C" NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('pending', 'canceled')),
  attempts_made  INTEGER NOT NULL,
  -- How many waits of the retry schedule are used up. Attempts by hand and for rotation use none.
  schedule_step  INTEGER NOT NULL,
  -- While leased: when the lease runs out. NULL: held (endpoint disabled) or canceled.
  due_at_ms      BIGINT,
  -- Who is sending it. Still set after the due time: that sender died and the outcome is unknown.
  lease_token    TEXT,
  -- 1: an earlier attempt may have reached the receiver without a complete answer.
  maybe_received INTEGER NOT NULL,
  trigger        TEXT    NOT NULL,
  -- State to fall back to when a resend by hand fails. NULL: go on with the schedule.
  resting_state  TEXT,
  created_at_ms  BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
-- Serves the claim.
CREATE INDEX deliveries_due ON deliveries (due_at_ms) WHERE due_at_ms IS NOT NULL;
-- Serves the sweep for held deliveries whose endpoint is enabled again.
CREATE INDEX deliveries_held ON deliveries (workspace_id, endpoint_id) WHERE due_at_ms IS NULL;
-- Serves holding and canceling all of an endpoint, and the list by endpoint.
CREATE INDEX deliveries_endpoint ON deliveries (workspace_id, endpoint_id);

-- The delivery log. Append-only: a delivery that left the queue is known by its last attempt here.
CREATE TABLE attempts (
  workspace_id       TEXT COLLATE "C" NOT NULL,
  id                 TEXT COLLATE "C" NOT NULL,
  delivery_id        TEXT COLLATE "C",
  event_id           TEXT COLLATE "C" NOT NULL,
  endpoint_id        TEXT COLLATE "C" NOT NULL,
  number             INTEGER NOT NULL,
  trigger            TEXT    NOT NULL,
  started_at_ms      BIGINT NOT NULL,
  duration_ms        BIGINT,
  outcome            TEXT    NOT NULL,
  status_code        INTEGER,
  error_class        TEXT,
  error_message      TEXT,
  request_headers    TEXT    NOT NULL,
  response_headers   TEXT    NOT NULL,
  response_body      TEXT,
  delivery_state     TEXT,
  next_attempt_at_ms BIGINT
);
-- Serves the list, newest first, one attempt by id, and the purge by age (an id begins with its time).
CREATE UNIQUE INDEX attempts_id ON attempts (workspace_id, id);
-- Serves the attempts of a delivery, and the list of finished deliveries, newest first.
CREATE INDEX attempts_delivery ON attempts (workspace_id, delivery_id, number) WHERE delivery_id IS NOT NULL;
-- Serves the log of one endpoint.
CREATE INDEX attempts_endpoint ON attempts (workspace_id, endpoint_id, id);
-- Serves the deliveries of one event.
CREATE INDEX attempts_event ON attempts (workspace_id, event_id);

CREATE TABLE quarantine (
  meta_app_id     TEXT COLLATE "C" NOT NULL,
  id              TEXT COLLATE "C" NOT NULL,
  reason          TEXT    NOT NULL,
  field           TEXT    NOT NULL,
  phone_number_id TEXT,
  waba_id         TEXT,
  occurred_at_ms  BIGINT,
  created_at_ms   BIGINT NOT NULL,
  dedupe_key      TEXT    NOT NULL,
  payload_bytes   INTEGER NOT NULL,
  payload         TEXT    NOT NULL,
  PRIMARY KEY (meta_app_id, id)
);
CREATE UNIQUE INDEX quarantine_dedupe ON quarantine (meta_app_id, dedupe_key);
