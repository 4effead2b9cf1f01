#!lua flags=allow-oom
-- Looks at the lease of one partition for a group; keeps, takes or gives it up; says that the caller lives.
-- KEYS   1 lease, 2 members, 3 position, 4 pause, 5 log
-- ARGV   1 look, keep, take or leave; 2 instance, 3 consumer, 4 link: the connection of the caller's commands (id@run);
--        5 the caller's beat as a member, or "" to be none; 6 epoch: the one held (keep, leave) or seen (take), "" where
--        no lease was seen; 7 beat of the lease that was seen (take); 8 position to store, or ""; 9 the connection
--        admitted to read, or ""; 10… of each member found dead: its instance and the entry it was found with
-- Reply  {looked | kept | restored | taken | left | refused, the lease's fields, members, the pause's fields, position,
--        the reading connection of the holder before (taken), the log's last id (restored; "" where it may not be asked)}
-- Holds  keep and leave act for the holder of the epoch only, take only on what was seen: no clock decides who is dead.
--        The epoch is the server's time in ms where that is higher than the last epoch + 1: so it grows although the
--        last one was lost with its key. Giving up leaves the epoch, one higher, for the next holder to begin from; the
--        one who gave up is past it too. A stored position only moves forward. Writes a fixed number of small fields
local lease, members, position, pause, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local wish, instance, consumer, link = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local now = redis.call('TIME')
local seen = redis.call('HMGET', lease, 'epoch', 'beat', 'client')
local epoch = seen[1] or ''

local function hold(last)
  local next = math.max((tonumber(last) or 0) + 1, now[1] * 1000 + math.floor(now[2] / 1000))
  redis.call('HSET', lease, 'holder', instance, 'consumer', consumer, 'epoch', string.format('%.0f', next),
    'beat', '1', 'client', ARGV[9], 'link', link)
end

local function later(one, other)
  local ms, seq = string.match(one, '^(%d+)-(%d+)$')
  local other_ms, other_seq = string.match(other, '^(%d+)-(%d+)$')
  if not ms or not other_ms then return true end
  if ms == other_ms then ms, other_ms = seq, other_seq end
  if #ms ~= #other_ms then return #ms > #other_ms end
  return ms > other_ms
end

local function store()
  if ARGV[8] == '' then return end
  local stored = redis.call('GET', position)
  if not stored or later(ARGV[8], stored) then redis.call('SET', position, ARGV[8]) end
end

local outcome, before, last = 'looked', '', ''
if wish == 'keep' then
  if epoch == ARGV[6] then
    outcome = 'kept'
    redis.call('HINCRBY', lease, 'beat', 1)
    redis.call('HSET', lease, 'link', link)
    store()
  elseif epoch == '' then
    outcome = 'restored'
    hold(ARGV[6])
    store()
    if redis.call('EXISTS', log) == 0 then
      last = '0-0'
    else
      local info = redis.pcall('XINFO', 'STREAM', log)
      for at = 1, info.err and 0 or #info, 2 do
        if info[at] == 'last-generated-id' then last = info[at + 1] end
      end
    end
  else
    outcome = 'refused'
  end
elseif wish == 'take' then
  outcome = 'refused'
  if epoch == ARGV[6] and (seen[2] or '') == ARGV[7] then
    outcome = 'taken'
    before = seen[3] or ''
    hold(epoch)
  end
elseif wish == 'leave' then
  outcome = 'refused'
  if epoch == ARGV[6] then
    outcome = 'left'
    store()
    redis.call('HSET', lease, 'holder', '', 'consumer', '', 'epoch', string.format('%.0f', tonumber(epoch) + 1),
      'beat', '0', 'client', '', 'link', '')
  end
end

if ARGV[5] == '' then
  redis.call('HDEL', members, instance)
else
  redis.call('HSET', members, instance, ARGV[5] .. ' ' .. link .. ' ' .. consumer)
end
for at = 10, #ARGV, 2 do
  if redis.call('HGET', members, ARGV[at]) == ARGV[at + 1] then redis.call('HDEL', members, ARGV[at]) end
end
return {outcome, redis.call('HGETALL', lease), redis.call('HGETALL', members), redis.call('HGETALL', pause),
  redis.call('GET', position) or '', before, last}
