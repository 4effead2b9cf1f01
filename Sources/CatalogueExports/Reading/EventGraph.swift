import EventCatalogue

/// Which service produces which event, and who consumes it.
struct EventGraph {
    /// In three columns: producers, events, consumers. A service that does both stands in both.
    private(set) var columns: [[Node]]
    private(set) var edges: [Edge] = []

    /// A service or an event.
    struct Node: Hashable {
        let kind: Kind
        let name: String

        /// The column that the node belongs to.
        enum Kind: Int, Hashable {
            case producer
            case event
            case consumer
        }
    }

    /// From a producer to an event, or from an event to a consumer.
    struct Edge: Hashable {
        let from: Node
        let to: Node
    }

    init(_ catalogue: Catalogue) {
        var columns: [[Node]] = [[], [], []]
        var seen: Set<Node> = []
        func add(_ node: Node) -> Node {
            if seen.insert(node).inserted { columns[node.kind.rawValue].append(node) }
            return node
        }
        for event in catalogue.events {
            let middle = add(Node(kind: .event, name: event.name))
            for producer in event.producers {
                edges.append(Edge(from: add(Node(kind: .producer, name: producer.name)), to: middle))
            }
            for consumer in event.consumers {
                edges.append(Edge(from: middle, to: add(Node(kind: .consumer, name: consumer.service.name))))
            }
        }
        self.columns = columns
    }
}
