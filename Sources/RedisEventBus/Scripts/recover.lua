#!lua flags=allow-oom
-- Reads one page of a group's pending list in the log's order, taking over what this consumer is to have of it.
-- KEYS   1 log, 2 when parked deliveries are due, 3 lease
-- ARGV   1 group, 2 consumer, 3 epoch of the lease, 4 from where ("-" or "(" and a position), 5 how many, 6 what is taken
--        over besides this consumer's own: "all" (everybody's: nobody else may read), "none", or "idle" (others' only,
--        untouched for so long), 7 how long that is in ms, 8 bytes of fields that are enough for one page
-- Reply  {where the next page begins, or "" at the end; then for each delivery taken {attempt, {position, fields}} and,
--        for "all", for each parked one {attempts made, position, ms until it is due or -1, aggregate id}; for "none",
--        for each parked one that nothing will wake, the same}; fields are null where the entry was trimmed
--        LEASELOST if the lease has another epoch (nothing was done)
-- Holds  works at maxmemory; counts of attempts stay as they are; consumers whose names begin with ~ are no consumers and
--        lose nothing; one step for each entry of the page
local log, delayed = KEYS[1], KEYS[2]
local group, consumer, from, count, others = ARGV[1], ARGV[2], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local idle, enough = tonumber(ARGV[7]), tonumber(ARGV[8])
if redis.call('HGET', KEYS[3], 'epoch') ~= ARGV[3] then
  return redis.error_reply('LEASELOST the lease has another epoch')
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function is_to_be_taken(owner, age)
  if owner == consumer then return others ~= 'idle' end
  if string.sub(owner, 1, 1) == '~' then return false end
  return others == 'all' or others == 'idle' and age >= idle
end

local function aggregate_of(fields)
  for at = 1, #fields, 2 do
    if fields[at] == 'subject' then return fields[at + 1] end
  end
  return ''
end

local pending = redis.call('XPENDING', log, group, from, '+', count)
local page, bytes, last = {''}, 0, nil
for _, one in ipairs(pending) do
  local position, owner, age, attempts = one[1], one[2], one[3], one[4]
  if bytes >= enough then break end
  if is_to_be_taken(owner, age) then
    if owner ~= consumer then
      redis.call('XCLAIM', log, group, consumer, 0, position, 'JUSTID')
    end
    local entry = redis.call('XRANGE', log, position, position)[1] or {position, false}
    for _, text in ipairs(entry[2] or {}) do bytes = bytes + #text end
    page[#page + 1] = {attempts, entry}
  elseif owner == '~delayed' and others ~= 'idle' then
    local due = redis.call('ZSCORE', delayed, position)
    if others == 'all' or not due then
      local entry = redis.call('XRANGE', log, position, position)[1]
      page[#page + 1] = {attempts, position, due and math.max(0, due - now) or -1, entry and aggregate_of(entry[2]) or ''}
    end
  end
  last = position
end
if last and (#pending == count or last ~= pending[#pending][1]) then
  page[1] = '(' .. last
end
return page
