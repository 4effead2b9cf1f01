#!lua
-- Acknowledges one delivery and changes what its group keeps beside the partition's log: both, or neither.
-- KEYS   1 log, 2 lease; then the key of each command, in their order
-- ARGV   1 group, 2 consumer, 3 epoch of the lease, 4 position; then for each command: how many arguments it has behind
--        its key, its name, and those arguments
-- Reply  1 done, 0 not pending (any more), -1 pending under another consumer (nothing was done); REFUSED where a command
--        was refused: the delivery is pending again, and what the commands in front of it did stands; LEASELOST if the
--        lease has another epoch (nothing was done)
-- Holds  XACK decides, so that of two calls one makes the changes; without room in memory the server refuses the script
--        before it begins; one step for each command
local log, group, consumer, position = KEYS[1], ARGV[1], ARGV[2], ARGV[4]
if redis.call('HGET', KEYS[2], 'epoch') ~= ARGV[3] then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
local pending = redis.call('XPENDING', log, group, position, position, 1)[1]
if not pending then return 0 end
if pending[2] ~= consumer then return -1 end
-- Whatever can fail by itself is seen to before the first write.
local at = 5
for index = 3, #KEYS do
  local count = tonumber(ARGV[at])
  if count > 7000 then
    return redis.error_reply('REFUSED ' .. ARGV[at + 1] .. ' ' .. KEYS[index] .. ': more than 7000 arguments')
  end
  at = at + 2 + count
end
redis.call('XACK', log, group, position)
at = 5
for index = 3, #KEYS do
  local count, name = tonumber(ARGV[at]), ARGV[at + 1]
  local arguments = {}
  for offset = 1, count do arguments[offset] = ARGV[at + 1 + offset] end
  local answer = redis.pcall(name, KEYS[index], unpack(arguments))
  if type(answer) == 'table' and answer.err then
    redis.call('XCLAIM', log, group, consumer, 0, position, 'FORCE', 'RETRYCOUNT', pending[4], 'JUSTID')
    return redis.error_reply('REFUSED ' .. name .. ' ' .. KEYS[index] .. ': ' .. answer.err)
  end
  at = at + 2 + count
end
return 1
