import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus dead list`: one line for each dead letter.
struct DeadListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print dead letters, one line each, the oldest first.",
        discussion: ExitStatus.help)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: DeadChoice

    func run() async throws {
        try await BusSession.run(options) { session in
            let letters = session.bus.transport.deadLetters(of: try session.stream(named: choice.stream))
            var found = 0
            let missing = try await choice.forEach(of: letters, in: session) { letter in
                found += 1
                CommandContext.print(DeadLetterLine(letter: letter).text(output.form))
            }
            DeadChoice.report(missing: missing)
            if found == 0 {
                let all = try await letters.count()
                CommandContext.printError(
                    all == 0
                        ? "\(letters.stream.name) has no dead letters"
                        : "none of the \(all) dead letters of \(letters.stream.name) is chosen by \(choice.text)")
            }
        }
    }
}
