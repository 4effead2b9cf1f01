/// What every transport of the bus must pass.
///
/// ```swift
/// @Test(arguments: ConformanceSuite.cases(features: .all))
/// func conforms(_ conformance: ConformanceCase) async throws {
///     try await conformance.run(scale: 0.1) { try await MyTransport() }
/// }
/// ```
///
/// The cases are plain functions that throw, so any test library will do. They grew out of the universal suite of
/// watermill, with one shared group in place of a group for each subscriber.
public enum ConformanceSuite {
    /// Every case, in the order of the books: publishing, groups, ends of consumers, poison, redelivery, other readers.
    public static let cases: [ConformanceCase] =
        universalCases + publishingCases + expectedVersionCases + groupCases + crashCases + poisonCases
        + redeliveryCases + readerCases

    /// The cases that a transport with these features can be tried on.
    public static func cases(features: ConformanceFeatures) -> [ConformanceCase] {
        cases.filter { $0.needs.isSubset(of: features) }
    }

    /// The cases that it cannot be tried on, each with what it lacks: for a test's report.
    public static func skipped(
        features: ConformanceFeatures
    ) -> [(conformance: ConformanceCase, missing: ConformanceFeatures)] {
        cases.filter { !$0.needs.isSubset(of: features) }.map { ($0, $0.needs.subtracting(features)) }
    }
}
