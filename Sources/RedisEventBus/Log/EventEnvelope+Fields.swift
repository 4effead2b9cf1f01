import EventBus

extension EventEnvelope {
    /// The attributes that are set, in the order in which an entry of the log has them; `data` follows.
    var fields: [(name: EnvelopeAttribute, value: String)] {
        let all: [(EnvelopeAttribute, String?)] = [
            (.id, id.description), (.type, type), (.version, version), (.source, source), (.time, time.description),
            (.subject, subject), (.correlationID, correlationID), (.causationID, causationID),
            (.traceParent, traceParent), (.publishedBy, publishedBy),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}
