#!lua
-- Appends one event to the log, and with it to its aggregate's history and under its idempotency key.
-- KEYS   1 log; then, as ARGV[1] says, the history (h) and the idempotency key (i)
-- ARGV   1 what is kept: "h", "i" or "hi", and with a history perhaps "e", a version is expected: "he", "hie"; 2 the window
--        of the key in ms, or ""; with "e": 3 the expected version, and behind a space, where that matters, the id of the
--        event that must have brought it about; then the entry's fields and values, of which the first is "id"
-- Reply  {position, version, 0 appended}, or {position, version, 1 duplicate, id} of the event that was appended first;
--        version is 0 where no history is kept. An event that comes a second time (its first answer was lost) is answered
--        as the first time: appended. {"", version, 2} where the history is at another version than expected: nothing was
--        written
-- Holds  the key remembers position, version and id. All reads, and with them all errors of type, come before the first write; a history entry's id is
--        <version>-0; the key is set only after the append (before it, a refused append would lose the event). A key that
--        was used is answered first, whatever is expected. An event with an expectation is appended once however often it
--        comes: if it is in the history, it is the first behind the version that it expected
local expects = string.find(ARGV[1], 'e', 1, true) and table.remove(ARGV, 3)
local history = string.find(ARGV[1], 'h', 1, true) and KEYS[2]
local key = string.find(ARGV[1], 'i', 1, true) and KEYS[#KEYS]

if key then
  local first = redis.call('GET', key)
  if first then
    local position, version, id = string.match(first, '^(%S+) (%d+) ?(%S*)$')
    if id == ARGV[4] then return {position, tonumber(version), 0} end
    return {position, tonumber(version), 1, id}
  end
end

redis.call('XLEN', KEYS[1])
local version = 0
if history then
  local last = redis.call('XREVRANGE', history, '+', '-', 'COUNT', 1)[1]
  version = (last and tonumber(string.match(last[1], '^%d+')) or 0) + 1
  if expects then
    local number, before = string.match(expects, '^(%d+) ?(%S*)$')
    if tonumber(number) ~= version - 1 or (before ~= '' and (not last or last[2][2] ~= before)) then
      local found = redis.call('XRANGE', history, string.format('(%s-0', number), '+', 'COUNT', 1)[1]
      if found and found[2][2] == ARGV[4] then
        return {found[2][#found[2]], tonumber(string.match(found[1], '^%d+')), 0}
      end
      return {'', version - 1, 2}
    end
  end
end

local position = redis.call('XADD', KEYS[1], '*', unpack(ARGV, 3))
if history then
  ARGV[#ARGV + 1] = 'position'
  ARGV[#ARGV + 1] = position
  local added = redis.pcall('XADD', history, string.format('%d-0', version), unpack(ARGV, 3))
  if type(added) == 'table' and added.err then
    -- The last entry was deleted by hand; its id is still spent.
    local info = redis.call('XINFO', 'STREAM', history)
    for at = 1, #info, 2 do
      if info[at] == 'last-generated-id' then version = tonumber(string.match(info[at + 1], '^%d+')) + 1 end
    end
    redis.call('XADD', history, string.format('%d-0', version), unpack(ARGV, 3))
  end
end
if key then
  redis.call('SET', key, position .. ' ' .. string.format('%d', version) .. ' ' .. ARGV[4], 'PX', ARGV[2])
end
return {position, version, 0}
