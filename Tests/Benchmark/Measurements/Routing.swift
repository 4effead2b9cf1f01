import EventBus
import RedisEventBus
import TestSupport

/// The router to one list and one channel, beside a bare Lua loop that puts messages of the same size on the same places.
enum Routing: Measurement {
    static let rows = ["router"]
    private static let events = 61_440
    private static let list = "benchmark:ready"
    private static let channel = "benchmark:ready:pubsub"

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.routed(SampleEvents.markedNumber), on: bench)
        let log = bench.layout.log("routed", 0)
        let socket = bench.socket
        let messageLength = try await lengthOfOurMessage(on: bench)
        let runs = try await Alternation(rounds: bench.rounds) {
            try await bench.fill(log, with: entry, events: events, group: Router.group)
            let sample = try await bench.measure(events: events) {
                let router = bench.bus.router(of: [ModelReadyRouted.declaration.stream], consumer: "one")
                try await RunningService.run(router) { try await untilRouted(socket) }
            }
            try check(log, socket)
            return sample
        } floor: {
            try await bench.fill(log, with: entry, events: events, group: Router.group)
            let sample = try await bench.measure(events: events) {
                try await onThreadOfItsOwn {
                    try RawRouter(
                        socket: socket, log: log, list: list, channel: channel, batch: 100, messageLength: messageLength
                    ).run()
                }
            }
            try check(log, socket)
            return sample
        }
        try bench.reset()
        return [runs.throughputRow(rows[0], "router to a list and a channel ÷ bare Lua loop", atLeast: 0.60)]
    }

    private static func untilRouted(_ socket: String, events: Int = events) async throws {
        let control = try HiredisConnection(socket: socket)
        let isRouted = try await eventually(within: .seconds(60)) {
            try control.ask("LLEN", list) == [String(events)]
        }
        guard isRouted else { throw BenchmarkError.unexpected("\(list) does not have \(events) messages") }
    }

    private static func lengthOfOurMessage(on bench: Bench) async throws -> Int {
        try bench.reset()
        try await bench.bus.publish(SampleEvents.routed(SampleEvents.markedNumber))
        let socket = bench.socket
        let router = bench.bus.router(of: [ModelReadyRouted.declaration.stream], consumer: "one")
        try await RunningService.run(router) { try await untilRouted(socket, events: 1) }
        return try HiredisConnection(socket: socket).ask("LINDEX", list, "0").joined().utf8.count
    }

    private static func check(_ log: String, _ socket: String) throws {
        let control = try HiredisConnection(socket: socket)
        let routed = try control.ask("LLEN", list)
        let pending = try control.ask("XPENDING", log, Router.group)
        guard routed == [String(events)], pending.first == "0" else {
            throw BenchmarkError.unexpected("\(routed) of \(events) events were routed, \(pending) are pending")
        }
    }
}
