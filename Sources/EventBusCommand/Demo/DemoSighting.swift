/// That somebody received an event.
struct DemoSighting: Sendable {
    /// Who, such as `channel hokusai:events:deployed`.
    let reader: String
    /// What was received.
    let text: String
    /// When.
    let time = ContinuousClock.now
}
