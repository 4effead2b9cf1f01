import EventBus
import RedisClient

extension AuditRecord {
    /// Reads an entry of an audit stream; `nil` where it is none.
    init?(act entry: RedisStreamEntry, at place: Place) {
        var fields = entry.texts
        guard let act = fields.remove("act"), let who = fields.remove("who") else { return nil }
        self.init(time: entry.time, act: AuditAct(rawValue: act), who: who, place: place)
        why = fields.remove("why") ?? ""
        group = fields.remove("group")
        position = fields.remove("position").flatMap { StreamPosition($0) }
        eventType = fields.remove("type")
        eventID = fields.remove("event")
        // The list is the place.
        _ = fields.remove("list")
        details = fields.pairs.filter { !$0.value.isEmpty }
    }

    /// Reads an entry of a log: its publication. `nil` where it is no event.
    init?(publication entry: RedisStreamEntry, of stream: String, partition: Int) {
        guard let type = entry["type"]?.string, let id = entry["id"]?.string else { return nil }
        let source = entry["source"]?.string ?? ""
        let caller = entry["publishedby"]?.string
        self.init(
            time: entry.time, act: .publish, who: caller ?? source, place: .stream(stream, partition: partition))
        position = StreamPosition(milliseconds: entry.id.milliseconds, sequence: entry.id.sequence)
        eventType = type
        eventID = id
        aggregateID = entry["subject"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        correlationID = entry["correlationid"]?.string
        if caller != nil { details.append(Detail(name: "source", value: source)) }
    }
}

extension RedisStreamEntry {
    /// When the server took it.
    fileprivate var time: Timestamp { Timestamp(microseconds: Int64(clamping: id.milliseconds) &* 1_000) }

    fileprivate var texts: FieldTexts {
        var texts = FieldTexts()
        var parts = fields.makeIterator()
        while let name = parts.next(), let value = parts.next() {
            texts.pairs.append(AuditRecord.Detail(name: name.string ?? "", value: value.string ?? ""))
        }
        return texts
    }
}

/// The fields of an entry as text, in their order.
private struct FieldTexts {
    var pairs: [AuditRecord.Detail] = []

    /// Takes a field out; `nil` where there is none, or an empty one.
    mutating func remove(_ name: String) -> String? {
        guard let index = pairs.firstIndex(where: { $0.name == name }) else { return nil }
        let value = pairs.remove(at: index).value
        return value.isEmpty ? nil : value
    }
}
