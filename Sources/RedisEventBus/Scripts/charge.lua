#!lua flags=allow-oom
-- Charges one delivery an attempt before it is made: should the process die in it, the next reader knows.
-- KEYS   1 log, 2 lease
-- ARGV   1 group, 2 consumer, 3 epoch of the lease, 4 position, 5 attempts charged from now on
-- Reply  1 charged, 0 not this consumer's any more; LEASELOST if the lease has another epoch (nothing was done)
-- Holds  works at maxmemory; sent again it changes nothing
local pending = redis.call('HGET', KEYS[2], 'epoch') == ARGV[3]
  and redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[4], ARGV[4], 1)
if not pending then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
if not pending[1] or pending[1][2] ~= ARGV[2] then
  return 0
end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[4], 'RETRYCOUNT', ARGV[5], 'JUSTID')
return 1
