import EventBus
import RedisEventBus

/// How one partition stands to its retention, as a command prints it.
struct RetentionReport {
    let status: RetentionStatus

    /// The report in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text: ([heading] + verdict + TextTable.lines(rows).map { "  " + $0 }).joined(separator: "\n")
        case .json: "\(json)"
        }
    }

    private var heading: String {
        let size = status.bytes.map { ", about \(Self.size($0))" } ?? ""
        let age = status.first == nil ? "" : ", oldest \(Self.age(status.oldestAge))"
        let bounds = [
            status.policy.maxAge.map { "max_age \(Self.age($0))" },
            status.policy.maxEntries.map { "max_entries \($0)" },
        ].compactMap(\.self)
        return "\(status.stream) partition \(status.partition): \(status.length) entries\(age)\(size); "
            + (bounds.isEmpty ? "kept for ever" : bounds.joined(separator: ", "))
    }

    private var verdict: [String] {
        var lines: [String] = []
        if status.isRemovable { lines.append("  entries that are too old or too many can go") }
        if let holder = status.holder {
            let why = holder.needs.map { needs in
                holder.pending > 0
                    ? "has \(holder.pending) pending, the oldest \(needs)" : "has read only up to before \(needs)"
            }
            lines.append(
                "  entries are kept for the \(holder.standing.rawValue) group \(holder.name), which "
                    + (why ?? "does not exist yet: start it, or take it out of the catalogue"))
        } else if !status.isDue {
            lines.append("  nothing is too old or too many")
        }
        return lines
    }

    private var rows: [[String]] {
        guard !status.groups.isEmpty else { return [] }
        return [["GROUP", "KIND", "NEEDS FROM", "PENDING", "BEHIND", "KEPT FOR IT"]]
            + status.groups.map { group in
                [
                    group.name, group.standing.rawValue, group.needs.map { "\($0)" } ?? "does not exist",
                    "\(group.pending)", Self.age(group.lag),
                    group.holds.map { $0 > .beginning ? "from \($0)" : "everything" } ?? "nothing",
                ]
            }
    }

    private var json: JSONValue {
        var object = JSONObject()
        object["stream"] = .string(status.stream)
        object["partition"] = .number(JSONNumber(status.partition))
        object["entries"] = .number(JSONNumber(status.length))
        object["first"] = status.first.map { .string("\($0)") } ?? .null
        object["oldest_age_seconds"] = Self.seconds(status.oldestAge)
        object["bytes"] = status.bytes.map { .number(JSONNumber($0)) } ?? .null
        object["max_age_seconds"] = status.policy.maxAge.map { Self.seconds($0) } ?? .null
        object["max_entries"] = status.policy.maxEntries.map { .number(JSONNumber($0)) } ?? .null
        object["floor"] = .string("\(status.floor)")
        object["due"] = .bool(status.isDue)
        object["removable"] = .bool(status.isRemovable)
        object["held_by"] = status.holder.map { .string($0.name) } ?? .null
        object["groups"] = .array(
            status.groups.map { group in
                var object = JSONObject()
                object["name"] = .string(group.name)
                object["kind"] = .string(group.standing.rawValue)
                object["needs"] = group.needs.map { .string("\($0)") } ?? .null
                object["holds"] = group.holds.map { .string("\($0)") } ?? .null
                object["pending"] = .number(JSONNumber(group.pending))
                object["behind_seconds"] = Self.seconds(group.lag)
                object["released"] = .bool(group.isReleased)
                return .object(object)
            })
        return .object(object)
    }

    private static func seconds(_ duration: Duration) -> JSONValue {
        .number(JSONNumber(Int(duration.components.seconds)))
    }

    /// A length of time in its greatest unit, as the catalogue writes it.
    private static func age(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        let units = [(86_400, "d"), (3_600, "h"), (60, "m")]
        guard let unit = units.first(where: { seconds >= $0.0 }) else { return "\(seconds)s" }
        return "\(seconds / unit.0)\(unit.1)"
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\(bytes / 1_024) KiB" : "\(bytes >> 20) MiB"
    }
}
