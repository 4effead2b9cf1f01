/// Waits until a condition holds, asking again every few milliseconds; `false` once the deadline has passed.
///
/// Use it as `#expect(await eventually { … })`.
///
/// - Parameters:
///   - deadline: How long to wait at most.
///   - condition: Asked again until it answers `true`; an error it throws ends the wait.
public func eventually(
    within deadline: Duration = .seconds(10),
    _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let end = ContinuousClock.now + deadline
    while true {
        if try await condition() { return true }
        guard ContinuousClock.now < end else { return false }
        try? await Task.sleep(for: .milliseconds(3))
    }
}
