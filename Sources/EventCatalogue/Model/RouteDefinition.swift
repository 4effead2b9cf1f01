package import YAMLReader

/// Where the router puts an event besides the log.
package struct RouteDefinition: Sendable, Hashable {
    package var kind: Kind
    /// The Redis list's or channel's name.
    package var name: String
    /// A built-in wire's name or that of a declared one.
    package var wire: Reference
    /// Lists: how long a worker may hold a message before it is handed to another.
    package var visibility: Duration?
    /// Lists: the name of the processing list; `nil` is `<name>:processing`.
    package var processing: String?
    /// Lists: the name of the dead list; `nil` is `<name>:dlq`.
    package var dead: String?
    package var location: SourceLocation

    /// The kind of place.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case list
        case channel
    }

    /// Lists: the names of the list, its processing list and its dead list.
    package var queueNames: [String] { [name, processing ?? "\(name):processing", dead ?? "\(name):dlq"] }

    /// Lists: the visibility in effect.
    package var queueVisibility: Duration { visibility ?? .seconds(60) }

    /// The built-in wire that the route names; `nil` where it names a declared one.
    package var builtInWire: BuiltInWire? { BuiltInWire(rawValue: wire.name) }
}
