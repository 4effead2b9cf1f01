package import YAMLReader

/// A team that owns services and events.
package struct TeamDefinition: Sendable, Hashable {
    package var name: String
    /// Where the team is reached, e.g. a chat channel.
    package var contact: String?
    package var description: String?
    package var location: SourceLocation
}

/// A program that produces or consumes events.
package struct ServiceDefinition: Sendable, Hashable {
    package var name: String
    /// The owning team; where the service names none, the catalogue's default owner.
    package var owner: Reference?
    package var language: String?
    package var description: String?
    /// Whether it is run outside the platform.
    package var isExternal: Bool
    package var location: SourceLocation
}
