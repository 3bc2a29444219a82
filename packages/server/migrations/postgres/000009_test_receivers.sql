-- Test receivers: endpoints whose requests the gateway receives itself and keeps. Times are epoch milliseconds, booleans 0 or 1, JSON is text.

-- 1: requests go to this gateway's own listener and nowhere else, whatever the URL says. Only the gateway itself sets it, when it makes the row.
ALTER TABLE endpoints ADD COLUMN is_test_receiver INTEGER NOT NULL DEFAULT 0 CHECK (is_test_receiver IN (0, 1));
-- JSON {kind, id}: who made it. NULL: made before this column was.
ALTER TABLE endpoints ADD COLUMN created_by TEXT;

-- The receiving side of such an endpoint.
CREATE TABLE test_receivers (
  workspace_id  TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  endpoint_id   TEXT COLLATE "C" NOT NULL,
  -- SHA-256, hex, of the token in its path.
  token_hash    TEXT    NOT NULL,
  -- What it answers requests with: '200', '410', '500' or 'slow'.
  answer        TEXT    NOT NULL,
  created_at_ms BIGINT  NOT NULL,
  PRIMARY KEY (workspace_id, endpoint_id)
);
-- Serves the receiver of a request.
CREATE UNIQUE INDEX test_receivers_token ON test_receivers (token_hash);

-- A request as it came in.
CREATE TABLE received_requests (
  workspace_id   TEXT COLLATE "C" NOT NULL,
  endpoint_id    TEXT COLLATE "C" NOT NULL,
  id             TEXT COLLATE "C" NOT NULL,
  received_at_ms BIGINT  NOT NULL,
  method         TEXT    NOT NULL,
  -- Of the whole body, also when less of it is kept.
  body_bytes     BIGINT  NOT NULL,
  -- Which signatures of the endpoint's secrets it carried, with spaces between them.
  verified_by    TEXT    NOT NULL,
  -- 1: the signature that receivers of this format go by is among them.
  is_verified    INTEGER NOT NULL,
  answered       TEXT    NOT NULL,
  -- JSON: [[name, value], …] as they were sent.
  headers        TEXT    NOT NULL,
  -- 'utf8' or 'base64'.
  body_encoding  TEXT    NOT NULL,
  body           TEXT    NOT NULL,
  PRIMARY KEY (workspace_id, endpoint_id, id)
);
-- Serves the removal of old ones.
CREATE INDEX received_requests_age ON received_requests (received_at_ms);
