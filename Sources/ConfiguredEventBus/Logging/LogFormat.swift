/// How log lines are written.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// For people: time, level, message, then `name=value` for each piece of metadata.
    case text
    /// For programs: one JSON object a line.
    case json
}
