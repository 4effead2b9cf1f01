import ArgumentParser
import EventBus
import RedisEventBus

/// `eventbus queue list`: how much stands on each work queue.
struct QueueListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show how many messages wait, are worked on, wait to be tried again, and were given up on.",
        discussion: ExitStatus.help)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var queue: QueueOptions

    func run() async throws {
        try await BusSession.run(options) { session in
            var rows = [["list", "waiting", "processing", "delayed", "dead"]]
            for queue in try queue.queues(in: session) {
                let depth = try await queue.depth()
                let counts = [depth.waiting, depth.processing, depth.delayed, depth.dead]
                switch output.form {
                case .text: rows.append([queue.declaration.list] + counts.map(String.init))
                case .json:
                    var line = JSONObject()
                    line["list"] = .string(queue.declaration.list)
                    for (name, count) in zip(rows[0].dropFirst(), counts) { line[name] = .number(JSONNumber(count)) }
                    line["processing_list"] = .string(queue.declaration.processing)
                    line["dead_list"] = .string(queue.declaration.dead)
                    CommandContext.print("\(JSONValue.object(line))")
                }
            }
            if output.form == .text { TextTable.lines(rows).forEach(CommandContext.print) }
        }
    }
}
