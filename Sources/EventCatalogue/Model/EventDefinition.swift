package import YAMLReader

/// One event type.
package struct EventDefinition: Sendable, Hashable {
    /// The wire name, e.g. `model_ready_to_deploy`.
    package var name: String
    /// Older names under which the event is still read.
    package var aliases: [Reference]
    package var version: SemanticVersion
    package var status: Status
    /// One line.
    package var summary: String?
    package var description: String?
    /// The owning team: the event's own or the catalogue's default.
    package var owner: Reference?
    /// The stream; empty only where diagnostics say that it is missing.
    package var stream: Reference
    package var aggregate: AggregateDefinition?
    package var idempotencyKey: IdempotencyKeyDefinition?
    /// Services.
    package var producers: [Reference]
    package var consumers: [ConsumerDefinition]
    package var routes: [RouteDefinition]
    /// In the order of the file, which is the order on the wire.
    package var fields: [FieldDefinition]
    /// Field names that were used once and must not come back.
    package var reserved: [Reference]
    package var invariants: [InvariantDefinition]
    package var examples: [EventExample]
    /// Who may see the event as a whole; `nil` where it is not said.
    package var sensitivity: ValueDefinition.Sensitivity?
    /// How large a payload is meant to get, in bytes of its JSON; `nil` where it is not said.
    package var maxSize: Int?
    /// How payloads of earlier major versions become those of this one, by the major version that they lead to.
    package var upcasts: [UpcastDefinition]
    package var deprecation: Deprecation?
    /// The place of the event's name.
    package var location: SourceLocation

    /// Where the event is in its life.
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case draft
        case stable
        case deprecated
        case retired
    }

    /// The field of that wire name.
    package func field(named name: String) -> FieldDefinition? { fields.first { $0.name == name } }
}

/// What an event is about: ordering, partition, history and CloudEvents subject.
package struct AggregateDefinition: Sendable, Hashable {
    /// The kind of thing, e.g. `model`.
    package var type: String
    package var id: Template
    /// Whether the event is also appended to the aggregate's own history.
    package var keepsHistory: Bool
    package var location: SourceLocation
}

/// What makes two publishes of an event the same one.
package struct IdempotencyKeyDefinition: Sendable, Hashable {
    package var template: Template
    /// For how long a key is remembered.
    package var window: Duration
    package var location: SourceLocation

    /// The window where none is given: 24 hours.
    package static let defaultWindow: Duration = .seconds(86_400)
}

/// A service that takes the event, and the fields that it reads.
package struct ConsumerDefinition: Sendable, Hashable {
    package var service: Reference
    /// Field names; dots lead into objects.
    package var reads: [Reference]
    package var location: SourceLocation
}

/// A rule over several fields, as it is written; ``CheckedInvariant`` is one that is understood.
package struct InvariantDefinition: Sendable, Hashable {
    package var name: String
    package var rule: String
    package var description: String?
    /// The place of the rule's text.
    package var ruleLocation: SourceLocation
    package var location: SourceLocation
}

/// A whole payload, given as an example.
package struct EventExample: Sendable, Hashable {
    package var name: String
    package var value: CatalogueValue
    package var location: SourceLocation
    /// The payload as it is written; read once all types are known.
    var node: YAMLNode
}

/// That something should no longer be used.
package struct Deprecation: Sendable, Hashable {
    /// The version that deprecated it.
    package var since: String?
    /// The date (`YYYY-MM-DD`) from which it may be gone.
    package var sunset: String?
    package var replacedBy: String?
    package var reason: String?

    /// One sentence for a compiler warning; empty where the catalogue gives no particulars.
    package var message: String {
        var parts: [String] = []
        if let reason { parts.append(reason) }
        if let replacedBy { parts.append("use \(replacedBy) instead") }
        if let since { parts.append("deprecated since \(since)") }
        if let sunset { parts.append("goes on \(sunset)") }
        return parts.joined(separator: "; ")
    }
}
