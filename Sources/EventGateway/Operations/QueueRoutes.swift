import CatalogueEvents
import EventBus
import Hummingbird
import RedisClient
import RedisEventBus

/// Work queues: how much stands on them, and what their workers gave up on.
struct QueueRoutes: Sendable {
    private let bus: RedisEventBus
    private let redaction: PayloadRedaction

    init(_ bus: RedisEventBus, redaction: PayloadRedaction) {
        self.bus = bus
        self.redaction = redaction
    }

    /// What a reader may ask.
    func addReading(to routes: RouterGroup<GatewayContext>) {
        routes.get("queues") { request, _ in
            _ = try QueryReader(request, names: [])
            return JSONAnswer(value: ["queues": .array(try await depths())])
        }
        routes.get("queues/{list}/dead") { request, context in try await list(request, context) }
    }

    /// What an operator may do.
    func addActing(to routes: RouterGroup<GatewayContext>) {
        for act in LetterAct.allCases {
            routes.post("queues/{list}/dead/\(act.rawValue)") { request, context in
                try await many(act, request, context)
            }
        }
    }

    private func depths() async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        for declaration in bus.workQueues {
            var row: JSONObject = ["list": .string(declaration.list)]
            do throws(RedisError) {
                let depth = try await bus.workQueue(declaration).depth()
                row["waiting"] = .number(JSONNumber(depth.waiting))
                row["processing"] = .number(JSONNumber(depth.processing))
                row["delayed"] = .number(JSONNumber(depth.delayed))
                row["dead"] = .number(JSONNumber(depth.dead))
                row["failure"] = .null
            } catch {
                // A key that is no list is this queue's trouble; no answer is everybody's.
                guard error.delivery == .answered else { throw Problem(error) }
                for name in ["waiting", "processing", "delayed", "dead"] { row[name] = .null }
                row["failure"] = .string(error.message)
            }
            rows.append(.object(row))
        }
        return rows
    }

    /// The queue that the path names: one that a route fills, so that nobody can have other keys taken for lists.
    private func queue(_ context: GatewayContext) throws -> RawWorkQueue {
        let name = try context.parameter("list")
        guard let declaration = bus.workQueues.first(where: { $0.list == name }) else {
            throw Problem(
                .notFound,
                .unknown(name, "no route of the catalogue fills a list", among: bus.workQueues.map(\.list)))
        }
        return bus.workQueue(declaration)
    }

    private func list(_ request: Request, _ context: GatewayContext) async throws -> JSONAnswer {
        let query = try QueryReader(request, names: ["limit", "skip"])
        let limit = try query.number("limit", in: 1...1_000, default: 100)
        let skip = try query.number("skip", in: 0...100_000, default: 0)
        let queue = try queue(context)
        return try await Problem.onRedisErrors {
            var letters: [JSONValue] = []
            var seen = 0
            try await queue.forEachDeadLetter { letter in
                seen += 1
                if seen > skip { letters.append(QueueLetterBody(letter: letter, redaction: redaction).json) }
                return letters.count == limit ? .stop : .kept
            }
            let total = try await queue.depth().dead
            return JSONAnswer(value: ["letters": .array(letters), "total": .number(JSONNumber(total))])
        }
    }

    private func many(_ act: LetterAct, _ request: Request, _ context: GatewayContext) async throws -> JSONAnswer {
        _ = try QueryReader(request, names: [])
        let body = try await ActBody(request, members: ["ids", "reason", "execute", "rate", "limit"])
        let actor = try context.actor(body)
        let pace = try ActPace(body)
        let isMeant = try body.flag("execute", default: false)
        let named = try QueueLetterChoice(body)
        let queue = try queue(context)
        return try await Problem.onRedisErrors {
            var choice = named
            var chosen: [QueueDeadLetter] = []
            var hasMore = false
            try await queue.forEachDeadLetter { letter in
                guard choice.takes(letter.id) else { return .kept }
                guard chosen.count < pace.limit else {
                    hasMore = true
                    return .stop
                }
                chosen.append(letter)
                return .kept
            }
            // What the reading did not come to may be there still.
            let gone = hasMore ? 0 : choice.gone
            guard isMeant else {
                return JSONAnswer(value: [
                    "executed": false, "matched": .number(JSONNumber(chosen.count)),
                    "gone": .number(JSONNumber(gone)), "more": .bool(hasMore),
                    "letters": .array(chosen.prefix(5).map { QueueLetterBody(letter: $0, redaction: redaction).json }),
                ])
            }
            var tally = ActTally(gone: gone)
            let isThrough = try await pace.forEach(chosen) { letter in
                tally.note(isDone: try await perform(act, letter, of: queue, by: actor))
            }
            return JSONAnswer(value: tally.json(matched: chosen.count, hasMore: !isThrough || hasMore))
        }
    }

    private func perform(
        _ act: LetterAct, _ letter: QueueDeadLetter, of queue: RawWorkQueue, by actor: DeadLetterActor
    ) async throws -> Bool {
        switch act {
        case .redrive: return try await queue.redrive(letter, by: actor)
        case .discard: return try await queue.discard(letter, by: actor)
        }
    }
}
