/// Everything that is measured.
enum Suite {
    /// In the order of the table.
    static let measurements: [any Measurement.Type] = [
        BatchPublishing.self, ConcurrentPublishing.self, HistoryPublishing.self, KeyedPublishing.self, RoundTrip.self,
        Consuming.self, Routing.self, Latency.self, Codec.self, CatalogueSpeed.self, WebPublishing.self,
        StreamClients.self, MetricsPage.self, ModelWebhook.self, ModelReconciling.self, IdleServing.self,
        ConsumerMemory.self,
    ]

    /// The names of all rows.
    static var rows: [String] { measurements.flatMap { $0.rows } }

    /// Measures what was chosen, and nothing that was not.
    static func run(_ options: Options) async throws -> Report {
        let bench = try await Bench(rounds: options.rounds)
        do {
            let report = try await run(options, on: bench)
            await bench.close()
            return report
        } catch {
            await bench.close()
            throw error
        }
    }

    private static func run(_ options: Options, on bench: Bench) async throws -> Report {
        var found: [String: Row] = [:]
        // Memory comes first, while the process is fresh: a heap that has grown before would hide that it grows.
        for measurement in measurements.reversed() {
            guard options.only == nil || measurement.rows.contains(where: { $0 == options.only }) else { continue }
            for row in try await measurement.run(on: bench) { found[row.name] = row }
        }
        let chosen = rows.filter { options.only == nil || $0 == options.only }
        return Report(rows: chosen.compactMap { found[$0] })
    }
}
