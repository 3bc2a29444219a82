-- Serves the question whether a delivery whose last attempt says how it ended waits in the queue all the same: it was sent again, or
-- canceled while it was being sent. Nearly always there is none, so it costs next to nothing to keep and to ask.
CREATE INDEX deliveries_again ON deliveries (workspace_id, id) WHERE resting_state IS NOT NULL OR state = 'canceled';
