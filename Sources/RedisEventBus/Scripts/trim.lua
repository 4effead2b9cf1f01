#!lua flags=allow-oom
-- Removes the oldest entries of a log in one small step, never one that a group still needs.
-- KEYS   1 log, 2 what is known to have been removed (hash: through, removed), 3 audit
-- ARGV   1 entries before this position are too old, or ""; 2 how many entries may stay, or ""; 3 how many this step removes
--        at most; 4 the bound of groups that are not named here; 5 who trims by hand and 6 why, "" where nobody does or the
--        audit says so already; then for each group its name and its bound:
--        "!" needs all that it has not acknowledged, and must exist; "=" the same, if it exists; a position: needs only
--        what stands at or behind it; "" needs nothing
-- Reply  {entries removed, position from which on entries are needed or "", the group that needs it or "",
--        position through which all is removed or "", {group, entries acknowledged away, the first, the last, …}}
-- Holds  a trim by hand stands in the audit as soon as it has removed anything; what groups need is read here and not taken over from the caller, so that nothing can change in between; works at
--        maxmemory; of each group's pending entries at most 100 are acknowledged away, and only removed ones; `through` is an
--        entry that was removed, or where whole nodes went, the place before the first that is left
local log, record = KEYS[1], KEYS[2]
local cut, keep, limit, unnamed, who, why = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]

local function sortable(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return string.rep('0', 20 - #ms) .. ms .. string.rep('0', 20 - #seq) .. seq
end
local function isBefore(one, other)
  return sortable(one) < sortable(other)
end
-- The place right behind an entry. Numbers of more than 15 digits are not exact here: then the entry itself, which is safe.
local function behind(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return #seq > 15 and id or ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
end
local function ahead(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  if seq == '0' then return string.format('%.0f', tonumber(ms) - 1) .. '-18446744073709551615' end
  return #seq > 15 and id or ms .. '-' .. string.format('%.0f', tonumber(seq) - 1)
end
local function named(flat)
  local fields = {}
  for at = 1, #flat, 2 do fields[flat[at]] = flat[at + 1] end
  return fields
end

if who ~= '' then redis.call('XLEN', KEYS[3]) end
if redis.call('EXISTS', log) == 0 then return {0, '', '', '', {}} end
local info = named(redis.call('XINFO', 'STREAM', log))
local last = info['last-generated-id']

local known = redis.call('HMGET', record, 'through', 'removed')
local through = known[1]
if through and (isBefore(last, through) or tonumber(known[2]) > info['entries-added'] - info['length']) then
  -- Of a log that is no more.
  redis.call('DEL', record)
  through = false
end

local bounds = {}
for at = 7, #ARGV, 2 do bounds[ARGV[at]] = ARGV[at + 1] end
local floor, holder, overtaken, exists = behind(last), '', {}, {}
for _, flat in ipairs(redis.call('XINFO', 'GROUPS', log)) do
  local group = named(flat)
  local bound = bounds[group.name] or unnamed
  local needs = behind(group['last-delivered-id'])
  if group.pending > 0 then
    local oldest = redis.call('XPENDING', log, group.name)[2]
    if isBefore(oldest, needs) then needs = oldest end
  end
  local held = needs
  if bound == '' then
    held = false
  elseif bound ~= '!' and bound ~= '=' and isBefore(needs, bound) then
    held = bound
  end
  if held ~= needs and group.pending > 0 then overtaken[#overtaken + 1] = group.name end
  if held and (holder == '' or isBefore(held, floor)) and isBefore(held, behind(last)) then
    floor, holder = held, group.name
  end
  exists[group.name] = true
end
for at = 7, #ARGV, 2 do
  if ARGV[at + 1] == '!' and not exists[ARGV[at]] then
    return {0, '0-0', ARGV[at], through or '', {}}
  end
end

-- Whole nodes at once while there are any, since that costs nothing; then the entries of the node that is left.
local exact = false
local function remove(before, budget)
  if budget <= 0 then return 0 end
  local oldest = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  if not oldest or not isBefore(oldest[1], before) then return 0 end
  local removed = redis.call('XTRIM', log, 'MINID', '~', before, 'LIMIT', budget)
  if removed > 0 then
    exact = false
    return removed
  end
  local entries = redis.call('XRANGE', log, '-', '(' .. before, 'COUNT', math.min(budget, 100))
  local newest = entries[#entries][1]
  removed = redis.call('XTRIM', log, 'MINID', '=', behind(newest))
  exact = removed == #entries and newest
  return removed
end
local began = info['first-entry'] and info['first-entry'][1] or ''
local removed = 0
if cut ~= '' then removed = remove(isBefore(cut, floor) and cut or floor, limit) end
if keep ~= '' then
  removed = removed + remove(floor, math.min(limit - removed, info['length'] - removed - tonumber(keep)))
end
if removed > 0 then
  local first = redis.call('XRANGE', log, '-', '+', 'COUNT', 1)[1]
  through = exact or not first and last or ahead(first[1])
  redis.call('HSET', record, 'through', through)
  redis.call('HINCRBY', record, 'removed', removed)
  if who ~= '' then
    redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', 'act', 'trim', 'who', who, 'why', why, 'from', began,
      'length', info['length'], 'older_than', cut, 'keep', keep)
  end
end

local acknowledged = {}
for _, group in ipairs(through and overtaken or {}) do
  local gone = {}
  for _, pending in ipairs(redis.call('XPENDING', log, group, '-', through, 100)) do gone[#gone + 1] = pending[1] end
  if #gone > 0 then
    local count = redis.call('XACK', log, group, unpack(gone))
    for _, value in ipairs({group, count, gone[1], gone[#gone]}) do acknowledged[#acknowledged + 1] = value end
  end
end
return {removed, floor, holder, through or '', acknowledged}
