import EventBus
import Logging

/// One log line: a pure value; an event of the log goes in, a line without its end comes out.
///
/// Whatever the metadata holds, the line is one line, and is bounded: a text is cut after 4 KiB, nesting after four levels,
/// and what would make the line longer than 16 KiB is left out, which the line then says.
struct LogLine {
    let time: Timestamp
    let level: Logger.Level
    let label: String
    let message: String
    let metadata: Logger.Metadata

    private static let textBytes = 4_096
    private static let lineBytes = 16_384
    private static let depth = 4
    /// The members that every line has.
    private static let reserved: Set<String> = ["time", "level", "message", "label", "truncated"]

    /// One JSON object: time, level, message and label, then the metadata by name. Metadata that has the name of one of
    /// these gets an underscore before it.
    var json: String {
        var object: JSONObject = [
            "time": .string("\(time)"), "level": .string(level.rawValue), "message": .string(cut(message)),
            "label": .string(cut(label)),
        ]
        var room = Self.lineBytes - JSONValue.object(object).bytes.count - 32
        var isTruncated = false
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let name = cut(Self.reserved.contains(name) ? "_" + name : name)
            let value = Self.json(value, depth: Self.depth)
            let size = JSONValue.object([name: value]).bytes.count
            if size > room {
                isTruncated = true
            } else {
                object[name] = value
                room -= size
            }
        }
        if isTruncated { object["truncated"] = .bool(true) }
        return Self.withoutSeparators("\(JSONValue.object(object))")
    }

    /// For people.
    ///
    /// - Parameter showsTime: Whether the time stands in front; not where a person watches the line being written.
    func text(showsTime: Bool) -> String {
        var line = showsTime ? "\(time) " : ""
        line += "\(level): \(LineText.escaped(cut(message)))"
        var isTruncated = false
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
            let pair = " \(LineText.escaped(cut(name)))=\(Self.quoted(cut("\(value)")))"
            if line.utf8.count + pair.utf8.count > Self.lineBytes - 32 {
                isTruncated = true
            } else {
                line += pair
            }
        }
        return isTruncated ? line + " truncated=true" : line
    }

    private func cut(_ text: String) -> String { LineText.cut(text, toBytes: Self.textBytes) }

    private static func json(_ value: Logger.MetadataValue, depth: Int) -> JSONValue {
        switch value {
        case .string(let text): return .string(LineText.cut(text, toBytes: textBytes))
        case .stringConvertible(let number as Int): return .number(JSONNumber(number))
        case .stringConvertible(let truth as Bool): return .bool(truth)
        case .stringConvertible(let other): return .string(LineText.cut("\(other)", toBytes: textBytes))
        case _ where depth == 0: return .string(LineText.cut("\(value)", toBytes: textBytes))
        case .array(let values): return .array(values.map { json($0, depth: depth - 1) })
        case .dictionary(let values):
            var object = JSONObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                object[LineText.cut(name, toBytes: textBytes)] = json(value, depth: depth - 1)
            }
            return .object(object)
        }
    }

    /// Escapes what JSON allows within a string and some readers take for the end of a line.
    private static func withoutSeparators(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: LineText.isUnsafe) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            if LineText.isUnsafe(scalar) {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The value so that it can be told where it ends.
    private static func quoted(_ value: String) -> String {
        let escaped = LineText.escaped(value)
        guard escaped.isEmpty || escaped.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else {
            return escaped
        }
        return "\"" + escaped.replacing("\"", with: "\\\"") + "\""
    }
}
