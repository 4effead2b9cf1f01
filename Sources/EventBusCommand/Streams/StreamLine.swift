import EventBus
import EventBusOperations

/// One stream as `streams` and `status` print it.
struct StreamLine: TableLine {
    let stream: StreamOverview

    /// The heads of the columns.
    static let titles = ["stream", "partitions", "entries", "size", "oldest", "dead letters", "kept for"]

    /// One text for each column.
    var cells: [String] {
        if let failure = stream.failure { return [stream.name, "\(stream.partitions)", "–", "–", "–", "–", failure] }
        return [
            stream.name, "\(stream.partitions)", "\(stream.length)", stream.bytes.map { Quantity.size($0) } ?? "–",
            stream.length == 0 ? "–" : Quantity.age(stream.oldestAge), "\(stream.deadLetters)",
            stream.retentionHolder ?? "–",
        ]
    }

    /// The same for programs.
    var json: JSONValue { stream.json }
}
