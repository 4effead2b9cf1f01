extension KeyLayout {
    /// The string that says up to when MLflow's registry has been looked through, in milliseconds since 1970.
    package var modelMark: String { models("mark") }

    /// The hash of the model versions that are to be looked at again.
    package var unfinishedModels: String { models("unfinished") }

    /// The string that says which process looks through MLflow's registry; gone a while after it has died.
    package var modelLease: String { models("lease") }

    /// The string that is there for a day once a delivery of MLflow has been dealt with.
    package func delivery(_ id: String) -> String { models("delivery:\(id)") }

    /// A key beside the streams.
    func models(_ suffix: String) -> String { "\(namespace):{mlflow}:\(suffix)" }
}
