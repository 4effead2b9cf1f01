import ConfiguredEventBus
import EventBusMetrics
import EventGateway
import Foundation
import NIOCore
import RedisEventBus
import ServiceLifecycle

/// The last part of the demonstration: what `eventbus serve` runs, with somebody who publishes and everybody who receives, and a
/// link to the dashboard.
struct DemoDashboard {
    let session: BusSession
    /// Where the bus of the session counts what it does.
    let registry: MetricRegistry
    let redis: EmbeddedRedis
    let steps: [DemoStep]
    let port: Int
    /// For how long it stays; `nil` is until Ctrl-C.
    let stay: Duration?

    /// Shows the link and stays.
    ///
    /// - Throws: What serving fails of.
    func show(on screen: DemoScreen) async throws {
        if stay == .zero { return }
        screen.title("6. The dashboard")
        do {
            try await serve(on: screen, port: port)
        } catch let error as IOError where error.errnoCode == EADDRINUSE && port != 0 {
            screen.line("port \(port) is taken, so another one is used")
            try await serve(on: screen, port: 0)
        }
    }

    private func serve(on screen: DemoScreen, port: Int) async throws {
        let served = ServedServices(
            session: session, consumer: "demo", registry: registry, gateway: GatewayConfiguration(port: port)
        ) { port in
            screen.line("http://127.0.0.1:\(port)/   every few seconds somebody publishes; \(ending)")
            screen.line("let Redis die, and see it turn red:   kill -9 $(cat \(redis.folder)/redis.pid)")
            screen.line("bring it back, and see it recover:    redis-server \(redis.folder)/redis.conf &")
        }
        let traffic = DemoTraffic(bus: session.bus, steps: steps)
        var services = served.running([.retention, .reaper, .router, .gateway]).flatMap(\.services)
        services += DemoStaff(bus: session.bus.transport).services
        services.append(traffic)
        if let stay { services.append(Ending(after: stay)) }
        try await ServiceRunner.run(services, logger: session.logger)
    }

    private var ending: String {
        stay.map { "it ends after \($0.components.seconds) s" } ?? "Ctrl-C ends"
    }

    /// Ends the others after a while.
    private struct Ending: Service {
        let stay: Duration

        init(after stay: Duration) { self.stay = stay }

        func run() async throws {
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: stay) }
        }
    }
}
