extension MetricDescriptor {
    /// The labels with their values, as swift-metrics takes them.
    ///
    /// - Precondition: There is one value for each label.
    package func dimensions(_ values: [String]) -> [(String, String)] {
        precondition(values.count == labels.count, "\(name) has the labels \(labels)")
        return Array(zip(labels, values))
    }
}
