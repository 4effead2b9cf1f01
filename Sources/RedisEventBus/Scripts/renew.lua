#!lua flags=allow-oom
-- Renews a consumer's claim on deliveries that it has in hand, or lets go of them at once.
-- KEYS   1 log, 2 lease
-- ARGV   1 group, 2 consumer, 3 epoch of the lease, 4 how long each counts as untouched in ms: 0 renews, more than
--        anybody's time-out hands back; then the positions
-- Reply  the positions that are not this consumer's any more; LEASELOST if the lease has another epoch (nothing was done)
-- Holds  works at maxmemory; takes nothing back from anybody (a bare XCLAIM would); counts of attempts stay as they are;
--        one step for each position given
local log, group, consumer = KEYS[1], ARGV[1], ARGV[2]
if redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[3] then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
local lost = {}
for at = 5, #ARGV do
  local position = ARGV[at]
  local pending = redis.call('XPENDING', log, group, position, position, 1)[1]
  if pending and pending[2] == consumer then
    redis.call('XCLAIM', log, group, consumer, 0, position, 'IDLE', ARGV[4], 'JUSTID')
  else
    lost[#lost + 1] = position
  end
end
return lost
