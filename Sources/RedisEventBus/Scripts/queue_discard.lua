#!lua flags=allow-oom
-- Removes a dead letter of a work queue for good.
-- KEYS   1 dead list, 2 audit
-- ARGV   1 the letter, 2 the list it was given up on, 3 who, 4 why; then the audit's further fields and values
-- Reply  1 removed, 0 the letter is gone: another has dealt with it
-- Holds  works at maxmemory; errors of type come before the first write; of two that act at once one does; the act and its
--        record are one step; the audit keeps no payload
local dead, audit = KEYS[1], KEYS[2]
redis.call('XLEN', audit)
if redis.call('LREM', dead, -1, ARGV[1]) == 0 then return 0 end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'discard', 'who', ARGV[3], 'why', ARGV[4], 'list', ARGV[2],
  unpack(ARGV, 5))
return 1
