/// How names of the catalogue are written in Swift.
///
/// The words of a name are what stands between its separators; `model_id` has two. A type is `ModelID`, a property
/// `modelID`: each word begins with a capital except a property's first, and the initialisms below are all capitals.
enum SwiftName {
    private static let initialisms: [String: String] = [
        "api": "API", "http": "HTTP", "https": "HTTPS", "id": "ID", "ids": "IDs", "json": "JSON", "uri": "URI",
        "url": "URL", "urls": "URLs", "uuid": "UUID",
    ]

    /// Reserved words, by The Swift Programming Language, that stand in backticks wherever a name may stand.
    private static let keywords: Set<String> = [
        "Any", "Self", "_", "actor", "any", "as", "associatedtype", "async", "await", "borrowing", "break", "case",
        "catch",
        "class", "consuming", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
        "fallthrough",
        "false", "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let",
        "nil", "nonisolated", "open", "operator", "package", "precedencegroup", "private", "protocol", "public",
        "repeat",
        "rethrows", "return", "self", "some", "static", "struct", "subscript", "super", "switch", "throw", "throws",
        "true", "try", "typealias", "var", "where", "while",
    ]

    /// What no property or case can be called, in backticks or not.
    private static let impossible: Set<String> = ["self", "init", "_"]

    /// A property, an argument or a static member, without backticks. `taken` are the members that its type has anyway.
    static func member(_ name: String, taken: Set<String> = [], suffix: String = "Field") -> String {
        let words = words(of: name)
        var text = words.enumerated().map { index, word in index == 0 ? lowered(word) : capitalised(word) }.joined()
        if text.first?.isNumber ?? true { text = "_" + text }
        return impossible.contains(text) || taken.contains(text) ? text + suffix : text
    }

    /// A type. `taken` are the types that the generated code itself speaks of.
    static func type(_ name: String, taken: Set<String> = [], suffix: String = "Value") -> String {
        var text = words(of: name).map(capitalised).joined()
        if text.first?.isNumber ?? true { text = "_" + text }
        return taken.contains(text) ? text + suffix : text
    }

    /// The name in backticks where Swift needs them.
    static func quoted(_ name: String) -> String { keywords.contains(name) ? "`\(name)`" : name }

    private static func words(of name: String) -> [String] {
        name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
    }

    private static func capitalised(_ word: String) -> String {
        initialisms[word] ?? word.prefix(1).uppercased() + word.dropFirst()
    }

    private static func lowered(_ word: String) -> String {
        if word == word.uppercased() { return word.lowercased() }
        return word.prefix(1).lowercased() + word.dropFirst()
    }

    /// Types that generated code names, and those that cannot be declared: an event or type of that name gets a suffix.
    static let takenTypes: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "CaseIterable", "Catalogue", "Codable", "Decodable", "Decoder",
        "Dictionary",
        "Double", "Duration", "Encodable", "Encoder", "Equatable", "Error", "Event", "EventDeclaration", "FieldNames",
        "Hashable", "Hasher", "Int", "Int32", "Int64", "IntegerRule", "InvalidPayload", "Invariant", "ItemsRule",
        "JSONObject",
        "JSONReader", "JSONValue", "JSONWriter", "Never", "NumberRule", "OpenEnumeration", "Optional", "PatternMatcher",
        "PayloadValue", "Protocol", "RawRepresentable", "RouteDeclaration", "Self", "Sendable", "Set",
        "StreamDeclaration",
        "String", "StringRule", "Swift", "Timestamp", "Type", "UInt64", "UInt8", "AggregateDeclaration",
        "DeliveryPolicy",
        "RetryBackoff", "GroupDeclaration", "RetentionDeclaration", "Void", "EventBus", "DecimalBounds", "StringFormat",
        "JSONNumber",
    ]

    /// Members that every generated struct has.
    static let takenMembers: Set<String> = [
        "aggregateID", "declaration", "encode", "hash", "hashValue", "idempotencyKey", "payloadFields", "unknownFields",
        "writePayload",
    ]

    /// Members that every generated enum has.
    static let takenCases: Set<String> = [
        "allCases", "declared", "description", "encode", "hash", "hashValue", "isDeclared", "rawValue",
    ]
}
