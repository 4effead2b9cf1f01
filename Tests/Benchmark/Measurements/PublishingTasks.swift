import EventBus

/// Tasks that publish side by side, as the rows on publishing have them.
enum PublishingTasks {
    /// Three tasks each publish one batch of 100 after another: about as many events are on their way as
    /// `redis-benchmark` has with a pipeline of 256.
    static func publishBatches<E: Event>(_ batches: [[E]], events: Int, on bench: Bench) async throws {
        let writers = 3
        let total = events / 100
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for writer in 0..<writers {
                tasks.addTask {
                    for batch in stride(from: writer, to: total, by: writers) {
                        try await bench.bus.publish(contentsOf: batches[batch % batches.count])
                    }
                }
            }
            try await tasks.waitForAll()
        }
    }

    /// 256 tasks each publish one event after another, and await each.
    static func publishEach<E: Event>(_ events: [E], count: Int, on bench: Bench) async throws {
        let writers = 256
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for writer in 0..<writers {
                tasks.addTask {
                    for number in stride(from: writer, to: count, by: writers) {
                        try await bench.bus.publish(events[number % events.count])
                    }
                }
            }
            try await tasks.waitForAll()
        }
    }
}
