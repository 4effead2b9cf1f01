#!lua flags=allow-oom
-- Lets a paused group go on in one partition, and says so in the audit.
-- KEYS   1 the hash that is there while the group is paused, 2 audit
-- ARGV   1 group, 2 who, 3 why, 4 "record" where the audit is to say so, else ""
-- Reply  1 it was paused, 0 it was not: nothing was done, and the audit says nothing
-- Holds  works at maxmemory; errors of type come before the first write; the act and its record are one step
local pause, audit = KEYS[1], KEYS[2]
redis.call('XLEN', audit)
if redis.call('DEL', pause) == 0 then return 0 end
if ARGV[4] == 'record' then
  redis.call('XADD', audit, 'MAXLEN', '~', 10000, '*', 'act', 'resume', 'who', ARGV[2], 'why', ARGV[3], 'group', ARGV[1])
end
return 1
