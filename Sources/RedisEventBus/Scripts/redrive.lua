#!lua flags=allow-oom
-- Gives a dead letter's entry back to the group that gave up on it, as a delivery that is due now, with no attempt made.
-- KEYS   1 dead letters, 2 log, 3 when parked deliveries are due, 4 aggregates held by a dead letter, 5 audit
-- ARGV   1 letter, 2 group, 3 position of the entry, 4 aggregate, 5 who, 6 why; then the audit's further fields and values
-- Reply  1 given back, 0 the letter is gone: another has dealt with it, -1 the entry is no longer in the log, -2 the group
--        is no more
-- Holds  works at maxmemory; whatever can fail by itself is asked before the first write; XDEL of the letter is the first
--        write, so that of two that redrive one does; the group's position is not touched, nor is any other group; its
--        aggregate is held no longer where it was this letter that held it
local dead, log, delayed, held, audit = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local letter, group, position, aggregate = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
redis.call('XLEN', dead)
redis.call('ZCARD', delayed)
redis.call('XLEN', audit)
local holder = redis.call('HGET', held, aggregate)
if #redis.call('XRANGE', dead, letter, letter) == 0 then return 0 end
if #redis.call('XRANGE', log, position, position) == 0 then return -1 end
local pending = redis.pcall('XPENDING', log, group, position, position, 1)
if pending.err then return -2 end
redis.call('XDEL', dead, letter)
-- One that is pending was given back by another letter of the same delivery.
if #pending == 0 then
  local time = redis.call('TIME')
  redis.call('XCLAIM', log, group, '~delayed', 0, position, 'FORCE', 'RETRYCOUNT', 0, 'JUSTID')
  redis.call('ZADD', delayed, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), position)
end
if holder == position then redis.call('HDEL', held, aggregate) end
redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'redrive', 'who', ARGV[5], 'why', ARGV[6], 'letter', letter,
  'group', group, 'position', position, unpack(ARGV, 7))
return 1
