#!lua flags=allow-oom
-- Notes which items of the processing list nobody has claimed, and since when; says which of them are overdue.
-- KEYS   1 claims
-- ARGV   1 visibility in ms; then for each distinct item: digest, how often it stands in the processing list
-- Reply  the digests of items whose claim has run out, or that have stood without one for the visibility
-- Holds  an item without a claim was taken by a foreign worker (BRPOPLPUSH); of equal items it can't be told which one a
--        foreign worker has finished, so the oldest sighting goes: an item may be rescued late, never early. A claim that
--        has run out is kept while its item is there; what has no item goes, a living claim never
local claims, visibility = KEYS[1], tonumber(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local overdue = {}
for at = 2, #ARGV, 2 do
  local digest, count = ARGV[at], tonumber(ARGV[at + 1])
  local before = redis.call('HGET', claims, digest) or ''
  local kept, claimed, isOverdue, sightings = '', 0, false, {}
  for line in string.gmatch(before, '\n([^\n]+)') do
    local deadline = string.match(line, '^c %w+ (%d+)')
    local seen = string.match(line, '^s (%d+)')
    local untilWhen = string.match(line, '^n %d+ (%d+)')
    if deadline then
      local hasRunOut = tonumber(deadline) <= now
      if count > 0 or not hasRunOut then
        kept = kept .. '\n' .. line
        claimed = claimed + 1
        isOverdue = isOverdue or hasRunOut
      end
    elseif seen then
      sightings[#sightings + 1] = tonumber(seen)
    elseif untilWhen and tonumber(untilWhen) > now then
      kept = kept .. '\n' .. line
    end
  end
  -- Of more than a hundred equal items the others have their turn when these are gone.
  local unclaimed = math.min(math.max(count - claimed, 0), 100)
  while #sightings > unclaimed do table.remove(sightings, 1) end
  while #sightings < unclaimed do sightings[#sightings + 1] = now end
  for _, seen in ipairs(sightings) do kept = kept .. string.format('\ns %d', seen) end
  if kept == '' then
    redis.call('HDEL', claims, digest)
  elseif kept ~= before then
    redis.call('HSET', claims, digest, kept)
  end
  if isOverdue or (sightings[1] and sightings[1] <= now - visibility) then overdue[#overdue + 1] = digest end
end
return overdue
