import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import Foundation
import RedisClient
import RedisEventBus

/// Which dead letters a command is about.
struct DeadChoice: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Letters by their id, as `dead list` prints it; all that the options choose unless given."))
    var ids: [String] = []

    @Option(help: "The stream; may be left out where the catalogue has one.")
    var stream: String?

    @Option(help: "Only of events of this type; may be repeated.")
    var type: [String] = []

    @Option(help: "Only those that this group gave up on; may be repeated. The router's group is “router”.")
    var group: [String] = []

    @Option(help: ArgumentHelp("Only those whose error contains this text.", valueName: "text"))
    var error: String?

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp("Only those written longer ago, such as 2h.", valueName: "time"))
    var olderThan: String?

    @Option(
        name: .customLong("newer-than"), help: ArgumentHelp("Only those written since, such as 10m.", valueName: "time")
    )
    var newerThan: String?

    @Option(help: ArgumentHelp("Only of the event at this position of the log; may be repeated.", valueName: "ms-seq"))
    var position: [String] = []

    @Option(help: "At most so many, the oldest of each partition first.")
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        for (name, text) in [("older-than", olderThan), ("newer-than", newerThan)] {
            if let text, DurationText.read(text) == nil {
                throw ValidationError("--\(name) “\(text)” is no length of time, such as 90s, 10m, 2h or 7d.")
            }
        }
        for text in position where !text.contains("-") || StreamPosition(text) == nil {
            throw ValidationError("--position “\(text)” is no position, such as 1700000000000-0.")
        }
        for text in ids where DeadLetter.ID(text) == nil {
            throw ValidationError("“\(text)” is no letter's id: `dead list` prints them, such as 0/1700000000000-0.")
        }
    }

    /// What the options choose.
    ///
    /// - Parameter now: The moment from which ages count.
    func filter(now: Timestamp) -> DeadLetterFilter {
        var filter = DeadLetterFilter()
        filter.types = Set(type)
        filter.groups = Set(group)
        filter.error = error
        filter.before = Self.moment(olderThan, before: now)
        filter.since = Self.moment(newerThan, before: now)
        filter.positions = Set(position.compactMap { StreamPosition($0) })
        filter.ids = Set(ids.compactMap { DeadLetter.ID($0) })
        return filter
    }

    private static func moment(_ text: String?, before now: Timestamp) -> Timestamp? {
        guard let age = text.flatMap({ DurationText.read($0) }) else { return nil }
        return Timestamp(microseconds: now.microseconds - Int64(age / .microseconds(1)))
    }

    /// The letters that are there now and meant, at most as many as the limit says.
    ///
    /// What is written while they are dealt with is not among them: a letter that dies again is not redriven twice.
    ///
    /// - Returns: The letters that were named by their id and are not there, or not meant by the other options.
    @discardableResult
    func forEach(
        of letters: DeadLetters, in session: BusSession, _ look: (DeadLetter) async throws -> Void
    ) async throws -> [DeadLetter.ID] {
        try await refuseUnknown(of: letters, in: session)
        let now = try await Self.now(session)
        var filter = filter(now: now)
        filter.before = filter.before ?? now
        var found = 0
        var missing = filter.ids
        for try await letter in letters.letters(filter) {
            if Task.isCancelled { return [] }
            found += 1
            missing.remove(letter.id)
            try await look(letter)
            // The others may be there: nobody looked.
            if found == limit { return [] }
        }
        return ids.compactMap { DeadLetter.ID($0) }.filter { missing.contains($0) }
    }

    /// Refuses a group or a type that neither the bus nor any letter has: of a slip, “none” would be good news that is false.
    ///
    /// - Throws: ``CommandFailure`` that says which there are.
    private func refuseUnknown(of letters: DeadLetters, in session: BusSession) async throws {
        let stream = letters.stream
        let groups = group.isEmpty ? [] : try await session.bus.transport.groups(of: stream)
        for name in group where !groups.contains(name) {
            var filter = DeadLetterFilter()
            filter.groups = [name]
            if try await !Self.isAny(filter, of: letters) {
                throw GroupOptions.unknown(name, of: stream, among: groups)
            }
        }
        let types = session.catalogue.declarations.filter { $0.stream.name == stream.name }.map(\.type)
        for name in type where !types.contains(name) {
            var filter = DeadLetterFilter()
            filter.types = [name]
            if try await !Self.isAny(filter, of: letters) {
                throw CommandFailure(.usage, EventNames.unknown(name, in: types))
            }
        }
    }

    private static func isAny(_ filter: DeadLetterFilter, of letters: DeadLetters) async throws -> Bool {
        for try await _ in letters.letters(filter) { return true }
        return false
    }

    /// The options that choose, as they are written; empty where all letters are meant.
    var text: String {
        var words = ids
        func add(_ name: String, _ values: [String]) { for value in values { words += ["--" + name, value] } }
        add("type", type)
        add("group", group)
        add("error", error.map { [$0] } ?? [])
        add("older-than", olderThan.map { [$0] } ?? [])
        add("newer-than", newerThan.map { [$0] } ?? [])
        add("position", position)
        return words.map { $0.hasPrefix("--") ? $0 : ShellWord.quoted($0) }.joined(separator: " ")
    }

    /// Says of letters that were named that they are not there.
    static func report(missing: [DeadLetter.ID]) {
        for id in missing {
            CommandContext.printError("\(id): there is no such dead letter: it was dealt with, or never was")
        }
    }

    /// The server's clock, by which letters are dated.
    private static func now(_ session: BusSession) async throws -> Timestamp {
        let time = try await session.bus.transport.client.command("TIME")
        guard time.count == 2, let seconds = time[0].integer, let rest = time[1].integer else { return .now }
        return Timestamp(microseconds: seconds * 1_000_000 + rest)
    }
}
