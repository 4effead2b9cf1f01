extension MetricDescriptor {
    // MARK: Models

    /// What became of deliveries of MLflow.
    package static let webhookDeliveries = work(
        "eventbus_webhook_deliveries_total", .counter, .deliveries, by: ["outcome"],
        """
        Deliveries of MLflow's webhooks: outcome is ready or failed (an event was published), unchanged, pending, shadowed, \
        repeated, ignored, refused (not signed as MLflow would), malformed or unavailable (MLflow was told to send it again).
        """)
    /// What the reconciler found.
    package static let reconciled = work(
        "eventbus_models_reconciled_total", .counter, .none, by: ["outcome"],
        """
        Model versions that the reconciler reviewed: outcome is ready or failed (an event was published, which no delivery had \
        led to), unchanged, pending, shadowed, gone or unavailable.
        """)
    /// What the reconciler comes back to.
    package static let unfinishedModels = work(
        "eventbus_models_unfinished", .gauge, .none,
        "Model versions that the reconciler looks at again later: not tagged yet, turned down, or not to be reviewed then."
    )
    /// How far the reconciler has come.
    package static let reconcilerLag = work(
        "eventbus_models_mark_age_seconds", .gauge, .seconds,
        "Time since the reconciler last had seen everything that MLflow had.")

    static let models = [webhookDeliveries, reconciled, unfinishedModels, reconcilerLag]
}
