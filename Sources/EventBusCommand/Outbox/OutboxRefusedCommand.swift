import ArgumentParser
import EventOutbox

/// `eventbus outbox refused`: what the transport would not take.
struct OutboxRefusedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refused",
        abstract: "List events that Redis refused, have them tried again, or discard them.",
        subcommands: [List.self, Retry.self, Discard.self])

    /// `eventbus outbox refused list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the events that were refused, with the reasons.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var outbox: OutboxOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let outbox = try outbox.open(options)
            defer { outbox.close() }
            let refused = try await outbox.status().refused
            switch output.form {
            case .text: for line in OutboxReport.table(refused) { CommandContext.print(line) }
            case .json: for event in refused { CommandContext.print("\(OutboxReport.json(of: event))") }
            }
        }
    }

    /// `eventbus outbox refused retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have refused events tried again, behind what waits already.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var outbox: OutboxOptions
        @OptionGroup var choice: RefusedChoice
        @OptionGroup var who: ActorOptions

        func run() async throws {
            let outbox = try outbox.open(options)
            defer { outbox.close() }
            try choice.report(
                try await outbox.retryRefused(choice.numbers, by: who.by, reason: who.reason), as: "put back")
        }
    }

    /// `eventbus outbox refused discard`.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove refused events for good.")

        @OptionGroup var options: SettingsOptions
        @OptionGroup var outbox: OutboxOptions
        @OptionGroup var choice: RefusedChoice
        @OptionGroup var who: ActorOptions

        func run() async throws {
            let outbox = try outbox.open(options)
            defer { outbox.close() }
            try choice.report(
                try await outbox.discardRefused(choice.numbers, by: who.by, reason: who.reason), as: "discarded")
        }
    }
}

/// Which of the refused events are meant.
struct RefusedChoice: ParsableArguments {
    @Argument(help: "The numbers that `refused list` shows.")
    private var named: [Int64] = []

    @Flag(help: "All of them.")
    private var all = false

    func validate() throws {
        guard all == named.isEmpty else { throw ValidationError("Name the events by their numbers, or give --all.") }
    }

    /// The numbers; `nil` for all.
    var numbers: [Int64]? { all ? nil : named }

    /// Says how many there were.
    ///
    /// - Throws: ``CommandFailure`` where none of those that were named is there.
    func report(_ count: Int, as verb: String) throws {
        guard count > 0 || all else { throw CommandFailure(.invalidInput, "none of these events was refused") }
        CommandContext.print("\(count) \(verb)")
    }
}
