-- Messages, conversations, media, templates, and tickets for the live stream. Times are epoch milliseconds, booleans 0 or 1, JSON is text.

-- When Meta refused the channel's token as expired. NULL: it has not.
ALTER TABLE channels ADD COLUMN token_expired_at_ms INTEGER;
-- JSON: what connecting the channel to Meta came to. NULL: it was not tried.
ALTER TABLE channels ADD COLUMN connection TEXT;

-- JSON `{type, text}`: what is known here of the message that a status is about. Bodies that carry it are the same in every attempt.
ALTER TABLE events ADD COLUMN sent_message TEXT;

-- What people and the company wrote to each other.
CREATE TABLE messages (
  workspace_id    TEXT    NOT NULL,
  id              TEXT    NOT NULL,
  channel_id      TEXT    NOT NULL,
  -- NULL: a message of a group.
  conversation_id TEXT,
  contact_id      TEXT,
  -- The other side: digits, and Meta's business-scoped user id.
  phone           TEXT,
  bsuid           TEXT,
  group_id        TEXT,
  direction       TEXT    NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  -- How it came to be known: a message from Meta, a call of the API, an echo of what was written in the WhatsApp Business app.
  source          TEXT    NOT NULL CHECK (source IN ('meta', 'api', 'echo')),
  -- Meta's id. NULL until Meta has answered.
  wamid           TEXT,
  type            TEXT    NOT NULL,
  -- What it says in words. NULL: nothing.
  text            TEXT,
  -- JSON: the object under the name of its type, and what stands around it (context, referral, errors).
  content         TEXT    NOT NULL,
  -- Time of the version that text and content are: an edit that comes late does not replace a newer one.
  content_at_ms   INTEGER NOT NULL,
  -- Wamid of the message that it answers.
  reply_to        TEXT,
  callback_data   TEXT,
  -- JSON: who sent it through the API (an actor of the audit log).
  sender          TEXT,
  occurred_at_ms  INTEGER NOT NULL,
  created_at_ms   INTEGER NOT NULL,
  accepted_at_ms  INTEGER,
  -- JSON: Meta's answer to the call that sent it.
  response        TEXT,
  refused_at_ms   INTEGER,
  -- JSON: why it was not taken.
  refusal         TEXT,
  edited_at_ms    INTEGER,
  revoked_at_ms   INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;
-- Serves the lookup by wamid. Not unique: an echo may tell of a message that was sent from here.
CREATE INDEX messages_wamid ON messages (workspace_id, wamid) WHERE wamid IS NOT NULL;
-- Serves the thread, newest first.
CREATE INDEX messages_conversation ON messages (workspace_id, conversation_id, id) WHERE conversation_id IS NOT NULL;

-- What Meta told of outbound messages, also of those that are not in `messages` (yet). Each time is the first that was told, so rows never move backwards whatever the order.
CREATE TABLE message_statuses (
  workspace_id    TEXT    NOT NULL,
  wamid           TEXT    NOT NULL,
  sent_at_ms      INTEGER,
  delivered_at_ms INTEGER,
  read_at_ms      INTEGER,
  played_at_ms    INTEGER,
  failed_at_ms    INTEGER,
  -- JSON: why it failed.
  error           TEXT,
  -- JSON, as Meta tells it.
  pricing         TEXT,
  -- Our id of the message, when Meta gave it back: what finds a message whose answer was lost.
  message_id      TEXT,
  first_heard_at_ms INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, wamid)
) STRICT, WITHOUT ROWID;
-- Serves the search for the message whose answer was lost.
CREATE INDEX message_statuses_message ON message_statuses (workspace_id, message_id) WHERE message_id IS NOT NULL;

-- Messages that Meta has not taken yet. One that is finished leaves.
CREATE TABLE message_sends (
  workspace_id    TEXT    NOT NULL,
  -- That of the message.
  id              TEXT    NOT NULL,
  channel_id      TEXT    NOT NULL,
  -- Messages of one number stand in one lane: its rate is limited over all channels and nodes.
  phone_number_id TEXT    NOT NULL,
  -- The other side, for the limit of the pair.
  recipient       TEXT    NOT NULL,
  -- JSON: the body for the Graph API.
  body            TEXT    NOT NULL,
  state           TEXT    NOT NULL CHECK (state IN ('queued', 'sending', 'unknown')),
  -- When it may be sent; while sending, when the lease ends; while unknown, when it is given up.
  due_at_ms       INTEGER NOT NULL,
  lease_token     TEXT,
  tries           INTEGER NOT NULL,
  -- 1: a call of the API is to be told, so that a refusal is no event.
  awaited         INTEGER NOT NULL,
  created_at_ms   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id)
) STRICT;
-- Serves the claim of a lane, and the search for lanes with something to do.
CREATE INDEX message_sends_lane ON message_sends (phone_number_id, due_at_ms, id) WHERE state = 'queued';
-- Serves the search for messages whose node died, and for those whose answer was lost.
CREATE INDEX message_sends_due ON message_sends (due_at_ms) WHERE state <> 'queued';

-- Which node sends for a number.
CREATE TABLE send_lanes (
  phone_number_id TEXT    NOT NULL PRIMARY KEY,
  lease_token     TEXT    NOT NULL,
  lease_until_ms  INTEGER NOT NULL
) STRICT;

-- One for each channel and contact. Its id is worked out from both.
CREATE TABLE conversations (
  workspace_id  TEXT    NOT NULL REFERENCES workspaces (id),
  id            TEXT    NOT NULL,
  revision      INTEGER NOT NULL,
  channel_id    TEXT    NOT NULL,
  contact_id    TEXT    NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('open', 'closed')),
  assignee_id   TEXT,
  -- How many inbound messages were read here: what came after is unread.
  read_count    INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  -- Time of its last event, as in `labels`.
  event_at_ms   INTEGER NOT NULL,
  closed_at_ms  INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;
-- Serves the conversations of a contact.
CREATE INDEX conversations_contact ON conversations (workspace_id, contact_id);
-- Serves the search for those that a message should have opened again.
CREATE INDEX conversations_closed ON conversations (closed_at_ms) WHERE state = 'closed';

-- What moves with every message of a conversation; also of people who are no contacts.
CREATE TABLE conversation_activity (
  workspace_id       TEXT    NOT NULL,
  id                 TEXT    NOT NULL,
  channel_id         TEXT    NOT NULL,
  last_message_at_ms INTEGER,
  last_message_id    TEXT,
  -- The latest message or call of the person: the customer service window is open for 24 hours after it.
  window_from_ms     INTEGER,
  inbound_count      INTEGER NOT NULL,
  message_count      INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
-- Serves the list of conversations, the latest first.
CREATE INDEX conversation_activity_last ON conversation_activity (workspace_id, last_message_at_ms, id);

CREATE TABLE conversation_notes (
  workspace_id    TEXT    NOT NULL,
  id              TEXT    NOT NULL,
  conversation_id TEXT    NOT NULL,
  text            TEXT    NOT NULL,
  -- JSON: an actor of the audit log.
  author          TEXT    NOT NULL,
  created_at_ms   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, id)
) STRICT;
-- Serves the notes of a conversation, newest first.
CREATE INDEX conversation_notes_conversation ON conversation_notes (workspace_id, conversation_id, id);

-- Media files by Meta's id.
CREATE TABLE media_files (
  workspace_id    TEXT    NOT NULL,
  media_id        TEXT    NOT NULL,
  channel_id      TEXT    NOT NULL,
  -- For the erasure of a person. NULL: uploaded to be sent.
  conversation_id TEXT,
  direction       TEXT    NOT NULL CHECK (direction IN ('inbound', 'outbound')),
  state           TEXT    NOT NULL CHECK (state IN ('waiting', 'stored', 'failed', 'gone')),
  mime_type       TEXT,
  -- Hex. Until the file is stored: as Meta told it.
  sha256          TEXT,
  size_bytes      INTEGER,
  filename        TEXT,
  -- Where in the media store. NULL until it is there.
  storage_key     TEXT,
  -- When it may be fetched; while it is being fetched, when the lease ends. NULL: nothing to do.
  due_at_ms       INTEGER,
  lease_token     TEXT,
  tries           INTEGER NOT NULL,
  -- A sentence: why it is not there.
  error           TEXT,
  created_at_ms   INTEGER NOT NULL,
  stored_at_ms    INTEGER,
  -- When its link was made worthless. NULL: it was not.
  revoked_at_ms   INTEGER,
  PRIMARY KEY (workspace_id, media_id)
) STRICT;
-- Serves the claim.
CREATE INDEX media_files_due ON media_files (due_at_ms) WHERE due_at_ms IS NOT NULL;
-- Serves the purge by age.
CREATE INDEX media_files_age ON media_files (created_at_ms);
-- Serves the erasure of a person.
CREATE INDEX media_files_conversation ON media_files (workspace_id, conversation_id) WHERE conversation_id IS NOT NULL;

-- Message templates as Meta has them.
CREATE TABLE templates (
  workspace_id     TEXT    NOT NULL REFERENCES workspaces (id),
  id               TEXT    NOT NULL,
  revision         INTEGER NOT NULL,
  waba_id          TEXT    NOT NULL,
  -- Meta's id.
  template_id      TEXT    NOT NULL,
  name             TEXT    NOT NULL,
  language         TEXT    NOT NULL,
  category         TEXT,
  -- Upper case, as Meta writes it.
  status           TEXT    NOT NULL,
  quality          TEXT,
  parameter_format TEXT,
  -- JSON, as Meta shows them.
  components       TEXT    NOT NULL,
  -- Why it was rejected, paused or disabled.
  reason           TEXT,
  created_at_ms    INTEGER NOT NULL,
  updated_at_ms    INTEGER NOT NULL,
  -- JSON: for status, quality, category and components the time of what is known, so that an older word of Meta's on one of them changes nothing.
  told_at          TEXT,
  synced_at_ms     INTEGER,
  deleted_at_ms    INTEGER,
  PRIMARY KEY (workspace_id, id)
) STRICT;
-- Serves the lookup by name when a template is sent.
CREATE UNIQUE INDEX templates_name ON templates (workspace_id, waba_id, name, language) WHERE deleted_at_ms IS NULL;
-- Serves the events by which Meta tells what became of a template.
CREATE INDEX templates_template ON templates (workspace_id, waba_id, template_id);

-- One-time tickets for the live stream.
CREATE TABLE stream_tickets (
  ticket_hash   TEXT    NOT NULL PRIMARY KEY,
  workspace_id  TEXT    NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;
-- Serves the purge of those that nobody used.
CREATE INDEX stream_tickets_expiry ON stream_tickets (expires_at_ms);
