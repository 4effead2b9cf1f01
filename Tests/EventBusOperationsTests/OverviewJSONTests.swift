import EventBus
import EventBusOperations
import RedisEventBus
import TestSupport
import Testing

@Suite("The overview as JSON")
struct OverviewJSONTests {
    @Test("has exactly the names and units that its readers know")
    func contract() {
        var overview = BusOverview(time: Timestamp(microseconds: 1_700_000_000_000_000), server: ServerOverview())
        overview.server.latency = .microseconds(412)
        overview.server.version = "7.0.15"
        overview.server.usedMemory = 1_234
        overview.server.durability = "memory"
        overview.server.breaker = .halfOpen
        var stream = StreamOverview(name: "s", partitions: 2)
        (stream.length, stream.oldestAge) = (12, .milliseconds(12_500))
        overview.streams = [stream]
        overview.queues = [
            QueueOverview(
                list: "q", depth: WorkQueueDepth(waiting: 1, processing: 2, delayed: 3, dead: 4),
                oldestWaitingAge: .seconds(5)),
            QueueOverview(list: "r", depth: nil, failure: "WRONGTYPE"),
        ]
        overview.events = [
            EventRateOverview(type: "e", stream: "s", total: 4, recent: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
        ]
        overview.loops = [LoopStatus(name: "l", age: .milliseconds(200), isDead: false)]
        overview.outbox = OutboxOverview(waiting: 0, oldestAge: nil)
        let expected = """
            {"time":"2023-11-14T22:13:20.000000Z","status":"degraded","reasons":["the circuit breaker is half open: one \
            attempt will tell whether Redis is back","queue r: WRONGTYPE"],"server":{"reachable":true,"failure":null,\
            "version":"7.0.15","latency_ms":0.412,"used_memory_bytes":1234,"memory_limit_bytes":null,\
            "memory_high_water":0.85,"connected_clients":null,"operations_per_second":null,"durability":"memory",\
            "impediment":null,"breaker":"half_open","reconnects":0,"in_flight_commands":0},"streams":[{"name":"s",\
            "partitions":2,"length":12,"bytes":null,"oldest_age_seconds":12.5,"dead_letters":0,"retention_holder":null,\
            "failure":null,"groups":[]}],"queues":[{"list":"q","waiting":1,"processing":2,"delayed":3,"dead":4,\
            "oldest_waiting_age_seconds":5.0,"failure":null},{"list":"r","waiting":null,"processing":null,\
            "delayed":null,"dead":null,"oldest_waiting_age_seconds":null,"failure":"WRONGTYPE"}],"events":[{"type":"e",\
            "stream":"s","total":4,"per_second":0.2,"recent":[0,0,0,0,0,0,0,0,1,1]}],"loops":[{"name":"l",\
            "age_seconds":0.2,"dead":false,"failure":null}],"outbox":{"waiting":0,"oldest_age_seconds":null}}
            """
        #expect("\(overview.json)" == expected)
    }

    @Test("shows a group with its pause, its partitions and its consumers")
    func group() async throws {
        try await OverviewBench.run { bench in
            try await bench.publish(2)
            bench.server.ask("XGROUP CREATE \(OverviewBench.log) audit 0")
            bench.server.ask("XREADGROUP GROUP audit me COUNT 1 STREAMS \(OverviewBench.log) >")
            try await bench.bus.pause(group: "audit", of: bench.stream, reason: "r", by: "me")
            let json = try await bench.askStream().groups[1].json
            guard case .object(let group) = json, case .array(let partitions)? = group["partitions"],
                case .array(let consumers)? = group["consumers"], case .object(let pause)? = group["pause"],
                case .object(let partition)? = partitions.first, case .object(let consumer)? = consumers.first
            else {
                Issue.record("\(json)")
                return
            }
            #expect(
                group.members.map(\.name) == [
                    "name", "order", "required", "pause", "lag", "pending", "oldest_unfinished_age_seconds", "members",
                    "failure", "partitions", "consumers",
                ])
            #expect(group["order"] == "none" && group["required"] == false && group["lag"] == 1)
            #expect(group["pending"] == 1 && pause["by"] == "me" && pause["reason"] == "r")
            #expect(
                partition.members.map(\.name) == ["partition", "exists", "holder", "connected", "lag", "pending"])
            #expect(partition["exists"] == true && partition["holder"] == .null)
            #expect(consumer["name"] == "me" && consumer["pending"] == 1 && consumer["idle_seconds"] != nil)
        }
    }
}
