#!lua flags=allow-oom
-- Pauses a group in one partition, and says so in the audit.
-- KEYS   1 the hash that is there while the group is paused, 2 audit
-- ARGV   1 group, 2 who, 3 why, 4 since when (RFC 3339), 5 "record" where the audit is to say so, else ""
-- Reply  1
-- Holds  works at maxmemory; errors of type come before the first write; the act and its record are one step
local pause, audit = KEYS[1], KEYS[2]
redis.call('XLEN', audit)
redis.call('HSET', pause, 'by', ARGV[2], 'since', ARGV[4], 'reason', ARGV[3])
if ARGV[5] == 'record' then
  redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'pause', 'who', ARGV[2], 'why', ARGV[3], 'group', ARGV[1])
end
return 1
