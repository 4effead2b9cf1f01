#!lua flags=allow-oom
-- Moves one message of a foreign list to the dead list, with the reason.
-- KEYS   1 processing list, 2 dead list
-- ARGV   1 the message's bytes, 2 the letter; none where the message is the letter
-- Reply  1 moved, 0 the message is not in the processing list: somebody has finished it
-- Holds  works at maxmemory; errors of type come before the first write
local processing, dead = KEYS[1], KEYS[2]
redis.call('LLEN', dead)
if not redis.call('LPOS', processing, ARGV[1], 'RANK', -1) then return 0 end
redis.call('LPUSH', dead, ARGV[2] or ARGV[1])
redis.call('LREM', processing, -1, ARGV[1])
return 1
