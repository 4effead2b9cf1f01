package import YAMLReader

/// One field of an event, an object or a union's case.
package struct FieldDefinition: Sendable, Hashable {
    /// The wire name.
    package var name: String
    package var presence: Presence
    /// Whether `null` may be written.
    package var isNullable: Bool
    /// What a reader takes where the field is absent; fits the type.
    package var defaultValue: CatalogueValue?
    package var value: ValueDefinition
    package var deprecation: Deprecation?
    /// The place of the field's name.
    package var location: SourceLocation
    /// The default as it is written; read once all types are known.
    var defaultNode: YAMLNode?

    /// Whether an event may be without the field.
    package enum Presence: String, Sendable, Hashable, CaseIterable {
        /// Every event holds the field; with a default a writer may leave it out.
        case required
        /// An event may be without it.
        case optional
    }

    package var type: FieldType { value.type }
    package var constraints: Constraints { value.constraints }
    /// Whether every event holds a value; a writer may leave it out only where readers fill in a default.
    package var isRequiredAndNonNull: Bool { presence == .required && !isNullable }
}

/// What a value is and what it means: of a field, an array's items, a map's values or a named type.
package struct ValueDefinition: Sendable, Hashable {
    package var type: FieldType
    package var constraints: Constraints
    package var description: String?
    /// E.g. `percent`, `seconds`, `wei`.
    package var unit: String?
    package var examples: [CatalogueValue]
    /// `nil` where it is not said here; a named type may say it.
    package var sensitivity: Sensitivity?
    /// Whether the value says something of a person; `nil` where it is not said here.
    package var isPersonal: Bool?
    /// How the value is shown in logs; `nil` where it is not said here.
    package var log: LogRule?
    /// Who allowed that the value is shown to more people than before.
    package var approvedBy: String?
    /// How the pattern's values relate to those of the last version's pattern, which no program can tell.
    package var patternRelation: PatternRelation?
    package var location: SourceLocation
    /// The examples as they are written; read once all types are known.
    var exampleNodes: [YAMLNode] = []
    /// Where the type is named.
    var typeLocation: SourceLocation
    /// Where each constraint's key is.
    var constraintLocations: [String: SourceLocation] = [:]

    /// Who may see the value.
    package enum Sensitivity: String, Sendable, Hashable, CaseIterable {
        case `public`
        case `internal`
        case confidential
        case restricted
    }

    /// How the values of a pattern relate to those of the one before it.
    package enum PatternRelation: String, Sendable, Hashable, CaseIterable {
        /// Whatever the old one took, the new one takes.
        case wider
        /// Whatever the new one takes, the old one took.
        case narrower
    }

    /// How the value is shown in logs.
    package enum LogRule: String, Sendable, Hashable, CaseIterable {
        case show
        case redact
        case hash
        case drop
    }
}

/// A type with a name, to be used by many fields.
package struct TypeDefinition: Sendable, Hashable {
    package var name: String
    package var value: ValueDefinition
    package var deprecation: Deprecation?
    /// The place of the type's name.
    package var location: SourceLocation
}
