/// The tags of a model version that mean something here. Hokusai's registry sets them one by one after it has made the version.
public enum RegistryTag {
    /// The ticker of the model's token, in capitals as a rule.
    public static let token = "hokusai_token_id"
    /// The metric by which the version is judged.
    public static let metric = "benchmark_metric"
    /// The value to be met, as text.
    public static let baseline = "benchmark_value"
    /// Which way the metric improves, where its name does not say: `higher_is_better` or `lower_is_better`.
    public static let direction = "benchmark_direction"
    /// The run, where the version itself names none.
    public static let run = "mlflow_run_id"
    /// The account of who contributed the version.
    public static let contributor = "contributor_address"
    /// The benchmark that the metric is of.
    public static let benchmarkSpec = "hokusai.benchmark_spec_id"
    /// How far the registry is; written, not read.
    public static let status = "hokusai_status"
    /// The proposal that the version is for; written, not read.
    public static let proposal = "hokusai_proposal_identifier"
    /// What a review came to: `ready` or `failed`. Written back after the event is in the log.
    public static let validationStatus = "hokusai.validation.status"
    /// The id of the event that says so.
    public static let validationEvent = "hokusai.validation.event_id"

    /// Whether setting this tag is the review's own doing, so that it is no news.
    public static func isWrittenBack(_ key: String) -> Bool { key == validationStatus || key == validationEvent }

    /// Whether a tag is a free label: not MLflow's own, not Hokusai's, and not one that is a field of the event already.
    static func isFree(_ key: String) -> Bool {
        !key.hasPrefix("mlflow.") && !key.hasPrefix("hokusai") && !fields.contains(key)
    }

    private static let fields: Set<String> = [metric, baseline, direction, run, contributor]
}
