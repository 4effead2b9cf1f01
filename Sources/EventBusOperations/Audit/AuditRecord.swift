package import EventBus

/// One act on a bus: who did what to what, when and why.
package struct AuditRecord: Sendable, Hashable {
    /// When, by the clock of whoever keeps the record: the server, or the machine of an outbox.
    package var time: Timestamp
    /// What was done.
    package var act: AuditAct
    /// Who did it: a person, a token's name, or for a publication the event's source.
    package var who: String
    /// Why; empty where nothing was said.
    package var why = ""
    /// What it was done to.
    package var place: Place
    /// The consumer group that it was about.
    package var group: String?
    /// Where the event stands in the log of its partition.
    package var position: StreamPosition?
    /// The event's name.
    package var eventType: String?
    /// The event's identity.
    package var eventID: String?
    /// The id of the event's aggregate; of publications only.
    package var aggregateID: String?
    /// What all events of the story share; of publications only.
    package var correlationID: String?
    /// What else is known, by name, in the order of the record; never a payload.
    package var details: [Detail] = []

    /// What an act was done to.
    package enum Place: Sendable, Hashable {
        /// A partition of a stream.
        case stream(String, partition: Int)
        /// A work queue, by its list.
        case queue(list: String)
        /// An outbox of this machine, with the stream that the event was to go to.
        case outbox(stream: String, partition: Int)
    }

    /// Something else that is known.
    package struct Detail: Sendable, Hashable {
        /// What it is.
        package let name: String
        /// What is known.
        package let value: String

        /// Names something.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Describes an act.
    package init(time: Timestamp, act: AuditAct, who: String, place: Place) {
        self.time = time
        self.act = act
        self.who = who
        self.place = place
    }

    /// The name of the stream; `nil` for a work queue.
    package var stream: String? {
        switch place {
        case .stream(let name, _), .outbox(let name, _): name
        case .queue: nil
        }
    }

    /// The record as one JSON object, for programs. What is not known is left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "time": .string("\(time)"), "act": .string(act.rawValue), "who": .string(who), "why": .string(why),
        ]
        switch place {
        case .stream(let name, let partition), .outbox(let name, let partition):
            object["stream"] = .string(name)
            object["partition"] = .number(JSONNumber(partition))
            if case .outbox = place { object["outbox"] = .bool(true) }
        case .queue(let list): object["list"] = .string(list)
        }
        object["group"] = group.map { .string($0) }
        object["position"] = position.map { .string("\($0)") }
        object["type"] = eventType.map { .string($0) }
        object["event_id"] = eventID.map { .string($0) }
        object["aggregate_id"] = aggregateID.map { .string($0) }
        object["correlation_id"] = correlationID.map { .string($0) }
        if !details.isEmpty {
            var more = JSONObject()
            for detail in details { more[detail.name] = .string(detail.value) }
            object["details"] = .object(more)
        }
        return .object(object)
    }
}
