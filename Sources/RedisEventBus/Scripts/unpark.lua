#!lua flags=allow-oom
-- Takes parked deliveries back, each for its next attempt.
-- KEYS   1 log, 2 when parked deliveries are due, 3 lease
-- ARGV   1 group, 2 consumer, 3 epoch of the lease, 4 bytes of fields that are enough for one reply; then the positions
-- Reply  {how many of the positions were dealt with, then for each that is this consumer's now {its attempt, {position,
--        fields}}}, fields being null where the entry was trimmed; LEASELOST if the lease has another epoch (nothing
--        was done)
-- Holds  works at maxmemory; of two that take one gets it; what is parked no longer is forgotten; one step for each
--        position given
local log, delayed, group, consumer = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[3] then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
redis.call('ZCARD', delayed)
local taken, bytes = {0}, 0
for at = 5, #ARGV do
  if bytes >= tonumber(ARGV[4]) then break end
  taken[1] = at - 4
  local position, attempt = ARGV[at], nil
  local pending = redis.call('XPENDING', log, group, position, position, 1)[1]
  if pending and pending[2] == '~delayed' then
    attempt = pending[4] + 1
    redis.call('XCLAIM', log, group, consumer, 0, position, 'RETRYCOUNT', attempt, 'JUSTID')
  elseif pending and pending[2] == consumer then
    -- An earlier call took it and its answer was lost, or the group was made anew and has delivered it to this consumer.
    attempt = pending[4]
  end
  redis.call('ZREM', delayed, position)
  if attempt then
    local entry = redis.call('XRANGE', log, position, position)[1] or {position, false}
    for _, text in ipairs(entry[2] or {}) do bytes = bytes + #text end
    taken[#taken + 1] = {attempt, entry}
  end
end
return taken
