/// Waits for something, and not for longer than it may take.
package enum Deadline {
    /// What an operation answers; `nil` where it has not in time. It is cancelled then, and awaited: it must end soon once it
    /// is cancelled.
    package static func run<Value: Sendable>(
        within limit: Duration, _ operation: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await operation() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
