-- Sends the requests of a file in turn: method, path, token and body, with tabs between them. A body that goes to /orders
-- comes with an Idempotency-Key of its own each time. Prints one line of figures at the end.
local requests = {}
local sent = 0
local prefix

function init(arguments)
  prefix = arguments[2]
  for line in io.lines(arguments[1]) do
    local method, path, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = {}
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    if body == "" then body = nil else headers["Content-Type"] = "application/json" end
    if path:match("/orders$") and body then headers["Idempotency-Key"] = "@KEY@" end
    local text = wrk.format(method, path, headers, body)
    local before, after = text:match("^(.*)@KEY@(.*)$")
    requests[#requests + 1] = before and {before, after} or text
  end
end

function request()
  sent = sent + 1
  local text = requests[(sent - 1) % #requests + 1]
  if type(text) == "string" then return text end
  return text[1] .. prefix .. "-" .. sent .. text[2]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d %d\n", summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50), latency:percentile(99)))
end
