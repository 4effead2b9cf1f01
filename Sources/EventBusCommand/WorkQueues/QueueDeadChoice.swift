import ArgumentParser
import EventBus
import RedisEventBus

/// Which dead letters of a queue a command is about.
struct QueueDeadChoice: ParsableArguments {
    @Option(help: "At most so many, the oldest first.")
    var limit: Int?

    @Option(help: ArgumentHelp("Only those whose error contains this text.", valueName: "text"))
    var error: String?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    /// The choice in words, to follow a noun; empty where all are meant.
    var text: String { error.map { " whose error contains “\($0)”" } ?? "" }

    /// Goes through the letters that are meant; answers how many there were.
    ///
    /// A dead list that several queues share holds letters of others, too: those that say so are passed over.
    func forEach(
        in queue: RawWorkQueue, _ look: (QueueDeadLetter) async throws -> DeadLetterStep
    ) async throws -> Int {
        var found = 0
        try await queue.forEachDeadLetter { letter in
            if found == limit { return .stop }
            guard letter.queue ?? queue.declaration.list == queue.declaration.list,
                error.map({ letter.error?.contains($0) == true }) ?? true
            else { return .kept }
            found += 1
            return try await look(letter)
        }
        return found
    }
}
