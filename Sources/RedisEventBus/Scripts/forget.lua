#!lua
-- Removes consumers of a group that are gone for good.
-- KEYS   1 log, 2 members
-- ARGV   1 group, 2 the least time in ms without a sign of them, 3 how many to remove at most
-- Reply  the names that were removed
-- Holds  XGROUP DELCONSUMER discards what is pending, so only consumers without pending entries go, and the question
--        and the removal are one script; a member's name stays (7.0 does not count an empty read as a sign of life), and
--        so do the names that begin with ~, which stand for what waits
if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then
  return string.match(consumers.err, '^NOGROUP') and {} or consumers
end
local living = {}
for _, entry in ipairs(redis.call('HVALS', KEYS[2])) do
  living[string.match(entry, '^%S+ %S+ (.*)$') or ''] = true
end
local removed = {}
for _, fields in ipairs(consumers) do
  local consumer = {}
  for at = 1, #fields, 2 do consumer[fields[at]] = fields[at + 1] end
  local is_gone = consumer.pending == 0 and consumer.idle > tonumber(ARGV[2])
    and not living[consumer.name] and string.sub(consumer.name, 1, 1) ~= '~'
  if is_gone and #removed < tonumber(ARGV[3]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    removed[#removed + 1] = consumer.name
  end
end
return removed
