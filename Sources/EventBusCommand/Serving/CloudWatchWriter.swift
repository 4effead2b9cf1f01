import EventBusOperations
import ServiceLifecycle

/// Writes the metrics that deployed CloudWatch dashboards have to standard output, once a minute, in the embedded metric format.
struct CloudWatchWriter: Service {
    let source: OverviewSource
    /// What the dimension `Environment` says.
    let environment: String
    private let context = CommandContext.current

    init(source: OverviewSource, environment: String) {
        self.source = source
        self.environment = environment
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for line in CloudWatchReport(await source.ask(), environment: environment).lines {
                    context.output(String(decoding: line, as: UTF8.self) + "\n")
                }
                do { try await Task.sleep(for: .seconds(60)) } catch { return }
            }
        }
    }
}
