import EventBus
import Hummingbird
import RedisClient
import RedisEventBus

/// Consumer groups: how they are, and pausing them.
struct GroupRoutes: Sendable {
    private let bus: RedisEventBus

    init(_ bus: RedisEventBus) { self.bus = bus }

    /// What a reader may ask.
    func addReading(to routes: RouterGroup<GatewayContext>) {
        routes.get("groups") { request, _ in
            _ = try QueryReader(request, names: [])
            return try await Problem.onRedisErrors { JSONAnswer(value: ["groups": .array(try await groups())]) }
        }
    }

    /// What an operator may do.
    func addActing(to routes: RouterGroup<GatewayContext>) {
        routes.post("groups/{stream}/{group}/pause") { request, context in
            _ = try QueryReader(request, names: [])
            let actor = try context.actor(try await ActBody(request, members: ["reason"]))
            return try await Problem.onRedisErrors {
                let (stream, group) = try await group(context)
                try await bus.pause(group: group, of: stream, reason: actor.reason, by: actor.name)
                return JSONAnswer(value: ["paused": true])
            }
        }
        routes.post("groups/{stream}/{group}/resume") { request, context in
            _ = try QueryReader(request, names: [])
            let actor = try context.actor(try await ActBody(request, members: ["reason"]))
            return try await Problem.onRedisErrors {
                let (stream, group) = try await group(context)
                let wasPaused = try await bus.resume(
                    group: group, of: stream, reason: actor.reason, by: actor.name)
                return JSONAnswer(value: ["paused": false, "was_paused": .bool(wasPaused)])
            }
        }
    }

    private func groups() async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        for stream in bus.streams {
            for name in try await bus.groups(of: stream) {
                rows.append(GroupBody(status: try await bus.status(group: name, of: stream), stream: stream).json)
            }
        }
        return rows
    }

    /// The group that the path names: one that there is, since a pause of any other would never be seen.
    private func group(_ context: GatewayContext) async throws -> (StreamDeclaration, String) {
        let stream = try context.stream(of: bus)
        let name = try context.parameter("group")
        let groups = try await bus.groups(of: stream)
        guard groups.contains(name) else {
            throw Problem(.notFound, .unknown(name, "the stream \(stream.name) has no group", among: groups))
        }
        return (stream, name)
    }
}
