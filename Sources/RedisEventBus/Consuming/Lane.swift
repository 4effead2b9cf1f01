import EventBus

/// A lane is named by a hash of the aggregate id: two aggregates that collide share a lane, which costs them some
/// concurrency and never the order.
typealias Lane = UInt64

extension DeliveryOrder {
    /// The lane of a delivery.
    func lane(of record: EventRecord, at position: StreamPosition) -> Lane {
        switch self {
        case .aggregate: record.lane
        case .none: position.lane
        }
    }

    /// The lane of a delivery of which only the aggregate's id is known.
    func lane(ofAggregate id: UnsafeRawBufferPointer, at position: StreamPosition) -> Lane {
        switch self {
        case .aggregate: id.isEmpty ? 0 : id.lane
        case .none: position.lane
        }
    }

    /// The lane of an aggregate.
    func lane(ofAggregate id: String) -> Lane {
        var id = id
        return id.withUTF8 { lane(ofAggregate: UnsafeRawBufferPointer($0), at: .beginning) }
    }
}

extension StreamPosition {
    /// A lane of its own for each delivery.
    fileprivate var lane: Lane { milliseconds << 20 ^ sequence }
}

extension EventRecord {
    fileprivate var lane: Lane {
        guard !spans.subject.isAbsent, spans.subject.length > 0 else { return 0 }
        return withBytes(spans.subject) { $0.lane }
    }
}

extension UnsafeRawBufferPointer {
    /// A hash: FNV-1a over 8 bytes at a time.
    fileprivate var lane: Lane {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var at = 0
        while at + 8 <= count {
            hash = (hash ^ loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x100_0000_01b3
            hash ^= hash >> 32
            at += 8
        }
        while at < count {
            hash = (hash ^ UInt64(self[at])) &* 0x100_0000_01b3
            at += 1
        }
        return hash
    }
}
