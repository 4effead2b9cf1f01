import HokusaiEvents

/// Judges a model version by its facts and what was found of its run: pure, so that a table tests it.
package enum BaselineValidation {
    /// Judges a version that lacks nothing; what is wrong with the version itself comes before what is wrong with its run.
    package static func verdict(of facts: ModelVersionFacts, _ run: RunFinding) -> BaselineVerdict {
        if !facts.isTokenValid {
            return .failed(
                .invalidTokenSymbol,
                """
                “\(facts.tokenSymbol.limited(to: 80))” is no ticker: small letters, digits and hyphens between them, at most \
                64; set \(RegistryTag.token) anew.
                """)
        }
        if facts.metricName.unicodeScalars.count > 128 {
            return .failed(.invalidTag, "\(RegistryTag.metric) has more than 128 characters.")
        }
        guard let baseline = facts.baseline else {
            return .failed(
                .invalidTag, "\(RegistryTag.baseline) is “\(facts.baselineText.limited(to: 80))”, which is no number.")
        }
        guard let direction = facts.direction else {
            return .failed(
                .invalidTag, "\(RegistryTag.direction) is neither higher_is_better nor lower_is_better.")
        }
        if facts.contributorText != nil, facts.contributorAddress == nil {
            return .failed(
                .invalidTag,
                "\(RegistryTag.contributor) is no account, which is 0x and 40 hexadecimal digits: nobody could be rewarded."
            )
        }
        switch run {
        case .unnamed:
            return .failed(
                .runNotFound,
                """
                the version names no run: neither run_id, nor the tag \(RegistryTag.run), nor a source of the form \
                runs:/<id>/…, nor a logged model.
                """)
        case .gone(let what): return .failed(.runNotFound, "\(what) does not exist any more, or never did.")
        case .found(let run):
            return BaselineComparison(
                metric: facts.metricName, direction: direction, baseline: baseline,
                current: run.metrics[facts.metricName]
            ).verdict
        }
    }
}
