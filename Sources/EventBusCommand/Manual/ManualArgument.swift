import EventBus

/// One argument, option or flag, as the argument parser describes it.
struct ManualArgument: Sendable, Hashable {
    /// The names with their dashes, as in `["-h", "--help"]`; none for what stands by its place.
    let names: [String]
    /// What stands for its value; `nil` for a flag.
    let value: String?
    /// What it is for.
    let abstract: String
    /// What it is unless given, as far as that is the same everywhere.
    let standard: String?
    let isOptional: Bool
    let isRepeating: Bool

    /// Reads one; `nil` where it is not to be shown.
    init?(_ description: JSONValue) {
        guard case .object(let object) = description, object["shouldDisplay"] != .bool(false),
            case .string(let kind)? = object["kind"]
        else { return nil }
        names = Self.names(object["names"])
        value = kind == "flag" ? nil : Self.text(object["valueName"])
        abstract = Self.text(object["abstract"]) ?? ""
        let written = Self.text(object["defaultValue"])
        let local = [ProcessName.standard, ProcessName.unique, ProcessName.person]
        standard = written.flatMap { local.contains($0) ? nil : $0 }
        isOptional = object["isOptional"] == .bool(true)
        isRepeating = object["isRepeating"] == .bool(true)
    }

    private static func names(_ list: JSONValue?) -> [String] {
        guard case .array(let names)? = list else { return [] }
        return names.compactMap { name in
            guard case .object(let object) = name, let word = text(object["name"]) else { return nil }
            return (object["kind"] == .string("long") ? "--" : "-") + word
        }
    }

    private static func text(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }
}
