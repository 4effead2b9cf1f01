package import EventBus

/// How one stream was found when the whole bus was asked.
package struct StreamExamination: Sendable, Hashable {
    /// The stream.
    package let stream: StreamDeclaration
    /// How each partition's log stands; a log that can't be looked at is left out, and ``failure`` says why.
    package internal(set) var logs: [RetentionStatus] = []
    /// The groups: the catalogue's, the router's, and those that the server has beside them. The lag is what the two ends of
    /// the log tell, where they do, and what the server counts elsewhere.
    package internal(set) var groups: [GroupStatus] = []
    /// How many dead letters there are; `nil` where they can't be counted.
    package internal(set) var deadLetters: Int?
    /// What of it can't be looked at, and why; `nil` where everything can.
    package internal(set) var failure: String?
    /// Why a group can't be looked at, by its name.
    package internal(set) var groupFailures: [String: String] = [:]

    init(_ stream: StreamDeclaration) {
        self.stream = stream
    }

    /// Notes what can't be looked at; the first is kept, since the others are as a rule the same.
    mutating func note(_ what: String, _ error: String) {
        failure = failure ?? "\(what): \(error)"
    }
}
