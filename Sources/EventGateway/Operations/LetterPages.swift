import EventBus
import RedisEventBus

/// Goes through the dead letters of some streams page by page, from a place on.
struct LetterPages: Sendable {
    let bus: RedisEventBus
    let choice: LetterChoice

    /// A letter and its stream.
    struct Found: Sendable {
        let stream: StreamDeclaration
        let letter: DeadLetter
    }

    /// A page of letters.
    struct Page: Sendable {
        var letters: [Found] = []
        /// Where to go on; `nil` behind the last.
        var next: LetterPlace?
    }

    /// How many letters are looked at for one page, however few of them are meant.
    private static let effort = 20_000
    private static let step = 200

    /// The next page: at most so many letters, the oldest of each partition first. It may have fewer and yet not be the last.
    ///
    /// - Throws: `RedisError`.
    func page(after place: LetterPlace?, limit: Int) async throws -> Page {
        var page = Page()
        var seen = 0
        for (stream, partition, after) in ways(after: place) {
            let letters = bus.deadLetters(of: stream)
            var next = Self.start(after: after)
            while let start = next {
                let found = try await letters.page(of: partition, from: start, to: "+", count: Self.step)
                for letter in found {
                    seen += 1
                    if choice.filter.matches(letter) { page.letters.append(Found(stream: stream, letter: letter)) }
                    if page.letters.count == limit || seen == Self.effort {
                        page.next = LetterPlace(stream: stream.name, id: letter.id)
                        return page
                    }
                }
                guard let last = found.last, found.count == Self.step else { break }
                next = Self.start(after: last.id.place)
            }
        }
        return page
    }

    /// Where the server is to begin for what is behind a place; `nil` where nothing can be, which it takes for a mistake.
    static func start(after place: StreamPosition?) -> String? {
        guard let place else { return "-" }
        return place == StreamPosition(milliseconds: .max, sequence: .max) ? nil : "(\(place)"
    }

    /// The partitions that are left, and where to begin in each.
    private func ways(after place: LetterPlace?) -> [(StreamDeclaration, Int, StreamPosition?)] {
        let all = choice.streams.flatMap { stream in (0..<stream.partitions).map { (stream, $0) } }
        guard let place, let first = all.firstIndex(where: { $0.0.name == place.stream && $0.1 == place.id.partition })
        else { return all.map { ($0.0, $0.1, nil) } }
        return all[first...].enumerated().map { index, way in (way.0, way.1, index == 0 ? place.id.place : nil) }
    }
}
