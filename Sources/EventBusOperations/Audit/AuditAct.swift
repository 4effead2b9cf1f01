/// What somebody did on a bus, as the audit names it. Open: a newer program may know more acts.
package struct AuditAct: RawRepresentable, Sendable, Hashable {
    /// The name, as it stands in the audit.
    package let rawValue: String

    /// Names an act.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// An event was appended to the log.
    package static let publish = AuditAct(rawValue: "publish")
    /// A dead letter was given back: to its group, its routes, or its work queue.
    package static let redrive = AuditAct(rawValue: "redrive")
    /// A dead letter, or a refused event of an outbox, was removed for good.
    package static let discard = AuditAct(rawValue: "discard")
    /// A group was paused.
    package static let pause = AuditAct(rawValue: "pause")
    /// A paused group was let go on.
    package static let resume = AuditAct(rawValue: "resume")
    /// A log was trimmed by hand.
    package static let trim = AuditAct(rawValue: "trim")
    /// A refused event of an outbox is tried again.
    package static let retry = AuditAct(rawValue: "retry")

    /// Every act that this program knows.
    package static let all: [AuditAct] = [publish, redrive, discard, pause, resume, trim, retry]
}
