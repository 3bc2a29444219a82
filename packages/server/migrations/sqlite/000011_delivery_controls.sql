-- How much an endpoint takes at a time, in which order, and of what. Times are epoch milliseconds, booleans 0 or 1, JSON is text.

-- Deliveries per second over all nodes. NULL: no limit.
ALTER TABLE endpoints ADD COLUMN rate_per_second INTEGER;
-- Requests in flight of one node.
ALTER TABLE endpoints ADD COLUMN max_in_flight INTEGER NOT NULL DEFAULT 32;
ALTER TABLE endpoints ADD COLUMN ordering TEXT NOT NULL DEFAULT 'none' CHECK (ordering IN ('none', 'conversation'));
-- JSON: a condition on the data of events. NULL: none.
ALTER TABLE endpoints ADD COLUMN filter TEXT;
-- Since when its deliveries wait because somebody wants them to. NULL: they do not.
ALTER TABLE endpoints ADD COLUMN paused_at_ms INTEGER;

-- Replays: events of the log that are sent once more, and deliveries that are missing and made up for.
-- The run that made the delivery. NULL: it was made together with its event.
ALTER TABLE deliveries ADD COLUMN run_id TEXT;
-- Serves the list of a run's deliveries, newest first, and how many of them wait for their first attempt.
CREATE INDEX deliveries_run ON deliveries (workspace_id, run_id, id) WHERE run_id IS NOT NULL;
-- Serves the deliveries of one event that runs made, which are not as old as the event.
CREATE INDEX deliveries_of_runs ON deliveries (workspace_id, event_id) WHERE run_id IS NOT NULL;
ALTER TABLE attempts ADD COLUMN run_id TEXT;
-- Serves the list of a run's finished deliveries, newest first.
CREATE INDEX attempts_run ON attempts (workspace_id, run_id, delivery_id) WHERE run_id IS NOT NULL;
-- The event that this one repeats under an id of its own. NULL: none.
ALTER TABLE events ADD COLUMN replay_of TEXT;
-- 1: it is to pause after the piece of work in hand, or pauses. While it pauses `due_at_ms` is NULL.
ALTER TABLE runs ADD COLUMN pause_requested INTEGER NOT NULL DEFAULT 0;

-- Order: deliveries of an endpoint that stand in line, one behind the other. A line is a conversation, see `order-key.ts`.
-- The line. NULL: the delivery waits for no other and none for it; so are those that were canceled, or are sent again.
ALTER TABLE deliveries ADD COLUMN order_key TEXT;
-- The place in it: the position of the event in the log.
ALTER TABLE deliveries ADD COLUMN order_position INTEGER;
-- Serves the question who is first in a line, and what waits behind.
CREATE INDEX deliveries_in_line ON deliveries (workspace_id, endpoint_id, order_key, order_position) WHERE order_key IS NOT NULL;
-- Serves the claim of an endpoint's share, first attempts before retries; who has something due; holding and canceling all of an
-- endpoint, and the list by endpoint.
CREATE INDEX deliveries_share ON deliveries (workspace_id, endpoint_id, (CASE WHEN attempts_made = 0 AND run_id IS NULL THEN 0 ELSE 1 END), due_at_ms);
DROP INDEX deliveries_endpoint;

-- Breakers: endpoints whose last attempt failed, and for some minutes those that recovered. A healthy one has no row.
CREATE TABLE endpoint_breakers (
  workspace_id         TEXT NOT NULL,
  endpoint_id          TEXT NOT NULL,
  state                TEXT NOT NULL CHECK (state IN ('closed', 'open', 'half_open')),
  -- Failures since the last success. 0: it has recovered, and nodes are yet to hear of it.
  consecutive_failures INTEGER NOT NULL,
  -- When the first of them began.
  failing_since_ms     INTEGER NOT NULL,
  -- NULL: it is closed.
  opened_at_ms         INTEGER,
  -- When the next delivery may go out to find out; while one does, when the next may if nobody hears of that. NULL: it is closed.
  next_probe_at_ms     INTEGER,
  failed_probes        INTEGER NOT NULL,
  changed_at_ms        INTEGER NOT NULL,
  -- Grows with every change: of two readings the later one is known by it.
  revision             INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, endpoint_id)
) STRICT, WITHOUT ROWID;
-- Serves the nodes, which ask what changed lately, and the removal of those that recovered.
CREATE INDEX endpoint_breakers_changed ON endpoint_breakers (changed_at_ms);
-- Places that were taken under the rate of an endpoint, by all nodes together. JSON, see rate-window.ts.
CREATE TABLE endpoint_rates (
  workspace_id TEXT NOT NULL,
  endpoint_id  TEXT NOT NULL,
  places       TEXT NOT NULL,
  PRIMARY KEY (workspace_id, endpoint_id)
) STRICT, WITHOUT ROWID;
