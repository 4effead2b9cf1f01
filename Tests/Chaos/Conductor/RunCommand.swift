import ArgumentParser
import Foundation

/// `run`: the harness itself.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run publishers, routers, consumers and workers, do harm to them, and judge what is left.",
        discussion: """
            Everything runs on a private redis-server. The exit status is 0 if nothing was lost, doubled or put out of \
            order, 1 if something was, 69 if there was nothing to judge.
            """)

    /// What kind of harm.
    enum Scenario: String, ExpressibleByArgument, CaseIterable {
        /// Everything but the loss of data.
        case everything
        /// FLUSHALL now and then.
        case flush
        /// XGROUP DESTROY now and then.
        case groups
        /// Harm to those that read, while the logs are kept short.
        case trim

        var mix: FaultMix {
            switch self {
            case .everything: .everything
            case .flush: .flush
            case .groups: .groups
            case .trim: .trim
            }
        }
    }

    @Option(help: "How many events at least.")
    var events = 50_000

    @Option(help: "How many faults.")
    var faults = 20

    @Option(help: "What all that is random comes from; a fresh one unless given.")
    var seed: UInt64?

    @Option(help: "What kind of harm: everything, flush, groups or trim.")
    var scenario = Scenario.everything

    @Option(parsing: .upToNextOption, help: "Only these faults, as in killConsumer cutInReply.")
    var only: [FaultKind] = []

    @Option(help: "Disturb the network of one kind of role only, as in router.")
    var at: RoleKind?

    @Option(help: "The mean time between two faults, in seconds.")
    var spacing = 3.0

    @Option(help: "Events per second; by default what brings the events within the time of the faults.")
    var rate: Double?

    @Option(help: "How many publishers: one that tries once, one that tries again, one with an outbox, and so on.")
    var publishers = Cast.Size().publishers

    @Option(help: "How many routers.")
    var routers = Cast.Size().routers

    @Option(help: "How many consumers in each group.")
    var consumers = Cast.Size().consumers

    @Option(help: "How many workers of each of the two queues.")
    var workers = Cast.Size().workers

    @Option(help: "How many subscribers.")
    var subscribers = Cast.Size().subscribers

    @Option(help: "How many events in a thousand handlers fail on at first.")
    var flaky = 5

    @Option(help: "How many events in a thousand handlers take their time for.")
    var slow = 2

    @Option(help: "How many events in a thousand handlers reject.")
    var picky = 1

    @Option(help: "How many events in a hundred thousand end the process that handles them.")
    var deadly = 0

    @Option(help: "How long the run may take, in seconds.")
    var limit = 3_600

    @Option(help: "How long nothing may move at the end before the rest is given up, in seconds.")
    var patience = 30

    @Flag(help: "Keep the folder with everybody's facts and logs, as is done when something is found.")
    var keep = false

    func validate() throws {
        guard events >= 1, faults >= 0, spacing > 0, limit > 0, patience > 0 else {
            throw ValidationError("--events, --spacing, --limit and --patience must be above 0, --faults from 0.")
        }
        guard publishers >= 1, routers >= 1, consumers >= 1, (0...1_000).contains(flaky + slow + picky),
            (0...100_000).contains(deadly)
        else {
            throw ValidationError(
                "At least one publisher, router and consumer; --flaky, --slow and --picky up to 1000 in all; "
                    + "--deadly up to 100000.")
        }
    }

    func run() async throws {
        let seed = seed ?? UInt64.random(in: 1...UInt64.max)
        print("chaos: \(events) events, \(faults) faults, seed \(seed)")
        let conductor: Conductor
        let verdict: Verdict
        do {
            conductor = try await Conductor(score(seed: seed))
            verdict = try await conductor.run()
        } catch let error as ChaosError {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            throw ExitCode(69)
        }
        await conductor.close()
        print(verdict.figures.text, terminator: "")
        let folder = conductor.stage.folder
        if verdict.isGuilty {
            print("\n\(verdict.text)")
            print("facts and logs of every process: \(folder.path)")
            print("all facts of an event: grep -rn ' 1.2.3:4 ' \(folder.path)/facts")
            print(
                "the same faults again: EventBusChaos run --seed \(seed) \(CommandLine.arguments.dropFirst(2).joined(separator: " "))"
            )
            throw ExitCode(1)
        }
        if !keep { try? FileManager.default.removeItem(at: folder) }
        print("nothing lost, nothing doubled, nothing out of order (seed \(seed))")
    }

    private func score(seed: UInt64) -> Conductor.Score {
        let mix = only.isEmpty ? scenario.mix : FaultMix(only: only)
        let plan = FaultPlan(seed: seed, count: faults, mix: mix, spacing: .seconds(spacing))
        let time = max(5, Double(faults) * spacing)
        return Conductor.Score(
            seed: seed, events: events, plan: plan, victims: at,
            size: Cast.Size(
                publishers: publishers, routers: routers, consumers: consumers, workers: workers,
                subscribers: subscribers, trimmers: scenario == .trim ? 1 : 0),
            // Faults cost time, and what was missed is made up for only in part.
            manner: Cast.Manner(
                rate: rate ?? 1.4 * Double(events) / time, flaky: flaky, slow: slow, picky: picky, deadly: deadly,
                isVanishing: scenario == .trim || plan.faults.contains { $0.kind == .flushAll }, seed: seed),
            limit: .seconds(limit), patience: .seconds(patience))
    }
}

extension FaultKind: ExpressibleByArgument {}

extension RoleKind: ExpressibleByArgument {}
