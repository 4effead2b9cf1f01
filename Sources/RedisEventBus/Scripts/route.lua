#!lua
-- Routes a batch of entries: each is acknowledged, and put on its lists and channels only if this call acknowledged it.
-- KEYS   1 log, 2 dead letters, 3 lease, 4… the lists that the batch is routed to
-- ARGV   1 group, 2 consumer, 3 now (RFC 3339), 4 epoch of the lease; then for each entry: its position, the number of
--        its routes, and for each route LPUSH or PUBLISH, the list or channel, the message
-- Reply  {entries routed, entries that were no longer pending, entries with a failed route, {position, names of its
--        failed routes, …}, {positions that were no longer pending}}; the error LEASELOST where the lease is no longer
--        held under the epoch, NOGROUP where the group is gone: nothing has been done
-- Holds  only the holder of the lease routes, so that lists keep the log's order; XACK first, so that of two routers
--        one routes; every later command by pcall, since a script is not rolled back; failed routes are named in one dead letter; if even that can't be written, the entry is put back into
--        the pending list and nothing of it counts as done; that the dead letters can be written is seen to first
local log, dead, group, consumer, now = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
if redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[4] then
  return redis.error_reply('LEASELOST the lease is no longer held under epoch ' .. ARGV[4])
end
redis.call('XLEN', dead)
redis.call('XPENDING', log, group)
local routed, gone, failed = 0, 0, 0
local failures, missing = {}, {}
local at, last = 5, #ARGV
while at <= last do
  local position, count = ARGV[at], tonumber(ARGV[at + 1])
  at = at + 2
  if redis.call('XACK', log, group, position) == 1 then
    local names, reason
    for _ = 1, count do
      local reply = redis.pcall(ARGV[at], ARGV[at + 1], ARGV[at + 2])
      if type(reply) == 'table' and reply.err then
        names = (names and names .. ' ' or '') .. ARGV[at + 1]
        reason = reason or reply.err
      end
      at = at + 3
    end
    if names then
      failed = failed + 1
      failures[#failures + 1] = position
      failures[#failures + 1] = names
      local entry = redis.call('XRANGE', log, position, position)[1]
      local fields = entry and entry[2] or {}
      if #fields > 7000 then
        fields = {'entry_msgpack', cmsgpack.pack(fields)}
      end
      local letter = redis.pcall('XADD', dead, '*', 'group', group, 'consumer', consumer, 'position', position,
        'attempts', '1', 'reason', 'route_failed', 'error', reason, 'failed_routes', names,
        'first_failure', now, 'last_failure', now, unpack(fields))
      if type(letter) == 'table' and letter.err then
        redis.call('XCLAIM', log, group, consumer, 0, position, 'FORCE', 'JUSTID')
      end
    else
      routed = routed + 1
    end
  else
    gone = gone + 1
    missing[gone] = position
    at = at + 3 * count
  end
end
return {routed, gone, failed, failures, missing}
