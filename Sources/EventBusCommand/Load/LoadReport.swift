import EventBus

/// What a load came to, as `load` prints it.
struct LoadReport {
    let event: String
    let correlationID: String
    let tally: LoadTally
    let elapsed: Duration

    private static let percentiles = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0)]

    private var rate: Double {
        let seconds = elapsed / .seconds(1)
        return seconds > 0 ? (Double(tally.appended + tally.duplicates) / seconds * 10).rounded() / 10 : 0
    }

    /// The report in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text: lines.joined(separator: "\n")
        case .json: "\(json)"
        }
    }

    private var lines: [String] {
        let seconds = (elapsed / .milliseconds(10)).rounded() / 100
        var lines = ["\(tally.appended) \(event) appended in \(seconds) s: \(rate) a second"]
        if tally.duplicates > 0 {
            lines.append("\(tally.duplicates) had been appended before (the same idempotency key)")
        }
        let latencies = Self.percentiles.compactMap { name, part in
            tally.latencies.percentile(part).map { "\(name) \(Quantity.milliseconds($0))" }
        }
        if !latencies.isEmpty { lines.append("latency  " + latencies.joined(separator: "  ")) }
        for (code, count) in tally.failures.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("failed   \(count) × \(code)")
        }
        return lines
    }

    private var json: JSONValue {
        var latencies = JSONObject()
        for (name, part) in Self.percentiles {
            let value = tally.latencies.percentile(part).map { ($0 / .microseconds(1)).rounded() / 1_000 }
            latencies["\(name)_ms"] = value.flatMap { JSONNumber($0) }.map { .number($0) } ?? .null
        }
        var failures = JSONObject()
        for (code, count) in tally.failures.sorted(by: { $0.key < $1.key }) {
            failures[code] = .number(JSONNumber(count))
        }
        return [
            "event": .string(event), "correlationid": .string(correlationID),
            "appended": .number(JSONNumber(tally.appended)), "duplicates": .number(JSONNumber(tally.duplicates)),
            "failed": .number(JSONNumber(tally.failed)),
            "seconds": JSONNumber((elapsed / .milliseconds(1)).rounded() / 1_000).map { .number($0) } ?? .null,
            "per_second": JSONNumber(rate).map { .number($0) } ?? .null, "latency": .object(latencies),
            "failures": .object(failures),
        ]
    }
}
