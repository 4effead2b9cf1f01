#!lua flags=allow-oom
-- Says that workers still work: moves the deadlines of claims, each only while it is there.
-- KEYS   1 claims
-- ARGV   1 visibility in ms; then for each claim: digest, token
-- Reply  the tokens of claims that are gone
-- Holds  works at maxmemory; a claim that was ended is never made again
local claims = KEYS[1]
local time = redis.call('TIME')
local deadline = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1])
local gone = {}
for at = 2, #ARGV, 2 do
  local digest, token = ARGV[at], ARGV[at + 1]
  local held = redis.call('HGET', claims, digest) or ''
  local from, to = string.find(held, '\nc ' .. token .. ' %d+')
  if from then
    redis.call('HSET', claims, digest,
      string.sub(held, 1, from - 1) .. '\nc ' .. token .. ' ' .. deadline .. string.sub(held, to + 1))
  else
    gone[#gone + 1] = token
  end
end
return gone
