import EventBus
import RedisClient
import RedisEventBus

/// One stream of the server that records of an audit are read from, the newest first.
struct AuditSource: Sendable {
    /// The key.
    let key: String
    /// What its entries are.
    let kind: Kind

    enum Kind: Sendable {
        /// Records of acts.
        case acts(AuditRecord.Place)
        /// Events.
        case log(String, partition: Int)
    }

    /// The streams of a bus that a filter may find anything in.
    static func all(of bus: RedisEventBus, for filter: AuditFilter) -> [AuditSource] {
        var sources: [AuditSource] = []
        for stream in bus.streams where filter.streams.isEmpty || filter.streams.contains(stream.name) {
            for partition in 0..<stream.partitions {
                if filter.wantsActs {
                    sources.append(
                        AuditSource(
                            key: bus.layout.audit(stream.name, partition),
                            kind: .acts(.stream(stream.name, partition: partition))))
                }
                if filter.wantsPublications {
                    sources.append(
                        AuditSource(
                            key: bus.layout.log(stream.name, partition),
                            kind: .log(stream.name, partition: partition)))
                }
            }
        }
        if filter.wantsActs, filter.streams.isEmpty {
            for queue in bus.workQueues {
                sources.append(AuditSource(key: queue.audit, kind: .acts(.queue(list: queue.list))))
            }
        }
        return sources
    }

    /// What an entry says; `nil` where it says nothing.
    func record(_ entry: RedisStreamEntry) -> AuditRecord? {
        switch kind {
        case .acts(let place): AuditRecord(act: entry, at: place)
        case .log(let stream, let partition): AuditRecord(publication: entry, of: stream, partition: partition)
        }
    }
}
