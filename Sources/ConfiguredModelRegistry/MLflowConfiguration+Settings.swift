package import ConfiguredEventBus
package import ModelRegistry

extension MLflowConfiguration {
    /// The server that the settings name.
    ///
    /// - Parameters:
    ///   - timeout: How long one try may take.
    ///   - retry: When a request is sent again.
    /// - Throws: `SettingsError` where none is named, or its address can't be used.
    package init(
        _ settings: EventBusSettings, timeout: Duration = .seconds(10), retry: MLflowRetry = MLflowRetry()
    ) throws(SettingsError) {
        let models = settings.models
        guard let url = models.trackingURI else {
            let written = settings.resolved[.mlflowTrackingURI]
            throw SettingsError([
                SettingsError.Problem(
                    .invalidValue, at: written.origin,
                    // The text may hold a password, as the address of a database does.
                    what: written.text == nil
                        ? "No MLflow server is configured." : "MLFLOW_TRACKING_URI is no server's address.",
                    remedy:
                        "Set MLFLOW_TRACKING_URI to the server's address, for example \(Setting.mlflowTrackingURI.example)."
                )
            ])
        }
        let credentials: MLflowCredentials =
            switch (models.token, models.username, models.password) {
            case (let token?, _, _): .token(token)
            case (nil, let username?, let password?): .basic(username: username, password: password)
            default: .none
            }
        do throws(MLflowError) {
            try self.init(url: url, credentials: credentials, timeout: timeout, retry: retry)
        } catch {
            throw SettingsError([
                SettingsError.Problem(
                    .invalidValue, at: settings.resolved[.mlflowTrackingURI].origin, what: error.message,
                    remedy: "Write for example \(Setting.mlflowTrackingURI.example).")
            ])
        }
    }
}
