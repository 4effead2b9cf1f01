#!lua flags=allow-oom
-- Moves one delivery from a group's pending list to the dead letters, with the bytes of its entry.
-- KEYS   1 log, 2 dead letters
-- ARGV   1 group, 2 consumer, 3 position, 4 attempts, 5 reason, 6 error, 7 first failure, 8 last failure (RFC 3339)
-- Reply  1 buried, 0 no longer pending; an error if the letter could not be written (the delivery is pending again)
-- Holds  works at maxmemory; whatever can fail by itself is read before the first write; XACK is the first write, so
--        that of two that bury one does; the nine fields about the failure come first, then the entry's own, whatever
--        they are called (as one field entry_msgpack where they are more than Lua can unpack)
local log, group, consumer, position = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
redis.call('XLEN', KEYS[2])
local entry = redis.call('XRANGE', log, position, position)[1]
local fields = entry and entry[2] or {}
if #fields > 7000 then
  fields = {'entry_msgpack', cmsgpack.pack(fields)}
end
if redis.call('XACK', log, group, position) == 0 then
  return 0
end
local letter = redis.pcall('XADD', KEYS[2], '*', 'group', group, 'consumer', consumer, 'position', position,
  'attempts', ARGV[4], 'reason', ARGV[5], 'error', ARGV[6], 'failed_routes', '',
  'first_failure', ARGV[7], 'last_failure', ARGV[8], unpack(fields))
if type(letter) == 'table' and letter.err then
  redis.call('XCLAIM', log, group, consumer, 0, position, 'FORCE', 'JUSTID')
  return letter
end
return 1
