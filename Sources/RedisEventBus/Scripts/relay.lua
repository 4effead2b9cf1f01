#!lua
-- Appends, of a batch that an outbox kept, those events that it has not appended before: in order, up to the first refusal.
-- KEYS   1 log, 2 what is remembered of the outbox; then for each event its history (h) and idempotency key (i), as kept
-- ARGV   1 the mark of the event that the outbox appended last, or ""; 2 how long that is remembered, in ms; then for each
--        event: its mark (ID#NUMBER: the number is the outbox's own, since ids may repeat), what is kept ("", or as append.lua
--        has it), the window of its key in ms, the number of arguments that follow, and those: what it expects (e), its
--        fields and values
-- Reply  {events of the batch that are in the log, position of the last of them, mark that is remembered, error or "", how
--        many of the events this call appended}; the error is "CONFLICT <version>" where an aggregate is at another version
--        than its event expects
-- Holds  the key remembers the mark of the event appended last (older programs: its id alone); a batch whose previous event
--        it is not, and of which it remembers none, appends nothing: so an old batch that arrives late, or one whose
--        predecessor was lost, changes nothing. It is set after each append, so that it is right whatever refuses the next
--        one. The caller bounds the batch
local function append(KEYS, ARGV)
--[[append.lua]]
end

local memory, previous, window = KEYS[2], ARGV[1], ARGV[2]
local known = redis.call('GET', memory)
local last, position = '', ''
if known then last, position = string.match(known, '^(%S+) (%S+)$') end

local skip, at, number = 0, 3, 0
if known and last ~= previous then
  while at <= #ARGV do
    number = number + 1
    if ARGV[at] == last or string.match(ARGV[at], '^[^#]+') == last then skip = number end
    at = at + 4 + tonumber(ARGV[at + 3])
  end
  if skip == 0 then return {0, '', last, '', 0} end
end

local done, fresh, key = 0, 0, 3
at = 3
while at <= #ARGV do
  local mark, keeps, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 3])
  local keys = {KEYS[1]}
  for _ in string.gmatch(keeps, '[hi]') do
    keys[#keys + 1] = KEYS[key]
    key = key + 1
  end
  if done >= skip then
    local fine, reply = true, nil
    if keeps == '' then
      reply = redis.pcall('XADD', KEYS[1], '*', unpack(ARGV, at + 4, at + 3 + count))
    else
      fine, reply = pcall(append, keys, {keeps, ARGV[at + 2], unpack(ARGV, at + 4, at + 3 + count)})
    end
    if not fine or (type(reply) == 'table' and reply.err) then
      return {done, position, last, type(reply) == 'table' and reply.err or tostring(reply), fresh}
    end
    if type(reply) == 'table' and reply[3] == 2 then
      return {done, position, last, string.format('CONFLICT %d', reply[2]), fresh}
    end
    if type(reply) ~= 'table' or reply[3] ~= 1 then fresh = fresh + 1 end
    last = mark
    position = type(reply) == 'table' and reply[1] or reply
    redis.call('SET', memory, last .. ' ' .. position, 'PX', window)
  end
  done = done + 1
  at = at + 4 + count
end
return {done, position, last, '', fresh}
