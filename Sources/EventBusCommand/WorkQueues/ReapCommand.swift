import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus reap`: returns what dead workers held, as a service or once.
struct ReapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reap",
        abstract: "Return to work queues what dead workers held, in whatever language they were written.",
        discussion: """
            A worker of this bus is dead when its claim has run out; a foreign one (BRPOPLPUSH) when its item has stood in \
            the processing list for longer than the visibility since a reaper first saw it: with --once that takes two \
            runs. What was taken as often as the queue allows attempts goes to the dead list. Any number of reapers may \
            run. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var queue: QueueOptions

    @Flag(help: "Look once at each queue, print what was done, and end.")
    var once = false

    func run() async throws {
        try await BusSession.run(options) { session in
            let queues = try queue.queues(in: session)
            let reaper = session.bus.transport.workQueueReaper(of: queues)
            guard once else {
                CommandContext.printError(
                    "watching \(queues.map(\.declaration.processing).joined(separator: ", ")); Ctrl-C ends")
                return try await ServiceRunner.run([reaper], logger: session.logger)
            }
            for report in try await reaper.reap() { CommandContext.print(line(report)) }
        }
    }

    private func line(_ report: WorkQueueReaper.Report) -> String {
        let counts = [
            ("processing", report.processing), ("returned", report.returned), ("dead", report.dead),
            ("promoted", report.promoted),
        ]
        switch output.form {
        case .text: return report.list + counts.map { "  \($0.0)=\($0.1)" }.joined()
        case .json:
            var object = JSONObject()
            object["list"] = .string(report.list)
            for (name, count) in counts { object[name] = .number(JSONNumber(count)) }
            return "\(JSONValue.object(object))"
        }
    }
}
