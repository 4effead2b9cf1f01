import EventBus
import RedisEventBus

/// All of one dead letter, for a person who is to decide about it.
struct DeadLetterDescription {
    let letter: DeadLetter
    let stream: String
    /// Whether the event is still in the log.
    let isInLog: Bool
    /// The flags that led to this bus, for the commands that are suggested.
    let flags: String

    /// The lines to print.
    var lines: [String] {
        var rows = [
            ["letter", "\(letter.id)"], ["written", "\(letter.buriedAt)"],
            ["given up by", "\(letter.group), consumer \(letter.consumer)"],
            ["reason", "\(letter.reason), attempt \(letter.attempts)"], ["error", letter.error],
        ]
        if !letter.failedRoutes.isEmpty { rows.append(["not reached", letter.failedRoutes.joined(separator: ", ")]) }
        if let first = letter.firstFailure { rows.append(["first failure", "\(first)"]) }
        if let last = letter.lastFailure { rows.append(["last failure", "\(last)"]) }
        rows.append(["position", "\(letter.position)\(isInLog ? "" : " (no longer in the log)")"])
        rows += letter.fields.map { [$0.name, String(decoding: $0.value, as: UTF8.self)] }
        return TextTable.lines(rows) + [""] + advice
    }

    private var advice: [String] {
        let act = "\(ProgramName.shown) dead redrive \(letter.id) --stream \(stream)\(flags) --execute"
        let discard =
            "to remove it:   \(ProgramName.shown) dead discard \(letter.id) --stream \(stream)\(flags) --execute"
        if isInLog || letter.group == Router.group { return ["to try again:   " + act, discard] }
        guard let record = letter.record else { return [discard] }
        return [
            "to try again, publish it as a new event; the old one is no longer in the log:",
            "  \(ProgramName.shown) publish \(record.type)\(flags) --data "
                + ShellWord.quoted(String(decoding: record.data, as: UTF8.self)),
            discard,
        ]
    }
}
