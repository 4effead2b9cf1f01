/// What one run of one side took.
struct Sample: Sendable {
    let events: Int
    /// From start to end.
    let seconds: Double
    /// Processor time of the client, in seconds.
    let clientSeconds: Double
    /// Processor time of the server, in seconds.
    let serverSeconds: Double

    var eventsPerSecond: Double { Double(events) / seconds }

    var cost: Row.Cost {
        Row.Cost(
            client: clientSeconds / Double(events) * 1_000_000, server: serverSeconds / Double(events) * 1_000_000)
    }
}
