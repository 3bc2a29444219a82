-- Canceled while it was being sent: when that lease ends, epoch ms. Whoever finds it after that logs an attempt of which nobody saw
-- the end. NULL: nobody holds it, or it waits.
ALTER TABLE deliveries ADD COLUMN canceled_lease_ends_ms BIGINT;
-- Serves that look.
CREATE INDEX deliveries_canceled_leases ON deliveries (canceled_lease_ends_ms) WHERE canceled_lease_ends_ms IS NOT NULL;
