import EventBus
package import HokusaiEvents

/// What is known of a model version that may become an event: its tags, and later its run. A pure value.
package struct ModelVersionFacts: Sendable, Hashable {
    /// The registered model's name.
    package let modelName: String
    /// The version.
    package let modelVersion: String
    /// The token in small letters; empty while its tag is missing.
    package let tokenSymbol: String
    /// Whether the token is a ticker as the catalogue wants it.
    package let isTokenValid: Bool
    /// The aggregate that the events belong to: `name/version/token`; `nil` while the token's tag is missing.
    package let modelID: String?
    /// The metric by which the version is judged; empty while its tag is missing.
    package let metricName: String
    /// The value to be met as the tag has it.
    package let baselineText: String
    /// The value to be met; `nil` where the tag is no number.
    package let baseline: Double?
    /// Which way the metric improves; `nil` where the tag says something unknown.
    package let direction: MetricDirection?
    /// The account of the contributor as the tag has it.
    package let contributorText: String?
    /// The benchmark that the metric is of.
    package let benchmarkSpecID: String?
    /// Free labels: what is a field of its own, MLflow's or Hokusai's is left out, and what the catalogue has no room for.
    package let tags: [String: String]?
    /// Where the metrics are.
    package let reference: RunReference?
    /// What is still missing to judge the version; empty once it can be judged.
    package let missing: [MissingFact]

    /// Reads what a version says of itself.
    package init(_ version: MLflowModelVersion) {
        func tag(_ key: String) -> String? {
            version.tags[key].map { $0.trimmed }.flatMap { $0.isEmpty ? nil : $0 }
        }
        modelName = version.name
        modelVersion = version.version
        let token = tag(RegistryTag.token).map { TokenFact(tag: $0) }
        tokenSymbol = token?.symbol ?? ""
        isTokenValid = token?.isValid ?? false
        modelID = token.map { "\(version.name)/\(version.version)/\($0.identifier)" }
        metricName = tag(RegistryTag.metric) ?? ""
        baselineText = tag(RegistryTag.baseline) ?? ""
        baseline = Double(baselineText)
        direction = Self.direction(tag(RegistryTag.direction), of: metricName)
        contributorText = tag(RegistryTag.contributor)
        benchmarkSpecID = tag(RegistryTag.benchmarkSpec)
        let free = version.tags.filter { RegistryTag.isFree($0.key) && $0.value.unicodeScalars.count <= 5_000 }
            .sorted { $0.key < $1.key }.prefix(100)
        tags = free.isEmpty ? nil : Dictionary(uniqueKeysWithValues: free.map { ($0.key, $0.value) })
        reference = RunReference(version)
        missing =
            [RegistryTag.token, RegistryTag.metric, RegistryTag.baseline].filter { tag($0) == nil }
            .map { .tag($0) } + Self.missing(version.status)
    }

    /// The contributor's account, where it is one: `0x` and 40 hexadecimal digits.
    package var contributorAddress: String? {
        contributorText.flatMap { Self.isAddress($0) ? $0 : nil }
    }

    private static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("0x") && text.utf8.count == 42 && text.dropFirst(2).allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    private static func missing(_ status: MLflowModelVersion.Status) -> [MissingFact] {
        switch status {
        case .ready: []
        case .pending: [.files]
        case .failed: [.registration]
        }
    }

    /// The direction that a tag says, or else the metric's name.
    private static func direction(_ tag: String?, of metric: String) -> MetricDirection? {
        guard let tag else { return MetricKind(metric).direction }
        return switch tag.lowercased() {
        case "higher_is_better", "higher": .higherIsBetter
        case "lower_is_better", "lower": .lowerIsBetter
        default: nil
        }
    }
}
