#!lua flags=allow-oom
-- Removes a dead letter for good; what waited behind it goes on.
-- KEYS   1 dead letters, 2 aggregates held by a dead letter, 3 audit
-- ARGV   1 letter, 2 group, 3 position of the entry, 4 aggregate, 5 who, 6 why; then the audit's further fields and values
-- Reply  1 removed, 0 the letter is gone: another has dealt with it
-- Holds  works at maxmemory; errors of type come before the first write; XDEL decides between two that act at once; the
--        aggregate is held no longer where it was this letter that held it; the audit keeps no payload
local dead, held, audit = KEYS[1], KEYS[2], KEYS[3]
redis.call('XLEN', audit)
local holder = redis.call('HGET', held, ARGV[4])
if redis.call('XDEL', dead, ARGV[1]) == 0 then return 0 end
if holder == ARGV[3] then redis.call('HDEL', held, ARGV[4]) end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'discard', 'who', ARGV[5], 'why', ARGV[6], 'letter', ARGV[1],
  'group', ARGV[2], 'position', ARGV[3], unpack(ARGV, 7))
return 1
