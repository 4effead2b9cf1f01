#!lua flags=allow-oom
-- Puts deliveries off: they stay in the group's pending list, under the consumer ~delayed.
-- KEYS   1 log, 2 when parked deliveries are due, 3 lease
-- ARGV   1 group, 2 consumer, 3 epoch of the lease; then for each delivery: its position, the attempts made, and the
--        pause in ms, or "" where it waits behind another of its aggregate
-- Reply  the positions that were not this consumer's to put off; LEASELOST if the lease has another epoch (nothing was
--        done)
-- Holds  works at maxmemory; sent again after a lost reply it changes nothing; the pause counts from the server's clock,
--        for readers that come later (the one that parks goes by its own); one step for each delivery given
local log, delayed, group, consumer = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[3] then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
redis.call('ZCARD', delayed)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local gone = {}
for at = 4, #ARGV, 3 do
  local position, attempts, pause = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  local pending = redis.call('XPENDING', log, group, position, position, 1)[1]
  if pending and pending[2] == consumer then
    local claimed = redis.call('XCLAIM', log, group, '~delayed', 0, position, 'RETRYCOUNT', attempts, 'JUSTID')
    if #claimed == 0 then
      gone[#gone + 1] = position
    elseif pause ~= '' then
      redis.call('ZADD', delayed, string.format('%.0f', now + pause), position)
    end
  elseif not pending or pending[2] ~= '~delayed' then
    gone[#gone + 1] = position
  end
end
return gone
