#!lua flags=allow-oom
-- Ends the claim of an item and puts it where it belongs next; does nothing where the claim is no longer there.
-- KEYS   1 processing list, 2 claims, 3 list, 4 delayed items, 5 dead list
-- ARGV   1 token, 2 digest, 3 item, 4 done | again | later | dead, 5 the bytes to put there ("" for done), 6 takes to
--        remember of them, 7 for how many ms they wait (later)
-- Reply  1 settled, 0 the claim is gone: it ran out and the item was given to another
-- Holds  works at maxmemory; errors of type come before the first write; bytes that wait are put there even where a
--        foreign worker has removed the item, so that nothing is lost
local processing, claims, list, delayed, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local token, digest, item, what, bytes, takes = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
redis.call('LLEN', processing)
redis.call('LLEN', list)
redis.call('LLEN', dead)
redis.call('ZCARD', delayed)
local held = redis.call('HGET', claims, digest) or ''
local from, to = string.find(held, '\nc ' .. token .. ' %d+ %d+ [^\n]*')
if not from then return 0 end
held = string.sub(held, 1, from - 1) .. string.sub(held, to + 1)
if held == '' then redis.call('HDEL', claims, digest) else redis.call('HSET', claims, digest, held) end
redis.call('LREM', processing, 1, item)
if what == 'done' then return 1 end
if what == 'dead' then
  redis.call('LPUSH', dead, bytes)
  return 1
end

local time = redis.call('TIME')
local due = time[1] * 1000 + math.ceil(time[2] / 1000) + tonumber(ARGV[7])
if what == 'later' then
  redis.call('ZADD', delayed, due, token .. ' ' .. bytes)
else
  redis.call('RPUSH', list, bytes)
end
if takes > 0 then
  local put = redis.sha1hex(bytes)
  held = redis.call('HGET', claims, put) or ''
  takes = math.max(takes, tonumber(string.match(held, '\nn (%d+) %d+') or '0'))
  held = string.gsub(held, '\nn %d+ %d+', '')
  redis.call('HSET', claims, put, string.format('%s\nn %d %d', held, takes, due + 86400000))
end
return 1
