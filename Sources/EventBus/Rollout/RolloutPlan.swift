/// How far something new is rolled out in each environment: `on`, or `production=25%, staging=on, shadow`.
package struct RolloutPlan: Sendable, Hashable {
    /// By environment, in lower case.
    private let stages: [String: Rollout]
    /// For environments that are not named.
    private let elsewhere: Rollout

    /// Reads stages with commas between; one without a name is for every environment that is not named, and where there is none
    /// it is off there. `nil` where a stage can't be read or an environment is named twice.
    package init?(parsing text: String) {
        var stages: [String: Rollout] = [:]
        var elsewhere: Rollout?
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { $0.trimmed.lowercased() }
            guard let last = sides.last, let stage = Rollout(parsing: last) else { return nil }
            switch sides.count {
            case 1 where elsewhere == nil: elsewhere = stage
            case 2 where !sides[0].isEmpty && stages[sides[0]] == nil: stages[sides[0]] = stage
            default: return nil
            }
        }
        self.stages = stages
        self.elsewhere = elsewhere ?? .off
    }

    /// How far it is in an environment.
    package func stage(in environment: String) -> Rollout { stages[environment.lowercased()] ?? elsewhere }
}
