package import YAMLReader

/// What kind of value a field holds.
package indirect enum FieldType: Sendable, Hashable {
    case string
    case bool
    case int32
    case int64
    case uint64
    /// A string of decimal digits, 0 … 2²⁵⁶−1.
    case uint256
    /// A decimal number as a string, e.g. `"-12.50"`.
    case decimal
    /// A finite IEEE 754 double.
    case double
    /// Base64 (RFC 4648, with padding).
    case bytes
    case uuid
    case uri
    /// `YYYY-MM-DD`.
    case date
    /// RFC 3339.
    case timestamp
    /// ISO 8601, e.g. `PT90S`.
    case duration
    /// Any JSON.
    case json
    case object([FieldDefinition])
    /// Items are never null.
    case array(of: ValueDefinition)
    /// String keys; values are never null.
    case map(values: ValueDefinition)
    case enumeration(EnumDefinition)
    case union(UnionDefinition)
    case constant(ConstantDefinition)
    /// A type of the catalogue's `types`.
    case named(String)

    /// The types that are written as one word, by that word.
    package static let words: [String: FieldType] = [
        "string": .string, "bool": .bool, "int32": .int32, "int64": .int64, "uint64": .uint64, "uint256": .uint256,
        "decimal": .decimal, "double": .double, "bytes": .bytes, "uuid": .uuid, "uri": .uri, "date": .date,
        "timestamp": .timestamp, "duration": .duration, "json": .json,
    ]

    /// The word that the catalogue uses for the type.
    package var word: String {
        switch self {
        case .string: "string"
        case .bool: "bool"
        case .int32: "int32"
        case .int64: "int64"
        case .uint64: "uint64"
        case .uint256: "uint256"
        case .decimal: "decimal"
        case .double: "double"
        case .bytes: "bytes"
        case .uuid: "uuid"
        case .uri: "uri"
        case .date: "date"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .json: "json"
        case .object: "object"
        case .array: "array"
        case .map: "map"
        case .enumeration: "enum"
        case .union: "union"
        case .constant: "const"
        case .named(let name): name
        }
    }
}

/// The values of an enum.
package struct EnumDefinition: Sendable, Hashable {
    /// Whether readers accept and keep values that are not listed.
    package var isOpen: Bool
    package var values: [EnumValue]
}

/// One value of an enum.
package struct EnumValue: Sendable, Hashable {
    /// The text on the wire.
    package var name: String
    package var description: String?
    package var deprecation: Deprecation?
    package var location: SourceLocation
}

/// One of several objects, told apart by the value of one key.
package struct UnionDefinition: Sendable, Hashable {
    /// The key that holds the case's name, beside the case's own fields.
    package var discriminator: String
    package var cases: [UnionCase]
}

/// One of a union's objects.
package struct UnionCase: Sendable, Hashable {
    /// The discriminator's value.
    package var name: String
    package var description: String?
    package var fields: [FieldDefinition]
    package var location: SourceLocation
}

/// A field that always has the same value.
package struct ConstantDefinition: Sendable, Hashable {
    /// Of type `of`.
    package var value: CatalogueValue
    /// `string`, `bool`, `int64` or `double`.
    package var of: FieldType
}
