#!lua
-- Moves one message of a foreign list into the log: appends the event that was read from it, and takes it off the
-- processing list.
-- KEYS   1 processing list; 2 what is remembered of the message, or the processing list again; then those of append.lua
-- ARGV   1 the message's bytes; 2 for how long in ms it is remembered that it came, or "" where it has no id; then those of
--        append.lua, of which the first is "" where neither history nor key is kept
-- Reply  {position or "", outcome}: 0 appended, 1 the event's idempotency key or the message's id was there before, 2 the
--        message is not in the processing list: somebody has finished it
-- Holds  the append and the removal are one; where the append is refused nothing is written, and the message stays. All
--        errors of type come before the first write
local function append(KEYS, ARGV)
--[[append.lua]]
end

local processing, memory, message, window = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if not redis.call('LPOS', processing, message, 'RANK', -1) then return {'', 2} end
local known = window ~= '' and redis.call('GET', memory)
if known then
  redis.call('LREM', processing, -1, message)
  return {known, 1}
end

local keys, reply = {unpack(KEYS, 3)}, nil
if ARGV[3] == '' then
  reply = {redis.call('XADD', keys[1], '*', unpack(ARGV, 5)), 0, 0}
else
  reply = append(keys, {unpack(ARGV, 3)})
end
if window ~= '' then redis.call('SET', memory, reply[1], 'PX', window) end
redis.call('LREM', processing, -1, message)
return {reply[1], reply[3]}
