/**
 * Counts in one step, where any number of processes do so at once: takes when it still fits, and gives back when
 * something was taken. Others may write to Redis as well: what cannot be a count of ours begins anew. Answers the
 * count, one more than the most when it is refused, and the milliseconds until it begins anew.
 */
export const COUNT = `
local change, seconds, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local left = redis.call('pttl', KEYS[1])
local counted = 0
if redis.call('type', KEYS[1]).ok == 'string' then
  counted = tonumber(redis.call('get', KEYS[1])) or -1
end
if counted ~= math.floor(counted) or counted < 0 or counted > most or left <= 0 or left > seconds * 1000 then
  redis.call('del', KEYS[1])
  counted = 0
  left = seconds * 1000
end
local after = counted + change
if after > most then return {after, left} end
if after < 0 then return {0, left} end
redis.call('set', KEYS[1], after, 'PX', left)
return {after, left}
`;
