import EventCatalogue

/// How an event is written in one of its places.
enum MessageForm: Hashable {
    /// An entry of a stream's log: the attributes are fields of their own beside the payload.
    case logEntry
    /// A built-in wire.
    case wire(BuiltInWire)
    /// A wire that the catalogue declares.
    case declared(String)

    /// The form that a route asks for.
    init(_ route: RouteDefinition) {
        self = route.builtInWire.map { .wire($0) } ?? .declared(route.wire.name)
    }

    /// The form's name in keys.
    var key: String {
        switch self {
        case .logEntry: "log"
        case .wire(let wire): wire.rawValue
        case .declared(let name): "wire.\(AsyncAPIKey.text(name))"
        }
    }
}
