import EventBus

/// A model that is to be registered together with the token it stands for.
public struct TokenizedModel: Sendable, Hashable {
    /// The registered model's name; it is made where there is none.
    public var modelName: String
    /// Where the model's files are, e.g. `runs:/<run id>/model` or `models:/m-…`.
    public var modelURI: String
    /// The token's ticker, in capitals or not, e.g. `msg-ai`.
    public var tokenID: String
    /// The metric by which the version is judged, e.g. `reply_rate`. The version's own value is the run's.
    public var metricName: String
    /// The value to be met.
    public var baselineValue: Double
    /// Which way the metric improves; `nil` for what its name says.
    public var isLowerBetter: Bool?
    /// The account of who is rewarded: `0x` and 40 hexadecimal digits.
    public var contributorAddress: String?
    /// The proposal that the version is for; `nil` for the token itself.
    public var proposalIdentifier: String?
    /// The benchmark that the metric is of.
    public var benchmarkSpecID: String?
    /// What the version is, for people.
    public var description: String?
    /// Free labels.
    public var additionalTags: [String: String]

    /// Describes a model.
    public init(
        modelName: String, modelURI: String, tokenID: String, metricName: String, baselineValue: Double,
        isLowerBetter: Bool? = nil, contributorAddress: String? = nil, proposalIdentifier: String? = nil,
        benchmarkSpecID: String? = nil, description: String? = nil, additionalTags: [String: String] = [:]
    ) {
        self.modelName = modelName
        self.modelURI = modelURI
        self.tokenID = tokenID
        self.metricName = metricName
        self.baselineValue = baselineValue
        self.isLowerBetter = isLowerBetter
        self.contributorAddress = contributorAddress
        self.proposalIdentifier = proposalIdentifier
        self.benchmarkSpecID = benchmarkSpecID
        self.description = description
        self.additionalTags = additionalTags
    }

    /// The tags with which the version is made, all in the request that makes it: so there is no moment at which it lacks one,
    /// whoever dies when.
    var tags: [String: String] {
        let token = tokenID.trimmed.uppercased()
        var tags = additionalTags
        tags[RegistryTag.token] = token
        tags[RegistryTag.metric] = metricName
        tags[RegistryTag.baseline] = "\(baselineValue)"
        tags[RegistryTag.status] = "registered"
        tags[RegistryTag.proposal] = proposalIdentifier ?? token
        tags[RegistryTag.run] = runID
        tags[RegistryTag.contributor] = contributorAddress
        tags[RegistryTag.benchmarkSpec] = benchmarkSpecID
        if let isLowerBetter { tags[RegistryTag.direction] = isLowerBetter ? "lower_is_better" : "higher_is_better" }
        return tags
    }

    /// The run in `runs:/<id>/…`.
    var runID: String? {
        guard case .run(let id)? = RunReference(MLflowModelVersion(name: "", version: "", source: modelURI)) else {
            return nil
        }
        return id
    }

    /// What a version of this model would be refused for whatever its run says; `nil` where nothing is wrong.
    var fault: String? {
        let draft = MLflowModelVersion(
            name: modelName, version: "1", source: modelURI,
            tags: tags)
        let facts = ModelVersionFacts(draft)
        if modelName.trimmed.isEmpty { return "the model has no name" }
        if let missing = facts.missing.first { return "the model lacks \(missing)" }
        let probe = RunMetrics(runID: nil, metrics: [metricName: baselineValue])
        let finding: RunFinding = facts.reference == nil ? .unnamed : .found(probe)
        if case .failed(_, let message) = BaselineValidation.verdict(of: facts, finding) { return message }
        return nil
    }
}
