import EventBus

/// One consumer group of one stream: its members, who reads which partition, and what is pending.
///
/// A pure value.
struct MemoryGroup {
    let name: String
    let stream: StreamDeclaration
    let order: DeliveryOrder
    let sabotage: Sabotage?
    var partitions: [GroupPartition]
    var members: [GroupMember] = []
    var pauseReason: String?
    /// Who reads each partition, where only one may.
    private var holders: [Int?]
    private(set) var epochs: [UInt64]

    init(_ name: String, of stream: StreamDeclaration, sabotage: Sabotage?) {
        self.name = name
        self.stream = stream
        self.sabotage = sabotage
        order = stream.groups.first { $0.name == name }?.order ?? .aggregate
        let order = order
        partitions = (0..<stream.partitions).map { _ in GroupPartition(order: order, sabotage: sabotage) }
        holders = Array(repeating: nil, count: stream.partitions)
        epochs = Array(repeating: 0, count: stream.partitions)
    }

    /// After how long the death of a consumer is noticed: the lease runs out, or the acknowledgement time-out where
    /// consumers compete.
    var noticeOfDeath: Duration {
        order == .none ? stream.delivery.ackTimeout : min(.seconds(3), max(.seconds(1), stream.delivery.ackTimeout))
    }

    func member(_ id: Int) -> Int? { members.firstIndex { $0.id == id } }

    /// Shares the partitions out. One that changes hands does so when nothing of it runs any more.
    mutating func share() {
        guard order == .aggregate else { return }
        for partition in partitions.indices {
            let wanted = wantedHolder(of: partition)
            guard holders[partition] != wanted else { continue }
            if let holder = holders[partition], let index = member(holder) {
                if case .dead = members[index].standing { continue }
                guard members[index].running[partition] == 0 else { continue }
                partitions[partition].handBack(from: holder)
            }
            holders[partition] = wanted
            if wanted != nil { epochs[partition] += 1 }
        }
    }

    /// The members that may take a delivery of a partition now, by their place in ``members``.
    func takers(of partition: Int) -> [Int] {
        guard pauseReason == nil || sabotage == .ignoresPause else { return [] }
        let wanted = order == .aggregate && sabotage != .sharesWithoutLease ? wantedHolder(of: partition) : nil
        let readers = Set(readers.map(\.id))
        return members.indices.filter { index in
            let member = members[index]
            guard readers.contains(member.id), member.running[partition] < member.limits.concurrency else {
                return false
            }
            if order == .none || sabotage == .sharesWithoutLease { return true }
            // A holder that is to give the partition up starts nothing more.
            return holders[partition] == member.id && wanted == member.id
        }
    }

    /// Removes members that have ended; answers the deliveries, by partition, that used up their attempts with them.
    mutating func removeEnded(now: Duration) -> (removed: [Int], usedUp: [(partition: Int, index: Int)]) {
        var removed: [Int] = []
        var usedUp: [(partition: Int, index: Int)] = []
        for member in members {
            switch member.standing {
            case .live: continue
            case .stopping:
                guard member.isIdle else { continue }
                for partition in partitions.indices { partitions[partition].handBack(from: member.id) }
            case .dead(let noticed):
                guard noticed <= now, sabotage != .neverTakesOver else { continue }
                for partition in partitions.indices {
                    usedUp += partitions[partition].recover(from: member.id, attempts: stream.delivery.attempts)
                        .map { (partition, $0) }
                }
            }
            removed.append(member.id)
            holders = holders.map { $0 == member.id ? nil : $0 }
        }
        members.removeAll { removed.contains($0.id) }
        return (removed, usedUp)
    }

    /// When something happens without anybody doing anything, some of it perhaps before `now`.
    func dues(after now: Duration) -> [Duration] {
        members.compactMap { member in
            switch member.standing {
            case .live: nil
            case .stopping(let cancelled): cancelled
            case .dead(let noticed): noticed
            }
        } + partitions.compactMap { $0.nextDue(after: now) }
    }

    /// The members that may read. Of two that bear one name the later waits until the earlier has gone.
    private var readers: [GroupMember] {
        var names: Set<String> = []
        return members.filter { names.insert($0.name).inserted && $0.standing == .live }
    }

    private func wantedHolder(of partition: Int) -> Int? {
        let readers = readers
        if sabotage == .givesOneConsumerAll { return readers.first?.id }
        return readers.isEmpty ? nil : readers[partition % readers.count].id
    }
}
