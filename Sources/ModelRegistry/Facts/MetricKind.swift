package import HokusaiEvents

/// What a metric's name says of its values. Names that are not known have no range and improve upwards, unless a tag says
/// otherwise: a new metric is no reason to turn a model down.
package struct MetricKind: Sendable, Hashable {
    /// The range in which values are possible; `nil` for any number.
    package let range: ClosedRange<Double>?
    /// Whether the baseline must be above zero: an error of nothing can't be met by a model.
    package let needsPositiveBaseline: Bool
    /// Which way the metric improves.
    package let direction: MetricDirection

    /// Looks a metric up by its name, whatever its capitals.
    ///
    /// The range is that of the whole name, since `top5_accuracy` may be in percent; the direction is that of its last word, so
    /// `val_rmse` is an error, too.
    package init(_ name: String) {
        let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) }
        let whole = words.joined(separator: "_")
        switch whole {
        case "accuracy", "auroc", "auc", "f1", "precision", "recall", "reply_rate", "conversion_rate": range = 0...1
        case "mse", "rmse", "mae", "engagement_score": range = 0 ... .greatestFiniteMagnitude
        case "r2": range = -Double.greatestFiniteMagnitude...1
        default: range = nil
        }
        needsPositiveBaseline = ["mse", "rmse", "mae"].contains(whole)
        let isError = words.last.map { Self.errors.contains($0) } ?? false || words.suffix(2) == ["error", "rate"]
        direction = isError ? .lowerIsBetter : .higherIsBetter
    }

    private static let errors: Set<String> = [
        "mse", "rmse", "mae", "mape", "smape", "rmsle", "loss", "logloss", "error", "perplexity", "wer", "cer",
    ]
}
