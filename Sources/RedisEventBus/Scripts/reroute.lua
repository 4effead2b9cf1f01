#!lua flags=allow-oom
-- Puts a dead letter's event on the lists and channels that it had failed to reach, and on no others.
-- KEYS   1 dead letters, 2 audit, 3… the lists
-- ARGV   1 letter, 2 group, 3 position of the entry, 4 who, 5 why, 6 now (RFC 3339), 7 the number of routes; for each
--        route LPUSH or PUBLISH, the list or channel, the message; then the audit's further fields and values
-- Reply  {1, "", ""} every route was served, {0, "", ""} the letter is gone: another has dealt with it, {-1, routes,
--        error} these routes failed again and stand in a new letter, the others were served
-- Holds  works at maxmemory; XDEL of the letter is the first write, so that of two that redrive one does; each route by
--        pcall, since a script is not rolled back
local dead, audit, letter = KEYS[1], KEYS[2], ARGV[1]
redis.call('XLEN', audit)
local entry = redis.call('XRANGE', dead, letter, letter)[1]
if not entry then return {0, '', ''} end
redis.call('XDEL', dead, letter)
local names, reason = '', ''
local at = 8
for _ = 1, tonumber(ARGV[7]) do
  local reply = redis.pcall(ARGV[at], ARGV[at + 1], ARGV[at + 2])
  if type(reply) == 'table' and reply.err then
    if names ~= '' then names = names .. ' ' end
    names = names .. ARGV[at + 1]
    if reason == '' then reason = reply.err end
  end
  at = at + 3
end
if names ~= '' then
  local fields = entry[2]
  -- The nine fields about the failure come first, each with its value.
  for place = 1, 18, 2 do
    if fields[place] == 'error' then fields[place + 1] = reason end
    if fields[place] == 'failed_routes' then fields[place + 1] = names end
    if fields[place] == 'last_failure' then fields[place + 1] = ARGV[6] end
  end
  redis.call('XADD', dead, '*', unpack(fields))
end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'redrive', 'who', ARGV[4], 'why', ARGV[5], 'letter', letter,
  'group', ARGV[2], 'position', ARGV[3], 'failed_again', names, unpack(ARGV, at))
if names ~= '' then return {-1, names, reason} end
return {1, '', ''}
