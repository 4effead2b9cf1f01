#!lua flags=allow-oom
-- Takes the next item of a work queue for a worker: from the list to the processing list, and claimed.
-- KEYS   1 list, 2 processing list, 3 claims, 4 delayed items
-- ARGV   1 token of the claim, 2 worker, 3 visibility in ms
-- Reply  {item, digest, takes before this one that nobody settled}; where there is none, {ms until the next delayed item
--        is due, or -1}
-- Holds  works at maxmemory, where the server refuses a plain LMOVE; errors of type come before the first write; delayed
--        items that are due go first, the longest due before the others, at most 16 of them a call
--        claims: one field for each distinct item, by the SHA-1 of its bytes, with a line for each of
--        "c token deadline takes worker" (claimed), "s time" (seen in the processing list without a claim) and
--        "n takes time" (takes of an item that waits again, remembered until then); every line begins with a line feed
local list, processing, claims, delayed = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
redis.call('LLEN', list)
redis.call('LLEN', processing)
redis.call('HLEN', claims)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local due = redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 16)
for at = #due, 1, -1 do
  redis.call('ZREM', delayed, due[at])
  redis.call('RPUSH', list, string.sub(due[at], 18))
end

local item = redis.call('LMOVE', list, processing, 'RIGHT', 'LEFT')
if not item then
  local next = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
  return {next[2] and math.max(0, tonumber(next[2]) - now) or -1}
end

local digest = redis.sha1hex(item)
local held = redis.call('HGET', claims, digest) or ''
local takes = tonumber(string.match(held, '\nn (%d+) %d+') or '0')
held = string.gsub(held, '\nn %d+ %d+', '')
redis.call('HSET', claims, digest,
  string.format('%s\nc %s %d %d %s', held, ARGV[1], now + ARGV[3], takes, ARGV[2]))
return {item, digest, takes}
