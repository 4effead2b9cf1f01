package import EventCatalogue

/// An object with fields: an event, a named or nested object, a union's case.
package struct LanguageRecord: Sendable, Hashable {
    /// The class or interface.
    package let name: String
    /// What the catalogue says of it, for documentation.
    package let documentation: [String]
    /// The key and the value that tell a union's case from the others.
    package let discriminator: Discriminator?
    /// In the order of the catalogue, which is the order on the wire.
    package let fields: [LanguageField]
    /// The event that the record is the payload of.
    package let event: EventDefinition?

    /// What tells a union's case from the others.
    package struct Discriminator: Sendable, Hashable {
        package let key: String
        package let value: String
    }
}

/// A field of a record.
package struct LanguageField: Sendable, Hashable {
    package let definition: FieldDefinition
    package let type: LanguageType
    package let absence: Absence

    /// What happens where there is no value; the words stand in the schema.
    package enum Absence: String, Sendable, Hashable {
        /// There always is one.
        case never
        /// None is written as null, and the field must stand in what is read.
        case null
        /// None is written as null; the field may be missing in what is read.
        case nullOrMissing = "null_or_missing"
        /// None is not written.
        case missing
    }

    /// The wire name.
    package var name: String { definition.name }
    /// The constant that the field always holds; `nil` where it holds a value of its own.
    package var constant: ConstantDefinition? {
        if case .constant(let constant) = type { constant } else { nil }
    }
    /// Whether a writer may leave the value out.
    package var isOptional: Bool { absence != .never || definition.defaultValue != nil }
    /// Lines of documentation.
    package var documentation: [String] {
        [
            definition.value.description, definition.value.unit.map { "Unit: \($0)." },
            definition.deprecation.map { $0.message.isEmpty ? "Deprecated." : "Deprecated: \($0.message)." },
        ].compactMap(\.self).flatMap(LanguageText.lines)
    }
}
