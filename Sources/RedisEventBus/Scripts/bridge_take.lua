#!lua flags=allow-oom
-- Takes messages of a foreign list, the oldest first: those in the processing list where they are asked for and there are
-- some, else those that wait, which go to the processing list. One that is too large to be read goes to the dead list as it
-- is, and does not leave the server.
-- KEYS   1 list, 2 processing list, 3 dead list
-- ARGV   1 "1" for what lies in the processing list first, 2 the most messages, 3 after how many bytes no more are taken,
--        4 how many bytes the largest message has that is read
-- Reply  {messages, the bytes of each that went to the dead list, 1 where all of these lay in the processing list, else 0}
-- Holds  a message is on one list; works at maxmemory, since what moves takes no room; errors of type come before the first
--        write
local list, processing, dead = KEYS[1], KEYS[2], KEYS[3]
local most, room, largest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('LLEN', list)
redis.call('LLEN', dead)
local unfinished = redis.call('LLEN', processing) > 0 and ARGV[1] == '1'
local messages, buried = {}, {}
while room > 0 and #messages < most do
  local message
  if unfinished then
    local place = -#messages - 1
    message = redis.call('LRANGE', processing, place, place)[1]
  else
    message = redis.call('LMOVE', list, processing, 'RIGHT', 'LEFT')
  end
  if not message then break end
  local bytes = #message
  if bytes <= largest then
    messages[#messages + 1] = message
  elseif not unfinished then
    redis.call('LMOVE', processing, dead, 'LEFT', 'LEFT')
    buried[#buried + 1] = bytes
  elseif #messages == 0 then
    redis.call('LMOVE', processing, dead, 'RIGHT', 'LEFT')
    buried[#buried + 1] = bytes
  else
    -- Its turn comes when it is the oldest, and can be moved without being searched for.
    break
  end
  room = room - bytes
end
return {messages, buried, unfinished and 1 or 0}
