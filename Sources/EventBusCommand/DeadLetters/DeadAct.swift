import ConfiguredEventBus
import RedisEventBus

/// What a command does to dead letters: shown, or done.
struct DeadAct {
    /// What is done to a letter, as a report says it.
    let verb: String
    let choice: DeadChoice
    let options: DeadActOptions
    let form: OutputOptions.Form

    /// Shows what would be done, or does it.
    ///
    /// - Parameter act: Does it to one letter; answers whether it was this call that did.
    func run(
        in session: BusSession,
        _ act: @escaping @Sendable (DeadLetters, DeadLetter, DeadLetterActor) async throws -> Bool
    ) async throws {
        let letters = session.bus.transport.deadLetters(of: try session.stream(named: choice.stream))
        guard options.execute else {
            return try await DeadPreview(verb: verb).run(choice, of: letters, in: session, form: form)
        }
        let actor = options.actor
        let service = DeadActService(
            session: session, letters: letters, choice: choice, pace: Pace(rate: options.rate), form: form, verb: verb,
            act: { try await act(letters, $0, actor) })
        try await ServiceRunner.run([service], logger: session.logger)
    }
}
