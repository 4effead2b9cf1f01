/// The labels of one series, in the form in which they are written: `event="model_registered",code="OOM"`, sorted by name.
package struct MetricLabels: Sendable, Hashable {
    /// The text between the braces; empty where there are no labels.
    package let text: String

    /// Takes the dimensions of a series.
    ///
    /// Names are made such that Prometheus allows them; of two that are then the same the first counts.
    package init(_ dimensions: [(String, String)], isHistogram: Bool = false, maximumBytes: Int = 256) {
        guard !dimensions.isEmpty else {
            text = ""
            return
        }
        var pairs: [(name: String, value: String)] = []
        for (name, value) in dimensions {
            var name = Self.name(name, allowingColon: false)
            // A histogram says by `le` which bucket a sample is of; what begins with two underscores is Prometheus' own.
            if isHistogram, name == "le" { name = "label_le" }
            if name.hasPrefix("__") { name = "label" + name }
            if !pairs.contains(where: { $0.name == name }) { pairs.append((name, Self.cut(value, to: maximumBytes))) }
        }
        pairs.sort { $0.name < $1.name }
        text = pairs.map { "\($0.name)=\"\(Self.escape($0.value))\"" }.joined(separator: ",")
    }

    /// A name of `[a-zA-Z_][a-zA-Z0-9_]*`: what is not allowed becomes an underscore.
    static func name(_ name: String, allowingColon: Bool) -> String {
        var bytes = name.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                byte
            case UInt8(ascii: ":") where allowingColon: byte
            default: UInt8(ascii: "_")
            }
        }
        if bytes.first.map({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) ?? true {
            bytes.insert(UInt8(ascii: "_"), at: 0)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value between quotes: of a backslash, a quote and a line's end the text would mean something else.
    private static func escape(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == 10 }) else {
            return value
        }
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func cut(_ value: String, to limit: Int) -> String {
        guard value.utf8.count > limit else { return value }
        var end = value.utf8.index(value.utf8.startIndex, offsetBy: limit)
        while end > value.startIndex, end.samePosition(in: value.unicodeScalars) == nil {
            end = value.utf8.index(before: end)
        }
        return String(value[..<end])
    }
}
