#!lua flags=allow-oom
-- Notes which connection reads for the holder of a lease: whoever takes the lease over ends it first.
-- KEYS   1 lease
-- ARGV   1 epoch, 2 the connection (id@run)
-- Reply  1 noted, 0 the lease is no longer held under this epoch
-- Holds  after a takeover no connection of the holder before gets in
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'client', ARGV[2])
return 1
