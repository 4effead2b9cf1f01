import EventBus

/// One thing that the doctor looked at.
struct Finding: Sendable, Hashable {
    /// How bad it is.
    enum Severity: String, Sendable, Hashable {
        /// As it should be.
        case good
        /// Works, but not as well as it could.
        case warning
        /// Something will not work, or may be lost.
        case problem
    }

    let severity: Severity
    /// What was looked at, in a word or two.
    let subject: String
    /// What was found.
    let what: String
    /// How to mend it; empty where there is nothing to mend.
    let fix: String

    /// Something that is as it should be.
    static func good(_ subject: String, _ what: String) -> Finding {
        Finding(severity: .good, subject: subject, what: what, fix: "")
    }

    /// Something that could be better.
    static func warning(_ subject: String, _ what: String, fix: String) -> Finding {
        Finding(severity: .warning, subject: subject, what: what, fix: fix)
    }

    /// Something that must be mended.
    static func problem(_ subject: String, _ what: String, fix: String) -> Finding {
        Finding(severity: .problem, subject: subject, what: what, fix: fix)
    }

    /// The finding for people, over one or two lines.
    var text: String {
        let mark =
            switch severity {
            case .good: "ok      "
            case .warning: "warning "
            case .problem: "PROBLEM "
            }
        return mark + subject + ": " + what + (fix.isEmpty ? "" : "\n        fix: " + fix)
    }

    /// The finding for programs.
    var json: JSONValue {
        [
            "severity": .string(severity.rawValue), "subject": .string(subject), "what": .string(what),
            "fix": fix.isEmpty ? .null : .string(fix),
        ]
    }
}
