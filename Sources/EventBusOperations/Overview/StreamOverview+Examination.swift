internal import EventBus
internal import RedisEventBus

extension StreamOverview {
    /// What was found of a stream, over all its partitions.
    init(_ found: StreamExamination) {
        self.init(name: found.stream.name, partitions: found.stream.partitions)
        length = found.logs.reduce(0) { $0 + $1.length }
        let sizes = found.logs.compactMap(\.bytes)
        // A log that does not exist has no size, and is no reason to conceal that of the others.
        bytes = sizes.isEmpty && length > 0 ? nil : sizes.reduce(0, +)
        oldestAge = found.logs.map(\.oldestAge).max() ?? .zero
        deadLetters = found.deadLetters ?? 0
        retentionHolder = found.logs.lazy.compactMap(\.holder?.name).first
        failure = found.failure
        groups = found.groups.map { GroupOverview($0, in: found) }
    }
}

extension GroupOverview {
    init(_ status: GroupStatus, in found: StreamExamination) {
        let claims = found.logs.flatMap(\.groups).filter { $0.name == status.group }
        let lags = status.partitions.compactMap(\.lag)
        let isRequired: Bool? =
            if status.group == Router.group {
                claims.contains { $0.standing == .required }
            } else {
                found.stream.groups.first { $0.name == status.group }?.required
            }
        self.init(
            status: status, isRequired: isRequired,
            lag: lags.count == status.partitions.count ? lags.reduce(0, +) : nil,
            pending: status.partitions.reduce(0) { $0 + $1.pending },
            oldestUnfinishedAge: claims.map(\.lag).max() ?? .zero, failure: found.groupFailures[status.group])
    }
}

extension QueueOverview {
    init(_ found: QueueExamination, now: Timestamp) {
        let age = found.oldest.map { Duration.microseconds(max(0, now.microseconds - $0.microseconds)) }
        self.init(list: found.queue.list, depth: found.depth, oldestWaitingAge: age, failure: found.failure)
    }
}
