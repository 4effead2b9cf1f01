/// Where the router puts an event besides the log, and how it is written there.
public struct RouteDeclaration: Sendable, Hashable {
    /// The place.
    public let destination: Destination
    /// How the event is written.
    public let wire: Wire

    /// A place that a route leads to; names are exactly the catalogue's.
    public enum Destination: Sendable, Hashable {
        /// A Redis list used as a work queue: each message goes to one worker.
        case list(String)
        /// A pub/sub channel: a notification to whoever listens now.
        case channel(String)

        /// The key or channel name.
        public var name: String {
            switch self {
            case .list(let name), .channel(let name): name
            }
        }
    }

    /// Declares a route.
    public init(_ destination: Destination, wire: Wire = .cloudEvents) {
        self.destination = destination
        self.wire = wire
    }
}
