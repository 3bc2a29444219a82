-- Serves the history of a contact that has neither a number nor a BSUID. Nothing that comes from Meta is in it.
CREATE INDEX events_nameless ON events (workspace_id, contact_id)
  WHERE contact_id IS NOT NULL AND phone IS NULL AND bsuid IS NULL;
