import EventBus
import RedisClient
import RedisEventBus
import ServiceLifecycle

/// Says once that this process waits because others read everything: else it would look as if nothing happened.
struct StandbyNotice: Service {
    let transport: RedisEventBus
    let stream: StreamDeclaration
    let group: String
    let context: CommandContext

    /// After so long whoever could have a partition has it.
    private static let patience = Duration.seconds(4)

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            try await Task.sleep(for: Self.patience)
            guard let status = try? await transport.status(group: group, of: stream),
                let text = Self.text(status, own: transport.client.health.clientID)
            else { return }
            context.errors(text + "\n")
        }
        // The end of a service ends the others.
        try? await gracefulShutdown()
    }

    /// What to say; `nil` where this process reads something, where somebody may be about to, or where nobody can tell.
    ///
    /// - Parameter own: The server's id of this process's connection.
    static func text(_ status: GroupStatus, own: Int64?) -> String? {
        if let pause = status.partitions.lazy.compactMap(\.pause).first {
            let why = pause.reason.isEmpty ? "" : ": \(pause.reason)"
            return PlainText.escaped(
                "note: the group \(status.group) of \(status.stream) is paused by \(pause.by)\(why); `eventbus resume "
                    + "--group \(status.group)` ends that")
        }
        let holders = status.partitions.map(\.holders)
        guard let own, status.order == .aggregate, holders.allSatisfy({ $0.first?.isConnected == true }),
            !holders.joined().contains(where: { $0.connection == own })
        else { return nil }
        let names = Set(holders.joined().map { "“\($0.consumer)”" }).sorted().joined(separator: ", ")
        return PlainText.escaped(
            "note: standing by: all of \(status.stream) is read for \(status.group) by \(names), another process; this one "
                + "takes over when that ends")
    }
}
