import ConfiguredModelRegistry

extension BusSession {
    /// Does something with the MLflow registry that is configured, and closes it whatever comes of it.
    ///
    /// - Throws: `SettingsError` where none is configured; what `work` throws.
    func withModelRegistry<Found: Sendable>(
        _ work: (ConfiguredModelRegistry) async throws -> Found
    ) async throws -> Found {
        let registry = try ConfiguredModelRegistry(bus, logger: logger)
        let outcome: Result<Found, any Error>
        do { outcome = .success(try await work(registry)) } catch { outcome = .failure(error) }
        await registry.close()
        return try outcome.get()
    }
}
