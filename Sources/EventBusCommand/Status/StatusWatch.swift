import EventBusOperations
import ServiceLifecycle

/// Shows how the bus is, again and again, until it is shut down.
struct StatusWatch: Service {
    let source: OverviewSource
    let interval: Duration
    let context: CommandContext
    let text: @Sendable (BusOverview) -> String
    /// Whether each screen takes the place of the last.
    let isDrawnInPlace: Bool

    /// To the upper left corner; behind each line and the last, what the last screen left is removed.
    private static let home = "\u{1b}[H"
    private static let clearLine = "\u{1b}[K"
    private static let clearBelow = "\u{1b}[J"
    private static let clearAll = "\u{1b}[2J"

    func run() async throws {
        try? await cancelWhenGracefulShutdown { try await show() }
    }

    private func show() async throws {
        if isDrawnInPlace { context.output(Self.clearAll) }
        while !Task.isCancelled {
            let began = ContinuousClock.now
            let screen = text(await source.ask())
            if Task.isCancelled { return }
            if isDrawnInPlace {
                let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
                let drawn = lines.map { "\($0)\(Self.clearLine)\n" }.joined()
                context.output("\(Self.home)\(drawn)\(Self.clearBelow)")
            } else {
                context.output(screen + "\n")
            }
            try await Task.sleep(until: began + interval)
        }
    }
}
