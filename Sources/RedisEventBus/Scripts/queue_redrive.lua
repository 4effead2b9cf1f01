#!lua flags=allow-oom
-- Puts what a dead letter holds back on the list, behind what is there.
-- KEYS   1 dead list, 2 list
-- ARGV   1 the letter, 2 the bytes to put back
-- Reply  1 put back, 0 the letter is gone: another has dealt with it
-- Holds  works at maxmemory; errors of type come before the first write; of two that redrive one letter one does
local dead, list = KEYS[1], KEYS[2]
redis.call('LLEN', list)
if redis.call('LREM', dead, -1, ARGV[1]) == 0 then return 0 end
redis.call('LPUSH', list, ARGV[2])
return 1
