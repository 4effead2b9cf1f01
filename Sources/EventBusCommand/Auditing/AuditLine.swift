import ConfiguredEventBus
import EventBus
import EventBusOperations

/// One record of the audit as a command prints it.
struct AuditLine {
    let record: AuditRecord

    /// The line in the form that was asked for.
    func text(_ form: OutputOptions.Form) -> String {
        switch form {
        case .text: LineText.escaped(plain)
        case .json: "\(record.json)"
        }
    }

    private var plain: String {
        var parts = ["\(record.time)", record.act.rawValue, record.who]
        switch record.place {
        case .stream(let name, let partition): parts.append("\(name)/\(partition)")
        case .queue(let list): parts.append(list)
        case .outbox(let stream, let partition): parts.append("outbox of \(stream)/\(partition)")
        }
        parts += [record.eventType, record.aggregateID].compactMap(\.self)
        parts += [
            record.eventID.map { "event_id=\($0)" }, record.position.map { "position=\($0)" },
            record.group.map { "group=\($0)" }, record.correlationID.map { "correlation_id=\($0)" },
        ].compactMap(\.self)
        parts += record.details.map { "\($0.name)=\($0.value)" }
        if !record.why.isEmpty { parts.append("why=\(record.why)") }
        return parts.joined(separator: "  ")
    }
}
