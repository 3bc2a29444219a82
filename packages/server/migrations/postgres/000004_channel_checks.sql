-- Apps of the built-in simulator, and what the doctor found. Times are epoch milliseconds, booleans 0 or 1, JSON is text.

-- 1: the app is the built-in simulator's, so its channels call the simulator of this process and never Meta. Only the gateway itself sets it, when it makes the row.
ALTER TABLE meta_apps ADD COLUMN is_simulated INTEGER NOT NULL DEFAULT 0 CHECK (is_simulated IN (0, 1));
-- JSON: the last report of the doctor on the app. NULL: it was never asked.
ALTER TABLE meta_apps ADD COLUMN doctor_report TEXT;
-- The same on a channel.
ALTER TABLE channels ADD COLUMN doctor_report TEXT;
-- One simulated app of a workspace, however often it is asked for at once.
CREATE UNIQUE INDEX meta_apps_simulated ON meta_apps (workspace_id) WHERE is_simulated = 1 AND deleted_at_ms IS NULL;
