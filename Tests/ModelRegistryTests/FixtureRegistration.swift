import FixtureMLflow
import ModelRegistry

/// What tests put into the fixture again and again.
enum Fixture {
    /// The tags of a version that can be judged.
    static func tags(
        token: String = "MSG-AI", metric: String = "reply_rate", baseline: String = "0.75",
        _ more: [String: String] = [:]
    ) -> [String: String] {
        [RegistryTag.token: token, RegistryTag.metric: metric, RegistryTag.baseline: baseline].merging(more) { $1 }
    }

    /// A client that does not wait long.
    static func client(
        _ fixture: FixtureMLflow, credentials: MLflowCredentials = .none, timeout: Duration = .seconds(5),
        retries: Int = 3
    ) throws -> MLflowClient {
        MLflowClient(
            try MLflowConfiguration(
                url: fixture.url, credentials: credentials, timeout: timeout,
                retry: MLflowRetry(maximumRetries: retries, base: .milliseconds(1), budget: .seconds(3))))
    }
}

extension FixtureMLflow {
    /// Adds a version with its run; returns its number.
    @discardableResult
    func addVersion(
        _ name: String, value: Double, metric: String = "reply_rate", baseline: String = "0.75",
        token: String = "MSG-AI", _ more: [String: String] = [:]
    ) -> String {
        addVersion(
            of: name, runID: addRun([metric: value]),
            tags: Fixture.tags(token: token, metric: metric, baseline: baseline, more))
    }
}
