#!lua flags=allow-oom
-- Moves one delivery from a group's pending list to the dead letters, with the bytes of its entry.
-- KEYS   1 log, 2 dead letters, 3 lease, 4 aggregates held by a dead letter
-- ARGV   1 group, 2 consumer, 3 epoch of the lease, 4 position, 5 attempts, 6 reason, 7 error, 8 first failure, 9 last
--        failure (RFC 3339), 10 the aggregate to hold, or ""
-- Reply  1 buried, 0 no longer pending under this consumer; an error if the letter could not be written (the delivery is
--        pending again); LEASELOST if the lease has another epoch (nothing was done)
-- Holds  works at maxmemory; whatever can fail by itself is read before the first write; XACK is the first write, so
--        that of two that bury one does; the nine fields about the failure come first, then the entry's own, whatever
--        they are called (as one field entry_msgpack where they are more than Lua can unpack)
local log, dead, held = KEYS[1], KEYS[2], KEYS[4]
local group, consumer, position, aggregate = ARGV[1], ARGV[2], ARGV[4], ARGV[10]
if redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[3] then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
redis.call('XLEN', dead)
redis.call('HLEN', held)
local pending = redis.call('XPENDING', log, group, position, position, 1)[1]
if not pending or pending[2] ~= consumer then
  return 0
end
local entry = redis.call('XRANGE', log, position, position)[1]
local fields = entry and entry[2] or {}
if #fields > 7000 then
  fields = {'entry_msgpack', cmsgpack.pack(fields)}
end
redis.call('XACK', log, group, position)
local letter = redis.pcall('XADD', dead, '*', 'group', group, 'consumer', consumer, 'position', position,
  'attempts', ARGV[5], 'reason', ARGV[6], 'error', ARGV[7], 'failed_routes', '',
  'first_failure', ARGV[8], 'last_failure', ARGV[9], unpack(fields))
if type(letter) == 'table' and letter.err then
  redis.call('XCLAIM', log, group, consumer, 0, position, 'FORCE', 'RETRYCOUNT', pending[4], 'JUSTID')
  return letter
end
if aggregate ~= '' then
  redis.call('HSET', held, aggregate, position)
end
return 1
