-- The inbox. Times are epoch milliseconds, booleans 0 or 1, JSON is text.

-- Serves the counts of open conversations: all, of one member, of nobody.
CREATE INDEX conversations_open ON conversations (workspace_id, assignee_id, id) WHERE state = 'open';
