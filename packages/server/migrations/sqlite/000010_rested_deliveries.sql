-- Serves the lists and the counts of deliveries that were given up or canceled: few among very many that were delivered.
CREATE INDEX attempts_rested ON attempts (workspace_id, delivery_id)
  WHERE delivery_id IS NOT NULL AND delivery_state IN ('exhausted', 'canceled');
