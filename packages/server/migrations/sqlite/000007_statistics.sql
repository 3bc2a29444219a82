-- Statistics of deliveries, the nodes that run, and traffic of Meta apps and channels. All of it is written beside the way of an event. Times are epoch milliseconds.

-- The delivery log, counted by minute. A row is replaced as a whole, never added to.
CREATE TABLE delivery_minutes (
  workspace_id TEXT    NOT NULL,
  -- '': all of the workspace; else the id of an endpoint or of a channel.
  subject      TEXT    NOT NULL,
  at_ms        INTEGER NOT NULL,
  -- Attempts.
  succeeded    INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  -- Deliveries that were given up.
  exhausted    INTEGER NOT NULL,
  -- From received to delivered, as a sparse histogram: 'bucket:count bucket:count …'.
  latency      TEXT    NOT NULL,
  PRIMARY KEY (workspace_id, subject, at_ms)
) STRICT, WITHOUT ROWID;

-- The same by quarter of an hour, so that 30 days are few rows. Always the sum of its minutes.
CREATE TABLE delivery_quarters (
  workspace_id TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  at_ms        INTEGER NOT NULL,
  succeeded    INTEGER NOT NULL,
  failed       INTEGER NOT NULL,
  exhausted    INTEGER NOT NULL,
  latency      TEXT    NOT NULL,
  PRIMARY KEY (workspace_id, subject, at_ms)
) STRICT, WITHOUT ROWID;

-- What waited, looked at once a minute. No row: nothing did.
CREATE TABLE waiting_minutes (
  workspace_id TEXT    NOT NULL,
  -- '': all of the workspace; else the id of an endpoint.
  subject      TEXT    NOT NULL,
  at_ms        INTEGER NOT NULL,
  waiting      INTEGER NOT NULL,
  -- How long the oldest of them had waited.
  oldest_ms    INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, subject, at_ms)
) STRICT, WITHOUT ROWID;

-- The most of each quarter of an hour.
CREATE TABLE waiting_quarters (
  workspace_id TEXT    NOT NULL,
  -- '': all of the workspace; else the id of an endpoint.
  subject      TEXT    NOT NULL,
  at_ms        INTEGER NOT NULL,
  waiting      INTEGER NOT NULL,
  -- How long the oldest of them had waited.
  oldest_ms    INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, subject, at_ms)
) STRICT, WITHOUT ROWID;

-- How far the delivery log of a workspace is counted.
CREATE TABLE statistics_marks (
  workspace_id   TEXT    PRIMARY KEY,
  -- The first attempt id that is not counted yet, and its time.
  counted_to_id  TEXT    NOT NULL,
  counted_to_ms  INTEGER NOT NULL,
  -- Minutes before are counted for good: later ones are counted once more, for what was committed late.
  final_to_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: which node counts.
CREATE TABLE statistics_lease (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  -- NULL: none.
  node_id    TEXT,
  until_ms   INTEGER NOT NULL,
  -- Waiting deliveries were last looked at in this minute.
  sampled_ms INTEGER NOT NULL,
  purged_ms  INTEGER NOT NULL
) STRICT;
INSERT INTO statistics_lease (id, node_id, until_ms, sampled_ms, purged_ms) VALUES (1, NULL, 0, 0, 0);

-- A process of the gateway, from its start to its end. Minutes in which none ran have no statistics.
CREATE TABLE nodes (
  id              TEXT    PRIMARY KEY,
  host_name       TEXT    NOT NULL,
  process_id      INTEGER NOT NULL,
  role            TEXT    NOT NULL,
  version         TEXT    NOT NULL,
  node_version    TEXT    NOT NULL,
  started_at_ms   INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL,
  -- NULL: it runs, or ended without a word.
  stopped_at_ms   INTEGER,
  -- Attempts that it was making when it was last seen.
  in_flight       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Serves the times in which a node ran, and the removal of old ones.
CREATE INDEX nodes_seen ON nodes (last_seen_at_ms);

-- When Meta last called for a registration. To the minute, but for the first time.
CREATE TABLE meta_app_traffic (
  meta_app_id              TEXT    PRIMARY KEY,
  last_challenge_at_ms     INTEGER,
  first_signed_post_at_ms  INTEGER,
  last_signed_post_at_ms   INTEGER,
  -- A POST on its path that no secret verified.
  last_refused_post_at_ms  INTEGER
) STRICT, WITHOUT ROWID;

-- When something from Meta last came in for a channel. To the minute, but for the first time.
CREATE TABLE channel_traffic (
  workspace_id     TEXT    NOT NULL,
  channel_id       TEXT    NOT NULL,
  last_event_at_ms INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, channel_id)
) STRICT, WITHOUT ROWID;
