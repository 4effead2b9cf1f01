package import EventBus

/// Why a list cannot be bridged: what the bridge brings into the log, the router would put where the bridge takes it from.
package struct BridgeLoop: Error, Sendable, CustomStringConvertible {
    /// The list.
    package let list: String
    /// The event whose route is in the way.
    package let event: String

    /// Looks whether a route of the catalogue touches the lists of a bridge; `nil` where none does.
    package init?(_ names: WorkQueueDeclaration, events: [EventDeclaration]) {
        let inTheWay = events.first { event in
            event.routes.contains { route in
                guard let queue = route.queue else { return false }
                return [queue.list, queue.processing, queue.dead].contains(names.list)
                    || [queue.list, queue.processing].contains(names.processing)
            }
        }
        guard let inTheWay else { return nil }
        list = names.list
        event = inTheWay.type
    }

    /// What is in the way, and how to mend it.
    package var description: String {
        "the catalogue routes `\(event)` to the list \(list), so that what the bridge brings into the log would come back to "
            + "it for ever: name a catalogue without that route, or bridge another list"
    }
}
