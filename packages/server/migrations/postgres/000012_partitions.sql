-- Events and attempts in partitions by time, so that what is older than its retention goes with its table. The time is in
-- the id, so an id is looked for in one partition, and the key stays (workspace_id, id). `maintenance/partitions.worker.ts`
-- makes the partitions that come next. Each part can be taken again after one that was interrupted, and nodes of the
-- version before go on writing beside all of them.

-- What is there becomes the first partition as it is. That the bound holds for every row is checked while others write;
-- it is some days ahead, because they write on until the last part.
DO $$
DECLARE
  bound_ms BIGINT := (floor(extract(epoch FROM now()) / 86400)::bigint + 3) * 86400000;
  digits TEXT := lpad(to_hex(bound_ms), 12, '0');
  bound TEXT := format('%s-%s-0000-0000-000000000000', left(digits, 8), right(digits, 4));
BEGIN
  ALTER TABLE events DROP CONSTRAINT IF EXISTS events_until;
  ALTER TABLE attempts DROP CONSTRAINT IF EXISTS attempts_until;
  EXECUTE format('ALTER TABLE events ADD CONSTRAINT events_until CHECK (id < %L) NOT VALID', 'evt_' || bound);
  EXECUTE format('ALTER TABLE attempts ADD CONSTRAINT attempts_until CHECK (id < %L) NOT VALID', 'att_' || bound);
END $$;

-- commit

ALTER TABLE events VALIDATE CONSTRAINT events_until;
ALTER TABLE attempts VALIDATE CONSTRAINT attempts_until;

-- commit

-- In the order in which a group commit takes them, so that neither waits for the other in a circle.
LOCK TABLE events IN ACCESS EXCLUSIVE MODE;
LOCK TABLE attempts IN ACCESS EXCLUSIVE MODE;

ALTER TABLE events RENAME TO events_first;
ALTER INDEX events_id RENAME TO events_first_id;
ALTER INDEX events_by_position RENAME TO events_first_by_position;
ALTER INDEX events_phone RENAME TO events_first_phone;
ALTER INDEX events_bsuid RENAME TO events_first_bsuid;
ALTER INDEX events_nameless RENAME TO events_first_nameless;
ALTER TABLE attempts RENAME TO attempts_first;
ALTER INDEX attempts_id RENAME TO attempts_first_id;
ALTER INDEX attempts_delivery RENAME TO attempts_first_delivery;
ALTER INDEX attempts_endpoint RENAME TO attempts_first_endpoint;
ALTER INDEX attempts_event RENAME TO attempts_first_event;
ALTER INDEX attempts_rested RENAME TO attempts_first_rested;
ALTER INDEX attempts_run RENAME TO attempts_first_run;

CREATE TABLE events (LIKE events_first INCLUDING DEFAULTS) PARTITION BY RANGE (id);
CREATE TABLE attempts (LIKE attempts_first INCLUDING DEFAULTS) PARTITION BY RANGE (id);

-- Serves one event by id and the list, newest first.
CREATE UNIQUE INDEX events_id ON events (workspace_id, id);
-- Serves `GET /v1/events?after=`.
CREATE INDEX events_by_position ON events (workspace_id, position);
-- Serve the search by person.
CREATE INDEX events_phone ON events (workspace_id, phone) WHERE phone IS NOT NULL;
CREATE INDEX events_bsuid ON events (workspace_id, bsuid) WHERE bsuid IS NOT NULL;
-- Serves the history of a contact that has neither a number nor a BSUID.
CREATE INDEX events_nameless ON events (workspace_id, contact_id)
  WHERE contact_id IS NOT NULL AND phone IS NULL AND bsuid IS NULL;
-- Serves the list, newest first, and one attempt by id.
CREATE UNIQUE INDEX attempts_id ON attempts (workspace_id, id);
-- Serves the attempts of a delivery, and the list of finished deliveries, newest first.
CREATE INDEX attempts_delivery ON attempts (workspace_id, delivery_id, number) WHERE delivery_id IS NOT NULL;
-- Serves the log of one endpoint.
CREATE INDEX attempts_endpoint ON attempts (workspace_id, endpoint_id, id);
-- Serves the deliveries of one event.
CREATE INDEX attempts_event ON attempts (workspace_id, event_id);
-- Serves the lists and the counts of deliveries that were given up or canceled.
CREATE INDEX attempts_rested ON attempts (workspace_id, delivery_id)
  WHERE delivery_id IS NOT NULL AND delivery_state IN ('exhausted', 'canceled');
-- Serves what became of the deliveries of a run.
CREATE INDEX attempts_run ON attempts (workspace_id, run_id, delivery_id) WHERE run_id IS NOT NULL;

DO $$
DECLARE
  name TEXT;
  bound TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['events', 'attempts'] LOOP
    SELECT substring(pg_get_constraintdef(oid) FROM '[a-z]+_[0-9a-f-]{36}') INTO STRICT bound
    FROM pg_constraint WHERE conrelid = (name || '_first')::regclass AND conname = name || '_until';
    -- Its CHECK says what the bound asks for, so no row is read.
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', name, name || '_first', bound);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', name || '_first', name || '_until');
    -- The net: takes what no partition was made for in time.
    EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', name || '_default', name);
  END LOOP;
END $$;
