import EventBus
import RedisEventBus

/// Shows the dead letters that an act is about, or acts on them.
struct QueueDeadAct {
    /// What is done to each, in the past.
    let verb: String
    let choice: QueueDeadChoice
    let execute: Bool
    /// How many letters a preview prints.
    private static let sample = 5

    /// Prints the letters and, at the end, how many there were.
    ///
    /// - Parameter act: Answers whether the letter was still there.
    func run(
        on queue: RawWorkQueue, form: OutputOptions.Form, _ act: (QueueDeadLetter) async throws -> Bool
    ) async throws {
        var done = 0
        let found = try await choice.forEach(in: queue) { letter in
            guard execute else {
                done += 1
                if done <= Self.sample { CommandContext.print(QueueDeadLetterLine(letter: letter).text(form)) }
                return .kept
            }
            try Task.checkCancellation()
            if try await act(letter) {
                done += 1
                CommandContext.print(QueueDeadLetterLine(letter: letter).text(form))
            }
            return .removed
        }
        let letters = "\(done) dead letter\(done == 1 ? "" : "s")\(choice.text)"
        if execute {
            let others = found > done ? "; \(found - done) had been dealt with by others" : ""
            CommandContext.printError("\(letters) \(verb)\(others)")
        } else {
            let more = done > Self.sample ? " (\(Self.sample) of them shown)" : ""
            CommandContext.printError("\(letters) would be \(verb)\(more); --execute does it")
        }
    }
}
