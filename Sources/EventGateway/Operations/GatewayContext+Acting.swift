import EventBus
import Hummingbird
import RedisEventBus

extension GatewayContext {
    /// Who acts, and why, as it stands in the audit.
    ///
    /// - Throws: ``Problem`` where the reason is no text.
    func actor(_ body: ActBody) throws(Problem) -> DeadLetterActor {
        DeadLetterActor(caller.name, reason: try body.text("reason") ?? "")
    }

    /// The stream that the path names.
    ///
    /// - Throws: ``Problem`` 404 where the catalogue has none of that name.
    func stream(of bus: RedisEventBus) throws -> StreamDeclaration {
        let name = try parameter("stream")
        guard let stream = bus.streams.first(where: { $0.name == name }) else {
            throw Problem(.notFound, .unknown(name, "the catalogue has no stream", among: bus.streams.map(\.name)))
        }
        return stream
    }
}
