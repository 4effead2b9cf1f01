#!lua flags=allow-oom
-- Puts what a dead letter holds back on the list, behind what is there.
-- KEYS   1 dead list, 2 list, 3 audit
-- ARGV   1 the letter, 2 the bytes to put back, 3 who, 4 why; then the audit's further fields and values
-- Reply  1 put back, 0 the letter is gone: another has dealt with it
-- Holds  works at maxmemory; errors of type come before the first write; of two that redrive one letter one does; the act
--        and its record are one step
local dead, list, audit = KEYS[1], KEYS[2], KEYS[3]
redis.call('LLEN', list)
redis.call('XLEN', audit)
if redis.call('LREM', dead, -1, ARGV[1]) == 0 then return 0 end
redis.call('LPUSH', list, ARGV[2])
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'redrive', 'who', ARGV[3], 'why', ARGV[4], 'list', list,
  unpack(ARGV, 5))
return 1
