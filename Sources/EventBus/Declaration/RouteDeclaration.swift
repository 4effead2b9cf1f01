/// Where the router puts an event besides the log, and how it is written there.
public struct RouteDeclaration: Sendable, Hashable {
    /// The place.
    public let destination: Destination
    /// How the event is written.
    public let wire: Wire
    /// The work queue that the route fills; `nil` for a channel.
    public let queue: WorkQueueDeclaration?

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
    ///
    /// - Parameters:
    ///   - destination: The place.
    ///   - wire: How the event is written.
    ///   - visibility: Lists: for how long a worker may be silent before a message is given to another.
    ///   - processing: Lists: the name of the processing list; `<list>:processing` unless given.
    ///   - dead: Lists: the name of the dead list; `<list>:dlq` unless given.
    public init(
        _ destination: Destination, wire: Wire = .cloudEvents, visibility: Duration? = nil, processing: String? = nil,
        dead: String? = nil
    ) {
        self.destination = destination
        self.wire = wire
        switch destination {
        case .list(let name):
            queue = WorkQueueDeclaration(
                list: name, processing: processing, dead: dead,
                visibility: visibility ?? WorkQueueDeclaration.defaultVisibility)
        case .channel: queue = nil
        }
    }
}
