import EventBus
import EventBusOperations
import NIOCore
import Synchronization

/// One reading of the overview for all pages that show it: each is encoded once, and only the newest is kept.
final class OverviewFeed: Sendable {
    private struct State {
        var number = 0
        var frame = ByteBuffer()
        var waiters: [ObjectIdentifier: CheckedContinuation<Void, Never>] = [:]
        var clients = 0
        var reading: Task<Void, Never>?
        var generation = 0
    }

    private let source: @Sendable () -> AsyncStream<BusOverview>?
    private let state = Mutex(State())

    init(_ source: @escaping @Sendable () -> AsyncStream<BusOverview>?) { self.source = source }

    /// A client comes: the first one starts the reading.
    func join() {
        state.withLock { state in
            state.clients += 1
            guard state.reading == nil else { return }
            state.generation += 1
            let generation = state.generation
            // On its own: it outlives the request that starts it.
            state.reading = Task.detached { await self.read(generation) }
        }
    }

    /// A client leaves: the last one ends the reading.
    func leave() {
        let reading = state.withLock { state -> Task<Void, Never>? in
            state.clients -= 1
            guard state.clients == 0 else { return nil }
            defer { state.reading = nil }
            return state.reading
        }
        reading?.cancel()
    }

    /// The newest overview, where the client has not seen it.
    func frame(after number: Int) -> (number: Int, bytes: ByteBuffer)? {
        state.withLock { $0.number > number ? ($0.number, $0.frame) : nil }
    }

    /// Waits until there is a newer overview than that, or the client is to be served no longer.
    func wait(after number: Int, _ stop: ClientStop) async {
        await withCheckedContinuation { waiter in
            let mayGo = state.withLock { state in
                // Whoever stops a client looks for its waiter afterwards.
                if stop.reason != nil || state.number > number { return true }
                state.waiters[ObjectIdentifier(stop)] = waiter
                return false
            }
            if mayGo { waiter.resume() }
        }
    }

    /// Ends the waiting of a client that is to be served no longer.
    func wake(_ stop: ClientStop) {
        state.withLock { $0.waiters.removeValue(forKey: ObjectIdentifier(stop)) }?.resume()
    }

    private func read(_ generation: Int) async {
        guard let overviews = source() else { return }
        for await overview in overviews {
            var frame = ByteBuffer(string: "event: overview\ndata: ")
            frame.writeBytes(overview.json.bytes)
            frame.writeString("\n\n")
            let woken = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                guard state.generation == generation, state.reading != nil else { return [] }
                state.number += 1
                state.frame = frame
                defer { state.waiters = [:] }
                return Array(state.waiters.values)
            }
            for waiter in woken { waiter.resume() }
        }
    }
}
