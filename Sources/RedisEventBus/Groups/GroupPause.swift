public import EventBus
import RedisClient

/// That a group is paused: who did so, when and why.
public struct GroupPause: Sendable, Hashable {
    /// Who paused it.
    public let by: String
    /// When, by the clock of whoever paused it.
    public let since: Timestamp?
    /// Why; empty where nothing was said.
    public let reason: String

    /// Describes a pause.
    init(by: String, since: Timestamp?, reason: String) {
        self.by = by
        self.since = since
        self.reason = reason
    }

    /// Reads a hash; `nil` where there is none.
    init?(fields reply: RedisReply) {
        let fields = reply.fields
        guard !fields.isEmpty else { return nil }
        self.init(
            by: fields["by"] ?? "", since: fields["since"].flatMap { Timestamp($0) },
            reason: fields["reason"] ?? "")
    }
}
