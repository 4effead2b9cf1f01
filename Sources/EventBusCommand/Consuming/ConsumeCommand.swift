import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import RedisEventBus

/// `eventbus consume`: prints the events of a group, each acknowledged when it has been printed.
struct ConsumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume",
        abstract: "Take the events of a consumer group: print each, then acknowledge it.",
        discussion: """
            An event is acknowledged when its line has been written; what is in hand when the command is killed comes \
            again. Of a group that the catalogue does not declare `eventbus doctor` says how to remove it. Use `tail` to look \
            without taking. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: "The consumer group; it is made where it does not exist.", completion: CatalogueCompletion.groups)
    var group: String

    @Option(
        help: """
            Name of this consumer: unique in the group. Give one that stays the same after a restart to begin with what \
            was left behind; without it that comes after the acknowledgement time-out.
            """)
    var consumer = ProcessName.unique

    @Option(
        help: "The stream; may be left out where the catalogue has one.", completion: CatalogueCompletion.streams)
    var stream: String?

    @Option(help: "End after so many events.")
    var count: Int?

    func validate() throws {
        if group.isEmpty { throw ValidationError("--group must not be empty.") }
        if consumer.isEmpty { throw ValidationError("--consumer must not be empty.") }
        if group == Router.group {
            throw ValidationError(
                "the group “\(group)” is the router's own: what is taken from it would reach no list and no channel; "
                    + "choose another name.")
        }
        if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            let declaration = try session.stream(named: stream)
            if !declaration.groups.contains(where: { $0.name == group }) {
                let names = declaration.groups.map(\.name)
                CommandContext.printError(
                    "note: the catalogue does not list the group “\(group)” of \(declaration.name)"
                        + Suggestion.phrase(for: group, among: names)
                        + " (it has: \(names.joined(separator: ", "))); it is made all the same, and the log is "
                        + "kept for it, up to seven days")
            }
            let quota = DeliveryQuota(count)
            let printer = DeliveryPrinter(
                form: output.form, quota: quota, context: .current, check: ReadingCheck(session.catalogue))
            var handlers = EventHandlers()
            for event in session.catalogue.declarations where event.stream.name == declaration.name {
                handlers.on(event, undecoded: { try await printer.handle($0) })
            }
            // One at a time: lines come in the log's order.
            let consuming = session.bus.consumer(
                of: declaration, group: group, consumer: consumer,
                limits: ConsumerLimits(concurrency: 1, batch: 32),
                handlers: handlers)
            let notice = StandbyNotice(
                transport: session.bus.transport, stream: declaration, group: group, context: .current)
            try await ServiceRunner.run([consuming, notice], until: quota, logger: session.logger)
        }
    }
}
