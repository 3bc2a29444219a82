-- People: accounts, what they are in which workspace, how they come in, and what a workspace hands to its own customers.

-- Accounts of people. One may be in many workspaces.
CREATE TABLE members (
  id            TEXT COLLATE "C" PRIMARY KEY,
  email         TEXT    NOT NULL,
  -- The e-mail in lower case: nobody is there twice.
  email_key     TEXT COLLATE "C" NOT NULL UNIQUE,
  name          TEXT    NOT NULL,
  -- Argon2id in the PHC format, with its parameters and salt.
  password_hash TEXT    NOT NULL,
  -- 1: may make workspaces and see what belongs to the operator.
  is_operator   INTEGER NOT NULL,
  created_at_ms BIGINT NOT NULL,
  updated_at_ms BIGINT NOT NULL
);

CREATE TABLE memberships (
  workspace_id  TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  member_id     TEXT COLLATE "C" NOT NULL REFERENCES members (id),
  role          TEXT    NOT NULL,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, member_id)
);
-- Serves the workspaces of one member.
CREATE INDEX memberships_member ON memberships (member_id, workspace_id);

-- One-time links for somebody who is to become a member.
CREATE TABLE invitations (
  workspace_id  TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id            TEXT COLLATE "C" NOT NULL,
  email         TEXT    NOT NULL,
  email_key     TEXT COLLATE "C" NOT NULL,
  role          TEXT    NOT NULL,
  -- SHA-256 of the link's token, which is nowhere.
  token_hash    TEXT COLLATE "C" NOT NULL UNIQUE,
  expires_at_ms BIGINT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

-- Who is signed in, on whichever node.
CREATE TABLE member_sessions (
  id              TEXT COLLATE "C" PRIMARY KEY,
  member_id       TEXT COLLATE "C" NOT NULL REFERENCES members (id),
  -- SHA-256 of the cookie's token, which only the browser has.
  token_hash      TEXT COLLATE "C" NOT NULL UNIQUE,
  user_agent      TEXT    NOT NULL,
  address         TEXT    NOT NULL,
  created_at_ms   BIGINT NOT NULL,
  -- To the minute.
  last_used_at_ms BIGINT NOT NULL,
  expires_at_ms   BIGINT NOT NULL
);
-- Serves the sessions of one member.
CREATE INDEX member_sessions_member ON member_sessions (member_id, id);
-- Serves the removal of those that are over.
CREATE INDEX member_sessions_expiry ON member_sessions (expires_at_ms);

-- One-time links of the installation: to become the first owner, to sign in, to set a password.
CREATE TABLE one_time_links (
  token_hash    TEXT COLLATE "C" PRIMARY KEY,
  kind          TEXT    NOT NULL,
  -- Whom it is for. NULL: whoever becomes the first owner.
  member_id     TEXT COLLATE "C" REFERENCES members (id),
  -- NULL: until it is used.
  expires_at_ms BIGINT,
  created_at_ms BIGINT NOT NULL
);
-- Serves the removal of a member's older links.
CREATE INDEX one_time_links_member ON one_time_links (member_id, kind);

-- Failed sign-ins, counted for all nodes, by account and by address.
CREATE TABLE sign_in_failures (
  -- SHA-256 of the account's e-mail or of the address.
  subject_hash     TEXT COLLATE "C" PRIMARY KEY,
  failure_count    BIGINT NOT NULL,
  blocked_until_ms BIGINT NOT NULL,
  updated_at_ms    BIGINT NOT NULL
);
-- Serves the removal of those that are old.
CREATE INDEX sign_in_failures_age ON sign_in_failures (updated_at_ms);

-- What a workspace hands to its own customers: a link, and the one session that it opened.
CREATE TABLE portal_links (
  workspace_id          TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id                    TEXT COLLATE "C" NOT NULL,
  label                 TEXT    NOT NULL,
  token_hash            TEXT COLLATE "C" NOT NULL UNIQUE,
  expires_at_ms         BIGINT NOT NULL,
  session_lifetime_ms   BIGINT NOT NULL,
  -- NULL: nobody opened it.
  used_at_ms            BIGINT,
  session_hash          TEXT COLLATE "C" UNIQUE,
  session_expires_at_ms BIGINT,
  created_at_ms         BIGINT NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
