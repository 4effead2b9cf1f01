import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus bridge`: from a list of deployed services into the log, as a service or once.
struct BridgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bridge",
        abstract: "Bring what deployed services put on a list into the log, each message exactly once.",
        discussion: """
            Takes over as the list's consumer: a message waits in the processing list until one script has appended its event and \
            removed it, so that whatever dies, it is in one place. What lies in the processing list is taken up first. Reads \
            the envelope, the payload alone, events with event_type, the deployer's answer, and dead letters of every shape. Token symbols become \
            lower-case. A message that was put twice (one message_id, or one idempotency key of the event) is appended \
            once. What is no event of the catalogue goes to the dead list with the reason: see `eventbus queue dead`; so does \
            an event above EVENTBUS_MAX_EVENT_BYTES. A message above 8 MiB, or twice that setting where it is more, goes \
            there as it is, and the log says why. Any number of bridges may run. Ends at once where the catalogue routes \
            something to the list, since that would come back for ever. --once exits with 1 where a message went to the \
            dead list. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The list to take from.", valueName: "list"))
    var fromList: String

    @Option(help: ArgumentHelp("The event that its messages are; needed where they do not say so.", valueName: "type"))
    var event: String?

    @Option(help: ArgumentHelp("The list that holds what is in hand; LIST:processing unless given.", valueName: "list"))
    var processing: String?

    @Option(help: ArgumentHelp("The list for what is no event; LIST:dlq unless given.", valueName: "list"))
    var dead: String?

    @Flag(help: "Bring in what is there, print what was done, and end.")
    var once = false

    func run() async throws {
        try await BusSession.run(options, for: once ? .asking : .relaying) { session in
            let bridge = try session.bridge(
                from: BridgedList(list: fromList, event: event), processing: processing, dead: dead)
            guard once else {
                CommandContext.printError("bridging \(fromList) into the log; Ctrl-C ends")
                return try await ServiceRunner.run([bridge], logger: session.logger)
            }
            let report = try await bridge.drain()
            CommandContext.print(line(report))
            guard report.dead == 0 else {
                throw CommandFailure(
                    .failure,
                    "\(report.dead) message\(report.dead == 1 ? "" : "s") went to \(bridge.names.dead): \(ProgramName.shown) "
                        + "queue dead --list \(ShellWord.quoted(fromList)) says why")
            }
        }
    }

    private func line(_ report: LegacyBridge.Report) -> String {
        let counts = [("appended", report.appended), ("duplicates", report.duplicates), ("dead", report.dead)]
        switch output.form {
        case .text: return fromList + counts.map { "  \($0.0)=\($0.1)" }.joined()
        case .json:
            var object: JSONObject = ["list": .string(fromList)]
            for (name, count) in counts { object[name] = .number(JSONNumber(count)) }
            return "\(JSONValue.object(object))"
        }
    }
}
