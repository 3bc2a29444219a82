-- A thousand rows that nobody sends. The queue is nearly empty most of the time, and for a table of a few rows PostgreSQL's planner
-- finds it cheapest to read all of it for each row of a commit; by the time it looks again, a backlog may have made that millions
-- of steps. With these it never takes the queue for empty. They fit into 25 pages, which VACUUM never passes over when it counts.
-- Their workspace comes before every other: walks along the queue begin behind it.
INSERT INTO deliveries (workspace_id, id, event_id, endpoint_id, state, attempts_made, schedule_step, maybe_received, trigger, created_at_ms)
SELECT '-', lpad(number::text, 30, '0'), '-', '-', 'pending', 0, 0, 0, 'schedule', 0 FROM generate_series(1, 1000) AS number;
