import CoreMetrics
import EventBus
import EventBusMetrics
import Testing

@Suite("the registry of metrics")
struct MetricRegistryTests {
    let registry = MetricRegistry()

    /// The samples, without the lines that say what they are of and without what the registry says of itself.
    private func samples(_ registry: MetricRegistry? = nil) -> [String] {
        lines(registry).filter { !$0.hasPrefix("#") && !$0.hasPrefix("eventbus_metrics_") }
    }

    private func lines(_ registry: MetricRegistry? = nil) -> [String] {
        String(decoding: (registry ?? self.registry).prometheusText(), as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    @Test("a counter grows, by whole numbers and by parts")
    func counter() {
        let counter = Counter(label: "eventbus_published_total", dimensions: [("event", "a")], factory: registry)
        counter.increment()
        counter.increment(by: 41)
        #expect(samples() == [#"eventbus_published_total{event="a"} 42"#])
        FloatingPointCounter(label: "work", factory: registry).increment(by: 0.5)
        #expect(samples() == [#"eventbus_published_total{event="a"} 42"#, "work_total 0.5"])
    }

    @Test("a counter never falls, whatever it is incremented by")
    func counterStays() {
        let counter = Counter(label: "a_total", factory: registry)
        counter.increment(by: 3)
        counter.increment(by: -2)
        let parts = FloatingPointCounter(label: "b_total", factory: registry)
        parts.increment(by: 1.5)
        parts.increment(by: -1.0)
        parts.increment(by: Double.nan)
        #expect(samples() == ["a_total 3", "b_total 1.5"])
    }

    @Test("increments from many tasks at once are all counted")
    func counterOfMany() async {
        let counter = Counter(label: "a_total", factory: registry)
        let parts = FloatingPointCounter(label: "b_total", factory: registry)
        let timer = Timer(label: "c", factory: registry)
        await withTaskGroup { tasks in
            for _ in 0..<8 {
                tasks.addTask {
                    for _ in 0..<1_000 {
                        counter.increment()
                        parts.increment(by: 0.5)
                        timer.recordMilliseconds(1)
                    }
                }
            }
        }
        let found = samples()
        #expect(found.contains("a_total 8000"))
        #expect(found.contains("b_total 4000"))
        #expect(found.contains("c_seconds_count 8000"))
    }

    @Test("a gauge is what it was set to last")
    func gauge() {
        let gauge = Gauge(label: "depth", dimensions: [("list", "q")], factory: registry)
        gauge.record(7)
        gauge.record(3)
        let meter = Meter(label: "level", factory: registry)
        meter.set(1.5)
        meter.increment(by: 2)
        meter.decrement(by: 0.25)
        #expect(samples() == [#"depth{list="q"} 3"#, "level 3.25"])
    }

    @Test("a timer is a histogram in seconds: each bucket counts what is at most its bound")
    func timer() {
        let timer = Timer(
            label: "eventbus_handling_duration_seconds", dimensions: [("stream", "s"), ("group", "g"), ("event", "e")],
            factory: registry)
        timer.recordNanoseconds(1_000_000)  // exactly the first bound
        timer.recordNanoseconds(1_000_001)
        timer.recordNanoseconds(400_000_000_000)  // beyond the last
        let labels = #"event="e",group="g",stream="s""#
        let found = samples()
        #expect(found.first == #"eventbus_handling_duration_seconds_bucket{\#(labels),le="0.001"} 1"#)
        #expect(found[1] == #"eventbus_handling_duration_seconds_bucket{\#(labels),le="0.0025"} 2"#)
        #expect(
            found.suffix(4) == [
                #"eventbus_handling_duration_seconds_bucket{\#(labels),le="300"} 2"#,
                #"eventbus_handling_duration_seconds_bucket{\#(labels),le="+Inf"} 3"#,
                "eventbus_handling_duration_seconds_sum{\(labels)} 400.002000001",
                "eventbus_handling_duration_seconds_count{\(labels)} 3",
            ])
    }

    @Test("the same name and labels are the same series, in whatever order the labels come")
    func sameSeries() {
        Counter(label: "a_total", dimensions: [("x", "1"), ("y", "2")], factory: registry).increment()
        Counter(label: "a_total", dimensions: [("y", "2"), ("x", "1")], factory: registry).increment()
        #expect(samples() == [#"a_total{x="1",y="2"} 2"#])
    }

    @Test("the text is the same however the series came: families by name, series by labels, each described once")
    func isStable() {
        for label in ["zebra_total", "apple_total"] {
            for value in ["2", "10", "1"] {
                Counter(label: label, dimensions: [("v", value)], factory: registry).increment()
            }
        }
        #expect(
            lines() == [
                "# HELP apple_total Reported as apple_total.", "# TYPE apple_total counter",
                #"apple_total{v="1"} 1"#, #"apple_total{v="10"} 1"#, #"apple_total{v="2"} 1"#,
                "# HELP eventbus_metrics_refused_series_total \(MetricDescriptor.refusedSeries.help)",
                "# TYPE eventbus_metrics_refused_series_total counter", "eventbus_metrics_refused_series_total 0",
                "# HELP zebra_total Reported as zebra_total.", "# TYPE zebra_total counter",
                #"zebra_total{v="1"} 1"#, #"zebra_total{v="10"} 1"#, #"zebra_total{v="2"} 1"#,
            ])
    }

    @Test(
        "names and values that Prometheus does not allow are written so that it does",
        arguments: [
            ("http.server.requests", "a", "x", #"http_server_requests_total{a="x"} 1"#),
            ("9lives", "9a", "x", #"_9lives_total{_9a="x"} 1"#),
            ("ns:rule_total", "a:b", "x", #"ns:rule_total{a_b="x"} 1"#),
            ("a_total", "__name__", "x", #"a_total{label__name__="x"} 1"#),
            ("a_total", "", "x", #"a_total{_="x"} 1"#),
            ("a_total", "aé", "x", #"a_total{a__="x"} 1"#),
            ("a_total", "v", "back\\slash \"quote\" line\nend é", #"a_total{v="back\\slash \"quote\" line\nend é"} 1"#),
            ("a_total", "v", "cr\rlf\r\n", "a_total{v=\"cr\rlf\r\\n\"} 1"),
        ])
    func escapes(_ label: String, _ name: String, _ value: String, _ wanted: String) {
        Counter(label: label, dimensions: [(name, value)], factory: registry).increment()
        let text = String(decoding: registry.prometheusText(), as: UTF8.self)
        // By the line feed alone: what Swift takes for one character may be two bytes.
        let found = text.utf8.split(separator: 10).map { String($0) ?? "" }
        #expect(found.contains(wanted))
    }

    @Test("a histogram's own label le is not taken for a bucket's bound")
    func labelOfBucket() {
        Recorder(label: "sizes", dimensions: [("le", "7")], factory: registry).record(0.5)
        #expect(samples().last == #"sizes_count{label_le="7"} 1"#)
        #expect(samples().first == #"sizes_bucket{label_le="7",le="0.001"} 0"#)
    }

    @Test("labels from outside do not grow memory without end: beyond the limit nothing is kept, and a counter says so")
    func isBounded() {
        let registry = MetricRegistry(limits: MetricLimits(series: 8, seriesPerMetric: 5, labelBytes: 6))
        for number in 0..<1_000 {
            Counter(label: "many_total", dimensions: [("id", "\(number)")], factory: registry).increment()
        }
        for number in 0..<1_000 { Gauge(label: "more_\(number)", factory: registry).record(1) }
        #expect(registry.seriesCount == 8)
        #expect(samples(registry).filter { $0.hasPrefix("many_total") }.count == 5)
        #expect(lines(registry).contains("eventbus_metrics_refused_series_total 1992"))
    }

    @Test("a label's value is cut where it is too long, between two characters")
    func isCut() {
        let registry = MetricRegistry(limits: MetricLimits(labelBytes: 6))
        Counter(label: "a_total", dimensions: [("v", "abcdeéf")], factory: registry).increment()
        Counter(label: "b_total", dimensions: [("v", "abcdef")], factory: registry).increment()
        #expect(samples(registry) == [#"a_total{v="abcde"} 1"#, #"b_total{v="abcdef"} 1"#])
    }

    @Test("a destroyed series is gone from the text, and makes room for another")
    func isDestroyed() {
        let registry = MetricRegistry(limits: MetricLimits(series: 1))
        let first = Gauge(label: "depth", dimensions: [("list", "a")], factory: registry)
        first.record(1)
        first.destroy()
        #expect(samples(registry) == [])
        #expect(registry.seriesCount == 0)
        let second = Gauge(label: "depth", dimensions: [("list", "a")], factory: registry)
        second.record(2)
        // The one that is gone has no say over the one that took its place.
        first.destroy()
        #expect(samples(registry) == [#"depth{list="a"} 2"#])
    }

    @Test("a name that is taken by a metric of another kind is refused, not mixed up")
    func isOfOneKind() {
        Counter(label: "a_total", factory: registry).increment()
        Gauge(label: "a_total", factory: registry).record(7)
        Gauge(label: "a_total", dimensions: [("x", "1")], factory: registry).record(7)
        #expect(samples() == ["a_total 1"])
        #expect(lines().contains("eventbus_metrics_refused_series_total 2"))
    }

    @Test("what is not a number, or beyond all numbers, is written as Prometheus reads it")
    func oddNumbers() {
        for (name, value) in [
            ("a", Double.nan), ("b", .infinity), ("c", -.infinity), ("d", 1e300), ("e", -0.25), ("f", 1e15),
        ] { Gauge(label: name, factory: registry).record(value) }
        #expect(samples() == ["a NaN", "b +Inf", "c -Inf", "d 1e+300", "e -0.25", "f 1000000000000000"])
    }

    @Test(
        "promtool takes the text, with every metric of the table in it and strange labels",
        .enabled(if: Promtool.isInstalled))
    func isValid() throws {
        for metric in MetricDescriptor.all {
            for value in ["plain", "quo\"te", "back\\slash\nline", "é 日本"] {
                let dimensions = metric.labels.map { ($0, value) }
                switch metric.kind {
                case .counter: Counter(label: metric.name, dimensions: dimensions, factory: registry).increment(by: 3)
                case .gauge: Gauge(label: metric.name, dimensions: dimensions, factory: registry).record(0.1)
                case .histogram:
                    Timer(label: metric.name, dimensions: dimensions, factory: registry).recordMilliseconds(12)
                }
            }
        }
        Timer(label: "http.request.duration", factory: registry).recordMilliseconds(1)
        let result = try Promtool.run(["check", "metrics"], input: registry.prometheusText())
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output == "")
    }

    @Test("a thousand series are written in far less than 20 ms")
    func isFast() {
        for number in 0..<1_000 {
            Counter(
                label: "some_total", dimensions: [("list", "list-\(number)"), ("state", "waiting")], factory: registry
            )
            .increment(by: number)
        }
        _ = registry.prometheusText()
        let times = (0..<9).map { _ in ContinuousClock().measure { _ = registry.prometheusText() } }.sorted()
        #expect(times[4] < .milliseconds(20))
    }
}
