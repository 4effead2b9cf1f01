import ArgumentParser
import ConfiguredEventBus

/// Where MLflow is.
struct MLflowOptions: ParsableArguments {
    @Option(
        name: .customLong("mlflow-uri"),
        help: ArgumentHelp("Address of the MLflow server, instead of MLFLOW_TRACKING_URI.", valueName: "url"))
    var mlflowURI: String?

    /// What the flag says, as a setting.
    var flags: [Setting: String] { mlflowURI.map { [.mlflowTrackingURI: $0] } ?? [:] }
}
