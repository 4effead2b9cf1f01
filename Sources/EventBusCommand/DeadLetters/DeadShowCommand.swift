import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisClient
import RedisEventBus

/// `eventbus dead show`: everything that is known of one dead letter, and what can be done.
struct DeadShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print all of one dead letter, and what can be done with it.",
        discussion: ExitStatus.help)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The letter's id, as `dead list` prints it.")
    var letter: String

    @Option(help: "The stream; may be left out where the catalogue has one.")
    var stream: String?

    func validate() throws {
        if DeadLetter.ID(letter) == nil {
            throw ValidationError("“\(letter)” is no letter's id: `dead list` prints them, such as 0/1700000000000-0.")
        }
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            let letters = session.bus.transport.deadLetters(of: try session.stream(named: stream))
            guard let id = DeadLetter.ID(letter), let found = try await letters.letter(id) else {
                throw CommandFailure(.failure, "there is no dead letter \(letter): it was dealt with, or never was")
            }
            guard output.form == .text else { return CommandContext.print(DeadLetterLine(letter: found).text(.json)) }
            let log = session.bus.transport.layout.log(letters.stream.name, id.partition)
            let place = "\(found.position)"
            let isInLog = try await session.bus.client.command("XRANGE", log, place, place).count == 1
            let description = DeadLetterDescription(
                letter: found, stream: letters.stream.name, isInLog: isInLog, flags: options.repeated)
            description.lines.forEach(CommandContext.print)
        }
    }
}
