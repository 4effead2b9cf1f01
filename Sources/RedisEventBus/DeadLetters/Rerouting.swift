import EventBus
import RedisClient

/// One call of `reroute.lua`: what is to be put where, for a letter of the router.
///
/// A pure value: a letter and the catalogue's routes go in, a command comes out.
struct Rerouting {
    private let letter: DeadLetter
    /// The routes that are served again.
    let routes: [RouteDeclaration]
    private let declaration: EventDeclaration
    private let record: EventRecord

    /// Finds the routes of a letter: those that failed; where the event was not routed at all, all of its routes.
    ///
    /// - Throws: ``DeadLetterRefusal`` where the event can't be read or has none of the routes any more.
    init(_ letter: DeadLetter, table: RoutingTable) throws(DeadLetterRefusal) {
        self.letter = letter
        guard let record = letter.record else {
            throw DeadLetterRefusal(
                .unreadable, "the entry is no event, so there is nothing to route: discard the letter")
        }
        guard let plan = table.plan(for: record) else {
            throw DeadLetterRefusal(
                .unreadable,
                "the catalogue has no event “\(record.type)”: declare it there first, or discard the letter")
        }
        do throws(InvalidPayload) { try record.checkPayload() } catch {
            throw DeadLetterRefusal(
                .unreadable, "the payload can't be written to any list (\(error)): discard the letter")
        }
        self.record = record
        declaration = plan.declaration
        let failed = Set(letter.failedRoutes)
        routes = failed.isEmpty ? plan.routes : plan.routes.filter { failed.contains($0.destination.name) }
        if routes.isEmpty, !failed.isEmpty {
            throw DeadLetterRefusal(
                .noRoute,
                "the catalogue no longer routes \(record.type) to \(letter.failedRoutes.joined(separator: ", ")): discard "
                    + "the letter")
        }
    }

    /// The call, with all keys that the script may touch.
    func command(
        dead: String, audit: String, actor: DeadLetterActor, audited: [String], now: Timestamp
    ) -> RedisCommands {
        let lists = routes.compactMap(\.queue?.list)
        var commands = RedisCommands(reservingCapacity: 1_024)
        Scripts.reroute.begin(in: &commands, keys: 2 + lists.count, arguments: 7 + 3 * routes.count + audited.count)
        for key in [dead, audit] + lists { commands.argument(key) }
        let facts = [
            letter.id.place.description, letter.group, letter.position.description, actor.name, actor.reason,
            now.description, String(routes.count),
        ]
        for fact in facts { commands.argument(fact) }
        for route in routes {
            var message = JSONWriter(capacity: 1_024)
            route.wire.write(record, of: declaration, to: &message)
            switch route.destination {
            case .list(let name):
                commands.argument("LPUSH" as StaticString)
                commands.argument(name)
            case .channel(let name):
                commands.argument("PUBLISH" as StaticString)
                commands.argument(name)
            }
            message.withBytes { commands.argument($0) }
        }
        for fact in audited { commands.argument(fact) }
        return commands
    }
}
