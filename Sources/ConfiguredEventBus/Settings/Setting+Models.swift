extension Setting {
    /// Where MLflow is.
    public static let mlflowTrackingURI = Setting(
        ["mlflow", "tracking_uri"], flag: "--mlflow-uri",
        "Address of the MLflow server whose model versions become events: http:// or https://, with the path of a proxy where one stands in front; others than these are passed over.",
        example: "http://localhost:5000", visibility: .openButPassword)

    /// A token for MLflow.
    public static let mlflowTrackingToken = Setting(
        ["mlflow", "tracking_token"], "Token for MLflow, sent as a bearer token.", example: "change-me",
        visibility: .secret)

    /// A name for MLflow.
    public static let mlflowTrackingUsername = Setting(
        ["mlflow", "tracking_username"], "Name for MLflow, with MLFLOW_TRACKING_PASSWORD, where there is no token.",
        example: "eventbus")

    /// A password for MLflow.
    public static let mlflowTrackingPassword = Setting(
        ["mlflow", "tracking_password"], "Password for MLflow.", example: "change-me", visibility: .secret)

    /// What MLflow signs its deliveries with.
    public static let mlflowWebhookSecret = Setting(
        ["eventbus", "mlflow_webhook_secret"],
        "Secret that MLflow signs the deliveries of its webhook with; without one the gateway takes none at /webhooks/mlflow.",
        example: "change-me", visibility: .secret)

    /// What it signed them with before.
    public static let mlflowWebhookOldSecret = Setting(
        ["eventbus", "mlflow_webhook_old_secret"],
        "Secret that is taken as well while EVENTBUS_MLFLOW_WEBHOOK_SECRET is changed.", example: "change-me-too",
        visibility: .secret)

    /// How old a delivery may be.
    public static let mlflowWebhookTolerance = Setting(
        ["eventbus", "mlflow_webhook_tolerance"],
        "How far the time at which a delivery was signed may lie from now: 10s to 1h. A repeated delivery keeps its first time.",
        default: "300s", example: "300s")

    /// How long more tags are waited for.
    public static let mlflowWebhookGather = Setting(
        ["eventbus", "mlflow_webhook_gather"],
        "How long a delivery that says that a tag was set waits for others before the version is looked at: 0s to 10s. Longer where tags that should stand in the events come later than benchmark_value.",
        default: "20ms", example: "500ms")

    /// How often MLflow's registry is looked through.
    public static let mlflowPollInterval = Setting(
        ["eventbus", "mlflow_poll_interval"],
        "Time between two looks through MLflow's registry for versions of which no delivery came: 1s to 1h.",
        default: "30s", example: "30s")

    /// Whether MLflow is told what became of a version.
    public static let mlflowWriteBack = Setting(
        ["eventbus", "mlflow_write_back"],
        "Whether a version gets tags in MLflow that say what its validation came to, hokusai.validation.status and hokusai.validation.event_id: true or false.",
        default: "false", example: "true")

    /// For which models events are made.
    public static let modelEvents = Setting(
        ["model", "events"],
        "For which models of MLflow events are published: off, shadow (worked out and logged only), a share such as 25% (by the model's name), or on; for single environments as in production=25%, staging=on, shadow.",
        default: "on", example: "production=25%, staging=on, shadow")

    /// In which environment the process runs.
    public static let environment = Setting(
        ["environment"], "Environment that this process runs in, for MODEL_EVENTS.", example: "production",
        scope: .environmentOnly)

    /// The settings of MLflow, in the order in which they are shown.
    static let models: [Setting] = [
        mlflowTrackingURI, mlflowTrackingToken, mlflowTrackingUsername, mlflowTrackingPassword, mlflowWebhookSecret,
        mlflowWebhookOldSecret, mlflowWebhookTolerance, mlflowWebhookGather, mlflowPollInterval, mlflowWriteBack,
        modelEvents,
        environment,
    ]
}
