import EventCatalogue

/// A place that holds messages: the log of a stream, a list or a Pub/Sub channel.
struct AsyncAPIChannel {
    /// The key in `channels`: letters, digits, `.`, `-` and `_`.
    let key: String
    let place: Place
    /// The messages that may be there, by their keys in `components.messages`.
    private(set) var messages: [Message]

    /// What the channel is in Redis.
    enum Place: Hashable {
        case log(String)
        case list(String)
        case channel(String)
    }

    /// An event in one of its forms.
    struct Message: Hashable {
        let event: String
        let form: MessageForm

        /// The key in `components.messages`.
        var key: String { "\(event).\(form.key)" }
    }

    /// Every place that the catalogue names: logs first, then routes in the order of the events.
    static func all(of catalogue: Catalogue) -> [AsyncAPIChannel] {
        var channels: [AsyncAPIChannel] = []
        var indices: [Place: Int] = [:]
        var keys: Set<String> = []
        func add(_ message: Message, at place: Place) {
            if let index = indices[place] {
                if !channels[index].messages.contains(message) { channels[index].messages.append(message) }
                return
            }
            var key = Self.key(of: place)
            while !keys.insert(key).inserted { key += "_" }
            indices[place] = channels.count
            channels.append(AsyncAPIChannel(key: key, place: place, messages: [message]))
        }
        for stream in catalogue.streams {
            for event in catalogue.events where event.stream.name == stream.name {
                add(Message(event: event.name, form: .logEntry), at: .log(stream.name))
            }
        }
        for event in catalogue.events {
            for route in event.routes {
                add(Message(event: event.name, form: MessageForm(route)), at: place(of: route))
            }
        }
        return channels
    }

    /// Where a route leads.
    static func place(of route: RouteDefinition) -> Place {
        route.kind == .list ? .list(route.name) : .channel(route.name)
    }

    private static func key(of place: Place) -> String {
        let (kind, name) =
            switch place {
            case .log(let name): ("log", name)
            case .list(let name): ("list", name)
            case .channel(let name): ("channel", name)
            }
        return "\(kind).\(AsyncAPIKey.text(name))"
    }

    func value(in catalogue: Catalogue) -> CatalogueValue {
        var object = DocumentObject()
        switch place {
        case .log(let name):
            // The key begins with the deployment's namespace, which a catalogue does not know.
            object.set("address", .null)
            object.set("title", text: name)
            guard let stream = catalogue.stream(named: name) else { break }
            object.set("description", text: stream.description)
            object.set("messages", references)
            object.set("x-redis", RedisBinding.log(stream))
            object.set("x-hokusai", RedisBinding.promises(of: stream))
            return object.value
        case .list(let name):
            object.set("address", text: name)
            object.set("title", text: name)
            object.set("messages", references)
            object.set("x-redis", RedisBinding.list(name, routes(in: catalogue)))
        case .channel(let name):
            object.set("address", text: name)
            object.set("title", text: name)
            object.set("messages", references)
            object.set("x-redis", RedisBinding.channel(name, routes(in: catalogue)))
        }
        return object.value
    }

    private func routes(in catalogue: Catalogue) -> [RouteDefinition] {
        catalogue.events.flatMap(\.routes).filter { Self.place(of: $0) == place }
    }

    private var references: CatalogueValue {
        .object(messages.map { .init($0.key, AsyncAPIKey.reference("components", "messages", $0.key)) })
    }
}
