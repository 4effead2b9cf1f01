import EventBus
import EventBusMetrics
import Testing

@testable import EventBusOperations
@testable import RedisEventBus

@Suite("Gauges from an overview")
struct OverviewGaugesTests {
    private let registry = MetricRegistry()
    private let gauges: OverviewGauges

    init() { gauges = OverviewGauges(factory: registry) }

    private var samples: [String] {
        String(decoding: registry.prometheusText(), as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") && !$0.hasPrefix("eventbus_metrics_") }
    }

    @Test("every number of the overview is a gauge")
    func areSet() {
        var overview = BusOverview.example()
        overview.loops = [
            LoopStatus(name: "router parcels/0", age: .milliseconds(200), isDead: false),
            LoopStatus(name: "tail parcels", age: .seconds(3), isDead: false),
            LoopStatus(name: "tail parcels", age: .seconds(20), isDead: true, failure: "x"),
        ]
        overview.outbox = OutboxOverview(waiting: 3, oldestAge: .seconds(9))
        gauges.update(overview)
        #expect(
            samples == [
                #"eventbus_consumer_pending{consumer="a",group="g",stream="parcels"} 2"#,
                #"eventbus_consumer_pending{consumer="~delayed",group="g",stream="parcels"} 1"#,
                #"eventbus_dead_letters{stream="parcels"} 4"#,
                #"eventbus_group_lag{group="g",stream="parcels"} 7"#,
                #"eventbus_group_members{group="g",stream="parcels"} 2"#,
                #"eventbus_group_oldest_age_seconds{group="g",stream="parcels"} 1.5"#,
                #"eventbus_group_paused{group="g",stream="parcels"} 0"#,
                #"eventbus_group_pending{group="g",stream="parcels"} 3"#,
                "eventbus_in_flight_commands 0",
                #"eventbus_loop_dead{loop="router parcels/0"} 0"#, #"eventbus_loop_dead{loop="tail parcels"} 1"#,
                #"eventbus_loop_heartbeat_age_seconds{loop="router parcels/0"} 0.2"#,
                #"eventbus_loop_heartbeat_age_seconds{loop="tail parcels"} 20"#,
                "eventbus_memory_headroom_bytes 26214400", "eventbus_memory_limit_bytes 104857600",
                "eventbus_memory_used_bytes 62914560", "eventbus_outbox_oldest_age_seconds 9",
                "eventbus_outbox_waiting 3", "eventbus_overview_timestamp_seconds 1795000000.5",
                #"eventbus_queue_depth{list="parcels:queue",state="dead"} 0"#,
                #"eventbus_queue_depth{list="parcels:queue",state="delayed"} 1"#,
                #"eventbus_queue_depth{list="parcels:queue",state="processing"} 2"#,
                #"eventbus_queue_depth{list="parcels:queue",state="waiting"} 5"#,
                #"eventbus_queue_oldest_age_seconds{list="parcels:queue"} 30"#, "eventbus_redis_accepts_events 1",
                "eventbus_redis_connected_clients 3", "eventbus_redis_latency_seconds 0.00041",
                "eventbus_redis_operations_per_second 12", "eventbus_redis_up 1",
                #"eventbus_retention_pinned{group="g",stream="parcels"} 1"#,
                #"eventbus_stream_entries{stream="parcels"} 12"#,
                #"eventbus_stream_oldest_age_seconds{stream="parcels"} 0"#,
            ])
    }

    @Test("each series is of a metric that the table has, with its labels")
    func areNamed() {
        var overview = BusOverview.example()
        overview.loops = [LoopStatus(name: "a", age: .zero, isDead: false)]
        overview.outbox = OutboxOverview(waiting: 1, oldestAge: nil)
        gauges.update(overview)
        let names = Set(samples.compactMap { $0.split { "{ ".contains($0) }.first.map(String.init) })
        #expect(names.allSatisfy { MetricDescriptor.named($0)?.kind == .gauge })
    }

    @Test("what vanishes from the overview vanishes from the metrics: groups, queues, consumers, limits")
    func vanish() {
        gauges.update(.example())
        var overview = BusOverview.example()
        overview.streams[0].groups = []
        overview.streams[0].retentionHolder = nil
        overview.queues = []
        overview.server.memoryLimit = nil
        gauges.update(overview)
        let left = samples.joined(separator: "\n")
        for name in ["group", "consumer", "queue", "retention_pinned", "memory_limit", "memory_headroom"] {
            #expect(!left.contains("eventbus_\(name)"), "\(name)")
        }
        #expect(left.contains(#"eventbus_stream_entries{stream="parcels"} 12"#))
        gauges.update(.example(waiting: 6))
        #expect(samples.contains(#"eventbus_queue_depth{list="parcels:queue",state="waiting"} 6"#))
    }

    @Test("of a server that is away only that is said")
    func isAway() {
        gauges.update(.example())
        var overview = BusOverview.example()
        overview.server.failure = "refused"
        gauges.update(overview)
        #expect(
            samples == [
                "eventbus_in_flight_commands 0", "eventbus_overview_timestamp_seconds 1795000000.5",
                "eventbus_redis_accepts_events 0", "eventbus_redis_up 0",
            ])
    }
}
