/**
 * The part of the script engine that is easiest said in Lua: what scripts see (Redis' library and globals, in
 * the dialect of Lua 5.1 where a name was dropped since) and how their errors are told. Gets the functions
 * `host_call` (raises errors), `host_pcall` and `host_sha1`; returns `compile(source)` and `run(script, sha, keys, args)`.
 */
export const luaPrelude = `
local host_call, host_pcall, host_sha1 = ...

local redis = {
  call = host_call,
  pcall = host_pcall,
  sha1hex = function(text) return host_sha1(tostring(text)) end,
  log = function() end,
  LOG_DEBUG = 0, LOG_VERBOSE = 1, LOG_NOTICE = 2, LOG_WARNING = 3,
}

function redis.error_reply(text)
  if type(text) ~= "string" then return { err = "ERR wrong number or type of arguments" } end
  text = text:gsub("[\\r\\n]+$", "")
  text = text:gsub("^-", "")
  return { err = text:find(" ", 1, true) and text or "ERR " .. text }
end

function redis.status_reply(text)
  if type(text) ~= "string" then return { err = "ERR wrong number or type of arguments" } end
  return { ok = text }
end

local function copy(library, names)
  local result = {}
  for name in names:gmatch("%S+") do result[name] = library[name] end
  return result
end

local globals = copy(_G, "assert error getmetatable ipairs next pairs rawequal rawget rawset select setmetatable tonumber type xpcall _VERSION")
globals.redis = redis
globals.unpack = table.unpack
globals.string = copy(string, "byte char find format gmatch gsub len lower match rep reverse sub upper")
globals.table = copy(table, "concat insert remove sort")
globals.table.getn = function(list) return #list end
globals.math = copy(math, "abs acos asin atan ceil cos deg exp floor fmod huge log max min modf pi rad random randomseed sin sqrt tan")
globals.math.pow = function(base, exponent) return base ^ exponent end
globals.coroutine = coroutine

-- As in Redis: a caught error of redis.call is told as text.
function globals.pcall(...)
  local results = table.pack(pcall(...))
  if not results[1] and type(results[2]) == "table" then results[2] = results[2].err or results[2] end
  return table.unpack(results, 1, results.n)
end

-- In Lua 5.1, which Redis runs, 10 / 2 prints as 5, not as 5.0.
function globals.tostring(value)
  if math.type(value) == "float" then return string.format("%.14g", value) end
  return tostring(value)
end

local environment = setmetatable({}, {
  __index = function(_, name)
    local value = globals[name]
    if value == nil then
      error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2)
    end
    return value
  end,
  __newindex = function() error("Attempt to modify a readonly table", 2) end,
  __metatable = false,
})
globals._G = environment

function globals.loadstring(source, name)
  return load(source, name, "t", environment)
end

-- Where a script failed: the innermost line of the script itself.
local function locate(problem)
  if type(problem) ~= "table" or problem.err == nil then problem = { err = "ERR " .. globals.tostring(problem) } end
  local located = { err = problem.err }
  for level = 2, 200 do
    local frame = debug.getinfo(level, "Sl")
    if not frame then break end
    if frame.source == "@user_script" then
      located.line = frame.currentline
      break
    end
  end
  return located
end

local function compile(source)
  local script, problem = load(source, "@user_script", "t", environment)
  if script then return script end
  return { err = "ERR Error compiling script (new function): " .. problem }
end

local function run(script, sha, keys, args)
  globals.KEYS, globals.ARGV = keys, args
  local succeeded, result = xpcall(script, locate)
  if succeeded then return result end
  if not result.line then return { err = result.err } end
  return { err = result.err .. " script: " .. sha .. ", on @user_script:" .. result.line .. "." }
end

return compile, run
`;
