#!lua flags=allow-oom
-- Takes one overdue item back from its worker: to the end that is taken from first, or to the dead list.
-- KEYS   1 list, 2 processing list, 3 claims, 4 dead list
-- ARGV   1 item, 2 digest, 3 visibility in ms, 4 takes after which it is given up on, 5 its dead letter
-- Reply  0 nothing to rescue, 1 put back, 2 given up on
-- Holds  works at maxmemory; errors of type come before the first write; looks again at what made the item overdue, and
--        leaves it where equal items are all in the hands of living workers
local list, processing, claims, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local item, digest, visibility, limit = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('LLEN', list)
redis.call('LLEN', dead)
local held = redis.call('HGET', claims, digest) or ''
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local living, takes, overdue, noted = 0, nil, nil, 0
for line in string.gmatch(held, '\n([^\n]+)') do
  local deadline, before = string.match(line, '^c %w+ (%d+) (%d+)')
  local seen = string.match(line, '^s (%d+)')
  if deadline and tonumber(deadline) > now then
    living = living + 1
  elseif deadline and not takes then
    overdue, takes = line, tonumber(before) + 1
  elseif seen and not overdue and tonumber(seen) <= now - visibility then
    overdue = line
  end
  noted = math.max(noted, tonumber(string.match(line, '^n (%d+)') or '0'))
end
if not overdue then return 0 end

local stands = #redis.call('LPOS', processing, item, 'RANK', -1, 'COUNT', living + 1) > living
local from, to = string.find(held, '\n' .. overdue, 1, true)
held = string.sub(held, 1, from - 1) .. string.sub(held, to + 1)
takes = takes or noted + 1
local isGivenUp = takes >= limit
if stands and redis.call('LREM', processing, -1, item) == 1 then
  held = string.gsub(held, '\nn %d+ %d+', '')
  if isGivenUp then
    redis.call('LPUSH', dead, ARGV[5])
  else
    redis.call('RPUSH', list, item)
    held = held .. string.format('\nn %d %d', math.max(takes, noted), now + 86400000)
  end
else
  stands = false
end
if held == '' then redis.call('HDEL', claims, digest) else redis.call('HSET', claims, digest, held) end
if not stands then return 0 end
return isGivenUp and 2 or 1
