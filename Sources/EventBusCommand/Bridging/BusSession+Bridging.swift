import CatalogueEvents
import ConfiguredEventBus
import EventBus
import LegacyMessages
import RedisEventBus

extension BusSession {
    /// The three lists of a bridge, with the names that they have unless others are given.
    ///
    /// - Throws: ``CommandFailure`` where they are not three.
    static func lists(
        of bridged: BridgedList, processing: String? = nil, dead: String? = nil
    ) throws -> WorkQueueDeclaration {
        let names = [bridged.list, processing ?? "\(bridged.list):processing", dead ?? "\(bridged.list):dlq"]
        guard Set(names).count == 3, !names.contains("") else {
            throw CommandFailure(
                .invalidInput, "a list, its processing list and its dead list have three names, not \(names)")
        }
        return WorkQueueDeclaration(list: names[0], processing: names[1], dead: names[2])
    }

    /// A bridge from a list of deployed services into the log.
    ///
    /// - Throws: ``CommandFailure`` where the catalogue has no such event, or routes something to the same list.
    func bridge(from bridged: BridgedList, processing: String? = nil, dead: String? = nil) throws -> LegacyBridge {
        let lists = try Self.lists(of: bridged, processing: processing, dead: dead)
        guard let mapping = LegacyMapping(list: bridged.list, event: bridged.event, catalogue: catalogue) else {
            throw CommandFailure(
                .invalidInput, EventNames.unknown(bridged.event ?? "", in: catalogue.declarations.map(\.type)))
        }
        do {
            return try bus.transport.bridge(from: lists) { mapping.read($0) }
        } catch {
            throw CommandFailure(.invalidInput, "\(error)")
        }
    }
}
