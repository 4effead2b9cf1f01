import CatalogueEvents
import EventBus
import Hummingbird
import RedisClient
import RedisEventBus

/// Dead letters of groups and the router: looked at, given back, removed.
struct DeadLetterRoutes: Sendable {
    private let bus: RedisEventBus
    private let redaction: PayloadRedaction
    private let names: LetterNames

    init(_ bus: RedisEventBus, events: [EventDeclaration], redaction: PayloadRedaction) {
        self.bus = bus
        self.redaction = redaction
        names = LetterNames(bus: bus, types: events.flatMap { [$0.type] + $0.aliases })
    }

    /// What a reader may ask.
    func addReading(to routes: RouterGroup<GatewayContext>) {
        routes.get("dead-letters") { request, _ in try await list(request) }
        routes.get("dead-letters/{stream}/{partition}/{place}") { request, context in
            _ = try QueryReader(request, names: [])
            let found = try await letter(context)
            return JSONAnswer(value: body(of: found))
        }
    }

    /// What an operator may do.
    func addActing(to routes: RouterGroup<GatewayContext>) {
        for act in LetterAct.allCases {
            routes.post("dead-letters/\(act.rawValue)") { request, context in
                try await many(act, request, context)
            }
            routes.post("dead-letters/{stream}/{partition}/{place}/\(act.rawValue)") { request, context in
                try await one(act, request, context)
            }
        }
    }

    private func body(of found: LetterPages.Found) -> JSONValue {
        LetterBody(letter: found.letter, stream: found.stream.name, redaction: redaction).json
    }

    private func list(_ request: Request) async throws -> JSONAnswer {
        let query = try QueryReader(request, names: LetterChoice.names + ["limit", "after"])
        let choice = try LetterChoice(query, of: bus.streams)
        let limit = try query.number("limit", in: 1...1_000, default: 100)
        let after = try query.one("after").map { try Self.place($0, in: choice) }
        let page = try await Problem.onRedisErrors {
            try await names.check(choice)
            return try await LetterPages(bus: bus, choice: choice).page(after: after, limit: limit)
        }
        return JSONAnswer(value: [
            "letters": .array(page.letters.map { body(of: $0) }), "next": page.next.map { .string("\($0)") } ?? .null,
        ])
    }

    /// Where the page before ended.
    private static func place(_ text: String, in choice: LetterChoice) throws(Problem) -> LetterPlace {
        guard let place = LetterPlace(text) else {
            throw Problem(.badRequest, "after: this is no “next” of an earlier answer")
        }
        guard choice.streams.contains(where: { $0.name == place.stream && $0.partitions > place.id.partition }) else {
            throw Problem(.notFound, "after: this is no “next” of an earlier answer to this question")
        }
        return place
    }

    private func letter(_ context: GatewayContext) async throws -> LetterPages.Found {
        let stream = try context.stream(of: bus)
        let id = DeadLetter.ID(
            "\(try context.parameter("partition"))/\(try context.parameter("place"))")
        let letter = try await Problem.onRedisErrors { () -> DeadLetter? in
            guard let id else { return nil }
            return try await bus.deadLetters(of: stream).letter(id)
        }
        guard let letter else {
            throw Problem(.notFound, "there is no such dead letter of \(stream.name): it was dealt with, or never was")
        }
        return LetterPages.Found(stream: stream, letter: letter)
    }

    private func one(_ act: LetterAct, _ request: Request, _ context: GatewayContext) async throws -> JSONAnswer {
        _ = try QueryReader(request, names: [])
        let actor = try context.actor(try await ActBody(request, members: ["reason"]))
        let found = try await letter(context)
        let isDone: Bool
        do {
            isDone = try await Problem.onRedisErrors { try await perform(act, found, by: actor) }
        } catch let refusal as DeadLetterRefusal {
            throw Problem(.conflict, "\(refusal)")
        }
        guard isDone else { throw Problem(.notFound, "somebody else has dealt with this dead letter") }
        return JSONAnswer(value: ["done": true])
    }

    private func perform(_ act: LetterAct, _ found: LetterPages.Found, by actor: DeadLetterActor) async throws -> Bool {
        let letters = bus.deadLetters(of: found.stream)
        switch act {
        case .redrive: return try await letters.redrive(found.letter, by: actor)
        case .discard: return try await letters.discard(found.letter, by: actor)
        }
    }

    private func many(_ act: LetterAct, _ request: Request, _ context: GatewayContext) async throws -> JSONAnswer {
        _ = try QueryReader(request, names: [])
        let body = try await ActBody(request, members: ["filter", "reason", "execute", "rate", "limit"])
        let actor = try context.actor(body)
        let pace = try ActPace(body)
        let isMeant = try body.flag("execute", default: false)
        let chosen = try LetterChoice(try body.object("filter", members: LetterChoice.names), of: bus.streams)
        return try await Problem.onRedisErrors {
            var choice = chosen
            try await names.check(choice)
            // What dies again meanwhile is not redriven twice.
            let now = try await now()
            choice.filter.before = choice.filter.before.map { min($0, now) } ?? now
            let page = try await LetterPages(bus: bus, choice: choice).page(after: nil, limit: pace.limit)
            guard isMeant else { return JSONAnswer(value: preview(page)) }
            var tally = ActTally()
            let isThrough = try await pace.forEach(page.letters) { found in
                do {
                    tally.note(isDone: try await perform(act, found, by: actor))
                } catch let refusal as DeadLetterRefusal {
                    tally.note(refused: "\(found.stream.name)/\(found.letter.id)", "\(refusal)")
                }
            }
            return JSONAnswer(
                value: tally.json(matched: page.letters.count, hasMore: !isThrough || page.next != nil))
        }
    }

    /// What would be done: how many letters of which kind, and the first of them.
    private func preview(_ page: LetterPages.Page) -> JSONValue {
        var kinds: [[String?]: Int] = [:]
        for found in page.letters {
            let letter = found.letter
            kinds[[found.stream.name, letter.group, letter.type, letter.reason], default: 0] += 1
        }
        let sorted = kinds.sorted { left, right in
            let (first, second) = (left.key.compactMap(\.self).joined(), right.key.compactMap(\.self).joined())
            return (right.value, first) < (left.value, second)
        }
        let rows = sorted.map { kind, count in
            let words = kind.map { $0.map { JSONValue.string($0) } ?? .null }
            return JSONValue.object([
                "stream": words[0], "group": words[1], "type": words[2], "reason": words[3],
                "count": .number(JSONNumber(count)),
            ])
        }
        return [
            "executed": false, "matched": .number(JSONNumber(page.letters.count)), "more": .bool(page.next != nil),
            "kinds": .array(rows), "letters": .array(page.letters.prefix(5).map { body(of: $0) }),
        ]
    }

    /// The server's clock, by which letters are dated; what was written within this millisecond is not meant.
    private func now() async throws -> Timestamp {
        let time = try await bus.client.command("TIME")
        guard time.count == 2, let seconds = time[0].integer, let rest = time[1].integer else { return .now }
        return Timestamp(microseconds: seconds * 1_000_000 + rest)
    }
}
