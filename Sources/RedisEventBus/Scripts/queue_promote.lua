#!lua flags=allow-oom
-- Puts delayed items that are due back on their list, to the end that is taken from first.
-- KEYS   1 list, 2 delayed items
-- ARGV   1 how many at most
-- Reply  how many
-- Holds  works at maxmemory; errors of type come before the first write; the longest due is taken first
local list, delayed = KEYS[1], KEYS[2]
redis.call('LLEN', list)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, ARGV[1])
for at = #due, 1, -1 do
  redis.call('ZREM', delayed, due[at])
  redis.call('RPUSH', list, string.sub(due[at], 18))
end
return #due
