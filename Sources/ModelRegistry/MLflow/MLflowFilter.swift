/// A condition of MLflow's search language; several are joined by `AND`.
public struct MLflowFilter: Sendable, Hashable {
    /// The condition as MLflow reads it; empty for none.
    public let text: String

    private init(_ text: String) { self.text = text }

    /// No condition.
    public static let all = MLflowFilter("")

    /// Versions of one model; `nil` for a name with both kinds of quotes, which the language can't express.
    public static func model(_ name: String) -> MLflowFilter? {
        quoted(name).map { MLflowFilter("name = \($0)") }
    }

    /// Versions of one model below a version; `nil` as for ``model(_:)``.
    public static func model(_ name: String, below version: Int64) -> MLflowFilter? {
        quoted(name).map { MLflowFilter("name = \($0) AND version_number < \(version)") }
    }

    private static func quoted(_ text: String) -> String? {
        if !text.contains("'") { return "'\(text)'" }
        return text.contains("\"") ? nil : "\"\(text)\""
    }
}
