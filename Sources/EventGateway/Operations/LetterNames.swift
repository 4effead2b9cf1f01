import EventBus
import HTTPTypes
import RedisEventBus

/// Looks whether there is what a choice of dead letters names: a misspelt group must not look like one without letters.
struct LetterNames: Sendable {
    let bus: RedisEventBus
    /// The events of the catalogue, with their aliases.
    let types: [String]

    /// Checks groups and types.
    ///
    /// What neither the catalogue nor the server knows counts where a letter names it: a group that was removed leaves its
    /// letters, and the router has some of types that nobody knows.
    /// - Throws: ``Problem`` 404; `RedisError`.
    func check(_ choice: LetterChoice) async throws {
        for type in choice.filter.types.sorted() where !types.contains(type) {
            if try await isNamed(choice.only(type: type)) { continue }
            throw Problem(.notFound, .unknown(type, "type: the catalogue has no event", among: types))
        }
        if choice.filter.groups.isEmpty { return }
        var groups: [String] = []
        for stream in choice.streams {
            for group in try await bus.groups(of: stream) where !groups.contains(group) { groups.append(group) }
        }
        for group in choice.filter.groups.sorted() where !groups.contains(group) {
            if try await isNamed(choice.only(group: group)) { continue }
            throw Problem(.notFound, .unknown(group, "group: there is no group", among: groups))
        }
    }

    /// Whether a letter is of that choice, or there are too many to say that none is.
    private func isNamed(_ choice: LetterChoice) async throws -> Bool {
        let page = try await LetterPages(bus: bus, choice: choice).page(after: nil, limit: 1)
        return !page.letters.isEmpty || page.next != nil
    }
}
