-- Serve what nodes read when something has changed, and when they start, page by page.
DROP INDEX workspaces_revision;
CREATE INDEX workspaces_revision ON workspaces (revision, id);
DROP INDEX meta_apps_revision;
CREATE INDEX meta_apps_revision ON meta_apps (revision, id);
DROP INDEX channels_revision;
CREATE INDEX channels_revision ON channels (revision, id);
DROP INDEX endpoints_revision;
CREATE INDEX endpoints_revision ON endpoints (revision, id);
DROP INDEX labels_revision;
CREATE INDEX labels_revision ON labels (revision, id);
