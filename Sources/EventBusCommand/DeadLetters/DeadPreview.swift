import RedisEventBus

/// Shows what an act on dead letters would be about.
struct DeadPreview {
    /// What would be done, in the past: `redriven`.
    let verb: String
    /// How many letters are printed.
    private static let sample = 5

    /// Prints the first letters, and how many there are of which kind.
    func run(_ choice: DeadChoice, of letters: DeadLetters, in session: BusSession, form: OutputOptions.Form)
        async throws
    {
        var tally = DeadLetterTally()
        let missing = try await choice.forEach(of: letters, in: session) { letter in
            tally.add(letter)
            if tally.total <= Self.sample { CommandContext.print(DeadLetterLine(letter: letter).text(form)) }
        }
        let more = tally.total > Self.sample ? " (the first \(Self.sample) are shown)" : ""
        CommandContext.printError("\(tally.text) would be \(verb)\(more); --execute does it")
        tally.lines.forEach(CommandContext.printError)
        DeadChoice.report(missing: missing)
        if !missing.isEmpty { throw CommandFailure(.failure) }
    }
}
