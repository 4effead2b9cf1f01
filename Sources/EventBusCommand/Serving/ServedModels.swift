import ConfiguredEventBus
import ConfiguredModelRegistry
import EventBus
import EventBusMetrics
import Logging

/// MLflow, as a process that serves asks it: for deliveries, which MLflow waits for, and for the reconciler, which has time.
struct ServedModels {
    let deliveries: ConfiguredModelRegistry
    let registry: ConfiguredModelRegistry

    /// What is configured; `nil` where no server is.
    ///
    /// - Parameter isAskedFor: Whether the command line asks for the reconciler.
    /// - Throws: `SettingsError` where a server is needed and none is configured, or its address can't be used.
    static func configured(
        _ session: BusSession, isAskedFor: Bool, _ metrics: MetricRegistry
    ) throws(SettingsError) -> ServedModels? {
        let models = session.settings.models
        guard models.trackingURI != nil || isAskedFor || !models.webhookSecrets.isEmpty else {
            if session.settings.resolved[.mlflowTrackingURI].text != nil {
                session.logger.warning(
                    "MLFLOW_TRACKING_URI is no server's address: no model versions are looked for")
            }
            return nil
        }
        return ServedModels(
            deliveries: try ConfiguredModelRegistry(
                session.bus, for: .deliveries, logger: session.logger, metrics: metrics),
            registry: try ConfiguredModelRegistry(session.bus, logger: session.logger, metrics: metrics))
    }

    func close() async {
        await deliveries.close()
        await registry.close()
    }
}
