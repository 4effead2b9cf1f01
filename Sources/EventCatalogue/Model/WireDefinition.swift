package import YAMLReader

/// How deployed readers want an event written where a built-in wire does not do.
package struct WireDefinition: Sendable, Hashable {
    package var name: String
    package var description: String?
    /// What goes around the payload.
    package var envelope: BuiltInWire
    /// The exact keys of the payload, in order; `nil` means the event's own fields.
    package var keys: [Reference]?
    /// Keys whose value is always the same.
    package var constants: [Constant]
    /// Keys made from fields or from `{time}`, `{id}`, `{type}`, `{subject}`, `{source}` of the event.
    package var derived: [Derived]
    /// How an absent field is written.
    package var absent: AbsentFields
    package var timestamps: TimestampForm
    package var location: SourceLocation

    /// A key with a constant value.
    package struct Constant: Sendable, Hashable {
        package var key: String
        package var value: CatalogueValue
        package var location: SourceLocation
    }

    /// A key with a value made from others.
    package struct Derived: Sendable, Hashable {
        package var key: String
        package var template: Template
        package var location: SourceLocation
    }

    /// How an instant is written.
    package enum TimestampForm: String, Sendable, Hashable, CaseIterable {
        /// RFC 3339 in UTC with `Z`.
        case rfc3339
        /// `YYYY-MM-DDTHH:MM:SS.ffffff`, UTC, no suffix.
        case pythonNaive = "python_naive"
    }
}

/// The ways of writing that every catalogue has.
package enum BuiltInWire: String, Sendable, Hashable, CaseIterable {
    case cloudEvents = "cloudevents"
    case messageEnvelope = "message_envelope"
    case payload
}
