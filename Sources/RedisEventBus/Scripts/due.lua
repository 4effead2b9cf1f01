#!lua flags=no-writes
-- Tells which parked deliveries are due, and how many aggregates a dead letter holds.
-- KEYS   1 when parked deliveries are due, 2 aggregates held by a dead letter
-- ARGV   1 how many due ones to pass over, 2 how many to name at most
-- Reply  {how many aggregates are held, then the positions that are due, the longest due first}
-- Holds  changes nothing
local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local due = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', ARGV[1], ARGV[2])
return {redis.call('HLEN', KEYS[2]), unpack(due)}
