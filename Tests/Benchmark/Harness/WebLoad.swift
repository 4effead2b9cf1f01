import Foundation

/// What `wrk` finds out of a path: how many requests a second, over 32 connections that each await their answer.
struct WebLoad: Sendable {
    let requestsPerSecond: Double

    /// Asks for two seconds; blocks the thread.
    ///
    /// - Parameter body: Sent by POST as JSON; a number of twelve digits in place of ``RedisBenchmark/placeholder`` differs
    ///   from request to request.
    init(_ url: String, body: String) throws(BenchmarkError) {
        let script = NSTemporaryDirectory() + "eventbus-benchmark-\(ProcessInfo.processInfo.processIdentifier).lua"
        let text = Self.script.replacingOccurrences(of: "BODY", with: body)
        guard FileManager.default.createFile(atPath: script, contents: Data(text.utf8)) else {
            throw .program("wrk", "its script can't be written to \(script)")
        }
        defer { try? FileManager.default.removeItem(atPath: script) }
        let output = try ChildProcess(["wrk", "-t", "1", "-c", "32", "-d", "2s", "-s", script, url]).output
        func number(_ name: String) -> Double? {
            guard let line = output.split(separator: "\n").first(where: { $0.contains(name) }) else { return nil }
            return line.split(separator: ":").last.flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        }
        guard let rate = number("Requests/sec") else {
            throw .program("wrk", "its output has changed: \(output.suffix(400))")
        }
        guard !output.contains("Non-2xx"), !output.contains("Socket errors") else {
            throw .unexpected("\(url) refused requests: \(output.suffix(400))")
        }
        requestsPerSecond = rate
    }

    private static let script = """
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        local body = [==[BODY]==]
        local number = 0
        request = function()
          number = number + 1
          return wrk.format(nil, nil, nil, (body:gsub("\(RedisBenchmark.placeholder)", string.format("%012d", number % 1000))))
        end
        """
}
